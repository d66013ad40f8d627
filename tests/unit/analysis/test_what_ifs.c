/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each shipped what-if does what its title says: against the base, by arithmetic on what it writes.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"

#define RESIDENTS 286509.0 /* under 18, mid-2020, held after it */

/* A what-if beside its base. */
typedef struct {
  cc_scenario *scenario, *base;
  cc_run run, base_run;
} pair;

static pair open_pair(const char *name) {
  char path[200];
  snprintf(path, sizeof path, "scenarios/birmingham-2020/%s.yaml", name);
  pair p = {.scenario = cc_load_file(path),
            .base = cc_load_file("scenarios/birmingham-2020/base.yaml")};
  p.run = cc_run_of(p.scenario);
  p.base_run = cc_run_of(p.base);
  return p;
}

static void close_pair(pair *p) {
  cc_run_free(&p->run);
  cc_run_free(&p->base_run);
  cc_scenario_free(p->scenario);
  cc_scenario_free(p->base);
}

static double of(const pair *p, const char *measure, int year) {
  return cc_measure(&p->run, measure, year);
}

/* What the what-if adds to the base. */
static double more(const pair *p, const char *measure, int year) {
  return of(p, measure, year) - cc_measure(&p->base_run, measure, year);
}

static double over_years(double (*what)(const pair *, const char *, int), const pair *p,
                         const char *measure, int first, int last) {
  double sum = 0;
  for (int year = first; year <= last; year++) {
    sum += what(p, measure, year);
  }
  return sum;
}

static void the_plans_premise_of_2200(void **state) {
  (void)state;
  pair p = open_pair("plan-2200");
  cc_assert_near(of(&p, "children_in_care.total", 2), 2200, 0.5);
  cc_assert_near(of(&p, "children_in_care.total", 4), 2200, 0.5);
  close_pair(&p);
}

static void a_cap_that_holds_1950(void **state) {
  (void)state;
  pair p = open_pair("cap-1950-hold");
  for (int month = 0; month < p.run.plan->n_months; month++) {
    double children = 0;
    for (int placement = 0; placement < p.run.plan->n_placements; placement++) {
      children +=
          cc_monthly(p.run.plan, p.run.results, p.run.plan->rows.m_stock + placement, month);
    }
    assert_true(children <= 1950 + 1e-6);
  }
  cc_assert_near(of(&p, "children_in_care.total", 4), 1950, 1e-6);
  close_pair(&p);
}

static void rates_of_others(void **state) {
  (void)state;
  pair core = open_pair("core-city-rate"), neighbours = open_pair("statistical-neighbour-rate");
  cc_assert_near(1e4 * of(&core, "children_in_care.total", 4) / RESIDENTS, 80, 0.05);
  cc_assert_near(1e4 * of(&neighbours, "children_in_care.total", 4) / RESIDENTS, 77, 0.05);
  close_pair(&core);
  close_pair(&neighbours);
}

static void without_early_help_200_more(void **state) {
  (void)state;
  pair p = open_pair("no-early-help");
  cc_assert_near(more(&p, "children_in_care.total", 4), 200, 0.5);
  close_pair(&p);
}

/* 6% fewer entries but for the streams, from the 18th month after October 2021 on. */
static void early_help(void **state) {
  (void)state;
  pair p = open_pair("early-help");
  double streams = 0;
  for (int i = 0; i < p.base->plan.n_parameters; i++) {
    if (strstr(p.base->plan.parameters[i].path, "entries.streams.") != NULL &&
        strstr(p.base->plan.parameters[i].path, ".per_year.") != NULL) {
      streams += p.base->vector[p.base->plan.parameters[i].first_value];
    }
  }
  double base = cc_measure(&p.base_run, "entries.total", 4);
  cc_assert_near(of(&p, "entries.total", 4), streams + 0.94 * (base - streams), 1e-6);
  cc_assert_near(more(&p, "entries.total", 0), 0, 1e-9);
  close_pair(&p);
}

/* The bid costs 2.5m a year, and saves the 6.7m that the plan prints for 2022/23 to 2024/25. */
static void adult_specialists(void **state) {
  (void)state;
  pair p = open_pair("adult-specialists");
  for (int year = 0; year < 5; year++) {
    cc_assert_near(of(&p, "invest_to_save.adult_specialists.investment", year), 2.5e6, 1e-6);
  }
  cc_assert_near(over_years(of, &p, "invest_to_save.adult_specialists.benefit", 2, 4), 6.7e6,
                 0.05e6);
  close_pair(&p);
}

static void own_beds(void **state) {
  (void)state;
  pair p = open_pair("supported-accommodation"), both = open_pair("modernisation");
  cc_assert_near(of(&p, "children_in_care.supported_own", 1), 0, 1e-9);
  /* the 60 beds are taken but for those that young people have just left */
  assert_true(of(&p, "children_in_care.supported_own", 4) <= 60);
  cc_assert_near(of(&p, "children_in_care.supported_own", 4), 60, 1);
  cc_assert_near(of(&p, "invest_to_save.supported_accommodation.investment", 0), 3.2e6, 1e-6);
  cc_assert_near(of(&p, "capital.total", 0) - cc_measure(&p.base_run, "capital.total", 0), 3.7e6,
                 1e-6);
  /* both bids together: the beds move children, and only the specialists make them fewer */
  pair specialists = open_pair("adult-specialists");
  cc_assert_near(of(&both, "children_in_care.total", 4),
                 of(&specialists, "children_in_care.total", 4), 1e-6);
  close_pair(&specialists);
  cc_assert_near(of(&both, "invest_to_save.adult_specialists.investment", 0), 2.5e6, 1e-6);
  close_pair(&p);
  close_pair(&both);
}

