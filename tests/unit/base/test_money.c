/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures as the finance papers print them: 201.1 and (0.8) stand in the 2020 report's tables. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/money.h"

static void halves_go_away_from_zero_as_written_in_decimal(void **state) {
  (void)state;
  assert_true(cc_round(0.15, 1) == 0.2);
  assert_true(cc_round(-0.15, 1) == -0.2);
  assert_true(cc_round(1.005, 2) == 1.01); /* the nearest double is 1.00499999999999989... */
  assert_true(cc_round(2.675, 2) == 2.68);
  assert_true(cc_round(0.1 + 0.2 - 0.15, 1) == 0.2); /* 0.15000000000000002 */
  assert_true(cc_round(2.5, 0) == 3.0);
  assert_true(cc_round(-2.5, 0) == -3.0);
  assert_true(cc_round(3.5, 0) == 4.0);
}

static void what_is_not_half_way_is_left_alone(void **state) {
  (void)state;
  assert_true(cc_round(0.1499999, 1) == 0.1);
  assert_true(cc_round(0.14999999999, 1) == 0.1);
  assert_true(cc_round(1234.5678, 3) == 1234.568);
  assert_true(cc_round(2317.4999, 0) == 2317.0);
  assert_true(cc_round(0.0, 2) == 0.0);
  assert_true(cc_round(1e300, 2) == 1e300);
  assert_true(cc_round(9007199254740993.0, 3) == 9007199254740993.0);
  assert_true(isnan(cc_round(NAN, 1)));
  assert_true(isinf(cc_round(-INFINITY, 1)));
}

static void rounding_to_zero_loses_the_sign(void **state) {
  (void)state;
  assert_false(signbit(cc_round(-0.04, 1)));
  assert_false(signbit(cc_round(-0.0, 1)));
}

static void millions_are_printed_as_papers_do(void **state) {
  (void)state;
  char figure[CC_FIGURE_TEXT];
  assert_string_equal(cc_print_millions(201100000.0, 1, figure), "201.1");
  assert_string_equal(cc_print_millions(-800000.0, 1, figure), "(0.8)");
  assert_string_equal(cc_print_millions(-40000.0, 1, figure), "0.0");
  assert_string_equal(cc_print_millions(-50000.0, 1, figure), "(0.1)");
  assert_string_equal(cc_print_millions(0.0, 1, figure), "0.0");
  assert_string_equal(cc_print_millions(1054250000.0, 3, figure), "1,054.250");
  assert_string_equal(cc_print_millions(1234567890123.0, 0, figure), "1,234,568");
  assert_string_equal(cc_print_millions(99950000.0, 1, figure), "100.0");
  assert_string_equal(cc_print_millions(999.95e6, 1, figure), "1,000.0");
}

static void counts_are_printed_with_commas(void **state) {
  (void)state;
  char figure[CC_FIGURE_TEXT];
  assert_string_equal(cc_print_count(2317.4, 0, figure), "2,317");
  assert_string_equal(cc_print_count(-12.0, 0, figure), "(12)");
  assert_string_equal(cc_print_count(-0.3, 0, figure), "0");
  assert_string_equal(cc_print_count(7.0, 0, figure), "7");
  assert_string_equal(cc_print_count(999.0, 0, figure), "999");
  assert_string_equal(cc_print_count(1000.0, 0, figure), "1,000");
  assert_string_equal(cc_print_count(-1234567.891, 2, figure), "(1,234,567.89)");
  assert_string_equal(cc_print_count(0.05, 3, figure), "0.050");
}

static void impossible_figures_still_fit(void **state) {
  (void)state;
  char figure[CC_FIGURE_TEXT];
  assert_string_equal(cc_print_count(NAN, 1, figure), "nan");
  assert_string_equal(cc_print_count(-INFINITY, 1, figure), "-inf");
  assert_string_equal(cc_print_count(1e300, 0, figure), "1e+300");
  assert_string_equal(cc_print_count(-9e23, 0, figure),
                      "(899,999,999,999,999,958,056,960)"); /* the nearest double to -9e23 */
  assert_string_equal(cc_print_count(9e6, 99, figure), "9,000,000.000000000");
  assert_string_equal(cc_print_count(9.6, -3, figure), "10");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(halves_go_away_from_zero_as_written_in_decimal),
      cmocka_unit_test(what_is_not_half_way_is_left_alone),
      cmocka_unit_test(rounding_to_zero_loses_the_sign),
      cmocka_unit_test(millions_are_printed_as_papers_do),
      cmocka_unit_test(counts_are_printed_with_commas),
      cmocka_unit_test(impossible_figures_still_fit),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
