/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_FIT_H
#define CC_NUMERIC_FIT_H

enum { CC_FIT_MOST_ROWS = 16, CC_FIT_MOST_COLS = 8 };

/* How far margins may be apart and count as the same, and a table from its margins and count as
 * fitted: for rounded figures whose sum is `total`. */
static inline double cc_fit_tolerance(double total) {
  return 1e-6 * (1.0 + total);
}

/* Fits a table to known margins and keeps the odds of its pattern. `table` is rows x cols, row by
 * row: in, the pattern, weights >= 0 of any scale; out, the fitted table. A weight of zero stays
 * zero. Totals are >= 0 and may be zero. Where their sums differ the columns' is kept, and the
 * rows' totals are scaled to it.
 *
 * Returns how much of the table is in other rows than asked for: 0 within rounding where a table
 * exists, also where it does only with more zeros than the pattern has. More than cc_fit_tolerance
 * where none does: columns then sum to their totals, and rows with the weights that columns lack
 * are larger than asked for at the cost of others; a column without any weight has the same in
 * every row. Not a number, and a table of no use, where a value is negative or not finite. */
double cc_fit_margins(int rows, int cols, const double *row_totals, const double *col_totals,
                      double *table);

/* Where no table exists: columns (a bit each) that need more than all rows in which any of them has
 * a weight have, and how much both are; those that lack most. 0 columns where a table exists. */
typedef struct {
  unsigned cols;
  double needed, there;
} cc_fit_shortage;
cc_fit_shortage cc_fit_find_shortage(int rows, int cols, const double *row_totals,
                                     const double *col_totals, const double *pattern);

#endif
