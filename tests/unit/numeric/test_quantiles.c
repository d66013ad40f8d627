/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store of draws: kept values against GSL's statistics, counted values against kept ones, the
 * same answers whoever adds what when, and Monte Carlo errors against theory. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/quantiles.h"

#include "numeric/normal.h"
#include "numeric/random.h"
#include "support/near.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK = CC_QUANTILES_CHUNK };

/* What the measures are made of: NORMAL and LOGNORMAL numbers, a GAP of 0 for two draws in three, a
 * CONSTANT, something RARE that chunk 0 may miss, and a COUNT. */
enum { NORMAL, LOGNORMAL, GAP, CONSTANT, RARE, COUNT, MEASURES };

static void draw_row(int draw, double *row) {
  double u[4];
  cc_random_fill(2020, (uint32_t)draw, 0, 4, u);
  double z = cc_normal_quantile(u[0]);
  row[NORMAL] = 2081.0 + 45.0 * z;
  row[LOGNORMAL] = exp(0.8 * cc_normal_quantile(u[1]));
  row[GAP] = fmax(0.0, z - 0.43);
  row[CONSTANT] = 201.1;
  row[RARE] = u[2] < 0.0005 ? 1.0 + u[3] : 0.0;
  row[COUNT] = floor(60.0 + 8.0 * z);
}

static double *rows_of(int n_draws) {
  double *rows = calloc((size_t)n_draws * MEASURES, sizeof *rows);
  assert_non_null(rows);
  for (int i = 0; i < n_draws; i++) {
    draw_row(i, rows + (size_t)i * MEASURES);
  }
  return rows;
}

/* A finished store. Chunk 0 first, then every chunk by a step that passes through all of them. */
static cc_quantiles *store_blocks(int n_draws, int n_blocks, const double *rows, int n_lanes,
                                  int step, size_t kept) {
  cc_quantiles *q = NULL;
  assert_int_equal(cc_quantiles_create(n_draws, n_blocks, MEASURES, n_lanes, kept, &q), CC_OK);
  int chunks = cc_quantiles_chunks(q), chunk = 0;
  for (int i = 0; i < chunks; i++) {
    cc_quantiles_add(q, i % n_lanes, chunk, rows + (size_t)chunk * CHUNK * MEASURES);
    chunk = (chunk + step) % chunks;
  }
  cc_quantiles_finish(q);
  return q;
}

static cc_quantiles *store(int n_draws, const double *rows, int n_lanes, int step, size_t kept) {
  return store_blocks(n_draws, 1, rows, n_lanes, step, kept);
}

static double *column_of(int n_draws, const double *rows, int measure) {
  double *column = calloc((size_t)n_draws, sizeof *column);
  assert_non_null(column);
  for (int i = 0; i < n_draws; i++) {
    column[i] = rows[(size_t)i * MEASURES + (size_t)measure];
  }
  gsl_sort(column, 1, (size_t)n_draws);
  return column;
}

static void test_kept_values_agree_with_gsl(void **state) {
  (void)state;
  enum { N = 1000 };
  double *rows = rows_of(N);
  cc_quantiles *q = store(N, rows, 1, 1, CC_QUANTILES_EXACT);
  for (int m = 0; m < MEASURES; m++) {
    double *sorted = column_of(N, rows, m);
    cc_summary s = cc_quantiles_summary(q, m);
    cc_assert_near(s.mean, gsl_stats_mean(sorted, 1, N), 1e-11 * fabs(s.mean));
    cc_assert_near(s.sd, gsl_stats_sd(sorted, 1, N), 1e-11);
    if (sorted[0] < sorted[N - 1]) {
      cc_assert_near(s.mean_error, s.sd / sqrt(N), 1e-12);
    } else {
      assert_true(isnan(s.mean_error)); /* what does not vary shows no error */
    }
    assert_true(s.least == sorted[0] && s.most == sorted[N - 1]);
    for (int k = 0; k <= 20; k++) {
      double expected = gsl_stats_quantile_from_sorted_data(sorted, 1, N, k / 20.0);
      assert_true(cc_quantiles_at(q, m, k / 20.0, NULL) == expected);
    }
    free(sorted);
  }
  cc_quantiles_free(q);
  free(rows);
}

