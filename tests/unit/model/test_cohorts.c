/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cohorts against the plainest way to do the same (1e-10 children): every state of every age by
 * itself, with matrices over all states that are summed term by term, and everybody who is
 * displaced moved at once. Memory that must not be read holds no numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "model/sum.h"
#include "model/workspace.h"
#include "support/near.h"
#include "support/plain_cohorts.h"
#include "support/plan_fixture.h"

enum { ALL_CELLS = 2 * CC_MAX_MONTHS }; /* months left with which all cells are kept up */
static const double tolerance = 1e-10;

/* ---- a world, in both ways ------------------------------------------------------------------- */

typedef struct {
  cc_plan_fixture f;
  bool sparse;
  int n_steps; /* of a month */
  cc_plain_cohorts expected;
} world;

static void start(world *w, bool sparse, int n_bands, const int *first_ages, int months_left) {
  w->sparse = sparse;
  w->n_steps = 1;
  cc_plain_plan(sparse, n_bands, first_ages, &w->f);
  w->f.workspace->cohorts.months_left = months_left;
  cc_plain_open(sparse, &w->f, &w->expected);
}

static void start_usual(world *w, bool sparse) {
  start(w, sparse, 3, (int[]){0, 13, 190}, ALL_CELLS);
}

static void end(world *w) {
  cc_fixture_free(&w->f);
}

static void solve(world *w, int month) {
  cc_workspace *work = w->f.workspace;
  for (int i = 0; i < w->f.plan.n_bands * CC_PLAIN_STATES; i++) {
    int b = i / CC_PLAIN_STATES, s = i % CC_PLAIN_STATES;
    work->cohorts.entries[b][s] = cc_plain_entries(w->sparse, month, b, s);
  }
  cc_cohorts_solve(&w->f.plan, &work->set, month, 1.0 / 12.0 / w->n_steps, month == 0,
                   work->scratch, &work->cohorts, work->steps);
}

static void assert_row(const double *actual, const double *expected, int n) {
  for (int i = 0; i < n; i++) {
    cc_assert_near(actual[i], expected[i], tolerance);
  }
}

static void assert_flows(const cc_flows *flows, const cc_flows *expected) {
  assert_row(flows->child_years, expected->child_years, CC_PLAIN_STATES);
  assert_row(flows->entries, expected->entries, CC_PLAIN_STATES);
  assert_row(flows->turned_18, expected->turned_18, CC_PLAIN_STATES);
  assert_row(flows->moves_in, expected->moves_in, CC_PLAIN_STATES);
  assert_row(flows->moves_out, expected->moves_out, CC_PLAIN_STATES);
  assert_row(flows->to_independence, expected->to_independence, CC_ADULT_AGE - CC_LEAVER_FIRST_AGE);
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    assert_row(flows->exits[d], expected->exits[d], CC_PLAIN_STATES);
  }
}

static void assert_totals(const world *w) {
  const int *first_age = w->f.plan.band_first_age;
  for (int b = 0; b < w->f.plan.n_bands; b++) {
    for (int s = 0; s < CC_PLAIN_STATES; s++) {
      cc_assert_near(w->f.workspace->cohorts.in_band[b][s],
                     cc_plain_sum(&w->expected, s, first_age[b], first_age[b + 1]), tolerance);
    }
  }
}

/* Cells of the ages from..to - 1 of a band: nobody is in a state that is not live. */
static void assert_ages(world *w, int band, int from, int to) {
  for (int i = 0; i < CC_PLAIN_STATES * (to - from); i++) {
    int s = i % CC_PLAIN_STATES, a = from + i / CC_PLAIN_STATES;
    if (cc_has_state(w->f.workspace->steps[band].live, s)) {
      cc_assert_near(cc_cells(&w->f.workspace->cohorts)[s][a], w->expected.stock[s][a], tolerance);
    } else {
      cc_assert_near(w->expected.stock[s][a], 0.0, 0.0);
    }
  }
}

static void assert_cells(world *w) {
  for (int b = 0; b < w->f.plan.n_bands; b++) {
    assert_ages(w, b, w->f.plan.band_first_age[b], w->f.plan.band_first_age[b + 1]);
  }
}

/* A month, in steps of which only the last ages. */
static void advance(world *w, int month) {
  cc_workspace *work = w->f.workspace;
  cc_flows flows = {0};
  double years = 1.0 / 12.0 / w->n_steps;
  memset(&w->expected.flows, 0, sizeof w->expected.flows);
  solve(w, month);
  for (int i = 1; i <= w->n_steps; i++) {
    bool ages = i == w->n_steps;
    cc_cohorts_advance(&w->f.plan, work->steps, years, ages, &work->cohorts, &flows);
    cc_plain_step(&w->f, month, years, ages, &w->expected);
    assert_flows(&flows, &w->expected.flows);
    assert_totals(w);
  }
  work->cohorts.months_left--;
}

