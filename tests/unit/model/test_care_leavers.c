/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Care leavers against closed forms (1e-9 people). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "support/near.h"
#include "support/plan_fixture.h"

static double leavers(const cc_plan_fixture *f, int month) {
  return cc_fixture_monthly(f, "care_leavers", NULL, month);
}

static double flow(const cc_plan_fixture *f, const char *measure, int month) {
  return cc_fixture_monthly(f, measure, NULL, month);
}

/* 96 people of 21 to 24, two in each of 48 months of age, who all keep in touch: two turn 25 each
 * month. */
static void two_turn_25_each_month(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 5);
  cc_fixture_leavers(&f);
  f.plan.care_leavers.opening_21_24 = cc_fixture_constant(&f, 96.0);
  f.plan.care_leavers.caseload = cc_fixture_constant(&f, 24.0);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(f.results->opening_leavers, 96.0, 1e-9);
  for (int t = 0; t < 60; t++) {
    cc_assert_near(leavers(&f, t), t < 48 ? 96.0 - 2.0 * (t + 1) : 0.0, 1e-9);
    cc_assert_near(flow(&f, "care_leavers_aged_out", t), t < 48 ? 2.0 : 0.0, 1e-9);
    cc_assert_near(flow(&f, "care_leavers_in", t), 0.0, 0.0);
  }
  cc_assert_near(cc_fixture_annual(&f, "care_leavers.total", 0), 72.0, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "care_leavers.personal_advisers", 0), 3.0, 1e-9);
  assert_true(f.results->worst_imbalance < 1e-9);
  cc_fixture_free(&f);
}

/* 36 of 18 to 20 and 24 of 16 and 17 lose touch at 0.12 a year; nobody turns 25 within four years.
 */
static void the_young_lose_touch_exponentially(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 4);
  cc_fixture_leavers(&f);
  f.plan.care_leavers.opening_16_17 = cc_fixture_constant(&f, 24.0);
  f.plan.care_leavers.opening_18_20 = cc_fixture_constant(&f, 36.0);
  f.plan.care_leavers.attrition_per_year = cc_fixture_constant(&f, 0.12);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int t = 0; t < 48; t++) {
    double at_start = 60.0 * exp(-0.12 * t / 12.0), at_end = 60.0 * exp(-0.12 * (t + 1) / 12.0);
    cc_assert_near(leavers(&f, t), at_end, 1e-9);
    cc_assert_near(flow(&f, "care_leavers_lost", t), at_start - at_end, 1e-9);
    cc_assert_near(flow(&f, "care_leavers_aged_out", t), 0.0, 0.0);
  }
  cc_assert_near(cc_fixture_annual(&f, "care_leavers.personal_advisers", 0), 0.0, 0.0);
  cc_fixture_free(&f);
}

/* Demand of two bands, the second one month wide, and a rate of leaving it for independence. */
static void start(cc_plan_fixture *f, int first_age, double children, double rate) {
  cc_fixture_init(f, 10);
  cc_fixture_bands(f, 3, (int[]){0, first_age, first_age + 1});
  int home = cc_fixture_placement(f, "home");
  cc_fixture_demand(f);
  cc_fixture_leavers(f);
  f->plan.demand.opening_by_band[1] = cc_fixture_constant(f, children);
  f->plan.demand.opening_by_placement[home] = cc_fixture_constant(f, children);
  int parameter = cc_fixture_constant(f, rate);
  for (int b = 0; b < 3; b++) {
    cc_fixture_exit(f, b, home, CC_INDEPENDENCE, parameter);
  }
}

/* 50 children who turn 18 at the end of month 3 are care leavers for 84 months, until 25. */
static void those_who_turn_18_are_served_until_25(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f, CC_ADULT_AGE - 3, 50.0, 0.0);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int t = 0; t < 120; t++) {
    cc_assert_near(leavers(&f, t), t >= 2 && t < 86 ? 50.0 : 0.0, 1e-9);
    cc_assert_near(flow(&f, "care_leavers_in", t), t == 2 ? 50.0 : 0.0, 1e-9);
    cc_assert_near(flow(&f, "care_leavers_aged_out", t), t == 86 ? 50.0 : 0.0, 1e-9);
  }
  cc_fixture_free(&f);
}

/* 100 children of exactly 15 years and 11 months leave for independence at 0.6 a year: who leaves
 * in the first month is too young to be a care leaver, and everyone after that is one. */
static void independence_counts_from_16_on(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f, CC_LEAVER_FIRST_AGE - 1, 100.0, 0.6);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  double month = 1.0 / 12.0;
  cc_assert_near(leavers(&f, 0), 0.0, 0.0);
  for (int t = 1; t < 24; t++) {
    cc_assert_near(leavers(&f, t), 100.0 * (exp(-0.6 * month) - exp(-0.6 * (t + 1) * month)), 1e-9);
    cc_assert_near(flow(&f, "care_leavers_in", t),
                   cc_fixture_monthly(&f, "exits.independence", "home", t), 1e-9);
  }
  /* at 18 the rest follow: all who were in care at 16 */
  cc_assert_near(leavers(&f, 24), 100.0 * exp(-0.6 * month), 1e-9);
  cc_fixture_free(&f);
}

/* Of those who come evenly through a month, (1 - exp(-r h)) / (r h) are still in touch at its end.
 */
static void newcomers_lose_touch_for_part_of_the_month(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f, CC_LEAVER_FIRST_AGE, 100.0, 0.6);
  f.plan.care_leavers.attrition_per_year = cc_fixture_constant(&f, 0.3);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  double month = 1.0 / 12.0, expected = 0.0;
  for (int t = 0; t < 12; t++) {
    double left = 100.0 * (exp(-0.6 * t * month) - exp(-0.6 * (t + 1) * month));
    expected = expected * exp(-0.3 * month) + left * (1.0 - exp(-0.3 * month)) / (0.3 * month);
    cc_assert_near(leavers(&f, t), expected, 1e-9);
  }
  assert_true(f.results->worst_imbalance < 1e-9);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(two_turn_25_each_month),
      cmocka_unit_test(the_young_lose_touch_exponentially),
      cmocka_unit_test(those_who_turn_18_are_served_until_25),
      cmocka_unit_test(independence_counts_from_16_on),
      cmocka_unit_test(newcomers_lose_touch_for_part_of_the_month),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
