/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children's paths. Each child carries a clock, a unit exponential, which the rate out of the
 * child's spot runs down: rate x time. When it is spent, something happens; what, is drawn in
 * proportion to the rates there are, and the clock is wound up anew. For rates that change from
 * month to month and from band to band this is the exact process: the chance that nothing happens
 * is exp(-sum of rate x time), as it has to be. And it needs random numbers only when something
 * happens.
 *
 * A month takes from every clock what the month's rate spends. A clock that is below zero then has
 * been spent within the month, -clock / rate before its end. Most are not, and the pass over them
 * is one over plain rows of numbers. Events are met in rounds, whose random numbers are made
 * together; who meets a second one in the same month is in the next round.
 *
 * The numbers are the child's own: another scenario, in which rates differ a little, so has the
 * same child do nearly the same. A clock that is not spent when a child leaves on the 18th birthday
 * has a unit exponential left, as it has no memory: it serves the care leaver. */
#include "model/simulated_children.h"

#include <stdlib.h>
#include <string.h>

#include "base/every_machine.h"
#include "model/marks.h"

uint32_t cc_name_of_chances(const char *name) {
  uint32_t hash = 0x811c9dc5u; /* Fowler, Noll and Vo, 1a */
  for (const char *at = name; *at != '\0'; at++) {
    hash = (hash ^ (unsigned char)*at) * 0x01000193u;
  }
  return hash;
}

/* ---- memory ---------------------------------------------------------------------------------- */

void cc_simulated_children_free(cc_simulated_children *c) {
  free(c->clock);
  free(c->rate);
  free(c->outgrows);
  free(c->displaced);
  free(c->spot);
  free(c->next);
  free(c->identity);
  free(c->free);
  free(c->marks);
  free(c->birthdays);
  free(c->due);
  free(c->turns);
  *c = (cc_simulated_children){0};
}

static void *grown(void *row, int room, size_t size, bool *enough) {
  void *items = realloc(row, (size_t)room * size);
  *enough = *enough && items != NULL;
  return items != NULL ? items : row;
}

bool cc_simulated_children_reserve(cc_simulated_children *c, int more) {
  bool enough = true;
  if (more <= c->room - c->count + c->n_free) {
    return true;
  }
  int room = cc_marks_room(2 * c->room + more);
  c->clock = grown(c->clock, room, sizeof *c->clock, &enough);
  c->rate = grown(c->rate, room, sizeof *c->rate, &enough);
  c->outgrows = grown(c->outgrows, room, sizeof *c->outgrows, &enough);
  c->displaced = grown(c->displaced, room, sizeof *c->displaced, &enough);
  c->spot = grown(c->spot, room, sizeof *c->spot, &enough);
  c->next = grown(c->next, room, sizeof *c->next, &enough);
  c->identity = grown(c->identity, room, sizeof *c->identity, &enough);
  c->free = grown(c->free, room, sizeof *c->free, &enough);
  c->marks = grown(c->marks, room, sizeof *c->marks, &enough);
  c->birthdays = grown(c->birthdays, 2 * room, sizeof *c->birthdays, &enough);
  c->due = grown(c->due, room, sizeof *c->due, &enough);
  c->turns = grown(c->turns, 2 * room, sizeof *c->turns, &enough);
  c->room = enough ? room : c->room;
  return enough;
}

/* Of the stream, the name and the child's number in it. */
static inline uint32_t identity_of(cc_random_address a) {
  return (a.stream ^ a.name) + a.block / CC_BLOCKS_OF_A_CHILD * 0x9e3779b1u; /* golden section */
}

int cc_child_take_in(const cc_simulated_month *at, int spot, int age, float clock,
                     cc_random_address next) {
  cc_simulated_children *c = at->children;
  int slot = c->n_free > 0 ? c->free[--c->n_free] : c->count++;
  int end = at->plan->band_first_age[cc_band_of_spot(spot) + 1];
  c->clock[slot] = clock;
  c->rate[slot] = at->ways->rate[spot];
  c->outgrows[slot] = (int16_t)(at->month + end - 1 - age);
  c->displaced[slot] = CC_ABSENT;
  c->spot[slot] = (int16_t)spot;
  c->next[slot] = next;
  c->identity[slot] = identity_of(next);
  at->book->children[spot] += 1.0;
  return slot;
}

static void leave_slot(cc_simulated_children *c, int slot) {
  c->spot[slot] = CC_GONE;
  c->rate[slot] = 0.0f;
  c->outgrows[slot] = CC_ABSENT;
  c->free[c->n_free++] = slot;
}

void cc_children_read_rates(const cc_ways_out *ways, cc_simulated_children *c) {
  for (int i = 0; i < c->count; i++) {
    c->rate[i] = ways->rate[c->spot[i]];
  }
}

/* ---- marks ----------------------------------------------------------------------------------- */

/* Takes the month from every clock and marks who will not just sleep through it: those whose clock
 * is spent, and those whose birthday ends a band. */
CC_FOR_EVERY_MACHINE
static void spend(int n, int16_t month, const float *restrict rate,
                  const int16_t *restrict outgrows, float *restrict clock,
                  uint8_t *restrict marks) {
  for (int i = 0; i < n; i++) {
    marks[i] = outgrows[i] == month;
  }
  for (int i = 0; i < n; i++) {
    clock[i] -= rate[i];
    marks[i] |= clock[i] < 0.0f;
  }
}