/* Counting is off by a small part of the Monte Carlo error: 0.15 of it at most, which is where in a
 * bin some tens of draws happen to lie, with 1e-9 for measures that do not vary. The count falls on
 * whole numbers: it may be off by a bin, 0.05. */
static void test_counted_values_are_as_good(void **state) {
  (void)state;
  enum { N = 50000 };
  double *rows = rows_of(N);
  cc_quantiles *kept = store(N, rows, 1, 1, CC_QUANTILES_EXACT);
  cc_quantiles *counted = store(N, rows, 1, 1, 0);
  const double p[] = {0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.8, 0.9, 0.95, 0.99};
  for (int m = 0; m < MEASURES; m++) {
    for (int k = 0; k < 10; k++) {
      double error, other;
      double expected = cc_quantiles_at(kept, m, p[k], &error);
      error = isnan(error) ? 0 : error; /* of what does not vary */
      double tolerance = m == COUNT ? 0.05 : 0.15 * error + 1e-9;
      cc_assert_near(cc_quantiles_at(counted, m, p[k], &other), expected, tolerance);
      cc_assert_near(isnan(other) ? 0 : other, error, m == COUNT ? 0.05 : 0.2 * error + 1e-9);
    }
    cc_summary a = cc_quantiles_summary(kept, m), b = cc_quantiles_summary(counted, m);
    assert_memory_equal(&a, &b, sizeof a);
  }
  cc_quantiles_free(counted);
  cc_quantiles_free(kept);
  free(rows);
}

/* Extremes and what lies beyond the bins. */
static void test_counted_tails(void **state) {
  (void)state;
  enum { N = 50000 };
  double *rows = rows_of(N);
  cc_quantiles *q = store(N, rows, 1, 1, 0);
  for (int m = 0; m < MEASURES; m++) {
    cc_summary s = cc_quantiles_summary(q, m);
    double last = cc_quantiles_at(q, m, 0.0, NULL);
    assert_true(last >= s.least);
    for (int k = 1; k <= 1000; k++) {
      double value = cc_quantiles_at(q, m, k / 1000.0, NULL);
      assert_true(value >= last && value <= s.most);
      last = value;
    }
  }
  assert_true(cc_quantiles_at(q, RARE, 0.999, NULL) == 0.0);
  assert_true(cc_quantiles_at(q, RARE, 0.9999, NULL) > 1.0);
  cc_quantiles_free(q);
  free(rows);
}

static void assert_same_answers(cc_quantiles *a, cc_quantiles *b) {
  for (int m = 0; m < MEASURES; m++) {
    cc_summary x = cc_quantiles_summary(a, m), y = cc_quantiles_summary(b, m);
    assert_memory_equal(&x, &y, sizeof x);
    for (int k = 0; k <= 50; k++) {
      double e, f;
      assert_true(cc_quantiles_at(a, m, k / 50.0, &e) == cc_quantiles_at(b, m, k / 50.0, &f));
      assert_true(e == f || (isnan(e) && isnan(f)));
    }
  }
}

/* 40 chunks, the last one short; 1, 2, 3 and 7 lanes, four orders (steps prime to 40). */
static void test_answers_do_not_depend_on_who_adds_when(void **state) {
  (void)state;
  enum { N = 39 * CHUNK + 100 };
  const int lanes[] = {1, 2, 3, 7}, steps[] = {1, 3, 39, 17};
  double *rows = rows_of(N);
  for (int k = 0; k < 4; k++) {
    size_t kept = k % 2 == 0 ? CC_QUANTILES_EXACT : 0;
    int blocks = k < 2 ? 1 : 16;
    cc_quantiles *first = store_blocks(N, blocks, rows, 1, 1, kept);
    for (int i = 0; i < 4; i++) {
      cc_quantiles *other = store_blocks(N, blocks, rows, lanes[i], steps[i], kept);
      assert_same_answers(first, other);
      cc_quantiles_free(other);
    }
    cc_quantiles_free(first);
  }
  free(rows);
}