static void displace(world *w, double share, int from, int to) {
  double children = cc_plain_displace(share, from, to, &w->expected);
  cc_assert_near(cc_cohorts_displace(&w->f.plan, share, from, to, &w->f.workspace->cohorts),
                 children, tolerance);
  assert_totals(w);
}

/* ---- steps ----------------------------------------------------------------------------------- */

static void a_step_is_a_row_times_a_matrix_at_every_age(void **state) {
  (void)state;
  static world w;
  const cc_month_kernel *kernels[CC_MOST_KERNELS];
  for (int k = cc_month_kernels(kernels) - 1; k >= 0; k--) {
    for (int sparse = 0; sparse < 2; sparse++) {
      start_usual(&w, sparse == 1);
      w.f.workspace->cohorts.kernel = kernels[k];
      assert_totals(&w);
      for (int month = 0; month < 3; month++) {
        advance(&w, month);
        assert_cells(&w);
      }
      end(&w);
    }
  }
}

static void totals_carried_along_are_those_of_the_cells(void **state) {
  (void)state;
  static world w;
  for (int sparse = 0; sparse < 2; sparse++) {
    start_usual(&w, sparse == 1);
    cc_cohorts *cohorts = &w.f.workspace->cohorts;
    for (int month = 0; month < 24; month++) {
      advance(&w, month);
    }
    assert_cells(&w);
    for (int p = 0; p < CC_PLAIN_PLACEMENTS; p++) {
      double children = cc_plain_sum(&w.expected, p, 0, CC_ADULT_AGE);
      children += p == 2 ? cc_plain_sum(&w.expected, CC_PLAIN_SECOND_OF_C, 0, CC_ADULT_AGE) : 0.0;
      cc_assert_near(cc_cohorts_in_placement(&w.f.plan, cohorts, p), children, tolerance);
    }
    memset(cohorts->in_band, 0, sizeof cohorts->in_band);
    cc_cohorts_count(&w.f.plan, cohorts);
    assert_totals(&w);
    end(&w);
  }
}

static void nobody_ages_within_a_month(void **state) {
  (void)state;
  static world w;
  start_usual(&w, false);
  cc_workspace *work = w.f.workspace;
  cc_flows flows = {0};
  solve(&w, 0);
  for (int i = 0; i < 3; i++) {
    assert_cells(&w);
    cc_cohorts_advance(&w.f.plan, work->steps, 1.0 / 12.0, false, &work->cohorts, &flows);
    cc_plain_step(&w.f, 0, 1.0 / 12.0, false, &w.expected);
    assert_row(flows.turned_18, (const double[CC_PLAIN_STATES]){0.0}, CC_PLAIN_STATES);
  }
  cc_cohorts_advance(&w.f.plan, work->steps, 1.0 / 12.0, true, &work->cohorts, &flows);
  cc_plain_step(&w.f, 0, 1.0 / 12.0, true, &w.expected);
  assert_cells(&w);
  assert_totals(&w);
  assert_flows(&flows, &w.expected.flows);
  assert_true(flows.turned_18[0] > 1.0);
  end(&w);
}

/* ---- the months left ------------------------------------------------------------------------- */

/* Whether a child who is `age` in a band grows out of it in the months left, or is 16 at the start
 * of one of them. */
static bool is_needed(const cc_plan *plan, int band, int age, int months_left) {
  int end_of_band = plan->band_first_age[band + 1];
  return age + months_left >= end_of_band ||
         (end_of_band > CC_LEAVER_FIRST_AGE && age + months_left > CC_LEAVER_FIRST_AGE);
}

/* Takes away all numbers that nothing may depend on: the cells of those who are not needed and of
 * who is not a child, what stands where the next month will, and the steps. */
