/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_SIMULATION_STATE_H
#define CC_BATCH_SIMULATION_STATE_H

#include "batch/simulate.h"
#include "numeric/quantiles.h"

/* What simulate.c gathers and simulation.c answers from. A figure is a measure in a year of the
 * plan: measure * n_years + year. An event is something that happens or not in a draw: that a cap
 * is passed in a month (cap * n_months + month), then that money is short in a year. */

/* Sums over the draws of a chunk, added up chunk by chunk so that threads change nothing. */
typedef struct {
  double sum, squares;
} cc_partial;

struct cc_simulation {
  const cc_scenario *scenario;
  const cc_plan *plan;
  cc_simulation_request request;
  const cc_simulation *base; /* while it runs */
  cc_simulation_method how;
  int n_rows, *rows; /* annual rows of the measures, then of the gap; CC_ABSENT: not there */
  int n_figures;     /* of the measures */
  int gap_row;
  cc_process_noise noise;
  cc_draws *draws;
  uint64_t *names;      /* [n_figures], for the noise of each */
  double *central;      /* [n_figures] */
  double *base_central; /* [n_figures]; NaN: the base has no such figure */
  int n_chunks, n_events;
  cc_partial *expected;                /* [n_chunks][n_figures], distances from the central */
  cc_partial *chances;                 /* [n_chunks][n_events] */
  cc_quantiles *figures, *differences; /* differences: NULL without a base */
  double *kept;                        /* [n_draws][n_figures], or NULL */
};

/* The figure of the base beside a figure, or CC_ABSENT. */
int cc_simulation_base_figure(const cc_simulation *simulation, const cc_simulation *base,
                              int figure);

#endif
