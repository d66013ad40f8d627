/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Services, one-off costs, diversion, care leavers and the subjective analysis against closed
 * forms. */
#include "model/services.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "support/money_fixture.h"

static cc_service service(const char *name, int cost, cc_subjective heading) {
  cc_service line = {name, name, cost, CC_ABSENT, heading, true, 0, NULL};
  return line;
}

/* One placement, "foster", with `children` in it throughout. */
static void still_plan(cc_plan_fixture *f, int n_years, double children) {
  cc_fixture_init(f, n_years);
  cc_fixture_placement(f, "foster");
  cc_fixture_still_children(f, cc_fixture_constant(f, children));
  f->plan.demand.opening_by_placement[0] = cc_fixture_constant(f, children);
}

static void test_service_lines(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  int pay = cc_fixture_constant(&f, 0.02);
  cc_service lines[4] = {
      service("teams", cc_fixture_constant(&f, 100), CC_EMPLOYEES),
      service("offices", cc_fixture_yearly(&f, 2, (double[]){10, 12}), CC_PREMISES),
      service("schools", cc_fixture_constant(&f, 1000), CC_PREMISES),
      service("rest", cc_fixture_constant(&f, 7), CC_SUPPLIES_AND_SERVICES),
  };
  cc_fixture_grow(&f, lines[0].cost, CC_ABSENT, pay);
  lines[2].counted = false;
  f.plan.n_services = 4;
  f.plan.services = lines;
  f.plan.has_unmodelled = true;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "services.teams", 1), 102, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "services.schools", 0), 1000, 0);
  cc_assert_near(cc_fixture_annual(&f, "unmodelled", 1), 7, 0);
  cc_assert_near(cc_fixture_annual(&f, "expenditure.total", 0), 117, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "expenditure.total", 1), 121, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "subjective.employees", 1), 102, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "subjective.premises", 1), 12, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "subjective.supplies_and_services", 1), 7, 0);
  cc_assert_near(cc_fixture_annual(&f, "subjective.transport", 1), 0, 0);
  cc_fixture_free(&f);
}

/* Of 100 and then 102, premises have a tenth and from the October of the second year a fifth, 15%
 * of that year; transport has a twentieth. */
static void test_split_over_headings(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  int tenth_then_fifth = cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 18}, (double[]){0.1, 0.2});
  cc_service line = service("teams", cc_fixture_yearly(&f, 2, (double[]){100, 102}), CC_EMPLOYEES);
  const cc_heading_share split[2] = {{CC_PREMISES, tenth_then_fifth},
                                     {CC_TRANSPORT, cc_fixture_constant(&f, 0.05)}};
  line.n_split = 2;
  line.split = split;
  f.plan.n_services = 1;
  f.plan.services = &line;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "subjective.employees", 0), 85, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "subjective.premises", 0), 10, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "subjective.transport", 0), 5, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "subjective.employees", 1), 81.6, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "subjective.premises", 1), 15.3, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "subjective.transport", 1), 5.1, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "expenditure.total", 1), 102, 1e-9);
  cc_fixture_free(&f);
}

/* Of a change from 110 to 114 in what is counted, 2 is price (2% of 100); the 2 that the offices
 * are restated by are not, and what is out of scope is in neither. */
static void test_account_of_services(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_account account;
  cc_fixture_init(&f, 2);
  int pay = cc_fixture_constant(&f, 0.02);
  cc_service lines[3] = {
      service("teams", cc_fixture_constant(&f, 100), CC_EMPLOYEES),
      service("offices", cc_fixture_yearly(&f, 2, (double[]){10, 12}), CC_PREMISES),
      service("schools", cc_fixture_constant(&f, 1000), CC_PREMISES),
  };
  cc_fixture_grow(&f, lines[0].cost, CC_ABSENT, pay);
  cc_fixture_grow(&f, lines[2].cost, CC_ABSENT, pay);
  lines[2].counted = false;
  f.plan.n_services = 3;
  f.plan.services = lines;
  cc_fixture_finish(&f);
  cc_series_set set = cc_fixture_expand(&f);
  cc_services_run(&f.plan, &set, cc_fixture_switches, f.results, &account);
  cc_assert_near(account.services[0], 110, 1e-9);
  cc_assert_near(account.services[1], 114, 1e-9);
  cc_assert_near(account.services_price[0], 0, 0);
  cc_assert_near(account.services_price[1], 2, 1e-9);
  cc_assert_near(account.total[1], 114, 1e-9);
  cc_fixture_free(&f);
}

