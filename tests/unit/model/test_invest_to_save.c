/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invest to save: net present value by hand (exact decimals, worked outside the engine), payback,
 * and modelled benefits with closed forms. */
#include "model/invest_to_save.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "support/money_fixture.h"

static int add_bid(cc_plan_fixture *f, const char *name, int cost, int benefit) {
  int number = cc_fixture_intervention(f);
  f->interventions[number].name = name;
  f->interventions[number].title = name;
  f->interventions[number].cost = cost;
  f->interventions[number].benefit = benefit;
  return number;
}

/* 100 now for 60 a year in the two years after, prices rising 2%, discounted at 3.5%:
 * -100 + 60 / 1.0557 + 60 / 1.0557^2. */
static void test_net_present_value(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 3);
  add_bid(&f, "bid", cc_fixture_yearly(&f, 3, (double[]){100, 0, 0}),
          cc_fixture_yearly(&f, 3, (double[]){0, 60, 60}));
  f.plan.deflator = cc_fixture_constant(&f, 0.02);
  f.plan.discount_rate = cc_fixture_constant(&f, 0.035);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  const double net[] = {100, -60, -60};
  const double cumulative[] = {100, 40, -20};
  const double value[] = {-100, -43.1656720659278, 10.6700084626998};
  for (int y = 0; y < 3; y++) {
    cc_assert_near(cc_fixture_annual(&f, "invest_to_save.bid.net", y), net[y], 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "invest_to_save.bid.cumulative", y), cumulative[y], 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "invest_to_save.bid.npv", y), value[y], 1e-9);
  }
  assert_int_equal(cc_invest_payback(&f.plan, f.results, 0), 2);
  cc_fixture_free(&f);
}

/* The Green Book's 3.5% where the scenario says nothing, prices level: 60 / 1.035. */
static void test_rate_unless_said(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  add_bid(&f, "bid", cc_fixture_yearly(&f, 2, (double[]){100, 0}),
          cc_fixture_yearly(&f, 2, (double[]){0, 60}));
  f.plan.deflator = cc_fixture_constant(&f, 0);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "invest_to_save.bid.npv", 1), -100 + 57.9710144927536, 1e-9);
  assert_int_equal(cc_invest_payback(&f.plan, f.results, 0), -1);
  cc_fixture_free(&f);
}

/* 1m for 300k a year later: with prices rising 5%, -1m + 4 x 300k discounted is
 * -1,000,000 + 300,000 (1 / 1.08675 + ... + 1 / 1.08675^4) = -21,110; without a deflator there is
 * no value at all. */
static void test_real_money_only(void **state) {
  (void)state;
  for (int deflated = 0; deflated < 2; deflated++) {
    static cc_plan_fixture f;
    cc_fixture_init(&f, 5);
    add_bid(&f, "bid", cc_fixture_yearly(&f, 5, (double[]){1e6, 0, 0, 0, 0}),
            cc_fixture_yearly(&f, 5, (double[]){0, 3e5, 3e5, 3e5, 3e5}));
    f.plan.deflator = deflated ? cc_fixture_constant(&f, 0.05) : CC_ABSENT;
    cc_fixture_finish(&f);
    cc_fixture_project(&f, 1);
    if (deflated) {
      cc_assert_near(cc_fixture_annual(&f, "invest_to_save.bid.npv", 4), -21110.12, 0.01);
    } else {
      assert_int_equal(cc_row_find(&f.plan.rows.annual, "invest_to_save.bid.npv", NULL), CC_ABSENT);
    }
    cc_fixture_free(&f);
  }
}

/* Paid back is who stays so, from the first year on or later: by cumulative net cost.
 *   at once   -50, -100, ...              2020/21
 *   again     100, -50, -50, 250, -150    2024/25, not 2021/22
 *   relapse   1.0, -0.2, -0.2, 4.8, 4.8   not in these years
 *   free      -10, -20, ...               2020/21 */
static void test_payback_that_lasts(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static const struct {
    double cost[5], benefit[5];
    int year;
  } bids[] = {{{100, 100, 100, 100, 100}, {150, 150, 150, 150, 150}, 0},
              {{100, 0, 0, 300, 0}, {0, 150, 0, 0, 400}, 4},
              {{1.0, 0, 0, 5.0, 0}, {0, 1.2, 0, 0, 0}, -1},
              {{0, 0, 0, 0, 0}, {10, 10, 10, 10, 10}, 0}};
  cc_fixture_init(&f, 5);
  for (int i = 0; i < 4; i++) {
    add_bid(&f, "bid", cc_fixture_yearly(&f, 5, bids[i].cost),
            cc_fixture_yearly(&f, 5, bids[i].benefit));
  }
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int i = 0; i < 4; i++) {
    assert_int_equal(cc_invest_payback(&f.plan, f.results, i), bids[i].year);
  }
  cc_fixture_free(&f);
}

/* The bids of Birmingham Children's Trust's business plan 2020, GBP million: 2.5 a year for 0, 0,
 * 1.3, 2.7, 2.7 has not paid back by 2024/25; nor has 3.2 a year for 0, 0, 4.0, 4.0, 4.0 (6.4 spent
 * before the first benefit, 0.8 a year won back). */
