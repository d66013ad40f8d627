/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_BAND_STEP_H
#define CC_MODEL_BAND_STEP_H

#include <stdalign.h>

#include "model/parameter.h"
#include "numeric/generator.h"

/* A set of states, a bit each. */
typedef unsigned cc_states;
static inline bool cc_has_state(cc_states states, int state) {
  return (states >> state & 1u) != 0;
}

/* A matrix from the row's state to the column's, and a row of one. What stands behind the last
 * state is zero, so that loops over them may go on to the end of a register. */
typedef double cc_state_row[CC_MAX_STATES];
typedef cc_state_row cc_state_matrix[CC_MAX_STATES];

enum { CC_BAND_STEP_SCRATCH = CC_GENERATOR_SCRATCH(CC_MAX_STATES) };

/* Sums of rows of cells: row out[j] is the sum over i of weights[i][j] x row in[i]. A row is named
 * by the place where it begins, counted from the beginning of all rows. */
enum { CC_MOST_ROWS = CC_MAX_STATES + 1 };
typedef struct {
  int n_in, n_out;
  int in[CC_MOST_ROWS], out[CC_MOST_ROWS];
  double weights[CC_MOST_ROWS][CC_MOST_ROWS];
} cc_row_sums;

/* What happens in one step of time (a month, or a part of one) to the children of one band. It
 * knows only the states that children of the band can be in, its live states: its matrices are over
 * them, rising, and its rows too where nothing else is said. */
typedef struct {
  alignas(64) cc_state_matrix s0; /* where those present at the start are at the end */
  cc_state_matrix s1;             /* years each of them spends where */
  cc_state_matrix s2;             /* the same for entries, for each a year */

  /* the rates again, a year */
  cc_state_matrix moves;               /* between placements */
  cc_state_row moves_out;              /* over all states */
  cc_state_row exits[CC_DESTINATIONS]; /* over all states */

  bool has_independence;                /* of some aged 16 or more */
  cc_state_row to_independence;         /* in the step, by state at its start */
  cc_state_row entries_to_independence; /* the same of one entry a year */

  cc_states live;
  int n;
  int state[CC_MAX_STATES]; /* the live states */
  int place[CC_MAX_STATES]; /* where a live state is among them */

  /* What the cells at the end are made of, kept by cohorts.c: the rows of the live states and,
   * last, of the ages of entries; a sum for each live state and, last, for independence where the
   * band has it. */
  cc_row_sums sums;
  cc_states altered; /* the states whose weights differ from s0 for children that were displaced */
} cc_band_step;

/* The states that children of a band can be in if some are in `states`: where their moves lead, and
 * where they go for want of places. */
cc_states cc_states_reached(const cc_plan *plan, int band, cc_states states);

/* Solves a band's rates of `month` over `years`, for children in the `live` states, from which no
 * move leads to others. `scratch` has CC_BAND_STEP_SCRATCH numbers. */
void cc_band_step_solve(const cc_plan *plan, const cc_series_set *set, int month, int band,
                        double years, cc_states live, double *scratch, cc_band_step *step);

#endif
