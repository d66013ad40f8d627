/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What money means, in small cases worked out by hand: a hundred children who stay, at 1,000 a
 * week, in years of 365 days but for 2023/24. Pounds, to half a penny. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/run.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

#define HEAD(years, indexes)                                                                       \
  "carecast: 1\ntitle: T\nstart: 2020/21\nyears: " years "\nbands: [0, 1, 5, 10, 16]\n" indexes    \
  "placements: {home: {weekly_price: 1000}}\n"                                                     \
  "children_in_care: {opening: {by_band: {1-4: 100}, by_placement: {home: 100}}}\n"
#define PLAN "scenarios/birmingham-2020/published-plan.yaml"
#define PAY "indexes: {pay: 10%}\n"
#define CONTRACT(brought_forward)                                                                  \
  "contract: {brought_forward: " brought_forward ", indexation: {modelled_from: 2021/22},"         \
  " demand_pressures: {modelled_from: 2021/22}}\n"

static const double care = 100 * 1000 * 365 / 7.0; /* of a year of 365 days: 5,214,285.71 */

static void expect(const cc_run *run, const char *measure, int n, const double *expected) {
  for (int y = 0; y < n; y++) {
    double value = 0;
    assert_true(cc_run_measure(run, measure, y, &value));
    cc_assert_near(value, expected[y], 0.005);
  }
}

/* A price 10% up from the first year, where the contract is modelled from the second: short of a
 * tenth once, which is asked for in the next year. A leap year costs a day more. */
static void spending_above_the_sum_is_a_gap_once(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      HEAD("5", "") "interventions: {dearer: {effects: [{target: placements.home.weekly_price,"
                    " multiply: 1.1, from: 2020/21}]}}\n" CONTRACT("5214285.714286"));
  cc_run run = cc_run_of(scenario);
  const double dear = 1.1 * care, day = 1.1 * 100 * 1000 / 7.0;
  expect(&run, "contract.total_contract_sum", 5, (double[]){care, dear, dear, dear + day, dear});
  expect(&run, "contract.funding_gap", 5, (double[]){care / 10, 0, 0, 0, 0});
  expect(&run, "contract.demand_pressures.modelled.full_year", 5,
         (double[]){0, care / 10, 0, 0, 0});
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* 270 care leavers who stay, 27 to an adviser of 50,000 whose pay rises by 10%: no more demand. */
static void pay_of_advisers_is_price(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      HEAD("3", PAY) "care_leavers: {opening: {18-20: 270}, attrition_per_year: 0, caseload: 27,"
                     " cost_per_adviser: {2020/21: 50k, index: pay}}\n" CONTRACT("5714285.714286"));
  cc_run run = cc_run_of(scenario);
  expect(&run, "care_leavers.cost", 3, (double[]){500e3, 550e3, 605e3});
  expect(&run, "contract.indexation.modelled", 3, (double[]){0, 50e3, 55e3});
  expect(&run, "contract.demand_pressures.net", 3, (double[]){0, 0, 0});
  expect(&run, "contract.funding_gap", 3, (double[]){0, 0, 0});
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* A service that an effect holds at what it is: asked for is what is spent. */
static void what_is_frozen_is_not_indexed(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      HEAD("3", PAY) "services: {team: {cost: {2020/21: 1m, index: pay}}}\n"
                     "interventions: {freeze: {effects: [{target: services.team.cost, set: 1m,"
                     " from: 2020/21}]}}\n" CONTRACT("6214285.714286"));
  cc_run run = cc_run_of(scenario);
  expect(&run, "services.team", 3, (double[]){1e6, 1e6, 1e6});
  expect(&run, "contract.indexation.modelled", 3, (double[]){0, 0, 0});
  expect(&run, "contract.total_contract_sum", 3, (double[]){care + 1e6, care + 1e6, care + 1e6});
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* 100 children for 365 / 7 weeks at 1,000 a week and 5% more each year, 5,475,000 in 2021/22 and
 * 5,748,750 in 2022/23: at the prices before, 5,214,286 and 5,475,000. And a service of 1m, 10%
 * dearer each year, a quarter of it premises. */
