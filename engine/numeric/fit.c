/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table nearest to a pattern (in relative entropy) among those with given margins, which keeps
 * the pattern's odds ratios: x[i][j] = w[i][j] a[i] b[j]. Used where children are published by
 * placement and by age but not by both.
 *
 * Whether there is any such table is known beforehand. A set of columns can be filled only from the
 * rows in which one of them has a weight; if every set of columns needs no more than those rows
 * have, a table exists, else none does (Gale 1957; a cut of a flow from rows to columns). A set
 * that needs all that its rows have takes those rows whole: their other columns are zero in every
 * table. With these zeros put in first, all other cells can be positive, the table is inside what
 * is possible and not at its border, and is found in a bounded number of steps.
 *
 * Steps are Newton's, for v = log b. With rows scaled to their totals r the table follows from v;
 * what is left are the columns, whose sums s(v) are the slopes of a convex function, a sum of r[i]
 * log(sum over j of w[i][j] exp v[j]), and must be c. Its second derivatives are
 * diag(s) - X' diag(1/r) X. Third derivatives are at most the range M of a step times the second,
 * so that a step shortened to min(1, 1/M) always comes nearer: far off by a factor of e at a time,
 * near by doubling the digits. Scaling columns instead (iterative proportional fitting) would take
 * the more rounds the smaller a cell becomes. */
#include "numeric/fit.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum { ROWS = CC_FIT_MOST_ROWS, COLS = CC_FIT_MOST_COLS, MOST_STEPS = 100 };

static const double nobody = 1e-10;   /* of all; less than that in a margin is none */
static const double accuracy = 1e-13; /* of all; to which columns are met */
static const double level = 1e-13;    /* of a column's sum; less than that is no slope */

/* A table that is being fitted; `has` are the columns in which a row has a weight, a bit each. */
typedef struct {
  int rows, cols;
  double row[ROWS], col[COLS], total;
  unsigned has[ROWS];
  double cell[ROWS][COLS];
} fit;

static bool has(unsigned set, int member) {
  return (set >> member & 1u) != 0;
}

static double sum_of(int n, const double *values) {
  double sum = 0.0;
  for (int i = 0; i < n; i++) {
    sum += values[i];
  }
  return sum;
}

static bool are_valid(int n, const double *values) {
  for (int i = 0; i < n; i++) {
    if (!(values[i] >= 0.0 && isfinite(values[i]))) {
      return false;
    }
  }
  return true;
}

/* Margins with the same sum, and the pattern between those that are not nobody. */
static void start(int rows, int cols, const double *row_totals, const double *col_totals,
                  const double *pattern, fit *f) {
  double placed = sum_of(rows, row_totals);
  *f = (fit){.rows = rows, .cols = cols, .total = sum_of(cols, col_totals)};
  for (int j = 0; j < cols; j++) {
    f->col[j] = col_totals[j] > nobody * f->total ? col_totals[j] : 0.0;
  }
  for (int i = 0; i < rows; i++) {
    double total = placed > 0.0 ? row_totals[i] * (f->total / placed) : 0.0;
    f->row[i] = total > nobody * f->total ? total : 0.0;
    for (int j = 0; j < cols && f->row[i] > 0.0; j++) {
      f->cell[i][j] = f->col[j] > 0.0 ? pattern[i * cols + j] : 0.0;
      f->has[i] |= (unsigned)(f->cell[i][j] > 0.0) << j;
    }
  }
}

/* ---- what is possible ------------------------------------------------------------------------ */

/* What a set of columns needs, and what the rows that have any of them have. */
static cc_fit_shortage look_at(const fit *f, unsigned set) {
  cc_fit_shortage found = {.cols = set};
  for (int j = 0; j < f->cols; j++) {
    found.needed += has(set, j) ? f->col[j] : 0.0;
  }
  for (int i = 0; i < f->rows; i++) {
    found.there += (f->has[i] & set) != 0 ? f->row[i] : 0.0;
  }
  return found;
}

