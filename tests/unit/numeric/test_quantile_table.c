/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tabulated quantiles: the mass below what the table gives must be what was asked for, to 1e-6, in
 * the body and both tails of every kind; and they rise. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/quantile_table.h"

#include "support/near.h"

/* The mass below x is u, or x is as near to that as doubles allow: a beta may have one part in a
 * hundred of its mass between 1 and the greatest double below it. */
static void assert_mass_below(const cc_distribution *distribution, double x, double u) {
  double least = cc_distribution_cdf(distribution, x - 4e-16 * fabs(x));
  double most = cc_distribution_cdf(distribution, x + 4e-16 * fabs(x));
  if (!(least - 1e-6 <= u && u <= most + 1e-6)) {
    fail_msg("%.12g has %.12g below it, not %.12g", x, cc_distribution_cdf(distribution, x), u);
  }
}

static void assert_good(cc_distribution distribution) {
  cc_quantile_table table;
  cc_quantile_table_init(&table, &distribution);
  enum { STEPS = 1000 };
  for (int i = 0; i < STEPS; i++) {
    double even = (i + 0.5) / STEPS, tail = pow(1e-7, even);
    double places[] = {even, tail, 1.0 - tail};
    for (int k = 0; k < 3; k++) {
      double x = cc_quantile_table_at(&table, places[k]);
      assert_mass_below(&distribution, x, places[k]);
      assert_true(x >= distribution.low && x <= distribution.high);
    }
  }
  double last = cc_quantile_table_at(&table, 0x1p-53);
  for (int i = 1; i < STEPS; i++) {
    double x = cc_quantile_table_at(&table, (double)i / STEPS);
    assert_true(x >= last - 1e-15 * fabs(last));
    last = x;
  }
}

static cc_distribution by_cv(cc_distribution_kind kind, double mean, double cv) {
  cc_distribution distribution;
  const char *why = NULL;
  assert_int_equal(cc_distribution_by_cv(kind, mean, cv, &distribution, &why), CC_OK);
  return distribution;
}

static void test_kinds_given_by_spread(void **state) {
  (void)state;
  const double spreads[] = {0.01, 0.08, 0.3, 0.7, 1.0, 1.8};
  for (int i = 0; i < 6; i++) {
    assert_good(by_cv(CC_NORMAL, -820.0, spreads[i]));
    assert_good(by_cv(CC_LOGNORMAL, 4300.0, spreads[i]));
    assert_good(by_cv(CC_GAMMA, 15.7, spreads[i]));
    assert_good(by_cv(CC_BETA, 0.05, spreads[i]));
    assert_good(by_cv(CC_BETA, 0.5, 0.5 * spreads[i]));
    assert_good(by_cv(CC_BETA, 0.9, 0.1 * spreads[i]));
  }
}

static void test_kinds_given_by_mode_and_range(void **state) {
  (void)state;
  const double modes[] = {12.0, 12.1, 15.7, 20.0};
  for (int i = 0; i < 4; i++) {
    cc_distribution distribution;
    const char *why = NULL;
    cc_distribution_by_mode(CC_TRIANGULAR, 12.0, modes[i], 20.0, &distribution, &why);
    assert_good(distribution);
    cc_distribution_by_mode(CC_PERT, 12.0, modes[i], 20.0, &distribution, &why);
    assert_good(distribution);
    cc_distribution_by_range(-1.0, 3.0, &distribution, &why);
    assert_good(distribution);
  }
}

/* Shapes that no polynomial of this degree follows are given exactly where it fails. */
static void test_extreme_shapes(void **state) {
  (void)state;
  assert_good(by_cv(CC_LOGNORMAL, 1.0, 5.0));
  assert_good(by_cv(CC_GAMMA, 1.0, 3.0));
  cc_distribution tiny = {.kind = CC_GAMMA, .p = {0.02, 1.0}, .low = 0.0, .high = INFINITY};
  cc_quantile_table table;
  cc_quantile_table_init(&table, &tiny);
  for (int i = 1; i < 100; i++) {
    double x = cc_quantile_table_at(&table, i / 100.0);
    cc_assert_near(cc_distribution_cdf(&tiny, x), i / 100.0, 1e-6);
  }
}

/* Exponential and normal: closed forms. */
static void test_closed_forms(void **state) {
  (void)state;
  cc_quantile_table table;
  cc_distribution exponential = by_cv(CC_GAMMA, 2.0, 1.0);
  cc_quantile_table_init(&table, &exponential);
  for (int i = 1; i < 1000; i++) {
    double u = i / 1000.0;
    cc_assert_near(cc_quantile_table_at(&table, u), -2.0 * log1p(-u), 2e-6 / (1.0 - u));
  }
  cc_distribution normal = by_cv(CC_NORMAL, 100.0, 0.1);
  cc_quantile_table_init(&table, &normal);
  cc_assert_near(cc_quantile_table_at(&table, 0.5), 100.0, 1e-9);
  cc_assert_near(cc_quantile_table_at(&table, 0.9), 112.8155156554460, 1e-5);
  cc_assert_near(cc_quantile_table_at(&table, 0.1), 87.18448434455400, 1e-5);
}

static void test_ends(void **state) {
  (void)state;
  cc_quantile_table table;
  cc_distribution beta = by_cv(CC_BETA, 0.3, 0.2), normal = by_cv(CC_NORMAL, 1.0, 0.2);
  cc_quantile_table_init(&table, &beta);
  assert_true(cc_quantile_table_at(&table, 0.0) == 0.0);
  assert_true(cc_quantile_table_at(&table, 1.0) == 1.0);
  cc_quantile_table_init(&table, &normal);
  assert_true(isinf(cc_quantile_table_at(&table, 0.0)));
  assert_true(isinf(cc_quantile_table_at(&table, 1.0)));
  assert_true(isfinite(cc_quantile_table_at(&table, 0x1p-53)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_kinds_given_by_spread),
      cmocka_unit_test(test_kinds_given_by_mode_and_range),
      cmocka_unit_test(test_extreme_shapes),
      cmocka_unit_test(test_closed_forms),
      cmocka_unit_test(test_ends),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
