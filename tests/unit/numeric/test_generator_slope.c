/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slopes of the generator's integrals against closed forms (one state), against the integrals of a
 * block matrix of twice the size (Van Loan 1978), and against differences. */
#include "numeric/generator_slope.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/near.h"

enum { N = 6, SIZE = N * N };

/* Six states with moves and exits; `speed` scales all rates. */
static void make(double speed, double *q, double *weight) {
  memset(q, 0, SIZE * sizeof *q);
  for (int i = 0; i < N; i++) {
    weight[i] = 100.0 * i - 130.0;
    q[i * N + i] = -0.1 * speed * (i + 1);
    for (int j = 0; j < N; j++) {
      double rate = i == j ? 0.0 : speed * 0.07 * ((3 * i + 5 * j) % 4);
      q[i * N + j] += rate;
      q[i * N + i] -= rate;
    }
  }
}

/* One state left at rate m, which yields w: s0 = exp((e w - m) h), and its derivatives by e. */
static void test_one_state(void **state) {
  (void)state;
  static cc_sloped s0, s1, s2;
  const double m = 0.7, w = 3.0, h = 1.25, left = exp(-m * h);
  cc_generator_slopes(1, &(double){-m}, &w, h, &s0, &s1, &s2);
  cc_assert_near(s0.value[0], left, 1e-15);
  cc_assert_near(s0.slope[0], w * h * left, 1e-14);
  cc_assert_near(s1.value[0], (1 - left) / m, 1e-15);
  cc_assert_near(s1.slope[0], w * (1 - left * (1 + m * h)) / (m * m), 1e-14);
  cc_assert_near(s2.value[0], (m * h - 1 + left) / (m * m), 1e-15);
  cc_assert_near(s2.slope[0], w * (m * h - 2 + left * (2 + m * h)) / (m * m * m), 1e-14);
}

/* Nothing happens: a child in a state yields w h, and the slopes are powers of h. */
static void test_no_rates(void **state) {
  (void)state;
  static cc_sloped s0, s1, s2;
  const double q[4] = {0}, w[2] = {2.0, 5.0}, h = 3.0;
  cc_generator_slopes(2, q, w, h, &s0, &s1, &s2);
  for (int i = 0; i < 2; i++) {
    cc_assert_near(s0.slope[3 * i], w[i] * h, 1e-14);
    cc_assert_near(s1.slope[3 * i], w[i] * h * h / 2, 1e-14);
    cc_assert_near(s2.slope[3 * i], w[i] * h * h * h / 6, 1e-14);
    cc_assert_near(s0.slope[1 + i], 0, 0);
  }
}

/* exp of [[q, diag(w)], [0, q]] has the slope as its upper right block; so have the integrals. */
static void check_blocks(double speed, double tolerance) {
  enum { M = 2 * N };
  static cc_sloped s[3];
  static double block[M * M], t[3][M * M], scratch[CC_GENERATOR_SCRATCH(M)];
  double q[SIZE], weight[N];
  make(speed, q, weight);
  memset(block, 0, sizeof block);
  for (int i = 0; i < N; i++) {
    block[i * M + N + i] = weight[i];
    for (int j = 0; j < N; j++) {
      block[i * M + j] = block[(N + i) * M + N + j] = q[i * N + j];
    }
  }
  cc_generator_slopes(N, q, weight, 1.0 / 12.0, &s[0], &s[1], &s[2]);
  cc_generator_integrals(M, block, cc_generator_norm(M, block), 1.0 / 12.0, t[0], t[1], t[2],
                         scratch);
  for (int k = 0; k < 3; k++) {
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        cc_assert_near(s[k].value[i * N + j], t[k][i * M + j], 1e-14);
        cc_assert_near(s[k].slope[i * N + j], t[k][i * M + N + j], tolerance);
      }
    }
  }
}

/* The last needs many doublings; the slopes are of the order of 20. */
static void test_blocks(void **state) {
  (void)state;
  check_blocks(1.0, 1e-13);
  check_blocks(10.0, 1e-13);
  check_blocks(1000.0, 1e-12);
}

/* A central difference has an error of the order of d^2. */
static void test_differences(void **state) {
  (void)state;
  static cc_sloped s[3];
  static double up[3][SIZE], down[3][SIZE], scratch[CC_GENERATOR_SCRATCH(N)];
  double q[SIZE], weight[N], more[SIZE], less[SIZE];
  const double d = 1e-5, h = 0.4;
  make(2.0, q, weight);
  memcpy(more, q, sizeof more);
  memcpy(less, q, sizeof less);
  for (int i = 0; i < N; i++) {
    more[i * N + i] += d * weight[i];
    less[i * N + i] -= d * weight[i];
  }
  cc_generator_slopes(N, q, weight, h, &s[0], &s[1], &s[2]);
  cc_generator_integrals(N, more, cc_generator_norm(N, more), h, up[0], up[1], up[2], scratch);
  cc_generator_integrals(N, less, cc_generator_norm(N, less), h, down[0], down[1], down[2],
                         scratch);
  for (int k = 0; k < 3; k++) {
    for (int i = 0; i < SIZE; i++) {
      cc_assert_near(s[k].slope[i], (up[k][i] - down[k][i]) / (2 * d), 1e-4);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_state),
      cmocka_unit_test(test_no_rates),
      cmocka_unit_test(test_blocks),
      cmocka_unit_test(test_differences),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
