/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples: strata, any order, and what stratifying is for: a smaller error of a mean. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/sampling.h"

#include "numeric/sobol_sequence.h"
#include "support/near.h"

#include <string.h>

enum { MOST = 64 };

static cc_sample *sample_of(cc_sample_method method, int n_draws, int n_dimensions, uint64_t seed) {
  cc_sample *sample = NULL;
  assert_int_equal(cc_sample_create(method, n_draws, n_dimensions, NULL, seed, &sample), CC_OK);
  return sample;
}

static void assert_one_per_stratum(const cc_sample *sample, int n_draws, int dimension) {
  static unsigned char seen[1 << 14];
  memset(seen, 0, sizeof seen);
  for (int i = 0; i < n_draws; i++) {
    double u[MOST];
    cc_sample_draw(sample, i, u);
    assert_true(u[dimension] > 0.0 && u[dimension] < 1.0);
    assert_int_equal(seen[(int)(u[dimension] * n_draws)]++, 0);
  }
}

static void test_latin_has_one_draw_in_each_stratum(void **state) {
  (void)state;
  const int sizes[] = {1, 2, 3, 10, 257, 1000, 10000};
  for (int k = 0; k < 7; k++) {
    cc_sample *sample = sample_of(CC_SAMPLE_LATIN, sizes[k], 5, 17);
    for (int d = 0; d < 5; d++) {
      assert_one_per_stratum(sample, sizes[k], d);
    }
    cc_sample_free(sample);
  }
}

/* Also beyond GSL's 40 dimensions, where it would have given zeros. */
static void test_sobol_has_one_draw_in_each_stratum(void **state) {
  (void)state;
  cc_sample *sample = sample_of(CC_SAMPLE_SOBOL, 256, 45, 17);
  for (int d = 0; d < 45; d++) {
    assert_one_per_stratum(sample, 256, d);
  }
  cc_sample_free(sample);
}

/* Forwards, backwards, and from a second sample made the same way: the same to the last bit. */
static void test_draws_can_be_had_in_any_order(void **state) {
  (void)state;
  enum { N = 1000, D = 50 };
  static double forwards[N][D];
  for (int method = 0; method < CC_SAMPLE_METHODS; method++) {
    cc_sample *sample = sample_of((cc_sample_method)method, N, D, 5);
    cc_sample *again = sample_of((cc_sample_method)method, N, D, 5);
    for (int i = 0; i < N; i++) {
      cc_sample_draw(sample, i, forwards[i]);
    }
    for (int i = N - 1; i >= 0; i--) {
      double u[D];
      cc_sample_draw(again, i, u);
      assert_memory_equal(u, forwards[i], sizeof u);
    }
    cc_sample_free(again);
    cc_sample_free(sample);
  }
}

static void test_seeds_and_dimensions_differ(void **state) {
  (void)state;
  for (int method = 0; method < CC_SAMPLE_METHODS; method++) {
    cc_sample *one = sample_of((cc_sample_method)method, 100, 45, 1);
    cc_sample *other = sample_of((cc_sample_method)method, 100, 45, 2);
    cc_sample *high = sample_of((cc_sample_method)method, 100, 45, (uint64_t)1 << 32 | 1);
    for (int i = 0; i < 100; i++) {
      double u[45], v[45], w[45];
      cc_sample_draw(one, i, u);
      cc_sample_draw(other, i, v);
      cc_sample_draw(high, i, w);
      for (int d = 0; d < 45; d++) {
        assert_true(u[d] != v[d] && u[d] != w[d]);
        assert_true(d == 0 || u[d] != u[d - 1]);
      }
    }
    cc_sample_free(high);
    cc_sample_free(other);
    cc_sample_free(one);
  }
}

/* Scenarios that share inputs, one of them with an input more in between: the shared ones have the
 * same numbers. Names that differ in any bit of 56 are different. */
static void test_names_keep_their_numbers(void **state) {
  (void)state;
  const uint64_t few[] = {11, 22, 33}, more[] = {11, 99, (uint64_t)1 << 55 | 11, 22, 33};
  const cc_sample_method methods[] = {CC_SAMPLE_LATIN, CC_SAMPLE_PLAIN};
  for (int m = 0; m < 2; m++) {
    cc_sample *one = NULL, *other = NULL;
    assert_int_equal(cc_sample_create(methods[m], 100, 3, few, 1, &one), CC_OK);
    assert_int_equal(cc_sample_create(methods[m], 100, 5, more, 1, &other), CC_OK);
    for (int i = 0; i < 100; i++) {
      double u[3], v[5];
      cc_sample_draw(one, i, u);
      cc_sample_draw(other, i, v);
      assert_true(u[0] == v[0] && u[1] == v[3] && u[2] == v[4]);
      assert_true(v[1] != v[0] && v[2] != v[0] && v[2] != v[1]);
    }
    cc_sample_free(other);
    cc_sample_free(one);
  }
}

