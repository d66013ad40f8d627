/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_KNOWN_BUDGET_H
#define CC_ANALYSIS_KNOWN_BUDGET_H

#include "scenario/scenario.h"

/* What a known budget of the first year (`unmodelled.known_budget`) says of each draw. */

/* Fills factors[n_draws]: what each draw's unmodelled line is to be multiplied by, in all years, so
 * that the first year costs, as planned, what it does centrally. `fill` puts draw i's parameter
 * vector into `vector`. Only for plans with a known budget. CC_NO_MEMORY; CC_NUMERIC where a draw
 * cannot be projected, or its unmodelled line is nothing, so that it can give way to nothing;
 * CC_INTERRUPTED when a signal that is held back has come (interrupt.h). */
cc_status cc_known_budget_factors(const cc_scenario *scenario, void *context,
                                  void (*fill)(void *context, int i, double *vector), int n_draws,
                                  double *factors);

/* Multiplies the unmodelled line of a parameter vector. */
void cc_known_budget_apply(const cc_plan *plan, double factor, double *vector);

#endif
