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

#include "base/calendar.h"
#include "model/sum.h"
#include "model/workspace.h"
#include "support/near.h"
#include "support/plain_cohorts.h"
#include "support/plan_fixture.h"

static const double tolerance = 1e-10;

/* ---- a world, in both ways ------------------------------------------------------------------- */

typedef struct {
  cc_plain_kind kind;
  int n_steps; /* of a month */
  cc_plan_fixture f;
  cc_plain_cohorts expected;
} world;

/* What is in the steps at first is neither zero nor a small number. */
static void start(world *w, cc_plain_kind kind, int n_steps) {
  w->kind = kind;
  w->n_steps = n_steps;
  cc_plain_plan(&w->kind, &w->f);
  cc_plain_open(&w->kind, &w->f, &w->expected);
  memset(w->f.workspace->steps, 0x7f, sizeof w->f.workspace->steps);
  memset(&w->f.workspace->step_work, 0xff, sizeof w->f.workspace->step_work);
}

static void start_usual(world *w, bool sparse) {
  start(w, (cc_plain_kind){sparse, 3, 9, 3, {0, 13, 190}, 0}, 1);
}

static void end(world *w) {
  cc_fixture_free(&w->f);
}

static void solve(world *w, int month) {
  cc_workspace *work = w->f.workspace;
  int n = w->kind.n_states;
  for (int i = 0; i < w->f.plan.n_bands * n; i++) {
    work->cohorts.entries[i / n][i % n] = cc_plain_entries(&w->kind, month, i / n, i % n);
  }
  cc_plain_entry_ages(&w->kind, month, &w->f, &w->expected);
  cc_cohorts_solve(&w->f.plan, &work->set, month, 1.0 / CC_MONTHS_PER_YEAR / w->n_steps, month == 0,
                   &work->step_work, &work->cohorts, work->steps);
}

static void assert_row(const double *actual, const double *expected, int n) {
  for (int i = 0; i < n; i++) {
    cc_assert_near(actual[i], expected[i], tolerance);
  }
}

/* Only where a projection is long enough for them to turn 25 does it matter when they left. */
static void assert_independence(const world *w, const cc_flows *flows, const cc_flows *expected) {
  const int ages = CC_ADULT_AGE - CC_LEAVER_FIRST_AGE;
  if (w->f.plan.n_months > 7 * CC_MONTHS_PER_YEAR) {
    assert_row(flows->to_independence, expected->to_independence, ages);
  } else {
    cc_assert_near(cc_sum(flows->to_independence, ages), cc_sum(expected->to_independence, ages),
                   tolerance);
  }
}

static void assert_flows(const world *w, const cc_flows *flows) {
  const cc_flows *expected = &w->expected.flows;
  int n = w->kind.n_states;
  assert_row(flows->child_years, expected->child_years, n);
  assert_row(flows->entries, expected->entries, n);
  assert_row(flows->turned_18, expected->turned_18, n);
  assert_row(flows->moves_in, expected->moves_in, n);
  assert_row(flows->moves_out, expected->moves_out, n);
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    assert_row(flows->exits[d], expected->exits[d], n);
  }
  assert_independence(w, flows, expected);
}

static void assert_totals(const world *w) {
  const int *first_age = w->f.plan.band_first_age;
  for (int b = 0; b < w->f.plan.n_bands; b++) {
    for (int s = 0; s < w->kind.n_states; s++) {
      cc_assert_near(w->f.workspace->cohorts.in_band[b][s],
                     cc_plain_sum(&w->expected, s, first_age[b], first_age[b + 1]), tolerance);
    }
  }
}

/* ---- ages ------------------------------------------------------------------------------------ */

/* Those of an age in a live state, by its place, as the header says where they are. */
static double of_age(const world *w, int band, int age, int place) {
  const cc_cohorts *cohorts = &w->f.workspace->cohorts;
  const int *first_age = w->f.plan.band_first_age;
  double k = first_age[band + 1] - 1 - age;
  int newest = cohorts->month + cc_entry_ages_apart(&w->f.plan, band) - 1;
  int cohort = newest - (age - first_age[band]);
  if (cohort >= 0) {
    return cohorts->cohort[band][cohort][place];
  }
  return cohorts->curve[band][0][place] + cohorts->curve[band][1][place] * k +
         cohorts->curve[band][2][place] * k * k;
}