static cc_fit_shortage find_shortage(const fit *f) {
  cc_fit_shortage worst = {0};
  double most = cc_fit_tolerance(f->total);
  for (unsigned set = 1; set < 1u << f->cols; set++) {
    cc_fit_shortage found = look_at(f, set);
    if (found.needed - found.there > most) {
      most = found.needed - found.there;
      worst = found;
    }
  }
  return worst;
}

/* Leaves a row only those of its columns that are in a set. */
static void keep_within(fit *f, int row, unsigned set) {
  f->has[row] &= set;
  for (int j = 0; j < f->cols; j++) {
    f->cell[row][j] = has(f->has[row], j) ? f->cell[row][j] : 0.0;
  }
}

/* Sets of columns that take rows whole leave them none of the others. */
static void put_in_zeros(fit *f) {
  unsigned left[ROWS];
  memcpy(left, f->has, sizeof left);
  for (unsigned set = 1; set < 1u << f->cols; set++) {
    cc_fit_shortage found = look_at(f, set);
    for (int i = 0; i < f->rows && found.there - found.needed <= nobody * f->total; i++) {
      left[i] &= (f->has[i] & set) != 0 ? set : ~0u;
    }
  }
  for (int i = 0; i < f->rows; i++) {
    keep_within(f, i, left[i]);
  }
}

/* The columns that hang together with those of a set, by rows that have both. */
static unsigned part_of(const fit *f, unsigned set) {
  unsigned before;
  do {
    before = set;
    for (int i = 0; i < f->rows; i++) {
      set |= (f->has[i] & set) != 0 ? f->has[i] : 0u;
    }
  } while (set != before);
  return set;
}

/* Parts of a table that have nothing to do with one another must each have one sum, to the last
 * bit: the columns'. Rounded margins that leave nothing over have not. */
static void level_parts(fit *f) {
  double scaled[ROWS] = {0.0};
  for (int i = 0; i < f->rows; i++) {
    cc_fit_shortage part = look_at(f, part_of(f, f->has[i]));
    scaled[i] = part.there > 0.0 ? f->row[i] * (part.needed / part.there) : 0.0;
  }
  memcpy(f->row, scaled, sizeof scaled);
}

/* ---- where there is no table ----------------------------------------------------------------- */

/* Columns that lack the most take all rows that they can whole, and these rows grow to what is
 * needed, at the cost of the others; and so on within what is left on either side. Rows with nobody
 * have somebody then, as far as they are needed, and columns without a weight have some. */
static void make_room(const double *pattern, fit *f) {
  for (int j = 0; j < f->cols; j++) {
    double weights = 0.0;
    for (int i = 0; i < f->rows; i++) {
      weights += pattern[i * f->cols + j];
    }
    for (int i = 0; i < f->rows && f->col[j] > 0.0; i++) {
      f->row[i] = fmax(f->row[i], nobody * f->total);
      f->cell[i][j] = weights > 0.0 ? pattern[i * f->cols + j] : 1.0;
      f->has[i] |= (unsigned)(f->cell[i][j] > 0.0) << j;
    }
  }
  for (unsigned set = find_shortage(f).cols; set != 0; set = find_shortage(f).cols) {
    for (int i = 0; i < f->rows; i++) {
      keep_within(f, i, (f->has[i] & set) != 0 ? set : ~0u);
    }
    level_parts(f);
  }
}

/* ---- scaling --------------------------------------------------------------------------------- */

static void scale_rows(fit *f) {
  for (int i = 0; i < f->rows; i++) {
    double sum = sum_of(f->cols, f->cell[i]);
    for (int j = 0; j < f->cols && sum > 0.0; j++) {
      f->cell[i][j] *= f->row[i] / sum;
    }
  }
}

static double sum_of_col(const fit *f, int j) {
  double sum = 0.0;
  for (int i = 0; i < f->rows; i++) {
    sum += f->cell[i][j];
  }
  return sum;
}

static void multiply_col(fit *f, int j, double factor) {
  for (int i = 0; i < f->rows; i++) {
    f->cell[i][j] *= factor;
  }
}

static void scale_cols(fit *f) {
  for (int j = 0; j < f->cols; j++) {
    double sum = sum_of_col(f, j);
    multiply_col(f, j, sum > 0.0 ? f->col[j] / sum : 0.0);
  }
}

