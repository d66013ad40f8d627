/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries of a source and band are a Poisson process whose rate may change from month to month,
 * e(t) a year. Think of points scattered evenly, one to each unit of area, over a plane of time and
 * rate: the entries are the points below the line e(t). A scenario with other rates has another
 * line over the same points, and so has the same children enter at the same times but for those
 * between the two lines. That is what makes the difference between two scenarios as little a matter
 * of chance as it can be: ten children a year more are ten children a year more, and nobody else is
 * another.
 *
 * The plane is cut into layers of rate, 0 to 1, 1 to 2, 2 to 4, 4 to 8, ... children a year. The
 * points of each are met one after another, with exponential waits between them, until the
 * projection ends; each has its level within the layer. Point k of a layer is child k of the
 * layer's stream of random numbers, and the first block of the child's own is spent here: wait,
 * level, where, and clock. */
#include "model/arrivals.h"

#include <stdlib.h>

#include "base/calendar.h"

void cc_arrivals_free(cc_arrivals *arrivals) {
  for (int t = 0; t < CC_MAX_MONTHS; t++) {
    free(arrivals->months[t].items);
  }
  *arrivals = (cc_arrivals){0};
}

/* Makes room for one more. */
static bool reserve_one(cc_arrival_list *list) {
  if (list->count < list->room) {
    return true;
  }
  int room = list->room == 0 ? 64 : 2 * list->room;
  cc_arrival *items = realloc(list->items, (size_t)room * sizeof *items);
  if (items == NULL) {
    return false;
  }
  list->items = items;
  list->room = room;
  return true;
}

static int by_turn(const void *a, const void *b) {
  const cc_arrival *x = a, *y = b;
  return (x->turn > y->turn) - (x->turn < y->turn);
}

void cc_arrivals_take_turns(const cc_history *history, int month, cc_arrivals *arrivals) {
  cc_arrival_list *list = &arrivals->months[month];
  cc_random_address addresses[CC_RANDOM_LOT];
  cc_random_lot lot;
  if (list->count == 0) {
    return; /* A list that nobody joined has no items to sort. */
  }
  for (int first = 0; first < list->count; first += CC_RANDOM_LOT) {
    int n = list->count - first < CC_RANDOM_LOT ? list->count - first : CC_RANDOM_LOT;
    cc_arrival *items = list->items + first;
    for (int i = 0; i < n; i++) {
      addresses[i] = items[i].next;
      addresses[i].stream += cc_chances_of(CC_TURNED_AWAY, 0) - cc_chances_of(CC_ENTRANTS, 0);
    }
    cc_random_lot_at(history->seed, history->draw, n, addresses, &lot);
    for (int i = 0; i < n; i++) {
      items[i].turn = lot.words[0][i];
    }
  }
  qsort(list->items, (size_t)list->count, sizeof *list->items, by_turn);
}

/* A layer of a source and band. */
typedef struct {
  double low, high; /* children a year */
  int source, band, index;
  uint32_t name;
} layer;

/* The points of a layer are looked at some at a time. */
typedef struct {
  cc_random_address addresses[CC_RANDOM_LOT];
  cc_random_lot lot;
  float waits[CC_RANDOM_LOT], clocks[CC_RANDOM_LOT];
} points;

enum { WAIT, LEVEL, WHERE, CLOCK }; /* the words of a child's first block */

static void look_at(const cc_history *history, const layer *l, uint32_t first, int count,
                    points *p) {
  uint32_t stream = cc_chances_of(CC_ENTRANTS, l->band * 32 + l->index);
  for (int i = 0; i < count; i++) {
    p->addresses[i] = cc_child_address(stream, l->name, first + (uint32_t)i);
  }
  cc_random_lot_at(history->seed, history->draw, count, p->addresses, &p->lot);
  cc_random_waits(count, p->lot.words[WAIT], p->waits);
  cc_random_waits(count, p->lot.words[CLOCK], p->clocks);
}

static cc_arrival arrival_of(const layer *l, const points *p, int i, double months) {
  cc_random_address next = p->addresses[i];
  next.block++; /* the first is spent here */
  return (cc_arrival){(float)months, p->clocks[i],      p->lot.words[WHERE][i], 0,
                      next,          (int8_t)l->source, (int8_t)l->band};
}

/* How many points to look at next: as many as are expected and some more, lest a few are missing.
 */
static int some_points(double expected) {
  return expected < CC_RANDOM_LOT - 16 ? (int)expected + 8 : CC_RANDOM_LOT;
}

/* Puts the points in hand into their months, from a time on; returns the time of the last, or the
 * end of the projection when that is passed. */
static cc_status put_points(const cc_plan *plan, const layer *l, const points *p, int count,
                            double *time, cc_arrivals *arrivals) {
  double width = l->high - l->low, months = CC_MONTHS_PER_YEAR / width;
  for (int i = 0; i < count; i++) {
    *time += p->waits[i] * months;
    if (*time >= plan->n_months) {
      return CC_OK;
    }
    int month = (int)*time;
    double level = l->low + width * cc_random_unit_32(p->lot.words[LEVEL][i]);
    cc_arrival_list *list = &arrivals->months[month];
    if (!reserve_one(list)) {
      return CC_NO_MEMORY;
    }
    /* kept, or written over by the next */
    list->items[list->count] = arrival_of(l, p, i, month + 1 - *time);
    list->count += level < arrivals->yearly[month];
  }
  return CC_OK;
}

static cc_status draw_layer(const cc_plan *plan, const cc_history *history, const layer *l,
                            cc_arrivals *arrivals) {
  points p;
  double time = 0.0, a_month = (l->high - l->low) / CC_MONTHS_PER_YEAR;
  cc_status status = CC_OK;
  for (uint32_t first = 0; time < plan->n_months && status == CC_OK;) {
    int count = some_points((plan->n_months - time) * a_month);
    if (first + (uint32_t)count > CC_CHILDREN_OF_A_STREAM) {
      return CC_NUMERIC;
    }
    look_at(history, l, first, count, &p);
    status = put_points(plan, l, &p, count, &time, arrivals);
    first += (uint32_t)count;
  }
  return status;
}

/* Reads what a source brings to a band in each month; returns the most. */
static double read_source(const cc_plan *plan, const cc_series_set *set, int source, int band,
                          double *yearly) {
  double most = 0.0;
  for (int t = 0; t < plan->n_months; t++) {
    yearly[t] = cc_entries_of_source(plan, set, t, source, band);
    most = yearly[t] > most ? yearly[t] : most;
  }
  return most;
}

cc_status cc_arrivals_draw(const cc_plan *plan, const cc_series_set *set, const cc_history *history,
                           cc_arrivals *arrivals) {
  cc_status status = CC_OK;
  for (int t = 0; t < plan->n_months; t++) {
    arrivals->months[t].count = 0;
  }
  for (int source = 0; source <= plan->demand.n_streams; source++) {
    const char *name = source > 0 ? plan->demand.streams[source - 1].name : NULL;
    uint32_t hash = name != NULL ? cc_name_of_chances(name) : 0;
    for (int b = 0; b < plan->n_bands; b++) {
      double most = read_source(plan, set, source, b, arrivals->yearly);
      layer l = {0.0, 1.0, source, b, 0, hash};
      for (; l.low < most && status == CC_OK; l.index++) {
        status = draw_layer(plan, history, &l, arrivals);
        l.low = l.high;
        l.high *= 2.0;
      }
    }
  }
  return status;
}
