/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_BAND_STEP_H
#define CC_MODEL_BAND_STEP_H

#include "model/parameter.h"
#include "numeric/generator.h"
#include "numeric/row_product.h"

/* A set of states, a bit each. */
typedef unsigned cc_states;
static inline bool cc_has_state(cc_states states, int state) {
  return (states >> state & 1u) != 0;
}

/* A row over states, and a matrix from the row's state to the column's: row p begins at p x width,
 * the width of a step (numeric/row_product.h). They begin at lines of the cache, as no register
 * that is read from them then lies across two. */
#define CC_AT_LINE __attribute__((aligned(64)))
typedef cc_num cc_state_row[CC_MAX_STATES] CC_AT_LINE;
typedef cc_num cc_state_matrix[CC_MAX_STATES * CC_MAX_STATES] CC_AT_LINE;
_Static_assert((int)CC_MAX_STATES == (int)CC_PRODUCT_MOST, "rows of a product are rows of states");

/* A way out of a state: an exit, or a move to another placement. */
typedef struct {
  int place;       /* of the state it leads out of, among the live ones */
  int from, to;    /* states; of an exit `to` is CC_ABSENT */
  int destination; /* of an exit */
} cc_way_out;
enum { CC_MAX_WAYS_OUT = CC_MAX_STATES * (CC_MAX_STATES - 1 + CC_DESTINATIONS) };

/* What happens in one step of time (a month, or a part of one) to the children of one band. It
 * knows only the states that children of the band can be in, its live states: its matrices and rows
 * are over them, rising. */
typedef struct {
  cc_state_matrix s0; /* where those present at the start are at the end */
  cc_state_matrix s1; /* years each of them spends where */
  cc_state_matrix s2; /* the same for entries, for each a year */

  int n_ways, n_exits; /* those that anybody takes, exits first */
  cc_way_out ways[CC_MAX_WAYS_OUT];
  cc_num rates[CC_MAX_WAYS_OUT]; /* a year */
  cc_state_row moves_out;        /* the rate of all moves out of a state */

  bool has_independence;                /* of some aged 16 or more */
  cc_state_row independence;            /* its rate, a year */
  cc_state_row to_independence;         /* in the step, by state at its start */
  cc_state_row entries_to_independence; /* the same of one entry a year */

  cc_states live;
  int n, width;
  int state[CC_MAX_STATES]; /* the live states */
  int place[CC_MAX_STATES]; /* where a live state is among them, or CC_ABSENT */
} cc_band_step;

/* What solving works with. */
typedef struct {
  cc_state_row magnitude; /* of a state's rates, as the norm of a generator counts them */
  cc_num q[CC_MAX_STATES * CC_MAX_STATES], s0[CC_MAX_STATES * CC_MAX_STATES];
  cc_num s1[CC_MAX_STATES * CC_MAX_STATES], s2[CC_MAX_STATES * CC_MAX_STATES];
  cc_num scratch[CC_GENERATOR_SCRATCH(CC_MAX_STATES)];
} cc_band_step_work;

/* result = factor x start + row x matrix, for one of the step's matrices (numeric/row_product.h).
 */
static inline void cc_band_step_product(const cc_band_step *step, cc_num factor,
                                        const cc_num *start, const cc_num *row,
                                        const cc_num *matrix, cc_num *result) {
  cc_row_product(step->n, factor, start, row, matrix, result);
}

/* The states that children of a band can be in by a month's end if some are in `states`: where
 * their moves lead, and where they go for want of places. */
cc_states cc_states_reached(const cc_plan *plan, const cc_series_set *set, int month, int band,
                            cc_states states);

/* Solves a band's rates of `month` over `years`, for children in the `live` states, from which no
 * move leads to others. */
void cc_band_step_solve(const cc_plan *plan, const cc_series_set *set, int month, int band,
                        double years, cc_states live, cc_band_step_work *work, cc_band_step *step);

#endif
