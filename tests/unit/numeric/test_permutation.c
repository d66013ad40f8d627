/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random orders: every number once, for all small n; and, over seeds, each order of a few numbers
 * about as often as any other (chi-square, chance of failing below one in a million, fixed seeds).
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/permutation.h"

#include "support/near.h"

#include <gsl/gsl_cdf.h>
#include <string.h>

static void assert_each_once(uint32_t n, uint64_t seed) {
  static unsigned char seen[1 << 17];
  cc_permutation order;
  cc_permutation_init(&order, n, seed, 1);
  memset(seen, 0, n);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = cc_permutation_at(&order, i);
    assert_true(at < n);
    assert_int_equal(seen[at]++, 0);
  }
}

static void test_every_number_comes_once(void **state) {
  (void)state;
  for (uint32_t n = 1; n <= 300; n++) {
    assert_each_once(n, n);
  }
  assert_each_once(10000, 1);
  assert_each_once(1 << 16, 2);
  assert_each_once(99991, 3); /* a prime */
}

/* The place of an order among the n! orders. */
static int rank_of(int n, const uint32_t *order) {
  int rank = 0;
  for (int i = 0; i < n; i++) {
    int smaller = 0;
    for (int j = i + 1; j < n; j++) {
      smaller += order[j] < order[i];
    }
    rank = rank * (n - i) + smaller;
  }
  return rank;
}

static void assert_all_orders_alike(int n, int n_orders) {
  enum { SEEDS = 60000 };
  int counts[720] = {0};
  for (int seed = 0; seed < SEEDS; seed++) {
    uint32_t order[6];
    cc_permutation permutation;
    cc_permutation_init(&permutation, (uint32_t)n, (uint64_t)seed, 0);
    for (int i = 0; i < n; i++) {
      order[i] = cc_permutation_at(&permutation, (uint32_t)i);
    }
    counts[rank_of(n, order)]++;
  }
  double expected = (double)SEEDS / n_orders, statistic = 0.0;
  for (int i = 0; i < n_orders; i++) {
    statistic += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  double above = gsl_cdf_chisq_Q(statistic, n_orders - 1);
  if (above < 1e-6) {
    fail_msg("orders of %d: chi-square %g", n, statistic);
  }
}

static void test_orders_are_equally_likely(void **state) {
  (void)state;
  assert_all_orders_alike(2, 2);
  assert_all_orders_alike(3, 6);
  assert_all_orders_alike(4, 24);
  assert_all_orders_alike(5, 120);
  assert_all_orders_alike(6, 720);
}

/* Where two neighbours of n land, by eighths of 0..n-1, over seeds. */
static void assert_pairs_alike(int n) {
  enum { SEEDS = 60000, SIDE = 8 };
  int counts[SIDE * SIDE] = {0}, places[SIDE] = {0};
  for (int i = 0; i < n; i++) {
    places[i * SIDE / n]++;
  }
  for (int seed = 0; seed < SEEDS; seed++) {
    cc_permutation order;
    cc_permutation_init(&order, (uint32_t)n, (uint64_t)seed, 3);
    int first = (int)cc_permutation_at(&order, 0) * SIDE / n;
    int second = (int)cc_permutation_at(&order, 1) * SIDE / n;
    counts[first * SIDE + second]++;
  }
  double statistic = 0.0;
  for (int c = 0; c < SIDE * SIDE; c++) {
    int a = places[c / SIDE], b = places[c % SIDE] - (c / SIDE == c % SIDE);
    double expected = (double)SEEDS * a * b / ((double)n * (n - 1));
    statistic += (counts[c] - expected) * (counts[c] - expected) / expected;
  }
  double above = gsl_cdf_chisq_Q(statistic, SIDE * SIDE - 1);
  if (above < 1e-6) {
    fail_msg("pairs of %d: chi-square %g", n, statistic);
  }
}

static void test_pairs_are_equally_likely(void **state) {
  (void)state;
  const int sizes[] = {16, 25, 63, 64, 100, 333, 1000};
  for (int k = 0; k < 7; k++) {
    assert_pairs_alike(sizes[k]);
  }
}

/* Spearman's correlation of two independent orders of n has the standard deviation 1/sqrt(n - 1);
 * five standard deviations of the mean square over 780 pairs of streams are 25%. */
static void test_streams_are_not_correlated(void **state) {
  (void)state;
  enum { N = 1000, STREAMS = 40 };
  static double centred[STREAMS][N];
  for (int s = 0; s < STREAMS; s++) {
    cc_permutation order;
    cc_permutation_init(&order, N, 9, (uint32_t)s);
    for (uint32_t i = 0; i < N; i++) {
      centred[s][i] = cc_permutation_at(&order, i) - 0.5 * (N - 1);
    }
  }
  double squares = 0.0, most = 0.0, variance = (N * (double)N - 1.0) / 12.0;
  for (int s = 0; s < STREAMS; s++) {
    for (int t = 0; t < s; t++) {
      double sum = 0.0;
      for (int i = 0; i < N; i++) {
        sum += centred[s][i] * centred[t][i];
      }
      double r = sum / (N * variance);
      squares += r * r;
      most = fmax(most, fabs(r));
    }
  }
  int pairs = STREAMS * (STREAMS - 1) / 2;
  cc_assert_near(squares / pairs * (N - 1), 1.0, 0.25);
  assert_true(most * sqrt(N - 1) < 5.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_number_comes_once),
      cmocka_unit_test(test_orders_are_equally_likely),
      cmocka_unit_test(test_pairs_are_equally_likely),
      cmocka_unit_test(test_streams_are_not_correlated),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