static void poison(world *w) {
  cc_cohorts *cohorts = &w->f.workspace->cohorts;
  const cc_plan *plan = &w->f.plan;
  for (int a = 0, band = 0; a < CC_AGE_ROW; a++) {
    band += band + 1 < plan->n_bands && a >= plan->band_first_age[band + 1];
    bool child = a >= plan->band_first_age[0] && a < CC_ADULT_AGE;
    for (int row = 0; row < CC_CELL_ROWS; row++) {
      if (row == CC_ENTRY_ROW && child) {
        continue;
      }
      cohorts->cells[1 - cohorts->current][row][a] = NAN;
      if (row >= CC_PLAIN_STATES || !child || !is_needed(plan, band, a, cohorts->months_left)) {
        cohorts->cells[cohorts->current][row][a] = NAN;
      }
    }
  }
  memset(w->f.workspace->steps, 0x7f, sizeof w->f.workspace->steps);
}

/* A few a month: one after another, everybody in a state, from one state twice, and back. */
static void displace_some(world *w) {
  if (w->sparse) {
    displace(w, 0.4, 0, 5);
    displace(w, 0.25, 5, 1);
    displace(w, 1.0, 3, 7);
    return;
  }
  displace(w, 0.3, 2, 4);
  displace(w, 0.3, CC_PLAIN_SECOND_OF_C, 4);
  displace(w, 1.0, 4, 5);
  displace(w, 0.2, 5, 2);
  displace(w, 0.5, 5, 7);
}

/* Those who are needed later, and those who have just grown into a band. */
static void assert_needed_cells(world *w) {
  const cc_plan *plan = &w->f.plan;
  for (int b = 0; b < plan->n_bands; b++) {
    int first = plan->band_first_age[b];
    assert_ages(w, b, first, first + 1);
    for (int a = first; a < plan->band_first_age[b + 1]; a++) {
      if (is_needed(plan, b, a, w->f.workspace->cohorts.months_left)) {
        assert_ages(w, b, a, a + 1);
      }
    }
  }
}

static void run_to_the_end(world *w, int months) {
  poison(w);
  for (int month = 0; month < months; month++) {
    advance(w, month);
    assert_needed_cells(w);
    if (month % 3 == 1) {
      displace_some(w);
    }
  }
  assert_int_equal(w->f.workspace->cohorts.months_left, 0);
}

static void who_grows_out_needs_only_some_cells(void **state) {
  (void)state;
  static world w;
  static const struct {
    int n, first_ages[5];
  } bands[] = {{3, {0, 13, 190}},
               {1, {0}},
               {5, {0, 12, 60, 120, 192}},
               {2, {24, 100}},
               {5, {0, 180, 181, 191, 193}}};
  static const int months[] = {1, 2, 7, 8, 9, 30};
  for (int i = 0; i < 5; i++) {
    for (int j = 0; j < 6; j++) {
      for (int sparse = 0; sparse < 2; sparse++) {
        start(&w, sparse == 1, bands[i].n, bands[i].first_ages, months[j]);
        w.n_steps = 1 + j % 2;
        run_to_the_end(&w, months[j]);
        end(&w);
      }
    }
  }
}

/* ---- displacement ---------------------------------------------------------------------------- */

/* Once, and in the first step after it. */
static void the_displaced_are_moved_before_the_next_step(void **state) {
  (void)state;
  static world w;
  for (int i = 0; i < 4; i++) {
    start_usual(&w, i % 2 == 1);
    w.n_steps = 1 + i;
    poison(&w);
    for (int month = 0; month < 14; month++) {
      advance(&w, month);
      assert_cells(&w);
      if (month % 4 != 3) {
        displace_some(&w);
      }
    }
    end(&w);
  }
}

static void an_age_is_read_with_those_who_were_displaced(void **state) {
  (void)state;
  static world w;
  start_usual(&w, false);
  advance(&w, 0);
  for (int round = 0; round < 2; round++) {
    displace_some(&w);
    for (int a = 0; a < CC_ADULT_AGE; a++) {
      double by_state[CC_MAX_STATES];
      cc_cohorts_of_age(&w.f.plan, &w.f.workspace->cohorts, a, by_state);
      for (int s = 0; s < CC_PLAIN_STATES; s++) {
        cc_assert_near(by_state[s], w.expected.stock[s][a], tolerance);
      }
    }
  }
  end(&w);
}

/* ---- states ---------------------------------------------------------------------------------- */

enum {
  AT_FIRST = 1 << 0 | 1 << 1 | 1 << 2 | 1 << CC_PLAIN_SECOND_OF_C | 1 << 5 | 1 << 6,
  FROM_MONTH_5 = AT_FIRST | 1 << 3 | 1 << 4 | 1 << 7
};

/* Into 3 from month 5 on, which leads to 4 and 7, and from the second band into the third; what
 * stood in their cells was no number. */
