/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and their units. Expected values are C literals of the same decimal, which the compiler
 * rounds correctly. Messages are in tests/broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/number.h"

#define POUND "\xc2\xa3"

typedef struct {
  const char *text;
  cc_unit unit;
  double value;
} good;

static const good goods[] = {
    {"820", CC_U_GBP, 820.0},
    /* as papers print it */
    {"1,929", CC_U_GBP, 1929.0},
    {"1,234,567.5", CC_U_COUNT, 1234567.5},
    {POUND "8.2m", CC_U_GBP, 8.2e6},
    {"(1.2m)", CC_U_GBP, -1.2e6},
    {"(" POUND "1,200k)", CC_U_GBP, -1.2e6},
    {POUND "-5", CC_U_GBP, -5.0},
    {"\xe2\x88\x92"
     "500k",
     CC_U_GBP_PER_YEAR, -500000.0},
    {"\xe2\x80\x93"
     "0.5%",
     CC_U_GROWTH, -0.005},
    {"(3%)", CC_U_GROWTH, -0.03},
    {"0", CC_U_GBP, 0.0},
    {"-5", CC_U_GBP, -5.0},
    {POUND "820", CC_U_GBP_PER_WEEK, 820.0},
    {"-" POUND "100k", CC_U_GBP_PER_YEAR, -100000.0},
    {"4.3k", CC_U_GBP_PER_NIGHT, 4300.0},
    {"1.2m", CC_U_CHILDREN, 1200000.0},
    {"1.005m", CC_U_GBP, 1005000.0},
    {"32.0m", CC_U_GBP, 32000000.0},
    {"13k", CC_U_COUNT, 13000.0},
    {"15.7", CC_U_PER_10K, 15.7},
    {"0.36", CC_U_PER_YEAR, 0.36},
    {"0.1", CC_U_NONE, 0.1},
    {"12%", CC_U_SHARE, 0.12},
    {"2.75%", CC_U_GROWTH, 0.0275},
    {"3% per year", CC_U_GROWTH, 0.03},
    {"3%  per year", CC_U_GROWTH, 0.03},
    {"-1.5%", CC_U_GROWTH, -0.015},
    {"0%", CC_U_SHARE, 0.0},
    {"94%", CC_U_FACTOR, 0.94},
    {"0.94", CC_U_FACTOR, 0.94},
    {"50%", CC_U_TARGET, 0.5},
    {POUND "5k", CC_U_TARGET, 5000.0},
    {"1e3", CC_U_NONE, 1e3},
    {"1.5e-05", CC_U_NONE, 1.5e-05},
    {"1e+20", CC_U_NONE, 1e+20},
    /* past what whole doubles and powers of ten hold exactly */
    {"0.1234567890123456789", CC_U_NONE, 0.1234567890123456789},
    {"123456789012345678901234567890", CC_U_NONE, 123456789012345678901234567890.0},
    {"1e-300", CC_U_NONE, 1e-300},
    {"9007199254740993", CC_U_NONE, 9007199254740993.0},
    {"1e-999", CC_U_NONE, 0.0},
};

static void test_numbers(void **state) {
  (void)state;
  for (size_t i = 0; i < sizeof goods / sizeof *goods; i++) {
    double value = -1.0;
    cc_fault fault;
    if (!cc_parse_number(goods[i].text, goods[i].unit, &value, &fault)) {
      fail_msg("%s: %s", goods[i].text, fault.message);
    }
    assert_true(value == goods[i].value);
  }
}

/* Correct rounding, against strtod, of decimals of every length; the last bit decides. */
static void test_decimals_are_the_nearest_doubles(void **state) {
  (void)state;
  unsigned long long seed = 20200401;
  for (int i = 0; i < 20000; i++) {
    char text[40];
    cc_fault fault;
    double value = 0.0;
    seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
    int decimals = (int)(seed >> 59) % 20;
    snprintf(text, sizeof text, "%llu.%0*llu", (seed >> 33) % 100000, decimals + 1,
             (seed >> 5) % 1000000000ULL);
    assert_true(cc_parse_number(text, CC_U_NONE, &value, &fault));
    assert_true(value == strtod(text, NULL));
  }
}

