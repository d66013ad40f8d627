/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bids over their whole life, by hand. */
#include "model/appraisal.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "support/money_fixture.h"

/* Three years at a discount rate of 25%: prices double in the second year and stay.
 * The bid costs 30, 60, 60 and saves 0, 80, 100: in pounds of the first year 30, 30, 30 and 0, 40,
 * 50. It takes 40 to build, in the second year 20 of the first. */
static void build(cc_plan_fixture *f, int horizon, int capital_year) {
  cc_fixture_init(f, 3);
  int bid = cc_fixture_intervention(f);
  cc_intervention *i = &f->interventions[bid];
  i->cost = cc_fixture_yearly(f, 2, (double[]){30, 60});
  i->benefit = cc_fixture_yearly(f, 3, (double[]){0, 80, 100});
  i->capital = cc_fixture_constant(f, 40);
  i->capital_life = cc_fixture_constant(f, 8);
  i->capital_interest = cc_fixture_constant(f, 0.1);
  i->capital_year = capital_year;
  i->optimism_bias = cc_fixture_constant(f, 0.5);
  i->horizon = horizon;
  f->plan.deflator = cc_fixture_yearly(f, 3, (double[]){0.5, 1, 0});
  f->plan.discount_rate = cc_fixture_constant(f, 0.25);
  cc_fixture_finish(f);
  cc_fixture_project(f, 1);
}

static double row(const cc_plan_fixture *f, const char *what, int year) {
  char measure[80];
  snprintf(measure, sizeof measure, "invest_to_save.intervention.%s", what);
  return cc_fixture_annual(f, measure, year);
}

/* 5 a year of provision from the year after, and a tenth of 40, then of 35. */
static void test_borrowing(void **state) {
  (void)state;
  static cc_plan_fixture f;
  build(&f, 0, 0);
  const double capital[] = {40, 0, 0}, borrowing[] = {0, 5 + 4, 5 + 3.5};
  for (int y = 0; y < 3; y++) {
    cc_assert_near(row(&f, "capital", y), capital[y], 1e-9);
    cc_assert_near(row(&f, "borrowing", y), borrowing[y], 1e-9);
  }
  cc_fixture_free(&f);
}

/* Over the plan's three years: -30 - 40, then 10 / 1.25, 20 / 1.5625, and 5/8 of 40 left, at the
 * last year's factor; with half as much again for cost and capital, 15 and 20 less at the start. */
static void test_over_the_plan(void **state) {
  (void)state;
  static cc_plan_fixture f;
  build(&f, 0, 0);
  double value = -70 + 10 / 1.25 + 20 / 1.5625 + 25 / 1.5625;
  double with_bias = value - 35 - 15 / 1.25 - 15 / 1.5625;
  for (int y = 0; y < 3; y++) {
    cc_assert_near(row(&f, "whole_life_npv", y), value, 1e-9);
    cc_assert_near(row(&f, "whole_life_npv_with_bias", y), with_bias, 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "invest_to_save.whole_life_npv", y), value, 1e-9);
  }
  assert_int_equal(cc_appraisal_payback(&f.plan, f.workspace, f.results, 0, false), -1);
  cc_fixture_free(&f);
}

/* Over ten years: 20 a year from the third on. It is 40 short after the third, and so even after
 * the fifth. Discounted it is 70 - 8 - 12.8 short after the third; 20 at 1.25^-3 and on
 * are 10.24, 8.192, 6.5536, ..., together 34.7 after ten years: never. */
static void test_over_ten_years(void **state) {
  (void)state;
  static cc_plan_fixture f;
  build(&f, 10, 0);
  double value = -70 + 10 / 1.25;
  for (int y = 2; y < 10; y++) {
    value += 20 * pow(1.25, -y);
  }
  cc_assert_near(row(&f, "whole_life_npv", 0), value, 1e-9); /* the building is worn off by then */
  assert_int_equal(cc_appraisal_payback(&f.plan, f.workspace, f.results, 0, false), 4);
  assert_int_equal(cc_appraisal_payback(&f.plan, f.workspace, f.results, 0, true), -1);
  cc_fixture_free(&f);
}

/* Built in the second year, at twice the prices: 20 of the first year's pounds, of which an eighth
 * is left after seven of its eight years. */
static void test_capital_later(void **state) {
  (void)state;
  static cc_plan_fixture f;
  build(&f, 8, 1);
  double value = -30 + (10 - 20) / 1.25;
  for (int y = 2; y < 8; y++) {
    value += 20 * pow(1.25, -y);
  }
  cc_assert_near(row(&f, "whole_life_npv", 0), value + 20.0 / 8 * pow(1.25, -7), 1e-9);
  cc_assert_near(row(&f, "borrowing", 1), 0, 0);
  cc_assert_near(row(&f, "borrowing", 2), 5 + 4, 1e-9);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_borrowing),
      cmocka_unit_test(test_over_the_plan),
      cmocka_unit_test(test_over_ten_years),
      cmocka_unit_test(test_capital_later),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
