/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nearly all of a projection's time goes into adding up rows of cells: where the children of an age
 * come from, for every age, state and month. So this one sum is written for the registers of the
 * machine: a block of ages stays in registers while the rows pass by, each row read once and
 * nothing written but the result. Which instructions there are is asked once, when a workspace is
 * made. */
#include "model/weighted_rows.h"

#include <string.h>

void cc_weighted_rows_plain(int length, int count, const double *cells, const int *rows,
                            const double *weights, double *out) {
  memset(out, 0, (size_t)length * sizeof *out);
  for (int r = 0; r < count; r++) {
    const double *row = cells + rows[r];
    double weight = weights[r];
    for (int i = 0; i < length; i++) {
      out[i] += weight * row[i];
    }
  }
}

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define HAS_AVX2 __attribute__((target("avx2")))
#define HAS_AVX512 __attribute__((target("avx512f")))

/* Twelve at a time, the months of a year; then four. */
HAS_AVX2 static void add_avx2(int length, int count, const double *cells, const int *rows,
                              const double *weights, double *out) {
  int i = 0;
  for (; i + 12 <= length; i += 12) {
    __m256d a = _mm256_setzero_pd(), b = a, c = a;
    for (int r = 0; r < count; r++) {
      __m256d weight = _mm256_broadcast_sd(&weights[r]);
      const double *row = cells + rows[r] + i;
      a = _mm256_add_pd(a, _mm256_mul_pd(weight, _mm256_loadu_pd(row)));
      b = _mm256_add_pd(b, _mm256_mul_pd(weight, _mm256_loadu_pd(row + 4)));
      c = _mm256_add_pd(c, _mm256_mul_pd(weight, _mm256_loadu_pd(row + 8)));
    }
    _mm256_storeu_pd(out + i, a);
    _mm256_storeu_pd(out + i + 4, b);
    _mm256_storeu_pd(out + i + 8, c);
  }
  for (; i + 4 <= length; i += 4) {
    __m256d a = _mm256_setzero_pd();
    for (int r = 0; r < count; r++) {
      a = _mm256_add_pd(
          a, _mm256_mul_pd(_mm256_broadcast_sd(&weights[r]), _mm256_loadu_pd(cells + rows[r] + i)));
    }
    _mm256_storeu_pd(out + i, a);
  }
  for (; i < length; i++) {
    double sum = 0.0;
    for (int r = 0; r < count; r++) {
      sum += weights[r] * cells[rows[r] + i];
    }
    out[i] = sum;
  }
}

/* Forty-eight at a time, enough sums that none waits for itself. */
HAS_AVX512 static inline void add_48(int count, const double *cells, const int *rows,
                                     const double *weights, double *out) {
  __m512d sum[6];
  for (int k = 0; k < 6; k++) {
    sum[k] = _mm512_setzero_pd();
  }
  for (int r = 0; r < count; r++) {
    __m512d weight = _mm512_set1_pd(weights[r]);
    const double *row = cells + rows[r];
    for (int k = 0; k < 6; k++) {
      sum[k] = _mm512_add_pd(sum[k], _mm512_mul_pd(weight, _mm512_loadu_pd(row + 8 * k)));
    }
  }
  for (int k = 0; k < 6; k++) {
    _mm512_storeu_pd(out + 8 * k, sum[k]);
  }
}

/* The last of them, 1 to 24, behind masks. */
HAS_AVX512 static inline void add_rest(int length, int count, const double *cells, const int *rows,
                                       const double *weights, double *out) {
  unsigned some = (1u << length) - 1u;
  __mmask8 first = (__mmask8)some, second = (__mmask8)(some >> 8), third = (__mmask8)(some >> 16);
  __m512d a = _mm512_setzero_pd(), b = a, c = a;
  for (int r = 0; r < count; r++) {
    __m512d weight = _mm512_set1_pd(weights[r]);
    const double *row = cells + rows[r];
    a = _mm512_add_pd(a, _mm512_mul_pd(weight, _mm512_maskz_loadu_pd(first, row)));
    b = _mm512_add_pd(b, _mm512_mul_pd(weight, _mm512_maskz_loadu_pd(second, row + 8)));
    c = _mm512_add_pd(c, _mm512_mul_pd(weight, _mm512_maskz_loadu_pd(third, row + 16)));
  }
  _mm512_mask_storeu_pd(out, first, a);
  _mm512_mask_storeu_pd(out + 8, second, b);
  _mm512_mask_storeu_pd(out + 16, third, c);
}

HAS_AVX512 static void add_avx512(int length, int count, const double *cells, const int *rows,
                                  const double *weights, double *out) {
  int i = 0;
  for (; i + 48 <= length; i += 48) {
    add_48(count, cells + i, rows, weights, out + i);
  }
  for (; i < length; i += 24) {
    add_rest(length - i < 24 ? length - i : 24, count, cells + i, rows, weights, out + i);
  }
}

cc_weighted_rows cc_weighted_rows_best(void) {
  if (__builtin_cpu_supports("avx512f")) {
    return add_avx512;
  }
  if (__builtin_cpu_supports("avx2")) {
    return add_avx2;
  }
  return cc_weighted_rows_plain;
}
#else
cc_weighted_rows cc_weighted_rows_best(void) {
  return cc_weighted_rows_plain;
}
#endif
