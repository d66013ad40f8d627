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

#include <math.h>
#include <string.h>

#define MOST_NORM 1.0
#define MOST_DOUBLINGS 60
#define MOST_TERMS 18 /* for MOST_NORM: 2/20! is below rounding */
#define ROUNDING 0x1p-55

/* Two neighbours in a row, which every x86-64 multiplies at once. The loops below take four columns
 * at a time in two of these: sums stay in registers, and neither has to wait for the other. */
typedef double pair __attribute__((vector_size(2 * sizeof(double))));

static pair load_pair(const double *from) {
  pair two;
  memcpy(&two, from, sizeof two);
  return two;
}

/* c = a b */
static void multiply(int n, const double *restrict a, const double *restrict b,
                     double *restrict c) {
  for (int i = 0; i < n; i++) {
    const double *row = a + i * n;
    int j = 0;
    for (; j + 4 <= n; j += 4) {
      pair left = {0}, right = {0};
      for (int k = 0; k < n; k++) {
        pair factor = {row[k], row[k]};
        left += factor * load_pair(b + k * n + j);
        right += factor * load_pair(b + k * n + j + 2);
      }
      memcpy(c + i * n + j, &left, sizeof left);
      memcpy(c + i * n + j + 2, &right, sizeof right);
    }
    for (; j < n; j++) {
      double sum = 0.0;
      for (int k = 0; k < n; k++) {
        sum += row[k] * b[k * n + j];
      }
      c[i * n + j] = sum;
    }
  }
}

/* The largest sum of magnitudes of a row. */
static double norm_of(int n, const double *a) {
  double norm = 0.0;
  for (int i = 0; i < n; i++) {
    double sum = 0.0;
    for (int j = 0; j < n; j++) {
      sum += fabs(a[i * n + j]);
    }
    norm = fmax(norm, sum);
  }
  return norm;
}

/* Writes 1/2!, 1/3!, ... and returns how many terms matter at a norm, a multiple of three. */
static int series_terms(double norm, double coefficients[MOST_TERMS]) {
  double coefficient = 0.5, size = 1.0; /* size: of the next term, beside the first */
  int terms = 0;
  do {
    for (int i = 0; i < 3; i++) {
      coefficients[terms++] = coefficient;
      coefficient /= terms + 2;
      size *= norm / (terms + 2);
    }
  } while (size > ROUNDING && terms < MOST_TERMS);
  return terms;
}

/* sum += c[0] I + c[1] a + c[2] a2 */
static void add_three(int n, const double *c, const double *a, const double *a2, double *sum) {
  for (int i = 0; i < n * n; i++) {
    sum[i] += c[1] * a[i] + c[2] * a2[i];
  }
  for (int i = 0; i < n; i++) {
    sum[i * n + i] += c[0];
  }
}

/* result = h I + q s */
static void step_down(int n, const double *q, double h, const double *s, double *result) {
  multiply(n, q, s, result);
  for (int i = 0; i < n; i++) {
    result[i * n + i] += h;
  }
}

/* The integrals over a time in which the norm is at most MOST_NORM. */
static void sum_series(int n, const double *q, double h, double norm, double *s0, double *s1,
                       double *s2, double *scratch) {
  size_t size = (size_t)n * (size_t)n;
  double *a = scratch, *a2 = a + size, *a3 = a2 + size, *product = a3 + size;
  double coefficients[MOST_TERMS];
  int term = series_terms(norm, coefficients) - 3;
  for (size_t i = 0; i < size; i++) {
    a[i] = q[i] * h;
    s2[i] = 0.0;
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
  step_down(n, q, 1.0, s1, s0);
}

static void double_time(int n, double h, double *s0, double *s1, double *s2, double *product) {
  size_t size = (size_t)n * (size_t)n;
  multiply(n, s0, s2, product);
  for (size_t i = 0; i < size; i++) {
    s2[i] += h * s1[i] + product[i];
  }
  multiply(n, s0, s1, product);
  for (size_t i = 0; i < size; i++) {
    s1[i] += product[i];
  }
  multiply(n, s0, s0, product);
  memcpy(s0, product, size * sizeof *s0);
}

void cc_generator_integrals(int n, const double *q, double h, double *s0, double *s1, double *s2,
                            double *scratch) {
  double norm = norm_of(n, q) * h;
  int doublings = 0;
  while (norm > MOST_NORM && doublings < MOST_DOUBLINGS) {
    norm *= 0.5;
    h *= 0.5;
    doublings++;
  }
  sum_series(n, q, h, norm, s0, s1, s2, scratch);
  for (; doublings > 0; doublings--) {
    double_time(n, h, s0, s1, s2, scratch);
    h *= 2.0;
  }
}
