/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_NAME_HASH_H
#define CC_SCENARIO_NAME_HASH_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* A hash of a string, eight bytes at a time, as parameter paths are long and looked up often: each
 * step is an exclusive or, a multiplication by an odd number near 2^64 over the golden ratio, and
 * the product's upper half mixed into its lower, which is the half that counts. The tables are
 * small and short-lived, and a scenario holds at most 20,000 nodes, so that even chosen collisions
 * cost little. */
static inline size_t cc_name_hash(const char *name) {
  size_t left = strlen(name);
  uint64_t hash = left;
  while (left > 0) {
    uint64_t piece = 0;
    size_t size = left < sizeof piece ? left : sizeof piece;
    memcpy(&piece, name, size);
    hash = (hash ^ piece) * 0x9e3779b97f4a7c15u;
    hash ^= hash >> 32;
    name += size;
    left -= size;
  }
  return (size_t)hash;
}

/* The size of an open-addressing table for `count` names: a power of two, at most half full. */
static inline int cc_name_slots(int count) {
  int slots = 16;
  while (slots < 2 * count) {
    slots *= 2;
  }
  return slots;
}

#endif