static void list_marked(int month, cc_simulated_children *c) {
  int end = cc_marks_end(c->count, c->marks);
  c->n_birthdays = c->n_due = 0;
  for (int first = 0; first < end; first += CC_MARKS_BLOCK) {
    for (uint64_t bits = cc_bits_of_marks(c->marks + first); bits != 0; bits &= bits - 1) {
      int slot = first + __builtin_ctzll(bits);
      c->due[c->n_due] = slot;
      c->n_due += c->clock[slot] < 0.0f;
      c->birthdays[c->n_birthdays] = slot;
      c->n_birthdays += c->outgrows[slot] == month;
    }
  }
}

/* ---- events ---------------------------------------------------------------------------------- */

void cc_children_live(const cc_simulated_month *at) {
  cc_simulated_children *c = at->children;
  spend(c->count, (int16_t)at->month, c->rate, c->outgrows, c->clock, c->marks);
  list_marked(at->month, c);
}

void cc_child_live(const cc_simulated_month *at, int slot, float months) {
  cc_simulated_children *c = at->children;
  c->clock[slot] -= c->rate[slot] * months;
  c->due[c->n_due] = slot;
  c->n_due += c->clock[slot] < 0.0f;
  c->birthdays[c->n_birthdays] = slot;
  c->n_birthdays += c->outgrows[slot] == at->month;
}

/* Completed months of a child who is in a band and outgrows it in a month. */
static int age_of(const cc_simulated_month *at, int band, int outgrows) {
  return at->plan->band_first_age[band + 1] - 1 - (outgrows - at->month);
}

/* Somebody left for independence with so many months of the month to go. */
static void join_leavers(const cc_simulated_month *at, int band, int outgrows, double months,
                         double clock) {
  int age = age_of(at, band, outgrows);
  if (age >= CC_LEAVER_FIRST_AGE) {
    cc_simulated_leavers_join(at->plan, at->month, age, at->month + 1 - months, clock, at->leavers);
  }
}

/* One event of a child whose clock is below zero: which way out, by a random word, and the clock
 * that is wound up after it. Nothing in it depends on what happens, as far as can be: what happens
 * is left to chance, and a processor that has to guess guesses wrong. */
static inline void meet_event(const cc_simulated_month *at, int slot, uint32_t word, float clock) {
  cc_simulated_children *c = at->children;
  cc_month_book *book = at->book;
  const cc_ways_out *ways = at->ways;
  int from = c->spot[slot];
  const cc_child_way *way = &ways->ways[cc_way_taken(ways, from, word)];
  int to = way->to;
  float months = -c->clock[slot] / ways->rate[from];
  bool leaves = to == CC_GONE;
  book->taken[way->counted] += 1.0;
  book->taken[way->counted_too] += 1.0;
  book->children[from] -= 1.0;
  book->children[to] += 1.0;
  book->months[from] -= months;
  book->months[to] += months;
  if (way->to_independence) {
    join_leavers(at, cc_band_of_spot(from), c->outgrows[slot], months, clock);
  }
  c->spot[slot] = (int16_t)to;
  c->rate[slot] = ways->rate[to];
  c->clock[slot] = clock - ways->rate[to] * months;
  c->outgrows[slot] = leaves ? CC_ABSENT : c->outgrows[slot];
  c->free[c->n_free] = slot;
  c->n_free += leaves;
}

/* One round over up to CC_RANDOM_LOT of those who have something due. */
static void meet_some(const cc_simulated_month *at, const int *slots, int n) {
  cc_simulated_children *c = at->children;
  cc_random_address addresses[CC_RANDOM_LOT];
  cc_random_lot lot;
  float clocks[CC_RANDOM_LOT];
  for (int i = 0; i < n; i++) {
    addresses[i] = c->next[slots[i]];
    c->next[slots[i]].block++;
  }
  cc_random_lot_at(at->history->seed, at->history->draw, n, addresses, &lot);
  cc_random_waits(n, lot.words[1], clocks);
  for (int i = 0; i < n; i++) {
    meet_event(at, slots[i], lot.words[0][i], clocks[i]);
  }
}

void cc_children_meet_events(const cc_simulated_month *at) {
  cc_simulated_children *c = at->children;
  while (c->n_due > 0) {
    int again = 0;
    for (int first = 0; first < c->n_due; first += CC_RANDOM_LOT) {
      int n = c->n_due - first < CC_RANDOM_LOT ? c->n_due - first : CC_RANDOM_LOT;
      meet_some(at, c->due + first, n);
      for (int i = first; i < first + n; i++) {
        c->due[again] = c->due[i];
        again += c->clock[c->due[again]] < 0.0f;
      }
    }
    c->n_due = again;
  }
}

/* ---- the month's end ------------------------------------------------------------------------- */

static void outgrow(const cc_simulated_month *at, int slot) {
  cc_simulated_children *c = at->children;
  const int *first_age = at->plan->band_first_age;
  int from = c->spot[slot], band = cc_band_of_spot(from);
  at->book->children[from] -= 1.0;
  if (band == at->plan->n_bands - 1) {
    at->book->turned_18[cc_state_of_spot(from)] += 1.0;
    join_leavers(at, band, at->month, 0.0, c->clock[slot]);
    leave_slot(c, slot);
    return;
  }
  int to = cc_spot(band + 1, cc_state_of_spot(from));
  at->book->children[to] += 1.0;
  c->spot[slot] = (int16_t)to;
  c->rate[slot] = at->ways->rate[to];
  c->outgrows[slot] = (int16_t)(at->month + first_age[band + 2] - first_age[band + 1]);
}

/* Who left in the month, or whose slot was taken again, is no longer of that age. */
void cc_children_grow_older(const cc_simulated_month *at) {
  const cc_simulated_children *c = at->children;
  for (int i = 0; i < c->n_birthdays; i++) {
    if (c->outgrows[c->birthdays[i]] == at->month) {
      outgrow(at, c->birthdays[i]);
    }
  }
}
