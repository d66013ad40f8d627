/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_CHILD_PATH_H
#define CC_MODEL_CHILD_PATH_H

#include <stdint.h>

#include "model/cohorts.h"
#include "numeric/random.h"

/* Which of all random histories is followed. */
typedef struct {
  uint64_t seed;
  uint32_t draw;
} cc_history;

/* What a simulation's random numbers are for. Children of a kind share a stream, each with its own
 * 2^12 blocks of it. */
typedef enum {
  CC_ROUNDINGS,
  CC_OPENING_CHILDREN,
  CC_OPENING_LEAVERS,
  CC_ARRIVALS, /* by band and state, as are the children who arrive */
  CC_ENTRANTS,
  CC_DISPLACED,  /* by placement and month */
  CC_TURNED_AWAY /* by month */
} cc_chances_kind;

/* The number (random.h) of the stream of a kind; `which` is below 2^16. */
static inline uint32_t cc_chances_of(cc_chances_kind kind, int which) {
  return cc_stream_id(CC_STREAM_CHILDREN, (uint32_t)kind << 16 | (uint32_t)which);
}

/* One child in care, or one care leaver. `stream` and `block` are where the child's own random
 * numbers come from next: they are the child's alone, whatever happens to others. */
typedef struct {
  double clock; /* what the rates have still to spend before the next event (child_path.c) */
  double years; /* of the month in hand, those that the child has still to live */
  uint32_t stream, block;
  int16_t age, state;
} cc_child;

/* A list of them; a zeroed one is empty. It keeps the room it once had. */
typedef struct {
  cc_child *items;
  int count, room;
} cc_children;

/* Adds one. Returns false when memory is out. */
bool cc_children_add(cc_children *children, cc_child child);
void cc_children_free(cc_children *children);

/* The ways out of each state in the month in hand, per child and year: terms of a band and state
 * side by side. `rate` is the sum of them. */
typedef struct {
  int *terms; /* [demand.n_terms]; of band b and state s, from first[b][s] to first[b][s + 1] - 1 */
  double *rates; /* [demand.n_terms], by term */
  int first[CC_MAX_BANDS][CC_MAX_STATES + 1];
  double rate[CC_MAX_BANDS][CC_MAX_STATES];
} cc_ways_out;

cc_status cc_ways_out_create(const cc_plan *plan, cc_ways_out *ways);
void cc_ways_out_free(cc_ways_out *ways);

/* Reads the rates of a month, where they may have changed. */
void cc_ways_out_read(const cc_plan *plan, const cc_series_set *set, int month, cc_ways_out *ways);

/* Child `number` of a stream, with a clock that is not wound up. */
cc_child cc_child_new(uint32_t stream, int number, int age, int state);

/* The child's next two random numbers, uniform in (0,1). */
void cc_child_chances(const cc_history *history, cc_child *child, double chances[2]);

/* A unit exponential from a uniform number in (0,1). */
double cc_unit_wait(double chance);

/* Winds the clock up. */
void cc_child_wind_up(const cc_history *history, cc_child *child);

/* Whether nothing happens to the child for some years in the rates of `band`; then its clock has
 * run. */
static inline bool cc_child_rests(const cc_ways_out *ways, int band, double years,
                                  cc_child *child) {
  double spent = ways->rate[band][child->state] * years;
  bool rests = child->clock >= spent;
  child->clock -= rests ? spent : 0.0;
  return rests;
}

/* Lives the rest of the month, child->years, in the rates of `band`, and adds what happens to
 * `flows`. That time is taken to be in flows->child_years of the child's state already; when
 * the child leaves it, the part not spent there is moved on or taken back. Returns the exit by
 * which the child leaves, with what is left of the month in child->years, or NULL when the child
 * stays. Ageing and birthdays are not its business. */
const cc_rate_term *cc_child_live(const cc_plan *plan, const cc_history *history,
                                  const cc_ways_out *ways, int band, cc_child *child,
                                  cc_flows *flows);

#endif
