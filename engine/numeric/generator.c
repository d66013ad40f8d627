/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exact solution of a month. With the series
 *
 *     phi(A) = I/2! + A/3! + A^2/4! + ...        A = q h
 *
 * the integrals are   s2 = h^2 phi(q h)     s1 = h I + q s2     s0 = I + q s1   , so one series
 * serves all three. It is cut where the next term would be below rounding, which the norm of A
 * tells beforehand, and summed in threes, phi = C0 + A^3 (C1 + A^3 (C2 + ...)), each C of the form
 * c I + c' A + c" A^2, which takes about half the matrix products of adding term by term (Paterson
 * and Stockmeyer 1973).
 *
 * The series needs a small norm. A time too long is halved until it has one, and doubled again:
 *     s2(2h) = s2 + h s1 + s0 s2     s1(2h) = s1 + s0 s1     s0(2h) = s0 s0 */
#include "numeric/generator.h"

#include <string.h>

#define MOST_NORM 1.0
#define MOST_DOUBLINGS 60
#define MOST_TERMS 18 /* for MOST_NORM: 2/20! is below rounding */
#define ROUNDING 0x1p-55

/* Columns at a time: their sums stay in registers, and none has to wait for another. */
enum { TILE = 4 };

/* Row i of a b, at `columns` columns from j on. */
static inline void multiply_tile(int n, const cc_num *row, const cc_num *b, int j, int columns,
                                 cc_num *result) {
  cc_num sum[TILE];
  for (int t = 0; t < columns; t++) {
    sum[t] = cc_all(0.0);
  }
  for (int k = 0; k < n; k++) {
    for (int t = 0; t < columns; t++) {
      sum[t] += row[k] * b[k * n + j + t];
    }
  }
  for (int t = 0; t < columns; t++) {
    result[j + t] = sum[t];
  }
}

/* c = a b */
static void multiply(int n, const cc_num *restrict a, const cc_num *restrict b,
                     cc_num *restrict c) {
  for (int i = 0; i < n; i++) {
    int j = 0;
    for (; j + TILE <= n; j += TILE) {
      multiply_tile(n, a + i * n, b, j, TILE, c + i * n);
    }
    for (; j < n; j++) {
      multiply_tile(n, a + i * n, b, j, 1, c + i * n);
    }
  }
}

cc_num cc_generator_norm(int n, const cc_num *q) {
  cc_num norm = cc_all(0.0);
  for (int i = 0; i < n; i++) {
    cc_num sum = cc_all(0.0);
    for (int j = 0; j < n; j++) {
      sum += cc_higher(q[i * n + j], -q[i * n + j]);
    }
    norm = cc_higher(norm, sum);
  }
  return norm;
}

/* Writes 1/2!, 1/3!, ... and returns how many terms matter at a norm, a multiple of three. Where
 * other lanes need more, a lane's further coefficients are zero. */
static int series_terms(cc_num norm, cc_num coefficients[MOST_TERMS]) {
  double coefficient = 0.5;
  cc_num size = cc_all(1.0); /* of the next term, beside the first */
  int terms = 0;
  do {
    cc_truth matters = size > ROUNDING;
    for (int i = 0; i < 3; i++) {
      coefficients[terms++] = cc_where(matters, cc_all(coefficient), cc_all(0.0));
      coefficient /= terms + 2;
      size *= norm / (double)(terms + 2);
    }
  } while (cc_any(size > ROUNDING) && terms < MOST_TERMS);
  return terms;
}

/* sum += c[0] I + c[1] a + c[2] a2 */
static void add_three(int n, const cc_num *c, const cc_num *a, const cc_num *a2, cc_num *sum) {
  for (int i = 0; i < n * n; i++) {
    sum[i] += c[1] * a[i] + c[2] * a2[i];
  }
  for (int i = 0; i < n; i++) {
    sum[i * n + i] += c[0];
  }
}

/* result = h I + q s */
static void step_down(int n, const cc_num *q, cc_num h, const cc_num *s, cc_num *result) {
  multiply(n, q, s, result);
  for (int i = 0; i < n; i++) {
    result[i * n + i] += h;
  }
}

/* The integrals over a time in which the norm is at most MOST_NORM. */
static void sum_series(int n, const cc_num *q, cc_num h, cc_num norm, cc_num *s0, cc_num *s1,
                       cc_num *s2, cc_num *scratch) {
  size_t size = (size_t)n * (size_t)n;
  cc_num *a = scratch, *a2 = a + size, *a3 = a2 + size, *product = a3 + size;
  cc_num coefficients[MOST_TERMS];
  int term = series_terms(norm, coefficients) - 3;
  for (size_t i = 0; i < size; i++) {
    a[i] = q[i] * h;
    s2[i] = cc_all(0.0);
  }
  multiply(n, a, a, a2);
  multiply(n, a2, a, a3);
  add_three(n, coefficients + term, a, a2, s2);
  while (term > 0) {
    term -= 3;
    multiply(n, a3, s2, product);
    memcpy(s2, product, size * sizeof *s2);
    add_three(n, coefficients + term, a, a2, s2);
  }
  for (size_t i = 0; i < size; i++) {
    s2[i] *= h * h;
  }
  step_down(n, q, h, s2, s1);
  step_down(n, q, cc_all(1.0), s1, s0);
}

/* result += added, where it is to be. */
static void add_where(cc_truth where, size_t size, const cc_num *added, cc_num *result) {
  for (size_t i = 0; i < size; i++) {
    result[i] = cc_where(where, result[i] + added[i], result[i]);
  }
}

static void double_time(int n, cc_truth where, cc_num h, cc_num *s0, cc_num *s1, cc_num *s2,
                        cc_num *product) {
  size_t size = (size_t)n * (size_t)n;
  multiply(n, s0, s2, product);
  for (size_t i = 0; i < size; i++) {
    product[i] = h * s1[i] + product[i];
  }
  add_where(where, size, product, s2);
  multiply(n, s0, s1, product);
  add_where(where, size, product, s1);
  multiply(n, s0, s0, product);
  for (size_t i = 0; i < size; i++) {
    s0[i] = cc_where(where, product[i], s0[i]);
  }
}

void cc_generator_integrals(int n, const cc_num *q, cc_num norm, double time, cc_num *s0,
                            cc_num *s1, cc_num *s2, cc_num *scratch) {
  cc_num h = cc_all(time);
  norm *= time;
  cc_truth halved[MOST_DOUBLINGS];
  int doublings = 0;
  while (cc_any(norm > MOST_NORM) && doublings < MOST_DOUBLINGS) {
    halved[doublings] = norm > MOST_NORM;
    norm = cc_where(halved[doublings], norm * 0.5, norm);
    h = cc_where(halved[doublings], h * 0.5, h);
    doublings++;
  }
  sum_series(n, q, h, norm, s0, s1, s2, scratch);
  while (doublings-- > 0) {
    double_time(n, halved[doublings], h, s0, s1, s2, scratch);
    h = cc_where(halved[doublings], h * 2.0, h);
  }
}
