/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every double written must read back (strtod) as itself, in as few digits as printf needs when
 * asked for 1, 2, 3 ... digits until its text reads back. */
#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

#ifdef CARECAST_SLOW_BUILD
#define ROUND_TRIPS 200000
#define SHORTEST 5000
#else
#define ROUND_TRIPS 2000000
#define SHORTEST 60000
#endif

/* xorshift64 (Marsaglia 2003) */
static uint64_t next_random(uint64_t *seed) {
  *seed ^= *seed << 13;
  *seed ^= *seed >> 7;
  *seed ^= *seed << 17;
  return *seed;
}

/* In turn: any bits; children in care; pounds; one decimal; any magnitude from 1e-18 to 1e18; a
 * power of two; the neighbour of a short decimal. */
static double random_double(uint64_t *seed, long i) {
  uint64_t bits = next_random(seed);
  double share = (double)(bits >> 11) * 0x1p-53;
  double any = 0.0;
  switch (i % 7) {
  case 0:
    memcpy(&any, &bits, sizeof any);
    return isfinite(any) ? any : 0.5;
  case 1:
    return share * 2500.0;
  case 2:
    return -share * 3e8;
  case 3:
    return floor(share * 1e5) / 10.0;
  case 4:
    return share * pow(10.0, (double)(bits % 37) - 18.0);
  case 5:
    return ldexp(1.0, (int)(bits % 2098) - 1074);
  default:
    return nextafter(floor(share * 1e6) / 1e3, bits % 2 ? 0.0 : 1e9);
  }
}

static void assert_written(double value, const char *expected) {
  cc_text text = {0};
  cc_text_add_double(&text, value);
  assert_string_equal(text.data, expected);
  cc_text_free(&text);
}

static void known_numbers_are_written_as_expected(void **state) {
  (void)state;
  assert_written(0.0, "0");
  assert_written(-0.0, "0");
  assert_written(1.0, "1");
  assert_written(-1.0, "-1");
  assert_written(2317.0, "2317");
  assert_written(201.1, "201.1");
  assert_written(0.1, "0.1");
  assert_written(0.1 + 0.2, "0.30000000000000004");
  assert_written(1.0 / 3.0, "0.3333333333333333");
  assert_written(2.0 / 3.0, "0.6666666666666666");
  assert_written(5e-324, "5e-324");
  assert_written(2.2250738585072014e-308, "2.2250738585072014e-308");
  assert_written(1.7976931348623157e308, "1.7976931348623157e308");
  assert_written(0.00001, "0.00001");
  assert_written(-0.000001, "-1e-6");
  assert_written(1.5e-7, "1.5e-7");
  assert_written(9007199254740991.0, "9007199254740991");
  assert_written(9007199254740992.0, "9007199254740992");
  assert_written(4503599627370495.5, "4503599627370495.5");
  assert_written(12345678901234568.0, "12345678901234568");
  assert_written(1e16, "10000000000000000");
  assert_written(1e17, "1e17");
  assert_written(1e22, "1e22");
  assert_written(1e23, "1e23");
  assert_written(NAN, "nan");
  assert_written(INFINITY, "inf");
  assert_written(-INFINITY, "-inf");
}

static void every_number_reads_back(void **state) {
  (void)state;
  cc_text text = {0};
  uint64_t seed = 88172645463325252u;
  for (long i = 0; i < ROUND_TRIPS; i++) {
    double value = random_double(&seed, i);
    cc_text_clear(&text);
    cc_text_add_double(&text, value);
    if (strtod(text.data, NULL) != value) {
      fail_msg("%a is written %s", value, text.data);
    }
  }
  cc_text_free(&text);
}

/* Digits between the first and the last that is not 0. */
static int count_digits(const char *text) {
  int digits = 0, zeros = 0;
  for (; *text != '\0' && *text != 'e'; text++) {
    if (*text >= '1' && *text <= '9') {
      digits += digits > 0 ? zeros + 1 : 1;
      zeros = 0;
    }
    zeros += *text == '0';
  }
  return digits;
}

static int fewest_digits(double value) {
  for (int digits = 1; digits < 17; digits++) {
    char text[40];
    snprintf(text, sizeof text, "%.*e", digits - 1, value);
    if (strtod(text, NULL) == value) {
      return digits;
    }
  }
  return 17;
}

static void no_number_takes_more_digits_than_it_needs(void **state) {
  (void)state;
  cc_text text = {0};
  uint64_t seed = 362436069u;
  for (long i = 0; i < SHORTEST; i++) {
    double value = random_double(&seed, i);
    cc_text_clear(&text);
    cc_text_add_double(&text, value);
    if (count_digits(text.data) > fewest_digits(value)) {
      fail_msg("%a is written %s", value, text.data);
    }
  }
  cc_text_free(&text);
}

static void the_locale_does_not_matter(void **state) {
  (void)state;
  if (setlocale(LC_NUMERIC, "de_DE.UTF-8") == NULL && setlocale(LC_NUMERIC, "de_DE") == NULL) {
    skip(); /* this machine has no locale with a decimal comma */
  }
  assert_written(0.5, "0.5");
  assert_written(1.25e-30, "1.25e-30");
  setlocale(LC_NUMERIC, "C");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(known_numbers_are_written_as_expected),
      cmocka_unit_test(every_number_reads_back),
      cmocka_unit_test(no_number_takes_more_digits_than_it_needs),
      cmocka_unit_test(the_locale_does_not_matter),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
