/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The integrals of a generator against closed forms in long double, against GSL's exponential of
 *
 *     [ q h  I  0 ]         whose exponential has  exp(q h), s1 / h, s2 / h^2  in its first rows,
 *     [  0   0  I ]
 *     [  0   0  0 ]
 *
 * and against what must hold of any generator. Tolerances are of the largest element compared. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <gsl/gsl_linalg.h>
#include <gsl/gsl_matrix.h>
#include <cmocka.h>

#include "numeric/generator.h"

#define MOST CC_GENERATOR_STATES
#define MONTH (1.0 / 12.0)

typedef struct {
  double s0[MOST * MOST], s1[MOST * MOST], s2[MOST * MOST];
} integrals;

static integrals solve(int n, const double *q, double h) {
  integrals result;
  double scratch[CC_GENERATOR_SCRATCH(MOST)];
  cc_generator_integrals(n, q, cc_generator_norm(n, q), h, result.s0, result.s1, result.s2,
                         scratch);
  return result;
}

static void cc_assert_near(double value, double expected, double tolerance) {
  if (!(fabs(value - expected) <= tolerance)) {
    fail_msg("%.17g is not %.17g within %g", value, expected, tolerance);
  }
}

static void assert_all_near(int count, const double *values, const double *expected,
                            double relative) {
  double largest = 0.0;
  for (int i = 0; i < count; i++) {
    largest = fmax(largest, fabs(expected[i]));
  }
  for (int i = 0; i < count; i++) {
    cc_assert_near(values[i], expected[i], relative * largest);
  }
}

static double random_share(uint64_t *seed) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u; /* Knuth's MMIX */
  return (double)(*seed >> 11) * 0x1p-53;
}

/* Moves up to `rate` in all from each state, exits up to `exits`. */
static void make_generator(int n, double rate, double exits, uint64_t seed, double *q) {
  for (int i = 0; i < n; i++) {
    double outflow = exits * random_share(&seed);
    for (int j = 0; j < n; j++) {
      q[i * n + j] = i == j ? 0.0 : rate / n * random_share(&seed);
      outflow += q[i * n + j];
    }
    q[i * n + i] = -outflow;
  }
}

/* For a single rate r over t: exp(-rt), its integral, and the integral of that. */
static long double decay(int order, long double r, long double t) {
  if (order == 0) {
    return expl(-r * t);
  }
  return order == 1 ? -expm1l(-r * t) / r : (r * t + expm1l(-r * t)) / (r * r);
}

static void one_state_is_a_single_exponential(void **state) {
  (void)state;
  static const double rates[] = {1e-3, 0.36, 1.7, 9.0, 40.0, 500.0};
  for (size_t i = 0; i < sizeof rates / sizeof rates[0]; i++) {
    double q = -rates[i];
    integrals s = solve(1, &q, MONTH);
    double lost = rates[i] * MONTH; /* error of the exponent itself */
    cc_assert_near(s.s0[0], (double)decay(0, rates[i], MONTH), 4e-16 * (1.0 + lost));
    cc_assert_near(s.s1[0], (double)decay(1, rates[i], MONTH), 4e-16 * s.s1[0] * (1.0 + lost));
    cc_assert_near(s.s2[0], (double)decay(2, rates[i], MONTH), 4e-16 * s.s2[0] * (1.0 + lost));
  }
}

/* 0 -> 1 -> 2 -> out at rates a, b, c: sums of the three decays with the partial-fraction weights.
 */
static void chain_of_three(long double a, long double b, long double c, long double t, int order,
                           double expected[9]) {
  long double at_a = decay(order, a, t), at_b = decay(order, b, t), at_c = decay(order, c, t);
  memset(expected, 0, 9 * sizeof *expected);
  expected[0] = (double)at_a;
  expected[4] = (double)at_b;
  expected[8] = (double)at_c;
  expected[1] = (double)(a / (b - a) * (at_a - at_b));
  expected[5] = (double)(b / (c - b) * (at_b - at_c));
  expected[2] = (double)(a * b *
                         (at_a / ((b - a) * (c - a)) + at_b / ((a - b) * (c - b)) +
                          at_c / ((a - c) * (b - c))));
}