static void inflation_by_heading(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      "carecast: 1\ntitle: T\nstart: 2020/21\nyears: 3\nbands: [0, 1, 5, 10, 16]\n"
      "placements: {home: {weekly_price: {2020/21: 1000, growth: 5%}}}\n"
      "children_in_care: {opening: {by_band: {1-4: 100}, by_placement: {home: 100}}}\n"
      "services: {team: {cost: {2020/21: 1m, growth: 10%}, split: {premises: 25%}}}\n");
  cc_run run = cc_run_of(scenario);
  expect(&run, "change.price.third_party_payments", 3, (double[]){0, 260714.285714, 273750});
  expect(&run, "change.price.employees", 3, (double[]){0, 75e3, 82.5e3});
  expect(&run, "change.price.premises", 3, (double[]){0, 25e3, 27.5e3});
  expect(&run, "change.price.transport", 3, (double[]){0, 0, 0});
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* A team of 400,000 that is 600,000 from October 2021: 100,000 in that year and as much again in
 * the next, each on a line of its own, and no gap. */
static void a_decision_in_mid_year(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      HEAD("3", "") "services: {team: {cost: 400k}}\n"
                    "interventions: {grow: {effects: [{target: services.team.cost, add: 200k,"
                    " from: 2021-10-01}]}}\n" CONTRACT("5614285.714286"));
  cc_run run = cc_run_of(scenario);
  expect(&run, "services.team", 3, (double[]){400e3, 500e3, 600e3});
  expect(&run, "contract.demand_pressures.modelled.services", 3, (double[]){0, 100e3, 0});
  expect(&run, "contract.demand_pressures.modelled.services_full_year", 3, (double[]){0, 0, 100e3});
  expect(&run, "contract.funding_gap", 3, (double[]){0, 0, 0});
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* An uplift of 100,000 that is paid once: 5.1m, then 5.0m. */
static void an_uplift_paid_once(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      HEAD("3", "") "contract: {brought_forward: 5m, indexation: {stated: {amount: 100k,"
                    " in: 2020/21, recurrence: one_off}}}\n");
  cc_run run = cc_run_of(scenario);
  expect(&run, "contract.total_contract_sum", 3, (double[]){5.1e6, 5e6, 5e6});
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* The plan's table against what the council assumes, 201.1m and 0.5m more each year: short by what
 * the bids cost net, 5.7, 5.7, 0.4, (1.0) and (1.0). Where it assumes nothing there is no such
 * figure. */
static void only_against_what_is_assumed(void **state) {
  (void)state;
  double value;
  cc_scenario *assumed = cc_load_file("scenarios/birmingham-2020/published-plan-assumed.yaml");
  cc_scenario *nothing = cc_load_file(PLAN);
  cc_run run = cc_run_of(assumed), none = cc_run_of(nothing);
  expect(&run, "contract.gap_against_council", 5, (double[]){5.7e6, 5.7e6, 0.4e6, -1e6, -1e6});
  assert_false(cc_run_measure(&none, "contract.gap_against_council", 0, &value));
  cc_run_free(&run);
  cc_run_free(&none);
  cc_scenario_free(assumed);
  cc_scenario_free(nothing);
}

/* Half of 4.0m of diversions: the sum is as agreed, 2.0m more are spent in every year, and money is
 * short by as much as the plan and 2.0m. */
static void a_saving_that_is_not_delivered(void **state) {
  (void)state;
  static const char *const half =
      "contract.demand_pressures.mitigations.demand_management.lines.diversions.delivery=50%";
  cc_scenario *scenario = cc_load_file_with(PLAN, &half, 1);
  cc_run run = cc_run_of(scenario);
  expect(&run, "contract.total_contract_sum", 5,
         (double[]){201.1e6, 201.6e6, 202.1e6, 202.6e6, 203.1e6});
  expect(&run, "savings.slippage", 5, (double[]){2e6, 2e6, 2e6, 2e6, 2e6});
  expect(&run, "contract.funding_gap", 5, (double[]){2e6, 2e6, 2e6, 2e6, 2e6});
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(spending_above_the_sum_is_a_gap_once),
      cmocka_unit_test(pay_of_advisers_is_price),
      cmocka_unit_test(what_is_frozen_is_not_indexed),
      cmocka_unit_test(inflation_by_heading),
      cmocka_unit_test(a_decision_in_mid_year),
      cmocka_unit_test(an_uplift_paid_once),
      cmocka_unit_test(only_against_what_is_assumed),
      cmocka_unit_test(a_saving_that_is_not_delivered),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
