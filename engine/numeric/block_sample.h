/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_BLOCK_SAMPLE_H
#define CC_NUMERIC_BLOCK_SAMPLE_H

#include "numeric/sampling.h"

/* A sample in independent blocks, each a sample (sampling.h) by the same method under a seed of its
 * own. How even the points of a sample are, they cannot say themselves; the blocks do, by what they
 * differ in, and so show the error that is left. Draw i is in block i % blocks. */
typedef struct cc_block_sample cc_block_sample;

enum { CC_MOST_BLOCKS = 16 };

/* How many blocks so many draws are in: one of independent draws, which need none to show their
 * error, and of fewer draws than show anything. */
int cc_blocks_of(cc_sample_method method, int n_draws);

/* How many of the draws are in a block. */
static inline int cc_draws_in_block(int n_draws, int n_blocks, int block) {
  return (n_draws - 1 - block) / n_blocks + 1;
}

/* As in sampling.h, of all draws together. */
cc_status cc_block_sample_create(cc_sample_method method, int n_draws, int n_dimensions,
                                 const uint64_t *names, uint64_t seed, cc_block_sample **sample);
void cc_block_sample_draw(const cc_block_sample *sample, int draw, double *u);
void cc_block_sample_free(cc_block_sample *sample);

#endif