static void test_printed_bids(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 5);
  add_bid(&f, "specialists", cc_fixture_constant(&f, 2.5e6),
          cc_fixture_yearly(&f, 5, (double[]){0, 0, 1.3e6, 2.7e6, 2.7e6}));
  add_bid(&f, "accommodation", cc_fixture_constant(&f, 3.2e6),
          cc_fixture_yearly(&f, 5, (double[]){0, 0, 4e6, 4e6, 4e6}));
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  const char *const specialists[] = {"2.5", "2.5", "1.2", "(0.2)", "(0.2)"};
  const char *const accommodation[] = {"3.2", "3.2", "(0.8)", "(0.8)", "(0.8)"};
  for (int y = 0; y < 5; y++) {
    cc_assert_printed(&f, "invest_to_save.specialists.net", y, specialists[y]);
    cc_assert_printed(&f, "invest_to_save.accommodation.net", y, accommodation[y]);
  }
  cc_assert_printed(&f, "invest_to_save.net", 0, "5.7");
  cc_assert_printed(&f, "invest_to_save.accommodation.cumulative", 4, "4.0");
  assert_int_equal(cc_invest_payback(&f.plan, f.results, 0), -1);
  assert_int_equal(cc_invest_payback(&f.plan, f.results, 1), -1);
  cc_fixture_free(&f);
}

/* 0.3 spent and 0.1 back three times is nil, though not in binary. */
static void test_payback_to_the_penny(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 4);
  add_bid(&f, "bid", cc_fixture_yearly(&f, 2, (double[]){0.3, 0}),
          cc_fixture_yearly(&f, 2, (double[]){0, 0.1}));
  add_bid(&f, "free", cc_fixture_constant(&f, 0), cc_fixture_constant(&f, 10));
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  assert_int_equal(cc_invest_payback(&f.plan, f.results, 0), 3);
  assert_int_equal(cc_invest_payback(&f.plan, f.results, 1), 0); /* it never was above nil */
  cc_fixture_free(&f);
}

static void test_stated_benefit_is_delivered_in_part(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  int bid = add_bid(&f, "bid", cc_fixture_constant(&f, 100), cc_fixture_constant(&f, 50));
  f.interventions[bid].delivery = cc_fixture_constant(&f, 0.8);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "invest_to_save.bid.investment", 0), 100, 0);
  cc_assert_near(cc_fixture_annual(&f, "invest_to_save.bid.benefit", 0), 40, 1e-12);
  cc_fixture_free(&f);
}

/* 100 children at 1,000 a week. The first bid takes 10% off the price, the second 50% off what is
 * left, an intervention without a cost took 20% off before either. A year is 365 / 7 weeks. */
static void test_modelled_benefits(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  cc_fixture_placement(&f, "foster");
  cc_fixture_still_children(&f, cc_fixture_constant(&f, 100));
  f.plan.demand.opening_by_placement[0] = cc_fixture_constant(&f, 100);
  const double factors[] = {0.8, 0.9, 0.5};
  int amounts[3];
  for (int i = 0; i < 3; i++) {
    amounts[i] = cc_fixture_constant(&f, factors[i]);
  }
  int price = cc_fixture_constant(&f, 1000);
  f.plan.placements[0].weekly_price = price;
  cc_fixture_intervention(&f);
  add_bid(&f, "first", cc_fixture_constant(&f, 1000), CC_ABSENT);
  add_bid(&f, "plain", cc_fixture_constant(&f, 500), cc_fixture_constant(&f, 200));
  add_bid(&f, "second", cc_fixture_constant(&f, 3000), CC_ABSENT);
  const int interventions[] = {0, 1, 3};
  for (int i = 0; i < 3; i++) {
    cc_fixture_effect(&f, price, (cc_effect){CC_MULTIPLY, amounts[i], interventions[i], 12, 24, 0});
  }
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  const double year = 100 * 365.0 / 7;
  cc_assert_near(cc_fixture_annual(&f, "invest_to_save.first.benefit", 0), 0, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "invest_to_save.first.benefit", 1), 80 * year, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "invest_to_save.plain.benefit", 1), 200, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "invest_to_save.second.benefit", 1), 360 * year, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "expenditure.total", 1), 360 * year + 4500 - 200, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "subjective.supplies_and_services", 1), 4300, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "placement_cost.net", 1), 360 * year, CC_TINY);
  cc_fixture_free(&f);
}

/* A bid that adds cost has a negative benefit. */
static void test_negative_benefit(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_account accounts[2];
  cc_fixture_init(&f, 1);
  int bid = add_bid(&f, "bid", cc_fixture_constant(&f, 10), CC_ABSENT);
  f.interventions[bid].modelled = true;
  cc_fixture_finish(&f);
  cc_series_set set = cc_fixture_expand(&f);
  accounts[0].total[0] = 1000;
  accounts[1].total[0] = 1030;
  cc_invest_run(&f.plan, &set, accounts, 2, f.results);
  cc_assert_near(cc_fixture_annual(&f, "invest_to_save.bid.benefit", 0), -30, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "invest_to_save.bid.net", 0), 40, 1e-9);
  cc_fixture_free(&f);
}

/* Only what is active and costs money is a bid. */
static void test_what_is_a_bid(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  int cost = cc_fixture_constant(&f, 10);
  int inactive = add_bid(&f, "inactive", cost, CC_ABSENT);
  f.interventions[inactive].active = false;
  cc_fixture_intervention(&f);
  cc_fixture_finish(&f);
  assert_int_equal(cc_count_bids(&f.plan), 0);
  assert_int_equal(f.plan.rows.a_intervention_cost, CC_ABSENT);
  assert_int_equal(f.plan.rows.a_invest_net, CC_ABSENT);
  cc_fixture_project(&f, 1);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_net_present_value),
      cmocka_unit_test(test_rate_unless_said),
      cmocka_unit_test(test_printed_bids),
      cmocka_unit_test(test_payback_to_the_penny),
      cmocka_unit_test(test_real_money_only),
      cmocka_unit_test(test_payback_that_lasts),
      cmocka_unit_test(test_stated_benefit_is_delivered_in_part),
      cmocka_unit_test(test_modelled_benefits),
      cmocka_unit_test(test_negative_benefit),
      cmocka_unit_test(test_what_is_a_bid),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