/* The mean over a sample of a smooth function of ten inputs, whose mean is 1: a product of
 * 1 + (u - 1/2) / (d + 1), with some interplay of the inputs in it. */
static double sample_mean(cc_sample_method method, int n_draws, uint64_t seed) {
  cc_sample *sample = sample_of(method, n_draws, 10, seed);
  double sum = 0.0;
  for (int i = 0; i < n_draws; i++) {
    double u[10], product = 1.0;
    cc_sample_draw(sample, i, u);
    for (int d = 0; d < 10; d++) {
      product *= 1.0 + (u[d] - 0.5) / (d + 1);
    }
    sum += product;
  }
  cc_sample_free(sample);
  return sum / n_draws;
}

static double root_mean_square_error(cc_sample_method method, int n_draws) {
  enum { SEEDS = 64 };
  double squares = 0.0;
  for (uint64_t seed = 0; seed < SEEDS; seed++) {
    double error = sample_mean(method, n_draws, seed) - 1.0;
    squares += error * error;
  }
  return sqrt(squares / SEEDS);
}

/* The variance of the product is the product of 1 + 1 / (12 (d + 1)^2), less 1, of which the inputs
 * one by one hold the sum of 1 / (12 (d + 1)^2); latin sampling leaves the rest. Root mean squares
 * over 64 seeds are within 35% of that (four standard errors are 35%). */
static void test_errors_are_what_theory_says(void **state) {
  (void)state;
  enum { N = 1024 };
  double all = 1.0, alone = 0.0;
  for (int d = 0; d < 10; d++) {
    double part = 1.0 / (12.0 * (d + 1) * (d + 1));
    all *= 1.0 + part;
    alone += part;
  }
  double plain = sqrt((all - 1.0) / N), latin = sqrt((all - 1.0 - alone) / N);
  cc_assert_near(root_mean_square_error(CC_SAMPLE_PLAIN, N) / plain, 1.0, 0.35);
  cc_assert_near(root_mean_square_error(CC_SAMPLE_LATIN, N) / latin, 1.0, 0.35);
  assert_true(root_mean_square_error(CC_SAMPLE_SOBOL, N) < 0.2 * latin);
}

/* Sixteen times the draws: a quarter of the error for plain and latin sampling, far less of it for
 * Sobol's. */
static void test_errors_fall_with_the_draws(void **state) {
  (void)state;
  double plain =
      root_mean_square_error(CC_SAMPLE_PLAIN, 2048) / root_mean_square_error(CC_SAMPLE_PLAIN, 128);
  double latin =
      root_mean_square_error(CC_SAMPLE_LATIN, 2048) / root_mean_square_error(CC_SAMPLE_LATIN, 128);
  double sobol =
      root_mean_square_error(CC_SAMPLE_SOBOL, 2048) / root_mean_square_error(CC_SAMPLE_SOBOL, 128);
  cc_assert_near(plain, 0.25, 0.1);
  cc_assert_near(latin, 0.25, 0.1);
  assert_true(sobol < 0.1);
}

static void test_words_and_sizes(void **state) {
  (void)state;
  cc_sample_method method = CC_SAMPLE_PLAIN;
  assert_true(cc_sample_find("latin", &method));
  assert_int_equal(method, CC_SAMPLE_LATIN);
  assert_string_equal(cc_sample_word(CC_SAMPLE_SOBOL), "sobol");
  assert_false(cc_sample_find("halton", &method));
  cc_sample *sample = NULL;
  assert_int_equal(cc_sample_create(CC_SAMPLE_LATIN, 0, 3, NULL, 1, &sample), CC_INVALID);
  assert_int_equal(cc_sample_create(CC_SAMPLE_LATIN, 5, -1, NULL, 1, &sample), CC_INVALID);
  assert_null(sample);
  for (int m = 0; m < CC_SAMPLE_METHODS; m++) {
    cc_sample *empty = sample_of((cc_sample_method)m, 1, 0, 1);
    double none[1];
    cc_sample_draw(empty, 0, none);
    cc_sample_free(empty);
  }
  cc_sample_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_latin_has_one_draw_in_each_stratum),
      cmocka_unit_test(test_sobol_has_one_draw_in_each_stratum),
      cmocka_unit_test(test_draws_can_be_had_in_any_order),
      cmocka_unit_test(test_seeds_and_dimensions_differ),
      cmocka_unit_test(test_names_keep_their_numbers),
      cmocka_unit_test(test_errors_are_what_theory_says),
      cmocka_unit_test(test_errors_fall_with_the_draws),
      cmocka_unit_test(test_words_and_sizes),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
