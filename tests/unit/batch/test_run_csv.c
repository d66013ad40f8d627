/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables of a run folder. The town is so simple that its figures are known: 100 children who
 * stay, at 1,000 pounds a week, are 36500 child-days and 100 x 365 / 7 x 1,000 pounds a year. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "batch/run_csv.h"
#include "support/scenario_fixture.h"

static const char town[] =
    "carecast: 1\n"
    "id: town\n"
    "title: Town\n"
    "start: 2020/21\n"
    "years: 2\n"
    "bands: [0]\n"
    "placements:\n"
    "  homes: {title: Homes, weekly_price: 1000}\n"
    "  empty: {title: Empty, weekly_price: 5}\n"
    "children_in_care:\n"
    "  opening: {by_band: {0-17: 100}, by_placement: {homes: 100, empty: 0}}\n"
    "caps:\n"
    "  low: {title: Low, children: 10, policy: report}\n"
    "  high: {title: High, children: 200, policy: report}\n"
    "contract:\n"
    "  brought_forward: 5m\n"
    "  permanent_adjustments: {grant: {title: 'Grant, \"UASC\"', amount: -1m}}\n"
    "capital: {works: {title: Works, lines: {roof: {title: Roof, amount: 2k}}}}\n";

typedef struct {
  cc_scenario *scenario;
  cc_run run;
  cc_text out;
} fixture;

static int start(void **state) {
  fixture *f = calloc(1, sizeof *f);
  f->scenario = cc_load_text(town);
  f->run = cc_run_of(f->scenario);
  *state = f;
  return 0;
}

static int stop(void **state) {
  fixture *f = *state;
  cc_run_free(&f->run);
  cc_scenario_free(f->scenario);
  cc_text_free(&f->out);
  free(f);
  return 0;
}

/* How often `text` begins a line. */
static int count_lines(const char *table, const char *text) {
  int count = 0;
  for (const char *line = table; line != NULL && *line != '\0'; line = strchr(line, '\n')) {
    line += *line == '\n';
    count += strncmp(line, text, strlen(text)) == 0;
  }
  return count;
}

/* The number at the end of the line that begins with `text`. */
static double value_of(const char *table, const char *text) {
  const char *line = strstr(table, text);
  assert_non_null(line);
  return strtod(line + strlen(text), NULL);
}

static void test_results_are_tidy(void **state) {
  fixture *f = *state;
  cc_results_csv(&f->run, &f->out);
  assert_false(f->out.failed);
  const char *table = f->out.data;
  assert_memory_equal(table, "scenario,financial_year,month,placement,measure,unit,value\ntown,",
                      59);
  /* Nobody turns 18 in two years only if nobody is 16 or 17: here ages are spread, so the stock
   * falls and what stays the same is price. */
  assert_true(value_of(table, "town,2021/22,2022-03,homes,weekly_price,GBP a child-week,") == 1000);
  assert_int_equal(count_lines(table, "town,2020/21,2020-04,homes,children_in_care,children,"), 1);
  assert_int_equal(count_lines(table, "town,2022/23,"), 0);
  assert_null(strstr(table, "total"));
}

static void test_rows_of_zeros_are_left_out(void **state) {
  fixture *f = *state;
  cc_results_csv(&f->run, &f->out);
  assert_null(strstr(f->out.data, ",empty,children_in_care,"));
  assert_null(strstr(f->out.data, ",homes,entries,"));
  assert_non_null(strstr(f->out.data, ",empty,weekly_price,"));
}

/* Every value reads back as exactly the double that it was made from. */
static void test_results_are_in_full_precision(void **state) {
  fixture *f = *state;
  const cc_plan *plan = f->run.plan;
  cc_results_csv(&f->run, &f->out);
  int row = plan->rows.m_stock;
  for (int t = 0; t < plan->n_months; t++) {
    char text[96];
    int month = 3 + t;
    snprintf(text, sizeof text, ",%d-%02d,homes,children_in_care,children,", 2020 + month / 12,
             month % 12 + 1);
    assert_true(value_of(f->out.data, text) == cc_monthly(plan, f->run.results, row, t));
  }
}

/* Child-days of all months sum to what the stocks say, by the trapezium rule to a few days. */
static void test_flows_sum_over_months(void **state) {
  fixture *f = *state;
  const cc_plan *plan = f->run.plan;
  double days = 0, cost = 0;
  for (int t = 0; t < plan->n_months; t++) {
    days += cc_monthly(plan, f->run.results, plan->rows.m_child_days, t);
    cost += cc_monthly(plan, f->run.results, plan->rows.m_cost, t);
  }
  cc_contract_csv(&f->run, &f->out);
  double printed =
      value_of(f->out.data,
               "town,2020/21,expenditure,placement_cost.homes,Placement cost: Homes,memo,GBP,") +
      value_of(f->out.data,
               "town,2021/22,expenditure,placement_cost.homes,Placement cost: Homes,memo,GBP,");
  assert_true(fabs(cost - days / 7 * 1000) < 1e-4);
  assert_true(fabs(printed - cost) < 1e-4);
}

static void test_the_contract_by_line(void **state) {
  fixture *f = *state;
  cc_contract_csv(&f->run, &f->out);
  const char *table = f->out.data;
  assert_memory_equal(table, "scenario,financial_year,account,line,title,kind,unit,value\ntown,",
                      63);
  assert_non_null(strstr(table, "town,2020/21,contract,contract.adjustments.grant,"
                                "\"Grant, \"\"UASC\"\"\",line,GBP,-1000000\n"));
  assert_non_null(strstr(table, "town,2021/22,contract,contract.total_contract_sum,"));
  assert_non_null(strstr(table, "town,2020/21,capital,capital.works.roof,Roof,line,GBP,2000\n"));
  assert_int_equal(count_lines(table, "town,2020/21,capital,"), 3);
}

/* The stock that the scenario opens with stands in the month before the first. */
static void test_the_opening(void **state) {
  fixture *f = *state;
  cc_results_csv(&f->run, &f->out);
  const char *table = f->out.data;
  double opening = value_of(table, "town,2019/20,2020-03,homes,children_in_care,children,");
  assert_true(fabs(opening - 100) < 1e-9);
  assert_int_equal(count_lines(table, "town,2019/20,"), 1);
}

static void test_checks(void **state) {
  fixture *f = *state;
  cc_checks_csv(&f->run, &f->out);
  const char *table = f->out.data;
  assert_non_null(strstr(table, "town,identity,"));
  assert_null(strstr(table, ",fails\n"));
  assert_non_null(strstr(table, "town,cap,high,peak_excess,children,0,200,,never above\n"));
  const char *low = strstr(table, "town,cap,low,peak_excess,children,");
  assert_non_null(low);
  assert_non_null(strstr(low, ",10,2020-04,above\n"));
  assert_null(strstr(table, "diverted"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_results_are_tidy, start, stop),
      cmocka_unit_test_setup_teardown(test_rows_of_zeros_are_left_out, start, stop),
      cmocka_unit_test_setup_teardown(test_results_are_in_full_precision, start, stop),
      cmocka_unit_test_setup_teardown(test_flows_sum_over_months, start, stop),
      cmocka_unit_test_setup_teardown(test_the_contract_by_line, start, stop),
      cmocka_unit_test_setup_teardown(test_the_opening, start, stop),
      cmocka_unit_test_setup_teardown(test_checks, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
