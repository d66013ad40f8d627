/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sobol indices of functions whose indices have closed forms. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/sobol_indices.h"

#include "numeric/sampling.h"
#include "support/near.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_INPUTS = 8, MOST_ROWS = 1 << 14 };

typedef double (*function)(const double *u);

static double a[MOST_ROWS], b[MOST_ROWS], ab[MOST_INPUTS * MOST_ROWS];

/* A function at the points of a Saltelli design. */
static cc_sobol_values evaluate(function f, int n_inputs, int n_rows, cc_sample_method method,
                                uint64_t seed) {
  cc_sample *sample = NULL;
  assert_int_equal(cc_sample_create(method, n_rows, 2 * n_inputs, NULL, seed, &sample), CC_OK);
  for (int k = 0; k < n_rows; k++) {
    double u[2 * MOST_INPUTS];
    cc_sample_draw(sample, k, u);
    a[k] = f(u);
    b[k] = f(u + n_inputs);
    for (int i = 0; i < n_inputs; i++) {
      double kept = u[i];
      u[i] = u[n_inputs + i];
      ab[i * n_rows + k] = f(u);
      u[i] = kept;
    }
  }
  cc_sample_free(sample);
  return (cc_sobol_values){n_rows, n_inputs, a, b, ab};
}

/* Ishigami and Homma 1990 with a = 7, b = 0.1 on -pi..pi. */
static double ishigami(const double *u) {
  double x[3];
  for (int i = 0; i < 3; i++) {
    x[i] = M_PI * (2.0 * u[i] - 1.0);
  }
  return sin(x[0]) + 7.0 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

/* The printed values have four decimals; 2^14 scrambled Sobol rows come within 0.005. */
static void test_ishigami(void **state) {
  (void)state;
  const double first[] = {0.3139, 0.4424, 0.0}, total[] = {0.5576, 0.4424, 0.2437};
  cc_sobol_index indices[3];
  cc_sobol_values values = evaluate(ishigami, 3, MOST_ROWS, CC_SAMPLE_SOBOL, 1);
  assert_int_equal(cc_sobol_indices(&values, 100, 0.95, 1, indices), CC_OK);
  for (int i = 0; i < 3; i++) {
    cc_assert_near(indices[i].first.value, first[i], 0.005);
    cc_assert_near(indices[i].total.value, total[i], 0.005);
    assert_true(indices[i].first.low <= first[i] && first[i] <= indices[i].first.high);
    assert_true(indices[i].total.low <= total[i] && total[i] <= indices[i].total.high);
  }
}

/* A mean that is large beside the spread must not swamp the first-order indices. */
static double ishigami_on_a_hill(const double *u) {
  return 1e6 + ishigami(u);
}

static void test_large_mean_does_no_harm(void **state) {
  (void)state;
  cc_sobol_index level[3], high[3];
  cc_sobol_values values = evaluate(ishigami, 3, 4096, CC_SAMPLE_LATIN, 1);
  assert_int_equal(cc_sobol_indices(&values, 1, 0.9, 1, level), CC_OK);
  values = evaluate(ishigami_on_a_hill, 3, 4096, CC_SAMPLE_LATIN, 1);
  assert_int_equal(cc_sobol_indices(&values, 1, 0.9, 1, high), CC_OK);
  for (int i = 0; i < 3; i++) {
    cc_assert_near(high[i].first.value, level[i].first.value, 1e-8);
    cc_assert_near(high[i].total.value, level[i].total.value, 1e-8);
  }
}

static const double g_weights[8] = {0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0};

/* Sobol's g: the product of (|4 u - 2| + w) / (1 + w). */
static double g_function(const double *u) {
  double product = 1.0;
  for (int i = 0; i < 8; i++) {
    product *= (fabs(4.0 * u[i] - 2.0) + g_weights[i]) / (1.0 + g_weights[i]);
  }
  return product;
}

/* With V_i = 1 / (3 (1 + w)^2): V is the product of (1 + V_i), less 1; first V_i / V, total V_i
 * times the product of the other (1 + V_j), over V. */
static void test_g_function(void **state) {
  (void)state;
  double all = 1.0, parts[8];
  for (int i = 0; i < 8; i++) {
    parts[i] = 1.0 / (3.0 * (1.0 + g_weights[i]) * (1.0 + g_weights[i]));
    all *= 1.0 + parts[i];
  }
  cc_sobol_index indices[8];
  cc_sobol_values values = evaluate(g_function, 8, MOST_ROWS, CC_SAMPLE_SOBOL, 3);
  assert_int_equal(cc_sobol_indices(&values, 50, 0.95, 3, indices), CC_OK);
  for (int i = 0; i < 8; i++) {
    cc_assert_near(indices[i].first.value, parts[i] / (all - 1.0), 0.01);
    cc_assert_near(indices[i].total.value, parts[i] * all / (1.0 + parts[i]) / (all - 1.0), 0.01);
  }
  cc_assert_near(indices[0].first.value, 0.7165, 0.01); /* as printed by Saltelli and others */
}

/* Of 200 intervals of the middle 90%, from plain samples, 90% to within five standard errors (11%)
 * hold the truth. */
static void test_intervals_hold_the_truth(void **state) {
  (void)state;
  enum { HISTORIES = 200 };
  const double first[] = {0.3139, 0.4424, 0.0}, total[] = {0.5576, 0.4424, 0.2437};
  int held[6] = {0};
  for (uint64_t h = 0; h < HISTORIES; h++) {
    cc_sobol_index indices[3];
    cc_sobol_values values = evaluate(ishigami, 3, 500, CC_SAMPLE_PLAIN, h);
    assert_int_equal(cc_sobol_indices(&values, 200, 0.9, h, indices), CC_OK);
    for (int i = 0; i < 3; i++) {
      held[i] += indices[i].first.low <= first[i] && first[i] <= indices[i].first.high;
      held[3 + i] += indices[i].total.low <= total[i] && total[i] <= indices[i].total.high;
    }
  }
  for (int i = 0; i < 6; i++) {
    cc_assert_near(held[i] / (double)HISTORIES, 0.9, 0.11);
  }
}

static double constant(const double *u) {
  return 3.0 + 0.0 * u[0];
}

static double only_first(const double *u) {
  return u[0];
}

static void test_what_does_not_vary(void **state) {
  (void)state;
  cc_sobol_index indices[2], again[2];
  cc_sobol_values values = evaluate(constant, 2, 101, CC_SAMPLE_PLAIN, 1);
  memset(indices, 1, sizeof indices);
  assert_int_equal(cc_sobol_indices(&values, 10, 0.9, 1, indices), CC_OK);
  for (int i = 0; i < 2; i++) {
    assert_true(indices[i].first.value == 0.0 && indices[i].first.low == 0.0);
    assert_true(indices[i].total.value == 0.0 && indices[i].total.high == 0.0);
  }
  values = evaluate(only_first, 2, 1001, CC_SAMPLE_LATIN, 1);
  assert_int_equal(cc_sobol_indices(&values, 10, 0.9, 5, indices), CC_OK);
  cc_assert_near(indices[0].first.value, 1.0, 0.1);
  cc_assert_near(indices[0].total.value, 1.0, 0.1);
  assert_true(indices[1].first.value == 0.0 && indices[1].total.high == 0.0);
  assert_int_equal(cc_sobol_indices(&values, 10, 0.9, 5, again), CC_OK);
  assert_memory_equal(indices, again, sizeof indices);
  assert_int_equal(cc_sobol_indices(&values, 10, 0.9, 6, again), CC_OK);
  assert_memory_not_equal(indices, again, sizeof indices);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ishigami),           cmocka_unit_test(test_large_mean_does_no_harm),
      cmocka_unit_test(test_g_function),         cmocka_unit_test(test_intervals_hold_the_truth),
      cmocka_unit_test(test_what_does_not_vary),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
