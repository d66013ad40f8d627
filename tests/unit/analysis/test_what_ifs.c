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

/* The plan's table, with the 6.1m of growth as its text has it: 201.1 less 6.1, and 0.5m more each
 * year; and with a request of 12.5m in the middle, where 13.2m are missing. */
static void growth_as_the_text_has_it(void **state) {
  (void)state;
  pair out = open_pair("growth-falls-out"), request = open_pair("growth-request-2021");
  for (int year = 0; year < 5; year++) {
    double sum = year == 0 ? 201.1e6 : 195e6 + 0.5e6 * year;
    cc_assert_near(of(&out, "contract.total_contract_sum", year), sum, 0.005);
    cc_assert_near(of(&out, "contract.funding_gap", year), year == 0 ? 0 : 6.1e6, 0.005);
    cc_assert_near(of(&request, "contract.total_contract_sum", year),
                   year == 0 ? sum : sum + 12.5e6, 0.005);
    cc_assert_near(of(&request, "contract.funding_gap", year), year == 0 ? 0 : 0.7e6, 0.005);
  }
  close_pair(&out);
  close_pair(&request);
}

/* The base with one --set beside the base. */
static pair open_set(const char *setting) {
  cc_diagnostics findings = {0};
  pair p = {.base = cc_load_file("scenarios/birmingham-2020/base.yaml")};
  assert_int_equal(cc_scenario_load(CARECAST_SOURCE_DIR "/scenarios/birmingham-2020/base.yaml",
                                    &setting, 1, &findings, &p.scenario),
                   CC_OK);
  assert_int_equal(findings.count, 0);
  p.run = cc_run_of(p.scenario);
  p.base_run = cc_run_of(p.base);
  cc_diagnostics_free(&findings);
  return p;
}

/* In-house foster places in the last month, more than the base's. */
static double more_places(const pair *p) {
  const cc_plan *plan = p->run.plan;
  int own = 0;
  while (strcmp(plan->placements[own].name, "fostering_in_house") != 0) {
    own++;
  }
  int row = plan->rows.m_capacity + own, last = plan->n_months - 1;
  return cc_monthly(plan, p->run.results, row, last) -
         cc_monthly(p->base_run.plan, p->base_run.results, row, last);
}

/* External fees as a number, and as a number for a year: 8.8% instead of 5% each April from when it
 * is written. */
static void fees_as_a_number(void **state) {
  (void)state;
  const char *cost = "placement_cost.residential";
  pair all = open_set("indexes.external=8.8%"), later = open_set("indexes.external.2022/23=8.8%");
  cc_assert_near(of(&all, cost, 4) / cc_measure(&all.base_run, cost, 4), pow(1.088 / 1.05, 5),
                 1e-12);
  cc_assert_near(more(&later, cost, 1), 0, 0);
  for (int year = 2; year < 5; year++) {
    cc_assert_near(of(&later, cost, year) / cc_measure(&later.base_run, cost, year),
                   pow(1.088 / 1.05, year - 1), 1e-12);
  }
  close_pair(&all);
  close_pair(&later);
}

/* 76 households a year instead of 56: twenty more a year for five years, or for the three from
 * 2022/23 on. */
static void carers_as_a_number(void **state) {
  (void)state;
#define CAPACITY "placements.fostering_in_house.capacity."
  pair all = open_set(CAPACITY "recruited_per_year=76");
  pair later = open_set(CAPACITY "recruited_per_year={2022/23: 76}");
  double places = cc_central(all.base, CAPACITY "places_per_household") *
                  cc_central(all.base, CAPACITY "usable_share");
  cc_assert_near(more_places(&all), 20 * 5 * places, 1e-6);
  cc_assert_near(more_places(&later), 20 * 3 * places, 1e-6);
  close_pair(&all);
  close_pair(&later);
#undef CAPACITY
}

/* A rate of entries for a year: the base's entries until then, from then on those of the number. */
static void entries_as_a_number(void **state) {
  (void)state;
  pair all = open_set("children_in_care.entries.per_10k.10-15=20");
  pair later = open_set("children_in_care.entries.per_10k.10-15={2022/23: 20}");
  for (int year = 0; year < 5; year++) {
    cc_assert_near(of(&later, "entries.total", year),
                   year < 2 ? cc_measure(&later.base_run, "entries.total", year)
                            : of(&all, "entries.total", year),
                   1e-9);
  }
  assert_true(fabs(more(&all, "entries.total", 4)) > 1);
  close_pair(&all);
  close_pair(&later);
}

/* Rates of entries as the base has them, times factors, each for a year and after: one figure for
 * each band, as somebody would copy them out. */