/* 120 a year, 10% dearer each April; 60 more a year from October of the first year on: 150, then
 * 198 = 1.1 x 180. The March before is 180 a year, 30 above what the year cost, and prices do 18.
 * In the third year it is cut by half in January: 217.8 for nine months, 108.9 for three. */
static void test_decisions_in_mid_year(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_account account;
  cc_fixture_init(&f, 3);
  int index = cc_fixture_constant(&f, 0.1), half = cc_fixture_constant(&f, 0.5);
  int more = cc_fixture_constant(&f, 1.5), intervention = cc_fixture_intervention(&f);
  cc_service line = service("teams", cc_fixture_constant(&f, 120), CC_EMPLOYEES);
  cc_fixture_grow(&f, line.cost, CC_ABSENT, index);
  cc_fixture_effect(&f, line.cost, (cc_effect){CC_MULTIPLY, more, intervention, 6, 36, 0});
  cc_fixture_effect(&f, line.cost, (cc_effect){CC_MULTIPLY, half, intervention, 33, 36, 0});
  f.plan.n_services = 1;
  f.plan.services = &line;
  cc_fixture_finish(&f);
  cc_series_set set = cc_fixture_expand(&f);
  cc_services_run(&f.plan, &set, cc_fixture_switches, f.results, &account);
  const double cost[] = {150, 198, (217.8 * 9 + 108.9 * 3) / 12};
  const double price[] = {0, 18, (19.8 * 9 + 9.9 * 3) / 12}, full_year[] = {0, 30, 0};
  for (int y = 0; y < 3; y++) {
    cc_assert_near(account.services[y], cost[y], 1e-9);
    cc_assert_near(account.services_price[y], price[y], 1e-9);
    cc_assert_near(account.services_full_year[y], full_year[y], 1e-9);
  }
  cc_fixture_free(&f);
}

/* 120 entries a year at 250, of which 40% are paid for. */
static void test_cost_of_entries(void **state) {
  (void)state;
  static cc_plan_fixture f;
  still_plan(&f, 1, 0);
  cc_fixture_stream(&f, 0, 0, cc_fixture_constant(&f, 120));
  cc_one_off_cost cost = {"set_up",
                          "Set-up",
                          CC_FLOW_ENTRIES,
                          CC_RETURN_HOME,
                          cc_fixture_constant(&f, 250),
                          cc_fixture_constant(&f, 0.4),
                          CC_TRANSPORT};
  f.plan.n_one_off_costs = 1;
  f.plan.one_off_costs = &cost;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "one_off_costs.set_up", 0), 120 * 250 * 0.4, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "subjective.transport", 0), 120 * 250 * 0.4, CC_TINY);
  cc_fixture_free(&f);
}

/* 100 children and a rate of adoption of 0.5 a year: 100 (1 - exp(-1/2)) in the first year. Exits
 * elsewhere are not paid for. */
static void test_cost_of_exits(void **state) {
  (void)state;
  static cc_plan_fixture f;
  still_plan(&f, 1, 100);
  int rate = cc_fixture_constant(&f, 0.5);
  cc_fixture_exit(&f, 0, 0, CC_ADOPTION, rate);
  cc_fixture_exit(&f, 1, 0, CC_ADOPTION, rate);
  cc_one_off_cost costs[2] = {{"fee", "Fee", CC_FLOW_EXITS, CC_ADOPTION,
                               cc_fixture_constant(&f, 30000), CC_ABSENT, CC_THIRD_PARTY_PAYMENTS},
                              {"home", "Home", CC_FLOW_EXITS, CC_RETURN_HOME,
                               cc_fixture_constant(&f, 1000), CC_ABSENT, CC_THIRD_PARTY_PAYMENTS}};
  f.plan.n_one_off_costs = 2;
  f.plan.one_off_costs = costs;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "one_off_costs.fee", 0), -100 * expm1(-0.5) * 30000, 1e-4);
  cc_assert_near(cc_fixture_annual(&f, "one_off_costs.home", 0), 0, 0);
  cc_fixture_free(&f);
}

