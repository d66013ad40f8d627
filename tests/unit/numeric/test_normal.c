/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard normal against GSL's own integral and printed values. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/normal.h"

#include "support/near.h"

#include <gsl/gsl_cdf.h>

static void test_cdf_agrees_with_gsl(void **state) {
  (void)state;
  for (int i = -1200; i <= 1200; i++) {
    double z = 0.01 * i, expected = gsl_cdf_ugaussian_P(z);
    cc_assert_near(cc_normal_cdf(z), expected, 1e-13 * expected);
  }
}

static void test_quantile_is_the_inverse(void **state) {
  (void)state;
  for (int i = -800; i <= 500; i++) {
    double z = 0.01 * i;
    cc_assert_near(cc_normal_quantile(cc_normal_cdf(z)), z, 1e-9);
  }
}

/* Abramowitz and Stegun, tables 26.1 and 26.5. */
static void test_printed_values(void **state) {
  (void)state;
  cc_assert_near(cc_normal_cdf(0.0), 0.5, 1e-15);
  cc_assert_near(cc_normal_cdf(1.0), 0.841344746068543, 1e-15);
  cc_assert_near(cc_normal_cdf(2.0), 0.977249868051821, 1e-15);
  cc_assert_near(cc_normal_quantile(0.975), 1.959963984540054, 1e-14);
  cc_assert_near(cc_normal_quantile(0.9), 1.281551565544600, 1e-14);
  assert_true(isfinite(cc_normal_quantile(0x1p-53)));
  assert_true(isfinite(cc_normal_quantile(1.0 - 0x1p-53)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cdf_agrees_with_gsl),
      cmocka_unit_test(test_quantile_is_the_inverse),
      cmocka_unit_test(test_printed_values),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
