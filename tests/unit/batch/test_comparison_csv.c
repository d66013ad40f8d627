/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comparison.csv, of items made by hand, and comparison_ranges.csv of figures that are certain. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "batch/comparison_csv.h"
#include "support/scenario_fixture.h"

static const cc_item items[] = {
    {"Children", "2020/21", "children_in_care.total", 0, "children", CC_SHOW_COUNT, CC_ABSENT,
     false},
    {"Spending", "All years", "expenditure.total", CC_ABSENT, "\xc2\xa3m", CC_SHOW_MILLIONS,
     CC_ABSENT, false},
    {"First month", "Planning", "planning", CC_ABSENT, "month", CC_SHOW_MONTH, CC_ABSENT, false},
    {"Advisers", "2021/22", "care_leavers.personal_advisers", 1, "FTE", CC_SHOW_DECIMAL, CC_ABSENT,
     false},
};
static const cc_comparison comparison = {.count = 4, .items = items, .first_year = 2020};

static void assert_rows(const double *values, const double *base, const char *expected) {
  cc_text out = {0};
  cc_text_add(&out, "");
  cc_comparison_csv_rows(&comparison, "a,b", values, base, &out);
  assert_string_equal(out.data, expected);
  cc_text_free(&out);
}

static void test_header(void **state) {
  (void)state;
  cc_text out = {0};
  cc_comparison_csv_header(&out);
  assert_string_equal(out.data,
                      "scenario,measure,financial_year,unit,value,base_value,difference\n");
  cc_text_free(&out);
}

static void test_values_and_differences(void **state) {
  (void)state;
  const double base[] = {2000, 1e9, 2021 * 12 + 9, 30.5};
  const double values[] = {2000.25, 999e6, 2020 * 12 + 11, 31};
  assert_rows(values, base,
              "\"a,b\",children_in_care.total,2020/21,children,2000.25,2000,0.25\n"
              "\"a,b\",expenditure.total,all,GBP,999000000,1000000000,-1000000\n"
              "\"a,b\",caps.planning.first_month_above,all,month,2020-12,2021-10,-10\n"
              "\"a,b\",care_leavers.personal_advisers,2021/22,FTE,31,30.5,0.5\n");
}

static void test_what_is_not_there(void **state) {
  (void)state;
  const double none = (double)NAN;
  const double never = (double)INFINITY;
  const double base[] = {2000, none, never, none};
  const double values[] = {none, 1, never, none};
  assert_rows(values, base,
              "\"a,b\",children_in_care.total,2020/21,children,,2000,\n"
              "\"a,b\",expenditure.total,all,GBP,1,,\n");
}

/* Two years of spending, the same in every draw. */
static cc_scenario *spending(const char *cost) {
  return cc_load_text_set("carecast: 1\ntitle: T\nsource: s\nbasis: illustrative\n"
                          "sources: {s: Made up.}\nstart: 2020/21\nyears: 2\n"
                          "services: {a: {title: A, subjective: employees, cost: 1m}}\n",
                          cost);
}

static cc_simulation *simulated(const cc_scenario *scenario, const cc_simulation *base) {
  const cc_simulation_request request = {
      .n_draws = 8, .jobs = 1, .process = CC_PROCESS_NONE, .sums = true, .keep = true};
  cc_simulation *simulation = NULL;
  assert_int_equal(cc_simulate(scenario, &request, base, &simulation), CC_OK);
  return simulation;
}

/* Of the items only spending in all years is there; the cap has no line. */
static void test_ranges(void **state) {
  (void)state;
  static const double quantiles[] = {0.05, 0.5};
  cc_scenario *less = spending("services.a.cost=1m"), *more = spending("services.a.cost=1.25m");
  cc_simulation *base = simulated(less, NULL), *other = simulated(more, base);
  cc_ranges ranges = {base, 2, quantiles};
  cc_text out = {0};
  cc_comparison_ranges_header(&ranges, &out);
  cc_comparison_ranges_rows(&comparison, "a", &ranges, &out);
  ranges.simulation = other;
  cc_comparison_ranges_rows(&comparison, "b", &ranges, &out);
  assert_string_equal(
      out.data,
      "scenario,measure,financial_year,unit,of,central,mean,mean_error,sd,p5,p5_error,p50,"
      "p50_error\n"
      "a,expenditure.total,all,GBP,value,2000000,2000000,,0,2000000,,2000000,\n"
      "b,expenditure.total,all,GBP,value,2500000,2500000,,0,2500000,,2500000,\n"
      "b,expenditure.total,all,GBP,difference,500000,500000,,0,500000,,500000,\n");
  cc_text_free(&out);
  cc_simulation_free(other);
  cc_simulation_free(base);
  cc_scenario_free(more);
  cc_scenario_free(less);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_header),
      cmocka_unit_test(test_values_and_differences),
      cmocka_unit_test(test_what_is_not_there),
      cmocka_unit_test(test_ranges),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
