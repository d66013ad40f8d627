/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each child in a full placement has a turn, a random word of the child, the placement and the
 * month; the least are displaced. In another scenario, where there is one child more, so the same
 * children are displaced but for one.
 *
 * A pass over all slots makes the turns and marks those that may be among the least: a few more
 * than are wanted, as the turns are evenly spread. It is cheaper than to list who is in the
 * placement. */
#include "model/displaced_children.h"

#include <math.h>

#include "base/every_machine.h"
#include "model/marks.h"
#include "numeric/sort.h"

enum { FEW = 40 };

/* The child's identity under the month's word, well mixed: the last steps of MurmurHash3. */
static inline uint32_t turn_of(uint32_t identity, uint32_t word) {
  uint32_t turn = identity ^ word;
  turn = (turn ^ turn >> 16) * 0x85ebca6bu;
  turn = (turn ^ turn >> 13) * 0xc2b2ae35u;
  return turn ^ turn >> 16;
}

/* Marks who is in one of the states, bits of a set, and whose turn is `most` or less. */
CC_FOR_EVERY_MACHINE
static void mark(int n, const int16_t *restrict spot, const uint32_t *restrict identity,
                 uint32_t states, uint32_t word, uint32_t most, uint8_t *restrict marks) {
  for (int i = 0; i < n; i++) {
    uint32_t there = states >> ((unsigned)spot[i] % CC_MAX_STATES) & (spot[i] != CC_GONE);
    marks[i] = (uint8_t)(there & (turn_of(identity[i], word) <= most));
  }
}

/* Lists in `due` who of a set of states has a turn of `most` or less, and the turns in `turns`.
 * Returns how many. */
static int list_turns(uint32_t states, uint32_t word, uint32_t most, cc_simulated_children *c) {
  mark(c->count, c->spot, c->identity, states, word, most, c->marks);
  int end = cc_marks_end(c->count, c->marks), n = 0;
  for (int first = 0; first < end; first += CC_MARKS_BLOCK) {
    for (uint64_t bits = cc_bits_of_marks(c->marks + first); bits != 0; bits &= bits - 1) {
      int slot = first + __builtin_ctzll(bits);
      c->due[n] = slot;
      c->turns[n++] = turn_of(c->identity[slot], word);
    }
  }
  return n;
}

/* The turn that `excess` of `there` have at most, in all but one of some hundred months. */
static uint32_t most_of_turns(int excess, double there) {
  double share = (excess + 3 * sqrt(excess) + 3) / there;
  return share < 1.0 ? (uint32_t)(share * UINT32_MAX) : UINT32_MAX;
}

/* The k-th least of n turns, k from 1; they are put in order. Mostly they are few. */
static double least_of(int n, double *turns, int k) {
  if (n > FEW) {
    cc_sort((size_t)n, turns, turns + n);
    return turns[k - 1];
  }
  for (int i = 1; i < n; i++) {
    double turn = turns[i];
    int at = i;
    for (; at > 0 && turns[at - 1] > turn; at--) {
      turns[at] = turns[at - 1];
    }
    turns[at] = turn;
  }
  return turns[k - 1];
}

static uint32_t word_of_month(const cc_simulated_month *at, uint32_t name) {
  cc_random_lot lot;
  cc_random_address address = {cc_chances_of(CC_DISPLACED, 0), (uint32_t)at->month, name};
  cc_random_lot_at(at->history->seed, at->history->draw, 1, &address, &lot);
  return lot.words[0][0];
}

void cc_child_displace(const cc_simulated_month *at, int slot, int state) {
  cc_simulated_children *c = at->children;
  int from = c->spot[slot], was = cc_state_of_spot(from),
      to = cc_spot(cc_band_of_spot(from), state);
  bool passed_on = c->displaced[slot] == at->month;
  at->book->displaced_in[was] -= passed_on ? 1.0 : 0.0;
  at->book->displaced_out[was] += passed_on ? 0.0 : 1.0;
  at->book->displaced_in[state] += 1.0;
  at->book->children[from] -= 1.0;
  at->book->children[to] += 1.0;
  c->displaced[slot] = (int16_t)at->month;
  c->spot[slot] = (int16_t)to;
  c->rate[slot] = at->ways->rate[to];
}

void cc_children_displace(const cc_simulated_month *at, uint32_t states, uint32_t name, int there,
                          int excess, int to) {
  cc_simulated_children *c = at->children;
  uint32_t word = word_of_month(at, name);
  int n = list_turns(states, word, most_of_turns(excess, there), c), moved = 0;
  if (n < excess) {
    n = list_turns(states, word, UINT32_MAX, c);
  }
  double last = least_of(n, c->turns, excess);
  for (int i = 0; moved < excess; i++) {
    if (turn_of(c->identity[c->due[i]], word) <= last) {
      cc_child_displace(at, c->due[i], to);
      moved++;
    }
  }
}
