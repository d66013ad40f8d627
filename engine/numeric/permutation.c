/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A random order without a table. The numbers are laid on a rectangle of `across` x `down` places,
 * the smallest near-square one that holds all n. One round turns each row by an amount hashed from
 * the row's number and a key, the next each column likewise; each such turn can be undone, so that
 * all of them together are a permutation of the rectangle (a Feistel network with sums for
 * exclusive ors). A number that ends on one of the few places past n goes round again until it does
 * not (cycle walking), which leaves a permutation of 0..n-1. Six rounds are plenty, but on a small
 * rectangle a round has few ways to go and orders would differ in how often they come: fewer than
 * 64 numbers take 14, from which on no test tells them from orders drawn by chance. */
#include "numeric/permutation.h"

#include "numeric/random.h"

void cc_permutation_init(cc_permutation *permutation, uint32_t n, uint64_t seed, uint64_t name) {
  permutation->n = n;
  permutation->across = 1;
  while ((uint64_t)permutation->across * permutation->across < n) {
    permutation->across++;
  }
  permutation->down = (n + permutation->across - 1) / permutation->across;
  permutation->rounds = n < 64 ? CC_PERMUTATION_ROUNDS : 6;
  for (uint32_t i = 0; i < CC_PERMUTATION_ROUNDS; i++) {
    uint32_t words[4];
    cc_random_named_block(seed, i, CC_STREAM_LATIN, name, words);
    permutation->keys[i] = (uint64_t)words[0] << 32 | words[1];
  }
}

/* A number below `range`, about as good as random. */
static uint32_t hash(uint64_t key, uint32_t place, uint32_t range) {
  const uint64_t odd = 0x9e3779b97f4a7c15; /* 2^64 / golden ratio: bits spread over the word */
  uint64_t h = (place + key) * odd;
  h = (h ^ h >> 32) * odd;
  return (uint32_t)((h >> 32) * range >> 32);
}

/* (place + step) modulo range, both below it; without a branch, which nothing could foretell */
static uint32_t turn(uint32_t place, uint32_t step, uint32_t range) {
  uint32_t sum = place + step;
  return sum - (range & -(uint32_t)(sum >= range));
}

uint32_t cc_permutation_at(const cc_permutation *permutation, uint32_t i) {
  const uint64_t *keys = permutation->keys;
  uint32_t across = permutation->across, down = permutation->down;
  uint32_t column = i % across, row = i / across, place;
  do {
    for (int round = 0; round < permutation->rounds; round += 2) {
      column = turn(column, hash(keys[round], row, across), across);
      row = turn(row, hash(keys[round + 1], column, down), down);
    }
    place = row * across + column;
  } while (place >= permutation->n);
  return place;
}
