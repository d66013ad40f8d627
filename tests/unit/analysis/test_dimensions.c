/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/dimensions.h"

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

#define THREE                                                                                      \
  "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 2\n"                                              \
  "services:\n"                                                                                    \
  "  one: {cost: {value: 1000, uncertainty: {normal: {sd: 100}}}}\n"                               \
  "  certain: {cost: 5}\n"                                                                         \
  "  years: {cost: {2020/21: {value: 100, uncertainty: {normal: {sd: 10}}}, 2021/22: 200}}\n"      \
  "  factor: {cost: {2020/21: 100, 2021/22: 200, uncertainty: {normal: {cv: 10%}}}}\n"             \
  "placements: {home: {title: Home, weekly_price: {value: 100, uncertainty: {normal: {sd: "        \
  "30}}}}}\n"

static cc_dimension *found(const cc_scenario *scenario, int *count) {
  cc_dimension *dimensions = NULL;
  assert_int_equal(cc_dimensions_find(scenario, count, &dimensions), CC_OK);
  return dimensions;
}

static const cc_parameter *parameter_of(const cc_scenario *scenario, const char *path) {
  return &scenario->plan.parameters[cc_resolution_find(&scenario->resolution, path)];
}

/* The dimension at a place of the vector. */
static const cc_dimension *at(int count, const cc_dimension *dimensions, int place) {
  for (int d = 0; d < count; d++) {
    if (dimensions[d].place == place) {
      return &dimensions[d];
    }
  }
  fail_msg("no dimension at place %d", place);
  return NULL;
}

static void test_what_is_in_doubt(void **state) {
  (void)state;
  int count = 0, first = 0;
  cc_scenario *scenario = cc_load_text(THREE);
  cc_dimension *d = found(scenario, &count);
  assert_int_equal(count, 4);
  for (int i = 1; i < count; i++) {
    assert_true(d[i].place > d[i - 1].place);
  }
  const cc_parameter *years = parameter_of(scenario, "services.years.cost");
  const cc_parameter *factor = parameter_of(scenario, "services.factor.cost");
  assert_int_equal(at(count, d, years->first_value)->month, 2020 * 12 + 3); /* April */
  assert_int_equal(at(count, d, factor->factor)->month, CC_WHOLE);
  int certain = cc_resolution_find(&scenario->resolution, "services.certain.cost");
  int one = cc_resolution_find(&scenario->resolution, "services.one.cost");
  assert_int_equal(cc_dimensions_of(count, d, certain, &first), 0);
  assert_int_equal(cc_dimensions_of(count, d, one, &first), 1);
  assert_int_equal(d[first].month, 0);
  cc_assert_near(d[first].scale, 1, 0);
  free(d);
  cc_scenario_free(scenario);
}

/* P2.275 of a normal is two deviations below its mean: 800; of the price, -80, which is no price.
 */
static void test_quantiles(void **state) {
  (void)state;
  int count = 0;
  cc_scenario *scenario = cc_load_text(THREE);
  cc_dimension *d = found(scenario, &count);
  int one = parameter_of(scenario, "services.one.cost")->first_value;
  int price = parameter_of(scenario, "placements.home.weekly_price")->first_value;
  cc_assert_near(cc_dimension_quantile(at(count, d, one), 0.0227501319), 800, 1e-4);
  cc_assert_near(cc_dimension_quantile(at(count, d, price), 0.000232629), 0, 0);
  cc_assert_near(cc_dimension_value(at(count, d, one), -7), -7, 0);
  free(d);
  cc_scenario_free(scenario);
}

/* Turned to another value a figure keeps its sd of 100 (before, the sd was moved in proportion,
 * which an overlay does not do). A common factor stays as it is. */
static void test_turned(void **state) {
  (void)state;
  int count = 0;
  cc_scenario *scenario = cc_load_text(THREE);
  int one = parameter_of(scenario, "services.one.cost")->first_value;
  const cc_parameter *factor = parameter_of(scenario, "services.factor.cost");
  scenario->vector[one] = 2000;
  scenario->vector[factor->first_value] = 300;
  cc_dimension *d = found(scenario, &count);
  cc_assert_near(cc_dimension_quantile(at(count, d, one), 0.0227501319), 1800, 1e-4);
  cc_assert_near(cc_dimension_quantile(at(count, d, factor->factor), 0.5), 1, 1e-12);
  free(d);
  scenario->vector[one] = 0;
  d = found(scenario, &count);
  cc_assert_near(cc_dimension_quantile(at(count, d, one), 0.0227501319), -200, 1e-4);
  free(d);
  cc_scenario_free(scenario);
}

/* Names tell parameters and months apart, and are those of the same figure in another scenario. */
static void test_names(void **state) {
  (void)state;
  int count = 0, others = 0;
  cc_scenario *scenario = cc_load_text(THREE);
  cc_scenario *other = cc_load_text_set(THREE, "services.one.cost.uncertainty=none");
  cc_dimension *d = found(scenario, &count), *e = found(other, &others);
  assert_int_equal(others, count - 1);
  for (int i = 0, same = 0; i < count; i++) {
    assert_true(cc_dimension_name(scenario, &d[i]) < (uint64_t)1 << 56);
    for (int j = 0; j < i; j++) {
      assert_true(cc_dimension_name(scenario, &d[i]) != cc_dimension_name(scenario, &d[j]));
    }
    for (int j = 0; j < others; j++) {
      same += cc_dimension_name(scenario, &d[i]) == cc_dimension_name(other, &e[j]);
    }
    assert_true(i < count - 1 || same == others);
  }
  free(d);
  free(e);
  cc_scenario_free(scenario);
  cc_scenario_free(other);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_is_in_doubt),
      cmocka_unit_test(test_quantiles),
      cmocka_unit_test(test_turned),
      cmocka_unit_test(test_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
