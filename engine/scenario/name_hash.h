/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_NAME_HASH_H
#define CC_SCENARIO_NAME_HASH_H

#include <stddef.h>
#include <stdint.h>

/* FNV-1a of a string: the tables of keys and of parameter paths are small and short-lived, and a
 * scenario holds at most 20,000 nodes, so that even chosen collisions cost little. */
static inline size_t cc_name_hash(const char *name) {
  uint32_t hash = 2166136261u;
  for (; *name != '\0'; name++) {
    hash = (hash ^ (unsigned char)*name) * 16777619u;
  }
  return hash;
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
