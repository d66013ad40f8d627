/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_WAYS_OUT_H
#define CC_MODEL_WAYS_OUT_H

#include <stdint.h>

#include "model/cohorts.h"

/* What may happen to one child, and how fast, in the month in hand.
 *
 * A spot is a band and a state in one number, or CC_GONE for who is not in care. The ways out of a
 * spot are the moves and exits of its state and band, side by side. */
enum { CC_GONE = CC_MAX_BANDS * CC_MAX_STATES, CC_SPOTS = CC_GONE + 1 };

static inline int cc_spot(int band, int state) {
  return band * CC_MAX_STATES + state;
}
static inline int cc_band_of_spot(int spot) {
  return spot / CC_MAX_STATES;
}
static inline int cc_state_of_spot(int spot) {
  return spot % CC_MAX_STATES;
}

/* Where each way out is counted when it is taken: an exit by destination and state; a move between
 * placements where it leads from and where it leads to; one within a placement nowhere. */
enum {
  CC_COUNT_EXITS,
  CC_COUNT_MOVES_OUT = CC_COUNT_EXITS + CC_DESTINATIONS * CC_MAX_STATES,
  CC_COUNT_MOVES_IN = CC_COUNT_MOVES_OUT + CC_MAX_STATES,
  CC_COUNT_NOWHERE = CC_COUNT_MOVES_IN + CC_MAX_STATES,
  CC_COUNTERS
};

/* A way out. */
typedef struct {
  int term;                     /* of the plan */
  int16_t to;                   /* spot */
  int16_t counted, counted_too; /* counters */
  bool to_independence;
} cc_child_way;

/* The ways out of a spot are looked at so many at a time. */
enum { CC_WAYS_AT_ONCE = 8 };

typedef struct {
  int n;
  cc_child_way *ways;   /* [n] those of a spot side by side, in the order of the plan */
  int first[CC_SPOTS];  /* of a spot */
  int count[CC_SPOTS];  /* of a spot */
  float rate[CC_SPOTS]; /* of all ways together, per child and month; 0 of CC_GONE */
  uint32_t *up_to; /* [spots * width] which part of 2^31 the rates of the ways up to each are of
                      all, that one included; 2^31 from the last on that has any */
  int width;
} cc_ways_out;

/* CC_NO_MEMORY, CC_OK. A zeroed one may be freed, and one that failed must not be used. */
cc_status cc_ways_out_create(const cc_plan *plan, cc_ways_out *ways);
void cc_ways_out_free(cc_ways_out *ways);

/* Reads the rates of a month, where they may have changed since the month before; returns whether
 * any was read. */
bool cc_ways_out_read(const cc_plan *plan, const cc_series_set *set, int month, cc_ways_out *ways);

/* Which of a spot's ways it was, each as likely as its rate, by a random word. Counting is quicker
 * than looking, for where one would stop looking is left to chance. */
static inline int cc_way_taken(const cc_ways_out *ways, int spot, uint32_t word) {
  const uint32_t *up_to = ways->up_to + spot * ways->width;
  uint32_t chance = word >> 1, passed = 0;
  for (int k = 0; k < ways->width; k += CC_WAYS_AT_ONCE) {
    for (int i = 0; i < CC_WAYS_AT_ONCE; i++) {
      passed += up_to[k + i] <= chance;
    }
  }
  return ways->first[spot] + (int)passed;
}

#endif
