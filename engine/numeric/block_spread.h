/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_BLOCK_SPREAD_H
#define CC_NUMERIC_BLOCK_SPREAD_H

#include "carecast/status.h"

#include <stdint.h>

/* How far the independent blocks of a sample (block_sample.h) differ, and so how wrong all of them
 * together may be: of each measure the blocks' sums and how often they were in each of a row of
 * cells. Counts are whole numbers, so that their sums over lanes are the same in any order. */
typedef struct cc_block_spread cc_block_spread;

enum { CC_SPREAD_CELLS = 128 };

/* 2 KB or so a lane, measure and four blocks. CC_NO_MEMORY. */
cc_status cc_block_spread_create(int n_draws, int n_blocks, int n_measures, int n_lanes,
                                 cc_block_spread **spread);
void cc_block_spread_free(cc_block_spread *spread);

/* Counts a draw of a measure: the cell it is in, of cells that rise with the value, and how many
 * units, of the caller's choice, it is from a value of the caller's choice. */
void cc_block_spread_add(cc_block_spread *spread, int lane, int measure, int draw, int cell,
                         double units);

/* To be called once, when all is counted and before anything is asked. */
void cc_block_spread_finish(cc_block_spread *spread);

/* The standard error of the mean of all draws, in units. */
double cc_block_spread_of_mean(const cc_block_spread *spread, int measure);

/* The standard error of the share of the draws that lie below a cell and a part of it (0 to 1). */
double cc_block_spread_of_share(const cc_block_spread *spread, int measure, int cell, double part);

#endif
