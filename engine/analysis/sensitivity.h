/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_SENSITIVITY_H
#define CC_ANALYSIS_SENSITIVITY_H

#include <stdbool.h>
#include <stdint.h>

#include "numeric/sobol_indices.h"
#include "scenario/scenario.h"

/* Which doubt matters most to one annual measure in one plan year. */

/* An uncertain parameter at its P10 and its P90, all others at their central values. */
typedef struct {
  int parameter;
  double p10, p90;  /* of its first uncertain number, in its own unit */
  double low, high; /* the measure with the parameter at its P10, and at its P90 */
  bool is_factor;   /* p10 and p90 are of a factor common to all its years */
} cc_swing;

typedef struct {
  double central; /* the measure, all parameters central */
  int count;
  cc_swing *swings; /* by falling |high - low|; the caller frees them with cc_tornado_free */
} cc_tornado;

/* CC_NO_MEMORY, CC_NUMERIC; CC_USAGE: no such measure or year. A parameter with doubts about
 * several years has all of them at their P10, then all at their P90. */
cc_status cc_tornado_make(const cc_scenario *scenario, const char *measure, int year,
                          cc_tornado *tornado);
void cc_tornado_free(cc_tornado *tornado);

/* What varies independently of everything else: one parameter, or several that are correlated. */
typedef struct {
  int count;
  const int *parameters;
  cc_sobol_index index;
} cc_sobol_input;

typedef struct {
  cc_arena arena;
  int count;
  cc_sobol_input *inputs; /* by falling total index */
  double mean, sd;        /* of the measure over the draws, parameter doubt only */
  int projections;        /* that it took: n_draws x (count + 2) */
} cc_sobol_analysis;

/* First-order and total Sobol indices with 95% intervals from n_draws rows. CC_NO_MEMORY,
 * CC_NUMERIC, CC_INVALID (draws.h); CC_USAGE: no such measure or year. */
cc_status cc_sobol_make(const cc_scenario *scenario, const char *measure, int year, int n_draws,
                        uint64_t seed, cc_sobol_analysis *analysis);
void cc_sobol_free(cc_sobol_analysis *analysis);

#endif
