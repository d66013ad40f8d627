/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_PERMUTATION_H
#define CC_NUMERIC_PERMUTATION_H

#include "carecast/status.h"

#include <stdint.h>

/* Random orders of 0..n-1 of which any place can be asked for: what stands at place i in all of
 * them at once. */
typedef struct cc_permutations cc_permutations;

/* The orders that a seed and `count` names (56 bits each) stand for; 1 <= n <= 2^30, count may be
 * 0. CC_NO_MEMORY. */
cc_status cc_permutations_create(uint32_t n, uint64_t seed, int count, const uint64_t *names,
                                 cc_permutations **permutations);
void cc_permutations_free(cc_permutations *permutations); /* NULL is allowed */

/* Adds what stands at place i < n of each order to sums[count]: in each order, each of 0..n-1 at
 * exactly one place. */
void cc_permutations_add(const cc_permutations *permutations, uint32_t i, double *sums);

#endif
