/* SPDX-License-Identifier: GPL-3.0-or-later */
/* comparison.csv, of items made by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "batch/comparison_csv.h"

static const cc_item items[] = {
    {"Children", "2020/21", "children_in_care.total", 0, "children", CC_SHOW_COUNT, CC_ABSENT},
    {"Spending", "All years", "expenditure.total", CC_ABSENT, "\xc2\xa3m", CC_SHOW_MILLIONS,
     CC_ABSENT},
    {"First month", "Planning", "planning", CC_ABSENT, "month", CC_SHOW_MONTH, CC_ABSENT},
    {"Advisers", "2021/22", "care_leavers.personal_advisers", 1, "FTE", CC_SHOW_DECIMAL, CC_ABSENT},
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
  const double base[] = {2000, none, none, none};
  const double values[] = {none, 1, none, none};
  assert_rows(values, base,
              "\"a,b\",children_in_care.total,2020/21,children,,2000,\n"
              "\"a,b\",expenditure.total,all,GBP,1,,\n");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_header),
      cmocka_unit_test(test_values_and_differences),
      cmocka_unit_test(test_what_is_not_there),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