/* 24 children of 17: all of them turn 18 within the first year, none in the second. */
static void test_cost_of_turning_18(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  cc_fixture_placement(&f, "foster");
  cc_fixture_bands(&f, 2, (int[]){0, 204});
  cc_fixture_demand(&f);
  f.plan.demand.opening_by_band[0] = cc_fixture_constant(&f, 0);
  f.plan.demand.opening_by_band[1] = cc_fixture_constant(&f, 24);
  f.plan.demand.opening_by_placement[0] = cc_fixture_constant(&f, 24);
  cc_one_off_cost cost = {"grant",
                          "Setting up home",
                          CC_FLOW_TURNED_18,
                          CC_RETURN_HOME,
                          cc_fixture_constant(&f, 2000),
                          CC_ABSENT,
                          CC_TRANSFER_PAYMENTS};
  f.plan.n_one_off_costs = 1;
  f.plan.one_off_costs = &cost;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "one_off_costs.grant", 0), 48000, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "one_off_costs.grant", 1), 0, CC_TINY);
  cc_fixture_free(&f);
}

/* 100 children under a cap of 100 that holds: all 12 entries a year are diverted. In the second
 * year a lower cap binds, with its own charge. */
static void test_cost_of_diversion(void **state) {
  (void)state;
  static cc_plan_fixture f;
  still_plan(&f, 2, 100);
  cc_fixture_stream(&f, 0, 0, cc_fixture_constant(&f, 12));
  cc_cap caps[2] = {
      {"high", "High", cc_fixture_constant(&f, 100), 0, 24, true, cc_fixture_constant(&f, 9000)},
      {"low", "Low", cc_fixture_constant(&f, 90), 12, 24, true, cc_fixture_constant(&f, 5000)}};
  f.plan.n_caps = 2;
  f.plan.caps = caps;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "diversion.cost", 0), 12 * 9000, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "diversion.cost", 1), 12 * 5000, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "subjective.third_party_payments", 1), 12 * 5000, CC_TINY);
  cc_fixture_free(&f);
}

static void test_no_charge_no_diversion_row(void **state) {
  (void)state;
  static cc_plan_fixture f;
  still_plan(&f, 1, 100);
  cc_cap cap = {"cap", "Cap", cc_fixture_constant(&f, 90), 0, 12, true, CC_ABSENT};
  f.plan.n_caps = 1;
  f.plan.caps = &cap;
  cc_fixture_finish(&f);
  assert_int_equal(f.plan.rows.a_diversion, CC_ABSENT);
  cc_fixture_project(&f, 1);
  cc_fixture_free(&f);
}

/* 54 care leavers who stay are two advisers' work. */
static void test_cost_of_care_leavers(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  cc_fixture_leavers(&f);
  f.plan.care_leavers.opening_18_20 = cc_fixture_constant(&f, 54);
  f.plan.care_leavers.caseload = cc_fixture_constant(&f, 27);
  f.plan.care_leavers.cost_per_adviser = cc_fixture_yearly(&f, 2, (double[]){45000, 46000});
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "care_leavers.cost", 0), 90000, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "care_leavers.cost", 1), 92000, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "subjective.employees", 1), 92000, CC_TINY);
  cc_fixture_free(&f);
}

/* Leavers that grow by one at each month's end, from none: 0.5, 1.5, ... 11.5 on average, 6 over
 * the year. */