static void a_chain_follows_its_partial_fractions(void **state) {
  (void)state;
  const double a = 1.5, b = 0.7, c = 3.1;
  const double q[9] = {-a, a, 0.0, 0.0, -b, b, 0.0, 0.0, -c};
  static const double times[] = {MONTH, 0.5, 1.0, 5.0};
  for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
    double expected[9];
    integrals s = solve(3, q, times[i]);
    chain_of_three(a, b, c, times[i], 0, expected);
    assert_all_near(9, s.s0, expected, 3e-15);
    chain_of_three(a, b, c, times[i], 1, expected);
    assert_all_near(9, s.s1, expected, 3e-15);
    chain_of_three(a, b, c, times[i], 2, expected);
    assert_all_near(9, s.s2, expected, 3e-15);
  }
}

/* GSL's exponential of the block matrix above. */
static integrals solve_with_gsl(int n, const double *q, double h) {
  integrals result;
  size_t size = (size_t)n;
  gsl_matrix *block = gsl_matrix_calloc(3 * size, 3 * size);
  gsl_matrix *power = gsl_matrix_calloc(3 * size, 3 * size);
  for (size_t i = 0; i < size; i++) {
    for (size_t j = 0; j < size; j++) {
      gsl_matrix_set(block, i, j, q[i * size + j] * h);
    }
    gsl_matrix_set(block, i, size + i, 1.0);
    gsl_matrix_set(block, size + i, 2 * size + i, 1.0);
  }
  assert_int_equal(gsl_linalg_exponential_ss(block, power, GSL_PREC_DOUBLE), 0);
  for (size_t i = 0; i < size; i++) {
    for (size_t j = 0; j < size; j++) {
      result.s0[i * size + j] = gsl_matrix_get(power, i, j);
      result.s1[i * size + j] = gsl_matrix_get(power, i, size + j) * h;
      result.s2[i * size + j] = gsl_matrix_get(power, i, 2 * size + j) * h * h;
    }
  }
  gsl_matrix_free(block);
  gsl_matrix_free(power);
  return result;
}

static void every_size_agrees_with_gsl(void **state) {
  (void)state;
  double q[MOST * MOST];
  for (int n = 1; n <= MOST; n++) {
    for (int k = 0; k < 3; k++) {
      double h = k == 0 ? MONTH : k == 1 ? 1.0 : 0.003;
      make_generator(n, 2.0, 1.0, (uint64_t)(n * 10 + k), q);
      integrals ours = solve(n, q, h), theirs = solve_with_gsl(n, q, h);
      assert_all_near(n * n, ours.s0, theirs.s0, 1e-13);
      assert_all_near(n * n, ours.s1, theirs.s1, 1e-13);
      assert_all_near(n * n, ours.s2, theirs.s2, 1e-13);
    }
  }
}

/* Nobody leaves a closed system: rows sum to 1, h and h^2 / 2, at any norm. */
static void rows_of_a_closed_system_sum_to_time(void **state) {
  (void)state;
  double q[MOST * MOST];
  static const double times[] = {1e-9, MONTH, 1.0, 30.0, 1000.0};
  for (size_t k = 0; k < sizeof times / sizeof times[0]; k++) {
    double h = times[k];
    make_generator(9, 5.0, 0.0, k, q);
    integrals s = solve(9, q, h);
    for (int i = 0; i < 9; i++) {
      double sums[3] = {0.0, 0.0, 0.0};
      for (int j = 0; j < 9; j++) {
        assert_true(s.s0[i * 9 + j] >= 0.0 && s.s1[i * 9 + j] >= 0.0 && s.s2[i * 9 + j] >= 0.0);
        sums[0] += s.s0[i * 9 + j];
        sums[1] += s.s1[i * 9 + j];
        sums[2] += s.s2[i * 9 + j];
      }
      double tolerance = h > 1.0 ? 1e-12 : 2e-15; /* each of up to 13 doublings doubles rounding */
      cc_assert_near(sums[0], 1.0, tolerance);
      cc_assert_near(sums[1], h, tolerance * h);
      cc_assert_near(sums[2], h * h / 2.0, tolerance * h * h);
    }
  }
}

