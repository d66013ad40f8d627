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
#include "base/interrupt.h"

void cc_arrivals_free(cc_arrivals *arrivals) {
  for (int t = 0; t < CC_MAX_MONTHS; t++) {
    free(arrivals->months[t].items);
    free(arrivals->months[t].turns);
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
  list->items = items != NULL ? items : list->items;
  uint64_t *turns = realloc(list->turns, 2 * (size_t)room * sizeof *turns);
  list->turns = turns != NULL ? turns : list->turns;
  list->room = items != NULL && turns != NULL ? room : list->room;
  return list->count < list->room;
}

/* Words that are evenly spread are dealt into piles by their highest bits, and so are nearly in
 * order. */
enum { PILE_BITS = 10, PILES = 1 << PILE_BITS };

static inline int pile_of(uint64_t turn) {
  return (int)(turn >> (64 - PILE_BITS));
}

static void deal(int n, const uint64_t *turns, uint64_t *dealt) {
  int first[PILES + 1] = {0};
  for (int i = 0; i < n; i++) {
    first[pile_of(turns[i]) + 1]++;
  }
  for (int p = 1; p <= PILES; p++) {
    first[p] += first[p - 1];
  }
  for (int i = 0; i < n; i++) {
    dealt[first[pile_of(turns[i])]++] = turns[i];
  }
}

/* Sorts what is nearly in order. */
static void settle(int n, uint64_t *turns) {
  for (int i = 1; i < n; i++) {
    uint64_t turn = turns[i];
    int k = i;
    for (; k > 0 && turns[k - 1] > turn; k--) {
      turns[k] = turns[k - 1];
    }
    turns[k] = turn;
  }
}

void cc_arrivals_take_turns(const cc_history *history, cc_arrival_list *list) {
  cc_random_address addresses[CC_RANDOM_LOT];
  cc_random_lot lot;
  uint64_t *drawn = list->turns + list->room;
  for (int first = 0; first < list->count; first += CC_RANDOM_LOT) {
    int n = list->count - first < CC_RANDOM_LOT ? list->count - first : CC_RANDOM_LOT;
    for (int i = 0; i < n; i++) {
      addresses[i] = list->items[first + i].next;
      addresses[i].stream += cc_chances_of(CC_TURNED_AWAY, 0) - cc_chances_of(CC_ENTRANTS, 0);
    }
    cc_random_lot_at(history->seed, history->draw, n, addresses, &lot);
    for (int i = 0; i < n; i++) {
      drawn[first + i] = (uint64_t)lot.words[0][i] << 32 | (uint32_t)(first + i);
    }
  }
  deal(list->count, drawn, list->turns);
  settle(list->count, list->turns);
  list->in_turn = true;
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
  return (cc_arrival){.months = (float)months,
                      .clock = p->clocks[i],
                      .where.word = p->lot.words[WHERE][i],
                      .next = next,
                      .source = (int8_t)l->source,
                      .band = (int8_t)l->band};
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

/* Points between looks whether the reader has had enough: half a millisecond of work, so that a
 * history of millions ends when it is told to. A look asks the system, and is left out of most. */
enum { POINTS_BETWEEN_LOOKS = 1 << 14 };

static cc_status draw_layer(const cc_plan *plan, const cc_history *history, const layer *l,
                            cc_arrivals *arrivals) {
  points p;
  double time = 0.0, a_month = (l->high - l->low) / CC_MONTHS_PER_YEAR;
  uint32_t look = POINTS_BETWEEN_LOOKS;
  cc_status status = CC_OK;
  for (uint32_t first = 0; time < plan->n_months && status == CC_OK;) {
    int count = some_points((plan->n_months - time) * a_month);
    if (first + (uint32_t)count > CC_CHILDREN_OF_A_STREAM) {
      return CC_NUMERIC;
    }
    look_at(history, l, first, count, &p);
    status = put_points(plan, l, &p, count, &time, arrivals);
    first += (uint32_t)count;
    if (first >= look && status == CC_OK) {
      status = cc_interrupted() ? CC_INTERRUPTED : CC_OK;
      look += POINTS_BETWEEN_LOOKS;
    }
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
    arrivals->months[t].in_turn = false;
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
