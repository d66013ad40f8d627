/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Iterative proportional fitting: scale every row to its total, then every column to its total, and
 * again, until the rows still agree after the columns were scaled. The limit is the table nearest
 * to the pattern (in relative entropy) among those with the margins, and keeps the pattern's odds
 * ratios. Used where children are published by placement and by age but not by both. */
#include "numeric/fit.h"

#include <math.h>

static double sum_of(int count, const double *values, int stride) {
  double sum = 0.0;
  for (int i = 0; i < count; i++) {
    sum += values[i * stride];
  }
  return sum;
}

static int all_valid(int count, const double *values) {
  for (int i = 0; i < count; i++) {
    if (!(values[i] >= 0.0 && isfinite(values[i]))) {
      return 0;
    }
  }
  return 1;
}

/* Scales `lines` lines of `count` numbers, `step` apart, to their totals. Returns 0 when a line of
 * zeros should have a total. */
static int scale_lines(int lines, int step, int count, int stride, const double *totals,
                       double *table) {
  for (int line = 0; line < lines; line++) {
    double *values = table + line * step;
    double sum = sum_of(count, values, stride);
    if (sum <= 0.0 && totals[line] > 0.0) {
      return 0;
    }
    double factor = sum > 0.0 ? totals[line] / sum : 0.0;
    for (int i = 0; i < count; i++) {
      values[i * stride] *= factor;
    }
  }
  return 1;
}

static double worst_row(int rows, int cols, const double *row_totals, const double *table) {
  double worst = 0.0;
  for (int row = 0; row < rows; row++) {
    worst = fmax(worst, fabs(sum_of(cols, table + row * cols, 1) - row_totals[row]));
  }
  return worst;
}

int cc_fit_margins(int rows, int cols, const double *row_totals, const double *col_totals,
                   double *table, int max_rounds, double tolerance) {
  if (!all_valid(rows, row_totals) || !all_valid(cols, col_totals) ||
      !all_valid(rows * cols, table)) {
    return -1;
  }
  double total = sum_of(cols, col_totals, 1);
  double allowed = tolerance * total;
  if (!(fabs(sum_of(rows, row_totals, 1) - total) <= allowed)) {
    return -1;
  }
  for (int round = 1; round <= max_rounds; round++) {
    if (!scale_lines(rows, cols, cols, 1, row_totals, table) ||
        !scale_lines(cols, 1, rows, cols, col_totals, table)) {
      return -1;
    }
    if (worst_row(rows, cols, row_totals, table) <= allowed) {
      return round;
    }
  }
  return -1;
}
