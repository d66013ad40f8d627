/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_PROCESS_NOISE_H
#define CC_ANALYSIS_PROCESS_NOISE_H

#include <stdint.h>

#include "analysis/run.h"
#include "model/process_variance.h"

/* How much chance alone moves figures when all parameters have their central values: which children
 * come and go is random, and this is the standard deviation that comes of it. */
typedef struct {
  cc_process_form form; /* CC_MICROSIMULATION where a limit is met or near */
  int n_simulated;      /* figures whose spread is from CC_NOISE_HISTORIES histories, to 3.5% */
  double *figures;      /* [n_figures], each in its row's unit */
  double *children;     /* [n_months]: all children in care at the month's end; in closed form
                           only where the plan has caps */
} cc_process_noise;

enum { CC_NOISE_HISTORIES = 400 };

/* Works it out for figures of a run that was projected just now: in closed form where that holds;
 * from histories where a limit is met or near, and for what is no sum over children (the contract
 * sum and the gap). `jobs` threads; the result does not depend on them. CC_NO_MEMORY, CC_NUMERIC,
 * CC_INTERRUPTED (crew.h). A zeroed one is empty and may be freed. */
cc_status cc_process_noise_make(const cc_run *run, int n_figures, const cc_span *spans,
                                uint64_t seed, int jobs, cc_process_noise *noise);
void cc_process_noise_free(cc_process_noise *noise);

#endif