static void test_what_is_no_number(void **state) {
  (void)state;
  static const char *const bad[] = {
      "",
      "-",
      "--5",
      "+5",
      "5.",
      ".5",
      "1.2.3",
      "1,5",
      "1_0",
      "0x10",
      "00",
      "01",
      "-01",
      "nan",
      "NaN",
      "inf",
      "-inf",
      "1e",
      "e5",
      "5e5.5",
      "5 ",
      " 5",
      "5 k",
      "5kk",
      "5%%",
      "5k%",
      "5%k",
      "5K",
      "5M",
      "5p",
      "$5",
      "5$",
      "five",
      POUND,
      "5" POUND,
      POUND POUND "5",
      POUND "--5",
      "1,92",
      "1,9290",
      "1929,000",
      "0,123",
      "12,34,567",
      "(5",
      "5)",
      "(-5)",
      "()",
      "5 per month",
      "5%per year",
      "5% per years",

      "\xe2\x82\xac"
      "5",
      "1/2",
      "5;",
      "1111111111222222222233333333334444444444555555555566666666667"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    for (int unit = CC_U_NONE; unit <= CC_U_TARGET; unit++) {
      double value = -1.0;
      cc_fault fault = {.code = CC_CODE_COUNT};
      assert_false(cc_parse_number(bad[i], (cc_unit)unit, &value, &fault));
      assert_int_equal(fault.code, CC_E_NUMBER);
      assert_true(fault.message[0] != '\0');
      assert_true(value == -1.0);
    }
  }
}

static void test_numbers_too_large(void **state) {
  (void)state;
  static const char *const large[] = {"1e999", "-1e999", "1e99999999999"};
  for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
    double value = -1.0;
    cc_fault fault;
    assert_false(cc_parse_number(large[i], CC_U_NONE, &value, &fault));
    assert_int_equal(fault.code, CC_E_NUMBER);
    assert_true(value == -1.0);
  }
}

/* Which marks a unit takes, as a table of the rules: £, k or m, %, `per year`, nothing. */
static void test_marks_by_unit(void **state) {
  (void)state;
  static const char *const marked[] = {POUND "1", "1k", "1%", "1% per year", "1"};
  static const struct {
    cc_unit unit;
    bool takes[5];
  } rules[] = {
      {CC_U_NONE, {false, false, false, false, true}},
      {CC_U_CHILDREN, {false, true, false, false, true}},
      {CC_U_COUNT, {false, true, false, false, true}},
      {CC_U_PER_10K, {false, false, false, false, true}},
      {CC_U_PER_YEAR, {false, false, false, false, true}},
      {CC_U_CHILDREN_PER_YEAR, {false, false, false, false, true}},
      {CC_U_SHARE, {false, false, true, false, false}},
      {CC_U_GROWTH, {false, false, true, true, false}},
      {CC_U_GBP, {true, true, false, false, true}},
      {CC_U_GBP_PER_WEEK, {true, true, false, false, true}},
      {CC_U_GBP_PER_NIGHT, {true, true, false, false, true}},
      {CC_U_GBP_PER_YEAR, {true, true, false, false, true}},
      {CC_U_FACTOR, {false, false, true, false, true}},
      {CC_U_WEIGHT, {false, false, false, false, true}},
      {CC_U_TARGET, {true, true, true, false, true}},
  };
  for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
    for (int m = 0; m < 5; m++) {
      double value = 0.0;
      cc_fault fault;
      bool taken = cc_parse_number(marked[m], rules[i].unit, &value, &fault);
      assert_int_equal(taken, rules[i].takes[m]);
      if (!taken) {
        assert_int_equal(fault.code, CC_E_UNIT);
      }
    }
  }
}