static void a_state_that_becomes_live_is_empty(void **state) {
  (void)state;
  static world w;
  start_usual(&w, true);
  poison(&w);
  for (int month = 0; month < 12; month++) {
    advance(&w, month);
    assert_cells(&w);
    for (int b = 0; b < 3; b++) {
      assert_int_equal(w.f.workspace->steps[b].live, month < 5 || b == 0 ? AT_FIRST : FROM_MONTH_5);
    }
  }
  end(&w);
}

/* Whether a month's solution of a band is another than the one that was marked before. */
static bool solves(world *w, int month, int band) {
  double *number = &w->f.workspace->steps[band].s0[0][0];
  *number = 99.0;
  solve(w, month);
  return *number != 99.0;
}

/* The second band's rates may change in any month. */
static void a_band_is_solved_when_it_may_have_changed(void **state) {
  (void)state;
  static world w;
  start_usual(&w, true);
  for (int b = 0; b < 3; b++) {
    assert_true(solves(&w, 0, b));
    for (int month = 1; month < 5; month++) {
      assert_int_equal(solves(&w, month, b), b == 1);
    }
  }
  assert_true(solves(&w, 5, 2)); /* the first of entries into another state */
  assert_false(solves(&w, 6, 2));
  assert_false(solves(&w, 6, 0));
  w.f.workspace->cohorts.in_band[0][7] = 1.0;
  assert_true(solves(&w, 7, 0)); /* somebody in another state */
  assert_true(solves(&w, 0, 0)); /* afresh */
  end(&w);
}

/* ---- counting -------------------------------------------------------------------------------- */

/* The lowest after one cell was made so low. */
static double note_lowest(world *w, int state, int age, double cell) {
  cc_cohorts *cohorts = &w->f.workspace->cohorts;
  cc_cells(cohorts)[state][age] = cell;
  cc_cohorts_note_lowest(&w->f.plan, w->f.workspace->steps, cohorts);
  return cohorts->most_negative;
}

static void the_lowest_cell_is_noted(void **state) {
  (void)state;
  static world w;
  start_usual(&w, true);
  solve(&w, 0);
  cc_assert_near(note_lowest(&w, 0, 0, 0.5), 0.0, 0.0);
  cc_assert_near(note_lowest(&w, 7, 5, -9.0), 0.0, 0.0); /* nobody is there: it means nothing */
  double lowest = -0.125;
  for (int s = 0; s < 2; s++) {
    static const int ages[] = {0, 5, 12, 13, 77, 189, 190, 215};
    for (int i = 0; i < 8; i++, lowest *= 1.5) {
      cc_assert_near(note_lowest(&w, s, ages[i], lowest), lowest, 0.0);
    }
  }
  cc_assert_near(note_lowest(&w, 1, 216, 2.0 * lowest), lowest / 1.5, 0.0); /* no child */
  cc_assert_near(note_lowest(&w, 1, 3, -0.1), lowest / 1.5, 0.0);
  w.f.workspace->cohorts.months_left = 4;
  for (int age = 0; age < 9; age++) { /* these do not grow out */
    cc_assert_near(note_lowest(&w, 1, age, 2.0 * lowest), lowest / 1.5, 0.0);
  }
  cc_assert_near(note_lowest(&w, 1, 9, 3.0 * lowest), 3.0 * lowest, 0.0);
  end(&w);
}

static void sums_and_lowest_of_any_length(void **state) {
  (void)state;
  const double values[] = {3.0, -1.0, 2.0, 5.0, 4.0, 0.5, -2.0, 1.0, -3.0};
  for (int n = 0; n <= 9; n++) {
    double sum = 0.0, lowest = 0.0;
    for (int i = 0; i < n; i++) {
      sum += values[i];
      lowest = fmin(lowest, values[i]);
    }
    cc_assert_near(cc_sum(values, n), sum, 1e-15);
    cc_assert_near(cc_lowest(values, n, 0.0), lowest, 0.0);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_step_is_a_row_times_a_matrix_at_every_age),
      cmocka_unit_test(totals_carried_along_are_those_of_the_cells),
      cmocka_unit_test(nobody_ages_within_a_month),
      cmocka_unit_test(who_grows_out_needs_only_some_cells),
      cmocka_unit_test(the_displaced_are_moved_before_the_next_step),
      cmocka_unit_test(an_age_is_read_with_those_who_were_displaced),
      cmocka_unit_test(a_state_that_becomes_live_is_empty),
      cmocka_unit_test(a_band_is_solved_when_it_may_have_changed),
      cmocka_unit_test(the_lowest_cell_is_noted),
      cmocka_unit_test(sums_and_lowest_of_any_length),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
