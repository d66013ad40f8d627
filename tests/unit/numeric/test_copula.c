/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gaussian copula: the correlations that were asked for, uniform margins, and what it refuses. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/copula.h"

#include "numeric/normal.h"
#include "numeric/random.h"
#include "support/near.h"

#include <gsl/gsl_cdf.h>
#include <string.h>

enum { N = 50000, DIMENSIONS = 6 };

static double u[N][DIMENSIONS];

static void fill(void) {
  for (uint32_t i = 0; i < N; i++) {
    cc_random_fill(77, i, 0, DIMENSIONS, u[i]);
  }
}

static void apply(int n_pairs, const cc_copula_pair *pairs) {
  cc_copula *copula = NULL;
  const char *why = NULL;
  int wrong = -1;
  assert_int_equal(cc_copula_create(n_pairs, pairs, &copula, &why, &wrong), CC_OK);
  for (int i = 0; i < N; i++) {
    cc_copula_apply(copula, u[i]);
  }
  cc_copula_free(copula);
}

static double itself(double x) {
  return x;
}

/* Pearson's correlation of two columns, of the uniform numbers (which is Spearman's) or scores. */
static double correlation(int a, int b, double (*score)(double)) {
  double sums[5] = {0};
  for (int i = 0; i < N; i++) {
    double x = score(u[i][a]), y = score(u[i][b]);
    sums[0] += x;
    sums[1] += y;
    sums[2] += x * x;
    sums[3] += y * y;
    sums[4] += x * y;
  }
  double both = sums[4] / N - sums[0] * sums[1] / N / N;
  double x = sums[2] / N - sums[0] * sums[0] / N / N, y = sums[3] / N - sums[1] * sums[1] / N / N;
  return both / sqrt(x * y);
}

/* Five standard errors: (1 - r^2) / sqrt N for normal scores; ranks have a little more. */
static void assert_correlated(int a, int b, double r) {
  double tolerance = 5.0 * (1.0 - r * r) / sqrt(N);
  cc_assert_near(correlation(a, b, cc_normal_quantile), r, tolerance);
  cc_assert_near(correlation(a, b, itself), 6.0 / M_PI * asin(0.5 * r), 1.2 * tolerance);
}

static void test_correlations_are_met(void **state) {
  (void)state;
  const cc_copula_pair pairs[] = {{4, 1, 0.8}, {1, 2, -0.5}, {5, 3, 0.3}};
  fill();
  apply(3, pairs);
  assert_correlated(1, 4, 0.8);
  assert_correlated(1, 2, -0.5);
  assert_correlated(2, 4, 0.0);
  assert_correlated(3, 5, 0.3);
  assert_correlated(3, 4, 0.0);
  assert_correlated(0, 1, 0.0);
}

static void test_margins_stay_uniform(void **state) {
  (void)state;
  enum { CELLS = 50 };
  const cc_copula_pair pairs[] = {{0, 1, 0.9}, {1, 2, 0.9}, {0, 2, 0.8}, {4, 5, -0.6}};
  fill();
  apply(4, pairs);
  for (int d = 0; d < DIMENSIONS; d++) {
    double counts[CELLS] = {0}, statistic = 0.0, expected = (double)N / CELLS;
    for (int i = 0; i < N; i++) {
      assert_true(u[i][d] > 0.0 && u[i][d] < 1.0);
      counts[(int)(CELLS * u[i][d])]++;
    }
    for (int c = 0; c < CELLS; c++) {
      statistic += (counts[c] - expected) * (counts[c] - expected) / expected;
    }
    assert_true(gsl_cdf_chisq_Q(statistic, CELLS - 1) > 1e-6);
  }
}

