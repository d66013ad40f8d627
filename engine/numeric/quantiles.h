/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_QUANTILES_H
#define CC_NUMERIC_QUANTILES_H

#include "carecast/status.h"

#include <stddef.h>

/* What N draws of M measures say: means, spreads and quantiles, with their Monte Carlo errors.
 *
 *   cc_quantiles *q;
 *   cc_quantiles_create(n_draws, n_blocks, n_measures, n_lanes, CC_QUANTILES_EXACT, &q);
 *   add chunk 0, then all others in any order, by any thread that has a lane to itself
 *   cc_quantiles_finish(q);
 *   ask
 *   cc_quantiles_free(q);
 *
 * The answers do not depend on the number of lanes, nor on who adds which chunk when. */
typedef struct cc_quantiles cc_quantiles;

enum {
  CC_QUANTILES_CHUNK = 256,    /* draws, but for the last chunk */
  CC_QUANTILES_EXACT = 1 << 23 /* values, 64 MB: as many as are usually worth keeping */
};

/* Every value is kept when there are at most `most_kept` (N x M), in 8 bytes each. Otherwise 8 KB a
 * measure and lane are taken to count in, and quantiles are off by a small part of their Monte
 * Carlo error. Either way 32 bytes are kept a measure and chunk, and 0.5 KB a measure, lane and
 * block where there are several: draws come in `n_blocks` of them (block_sample.h), 1 if they are
 * independent. Returns CC_NO_MEMORY, or CC_INVALID when a number is below 1. */
cc_status cc_quantiles_create(int n_draws, int n_blocks, int n_measures, int n_lanes,
                              size_t most_kept, cc_quantiles **quantiles);

/* The number of chunks, and of draws in one of them. */
int cc_quantiles_chunks(const cc_quantiles *quantiles);
int cc_quantiles_chunk_draws(const cc_quantiles *quantiles, int chunk);

/* Adds a chunk: the draws from chunk x CC_QUANTILES_CHUNK on, each a row of n_measures values. Each
 * chunk is to be added once, and chunk 0 before any other is begun. Threads may add at the same
 * time in different lanes (0..n_lanes-1). */
void cc_quantiles_add(cc_quantiles *quantiles, int lane, int chunk, const double *rows);

/* To be called once, when all chunks are in and before anything is asked. */
void cc_quantiles_finish(cc_quantiles *quantiles);

/* The mean of a measure, its standard deviation (n - 1 in the divisor; NAN for one draw), the
 * standard error of the mean (NAN where all draws agree, which shows none), and the extremes. */
typedef struct {
  double mean, sd, mean_error, least, most;
} cc_summary;
cc_summary cc_quantiles_summary(const cc_quantiles *quantiles, int measure);

/* The value that the share 0 <= p <= 1 of the draws lies below (between two order statistics in
 * proportion: Hyndman and Fan's type 7), and its standard error: half the distance between the
 * quantiles one standard error of p to either side; NAN where all draws agree. `error` may be NULL.
 * One thread at a time: kept values are sorted when a measure is first asked about. */
double cc_quantiles_at(cc_quantiles *quantiles, int measure, double p, double *error);

void cc_quantiles_free(cc_quantiles *quantiles);

/* The same of n values that go from the least to the greatest. */
double cc_sorted_quantile(size_t n, const double *sorted, double p);

#endif
