/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_FIT_H
#define CC_NUMERIC_FIT_H

/* Fits a table to known margins and keeps the odds of its pattern (iterative proportional fitting).
 *
 * `table` is rows x cols, row by row: in, the pattern, weights >= 0 of any scale; out, the fitted
 * table, whose columns sum to col_totals (to rounding) and whose rows to row_totals, each within
 * `tolerance` x the grand total. A weight of zero stays zero. Totals are >= 0 and may be zero.
 *
 * Returns the rounds taken (a round scales the rows, then the columns), or -1: totals that differ
 * in sum by more than the tolerance, a total above zero whose pattern is all zeros, a value that is
 * negative or not finite, or no convergence within max_rounds. The table is then not of use. */
int cc_fit_margins(int rows, int cols, const double *row_totals, const double *col_totals,
                   double *table, int max_rounds, double tolerance);

#endif