/* A row by live state against the children of an age; nobody is in a state that is not live. */
static void assert_age(const world *w, int band, int age, const double *row) {
  for (int s = 0; s < w->kind.n_states; s++) {
    double expected = w->expected.stock[s][age];
    int place = w->f.workspace->cohorts.place[band][s];
    if (place == CC_ABSENT) {
      cc_assert_near(expected, 0.0, 0.0);
    } else {
      cc_assert_near(row == NULL ? of_age(w, band, age, place) : row[place], expected, tolerance);
    }
  }
}

/* Whether a child who is `age` in a band grows out of it in the months left, or is 16 or more at
 * the start of one of them, where that has to be known. */
static bool is_needed(const world *w, int band, int age) {
  const cc_plan *plan = &w->f.plan;
  int first = plan->band_first_age[band], end_of_band = plan->band_first_age[band + 1];
  int months_left = plan->n_months - w->f.workspace->cohorts.month;
  bool asked = first < CC_LEAVER_FIRST_AGE || plan->n_months > 7 * CC_MONTHS_PER_YEAR;
  return age + months_left >= end_of_band ||
         (asked && months_left > 0 && end_of_band > CC_LEAVER_FIRST_AGE &&
          age + months_left > CC_LEAVER_FIRST_AGE);
}

static void assert_needed_ages(const world *w) {
  const cc_plan *plan = &w->f.plan;
  for (int b = 0; b < plan->n_bands; b++) {
    for (int a = plan->band_first_age[b]; a < plan->band_first_age[b + 1]; a++) {
      if (is_needed(w, b, a)) {
        assert_age(w, b, a, NULL);
      }
    }
  }
}

/* Who will grow out at the month's end, at its start. */
static void assert_oldest(const world *w) {
  const cc_plan *plan = &w->f.plan;
  for (int b = 0; b < plan->n_bands; b++) {
    assert_age(w, b, plan->band_first_age[b + 1] - 1,
               cc_cohorts_oldest(plan, &w->f.workspace->cohorts, b));
  }
}

/* ---- months ---------------------------------------------------------------------------------- */

/* A month, in steps of which only the last ages. */
static void advance(world *w, int month) {
  cc_workspace *work = w->f.workspace;
  cc_flows flows = {0};
  double years = 1.0 / CC_MONTHS_PER_YEAR / w->n_steps;
  memset(&w->expected.flows, 0, sizeof w->expected.flows);
  solve(w, month);
  for (int i = 1; i <= w->n_steps; i++) {
    bool ages = i == w->n_steps;
    assert_oldest(w);
    cc_cohorts_advance(&w->f.plan, work->steps, years, ages, &work->cohorts, &flows);
    cc_plain_step(&w->f, month, years, ages, &w->expected);
    assert_flows(w, &flows);
    assert_totals(w);
    assert_needed_ages(w);
  }
  assert_int_equal(work->cohorts.month, month + 1);
}

static void displace(world *w, double share, int from, int to) {
  double children = cc_plain_displace(share, from, to, &w->expected);
  cc_assert_near(cc_cohorts_displace(&w->f.plan, share, from, to, &w->f.workspace->cohorts),
                 children, tolerance);
  assert_totals(w);
}

/* A few a month: one after another, everybody in a state, from one state twice, and back. */
static void displace_some(world *w) {
  if (w->kind.sparse) {
    displace(w, 0.4, 0, 5);
    displace(w, 0.25, 5, 1);
    displace(w, 1.0, 3, 7);
    return;
  }
  displace(w, 0.3, 2, 4);
  displace(w, 0.3, w->kind.n_states - 1, 4);
  displace(w, 1.0, 4, 5);
  displace(w, 0.2, 5, 2);
  displace(w, 0.5, 5, 7);
}

static void run(world *w) {
  assert_totals(w);
  assert_needed_ages(w);
  for (int month = 0; month < w->f.plan.n_months; month++) {
    advance(w, month);
    if (month % 3 == 1 || month % 12 == 3) {
      displace_some(w);
      assert_needed_ages(w);
    }
  }
}