/* Over 200 histories of 1,000 normal draws, the spread of an estimate is what its error says. */
static void test_errors_are_honest(void **state) {
  (void)state;
  enum { N = 1000, HISTORIES = 200 };
  const double p[] = {0.1, 0.5, 0.9};
  double sums[4] = {0}, squares[4] = {0}, errors[4] = {0};
  static double rows[N];
  for (uint32_t h = 0; h < HISTORIES; h++) {
    cc_quantiles *q = NULL;
    assert_int_equal(cc_quantiles_create(N, 1, 1, 1, N, &q), CC_OK);
    cc_random_fill(99, h, 0, N, rows);
    for (int i = 0; i < N; i++) {
      rows[i] = cc_normal_quantile(rows[i]);
    }
    for (int c = 0; c < cc_quantiles_chunks(q); c++) {
      cc_quantiles_add(q, 0, c, rows + c * CHUNK);
    }
    cc_quantiles_finish(q);
    for (int k = 0; k < 4; k++) {
      double error = cc_quantiles_summary(q, 0).mean_error;
      double value = k < 3 ? cc_quantiles_at(q, 0, p[k], &error) : cc_quantiles_summary(q, 0).mean;
      sums[k] += value;
      squares[k] += value * value;
      errors[k] += error;
    }
    cc_quantiles_free(q);
  }
  for (int k = 0; k < 4; k++) {
    double mean = sums[k] / HISTORIES;
    double spread = sqrt(squares[k] / HISTORIES - mean * mean);
    /* asymptotic: sqrt(p (1 - p) / n) / density; a spread over 200 is good to 5%, twice */
    double density = k < 3 ? exp(-0.5 * pow(cc_normal_quantile(p[k]), 2)) / sqrt(2 * M_PI) : 1.0;
    double theory = k < 3 ? sqrt(p[k] * (1.0 - p[k]) / N) / density : 1.0 / sqrt(N);
    cc_assert_near(spread / theory, 1.0, 0.2);
    cc_assert_near(errors[k] / HISTORIES / theory, 1.0, 0.05);
  }
}

static void test_small_and_strange(void **state) {
  (void)state;
  cc_quantiles *q = NULL;
  assert_int_equal(cc_quantiles_create(0, 1, 1, 1, 10, &q), CC_INVALID);
  assert_int_equal(cc_quantiles_create(1, 0, 1, 1, 10, &q), CC_INVALID);
  assert_int_equal(cc_quantiles_create(1, 1, 0, 1, 10, &q), CC_INVALID);
  assert_int_equal(cc_quantiles_create(1, 1, 1, 0, 10, &q), CC_INVALID);
  assert_null(q);
  for (size_t kept = 0; kept < 2; kept++) {
    double error = -1.0;
    assert_int_equal(cc_quantiles_create(1, 1, 1, 2, kept, &q), CC_OK);
    cc_quantiles_add(q, 1, 0, (double[]){7.5});
    cc_quantiles_finish(q);
    assert_true(cc_quantiles_at(q, 0, 0.5, &error) == 7.5 && isnan(error));
    assert_true(isnan(cc_quantiles_summary(q, 0).sd));
    assert_true(isnan(cc_quantiles_summary(q, 0).mean_error));
    cc_quantiles_free(q);
  }
  cc_quantiles_free(NULL);
}

/* What a model should not give must not break the store: it counts and says so in the mean. */
static void test_values_that_are_not_finite(void **state) {
  (void)state;
  const double strange[][4] = {{NAN, 1.0, 2.0, 3.0},
                               {-INFINITY, 1.0, 2.0, INFINITY},
                               {INFINITY, INFINITY, INFINITY, INFINITY},
                               {-1e308, 1e308, 0.0, 1e308}};
  for (int k = 0; k < 4; k++) {
    cc_quantiles *q = NULL;
    assert_int_equal(cc_quantiles_create(4, 1, 1, 1, 0, &q), CC_OK);
    cc_quantiles_add(q, 0, 0, strange[k]);
    cc_quantiles_finish(q);
    (void)cc_quantiles_at(q, 0, 0.5, NULL);
    assert_true(k == 3 || !isfinite(cc_quantiles_summary(q, 0).mean));
    cc_quantiles_free(q);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_kept_values_agree_with_gsl),
      cmocka_unit_test(test_counted_values_are_as_good),
      cmocka_unit_test(test_counted_tails),
      cmocka_unit_test(test_answers_do_not_depend_on_who_adds_when),
      cmocka_unit_test(test_errors_are_honest),
      cmocka_unit_test(test_small_and_strange),
      cmocka_unit_test(test_values_that_are_not_finite),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
