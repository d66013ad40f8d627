/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_SIMULATION_CSV_H
#define CC_BATCH_SIMULATION_CSV_H

#include "base/text.h"
#include "batch/simulate.h"

/* A simulation and the quantiles that are asked of it. */
typedef struct {
  cc_simulation *simulation;
  int n_quantiles;
  const double *quantiles; /* shares: 0.1 for P10 */
} cc_ranges;

/* The tables that a simulation adds to a run folder, each with its header line, as run_folder.h
 * describes them. In full precision: the errors beside the figures say how many digits hold.
 * Appended to `out`; a failed allocation shows in out->failed. One thread at a time. */
void cc_simulation_csv(const cc_plan *plan, const cc_ranges *ranges, cc_text *out);
void cc_probabilities_csv(const cc_plan *plan, const cc_ranges *ranges, cc_text *out);

/* ",p10,p10_error,p50,p50_error" for a header line, and ",1.5,0.2,..." for a line: `value` gives a
 * quantile and its error, as cc_simulation_quantile does. */
void cc_quantile_heads(const cc_ranges *ranges, cc_text *out);
void cc_quantile_fields(const cc_ranges *ranges, int figure,
                        double (*value)(cc_simulation *, int, double, double *), cc_text *out);

/* A field more, after a comma: the number, or nothing where it is not known (NAN). */
void cc_simulation_number(cc_text *out, double value);

#endif
