/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_PERMUTATION_H
#define CC_NUMERIC_PERMUTATION_H

#include <stdint.h>

enum { CC_PERMUTATION_ROUNDS = 14 };

/* A random order of 0..n-1 of which any place can be asked for. Private but for the functions. */
typedef struct {
  uint32_t n, across, down;
  int rounds;
  uint64_t keys[CC_PERMUTATION_ROUNDS];
} cc_permutation;

/* The order that seed and name (56 bits) stand for; 1 <= n <= 2^30. */
void cc_permutation_init(cc_permutation *permutation, uint32_t n, uint64_t seed, uint64_t name);

/* What stands at place i < n: each of 0..n-1 at exactly one place. */
uint32_t cc_permutation_at(const cc_permutation *permutation, uint32_t i);

#endif
