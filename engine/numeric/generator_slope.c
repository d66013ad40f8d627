/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The integrals of a generator as functions of e in Q(e) = q + e diag(weight), to first order. Sums
 * and products of (value, slope) pairs are again such pairs,
 *
 *     (a, a') (b, b') = (a b, a' b + a b')
 *
 * so that the slopes need no formula of their own: the series and the doublings of generator.c,
 *
 *     s2 = h^2 (I/2! + Q h/3! + (Q h)^2/4! + ...)      s1 = h I + Q s2      s0 = I + Q s1
 *     s2(2h) = s2 + h s1 + s0 s2      s1(2h) = s1 + s0 s1      s0(2h) = s0 s0
 *
 * are worked out with pairs in place of numbers. The slope grows in proportion to the weights, so
 * only the norm of q says how many terms and doublings are needed. The series is summed from its
 * last term (Horner). */
#include "numeric/generator_slope.h"

#include "numeric/generator.h"

#include <math.h>
#include <string.h>

enum { MOST_TERMS = 19 }; /* for a norm of 1: 2/20! is below rounding */
static const double rounding = 0x1p-56;

/* c += scale a b */
static void add_product(int n, double scale, const double *restrict a, const double *restrict b,
                        double *restrict c) {
  for (int i = 0; i < n; i++) {
    for (int k = 0; k < n; k++) {
      double factor = scale * a[i * n + k];
      for (int j = 0; factor != 0.0 && j < n; j++) {
        c[i * n + j] += factor * b[k * n + j];
      }
    }
  }
}

/* c += a b, of pairs. */
static void add_sloped_product(int n, const cc_sloped *a, const cc_sloped *b, cc_sloped *c) {
  add_product(n, 1.0, a->value, b->value, c->value);
  add_product(n, 1.0, a->slope, b->value, c->slope);
  add_product(n, 1.0, a->value, b->slope, c->slope);
}

/* result = diagonal I + scale (q + e diag(weight)) x */
static void step(int n, const double *q, const double *weight, double scale, double diagonal,
                 const cc_sloped *x, cc_sloped *result) {
  memset(result->value, 0, (size_t)(n * n) * sizeof *result->value);
  for (int i = 0; i < n; i++) {
    result->value[i * n + i] = diagonal;
    for (int j = 0; j < n; j++) {
      result->slope[i * n + j] = scale * weight[i] * x->value[i * n + j];
    }
  }
  add_product(n, scale, q, x->value, result->value);
  add_product(n, scale, q, x->slope, result->slope);
}

static void copy(int n, const cc_sloped *from, cc_sloped *to) {
  memcpy(to->value, from->value, (size_t)(n * n) * sizeof *to->value);
  memcpy(to->slope, from->slope, (size_t)(n * n) * sizeof *to->slope);
}

/* The integrals over a time in which the norm of q is at most 1. */
static void sum_series(int n, const double *q, const double *weight, double h, double norm,
                       cc_sloped *s0, cc_sloped *s1, cc_sloped *s2) {
  double coefficients[MOST_TERMS + 1], size = 1.0;
  int last = 0;
  coefficients[0] = 0.5;
  while (last < MOST_TERMS && size > rounding) {
    last++;
    coefficients[last] = coefficients[last - 1] / (last + 2);
    size *= norm / (last + 2);
  }
  memset(s2, 0, sizeof *s2);
  for (int term = last; term >= 0; term--) {
    copy(n, s2, s1);
    step(n, q, weight, h, coefficients[term], s1, s2);
  }
  for (int i = 0; i < n * n; i++) {
    s2->value[i] *= h * h;
    s2->slope[i] *= h * h;
  }
  step(n, q, weight, 1.0, h, s2, s1);
  step(n, q, weight, 1.0, 1.0, s1, s0);
}

/* From a time h to twice as long. */
static void double_time(int n, double h, cc_sloped *s0, cc_sloped *s1, cc_sloped *s2) {
  cc_sloped old;
  copy(n, s2, &old);
  for (int i = 0; i < n * n; i++) {
    s2->value[i] += h * s1->value[i];
    s2->slope[i] += h * s1->slope[i];
  }
  add_sloped_product(n, s0, &old, s2);
  copy(n, s1, &old);
  add_sloped_product(n, s0, &old, s1);
  copy(n, s0, &old);
  memset(s0, 0, sizeof *s0);
  add_sloped_product(n, &old, &old, s0);
}

void cc_generator_slopes(int n, const double *q, const double *weight, double h, cc_sloped *s0,
                         cc_sloped *s1, cc_sloped *s2) {
  double norm = cc_generator_norm(n, q) * h;
  int doublings = 0;
  while (norm > 1.0) {
    norm *= 0.5;
    h *= 0.5;
    doublings++;
  }
  sum_series(n, q, weight, h, norm, s0, s1, s2);
  for (; doublings > 0; doublings--) {
    double_time(n, h, s0, s1, s2);
    h *= 2.0;
  }
}
