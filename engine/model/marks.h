/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_MARKS_H
#define CC_MODEL_MARKS_H

#include <stdint.h>
#include <string.h>

/* Rows of marks, bytes of 0 or 1: what a plain pass over rows of numbers writes side by side. They
 * are read in blocks, as most blocks have none or one. */
enum { CC_MARKS_BLOCK = 64 };

/* The least whole number of blocks that holds so many marks. */
static inline int cc_marks_room(int count) {
  return (count + CC_MARKS_BLOCK - 1) / CC_MARKS_BLOCK * CC_MARKS_BLOCK;
}

/* Clears what is left of the last block behind `count` marks; returns its end. */
static inline int cc_marks_end(int count, uint8_t *marks) {
  int end = cc_marks_room(count);
  if (end > count) {
    memset(marks + count, 0, (size_t)(end - count));
  }
  return end;
}

/* A bit for each mark of a block, the first the lowest. The product moves the lowest bits of eight
 * bytes side by side into the highest. */
static inline uint64_t cc_bits_of_marks(const uint8_t *marks) {
  uint64_t bits = 0, eight;
  for (int i = 0; i < CC_MARKS_BLOCK; i += 8) {
    memcpy(&eight, marks + i, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    eight = __builtin_bswap64(eight);
#endif
    bits |= (eight * 0x0102040810204080u >> 56) << i;
  }
  return bits;
}

#endif
