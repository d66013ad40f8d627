/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step against the plainest way to do it: for every age, a row times a matrix (1e-10). There
 * are eight states, so that every number of rows that are added at once occurs. */
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
#include "support/plan_fixture.h"

enum { STATES = 8, BANDS = 3 };

/* Figures without a pattern, between 0 and 1. */
static double scatter(int i) {
  return fabs(sin(12.9898 * (i + 1))) * 0.5 + 0.25;
}

/* From state p children move to p + 1, 2p and 0: some states are reached from one, some from all.
 */
static void start(cc_plan_fixture *f) {
  static const char *const names[STATES] = {"a", "b", "c", "d", "e", "f", "g", "h"};
  cc_fixture_init(f, 1);
  cc_fixture_bands(f, BANDS, (int[]){0, 13, 190});
  for (int p = 0; p < STATES; p++) {
    cc_fixture_placement(f, names[p]);
  }
  cc_fixture_demand(f);
  for (int b = 0; b < BANDS; b++) {
    for (int p = 0; p < STATES; p++) {
      const int to[] = {(p + 1) % STATES, 2 * p % STATES, 0};
      for (int k = 0; k < 3 - b && to[k] != p; k++) {
        cc_fixture_move(f, b, p, to[k], cc_fixture_constant(f, scatter(b + 8 * p + k)));
      }
      cc_fixture_exit(f, b, p, p % 2 == 0 ? CC_INDEPENDENCE : CC_OTHER_EXIT,
                      cc_fixture_constant(f, scatter(7 * p + b)));
    }
  }
  cc_fixture_finish(f);
}

/* Children everywhere but in state 5, entries into every other state. */
static void fill(cc_plan_fixture *f) {
  cc_workspace *w = f->workspace;
  cc_parameters_expand(&f->plan, f->vector, w->switches, &w->set);
  for (int b = 0; b < BANDS; b++) {
    int first = f->plan.band_first_age[b], end = f->plan.band_first_age[b + 1];
    cc_band_step_solve(&f->plan, &w->set, 0, b, 1.0 / 12.0, w->scratch, &w->steps[b]);
    for (int s = 0; s < STATES; s++) {
      w->cohorts.entries[b][s] = s % 2 == 0 ? 30.0 * scatter(b + s) : 0.0;
      for (int a = first; a < end; a++) {
        w->cohorts.cells[0][s][a] = s == 5 ? 0.0 : 10.0 * scatter(a + 300 * s);
      }
    }
    for (int a = first; a < end; a++) {
      double share = scatter(a), sum = 0.0;
      for (int i = first; i < end; i++) {
        sum += scatter(i);
      }
      w->cohorts.cells[0][CC_ENTRY_ROW][a] = w->cohorts.cells[1][CC_ENTRY_ROW][a] = share / sum;
    }
  }
  cc_cohorts_recount(&f->plan, &w->cohorts);
}

static int band_of(const cc_plan *plan, int age) {
  int band = 0;
  while (age >= plan->band_first_age[band + 1]) {
    band++;
  }
  return band;
}

/* The plain way, age by age. */
typedef struct {
  double stock[STATES][CC_ADULT_AGE + 1];
  double child_years[STATES];
  double to_independence[CC_ADULT_AGE];
} plain;

static void advance_plainly(const cc_plan_fixture *f, const cc_cohorts *from, plain *to) {
  memset(to, 0, sizeof *to);
  for (int a = 0; a < CC_ADULT_AGE; a++) {
    int b = band_of(&f->plan, a);
    const cc_band_step *step = &f->workspace->steps[b];
    for (int q = 0; q < STATES; q++) {
      double child_years = 0.0;
      for (int p = 0; p < STATES; p++) {
        double stock = from->cells[0][p][a];
        double entries = from->entries[b][p] * from->cells[0][CC_ENTRY_ROW][a];
        to->stock[q][a + 1] += stock * step->s0[p][q] + entries * step->s1[p][q];
        child_years += stock * step->s1[p][q] + entries * step->s2[p][q];
      }
      to->child_years[q] += child_years;
      to->to_independence[a] += child_years * step->exits[CC_INDEPENDENCE][q];
    }
  }
}

