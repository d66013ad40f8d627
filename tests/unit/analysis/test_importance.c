/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/importance.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"

static double *importance_of(const cc_scenario *scenario, int *count, cc_dimension **dimensions) {
  assert_int_equal(cc_dimensions_find(scenario, count, dimensions), CC_OK);
  double *importance = calloc((size_t)*count + 1, sizeof *importance);
  assert_int_equal(cc_importance(scenario, *count, *dimensions, importance), CC_OK);
  return importance;
}

/* Spending is a sum: in each of two years it answers to deviations of 1, 2 and 3 by their squares,
 * as its variance does. What only begins in the second year counts there. */
static void test_a_sum(void **state) {
  (void)state;
  int count = 0;
  cc_dimension *dimensions = NULL;
  cc_scenario *scenario =
      cc_load_text("carecast: 1\ntitle: S\nstart: 2020/21\nyears: 2\nservices:\n"
                   "  a: {cost: {value: 10m, uncertainty: {normal: {sd: 1m}}}}\n"
                   "  b: {cost: {value: 10m, uncertainty: {normal: {sd: 2m}}}}\n"
                   "  c: {cost: {2020/21: 10m,"
                   " 2021/22: {value: 20m, uncertainty: {normal: {sd: 3m}}}}}\n");
  double *importance = importance_of(scenario, &count, &dimensions);
  assert_int_equal(count, 3);
  cc_assert_near(importance[0], 1.0 / 5 + 1.0 / 14, 1e-9);
  cc_assert_near(importance[1], 4.0 / 5 + 4.0 / 14, 1e-9);
  cc_assert_near(importance[2], 9.0 / 14, 1e-9);
  free(importance);
  free(dimensions);
  cc_scenario_free(scenario);
}

/* Children in care and spending in five years each: the shares of every figure sum to 1, and a
 * price moves spending only, so that it can have 5 at most. */
static void test_shares_sum(void **state) {
  (void)state;
  int count = 0;
  cc_dimension *dimensions = NULL;
  cc_scenario *scenario = cc_load_file("scenarios/birmingham-2020/base.yaml");
  double *importance = importance_of(scenario, &count, &dimensions), sum = 0, prices = 0;
  for (int d = 0; d < count; d++) {
    assert_true(importance[d] >= 0);
    sum += importance[d];
    const char *path = scenario->plan.parameters[dimensions[d].parameter].path;
    prices += strstr(path, "weekly_price") != NULL ? importance[d] : 0;
  }
  cc_assert_near(sum, round(sum), 1e-9);
  assert_true(sum > 10 - 1e-9 && sum < 20 + 1e-9); /* the contract sum and the gap may move too */
  assert_true(prices > 0 && prices < sum - 5);
  free(importance);
  free(dimensions);
  cc_scenario_free(scenario);
}

static void test_nothing_moves(void **state) {
  (void)state;
  int count = 0;
  cc_dimension *dimensions = NULL;
  cc_scenario *scenario = cc_load_text(
      "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 1\nservices: {a: {cost: 10m}}\n"
      "placements: {home: {title: H, weekly_price: {value: 9, uncertainty: {normal: {sd: 1}}}}}\n");
  double *importance = importance_of(scenario, &count, &dimensions);
  assert_int_equal(count, 1);
  cc_assert_near(importance[0], 0, 0);
  free(importance);
  free(dimensions);
  cc_scenario_free(scenario);
}

/* Grades keep the order, do not tell apart what rounding does, nor what does not matter at all. */
static void test_grades(void **state) {
  (void)state;
  for (double x = 1e-7; x < 20; x *= 1.1) {
    assert_true(cc_importance_grade(1.1 * x) > cc_importance_grade(x));
  }
  for (int n = 1; n <= 64; n++) {
    assert_int_equal(cc_importance_grade((1 - 1e-12) / n), cc_importance_grade((1 + 1e-12) / n));
  }
  assert_int_equal(cc_importance_grade(0), cc_importance_grade(1e-20));
  assert_true(cc_importance_grade(1e-20) < cc_importance_grade(1e-7));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_sum),
      cmocka_unit_test(test_shares_sum),
      cmocka_unit_test(test_nothing_moves),
      cmocka_unit_test(test_grades),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
