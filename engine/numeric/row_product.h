/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_ROW_PRODUCT_H
#define CC_NUMERIC_ROW_PRODUCT_H

#include "numeric/lanes.h"

/* A row times an n x n matrix, all columns at once: their sums stay in registers, and none waits
 * for another. With one lane eight columns are a register: then a matrix is CC_PRODUCT_WIDTH(n)
 * wide, in whole registers, with zeros behind its n columns, and so is all that has columns. */
enum { CC_PRODUCT_MOST = 16 }; /* columns */
#if CC_LANES == 1
#define CC_PRODUCT_WIDTH(n) (((n) + 7) / 8 * 8)
#else
#define CC_PRODUCT_WIDTH(n) (n)
#endif

/* result = factor x start + row x matrix, for n up to CC_PRODUCT_MOST. The result may stand where
 * the row or the start does. */
void cc_row_product(int n, cc_num factor, const cc_num *start, const cc_num *row,
                    const cc_num *matrix, cc_num *result);

/* The same for rows CC_PRODUCT_MOST apart, each with a factor of its own, which become the results.
 */
void cc_rows_product(int n, int n_rows, const cc_num *factors, const cc_num *start,
                     const cc_num *matrix, cc_num *rows);

#endif
