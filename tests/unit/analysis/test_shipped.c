/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shipped scenarios against what was printed and published, and against each other. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/reconcile.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

#define FOLDER "scenarios/birmingham-2020/"

static const char *const what_ifs[] = {"plan-2200",
                                       "core-city-rate",
                                       "statistical-neighbour-rate",
                                       "no-early-help",
                                       "early-help",
                                       "adult-specialists",
                                       "modernisation",
                                       "supported-accommodation",
                                       "more-foster-carers",
                                       "cap-1950-hold",
                                       "external-fee-inflation",
                                       "troubled-families-grant-ends",
                                       "pension-rate-reverts"};
enum { WHAT_IFS = sizeof what_ifs / sizeof what_ifs[0] };

static cc_scenario *shipped(const char *name) {
  char path[128];
  snprintf(path, sizeof path, FOLDER "%s.yaml", name);
  return cc_load_file(path);
}

static double measure_of(const char *name, const char *measure, int year) {
  cc_scenario *scenario = shipped(name);
  cc_run run = cc_run_of(scenario);
  double value = cc_measure(&run, measure, year);
  cc_run_free(&run);
  cc_scenario_free(scenario);
  return value;
}

static void every_printed_figure_of_the_plan_agrees(void **state) {
  (void)state;
  cc_scenario *scenario = shipped("published-plan");
  cc_run run = cc_run_of(scenario);
  cc_reconciled *rows = calloc((size_t)scenario->n_published, sizeof *rows);
  assert_non_null(rows);
  assert_int_equal(cc_reconcile(&run, rows), CC_OK);
  int own = 0;
  for (int i = 0; i < scenario->n_published; i++) {
    own += rows[i].agreement == CC_PAPERS_OWN;
    assert_true(rows[i].agreement == CC_AGREES || rows[i].agreement == CC_PAPERS_OWN);
  }
  /* cells in print: growth 18, contract sum 8, expenditure and its funding 12, five years 12 rows
   * less 2 blanks, capital 5; and the papers' own inconsistencies */
  assert_int_equal(scenario->n_published - own, 18 + 8 + 12 + 58 + 5);
  assert_int_equal(own, 17);
  free(rows);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* The five-year table of the paper, typed here a second time from print (seed 004, section 10). */
static void the_five_year_table_is_the_papers(void **state) {
  (void)state;
  const struct {
    const char *measure;
    double printed[5];
  } table[] = {
      {"contract.core_contract_sum", {192.3, 192.8, 193.3, 193.8, 194.3}},
      {"contract.grants_via_council", {8.8, 8.8, 8.8, 8.8, 8.8}},
      {"contract.total_contract_sum", {201.1, 201.6, 202.1, 202.6, 203.1}},
      {"contract.total_budget", {205.1, 205.6, 206.1, 206.6, 207.1}},
      {"contract.total_funding_proposed", {210.8, 211.3, 206.5, 205.6, 206.1}},
  };
  cc_scenario *scenario = shipped("published-plan");
  cc_run run = cc_run_of(scenario);
  for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
    for (int y = 0; y < 5; y++) {
      cc_assert_near(cc_measure(&run, table[i].measure, y) / 1e6, table[i].printed[y], 1e-6);
    }
  }
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* Not put in: 261 children a year turned 18 in 2018-2020 (242, 256, 284; DfE, ceased by age). */
static void children_turning_18_follow_from_the_rest(void **state) {
  (void)state;
  double first_year = measure_of("base", "turned_18.total", 0);
  assert_true(fabs(first_year - 261) <= 0.05 * 261);
  /* about 105 children under 1 are in care (103, 107, 110 in 2018-2020), where an even spread of
   * their age band would leave 58 */
  double under_1 = measure_of("base", "children_in_care.band.under_1", 0);
  assert_true(fabs(under_1 - 105) <= 0.1 * 105);
}

/* The paper's subjective analysis of 2020/21 (seed 004, lines 504 to 509). */
static void base_has_the_papers_headings(void **state) {
  (void)state;
  const struct {
    const char *heading;
    double printed;
  } paper[] = {{"subjective.employees", 84.2},
               {"subjective.premises", 3.3},
               {"subjective.transport", 1.6},
               {"subjective.supplies_and_services", 8.1},
               {"subjective.third_party_payments", 102.6},
               {"subjective.transfer_payments", 5.3}};
  for (size_t i = 0; i < sizeof paper / sizeof paper[0]; i++) {
    cc_assert_near(measure_of("base", paper[i].heading, 0) / 1e6, paper[i].printed, 0.05);
  }
}

static void opening_is_as_published(void **state) {
  (void)state;
  cc_scenario *scenario = shipped("base");
  cc_run run = cc_run_of(scenario);
  double opening = 0;
  for (int p = 0; p < run.plan->n_placements; p++) {
    opening += run.results->opening[p];
  }
  cc_assert_near(opening, 1915, 1e-9); /* DfE, 31 March 2020 */
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void identities_hold_in_every_shipped_scenario(void **state) {
  (void)state;
  for (int i = -2; i < WHAT_IFS; i++) {
    cc_scenario *scenario = i == -2   ? cc_load_file("scenarios/birmingham-2025/base.yaml")
                            : i == -1 ? shipped("base")
                                      : shipped(what_ifs[i]);
    cc_run run = cc_run_of(scenario);
    cc_identity identities[CC_MAX_IDENTITIES];
    int count = cc_run_identities(&run, identities);
    assert_true(count >= 6);
    for (int k = 0; k < count; k++) {
      assert_true(identities[k].holds);
    }
    cc_run_free(&run);
    cc_scenario_free(scenario);
  }
}

static void what_ifs_move_as_they_say(void **state) {
  (void)state;
  const int last = 4;
  const char *children = "children_in_care.total";
  const char *gap = "contract.funding_gap";
  double base = measure_of("base", children, last);
  double base_gap = measure_of("base", gap, last);
  cc_assert_near(measure_of("plan-2200", children, last), 2200, 22);
  cc_assert_near(measure_of("core-city-rate", "children_in_care.per_10k", last), 80, 0.5);
  cc_assert_near(measure_of("statistical-neighbour-rate", "children_in_care.per_10k", last), 77,
                 0.5);
  assert_true(measure_of("early-help", children, last) < base);
  assert_true(measure_of("adult-specialists", children, last) < base);
  assert_true(measure_of("cap-1950-hold", children, last) <= 1950 + 1e-6);
  assert_true(measure_of("external-fee-inflation", gap, last) > base_gap + 1e5);
  cc_assert_near(measure_of("external-fee-inflation", children, last), base, 1e-9);
  cc_assert_near(measure_of("troubled-families-grant-ends", gap, last) - base_gap, 2e6, 1);
  assert_true(measure_of("supported-accommodation", "children_in_care.supported_own", last) > 50);
  assert_true(measure_of("supported-accommodation", "children_in_care.supported_own", last) <=
              60 + 1e-9);
  assert_true(measure_of("more-foster-carers", "children_in_care.fostering_in_house", last) >
              measure_of("base", "children_in_care.fostering_in_house", last));
}

/* An overlay of the base that only these tests use. */
static cc_scenario *overlay(const char *name) {
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  char path[1024];
  snprintf(path, sizeof path, "%s/tests/unit/analysis/overlays/%s", CARECAST_SOURCE_DIR, name);
  assert_int_equal(
      cc_scenario_load_with(path, CARECAST_SOURCE_DIR, NULL, 0, NULL, &findings, &scenario), CC_OK);
  cc_diagnostics_free(&findings);
  return scenario;
}

/* Prices twice as high make placement cost twice as high, and change no child's course. */
static void prices_twice_cost_twice(void **state) {
  (void)state;
  cc_scenario *base = shipped("base");
  cc_scenario *dear = overlay("prices-twice.yaml");
  cc_run a = cc_run_of(base);
  cc_run b = cc_run_of(dear);
  for (int y = 0; y < 5; y++) {
    double before = 0;
    double after = 0;
    for (int p = 0; p < a.plan->n_placements; p++) {
      before += cc_annual(a.plan, a.results, a.plan->rows.a_cost + p, y);
      after += cc_annual(b.plan, b.results, b.plan->rows.a_cost + p, y);
    }
    cc_assert_near(after, 2 * before, 0.005);
    cc_assert_near(cc_measure(&a, "children_in_care.total", y),
                   cc_measure(&b, "children_in_care.total", y), 1e-9);
  }
  cc_run_free(&a);
  cc_run_free(&b);
  cc_scenario_free(base);
  cc_scenario_free(dear);
}

/* An intervention that changes nothing, and one that is switched off, leave the base as it is. */
static void no_intervention_is_the_base(void **state) {
  (void)state;
  cc_scenario *base = shipped("base");
  cc_scenario *same = overlay("idle.yaml");
  cc_run a = cc_run_of(base);
  cc_run b = cc_run_of(same);
  const cc_row_list *rows = &a.plan->rows.annual;
  for (int r = 0; r < rows->count; r++) {
    for (int y = 0; y < 5; y++) {
      double before = cc_annual(a.plan, a.results, r, y);
      cc_assert_near(cc_measure(&b, rows->items[r].measure, y), before, 1e-9 * (1 + fabs(before)));
    }
  }
  cc_run_free(&a);
  cc_run_free(&b);
  cc_scenario_free(base);
  cc_scenario_free(same);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_printed_figure_of_the_plan_agrees),
      cmocka_unit_test(the_five_year_table_is_the_papers),
      cmocka_unit_test(children_turning_18_follow_from_the_rest),
      cmocka_unit_test(base_has_the_papers_headings),
      cmocka_unit_test(opening_is_as_published),
      cmocka_unit_test(identities_hold_in_every_shipped_scenario),
      cmocka_unit_test(what_ifs_move_as_they_say),
      cmocka_unit_test(prices_twice_cost_twice),
      cmocka_unit_test(no_intervention_is_the_base),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
