/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sobol points at any index against GSL's in order, and what scrambling must keep. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/sobol_sequence.h"

#include "support/near.h"

#include <gsl/gsl_qrng.h>
#include <string.h>

enum { BITS = 12, POINTS = 1 << BITS };

static uint64_t directions[BITS * CC_SOBOL_DIMENSIONS], shifts[CC_SOBOL_DIMENSIONS];

/* GSL leaves out the point of index 0, which is 0 in all dimensions. */
static void test_any_index_agrees_with_the_sequence(void **state) {
  (void)state;
  uint64_t point[CC_SOBOL_DIMENSIONS];
  double expected[CC_SOBOL_DIMENSIONS];
  gsl_qrng *generator = gsl_qrng_alloc(gsl_qrng_sobol, CC_SOBOL_DIMENSIONS);
  assert_int_equal(cc_sobol_directions(CC_SOBOL_DIMENSIONS, BITS, directions), CC_OK);
  memset(shifts, 0, sizeof shifts);
  for (uint32_t i = 1; i < POINTS; i++) {
    gsl_qrng_get(generator, expected);
    cc_sobol_point(CC_SOBOL_DIMENSIONS, directions, shifts, i, point);
    for (int d = 0; d < CC_SOBOL_DIMENSIONS; d++) {
      assert_true((double)point[d] * 0x1p-64 == expected[d]);
    }
  }
  gsl_qrng_free(generator);
}

/* Each of the 2^m cells of a dimension has one of any 2^m points that begin at a multiple. */
static void assert_even(int m) {
  static int seen[POINTS];
  for (int d = 0; d < CC_SOBOL_DIMENSIONS; d++) {
    memset(seen, 0, sizeof seen);
    for (uint32_t i = 0; i < POINTS; i++) {
      uint64_t point[CC_SOBOL_DIMENSIONS];
      cc_sobol_point(CC_SOBOL_DIMENSIONS, directions, shifts, i, point);
      int cell = (int)(point[d] >> (64 - m)), block = (int)(i >> m);
      assert_int_equal(seen[(block << m) + cell]++, 0);
    }
  }
}

static void test_scrambled_points_stay_even(void **state) {
  (void)state;
  assert_int_equal(cc_sobol_directions(CC_SOBOL_DIMENSIONS, BITS, directions), CC_OK);
  cc_sobol_scramble(123, CC_SOBOL_DIMENSIONS, BITS, directions, shifts);
  assert_even(4);
  assert_even(BITS);
}

/* The first two dimensions are a (0, m, 2) net in base 2: of 2^m points every rectangle of 2^-a by
 * 2^-(m-a) has one. */
static void test_scrambled_pairs_stay_even(void **state) {
  (void)state;
  enum { M = 8 };
  assert_int_equal(cc_sobol_directions(2, M, directions), CC_OK);
  cc_sobol_scramble(7, 2, M, directions, shifts);
  for (int a = 0; a <= M; a++) {
    int seen[1 << M] = {0};
    for (uint32_t i = 0; i < 1 << M; i++) {
      uint64_t p[2];
      cc_sobol_point(2, directions, shifts, i, p);
      int x = a > 0 ? (int)(p[0] >> (64 - a)) : 0, y = a < M ? (int)(p[1] >> (64 - (M - a))) : 0;
      assert_int_equal(seen[(x << (M - a)) + y]++, 0);
    }
  }
}

/* Over seeds a scrambled point is uniform: its mean over 4,000 seeds is 1/2 to five standard
 * errors, 1 / sqrt(12 x 4,000), and so is its place inside its cell of 2^-10 or 2^-40. */
static void test_scrambled_point_is_uniform_over_seeds(void **state) {
  (void)state;
  enum { SEEDS = 4000 };
  const int depths[] = {0, 10, 40};
  for (int k = 0; k < 3; k++) {
    double sum = 0.0;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
      uint64_t few[3 * 3], shift[3], point[3];
      assert_int_equal(cc_sobol_directions(3, 3, few), CC_OK);
      cc_sobol_scramble(seed, 3, 3, few, shift);
      cc_sobol_point(3, few, shift, 5, point);
      sum += (double)(point[2] << depths[k]) * 0x1p-64;
    }
    cc_assert_near(sum / SEEDS, 0.5, 5.0 / sqrt(12.0 * SEEDS));
  }
}

static void test_limits_are_refused(void **state) {
  (void)state;
  assert_int_equal(cc_sobol_directions(41, 1, directions), CC_INVALID);
  assert_int_equal(cc_sobol_directions(0, 1, directions), CC_INVALID);
  assert_int_equal(cc_sobol_directions(1, 31, directions), CC_INVALID);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_any_index_agrees_with_the_sequence),
      cmocka_unit_test(test_scrambled_points_stay_even),
      cmocka_unit_test(test_scrambled_pairs_stay_even),
      cmocka_unit_test(test_scrambled_point_is_uniform_over_seeds),
      cmocka_unit_test(test_limits_are_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
