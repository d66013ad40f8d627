/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Placement cost against closed forms: a constant number of children, or one that grows in a
 * straight line, at prices that step. */
#include "model/placement_cost.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "support/money_fixture.h"

enum { FOSTER, HOME };

/* 100 children in fostering and 10 in a home, for two years. Fostering is 500 a week, then 520; the
 * home 4,000, of which others pay 10%, 50 a week and 20 a night: 400 + 50 + 140 = 590. */
static void build(cc_plan_fixture *f, cc_contribution contributions[3]) {
  cc_fixture_init(f, 2);
  cc_fixture_placement(f, "foster");
  cc_fixture_placement(f, "home");
  cc_fixture_still_children(f, cc_fixture_constant(f, 110));
  f->plan.demand.opening_by_placement[FOSTER] = cc_fixture_constant(f, 100);
  f->plan.demand.opening_by_placement[HOME] = cc_fixture_constant(f, 10);
  f->plan.placements[FOSTER].weekly_price = cc_fixture_yearly(f, 2, (double[]){500, 520});
  f->plan.placements[HOME].weekly_price = cc_fixture_constant(f, 4000);
  contributions[0] =
      (cc_contribution){"tripartite", "Share", CC_SHARE_OF_PRICE, cc_fixture_constant(f, 0.1)};
  contributions[1] =
      (cc_contribution){"grant", "Grant", CC_PER_CHILD_WEEK, cc_fixture_constant(f, 50)};
  contributions[2] =
      (cc_contribution){"nights", "Nights", CC_PER_CHILD_NIGHT, cc_fixture_constant(f, 20)};
  f->plan.placements[HOME].n_contributions = 3;
  f->plan.placements[HOME].contributions = contributions;
}

static void test_rows_by_hand(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_contribution contributions[3];
  build(&f, contributions);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  const double year = 365.0 / 7;
  cc_assert_near(cc_fixture_annual(&f, "child_days.foster", 0), 36500, 1e-6);
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.foster", 0), 100 * 500 * year, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.foster", 1), 100 * 520 * year, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "contributions.foster", 0), 0, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.home", 1), 10 * 4000 * year, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "contributions.home", 1), 10 * 590 * year, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "net_price.home", 0), 3410, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.net", 0), (100 * 500 + 10 * 3410) * year,
                 CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.unit", 0), (100 * 500 + 10 * 3410) / 110.0,
                 1e-9);
  cc_assert_near(cc_fixture_monthly(&f, "weekly_price", "foster", 11), 500, 0);
  cc_assert_near(cc_fixture_monthly(&f, "weekly_price", "foster", 12), 520, 0);
  cc_assert_near(cc_fixture_monthly(&f, "placement_cost", "home", 5), 40000 * 30.0 / 7,
                 CC_TINY); /* September */
  cc_assert_near(cc_fixture_monthly(&f, "contributions", "home", 5), 5900 * 30.0 / 7, CC_TINY);
  cc_fixture_free(&f);
}

static void test_account(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_account account;
  cc_contribution contributions[3];
  build(&f, contributions);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_series_set set = cc_fixture_expand(&f);
  cc_placement_cost_run(&f.plan, &set, f.results, &account);
  cc_assert_near(account.weeks[1][FOSTER], 100 * 365.0 / 7, 1e-8);
  cc_assert_near(account.price[1][FOSTER], 520, 1e-9);
  cc_assert_near(account.net[0][HOME], 10 * 3410 * 365.0 / 7, CC_TINY);
  cc_assert_near(account.price[0][HOME], 3410, 1e-9);
  cc_fixture_free(&f);
}

/* Of 120 entries a year into an empty placement and none out, 10 n + 5 are there in the middle of
 * month n (0: April 2020), though 120 and 240 children are there on 31 March. */
static void test_cost_is_time_in_care(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  cc_fixture_placement(&f, "foster");
  cc_fixture_still_children(&f, cc_fixture_constant(&f, 0));
  f.plan.demand.opening_by_placement[0] = cc_fixture_constant(&f, 0);
  cc_fixture_stream(&f, 0, 0, cc_fixture_constant(&f, 120));
  f.plan.placements[0].weekly_price = cc_fixture_constant(&f, 500);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  static const int days[12] = {30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31};
  double child_days[2] = {0, 0};
  for (int t = 0; t < 24; t++) {
    child_days[t / 12] += days[t % 12] * (10 * t + 5);
  }
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.net", 0), child_days[0] / 7 * 500, 1e-4);
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.net", 1), child_days[1] / 7 * 500, 1e-4);
  cc_fixture_free(&f);
}

/* A price that changes in October is weighted by the children it was paid for; where there were
 * none, the price is the mean of the months. */
static void test_price_of_a_year(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_fixture_placement(&f, "foster");
  cc_fixture_placement(&f, "home");
  cc_fixture_still_children(&f, cc_fixture_constant(&f, 10));
  f.plan.demand.opening_by_placement[FOSTER] = cc_fixture_constant(&f, 10);
  f.plan.demand.opening_by_placement[HOME] = cc_fixture_constant(&f, 0);
  int price = cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 6}, (double[]){100, 400});
  f.plan.placements[FOSTER].weekly_price = price;
  f.plan.placements[HOME].weekly_price = price;
  cc_contribution share = {"share", "Share", CC_SHARE_OF_PRICE, cc_fixture_constant(&f, 0.5)};
  f.plan.placements[HOME].n_contributions = 1;
  f.plan.placements[HOME].contributions = &share;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "net_price.foster", 0), (183.0 * 100 + 182.0 * 400) / 365,
                 1e-9); /* days from April, from October */
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.home", 0), 0, 0);
  cc_assert_near(cc_fixture_annual(&f, "net_price.home", 0), 125, 1e-9);
  cc_fixture_free(&f);
}

static void test_prices_doubled_double_the_cost(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_contribution contributions[3];
  build(&f, contributions);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  double foster = cc_fixture_annual(&f, "placement_cost.foster", 0);
  double home = cc_fixture_annual(&f, "placement_cost.home", 0);
  cc_fixture_set(&f, f.plan.placements[FOSTER].weekly_price, 1000);
  cc_fixture_set(&f, f.plan.placements[HOME].weekly_price, 8000);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.foster", 0), 2 * foster, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.home", 0), 2 * home, CC_TINY);
  cc_fixture_free(&f);
}

static void test_without_children_no_rows(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_account account;
  cc_fixture_init(&f, 1);
  cc_fixture_placement(&f, "foster");
  cc_fixture_finish(&f);
  assert_int_equal(f.plan.rows.a_cost, CC_ABSENT);
  assert_int_equal(f.plan.rows.a_unit_cost, CC_ABSENT);
  account.net[0][0] = 1;
  cc_series_set set = cc_fixture_expand(&f);
  cc_placement_cost_run(&f.plan, &set, f.results, &account);
  cc_assert_near(account.net[0][0], 0, 0);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rows_by_hand),
      cmocka_unit_test(test_account),
      cmocka_unit_test(test_cost_is_time_in_care),
      cmocka_unit_test(test_price_of_a_year),
      cmocka_unit_test(test_prices_doubled_double_the_cost),
      cmocka_unit_test(test_without_children_no_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
