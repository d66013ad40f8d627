/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Capacities and overflow, worked out by hand (1e-9 children). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "support/near.h"
#include "support/plan_fixture.h"

/* Three placements, 60 + 30 + 10 children under a year at the start, who stay; 24 entries a year
 * into the first. */
static void start(cc_plan_fixture *f) {
  cc_fixture_init(f, 2);
  cc_fixture_bands(f, 2, (int[]){0, 12});
  for (int p = 0; p < 3; p++) {
    cc_fixture_placement(f, (const char *const[]){"in_house", "agency", "home"}[p]);
  }
  cc_fixture_demand(f);
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, 100.0);
  for (int p = 0; p < 3; p++) {
    f->plan.demand.opening_by_placement[p] =
        cc_fixture_constant(f, (const double[]){60.0, 30.0, 10.0}[p]);
  }
  cc_fixture_stream(f, 0, 0, cc_fixture_constant(f, 24.0));
}

static void limit(cc_plan_fixture *f, int placement, int places, int overflow_to) {
  f->plan.placements[placement].places = places;
  f->plan.placements[placement].overflow_to = overflow_to;
}

static double stock(const cc_plan_fixture *f, const char *placement, int month) {
  return cc_fixture_monthly(f, "children_in_care", placement, month);
}

/* 100 households, 12 a year recruited and 18 resigning, 1.5 places each, 80% usable. */
static void households_turn_into_places(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  cc_placement *placement = &f.plan.placements[0];
  placement->households = cc_fixture_constant(&f, 100.0);
  placement->recruited_per_year = cc_fixture_constant(&f, 12.0);
  placement->resigned_per_year = cc_fixture_constant(&f, 18.0);
  placement->places_per_household = cc_fixture_constant(&f, 1.5);
  placement->usable_share = cc_fixture_constant(&f, 0.8);
  placement->overflow_to = 1;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int t = 0; t < 24; t++) {
    cc_assert_near(cc_fixture_monthly(&f, "capacity", "in_house", t), (100.0 - 0.5 * (t + 1)) * 1.2,
                   1e-9);
    cc_assert_near(cc_fixture_monthly(&f, "capacity", "agency", t), 0.0, 0.0);
  }
  cc_fixture_free(&f);
}

/* 3 households, 24 a year resign in the first year and 12 a year come in the second: none are left
 * after two months, and the first newcomer is the first household again. */
static void households_are_never_fewer_than_none(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  cc_placement *placement = &f.plan.placements[0];
  const int years[] = {0, 12};
  placement->households = cc_fixture_constant(&f, 3.0);
  placement->recruited_per_year = cc_fixture_knots(&f, CC_STEPS, 2, years, (double[]){0.0, 12.0});
  placement->resigned_per_year = cc_fixture_knots(&f, CC_STEPS, 2, years, (double[]){24.0, 0.0});
  placement->overflow_to = 1;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_monthly(&f, "capacity", "in_house", 0), 1.0, 1e-12);
  cc_assert_near(cc_fixture_monthly(&f, "capacity", "in_house", 1), 0.0, 1e-12);
  cc_assert_near(cc_fixture_monthly(&f, "capacity", "in_house", 11), 0.0, 1e-12);
  cc_assert_near(cc_fixture_monthly(&f, "capacity", "in_house", 12), 1.0, 1e-12);
  cc_assert_near(stock(&f, "in_house", 11), 0.0, 1e-9);
  cc_assert_near(stock(&f, "in_house", 23), 12.0, 1e-9);
  cc_fixture_free(&f);
}

