/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_SAMPLING_H
#define CC_NUMERIC_SAMPLING_H

#include "carecast/status.h"

#include <stdint.h>

/* X(method, its word on the command line) */
#define CC_SAMPLE_TABLE(X)                                                                         \
  X(CC_SAMPLE_LATIN, "latin")                                                                      \
  X(CC_SAMPLE_SOBOL, "sobol")                                                                      \
  X(CC_SAMPLE_PLAIN, "plain")

#define CC_SAMPLE_ENUM(method, word) method,
typedef enum { CC_SAMPLE_TABLE(CC_SAMPLE_ENUM) CC_SAMPLE_METHODS } cc_sample_method;
#undef CC_SAMPLE_ENUM

/* The word of a method. */
const char *cc_sample_word(cc_sample_method method);
/* Finds a method by its word; returns 1, or 0 when there is none. */
int cc_sample_find(const char *word, cc_sample_method *method);

/* Where the draws of an uncertain input lie in the unit cube. */
typedef struct cc_sample cc_sample;

/* A sample of n_draws points (1 to 2^30) in n_dimensions (up to 2^24, may be 0).
 *
 * latin   each dimension has exactly one draw in each of n_draws equal strata
 * sobol   scrambled Sobol points, best with a power of 2 of draws: then exactly one draw in each of
 *         n_draws equal strata, and even in several dimensions at once. From dimension 40 on
 *         (counted from 0) the sample is latin: put what matters most first.
 * plain   independent draws
 *
 * `names` has a name of 56 bits for each dimension, all different (hashes of parameter paths, say),
 * or is NULL, when dimension d is named d. In latin and plain samples of as many draws under the
 * same seed, dimensions of the same name have the same numbers, whatever the others are, so that
 * scenarios that share an input share its draws. Sobol's dimensions are known by their place.
 *
 * Returns CC_NO_MEMORY, or CC_INVALID for sizes outside those ranges. */
cc_status cc_sample_create(cc_sample_method method, int n_draws, int n_dimensions,
                           const uint64_t *names, uint64_t seed, cc_sample **sample);

/* Fills u[n_dimensions], each in (0,1) and uniform, for draw 0 <= draw < n_draws. Depends on what
 * the sample was made from and on `draw` only; any number of threads may ask at once. */
void cc_sample_draw(const cc_sample *sample, int draw, double *u);

void cc_sample_free(cc_sample *sample);

#endif
