/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scenario/expression.h"
#include "support/near.h"

/* A plan of two years with two measures, one of which has a minus sign in its name. */
static cc_row rows[] = {{"cost.total", "", "Cost", "GBP", CC_SUM, CC_MEMO},
                        {"band.10-15", "", "Band", "children", CC_AT_END, CC_MEMO}};
static const double annual[] = {100, 110, 7, 9};
static cc_plan plan_of_two(void) {
  cc_plan plan = {.first_year = 2020, .n_years = 2};
  plan.rows.annual = (cc_row_list){rows, 2, 2};
  return plan;
}

static double value_of(const char *text, int year) {
  cc_plan plan = plan_of_two();
  cc_expression_fault fault;
  double value = 0;
  assert_true(cc_expression(&plan, annual, text, year, &value, &fault));
  return value;
}

static cc_expression_fault fault_of(const char *text, int year) {
  cc_plan plan = plan_of_two();
  cc_expression_fault fault;
  double value = 0;
  assert_false(cc_expression(&plan, annual, text, year, &value, &fault));
  return fault;
}

static void arithmetic_follows_school_rules(void **state) {
  (void)state;
  cc_assert_near(value_of("1 + 2 * 3", 0), 7, 0);
  cc_assert_near(value_of("(1 + 2) * 3", 0), 9, 0);
  cc_assert_near(value_of("10 - 4 - 3", 0), 3, 0);
  cc_assert_near(value_of("24 / 4 / 2", 0), 3, 0);
  cc_assert_near(value_of("-2 * -3", 0), 6, 0);
  cc_assert_near(value_of("1.2m + 3k", 0), 1203000, 0);
  cc_assert_near(value_of("200 * 12%", 0), 24, 1e-12);
}

static void measures_are_read_by_year(void **state) {
  (void)state;
  cc_assert_near(value_of("cost.total", 0), 100, 0);
  cc_assert_near(value_of("cost.total", 1), 110, 0);
  cc_assert_near(value_of("cost.total@2021/22 - cost.total@2020/21", 0), 10, 0);
  cc_assert_near(value_of("band.10-15 * 2", 1), 18, 0);
}

static void faults_say_where(void **state) {
  (void)state;
  const char *unknown = "1 + cost.totl";
  cc_expression_fault fault = fault_of(unknown, 0);
  assert_ptr_equal(fault.wrong, unknown + 4);
  assert_int_equal(fault.unknown, 9);
  assert_int_equal(fault_of("cost.total", CC_ABSENT).needs_year, 1);
  assert_int_equal(fault_of("cost.total@2025/26", 0).needs_year, 1);
  const char *junk = "1 + 2 ]";
  assert_ptr_equal(fault_of(junk, 0).wrong, junk + 6);
  const char *open = "(1 + 2";
  assert_ptr_equal(fault_of(open, 0).wrong, open + 6);
  const char *stuck = "12x";
  assert_ptr_equal(fault_of(stuck, 0).wrong, stuck + 2);
  fault_of("", 0);
  fault_of("cost.total@soon", 0);
}

static void nesting_is_limited(void **state) {
  (void)state;
  char deep[201];
  for (int i = 0; i < 200; i++) {
    deep[i] = '(';
  }
  deep[200] = '\0';
  fault_of(deep, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(arithmetic_follows_school_rules),
      cmocka_unit_test(measures_are_read_by_year),
      cmocka_unit_test(faults_say_where),
      cmocka_unit_test(nesting_is_limited),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