static void test_care_leavers_of_a_month_are_averaged(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_account account;
  cc_fixture_init(&f, 1);
  cc_fixture_leavers(&f);
  f.plan.care_leavers.caseload = cc_fixture_constant(&f, 1);
  f.plan.care_leavers.cost_per_adviser = cc_fixture_constant(&f, 1200);
  cc_fixture_finish(&f);
  cc_series_set set = cc_fixture_expand(&f);
  for (int t = 0; t < 12; t++) {
    *cc_month_cells(&f.plan, f.results, f.plan.rows.m_care_leavers, t) = t + 1;
  }
  cc_services_run(&f.plan, &set, cc_fixture_switches, f.results, &account);
  cc_assert_near(account.other_demand[0], 6 * 1200, CC_TINY);
  cc_fixture_free(&f);
}

/* With some of everything, the six headings are the expenditure, and the account says the same. */
static void test_headings_sum_to_expenditure(void **state) {
  (void)state;
  static cc_plan_fixture f;
  still_plan(&f, 3, 200);
  cc_fixture_leavers(&f);
  f.plan.care_leavers.opening_18_20 = cc_fixture_constant(&f, 40);
  f.plan.care_leavers.caseload = cc_fixture_constant(&f, 27);
  f.plan.care_leavers.cost_per_adviser = cc_fixture_constant(&f, 45678.9);
  cc_fixture_stream(&f, 0, 0, cc_fixture_constant(&f, 33));
  f.plan.placements[0].weekly_price = cc_fixture_constant(&f, 823.45);
  cc_one_off_cost cost = {
      "set_up",  "Set-up",    CC_FLOW_ENTRIES, CC_RETURN_HOME, cc_fixture_constant(&f, 251.3),
      CC_ABSENT, CC_TRANSPORT};
  f.plan.n_one_off_costs = 1;
  f.plan.one_off_costs = &cost;
  cc_service line = service("teams", cc_fixture_constant(&f, 1234567.89), CC_PREMISES);
  f.plan.n_services = 1;
  f.plan.services = &line;
  int bid = cc_fixture_intervention(&f);
  f.interventions[bid].cost = cc_fixture_constant(&f, 98765.43);
  f.interventions[bid].benefit = cc_fixture_constant(&f, 12345.67);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int y = 0; y < 3; y++) {
    double headings = 0;
    for (int h = 0; h < CC_SUBJECTIVE_COUNT; h++) {
      headings += cc_annual(&f.plan, f.results, f.plan.rows.a_subjective + h, y);
    }
    double parts = cc_fixture_annual(&f, "placement_cost.net", y) +
                   cc_fixture_annual(&f, "one_off_costs.set_up", y) +
                   cc_fixture_annual(&f, "care_leavers.cost", y) +
                   cc_fixture_annual(&f, "services.teams", y) + 98765.43 - 12345.67;
    cc_assert_near(headings, cc_fixture_annual(&f, "expenditure.total", y), CC_TINY);
    cc_assert_near(parts, cc_fixture_annual(&f, "expenditure.total", y), CC_TINY);
  }
  cc_fixture_free(&f);
}

static void test_nothing_no_rows(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_fixture_finish(&f);
  assert_int_equal(f.plan.rows.a_expenditure, CC_ABSENT);
  assert_int_equal(f.plan.rows.a_subjective, CC_ABSENT);
  assert_int_equal(f.plan.rows.a_services, CC_ABSENT);
  cc_fixture_project(&f, 1);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_service_lines),
      cmocka_unit_test(test_split_over_headings),
      cmocka_unit_test(test_account_of_services),
      cmocka_unit_test(test_decisions_in_mid_year),
      cmocka_unit_test(test_cost_of_entries),
      cmocka_unit_test(test_cost_of_exits),
      cmocka_unit_test(test_cost_of_turning_18),
      cmocka_unit_test(test_cost_of_diversion),
      cmocka_unit_test(test_no_charge_no_diversion_row),
      cmocka_unit_test(test_cost_of_care_leavers),
      cmocka_unit_test(test_care_leavers_of_a_month_are_averaged),
      cmocka_unit_test(test_headings_sum_to_expenditure),
      cmocka_unit_test(test_nothing_no_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
