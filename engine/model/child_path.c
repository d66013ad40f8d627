/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One child's path through a month. Each child carries a clock, a unit exponential, which the rate
 * out of the child's state runs down: rate x time. When it is spent, something happens; what, is
 * drawn in proportion to the rates there are, and the clock is wound up anew. For rates that change
 * from month to month and from band to band this is the exact process: the chance that nothing
 * happens is exp(-sum of rate x time), as it has to be. And it needs random numbers only when
 * something happens, two for each event: what it was, and how long until the next.
 *
 * The numbers are the child's own: a block of its stream for each event. Another scenario, in which
 * rates differ a little, so has the same child do nearly the same. */
#include "model/child_path.h"

#include <math.h>
#include <stdlib.h>

bool cc_children_add(cc_children *children, cc_child child) {
  if (children->count == children->room) {
    int room = children->room == 0 ? 1024 : 2 * children->room;
    cc_child *items = realloc(children->items, (size_t)room * sizeof *items);
    if (items == NULL) {
      return false;
    }
    children->items = items;
    children->room = room;
  }
  children->items[children->count++] = child;
  return true;
}

void cc_children_free(cc_children *children) {
  free(children->items);
  *children = (cc_children){0};
}

/* ---- ways out -------------------------------------------------------------------------------- */

cc_status cc_ways_out_create(const cc_plan *plan, cc_ways_out *ways) {
  const cc_demand *demand = &plan->demand;
  *ways = (cc_ways_out){0};
  ways->terms = calloc((size_t)demand->n_terms + 1, sizeof *ways->terms);
  ways->rates = calloc((size_t)demand->n_terms + 1, sizeof *ways->rates);
  if (ways->terms == NULL || ways->rates == NULL) {
    cc_ways_out_free(ways);
    return CC_NO_MEMORY;
  }
  int count = 0;
  for (int b = 0; b < plan->n_bands; b++) {
    for (int s = 0; s < plan->n_states; s++) {
      ways->first[b][s] = count;
      for (int i = demand->first_term[b]; i < demand->first_term[b + 1]; i++) {
        if (demand->terms[i].from == s) {
          ways->terms[count++] = i;
        }
      }
    }
    ways->first[b][plan->n_states] = count;
  }
  return CC_OK;
}

void cc_ways_out_free(cc_ways_out *ways) {
  free(ways->terms);
  free(ways->rates);
  *ways = (cc_ways_out){0};
}

void cc_ways_out_read(const cc_plan *plan, const cc_series_set *set, int month, cc_ways_out *ways) {
  const cc_demand *demand = &plan->demand;
  for (int b = 0; b < plan->n_bands; b++) {
    if (!demand->rates_change[b * plan->n_months + month]) {
      continue;
    }
    for (int s = 0; s < plan->n_states; s++) {
      ways->rate[b][s] = 0.0;
      for (int k = ways->first[b][s]; k < ways->first[b][s + 1]; k++) {
        int term = ways->terms[k];
        ways->rates[term] = cc_value(set, demand->terms[term].rate, month, 0.0);
        ways->rate[b][s] += ways->rates[term];
      }
    }
  }
}

/* ---- one child ------------------------------------------------------------------------------- */

enum { BLOCKS_OF_A_CHILD = 1 << 12 };

cc_child cc_child_new(uint32_t stream, int number, int age, int state) {
  return (cc_child){.stream = stream,
                    .block = (uint32_t)number * BLOCKS_OF_A_CHILD,
                    .age = (int16_t)age,
                    .state = (int16_t)state};
}

void cc_child_chances(const cc_history *history, cc_child *child, double chances[2]) {
  uint32_t words[4];
  cc_random_block(history->seed, history->draw, child->stream, child->block++, words);
  chances[0] = cc_random_unit(words[0], words[1]);
  chances[1] = cc_random_unit(words[2], words[3]);
}

double cc_unit_wait(double chance) {
  return -log(chance);
}

void cc_child_wind_up(const cc_history *history, cc_child *child) {
  double chances[2];
  cc_child_chances(history, child, chances);
  child->clock = cc_unit_wait(chances[1]);
}

/* Which way out it was. Rounding may leave something after the last: it counts as the last that
 * has a rate. */
static int choose(const cc_ways_out *ways, int band, int state, double chance) {
  double left = chance * ways->rate[band][state];
  int chosen = ways->terms[ways->first[band][state]];
  for (int k = ways->first[band][state]; k < ways->first[band][state + 1] && left >= 0.0; k++) {
    int term = ways->terms[k];
    chosen = ways->rates[term] > 0.0 ? term : chosen;
    left -= ways->rates[term];
  }
  return chosen;
}

static void count_move(const cc_plan *plan, const cc_rate_term *term, double years,
                       cc_flows *flows) {
  flows->child_years[term->from] -= years;
  flows->child_years[term->to] += years;
  if (plan->state_placement[term->from] != plan->state_placement[term->to]) {
    flows->moves_out[term->from] += 1.0;
    flows->moves_in[term->to] += 1.0;
  }
}

static void count_exit(const cc_rate_term *term, const cc_child *child, cc_flows *flows) {
  flows->child_years[term->from] -= child->years;
  flows->exits[term->destination][term->from] += 1.0;
  if (term->destination == CC_INDEPENDENCE && child->age >= CC_LEAVER_FIRST_AGE) {
    flows->to_independence[child->age - CC_LEAVER_FIRST_AGE] += 1.0;
  }
}

const cc_rate_term *cc_child_live(const cc_plan *plan, const cc_history *history,
                                  const cc_ways_out *ways, int band, cc_child *child,
                                  cc_flows *flows) {
  while (!cc_child_rests(ways, band, child->years, child)) {
    double chances[2];
    child->years -= child->clock / ways->rate[band][child->state];
    cc_child_chances(history, child, chances);
    const cc_rate_term *term = &plan->demand.terms[choose(ways, band, child->state, chances[0])];
    if (term->to == CC_ABSENT) {
      count_exit(term, child, flows);
      return term;
    }
    child->clock = cc_unit_wait(chances[1]);
    count_move(plan, term, child->years, flows);
    child->state = (int16_t)term->to;
  }
  return NULL;
}
