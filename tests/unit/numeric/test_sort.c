/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting against GSL's. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/sort.h"

#include "numeric/random.h"
#include "support/near.h"

#include <float.h>
#include <gsl/gsl_sort.h>
#include <string.h>

enum { MOST = 5000 };

static void assert_sorted_alike(size_t n, const double *values) {
  static double sorted[MOST], expected[MOST], scratch[MOST];
  memcpy(sorted, values, n * sizeof *values);
  memcpy(expected, values, n * sizeof *values);
  cc_sort(n, sorted, scratch);
  gsl_sort(expected, 1, n);
  for (size_t i = 0; i < n; i++) {
    assert_true(sorted[i] == expected[i]);
  }
}

static void test_random_numbers(void **state) {
  (void)state;
  static double values[MOST];
  cc_random_fill(1, 0, 0, MOST, values);
  assert_sorted_alike(MOST, values);
  assert_sorted_alike(0, values);
  assert_sorted_alike(1, values);
  assert_sorted_alike(2, values);
  for (int i = 0; i < MOST; i++) {
    values[i] = floor(200.0 * values[i]) - 100.0; /* many equal, both signs */
  }
  assert_sorted_alike(MOST, values);
  for (int i = 0; i < MOST; i++) {
    values[i] = exp(values[i]) * (i % 2 ? 1.0 : -1.0);
  }
  assert_sorted_alike(MOST, values);
}

/* Spread over hundreds of powers of ten, and mostly equal but for a few far out: what buckets of
 * equal width are worst at. */
static void test_uneven_numbers(void **state) {
  (void)state;
  static double values[MOST];
  cc_random_fill(2, 0, 0, MOST, values);
  for (int i = 0; i < MOST; i++) {
    values[i] = exp(1400.0 * (values[i] - 0.5));
  }
  assert_sorted_alike(MOST, values);
  cc_random_fill(3, 0, 0, MOST, values);
  for (int i = 0; i < MOST; i++) {
    values[i] = i % 100 ? (i % 3 ? 0.0 : 1e-3 * values[i]) : 1e12 * (values[i] - 0.5);
  }
  assert_sorted_alike(MOST, values);
}

static void test_special_numbers(void **state) {
  (void)state;
  const double values[] = {1.0, -INFINITY, DBL_MAX, -DBL_MIN, 0.0,    -1.0,
                           2.0, INFINITY,  DBL_MIN, -DBL_MAX, 5e-324, -5e-324};
  assert_sorted_alike(12, values);
  double odd[20], scratch[20]; /* what is not a number must do no harm */
  for (int i = 0; i < 20; i++) {
    odd[i] = i % 3 ? (double)NAN : i;
  }
  cc_sort(20, odd, scratch);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_random_numbers),
      cmocka_unit_test(test_uneven_numbers),
      cmocka_unit_test(test_special_numbers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
