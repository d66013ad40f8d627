/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "numeric/block_sample.h"

#include <stdlib.h>

#include "numeric/random.h"

/* Blocks of fewer draws than this, or fewer blocks, are not worth while. */
enum { LEAST_IN_BLOCK = 4, LEAST_BLOCKS = 8 };

struct cc_block_sample {
  int n_blocks;
  cc_sample *blocks[CC_MOST_BLOCKS];
};

int cc_blocks_of(cc_sample_method method, int n_draws) {
  int blocks = n_draws / LEAST_IN_BLOCK;
  if (method == CC_SAMPLE_PLAIN || blocks < LEAST_BLOCKS) {
    return 1;
  }
  return blocks < CC_MOST_BLOCKS ? blocks : CC_MOST_BLOCKS;
}

/* The first block has the seed itself: it is what the only one would be. */
static uint64_t seed_of(uint64_t seed, int block) {
  uint32_t words[4];
  cc_random_block(seed, (uint32_t)block, cc_stream_id(CC_STREAM_BLOCKS, 0), 0, words);
  return block == 0 ? seed : (uint64_t)words[0] << 32 | words[1];
}

cc_status cc_block_sample_create(cc_sample_method method, int n_draws, int n_dimensions,
                                 const uint64_t *names, uint64_t seed, cc_block_sample **sample) {
  *sample = NULL;
  cc_block_sample *s = calloc(1, sizeof *s);
  if (s == NULL) {
    return CC_NO_MEMORY;
  }
  s->n_blocks = cc_blocks_of(method, n_draws);
  cc_status status = CC_OK;
  for (int b = 0; b < s->n_blocks && status == CC_OK; b++) {
    int draws = n_draws < 1 ? n_draws : cc_draws_in_block(n_draws, s->n_blocks, b);
    status = cc_sample_create(method, draws, n_dimensions, names, seed_of(seed, b), &s->blocks[b]);
  }
  if (status != CC_OK) {
    cc_block_sample_free(s);
    return status;
  }
  *sample = s;
  return CC_OK;
}

void cc_block_sample_draw(const cc_block_sample *sample, int draw, double *u) {
  cc_sample_draw(sample->blocks[draw % sample->n_blocks], draw / sample->n_blocks, u);
}

void cc_block_sample_free(cc_block_sample *sample) {
  if (sample != NULL) {
    for (int b = 0; b < sample->n_blocks; b++) {
      cc_sample_free(sample->blocks[b]);
    }
    free(sample);
  }
}
