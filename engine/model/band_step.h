/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_BAND_STEP_H
#define CC_MODEL_BAND_STEP_H

#include "model/parameter.h"
#include "numeric/generator.h"

/* A matrix from the row's state to the column's. The columns behind the last state are zero, so
 * that a loop over all of them may have a fixed length. */
typedef double cc_state_matrix[CC_MAX_STATES][CC_MAX_STATES];

typedef struct {
  int from, to; /* states of different placements */
  double rate;  /* a year */
} cc_move;

enum {
  CC_BAND_STEP_SCRATCH = CC_GENERATOR_SCRATCH(CC_MAX_STATES),
  CC_AGE_ROW = 232,             /* cells of one state; see cohorts.h */
  CC_ENTRY_ROW = CC_MAX_STATES, /* a row of cells behind those of the states: the ages of entries */
  CC_MAX_ROWS = (CC_MAX_STATES + 1) * (CC_MAX_STATES + 4)
};

/* What happens in one step of time (a month, or a part of one) to the children of one band. */
typedef struct {
  cc_state_matrix s0; /* where those present at the start are at the end */
  cc_state_matrix s1; /* years each of them spends where */
  cc_state_matrix s2; /* the same for entries, for each a year */

  /* the rates again, a year, by state */
  double exits[CC_DESTINATIONS][CC_MAX_STATES];
  double to_independence[CC_MAX_STATES];         /* in the step, by state at its start */
  double entries_to_independence[CC_MAX_STATES]; /* the same of one entry a year */
  bool has_independence;
  double moves_out[CC_MAX_STATES];
  int n_moves;
  cc_move moves[CC_MAX_STATES * CC_MAX_STATES];

  /* What the cells of state q are made of: rows of cells and their weights, first_row[q] to
   * first_row[q + 1] - 1. Behind the last state stands what leaves to independence, in the same
   * way. */
  unsigned occupied, entered; /* the states that this was made for, a bit each */
  int first_row[CC_MAX_STATES + 2];
  int rows[CC_MAX_ROWS]; /* where a row begins among the cells */
  double weights[CC_MAX_ROWS];
  /* Which of them is CC_ENTRY_ROW: its weight is left to the month. CC_MAX_ROWS - 1, which is not
   * used, for none. */
  int entry_row[CC_MAX_STATES + 1];
} cc_band_step;

/* Solves a band's rates of `month` over `years`. `scratch` has CC_BAND_STEP_SCRATCH numbers. */
void cc_band_step_solve(const cc_plan *plan, const cc_series_set *set, int month, int band,
                        double years, double *scratch, cc_band_step *step);

/* Lists the rows for a band in which the `occupied` states hold children and the `entered` states
 * take entries, unless they are listed already. */
void cc_band_step_list_rows(int n_states, unsigned occupied, unsigned entered, cc_band_step *step);

#endif