static void test_others_are_left_alone(void **state) {
  (void)state;
  cc_copula *copula = NULL;
  const char *why = NULL;
  int wrong = -1;
  double v[] = {0.1, 0.2, 0.3, 0.4};
  assert_int_equal(cc_copula_create(1, &(cc_copula_pair){1, 3, 0.5}, &copula, &why, &wrong), CC_OK);
  cc_copula_apply(copula, v);
  assert_true(v[0] == 0.1 && v[2] == 0.3);
  cc_assert_near(v[1], 0.2, 1e-15); /* the first of a group keeps its value */
  double score = 0.5 * cc_normal_quantile(0.2) + sqrt(0.75) * cc_normal_quantile(0.4);
  cc_assert_near(v[3], cc_normal_cdf(score), 1e-15);
  cc_copula_free(copula);
  assert_int_equal(cc_copula_create(0, NULL, &copula, &why, &wrong), CC_OK);
  cc_copula_apply(copula, v);
  assert_true(v[0] == 0.1);
  cc_copula_free(copula);
  cc_copula_free(NULL);
}

/* Ends of the interval, all pushed the same way. */
static void test_stays_inside_the_open_interval(void **state) {
  (void)state;
  const cc_copula_pair pairs[] = {{0, 1, 0.7}, {0, 2, 0.7}, {1, 2, 0.7}};
  cc_copula *copula = NULL;
  const char *why = NULL;
  int wrong = -1;
  double v[3], most = 1.0 - 0x1p-53;
  assert_int_equal(cc_copula_create(3, pairs, &copula, &why, &wrong), CC_OK);
  for (int d = 0; d < 3; d++) {
    v[d] = most;
  }
  cc_copula_apply(copula, v);
  assert_true(v[0] < 1.0 && v[1] < 1.0 && v[2] < 1.0);
  for (int d = 0; d < 3; d++) {
    v[d] = 0x1p-53;
  }
  cc_copula_apply(copula, v);
  assert_true(v[0] > 0.0 && v[1] > 0.0 && v[2] > 0.0);
  cc_copula_free(copula);
}

static void assert_refused(int n_pairs, const cc_copula_pair *pairs, int pair, const char *word) {
  cc_copula *copula = NULL;
  const char *why = NULL;
  int wrong = -1;
  assert_int_equal(cc_copula_create(n_pairs, pairs, &copula, &why, &wrong), CC_INVALID);
  assert_null(copula);
  assert_int_equal(wrong, pair);
  assert_non_null(strstr(why, word));
}

static void test_impossible_correlations_are_refused(void **state) {
  (void)state;
  assert_refused(1, (cc_copula_pair[]){{2, 2, 0.5}}, 0, "itself");
  assert_refused(1, (cc_copula_pair[]){{2, 3, 1.0}}, 0, "between");
  assert_refused(1, (cc_copula_pair[]){{2, 3, NAN}}, 0, "between");
  assert_refused(3, (cc_copula_pair[]){{0, 1, 0.5}, {1, 2, 0.1}, {1, 0, 0.4}}, 2, "twice");
  /* two that go with a third cannot go against each other */
  assert_refused(4, (cc_copula_pair[]){{0, 1, 0.9}, {5, 6, 0.9}, {0, 2, 0.9}, {1, 2, -0.9}}, 3,
                 "contradict");
  /* nor can they be independent, which is what leaving them out says */
  assert_refused(2, (cc_copula_pair[]){{0, 1, 0.9}, {0, 2, 0.9}}, 1, "contradict");
}

/* r, r, s among three is possible if and only if s > 2 r^2 - 1 (the determinant above 0). */
static void test_edge_of_the_possible(void **state) {
  (void)state;
  cc_copula *copula = NULL;
  const char *why = NULL;
  int wrong = -1;
  double edge = 2.0 * 0.9 * 0.9 - 1.0;
  cc_copula_pair pairs[] = {{0, 1, 0.9}, {0, 2, 0.9}, {1, 2, edge + 1e-6}};
  assert_int_equal(cc_copula_create(3, pairs, &copula, &why, &wrong), CC_OK);
  cc_copula_free(copula);
  pairs[2].r = edge - 1e-6;
  assert_refused(3, pairs, 2, "contradict");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_correlations_are_met),
      cmocka_unit_test(test_margins_stay_uniform),
      cmocka_unit_test(test_others_are_left_alone),
      cmocka_unit_test(test_stays_inside_the_open_interval),
      cmocka_unit_test(test_impossible_correlations_are_refused),
      cmocka_unit_test(test_edge_of_the_possible),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