static void two_half_months_are_a_month(void **state) {
  (void)state;
  double q[81], joined[81];
  make_generator(9, 2.0, 1.0, 7, q);
  integrals whole = solve(9, q, MONTH), half = solve(9, q, MONTH / 2.0);
  for (int i = 0; i < 81; i++) {
    joined[i] = 0.0;
    for (int k = 0; k < 9; k++) {
      joined[i] += half.s0[i / 9 * 9 + k] * half.s0[k * 9 + i % 9];
    }
  }
  assert_all_near(81, whole.s0, joined, 2e-15);
  for (int i = 0; i < 81; i++) {
    joined[i] = half.s1[i];
    for (int k = 0; k < 9; k++) {
      joined[i] += half.s0[i / 9 * 9 + k] * half.s1[k * 9 + i % 9];
    }
  }
  assert_all_near(81, whole.s1, joined, 2e-15);
  for (int i = 0; i < 81; i++) {
    joined[i] = half.s2[i] + MONTH / 2.0 * half.s1[i];
    for (int k = 0; k < 9; k++) {
      joined[i] += half.s0[i / 9 * 9 + k] * half.s2[k * 9 + i % 9];
    }
  }
  assert_all_near(81, whole.s2, joined, 2e-15);
}

static void without_rates_nothing_happens(void **state) {
  (void)state;
  double q[25] = {0.0};
  integrals s = solve(5, q, 0.25);
  for (int i = 0; i < 25; i++) {
    double diagonal = i % 6 == 0 ? 1.0 : 0.0;
    assert_true(s.s0[i] == diagonal);
    assert_true(s.s1[i] == 0.25 * diagonal);
    assert_true(s.s2[i] == 0.03125 * diagonal);
  }
}

static void without_time_nothing_happens(void **state) {
  (void)state;
  double q[25];
  make_generator(5, 2.0, 1.0, 3, q);
  integrals s = solve(5, q, 0.0);
  for (int i = 0; i < 25; i++) {
    assert_true(s.s0[i] == (i % 6 == 0 ? 1.0 : 0.0));
    assert_true(s.s1[i] == 0.0 && s.s2[i] == 0.0);
  }
}

static void rates_that_are_no_numbers_come_to_an_end(void **state) {
  (void)state;
  double q = -INFINITY;
  assert_true(isnan(solve(1, &q, MONTH).s0[0]));
  q = NAN;
  assert_true(isnan(solve(1, &q, MONTH).s0[0]));
}

static void the_norm_is_the_largest_sum_of_a_row(void **state) {
  (void)state;
  const double q[] = {-3.0, 1.0, 0.5, 0.25, -4.5, 0.25, 2.0, 2.0, -4.0};
  cc_assert_near(cc_generator_norm(3, q), 8.0, 0.0);
  cc_assert_near(cc_generator_norm(2, q), 4.0, 0.0);
  cc_assert_near(cc_generator_norm(0, q), 0.0, 0.0);
}

/* The norm only says how the same integrals are worked out. */
static void a_norm_may_be_higher(void **state) {
  (void)state;
  static const double higher[] = {1.5, 4.0, 30.0, 1e4};
  for (int n = 1; n <= MOST; n += 5) {
    double q[MOST * MOST], scratch[CC_GENERATOR_SCRATCH(MOST)];
    make_generator(n, 3.0, 1.5, (uint64_t)n, q);
    integrals expected = solve(n, q, MONTH), actual;
    for (int i = 0; i < 4; i++) {
      cc_generator_integrals(n, q, higher[i] * cc_generator_norm(n, q), MONTH, actual.s0, actual.s1,
                             actual.s2, scratch);
      assert_all_near(n * n, actual.s0, expected.s0, 1e-12);
      assert_all_near(n * n, actual.s1, expected.s1, 1e-12);
      assert_all_near(n * n, actual.s2, expected.s2, 1e-12);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_state_is_a_single_exponential),
      cmocka_unit_test(a_chain_follows_its_partial_fractions),
      cmocka_unit_test(every_size_agrees_with_gsl),
      cmocka_unit_test(rows_of_a_closed_system_sum_to_time),
      cmocka_unit_test(two_half_months_are_a_month),
      cmocka_unit_test(without_rates_nothing_happens),
      cmocka_unit_test(without_time_nothing_happens),
      cmocka_unit_test(rates_that_are_no_numbers_come_to_an_end),
      cmocka_unit_test(the_norm_is_the_largest_sum_of_a_row),
      cmocka_unit_test(a_norm_may_be_higher),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