/* Whatever is suggested as a plain "write X" must itself be right. */
static void test_suggested_numbers_are_numbers(void **state) {
  (void)state;
  static const struct {
    const char *text;
    cc_unit unit;
    const char *help;
  } cases[] = {
      {"1929,000", CC_U_GBP, "write 1929000"},
      {"0,08", CC_U_PER_YEAR, "write 0.08"},
      {"1_000", CC_U_GBP, "write 1000"},
      {"+5", CC_U_NONE, "write 5"},
      {"007", CC_U_NONE, "write 7"},
      {".5", CC_U_NONE, "write 0.5"},
      {"-.5", CC_U_NONE, "write -0.5"},
      {"5.", CC_U_NONE, "write 5"},
      {"5.k", CC_U_GBP, "write 5k"},
      {"4.3K", CC_U_GBP, "write 4.3k"},
      {POUND " 1,929", CC_U_GBP, "write " POUND "1929"},
      {"12 %", CC_U_SHARE, "write 12%"},
      {"0.12", CC_U_SHARE, "write 12%, or 0.12% if that is meant"},
      {"-0.005", CC_U_GROWTH, "write -0.5%, or -0.005% if that is meant"},
      {"1", CC_U_SHARE, "write 1%"},
      {"0", CC_U_GROWTH, "write 0%"},
      {"1k", CC_U_SHARE, "write a share with its %, such as 12%"},
      {"1,929", CC_U_SHARE, "write 1,929%"},
      {"lots", CC_U_GROWTH, "write a rate of growth with its %, such as 2.5%"},
      {"lots", CC_U_FACTOR, "write a factor, such as 0.94 or 94%"},
      {"lots", CC_U_CHILDREN, "write a number, such as 820 or 1.2k"},
      {"lots", CC_U_PER_10K, "write a plain number, such as 15.7"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    double value = 0.0;
    cc_fault fault;
    assert_false(cc_parse_number(cases[i].text, cases[i].unit, &value, &fault));
    assert_string_equal(fault.help, cases[i].help);
  }
}

static void test_the_rest_of_a_number_with_a_comma(void **state) {
  (void)state;
  assert_true(cc_is_comma_rest("929", true));
  assert_true(cc_is_comma_rest("000", true));
  assert_false(cc_is_comma_rest("929", false));
  assert_false(cc_is_comma_rest("92", true));
  assert_false(cc_is_comma_rest("9290", true));
  assert_false(cc_is_comma_rest("abc", true));
}

/* A figure in print: the number as it stands there, and its marks. */
static void test_printed_figures(void **state) {
  (void)state;
  static const struct {
    const char *text;
    cc_printed printed;
  } cases[] = {{"201.1", {201.1, 1, false, '\0'}},
               {"(2.0)", {-2.0, 1, false, '\0'}},
               {"1,929", {1929, 0, false, '\0'}},
               {POUND "8.2m", {8.2, 1, true, 'm'}},
               {"50%", {50, 0, false, '%'}},
               {"\xe2\x88\x92"
                "0.5",
                {-0.5, 1, false, '\0'}},
               {"(" POUND "120k)", {-120, 0, true, 'k'}}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cc_printed printed = {0};
    assert_true(cc_parse_printed(cases[i].text, &printed));
    assert_true(printed.number == cases[i].printed.number);
    assert_int_equal(printed.decimals, cases[i].printed.decimals);
    assert_int_equal(printed.pound, cases[i].printed.pound);
    assert_int_equal(printed.suffix, cases[i].printed.suffix);
  }
  cc_printed none;
  assert_false(cc_parse_printed("about 8", &none));
  assert_false(cc_parse_printed("3% per year", &none));
}

static void test_printing(void **state) {
  (void)state;
  char text[CC_NUMBER_BYTES];
  assert_string_equal(cc_print_number(0.12, CC_U_SHARE, text), "12%");
  assert_string_equal(cc_print_number(-0.5, CC_U_GROWTH, text), "-50%");
  assert_string_equal(cc_print_number(100000.0, CC_U_GBP, text), "100000");
  assert_string_equal(cc_print_number(1e11, CC_U_GBP, text), "100000000000");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numbers),
      cmocka_unit_test(test_decimals_are_the_nearest_doubles),
      cmocka_unit_test(test_what_is_no_number),
      cmocka_unit_test(test_numbers_too_large),
      cmocka_unit_test(test_marks_by_unit),
      cmocka_unit_test(test_suggested_numbers_are_numbers),
      cmocka_unit_test(test_the_rest_of_a_number_with_a_comma),
      cmocka_unit_test(test_printing),
      cmocka_unit_test(test_printed_figures),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