/* ---- Newton's steps -------------------------------------------------------------------------- */

/* What the columns lack; returns the most that one is off. */
static double find_lacks(const fit *f, double *lacks) {
  double most = 0.0;
  for (int j = 0; j < f->cols; j++) {
    lacks[j] = f->col[j] - sum_of_col(f, j);
    most = fmax(most, fabs(lacks[j]));
  }
  return most;
}

/* `whole` are the sums of columns, which slopes are beside. */
static void find_slopes(const fit *f, double slopes[COLS][COLS], double *whole) {
  for (int j = 0; j < f->cols; j++) {
    whole[j] = sum_of_col(f, j);
    for (int k = 0; k < f->cols; k++) {
      slopes[j][k] = j == k ? whole[j] : 0.0;
      for (int i = 0; i < f->rows; i++) {
        slopes[j][k] -= f->row[i] > 0.0 ? f->cell[i][j] * f->cell[i][k] / f->row[i] : 0.0;
      }
    }
  }
}

/* Solves slopes x step = lacks, in place. One column of each part of the table is free, for a
 * factor on all of them is taken up by the rows: it stays where it is. */
static void solve(int n, double slopes[COLS][COLS], const double *whole, double *step) {
  for (int k = 0; k < n; k++) {
    for (int i = k + 1; i < n && slopes[k][k] > level * whole[k]; i++) {
      double share = slopes[i][k] / slopes[k][k];
      for (int j = k + 1; j < n; j++) {
        slopes[i][j] -= share * slopes[k][j];
      }
      step[i] -= share * step[k];
    }
  }
  for (int k = n - 1; k >= 0; k--) {
    for (int j = k + 1; j < n; j++) {
      step[k] -= slopes[k][j] * step[j];
    }
    step[k] = slopes[k][k] > level * whole[k] ? step[k] / slopes[k][k] : 0.0;
  }
}

static double range_of(int n, const double *values) {
  double low = values[0], high = values[0];
  for (int i = 1; i < n; i++) {
    low = fmin(low, values[i]);
    high = fmax(high, values[i]);
  }
  return high - low;
}

static void take_steps(fit *f) {
  double step[COLS] = {0.0}, whole[COLS] = {0.0}, slopes[COLS][COLS] = {{0.0}};
  scale_rows(f);
  for (int i = 0; i < MOST_STEPS && find_lacks(f, step) > accuracy * f->total; i++) {
    find_slopes(f, slopes, whole);
    solve(f->cols, slopes, whole, step);
    double shorter = 1.0 / fmax(range_of(f->cols, step), 1.0);
    for (int j = 0; j < f->cols; j++) {
      multiply_col(f, j, exp(shorter * step[j]));
    }
    scale_rows(f);
  }
  scale_cols(f);
}

/* ---- the whole ------------------------------------------------------------------------------- */

static double count_misplaced(const fit *f, const double *row) {
  double misplaced = 0.0;
  for (int i = 0; i < f->rows; i++) {
    misplaced += fabs(sum_of(f->cols, f->cell[i]) - row[i]) / 2.0;
  }
  return misplaced;
}

double cc_fit_margins(int rows, int cols, const double *row_totals, const double *col_totals,
                      double *table) {
  fit f;
  double asked[ROWS];
  if (rows < 1 || cols < 1 || !are_valid(rows, row_totals) || !are_valid(cols, col_totals) ||
      !are_valid(rows * cols, table)) {
    return NAN;
  }
  start(rows, cols, row_totals, col_totals, table, &f);
  memcpy(asked, f.row, sizeof asked);
  if (find_shortage(&f).cols != 0) {
    make_room(table, &f);
  }
  put_in_zeros(&f);
  level_parts(&f);
  take_steps(&f);
  for (int i = 0; i < rows; i++) {
    memcpy(table + i * cols, f.cell[i], (size_t)cols * sizeof *table);
  }
  return count_misplaced(&f, asked);
}

cc_fit_shortage cc_fit_find_shortage(int rows, int cols, const double *row_totals,
                                     const double *col_totals, const double *pattern) {
  fit f;
  start(rows, cols, row_totals, col_totals, pattern, &f);
  return find_shortage(&f);
}
