/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tornados of sums, whose swings are the quantiles of the parts. */
#include "analysis/tornado.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "numeric/gsl_errors.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

/* Three services: deviations of 1m, 2m (over both years, by a common factor) and none. */
#define SUM                                                                                        \
  "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 2\n"                                              \
  "services:\n"                                                                                    \
  "  small: {cost: {value: 10m, uncertainty: {normal: {sd: 1m}}}}\n"                               \
  "  large: {cost: {2020/21: 20m, 2021/22: 20m, uncertainty: {normal: {cv: 10%}}}}\n"              \
  "  certain: {cost: 5m}\n"

#define Z90 1.2815515655 /* of the normal, in deviations */
#define Z975 1.9599639845

static const char *path_of(const cc_scenario *scenario, int parameter) {
  return scenario->plan.parameters[parameter].path;
}

static cc_tornado tornado_of(const cc_scenario *scenario, const char *measure, int year, double low,
                             double high, int jobs) {
  const cc_tornado_request request = {scenario, measure, year, low, high, jobs};
  cc_tornado tornado;
  assert_int_equal(cc_tornado_make(&request, &tornado), CC_OK);
  return tornado;
}

static void test_a_sum(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SUM);
  cc_tornado tornado = tornado_of(scenario, "expenditure.total", 1, 0.1, 0.9, 1);
  assert_int_equal(tornado.count, 2);
  cc_assert_near(tornado.central, 35e6, 1e-6);
  assert_string_equal(path_of(scenario, tornado.swings[0].parameter), "services.large.cost");
  assert_true(tornado.swings[0].is_factor);
  cc_assert_near(tornado.swings[0].to, 1 + 0.1 * Z90, 1e-7);
  cc_assert_near(tornado.swings[0].high, 35e6 + 2e6 * Z90, 1);
  cc_assert_near(tornado.swings[0].low, 35e6 - 2e6 * Z90, 1);
  assert_string_equal(path_of(scenario, tornado.swings[1].parameter), "services.small.cost");
  assert_false(tornado.swings[1].is_factor);
  cc_assert_near(tornado.swings[1].from, 10e6 - 1e6 * Z90, 1);
  cc_assert_near(tornado.swings[1].high - tornado.swings[1].low, 2e6 * Z90, 1);
  cc_tornado_free(&tornado);
  cc_scenario_free(scenario);
}

static void test_other_quantiles(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SUM);
  cc_tornado tornado = tornado_of(scenario, "expenditure.total", 0, 0.025, 0.5, 1);
  cc_assert_near(tornado.swings[0].low, 35e6 - 2e6 * Z975, 1);
  cc_assert_near(tornado.swings[0].high, 35e6, 1e-6);
  cc_tornado_free(&tornado);
  cc_scenario_free(scenario);
}

/* Doubts of several years are turned together: 10 + 20 in two years, deviations 1 and 3. */
static void test_years_together(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text("carecast: 1\ntitle: S\nstart: 2020/21\nyears: 2\nservices:\n"
                   "  a: {cost: {2020/21: {value: 10m, uncertainty: {normal: {sd: 1m}}},"
                   " 2021/22: {value: 20m, uncertainty: {normal: {sd: 3m}}}}}\n");
  cc_tornado first = tornado_of(scenario, "expenditure.total", 0, 0.1, 0.9, 1);
  cc_tornado second = tornado_of(scenario, "expenditure.total", 1, 0.1, 0.9, 1);
  assert_int_equal(second.count, 1);
  assert_false(second.swings[0].is_factor);
  cc_assert_near(first.swings[0].high, 10e6 + 1e6 * Z90, 1);
  cc_assert_near(second.swings[0].high, 20e6 + 3e6 * Z90, 1);
  cc_assert_near(second.swings[0].to, 10e6 + 1e6 * Z90, 1); /* the first of its numbers */
  cc_tornado_free(&first);
  cc_tornado_free(&second);
  cc_scenario_free(scenario);
}

static void test_jobs_change_nothing(void **state) {
  (void)state;
  static const int jobs[] = {2, 3, 7};
  cc_scenario *scenario = cc_load_file("scenarios/birmingham-2020/base.yaml");
  cc_tornado one = tornado_of(scenario, "expenditure.total", 4, 0.1, 0.9, 1);
  assert_true(one.count > 40);
  for (int j = 0; j < 3; j++) {
    cc_tornado other = tornado_of(scenario, "expenditure.total", 4, 0.1, 0.9, jobs[j]);
    assert_int_equal(one.count, other.count);
    for (int i = 0; i < one.count; i++) {
      assert_int_equal(one.swings[i].parameter, other.swings[i].parameter);
      assert_memory_equal(&one.swings[i].low, &other.swings[i].low, sizeof(double));
      assert_memory_equal(&one.swings[i].high, &other.swings[i].high, sizeof(double));
    }
    cc_tornado_free(&other);
  }
  cc_tornado_free(&one);
  cc_scenario_free(scenario);
}

static void test_what_there_is_not(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SUM);
  cc_tornado_request request = {scenario, "expenditure.totl", 0, 0.1, 0.9, 1};
  cc_tornado tornado;
  assert_int_equal(cc_tornado_make(&request, &tornado), CC_USAGE);
  request.measure = "expenditure.total";
  request.year = 2;
  assert_int_equal(cc_tornado_make(&request, &tornado), CC_USAGE);
  cc_tornado_free(&tornado);
  cc_scenario_free(scenario);
}

int main(void) {
  cc_gsl_errors_return();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_sum),
      cmocka_unit_test(test_other_quantiles),
      cmocka_unit_test(test_years_together),
      cmocka_unit_test(test_jobs_change_nothing),
      cmocka_unit_test(test_what_there_is_not),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
