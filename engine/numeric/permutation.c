/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Random orders without a table. The numbers are laid on a rectangle of `across` x `down` places,
 * the smallest near-square one that holds all n. One round turns each row by an amount hashed from
 * the row's number and a key, the next each column likewise; each such turn can be undone, so that
 * all of them together are a permutation of the rectangle (a Feistel network with sums for
 * exclusive ors). A number that ends on one of the few places past n goes round again until it does
 * not (cycle walking), which leaves a permutation of 0..n-1. Six rounds are plenty, but on a small
 * rectangle a round has few ways to go and orders would differ in how often they come: fewer than
 * 64 numbers take 14, from which on no test tells them from orders drawn by chance.
 *
 * A round waits for the one before it; so the orders go through it side by side. */
#include "numeric/permutation.h"

#include <stdlib.h>

#include "base/every_machine.h"
#include "numeric/random.h"

enum { FEW = 64, ROUNDS = 6, ROUNDS_OF_FEW = 14, AT_ONCE = 64 };

struct cc_permutations {
  uint32_t n, across, down;
  int rounds, count;
  uint64_t *keys; /* [rounds][count] */
};

cc_status cc_permutations_create(uint32_t n, uint64_t seed, int count, const uint64_t *names,
                                 cc_permutations **permutations) {
  cc_permutations *p = calloc(1, sizeof *p);
  *permutations = NULL;
  if (p == NULL) {
    return CC_NO_MEMORY;
  }
  *p = (cc_permutations){
      .n = n, .across = 1, .count = count, .rounds = n < FEW ? ROUNDS_OF_FEW : ROUNDS};
  p->keys = calloc((size_t)count * (size_t)p->rounds + 1, sizeof *p->keys);
  if (p->keys == NULL) {
    cc_permutations_free(p);
    return CC_NO_MEMORY;
  }
  while ((uint64_t)p->across * p->across < n) {
    p->across++;
  }
  p->down = (n + p->across - 1) / p->across;
  for (int k = 0; k < count * p->rounds; k++) {
    uint32_t words[4];
    cc_random_named_block(seed, (uint32_t)(k / count), CC_STREAM_LATIN, names[k % count], words);
    p->keys[k] = (uint64_t)words[0] << 32 | words[1];
  }
  *permutations = p;
  return CC_OK;
}

void cc_permutations_free(cc_permutations *permutations) {
  if (permutations != NULL) {
    free(permutations->keys);
    free(permutations);
  }
}

/* A number below `range`, about as good as random. */
static inline uint32_t hash(uint64_t key, uint32_t place, uint32_t range) {
  const uint64_t odd = 0x9e3779b97f4a7c15; /* 2^64 / golden ratio: bits spread over the word */
  uint64_t h = (place + key) * odd;
  h = (h ^ h >> 32) * odd;
  return (uint32_t)((h >> 32) * range >> 32);
}

/* (place + step) modulo range, both below it; without a branch, which nothing could foretell */
static inline uint32_t turn(uint32_t place, uint32_t step, uint32_t range) {
  uint32_t sum = place + step;
  return sum - (range & -(uint32_t)(sum >= range));
}

/* All rounds, once, of the orders first..first + n - 1: where each takes the number i. */
CC_FOR_EVERY_MACHINE
static void go_round(const cc_permutations *p, int first, int n, uint32_t i, uint32_t *places) {
  const uint32_t across = p->across, down = p->down;
  uint32_t rows[AT_ONCE];
  for (int k = 0; k < n; k++) {
    rows[k] = i / across;
    places[k] = i % across;
  }
  for (int round = 0; round < p->rounds; round += 2) {
    const uint64_t *of_rows = p->keys + (size_t)round * (size_t)p->count + first;
    const uint64_t *of_columns = of_rows + p->count;
    for (int k = 0; k < n; k++) {
      places[k] = turn(places[k], hash(of_rows[k], rows[k], across), across);
      rows[k] = turn(rows[k], hash(of_columns[k], places[k], down), down);
    }
  }
  for (int k = 0; k < n; k++) {
    places[k] += rows[k] * across;
  }
}

void cc_permutations_add(const cc_permutations *permutations, uint32_t i, double *sums) {
  const cc_permutations *p = permutations;
  uint32_t places[AT_ONCE];
  for (int first = 0; first < p->count; first += AT_ONCE) {
    int n = p->count - first < AT_ONCE ? p->count - first : AT_ONCE;
    go_round(p, first, n, i, places);
    for (int k = 0; k < n; k++) {
      while (places[k] >= p->n) {
        go_round(p, first + k, 1, places[k], &places[k]);
      }
      sums[first + k] += places[k];
    }
  }
}
