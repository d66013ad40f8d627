/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With B blocks of about as many draws each, and x_b the mean of a block, the mean of all draws has
 * the error
 *
 *     sqrt(sum of (x_b - x)^2 / (B (B - 1)))
 *
 * which is itself known to some 18% with 16 blocks. A block's mean of what is 1 below a value, and
 * 0 above, is the share of its draws below. */
#include "numeric/block_spread.h"

#include <math.h>
#include <stdlib.h>

#include "numeric/block_sample.h"

static const double units_of_one = 0x1p20; /* sums are in whole parts of a unit */
static const double most_units =
    0x1p12; /* beyond which a draw counts as so far: 2^30 of them fit */

typedef struct {
  int64_t sum;
  uint32_t cells[CC_SPREAD_CELLS];
} block;

struct cc_block_spread {
  int n_draws, n_blocks, n_measures, n_lanes;
  block *blocks; /* [n_lanes][n_measures][n_blocks]; from finish on lane 0 has all */
};

cc_status cc_block_spread_create(int n_draws, int n_blocks, int n_measures, int n_lanes,
                                 cc_block_spread **spread) {
  size_t count = (size_t)n_lanes * (size_t)n_measures * (size_t)n_blocks;
  cc_block_spread *s = calloc(1, sizeof *s);
  block *blocks = calloc(count, sizeof *blocks);
  *spread = s;
  if (s == NULL || blocks == NULL) {
    free(blocks);
    free(s);
    *spread = NULL;
    return CC_NO_MEMORY;
  }
  *s = (cc_block_spread){n_draws, n_blocks, n_measures, n_lanes, blocks};
  return CC_OK;
}

void cc_block_spread_free(cc_block_spread *spread) {
  if (spread != NULL) {
    free(spread->blocks);
    free(spread);
  }
}

static block *blocks_of(const cc_block_spread *s, int lane, int measure) {
  return s->blocks + ((size_t)lane * (size_t)s->n_measures + (size_t)measure) * (size_t)s->n_blocks;
}

void cc_block_spread_add(cc_block_spread *spread, int lane, int measure, int draw, int cell,
                         double units) {
  block *b = blocks_of(spread, lane, measure) + draw % spread->n_blocks;
  b->sum += (int64_t)(fmin(fmax(units, -most_units), most_units) * units_of_one);
  b->cells[cell]++;
}

void cc_block_spread_finish(cc_block_spread *spread) {
  size_t count = (size_t)spread->n_measures * (size_t)spread->n_blocks;
  for (int lane = 1; lane < spread->n_lanes; lane++) {
    const block *other = blocks_of(spread, lane, 0);
    for (size_t i = 0; i < count; i++) {
      spread->blocks[i].sum += other[i].sum;
      for (int c = 0; c < CC_SPREAD_CELLS; c++) {
        spread->blocks[i].cells[c] += other[i].cells[c];
      }
    }
  }
}

/* The error of the mean of all, of the blocks' totals. */
static double error_of(const cc_block_spread *s, const double *totals) {
  double sum = 0.0, squares = 0.0, n = s->n_blocks;
  for (int b = 0; b < s->n_blocks; b++) {
    sum += totals[b];
  }
  for (int b = 0; b < s->n_blocks; b++) {
    double draws = cc_draws_in_block(s->n_draws, s->n_blocks, b);
    double distance = (totals[b] - sum * draws / s->n_draws) / (s->n_draws / n);
    squares += distance * distance;
  }
  return sqrt(squares / (n * (n - 1.0)));
}

double cc_block_spread_of_mean(const cc_block_spread *spread, int measure) {
  const block *blocks = blocks_of(spread, 0, measure);
  double totals[CC_MOST_BLOCKS];
  for (int b = 0; b < spread->n_blocks; b++) {
    totals[b] = (double)blocks[b].sum / units_of_one;
  }
  return error_of(spread, totals);
}

double cc_block_spread_of_share(const cc_block_spread *spread, int measure, int cell, double part) {
  const block *blocks = blocks_of(spread, 0, measure);
  double totals[CC_MOST_BLOCKS];
  for (int b = 0; b < spread->n_blocks; b++) {
    uint32_t below = 0;
    for (int c = 0; c < cell; c++) {
      below += blocks[b].cells[c];
    }
    totals[b] = below + part * blocks[b].cells[cell];
  }
  return error_of(spread, totals);
}
