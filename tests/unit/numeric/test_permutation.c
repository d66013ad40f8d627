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

/* One order, and what stands at a place of it. */
static cc_permutations *order_of(uint32_t n, uint64_t seed, uint64_t name) {
  cc_permutations *order = NULL;
  assert_int_equal(cc_permutations_create(n, seed, 1, &name, &order), CC_OK);
  return order;
}

static uint32_t at(const cc_permutations *order, uint32_t i) {
  double sum = 0;
  cc_permutations_add(order, i, &sum);
  return (uint32_t)sum;
}

static void assert_each_once(uint32_t n, uint64_t seed) {
  static unsigned char seen[1 << 17];
  cc_permutations *order = order_of(n, seed, 1);
  memset(seen, 0, n);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t there = at(order, i);
    assert_true(there < n);
    assert_int_equal(seen[there]++, 0);
  }
  cc_permutations_free(order);
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
    cc_permutations *permutation = order_of((uint32_t)n, (uint64_t)seed, 0);
    for (int i = 0; i < n; i++) {
      order[i] = at(permutation, (uint32_t)i);
    }
    cc_permutations_free(permutation);
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
    cc_permutations *order = order_of((uint32_t)n, (uint64_t)seed, 3);
    int first = (int)at(order, 0) * SIDE / n;
    int second = (int)at(order, 1) * SIDE / n;
    cc_permutations_free(order);
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
    cc_permutations *order = order_of(N, 9, (uint32_t)s);
    for (uint32_t i = 0; i < N; i++) {
      centred[s][i] = at(order, i) - 0.5 * (N - 1);
    }
    cc_permutations_free(order);
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

/* Side by side the orders are what each is alone, for any number of them and of numbers. */
static void test_many_orders(void **state) {
  (void)state;
  enum { MOST = 200 };
  const uint32_t sizes[] = {1, 2, 50, 1000, 99991};
  uint64_t names[MOST];
  for (uint64_t k = 0; k < MOST; k++) {
    names[k] = k * 0x9e3779b97f;
  }
  for (int count = 0; count <= MOST; count += 25) {
    for (int size = 0; size < 5; size++) {
      cc_permutations *all = NULL;
      uint32_t n = sizes[size], i = n / 3;
      double sums[MOST] = {0};
      assert_int_equal(cc_permutations_create(n, 7, count, names, &all), CC_OK);
      cc_permutations_add(all, i, sums);
      cc_permutations_add(all, i, sums);
      for (int k = 0; k < count; k++) {
        cc_permutations *alone = order_of(n, 7, names[k]);
        assert_true(sums[k] == 2.0 * at(alone, i));
        cc_permutations_free(alone);
      }
      cc_permutations_free(all);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_number_comes_once),
      cmocka_unit_test(test_orders_are_equally_likely),
      cmocka_unit_test(test_pairs_are_equally_likely),
      cmocka_unit_test(test_streams_are_not_correlated),
      cmocka_unit_test(test_many_orders),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
