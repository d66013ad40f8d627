/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_ARRIVALS_H
#define CC_MODEL_ARRIVALS_H

#include "model/population.h"
#include "model/simulated_children.h"

/* Children who are about to enter care in a history: when, and with which chances. */

/* One of them. Where the child will live and how old the child is, a random word says: it is read
 * when the month comes, by the shares of that month, and what it says takes its place. */
typedef struct {
  float months; /* that are left of the month */
  float clock;  /* a unit exponential */
  union {
    uint32_t word;
    struct {
      int16_t spot, age; /* ways_out.h; completed months */
    };
  } where;
  cc_random_address next; /* of the child's numbers */
  int8_t source, band;    /* population.h */
} cc_arrival;

/* Those of a month, a list; a zeroed one is empty. It keeps the room it once had. */
typedef struct {
  cc_arrival *items;
  uint64_t *turns; /* [room] a random word above an index, from least to greatest, if in turn; then
                      [room] scratch */
  int count, room;
  bool in_turn;
} cc_arrival_list;

typedef struct {
  cc_arrival_list months[CC_MAX_MONTHS];
  double yearly[CC_MAX_MONTHS]; /* children a year, of the source and band in hand */
} cc_arrivals;

/* Has a month's arrivals come in an order drawn at random. */
void cc_arrivals_take_turns(const cc_history *history, cc_arrival_list *list);

static inline cc_arrival *cc_arrival_in_turn(const cc_arrival_list *list, int i) {
  return &list->items[list->in_turn ? (int)(uint32_t)list->turns[i] : i];
}

void cc_arrivals_free(cc_arrivals *arrivals);

/* Draws all arrivals of a history. CC_NO_MEMORY; CC_NUMERIC where a source brings more children
 * than a stream of random numbers holds (simulated_children.h). */
cc_status cc_arrivals_draw(const cc_plan *plan, const cc_series_set *set, const cc_history *history,
                           cc_arrivals *arrivals);

#endif