static void a_step_is_a_row_times_a_matrix_at_every_age(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static plain expected;
  cc_flows flows = {0};
  start(&f);
  fill(&f);
  cc_workspace *w = f.workspace;
  advance_plainly(&f, &w->cohorts, &expected);
  cc_cohorts_advance(&f.plan, w->steps, 1.0 / 12.0, true, &w->cohorts, &flows);
  for (int s = 0; s < STATES; s++) {
    double total = 0.0;
    cc_assert_near(flows.turned_18[s], expected.stock[s][CC_ADULT_AGE], 1e-10);
    cc_assert_near(flows.child_years[s], expected.child_years[s], 1e-10);
    for (int a = 0; a < CC_ADULT_AGE; a++) {
      cc_assert_near(cc_cells(&w->cohorts)[s][a], expected.stock[s][a], 1e-10);
      total += expected.stock[s][a];
    }
    cc_assert_near(cc_cohorts_in_placement(&f.plan, &w->cohorts, s), total, 1e-9);
  }
  for (int a = CC_LEAVER_FIRST_AGE; a < CC_ADULT_AGE; a++) {
    cc_assert_near(flows.to_independence[a - CC_LEAVER_FIRST_AGE], expected.to_independence[a],
                   1e-10);
  }
  cc_fixture_free(&f);
}

/* What is carried along must be what a count of the cells gives. */
static void totals_carried_along_are_those_of_the_cells(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_flows flows = {0};
  start(&f);
  fill(&f);
  cc_workspace *w = f.workspace;
  for (int month = 0; month < 24; month++) {
    cc_cohorts_advance(&f.plan, w->steps, 1.0 / 12.0, true, &w->cohorts, &flows);
  }
  double carried[BANDS][CC_MAX_STATES];
  memcpy(carried, w->cohorts.in_band, sizeof carried);
  cc_cohorts_recount(&f.plan, &w->cohorts);
  for (int b = 0; b < BANDS; b++) {
    for (int s = 0; s < STATES; s++) {
      cc_assert_near(carried[b][s], w->cohorts.in_band[b][s], 1e-9);
    }
  }
  cc_assert_near(w->cohorts.most_negative, 0.0, 0.0);
  cc_fixture_free(&f);
}

static void nobody_ages_within_a_month(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_flows flows = {0};
  start(&f);
  fill(&f);
  cc_workspace *w = f.workspace;
  double oldest = cc_cells(&w->cohorts)[0][CC_ADULT_AGE - 1];
  memset(w->cohorts.entries, 0, sizeof w->cohorts.entries);
  for (int b = 0; b < BANDS; b++) {
    cc_band_step_solve(&f.plan, &w->set, 0, b, 0.0, w->scratch, &w->steps[b]);
  }
  cc_cohorts_advance(&f.plan, w->steps, 0.0, false, &w->cohorts, &flows);
  cc_assert_near(cc_cells(&w->cohorts)[0][CC_ADULT_AGE - 1], oldest, 1e-12);
  cc_assert_near(flows.turned_18[0], 0.0, 0.0);
  cc_cohorts_advance(&f.plan, w->steps, 0.0, true, &w->cohorts, &flows);
  cc_assert_near(flows.turned_18[0], oldest, 1e-12);
  cc_fixture_free(&f);
}

static void a_count_notes_the_lowest_cell(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  fill(&f);
  f.workspace->cohorts.cells[0][3][77] = -0.125;
  cc_cohorts_recount(&f.plan, &f.workspace->cohorts);
  cc_assert_near(f.workspace->cohorts.most_negative, -0.125, 0.0);
  const double values[] = {3.0, -1.0, 2.0, 5.0, 4.0, 0.5, -2.0};
  for (int n = 0; n <= 7; n++) {
    double sum = 0.0, lowest = 0.0;
    for (int i = 0; i < n; i++) {
      sum += values[i];
      lowest = fmin(lowest, values[i]);
    }
    cc_assert_near(cc_sum(values, n), sum, 1e-15);
    cc_assert_near(cc_lowest(values, n, 0.0), lowest, 0.0);
  }
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_step_is_a_row_times_a_matrix_at_every_age),
      cmocka_unit_test(totals_carried_along_are_those_of_the_cells),
      cmocka_unit_test(nobody_ages_within_a_month),
      cmocka_unit_test(a_count_notes_the_lowest_cell),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
