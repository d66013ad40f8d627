/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_LANES_H
#define CC_NUMERIC_LANES_H

#include <stdbool.h>

#if defined(__AVX2__)
#include <immintrin.h>
#endif

/* A number of a projection: one, or CC_LANES of them side by side, each of a projection of its own.
 * The same source is compiled both ways (see model/wide.h): with one lane a number is a double;
 * with more it is a register of them, and whatever is done to it is done to all. A lane never looks
 * at its neighbours, so that a projection comes out the same, to the last bit, in whatever company.
 *
 * Code for both keeps to a few rules. A constant becomes a number by cc_all or by an operator that
 * has a number on its other side. Comparing numbers gives a cc_truth, which chooses by cc_where; a
 * branch is taken where any lane needs it (cc_any), and must then leave the others as they were.
 * What only some libraries do to doubles is done lane by lane (cc_lane, cc_set_lane). */
#ifndef CC_LANES
#define CC_LANES 1
#endif

#if CC_LANES == 1
typedef double cc_num;
typedef int cc_truth;
#else
typedef double cc_num __attribute__((vector_size(CC_LANES * sizeof(double))));
typedef long cc_truth __attribute__((vector_size(CC_LANES * sizeof(long))));
#endif

static inline cc_num cc_all(double x) {
  return x - (cc_num){0};
}

static inline cc_num cc_where(cc_truth truth, cc_num yes, cc_num no) {
#if CC_LANES == 1
  return truth ? yes : no;
#else
  return (cc_num)((truth & (cc_truth)yes) | (~truth & (cc_truth)no));
#endif
}

static inline bool cc_any(cc_truth truth) {
#if CC_LANES == 1
  return truth;
#elif CC_LANES == 8 && defined(__AVX512DQ__)
  return _mm512_movepi64_mask((__m512i)truth) != 0;
#elif CC_LANES == 4 && defined(__AVX2__)
  return _mm256_movemask_epi8((__m256i)truth) != 0;
#else
  long any = 0;
  for (int lane = 0; lane < CC_LANES; lane++) {
    any |= truth[lane];
  }
  return any != 0;
#endif
}

/* A lane of a number in memory: it lies there as so many doubles. */
static inline double cc_lane(const cc_num *x, int lane) {
#if CC_LANES == 1
  return x[lane];
#else
  return (*x)[lane];
#endif
}

static inline void cc_set_lane(cc_num *x, int lane, double value) {
#if CC_LANES == 1
  x[lane] = value;
#else
  (*x)[lane] = value;
#endif
}

/* The lower and the higher of two numbers; `b` where they cannot be compared. */
static inline cc_num cc_lower(cc_num a, cc_num b) {
  return cc_where(a < b, a, b);
}
static inline cc_num cc_higher(cc_num a, cc_num b) {
  return cc_where(a > b, a, b);
}

#endif