static pair open_rates(const char *first_year, double first, const char *then_year, double then) {
  static const struct {
    const char *band;
    double rate;
  } rates[] = {{"under_1", 84.9}, {"1-4", 14.5}, {"5-9", 12.9}, {"10-15", 19.1}, {"16-17", 33.2}};
  char setting[400];
  int used = snprintf(setting, sizeof setting, "children_in_care.entries.per_10k={");
  for (size_t i = 0; i < sizeof rates / sizeof *rates; i++) {
    used += snprintf(setting + used, sizeof setting - (size_t)used, "%s%s: {%s: %.8f, %s: %.8f}",
                     i > 0 ? ", " : "", rates[i].band, first_year, rates[i].rate * first, then_year,
                     rates[i].rate * then);
  }
  snprintf(setting + used, sizeof setting - (size_t)used, "}");
  return open_set(setting);
}

/* The plan's premise in figures: the shipped what-if's children, month for month. */
static void premise_as_numbers(void **state) {
  (void)state;
  pair own = open_rates("2020/21", 1.2038, "2023/24", 1.1399), shipped = open_pair("plan-2200");
  for (int year = 0; year < 5; year++) {
    cc_assert_near(of(&own, "children_in_care.total", year),
                   of(&shipped, "children_in_care.total", year), 1e-4);
  }
  cc_assert_near(of(&own, "children_in_care.total", 2), 2200, 0.5);
  close_pair(&own);
  close_pair(&shipped);
}

/* Rates that rise as those of core cities, of the neighbours, and without Early Help, from a year
 * on: so much more of the entries by residents in these years, and the base's before them. */
static void rises_as_numbers(void **state) {
  (void)state;
  static const double factors[] = {1.2508, 1.1866, 1.1497};
  for (int i = 0; i < 3; i++) {
    pair p = open_rates("2022/23", factors[i], "2023/24", factors[i]);
    pair plain = open_rates("2022/23", 1, "2023/24", 1),
         twice = open_rates("2022/23", 2, "2023/24", 2);
    for (int year = 0; year < 5; year++) {
      double all = of(&twice, "entries.total", year) - of(&plain, "entries.total", year);
      cc_assert_near(more(&p, "entries.total", year), year < 2 ? 0 : (factors[i] - 1) * all, 1e-4);
    }
    assert_true(more(&p, "children_in_care.total", 4) > 100);
    close_pair(&p);
    close_pair(&plain);
    close_pair(&twice);
  }
}

/* A cap as a number, and as one from a year on: no child more from then, and the base's before. */
static void a_cap_as_a_number(void **state) {
  (void)state;
  pair all = open_set("caps.agreed={children: 1920, policy: hold}");
  pair later = open_set("caps.agreed={children: 1920, policy: hold, from: 2022/23}");
  for (int year = 0; year < 5; year++) {
    cc_assert_near(of(&all, "children_in_care.total", year), 1920, 1e-6);
    if (year < 2) {
      cc_assert_near(more(&later, "children_in_care.total", year), 0, 0);
    } else {
      cc_assert_near(of(&later, "children_in_care.total", year), 1920, 1e-6);
    }
  }
  close_pair(&all);
  close_pair(&later);
}

/* Money for a year: what is spent begins then, and a grant is the base's until then. */
static void money_for_a_year(void **state) {
  (void)state;
  pair spent = open_set("services.more={title: More, cost: {2021/22: 1.2m}}");
  pair grant = open_set("contract.grants_via_council={2021/22: 6.8m}");
  for (int year = 0; year < 5; year++) {
    cc_assert_near(more(&spent, "expenditure.total", year), year < 1 ? 0 : 1.2e6, 1e-6);
    cc_assert_near(of(&grant, "contract.grants_via_council", year), year < 1 ? 8.8e6 : 6.8e6, 1e-6);
  }
  close_pair(&spent);
  close_pair(&grant);
}

/* A bid that is switched on in one word is the shipped what-if, to the last bit. */
static void bids_in_one_word(void **state) {
  (void)state;
  static const char *const names[] = {"adult-specialists", "early-help"};
  static const char *const settings[] = {"interventions.adult_specialists.active=yes",
                                         "interventions.early_help.active=yes"};
  for (int i = 0; i < 2; i++) {
    pair own = open_set(settings[i]), shipped = open_pair(names[i]);
    for (int year = 0; year < 5; year++) {
      cc_assert_near(of(&own, "expenditure.total", year), of(&shipped, "expenditure.total", year),
                     0);
    }
    assert_true(fabs(more(&own, "children_in_care.total", 4)) > 1);
    close_pair(&own);
    close_pair(&shipped);
  }
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
      cmocka_unit_test(growth_as_the_text_has_it),
      cmocka_unit_test(fees_as_a_number),
      cmocka_unit_test(carers_as_a_number),
      cmocka_unit_test(entries_as_a_number),
      cmocka_unit_test(premise_as_numbers),
      cmocka_unit_test(rises_as_numbers),
      cmocka_unit_test(a_cap_as_a_number),
      cmocka_unit_test(money_for_a_year),
      cmocka_unit_test(bids_in_one_word),
      cmocka_unit_test(ten_lines),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
