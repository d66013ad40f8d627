/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_SIMULATION_STATE_H
#define CC_BATCH_SIMULATION_STATE_H

#include "analysis/process_noise.h"
#include "batch/simulate.h"
#include "numeric/quantiles.h"

/* What simulate.c prepares, simulate_draws.c fills and simulation.c answers from. A figure is an
 * annual measure in a year of the plan, or in all of them together. An event is something that
 * happens or not in a draw: that a cap is passed in a month (cap * (n_months + 1) + month), that it
 * is in any of them (behind its months), and then that money is short in a year. */

/* Sums over the draws of a chunk, added up chunk by chunk so that threads change nothing. */
typedef struct {
  double sum, squares;
} cc_partial;

/* Draws of a chunk whose opening could not be fitted: how many, and the first. */
typedef struct {
  int draws, first;
} cc_unfitted;

/* Of a cap, the event of its first month; n_caps: of the first year. */
static inline int cc_events_before(const cc_plan *plan, int cap) {
  return cap * (plan->n_months + 1);
}

/* Of figures that the base has not because it has nothing of the kind: they are 0 there. */
enum { CC_NONE_IN_BASE = -2 };

struct cc_simulation {
  const cc_scenario *scenario;
  const cc_plan *plan;
  cc_simulation_request request;
  const cc_simulation *base; /* while it runs */
  cc_simulation_method how;
  int n_figures;
  cc_span *spans; /* [n_figures] */
  int *of_base; /* [n_figures], the base's figure, or CC_ABSENT, or CC_NONE_IN_BASE; NULL without a
                   base */
  double *central;      /* [n_figures] */
  double *base_central; /* [n_figures], where of_base has one; NULL without a base */
  int gap_row;
  int gap_figure; /* of the first year; n_years of them */
  double *
      chance_deviation; /* [n_figures]: what chance adds, in closed form; NAN where there is none */
  cc_draws *draws;
  int n_chunks, n_events, n_lanes;
  cc_partial *expected;                /* [n_chunks][n_figures], distances from the central */
  cc_partial *chances;                 /* [n_chunks][n_events] */
  cc_unfitted *unfitted;               /* [n_chunks] */
  cc_quantiles *figures, *differences; /* differences: NULL without a base */
  double *kept; /* [n_draws][n_figures]; NULL: not wanted, or too much, then drawn again */
};

/* Draws them all: simulate_draws.c. */
cc_status cc_simulation_draw_all(cc_simulation *simulation);

#endif
