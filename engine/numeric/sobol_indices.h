/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_SOBOL_INDICES_H
#define CC_NUMERIC_SOBOL_INDICES_H

#include "carecast/status.h"

#include <stdint.h>

/* What a model says at the points of a Saltelli design. Two samples A and B, each of n_rows points
 * with n_inputs independent inputs (one sample of 2 x n_inputs dimensions, halved), and for each
 * input i the sample AB_i: A with input i taken from B. */
typedef struct {
  int n_rows, n_inputs;
  const double *a, *b; /* [n_rows] */
  const double *ab;    /* [n_inputs][n_rows] */
} cc_sobol_values;

/* An estimate and its bootstrap interval. */
typedef struct {
  double value, low, high;
} cc_estimate;

/* The share of the variance that goes when the input is known (first), and that stays when all
 * others are (total). */
typedef struct {
  cc_estimate first, total;
} cc_sobol_index;

/* Fills indices[n_inputs], with intervals of the middle `level` (0.95, say) of n_resamples >= 1
 * resamples of the rows, the same for the same seed. Of something that does not vary all are 0. The
 * intervals are too wide where the rows are stratified. Returns CC_NO_MEMORY or CC_OK. */
cc_status cc_sobol_indices(const cc_sobol_values *values, int n_resamples, double level,
                           uint64_t seed, cc_sobol_index *indices);

#endif
