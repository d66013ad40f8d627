/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/sensitivity.h"
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

static const char *path_of(const cc_scenario *scenario, int parameter) {
  return scenario->plan.parameters[parameter].path;
}

/* P90 of a normal is 1.2815516 deviations above its mean. */
static void a_tornado_of_a_sum(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SUM);
  cc_tornado tornado;
  assert_int_equal(cc_tornado_make(scenario, "expenditure.total", 1, &tornado), CC_OK);
  assert_int_equal(tornado.count, 2);
  cc_assert_near(tornado.central, 35e6, 1e-6);
  assert_string_equal(path_of(scenario, tornado.swings[0].parameter), "services.large.cost");
  assert_true(tornado.swings[0].is_factor);
  cc_assert_near(tornado.swings[0].p90, 1.12815516, 1e-7);
  cc_assert_near(tornado.swings[0].high, 35e6 + 2 * 1.2815516e6, 1);
  cc_assert_near(tornado.swings[0].low, 35e6 - 2 * 1.2815516e6, 1);
  assert_string_equal(path_of(scenario, tornado.swings[1].parameter), "services.small.cost");
  assert_false(tornado.swings[1].is_factor);
  cc_assert_near(tornado.swings[1].p10, 10e6 - 1.2815516e6, 1);
  cc_assert_near(tornado.swings[1].high - tornado.swings[1].low, 2 * 1.2815516e6, 1);
  cc_tornado_free(&tornado);
  cc_scenario_free(scenario);
}

/* A sum of independent figures: each explains its part of the variance, 1/5 and 4/5, and nothing
 * is left to their acting together. */
static void indices_of_a_sum(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SUM);
  cc_sobol_analysis analysis;
  assert_int_equal(cc_sobol_make(scenario, "expenditure.total", 1, 4000, 7, &analysis), CC_OK);
  assert_int_equal(analysis.count, 2);
  assert_string_equal(path_of(scenario, analysis.inputs[0].parameters[0]), "services.large.cost");
  static const double expected[] = {0.8, 0.2};
  for (int i = 0; i < 2; i++) {
    const cc_sobol_index *index = &analysis.inputs[i].index;
    cc_assert_near(index->first.value, expected[i], 0.05);
    cc_assert_near(index->total.value, expected[i], 0.05);
    assert_true(index->first.low <= expected[i] && index->first.high >= expected[i]);
    assert_true(index->total.low <= expected[i] && index->total.high >= expected[i]);
  }
  cc_assert_near(analysis.mean, 35e6, 0.05e6);
  cc_assert_near(analysis.sd, sqrt(5) * 1e6, 0.05e6);
  assert_int_equal(analysis.projections, 4 * 4000);
  cc_sobol_free(&analysis);
  cc_scenario_free(scenario);
}

#define PAIR                                                                                       \
  "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 1\n"                                              \
  "services:\n"                                                                                    \
  "  a: {cost: {value: 10m, uncertainty: {normal: {sd: 1m}}}}\n"                                   \
  "  b: {cost: {value: 10m, uncertainty: {normal: {sd: 1m}}}}\n"                                   \
  "  c: {cost: {value: 10m, uncertainty: {normal: {sd: 2m}}}}\n"                                   \
  "correlations:\n"                                                                                \
  "  - {between: [services.a.cost, services.c.cost], coefficient: 0.5}\n"

/* a and c together have the variance 1 + 4 + 2 x 0.5 x 1 x 2 = 7 of 8; b has 1. */
static void correlated_figures_are_one_input(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(PAIR);
  cc_sobol_analysis analysis;
  assert_int_equal(cc_sobol_make(scenario, "expenditure.total", 0, 4000, 7, &analysis), CC_OK);
  assert_int_equal(analysis.count, 2);
  assert_int_equal(analysis.inputs[0].count, 2);
  assert_string_equal(path_of(scenario, analysis.inputs[0].parameters[1]), "services.c.cost");
  cc_assert_near(analysis.inputs[0].index.first.value, 7.0 / 8, 0.05);
  cc_assert_near(analysis.inputs[1].index.total.value, 1.0 / 8, 0.03);
  cc_assert_near(analysis.sd, sqrt(8) * 1e6, 0.06e6);
  cc_sobol_free(&analysis);
  cc_scenario_free(scenario);
}

static void what_there_is_not(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SUM);
  cc_tornado tornado;
  cc_sobol_analysis analysis;
  assert_int_equal(cc_tornado_make(scenario, "expenditure.totl", 0, &tornado), CC_USAGE);
  assert_int_equal(cc_tornado_make(scenario, "expenditure.total", 2, &tornado), CC_USAGE);
  assert_int_equal(cc_sobol_make(scenario, "expenditure.totl", 0, 10, 1, &analysis), CC_USAGE);
  cc_scenario_free(scenario);
}

int main(void) {
  cc_gsl_errors_return();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_tornado_of_a_sum),
      cmocka_unit_test(indices_of_a_sum),
      cmocka_unit_test(correlated_figures_are_one_input),
      cmocka_unit_test(what_there_is_not),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
