/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_BAND_STEP_H
#define CC_MODEL_BAND_STEP_H

#include "model/parameter.h"
#include "numeric/generator.h"

/* A way that children go in a step, with its elements of the three matrices below. */
typedef struct {
  int from, to;
  double s0, s1, s2;
} cc_way;

/* What happens in one step of time (a month, or a part of one) to the children of one band. The
 * matrices are n_states x n_states, row by row: from the row's state to the column's. */
typedef struct {
  double s0[CC_MAX_STATES * CC_MAX_STATES]; /* where those present at the start are at the end */
  double s1[CC_MAX_STATES * CC_MAX_STATES]; /* years each of them spends where */
  double s2[CC_MAX_STATES * CC_MAX_STATES]; /* the same for entries, for each a year */
  double to_independence[CC_MAX_STATES];    /* rate a year; leaves for care leavers at 16 and 17 */
  bool has_independence;

  /* The same without what is zero or starts where nobody is. */
  unsigned occupied; /* the states that it was made for, a bit each */
  int n_ways;
  cc_way ways[CC_MAX_STATES * CC_MAX_STATES];
  /* What each state's cells are made of: rows of cells and their weights, first_row[q] to
   * first_row[q + 1] - 1 for state q. Its last is the row of the ages of entries (CC_ENTRY_ROW);
   * that weight is left to the month. */
  int first_row[CC_MAX_STATES + 1];
  int rows[CC_MAX_STATES * (CC_MAX_STATES + 1)];
  double weights[CC_MAX_STATES * (CC_MAX_STATES + 1)];
} cc_band_step;

enum {
  CC_BAND_STEP_SCRATCH = CC_GENERATOR_SCRATCH(CC_MAX_STATES),
  CC_ENTRY_ROW = CC_MAX_STATES /* behind the rows of the states */
};

/* Solves a band's rates of `month` over `years`. Writes the rates of the band's terms into `rates`
 * [n_terms]. `scratch` has CC_BAND_STEP_SCRATCH numbers. */
void cc_band_step_solve(const cc_plan *plan, const cc_series_set *set, int month, int band,
                        double years, double *rates, double *scratch, cc_band_step *step);

/* Lists the ways that children in the `occupied` states can go, unless they are listed already. */
void cc_band_step_find_ways(int n_states, unsigned occupied, cc_band_step *step);

#endif
