/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_FIGURE_NOISE_H
#define CC_BATCH_FIGURE_NOISE_H

#include <stdint.h>

#include "model/process_variance.h"
#include "scenario/scenario.h"

/* An annual row in a plan year, or added up over several. */
typedef struct {
  int row, first_year, last_year; /* plan years; the same for one year */
} cc_span;

/* The figure of a projection. */
double cc_span_value(const cc_plan *plan, const cc_results *results, const cc_span *span);

/* How much chance alone moves figures when all parameters have their central values: which children
 * come and go is random, and this is the standard deviation that comes of it. */
typedef struct {
  cc_process_form form; /* CC_MICROSIMULATION where a limit is met or near */
  int n_simulated;      /* figures whose spread is from CC_NOISE_HISTORIES histories, to 3.5% */
  double *figures;      /* [n_figures], each in its row's unit */
  double *children;     /* [n_months]: all children in care at the month's end */
} cc_figure_noise;

/* Works it out: in closed form where that holds; from histories where a limit is met or near, and
 * for what is no sum over children (the contract sum and the gap). `jobs` threads; the result does
 * not depend on them. CC_NO_MEMORY, CC_NUMERIC, CC_INTERRUPTED. A zeroed one may be freed. */
cc_status cc_figure_noise_make(const cc_scenario *scenario, int n_figures, const cc_span *spans,
                               uint64_t seed, int jobs, cc_figure_noise *noise);
void cc_figure_noise_free(cc_figure_noise *noise);

#endif
