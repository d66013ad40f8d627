/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_SENSITIVITY_H
#define CC_ANALYSIS_SENSITIVITY_H

#include <stdint.h>

#include "numeric/sobol_indices.h"
#include "scenario/scenario.h"

/* Which doubt accounts for how much of the variance of one annual measure in one plan year. */
typedef struct {
  const cc_scenario *scenario;
  const char *measure;
  int year; /* of the plan */
  int n_draws;
  uint64_t seed;
  int jobs; /* threads; nothing else depends on it */
} cc_sobol_request;

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
  double variance_error;  /* standard error of the square of sd */
  int projections;        /* that it took: n_draws x (count + 2) */
} cc_sobol_analysis;

/* First-order and total Sobol indices with 95% intervals from n_draws rows. CC_NO_MEMORY,
 * CC_NUMERIC, CC_INVALID (draws.h); CC_USAGE: no such measure or year. */
cc_status cc_sobol_make(const cc_sobol_request *request, cc_sobol_analysis *analysis);
void cc_sobol_free(cc_sobol_analysis *analysis);

/* A share and its standard error. */
typedef struct {
  double value, error;
} cc_share;

/* Of the variance of what will come, the share that is process: chance in which children come and
 * go, whose standard deviation the caller has from process_noise.h, with the standard error of
 * that (0: exact). The rest is doubt about parameters. NAN where nothing varies. */
cc_share cc_sobol_process_share(const cc_sobol_analysis *analysis, double process_sd,
                                double process_error);

#endif