/* Homes follow the index from 2019/20, for which their price is stated: five Aprils at 8.8% instead
 * of 5%. The children are the base's, so that their cost is in the proportion of the prices. */
static void external_fees(void **state) {
  (void)state;
  pair p = open_pair("external-fee-inflation");
  const char *cost = "placement_cost.residential";
  cc_assert_near(of(&p, cost, 4) / cc_measure(&p.base_run, cost, 4), pow(1.088 / 1.05, 5), 1e-12);
  cc_assert_near(more(&p, "children_in_care.total", 4), 0, 0);
  close_pair(&p);
}

/* Twenty more a year from the second year on, and on a ramp's average half of it in the first. They
 * open places in proportion to the households, all of which are taken. */
static void more_foster_carers(void **state) {
  (void)state;
  pair p = open_pair("more-foster-carers");
  const char *capacity = "placements.fostering_in_house.capacity.";
  char path[100];
  snprintf(path, sizeof path, "%splaces_per_household", capacity);
  double places = cc_central(p.base, path);
  snprintf(path, sizeof path, "%susable_share", capacity);
  places *= cc_central(p.base, path);
  int last = p.run.plan->n_months - 1;
  int row = p.run.plan->rows.m_capacity;
  int own = 0;
  while (strcmp(p.run.plan->placements[own].name, "fostering_in_house") != 0) {
    own++;
  }
  double now = cc_monthly(p.run.plan, p.run.results, row + own, last);
  double was = cc_monthly(p.base_run.plan, p.base_run.results, row + own, last);
  cc_assert_near(now - was, 20 * (0.5 + 4) * places, 1e-6);
  close_pair(&p);
}

/* 1.2m more spent and 1.2m more asked, each year from 2021/22 on and nothing before it. */
static void pension_rate(void **state) {
  (void)state;
  pair p = open_pair("pension-rate-reverts");
  cc_assert_near(more(&p, "expenditure.total", 0), 0, 0);
  cc_assert_near(more(&p, "contract.total_contract_sum", 0), 0, 0);
  for (int year = 1; year < 5; year++) {
    cc_assert_near(more(&p, "expenditure.total", year), 1.2e6, 1e-6);
    cc_assert_near(more(&p, "contract.total_contract_sum", year), 1.2e6, 1e-6);
  }
  close_pair(&p);
}

/* 2m less in the contract sum from 2021/22, and in what the council itself assumes; the services go
 * on. What the base says of 2020/21 holds there, though the overlay says nothing of that year. */
static void troubled_families(void **state) {
  (void)state;
  pair p = open_pair("troubled-families-grant-ends");
  cc_assert_near(more(&p, "contract.total_contract_sum", 0), 0, 0);
  cc_assert_near(of(&p, "contract.grants_via_council", 0), 8.8e6, 1e-6);
  for (int year = 1; year < 5; year++) {
    cc_assert_near(more(&p, "expenditure.total", year), 0, 1e-6);
    cc_assert_near(more(&p, "contract.total_contract_sum", year), -2e6, 1e-6);
    cc_assert_near(of(&p, "contract.grants_via_council", year), 6.8e6, 1e-6);
    cc_assert_near(more(&p, "contract.council_assumption.contract_sum", year), -2e6, 1e-6);
  }
  close_pair(&p);
}

/* README's ten lines. Nothing is spent before the service begins: 0.4 + 3 x 0.8 = 2.8m. Spending
 * 0.4m in the first year too, whose pounds are neither discounted nor deflated, would take just
 * that off the net present value. */
static void ten_lines(void **state) {
  (void)state;
#define EDGE(before)                                                                               \
  "interventions.edge_of_care={title: Edge of care service, cost: {" before "2021/22: 400k, "      \
  "2022/23: 800k}, effects: [{target: children_in_care.entries.per_10k.16-17, multiply: 0.9, "     \
  "from: 2021-10, ramp: 1 year}]}"
  static const char *const settings[] = {EDGE(""), EDGE("before: 400k, ")};
  double sum[2] = {0, 0}, value[2];
  for (int i = 0; i < 2; i++) {
    cc_diagnostics findings = {0};
    cc_scenario *scenario = NULL;
    assert_int_equal(cc_scenario_load(CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/base.yaml",
                                      &settings[i], 1, &findings, &scenario),
                     CC_OK);
    cc_run run = cc_run_of(scenario);
    for (int year = 0; year < 5; year++) {
      sum[i] += cc_measure(&run, "invest_to_save.edge_of_care.investment", year);
    }
    value[i] = cc_measure(&run, "invest_to_save.edge_of_care.npv", 4);
    cc_run_free(&run);
    cc_scenario_free(scenario);
    cc_diagnostics_free(&findings);
  }
  cc_assert_near(sum[0], 2.8e6, 1e-6);
  cc_assert_near(sum[1], 3.2e6, 1e-6);
  cc_assert_near(value[0] - value[1], 0.4e6, 1e-3);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_plans_premise_of_2200),
      cmocka_unit_test(a_cap_that_holds_1950),
      cmocka_unit_test(rates_of_others),
      cmocka_unit_test(without_early_help_200_more),
      cmocka_unit_test(early_help),
      cmocka_unit_test(adult_specialists),
      cmocka_unit_test(own_beds),
      cmocka_unit_test(external_fees),
      cmocka_unit_test(more_foster_carers),
      cmocka_unit_test(pension_rate),
      cmocka_unit_test(troubled_families),
      cmocka_unit_test(ten_lines),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