/* All ages in one band, bands of one month, bands across 16, ages that begin late, and the most
 * bands. */
static const struct {
  int n, first_ages[CC_MAX_BANDS];
} bands[] = {{3, {0, 13, 190}},
             {1, {0}},
             {5, {0, 12, 60, 120, 192}},
             {2, {24, 100}},
             {5, {0, 180, 181, 191, 193}},
             {2, {191, 215}},
             {1, {215}},
             {2, {0, 192}},
             {8, {0, 1, 2, 30, 191, 192, 214, 215}}};
enum { BAND_SETS = 9 };

/* Every length of a projection with every set of bands, and with both kinds of moves; the number of
 * states, of steps and the shape of ages change from one to the next. */
static void run_lengths(bool sparse) {
  static world w;
  static const int years[] = {1, 5, 8, 10}, n_states[] = {9, 16, 11, 13, 10, 15, 12};
  for (int i = 0; i < BAND_SETS; i++) {
    for (int j = 0; j < 4; j++) {
      cc_plain_kind kind = {.sparse = sparse,
                            .n_years = years[j],
                            .n_states = n_states[(4 * i + j) % 7],
                            .n_bands = bands[i].n,
                            .shape = 4 * i + j};
      memcpy(kind.first_ages, bands[i].first_ages, sizeof kind.first_ages);
      start(&w, kind, (i + j) % 2 == 0 ? 1 : 3);
      run(&w);
      end(&w);
    }
  }
}

static void every_month_is_that_of_single_ages(void **state) {
  (void)state;
  run_lengths(false);
}

static void the_same_where_few_states_are_live(void **state) {
  (void)state;
  run_lengths(true);
}

/* Every shape at every band and state, in one step and in three, with two tiles of states. */
static void curves_of_any_shape_stay_curves(void **state) {
  (void)state;
  static world w;
  for (int shape = 0; shape < CC_PLAIN_SHAPES; shape++) {
    for (int n_steps = 1; n_steps <= 3; n_steps += 2) {
      start(&w, (cc_plain_kind){false, 2, 16, 3, {0, 60, 180}, shape}, n_steps);
      run(&w);
      end(&w);
    }
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
    cc_cohorts_advance(&w.f.plan, work->steps, 1.0 / 12.0, false, &work->cohorts, &flows);
    cc_plain_step(&w.f, 0, 1.0 / 12.0, false, &w.expected);
    assert_row(flows.turned_18, (const double[CC_MAX_STATES]){0.0}, CC_MAX_STATES);
    assert_needed_ages(&w);
  }
  cc_cohorts_advance(&w.f.plan, work->steps, 1.0 / 12.0, true, &work->cohorts, &flows);
  cc_plain_step(&w.f, 0, 1.0 / 12.0, true, &w.expected);
  assert_needed_ages(&w);
  assert_totals(&w);
  assert_flows(&w, &flows);
  assert_true(flows.turned_18[0] > 1.0);
  end(&w);
}

/* ---- counting -------------------------------------------------------------------------------- */

static void a_placement_has_those_in_all_its_states(void **state) {
  (void)state;
  static world w;
  for (int sparse = 0; sparse < 2; sparse++) {
    start_usual(&w, sparse == 1);
    for (int month = 0; month < 7; month++) {
      advance(&w, month);
    }
    for (int p = 0; p < w.f.plan.n_placements; p++) {
      double children = cc_plain_sum(&w.expected, p, 0, CC_ADULT_AGE);
      children += p == 2 ? cc_plain_sum(&w.expected, w.kind.n_states - 1, 0, CC_ADULT_AGE) : 0.0;
      assert_true(p == 2 ? children > 1.0 : children >= 0.0);
      cc_assert_near(cc_cohorts_in_placement(&w.f.plan, &w.f.workspace->cohorts, p), children,
                     tolerance);
    }
    end(&w);
  }
}

