/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_PROCESS_NOISE_H
#define CC_ANALYSIS_PROCESS_NOISE_H

#include <stdint.h>

#include "analysis/run.h"

/* How much chance alone moves figures when all parameters have their central values: which children
 * come and go is random. */

/* The standard deviation that comes of it, in closed form, for figures of a run that was projected
 * just now: deviations[n_figures], each in its row's unit, NAN where no closed form holds, because
 * a limit is met or near or the figure is no sum over children. CC_NO_MEMORY, CC_NUMERIC. */
cc_status cc_process_deviations(const cc_run *run, int n_figures, const cc_span *spans,
                                double *deviations);

/* The figure in each of `count` histories at the central values, from the least to the greatest.
 * `jobs` threads; the result does not depend on them. CC_NO_MEMORY, CC_NUMERIC, CC_INTERRUPTED
 * (crew.h). */
cc_status cc_process_histories(const cc_scenario *scenario, const cc_span *span, uint64_t seed,
                               int jobs, int count, double *figures);

#endif