/* 65 places, then 50: two children enter each month, so the first are displaced in month 3. */
static void the_excess_moves_on_at_the_month_s_end(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  limit(&f, 0, cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 12}, (double[]){65.0, 50.0}), 1);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int t = 0; t < 24; t++) {
    double entered = 2.0 * (t + 1), places = t < 12 ? 65.0 : 50.0;
    double in_house = fmin(60.0 + entered, places);
    cc_assert_near(stock(&f, "in_house", t), in_house, 1e-9);
    cc_assert_near(stock(&f, "agency", t), 90.0 + entered - in_house, 1e-9);
    double displaced = t < 2 ? 0.0 : t == 2 ? 1.0 : t == 12 ? 17.0 : 2.0;
    cc_assert_near(cc_fixture_monthly(&f, "displaced_out", "in_house", t), displaced, 1e-9);
    cc_assert_near(cc_fixture_monthly(&f, "displaced_in", "agency", t), displaced, 1e-9);
  }
  /* the month was spent where it began: 65 at its start, two more arriving evenly */
  cc_assert_near(cc_fixture_monthly(&f, "child_days", "in_house", 3), 66.0 * 31.0, 1e-8); /* July */
  cc_assert_near(cc_fixture_annual(&f, "displaced.total", 0), 1.0 + 9.0 * 2.0, 1e-9);
  assert_true(f.results->worst_imbalance < 1e-9);
  cc_fixture_free(&f);
}

/* In-house takes 50, the agency 35; what both cannot take is in homes after one month end: 17
 * children, each displaced once. Of the 42 who are with the agency then, 7 move on, and so do 2 of
 * the 12 who came there from in-house, who are displaced from there to homes. */
static void overflow_chains_within_a_month(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  limit(&f, 1, cc_fixture_constant(&f, 35.0), 2);
  limit(&f, 0, cc_fixture_constant(&f, 50.0), 1);
  cc_fixture_finish(&f);
  assert_int_equal(f.plan.demand.overflow_order[0], 0);
  cc_fixture_project(&f, 1);
  cc_assert_near(stock(&f, "in_house", 0), 50.0, 1e-9);
  cc_assert_near(stock(&f, "agency", 0), 35.0, 1e-9);
  cc_assert_near(stock(&f, "home", 0), 17.0, 1e-9);
  cc_assert_near(cc_fixture_monthly(&f, "displaced_out", "in_house", 0), 12.0, 1e-9);
  cc_assert_near(cc_fixture_monthly(&f, "displaced_in", "agency", 0), 10.0, 1e-9);
  cc_assert_near(cc_fixture_monthly(&f, "displaced_out", "agency", 0), 5.0, 1e-9);
  cc_assert_near(cc_fixture_monthly(&f, "displaced_in", "home", 0), 7.0, 1e-9);
  assert_true(f.results->worst_imbalance < 1e-9);
  cc_fixture_free(&f);
}

/* No places at all empties a placement, and the ages go with the children: those who turned one
 * are still that old. */
static void the_displaced_keep_their_ages(void **state) {
  (void)state;
  static cc_plan_fixture f, unlimited;
  start(&unlimited);
  cc_fixture_finish(&unlimited);
  cc_fixture_project(&unlimited, 1);
  start(&f);
  limit(&f, 0, cc_fixture_constant(&f, 0.0), 2);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int t = 0; t < 24; t++) {
    cc_assert_near(stock(&f, "in_house", t), 0.0, 1e-9);
    cc_assert_near(stock(&f, "home", t), 70.0 + 2.0 * (t + 1), 1e-9);
    for (int b = 0; b < 2; b++) {
      cc_assert_near(cc_monthly(&f.plan, f.results, f.plan.rows.m_stock_by_band + b, t),
                     cc_monthly(&unlimited.plan, unlimited.results,
                                unlimited.plan.rows.m_stock_by_band + b, t),
                     1e-9);
    }
  }
  cc_fixture_free(&f);
  cc_fixture_free(&unlimited);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(households_turn_into_places),
      cmocka_unit_test(households_are_never_fewer_than_none),
      cmocka_unit_test(the_excess_moves_on_at_the_month_s_end),
      cmocka_unit_test(overflow_chains_within_a_month),
      cmocka_unit_test(the_displaced_keep_their_ages),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