static void shares_of_entries_are_those_of_every_age(void **state) {
  (void)state;
  static world w;
  for (int shape = 0; shape < CC_PLAIN_SHAPES; shape++) {
    start(&w, (cc_plain_kind){false, 1, 9, 3, {0, 12 + shape % 2, 190}, shape}, 1);
    cc_plain_entry_ages(&w.kind, 4, &w.f, &w.expected);
    for (int b = 0; b < 3; b++) {
      int first = w.f.plan.band_first_age[b], end_of_band = w.f.plan.band_first_age[b + 1];
      for (int a = first; a < end_of_band; a++) {
        cc_assert_near(
            cc_entry_share(&w.f.plan, &w.f.workspace->cohorts.entry_ages, b, end_of_band - 1 - a),
            w.expected.entry_ages[a], 1e-15);
      }
    }
    end(&w);
  }
}

static void sums_of_any_length(void **state) {
  (void)state;
  const double values[] = {3.0, -1.0, 2.0, 5.0, 4.0, 0.5, -2.0, 1.0, -3.0};
  for (int n = 0; n <= 9; n++) {
    double sum = 0.0;
    for (int i = 0; i < n; i++) {
      sum += values[i];
    }
    cc_assert_near(cc_sum(values, n), sum, 1e-15);
  }
}

/* In the states that a plan has. */
static void nothing_has_happened_in_cleared_flows(void **state) {
  (void)state;
  cc_flows flows;
  for (int n = 0; n <= CC_MAX_STATES; n++) {
    memset(&flows, 0xff, sizeof flows);
    cc_flows_clear(n, &flows);
    const double *by_state[] = {flows.child_years,   flows.entries,   flows.turned_18,
                                flows.moves_in,      flows.moves_out, flows.displaced_in,
                                flows.displaced_out, flows.exits[0],  flows.exits[1],
                                flows.exits[2],      flows.exits[3],  flows.exits[4]};
    for (size_t i = 0; i < sizeof by_state / sizeof by_state[0]; i++) {
      for (int s = 0; s < n; s++) {
        cc_assert_near(by_state[i][s], 0.0, 0.0);
      }
    }
    cc_assert_near(flows.diverted, 0.0, 0.0);
    for (int a = 0; a < CC_ADULT_AGE - CC_LEAVER_FIRST_AGE; a++) {
      cc_assert_near(flows.to_independence[a], 0.0, 0.0);
    }
  }
}

/* ---- the lowest ------------------------------------------------------------------------------ */

/* Two bands, 0..9 and 10..215 months, of which nobody leaves and which nobody enters. */
static void start_still(cc_plan_fixture *f) {
  cc_fixture_init(f, 1);
  cc_fixture_bands(f, 2, (int[]){0, 10});
  cc_fixture_placement(f, "home");
  cc_fixture_demand(f);
  cc_fixture_finish(f);
  cc_cohorts *cohorts = &f->workspace->cohorts;
  cc_parameters_expand(&f->plan, f->vector, f->workspace->switches, &f->workspace->set);
  memset(cohorts, 0, sizeof *cohorts);
  cohorts->curve[0][0][0] = cohorts->curve[1][0][0] = 1.0;
}

static double lowest_after(cc_plan_fixture *f, int months) {
  cc_workspace *w = f->workspace;
  cc_flows flows = {0};
  cc_cohorts_open(&f->plan, &w->cohorts);
  for (int month = 0; month < months; month++) {
    cc_cohorts_solve(&f->plan, &w->set, month, 1.0 / 12.0, month == 0, &w->step_work, &w->cohorts,
                     w->steps);
    cc_cohorts_advance(&f->plan, w->steps, 1.0 / 12.0, true, &w->cohorts, &flows);
  }
  return w->cohorts.lowest;
}

/* Of the younger band those k months younger than the oldest are 1 - k/8: the youngest, -1/8, grow
 * out in the tenth month. Of the older band they are 1/2 - k/10: below zero from the seventh on. */
