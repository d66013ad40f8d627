/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each parser takes what its comment promises and nothing near it; what is printed reads back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"

#define UNTOUCHED (-77)
#define COUNT(list) (sizeof(list) / sizeof(list)[0])

typedef struct {
  const char *text;
  int expected;
} accepted;

static void check_parser(int (*parse)(const char *, int *), const accepted *good, size_t n_good,
                         const char *const *bad, size_t n_bad) {
  for (size_t i = 0; i < n_good; i++) {
    int value = UNTOUCHED;
    assert_int_equal(parse(good[i].text, &value), 1);
    assert_int_equal(value, good[i].expected);
  }
  for (size_t i = 0; i < n_bad; i++) {
    int value = UNTOUCHED;
    assert_int_equal(parse(bad[i], &value), 0);
    assert_int_equal(value, UNTOUCHED);
  }
}

static void financial_years_are_read(void **state) {
  (void)state;
  static const accepted good[] = {{"2020/21", 2020},   {"1999/00", 1999},   {"2099/00", 2099},
                                  {"1000/01", 1000},   {"FY2022/23", 2022}, {"22/23", 2022},
                                  {"2022/2023", 2022}, {"2022-23", 2022},   {"FY22/23", 2022},
                                  {"09/10", 2009},     {"1999/2000", 1999}, {"2012-13", 2012}};
  static const char *const bad[] = {"",          "2020",     "2020/22",  "2020/2",  "2020/211",
                                    "2010-11",   " 2020/21", "2020/21 ", "+020/21", "22-23",
                                    "2020/2022", "0999/00",  "9999/00",  "202a/21", "22/24",
                                    "FY",        "fy22/23",  "2022/23/", "2022"};
  check_parser(cc_parse_financial_year, good, COUNT(good), bad, COUNT(bad));
}

static void months_are_read(void **state) {
  (void)state;
  static const accepted good[] = {{"2020-04", 24243}, {"2021-01", 24252},    {"2021-12", 24263},
                                  {"2020/21", 24243}, {"2020-04-01", 24243}, {"01/04/2020", 24243},
                                  {"20/21", 24243},   {"2010-11", 24130}};
  static const char *const bad[] = {"",           "2021",       "2021-00",  "2021-13", "2021-1",
                                    "2021-10-02", "02/04/2021", "2021/10",  "2021-+1", "2021-10x",
                                    "1/4/2021",   "01/13/2021", "01/04/21", "mid-2020"};
  check_parser(cc_parse_month, good, COUNT(good), bad, COUNT(bad));
}

static void mid_years_are_the_start_of_july(void **state) {
  (void)state;
  static const accepted good[] = {{"mid-2019", 2019 * 12 + 6}};
  static const char *const bad[] = {"", "mid", "mid-", "mid-19", "mid-2019x", "Mid-2019", "2019"};
  check_parser(cc_parse_mid_year, good, COUNT(good), bad, COUNT(bad));
}

static void durations_are_read(void **state) {
  (void)state;
  static const accepted good[] = {{"18 months", 18}, {"1 month", 1},       {"2 years", 24},
                                  {"1 year", 12},    {"0 months", 0},      {"6  months", 6},
                                  {"007 years", 84}, {"9999 months", 9999}};
  static const char *const bad[] = {
      "",         "18",       "months",  "18months",     "-1 month", "1.5 years", "2 weeks",
      "2 years ", " 2 years", "2 Years", "12345 months", "2\tyears", "2 yearss"};
  check_parser(cc_parse_duration, good, COUNT(good), bad, COUNT(bad));
}

static void what_is_printed_reads_back(void **state) {
  (void)state;
  char text[CC_MONTH_TEXT];
  int value = 0;
  assert_string_equal(cc_print_financial_year(2020, text), "2020/21");
  assert_string_equal(cc_print_financial_year(1999, text), "1999/00");
  assert_string_equal(cc_print_month(24243, text), "2020-04");
  for (int month = 1000 * 12; month < 9999 * 12; month++) {
    assert_int_equal(cc_parse_month(cc_print_month(month, text), &value), 1);
    assert_int_equal(value, month);
  }
  for (int year = 1000; year < 9999; year++) {
    assert_int_equal(cc_parse_financial_year(cc_print_financial_year(year, text), &value), 1);
    assert_int_equal(value, year);
  }
}

static void a_financial_year_runs_from_april_to_march(void **state) {
  (void)state;
  int april = 0, march = 0;
  assert_int_equal(cc_parse_month("2020-04", &april), 1);
  assert_int_equal(cc_parse_month("2021-03", &march), 1);
  assert_int_equal(cc_first_month(2020), april);
  assert_int_equal(cc_financial_year_of(april), 2020);
  assert_int_equal(cc_financial_year_of(april - 1), 2019);
  assert_int_equal(cc_financial_year_of(march), 2020);
  assert_int_equal(cc_financial_year_of(march + 1), 2021);
}

/* Leap years by the rule of 4, 100 and 400. */
static void test_days(void **state) {
  (void)state;
  static const int common[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  static const struct {
    int financial_year, days;
  } years[] = {{2020, 365}, {2022, 365}, {2023, 366}, {2024, 365}, {1999, 366}, {2099, 365}};
  for (int m = 0; m < 12; m++) {
    assert_int_equal(cc_days_in_month(2021 * 12 + m), common[m]);
  }
  assert_int_equal(cc_days_in_month(2024 * 12 + 1), 29);
  assert_int_equal(cc_days_in_month(2000 * 12 + 1), 29);
  assert_int_equal(cc_days_in_month(2100 * 12 + 1), 28);
  for (size_t i = 0; i < sizeof years / sizeof *years; i++) {
    assert_int_equal(cc_days_in_year(years[i].financial_year), years[i].days);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_days),
      cmocka_unit_test(financial_years_are_read),
      cmocka_unit_test(months_are_read),
      cmocka_unit_test(mid_years_are_the_start_of_july),
      cmocka_unit_test(durations_are_read),
      cmocka_unit_test(what_is_printed_reads_back),
      cmocka_unit_test(a_financial_year_runs_from_april_to_march),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
