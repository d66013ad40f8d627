/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where children start: the fitted table against one worked out by hand, and sums over ages (1e-9).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "model/workspace.h"
#include "support/near.h"
#include "support/plan_fixture.h"

/* 100 children in each of two bands; 120 at home and 80 fostered. */
static void start(cc_plan_fixture *f) {
  cc_fixture_init(f, 1);
  cc_fixture_bands(f, 2, (int[]){0, 120});
  cc_fixture_placement(f, "home");
  cc_fixture_placement(f, "foster");
  cc_fixture_demand(f);
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, 100.0);
  f->plan.demand.opening_by_band[1] = cc_fixture_constant(f, 100.0);
  f->plan.demand.opening_by_placement[0] = cc_fixture_constant(f, 120.0);
  f->plan.demand.opening_by_placement[1] = cc_fixture_constant(f, 80.0);
}

static cc_status open_again(cc_plan_fixture *f) {
  cc_workspace *w = f->workspace;
  cc_parameters_expand(&f->plan, f->vector, w->switches, &w->set);
  cc_status status = cc_opening_stock(&f->plan, &w->set, w->age_spread, &w->opening, &w->cohorts);
  cc_cohorts_count(&f->plan, &w->cohorts);
  return status;
}

static cc_status open(cc_plan_fixture *f) {
  cc_fixture_finish(f);
  return open_again(f);
}

static void assert_table(const cc_plan_fixture *f, const double *expected) {
  for (int p = 0; p < 2; p++) {
    for (int b = 0; b < 2; b++) {
      cc_assert_near(f->workspace->cohorts.in_band[b][p], expected[2 * p + b], 1e-6);
    }
  }
}

/* Without a pattern the margins are independent. */
static void margins_alone_are_independent(void **state) {
  (void)state;
  cc_plan_fixture f;
  start(&f);
  assert_int_equal(open(&f), CC_OK);
  assert_table(&f, (double[]){60.0, 60.0, 40.0, 40.0});
  cc_fixture_free(&f);
}

/* Nobody under 10 is fostered: all 80 are older. */
static void a_pattern_shapes_the_table(void **state) {
  (void)state;
  cc_plan_fixture f;
  start(&f);
  f.plan.demand.age_pattern[1][0] = cc_fixture_constant(&f, 0.0);
  assert_int_equal(open(&f), CC_OK);
  assert_table(&f, (double[]){100.0, 20.0, 0.0, 80.0});
  cc_fixture_free(&f);
}

/* 240 and 160 placed, but 200 by age: the ages are kept. */
static void placements_are_scaled_to_the_bands(void **state) {
  (void)state;
  cc_plan_fixture f;
  start(&f);
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[0], 240.0);
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[1], 160.0);
  assert_int_equal(open(&f), CC_OK);
  assert_table(&f, (double[]){60.0, 60.0, 40.0, 40.0});
  cc_fixture_free(&f);
}

static void margins_that_do_not_fit_are_an_error(void **state) {
  (void)state;
  cc_plan_fixture f;
  start(&f);
  f.plan.demand.age_pattern[0][0] = cc_fixture_constant(&f, 0.0);
  f.plan.demand.age_pattern[1][0] = cc_fixture_constant(&f, 0.0);
  assert_int_equal(open(&f), CC_NUMERIC);
  cc_fixture_free(&f);
  start(&f);
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[0], 0.0);
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[1], 0.0);
  assert_int_equal(open(&f), CC_NUMERIC);
  cc_fixture_free(&f);
}

/* The last opening is kept for the next projection, but only for the same figures; one that failed
 * is not kept. */
static void an_opening_is_remembered_for_its_own_figures(void **state) {
  (void)state;
  cc_plan_fixture f;
  start(&f);
  assert_int_equal(open(&f), CC_OK);
  double cell = cc_cells(&f.workspace->cohorts)[1][33];
  memset(f.workspace->cohorts.cells, 0x55, sizeof f.workspace->cohorts.cells);
  assert_int_equal(open_again(&f), CC_OK);
  assert_table(&f, (double[]){60.0, 60.0, 40.0, 40.0});
  assert_true(cc_cells(&f.workspace->cohorts)[1][33] == cell);
  cc_fixture_set(&f, f.plan.demand.opening_by_band[0], 0.0);
  assert_int_equal(open_again(&f), CC_OK);
  assert_table(&f, (double[]){0.0, 60.0, 0.0, 40.0});
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[0], 0.0);
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[1], 0.0);
  assert_int_equal(open_again(&f), CC_NUMERIC);
  assert_int_equal(open_again(&f), CC_NUMERIC);
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[0], 60.0);
  assert_int_equal(open_again(&f), CC_OK);
  assert_table(&f, (double[]){0.0, 100.0, 0.0, 0.0});
  cc_fixture_free(&f);
}

static double entry_age(const cc_plan_fixture *f, int age) {
  return f->workspace->cohorts.cells[1][CC_ENTRY_ROW][age];
}

/* Half of the youngest come at birth; each band sums to 1, also one that nobody enters. */
static void ages_of_entries_sum_to_one_in_every_band(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_fixture_bands(&f, 3, (int[]){0, 12, 120});
  cc_fixture_placement(&f, "home");
  cc_fixture_demand(&f);
  f.plan.demand.newborn_share = cc_fixture_constant(&f, 0.5);
  cc_fixture_finish(&f);
  cc_workspace *w = f.workspace;
  cc_parameters_expand(&f.plan, f.vector, w->switches, &w->set);
  w->cohorts.entries[0][0] = 60.0;
  w->cohorts.entries[1][0] = 90.0;
  assert_int_equal(cc_opening_entry_ages(&f.plan, &w->set, w->age_spread, &w->cohorts), CC_OK);
  for (int b = 0; b < 3; b++) {
    double sum = 0.0;
    for (int a = f.plan.band_first_age[b]; a < f.plan.band_first_age[b + 1]; a++) {
      assert_true(entry_age(&f, a) >= 0.0);
      sum += entry_age(&f, a);
    }
    cc_assert_near(sum, 1.0, 1e-9);
  }
  assert_true(entry_age(&f, 0) > 0.5);
  assert_true(entry_age(&f, 1) < 0.1);
  cc_assert_near(entry_age(&f, 120), 1.0 / 96.0, 1e-12);
  cc_assert_near(entry_age(&f, 215), 1.0 / 96.0, 1e-12);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(margins_alone_are_independent),
      cmocka_unit_test(a_pattern_shapes_the_table),
      cmocka_unit_test(placements_are_scaled_to_the_bands),
      cmocka_unit_test(margins_that_do_not_fit_are_an_error),
      cmocka_unit_test(an_opening_is_remembered_for_its_own_figures),
      cmocka_unit_test(ages_of_entries_sum_to_one_in_every_band),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
