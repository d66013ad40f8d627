/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of a product are worked out side by side in registers: every number of the row that is
 * read serves all of them, and only results are written. How many there are has to be known when
 * this is compiled, or the sums would be memory.
 *
 * Where the machine has a fused multiply-add, this file is compiled to use it (see the build): it
 * rounds once where two operations round twice, and is as fast as either. A sum begins with
 * nothing, so that every product in it is added to something, and there is only one way to fuse. */
#include "numeric/row_product.h"

#define ALWAYS_INLINE static inline __attribute__((always_inline))

#if CC_LANES == 1

/* Of the instructions that this is compiled for: numbers in a register, and how many registers are
 * sums at a time, leaving others to work with. */
#if defined(__AVX512F__)
enum { REGISTER = 8, MOST_SUMS = 4 };
#elif defined(__AVX2__)
enum { REGISTER = 4, MOST_SUMS = 8 };
#else
enum { REGISTER = 2, MOST_SUMS = 8 };
#endif
typedef double wide
    __attribute__((vector_size(REGISTER * sizeof(double)), aligned(sizeof(double)), may_alias));

static const wide nothing;

/* Rows of `registers` registers, all read before any is written. */
ALWAYS_INLINE void some_rows(int n, int n_rows, int registers, const double *factors,
                             const double *start, const double *rows, const double *matrix,
                             double *results) {
  wide sum[MOST_SUMS];
  for (int i = 0; i < n_rows; i++) {
    for (int r = 0; r < registers; r++) {
      sum[i * registers + r] = nothing + factors[i] * *(const wide *)(start + r * REGISTER);
    }
  }
  for (int p = 0; p < n; p++) {
    for (int i = 0; i < n_rows; i++) {
      for (int r = 0; r < registers; r++) {
        const double *part = matrix + (p * registers + r) * REGISTER;
        sum[i * registers + r] += rows[i * CC_PRODUCT_MOST + p] * *(const wide *)part;
      }
    }
  }
  for (int i = 0; i < n_rows; i++) {
    for (int r = 0; r < registers; r++) {
      *(wide *)(results + i * CC_PRODUCT_MOST + r * REGISTER) = sum[i * registers + r];
    }
  }
}

/* So many rows at a time as there are registers for their sums, then those left over. */
ALWAYS_INLINE void all_rows(int n, int n_rows, int registers, const double *factors,
                            const double *start, const double *rows, const double *matrix,
                            double *results) {
  int at_a_time = MOST_SUMS / registers, i = 0;
  for (; i + at_a_time <= n_rows; i += at_a_time) {
    some_rows(n, at_a_time, registers, factors + i, start, rows + i * CC_PRODUCT_MOST, matrix,
              results + i * CC_PRODUCT_MOST);
  }
  for (; i < n_rows; i++) {
    some_rows(n, 1, registers, factors + i, start, rows + i * CC_PRODUCT_MOST, matrix,
              results + i * CC_PRODUCT_MOST);
  }
}

void cc_row_product(int n, cc_num factor, const cc_num *start, const cc_num *row,
                    const cc_num *matrix, cc_num *result) {
  if (n <= 8) {
    some_rows(n, 1, 8 / REGISTER, &factor, start, row, matrix, result);
  } else {
    some_rows(n, 1, CC_PRODUCT_MOST / REGISTER, &factor, start, row, matrix, result);
  }
}

void cc_rows_product(int n, int n_rows, const cc_num *factors, const cc_num *start,
                     const cc_num *matrix, cc_num *rows) {
  if (n <= 8) {
    all_rows(n, n_rows, 8 / REGISTER, factors, start, rows, matrix, rows);
  } else {
    all_rows(n, n_rows, CC_PRODUCT_MOST / REGISTER, factors, start, rows, matrix, rows);
  }
}

#else

static const cc_num nothing;

ALWAYS_INLINE void all_columns(int n, cc_num factor, const cc_num *start, const cc_num *row,
                               const cc_num *matrix, cc_num *result) {
  cc_num sum[CC_PRODUCT_MOST];
  for (int q = 0; q < n; q++) {
    sum[q] = nothing + factor * start[q];
  }
  for (int p = 0; p < n; p++) {
    for (int q = 0; q < n; q++) {
      sum[q] += row[p] * matrix[p * n + q];
    }
  }
  for (int q = 0; q < n; q++) {
    result[q] = sum[q];
  }
}

#define CASE(columns)                                                                              \
  case columns:                                                                                    \
    all_columns(columns, factor, start, row, matrix, result);                                      \
    break

void cc_row_product(int n, cc_num factor, const cc_num *start, const cc_num *row,
                    const cc_num *matrix, cc_num *result) {
  switch (n) {
    CASE(1);
    CASE(2);
    CASE(3);
    CASE(4);
    CASE(5);
    CASE(6);
    CASE(7);
    CASE(8);
    CASE(9);
    CASE(10);
    CASE(11);
    CASE(12);
    CASE(13);
    CASE(14);
    CASE(15);
    CASE(16);
  default:
    break;
  }
}

void cc_rows_product(int n, int n_rows, const cc_num *factors, const cc_num *start,
                     const cc_num *matrix, cc_num *rows) {
  for (int i = 0; i < n_rows; i++) {
    cc_num *row = rows + i * CC_PRODUCT_MOST;
    cc_row_product(n, factors[i], start, row, matrix, row);
  }
}

#endif
