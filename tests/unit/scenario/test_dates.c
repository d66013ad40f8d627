/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is suggested in the place of a date that cannot be read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scenario/dates.h"

#define ANY_YEAR "write a financial year, such as 2020/21"
#define ANY_DATE "write a month, such as 2021-10, or a financial year, such as 2021/22"

static void test_what_looks_like_a_year(void **state) {
  (void)state;
  static const char *const years[] = {"2020", "2020-21", "2020/22", "2020/2021", "202021"};
  static const char *const others[] = {"",        "20",    "820.5",      "0820",
                                       "under_1", "10-15", "2020 or so", "20202020202"};
  for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
    assert_true(cc_looks_like_year(years[i]));
  }
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    assert_false(cc_looks_like_year(others[i]));
  }
}

static void test_help_with_years(void **state) {
  (void)state;
  assert_string_equal(cc_year_help("2020").text, "write 2020/21 for the year from 1 April 2020");
  assert_string_equal(cc_year_help("1999-00").text, "write 1999/00 for the year from 1 April 1999");
  assert_string_equal(cc_year_help("2021/23").text, "write 2021/22 for the year from 1 April 2021");
  assert_string_equal(cc_year_help("next year").text, ANY_YEAR);
  assert_string_equal(cc_year_help("9999").text, ANY_YEAR);
}

static void test_help_with_months(void **state) {
  (void)state;
  assert_string_equal(cc_date_help("2021-4").text,
                      "write 2021-04 for the month, or 2021/22 for the financial year");
  /* February 2021 lies in the year that began in April 2020. */
  assert_string_equal(cc_date_help("2021/2").text,
                      "write 2021-02 for the month, or 2020/21 for the financial year");
  assert_string_equal(cc_date_help("2021").text,
                      "write 2021-04 for the month, or 2021/22 for the financial year");
  assert_string_equal(cc_date_help("Oct 2021").text, "write 2021-10");
  assert_string_equal(cc_date_help("January 2021").text, "write 2021-01");
  /* The day first: 3 April, not 4 March. */
  assert_string_equal(
      cc_date_help("03/04/2021").text,
      "write 2021-04 for the whole month: dates here are months, and this is day/month/year");
  assert_string_equal(cc_date_help("03/14/2021").text, ANY_DATE);
  assert_string_equal(cc_date_help("Och 2021").text, ANY_DATE);
  assert_string_equal(cc_date_help("2021-13").text, ANY_DATE);
  assert_string_equal(cc_date_help("spring").text, ANY_DATE);
}

static void test_years_that_are_near(void **state) {
  (void)state;
  assert_false(cc_year_is_near(1949));
  assert_true(cc_year_is_near(1950));
  assert_true(cc_year_is_near(2150));
  assert_false(cc_year_is_near(2151));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_what_looks_like_a_year),
      cmocka_unit_test(test_help_with_years),
      cmocka_unit_test(test_help_with_months),
      cmocka_unit_test(test_years_that_are_near),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
