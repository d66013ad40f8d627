/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_ARRIVALS_H
#define CC_MODEL_ARRIVALS_H

#include "model/population.h"
#include "model/simulated_children.h"

/* Children who are about to enter care in a history: when, and with which chances. */

/* One of them. Where the child will live and how old the child is are read from `where` when the
 * month comes, by the shares of that month. */
typedef struct {
  float months;           /* that are left of the month */
  float clock;            /* a unit exponential */
  uint32_t where;         /* a random word */
  uint32_t turn;          /* another, where cc_arrivals_take_turns has been asked for it */
  cc_random_address next; /* of the child's numbers */
  int8_t source, band;    /* population.h */
} cc_arrival;

/* Those of a month, a list; a zeroed one is empty. It keeps the room it once had. */
typedef struct {
  cc_arrival *items;
  int count, room;
} cc_arrival_list;

typedef struct {
  cc_arrival_list months[CC_MAX_MONTHS];
  double yearly[CC_MAX_MONTHS]; /* children a year, of the source and band in hand */
} cc_arrivals;

/* Puts a month's arrivals in an order drawn at random. */
void cc_arrivals_take_turns(const cc_history *history, int month, cc_arrivals *arrivals);

void cc_arrivals_free(cc_arrivals *arrivals);

/* Draws all arrivals of a history. CC_NO_MEMORY; CC_NUMERIC where a source brings more children
 * than a stream of random numbers holds (simulated_children.h). */
cc_status cc_arrivals_draw(const cc_plan *plan, const cc_series_set *set, const cc_history *history,
                           cc_arrivals *arrivals);

#endif