static void the_lowest_is_of_those_who_grew_out(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start_still(&f);
  double(*curve)[CC_CURVE_TERMS][CC_MAX_STATES] = f.workspace->cohorts.curve;
  cc_assert_near(lowest_after(&f, 12), 0.0, 0.0);
  curve[0][0][0] = 1.0;
  curve[0][1][0] = -0.125;
  cc_assert_near(lowest_after(&f, 9), 0.0, 1e-15);
  cc_assert_near(f.workspace->cohorts.in_band[0][0], 0.0, 0.0); /* and not -1/8 */
  curve[0][0][0] = 1.0;
  curve[0][1][0] = -0.125;
  cc_assert_near(lowest_after(&f, 10), -0.125, 1e-15);
  curve[0][1][0] = 0.0;
  curve[0][0][0] = 1.0;
  curve[1][0][0] = 0.5;
  curve[1][1][0] = -0.1;
  cc_assert_near(lowest_after(&f, 6), 0.0, 1e-15);
  curve[1][0][0] = 0.5;
  cc_assert_near(lowest_after(&f, 8), -0.2, 1e-15);
  cc_fixture_free(&f);
}

/* A projection starts from none. */
static void the_lowest_is_a_result(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start_still(&f);
  f.workspace->cohorts.lowest = -7.0;
  cc_fixture_project(&f, 1);
  cc_assert_near(f.results->most_negative, 0.0, 0.0);
  cc_fixture_free(&f);
}

/* ---- states ---------------------------------------------------------------------------------- */

enum { OF_C = 8 };
enum {
  AT_FIRST = 1 << 0 | 1 << 1 | 1 << 2 | 1 << OF_C | 1 << 5 | 1 << 6,
  FROM_MONTH_5 = AT_FIRST | 1 << 3 | 1 << 7,
  FROM_MONTH_9 = FROM_MONTH_5 | 1 << 4
};

static cc_states expected_states(int month, int band) {
  if (month < 5 || band == 0) {
    return AT_FIRST;
  }
  return month < 9 && band == 1 ? FROM_MONTH_5 : FROM_MONTH_9;
}

/* In the second band into 3 from month 5 on, from where children go to 7 for want of places, and
 * later to 4; in the third, where they may grow into, they do at once. */
static void a_state_that_becomes_live_is_empty(void **state) {
  (void)state;
  static world w;
  start_usual(&w, true);
  for (int month = 0; month < 12; month++) {
    advance(&w, month);
    for (int b = 0; b < 3; b++) {
      const cc_band_step *step = &w.f.workspace->steps[b];
      assert_int_equal(step->live, expected_states(month, b));
      assert_memory_equal(w.f.workspace->cohorts.place[b], step->place,
                          (size_t)w.kind.n_states * sizeof step->place[0]);
    }
  }
  end(&w);
}

/* In the second band children begin to move out of 3 and 5, and from 5 no longer do; the states
 * that become live come to stand among others. */
static void rows_follow_the_order_of_states(void **state) {
  (void)state;
  static world w;
  start_usual(&w, true);
  const int *place = w.f.workspace->cohorts.place[1];
  for (int month = 0; month < 24; month++) {
    advance(&w, month);
    if (month < 9) {
      assert_int_equal(place[4], CC_ABSENT);
      assert_int_equal(place[3] == CC_ABSENT, month < 5);
    }
    for (int s = 0; s < w.kind.n_states; s++) {
      assert_true(place[s] == CC_ABSENT || w.f.workspace->steps[1].state[place[s]] == s);
    }
  }
  end(&w);
}

/* Whether a month's solution of a band is another than the one that was marked before. */
static bool solves(world *w, int month, int band) {
  double *number = w->f.workspace->steps[band].s0;
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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_month_is_that_of_single_ages),
      cmocka_unit_test(the_same_where_few_states_are_live),
      cmocka_unit_test(curves_of_any_shape_stay_curves),
      cmocka_unit_test(nobody_ages_within_a_month),
      cmocka_unit_test(a_placement_has_those_in_all_its_states),
      cmocka_unit_test(shares_of_entries_are_those_of_every_age),
      cmocka_unit_test(sums_of_any_length),
      cmocka_unit_test(the_lowest_is_of_those_who_grew_out),
      cmocka_unit_test(the_lowest_is_a_result),
      cmocka_unit_test(a_state_that_becomes_live_is_empty),
      cmocka_unit_test(rows_follow_the_order_of_states),
      cmocka_unit_test(nothing_has_happened_in_cleared_flows),
      cmocka_unit_test(a_band_is_solved_when_it_may_have_changed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
