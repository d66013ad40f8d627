/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/ways_out.h"

#include <stdlib.h>

#include "base/calendar.h"

static const double all_of_it = 0x1p31;

static cc_child_way way_of(const cc_plan *plan, int index) {
  const cc_rate_term *term = &plan->demand.terms[index];
  cc_child_way way = {index, CC_GONE, CC_COUNT_NOWHERE, CC_COUNT_NOWHERE,
                      term->destination == CC_INDEPENDENCE};
  if (term->to == CC_ABSENT) {
    way.counted = (int16_t)(CC_COUNT_EXITS + term->destination * CC_MAX_STATES + term->from);
    return way;
  }
  way.to = (int16_t)cc_spot(term->band, term->to);
  if (plan->state_placement[term->from] != plan->state_placement[term->to]) {
    way.counted = (int16_t)(CC_COUNT_MOVES_OUT + term->from);
    way.counted_too = (int16_t)(CC_COUNT_MOVES_IN + term->to);
  }
  return way;
}

static void lay_out(const cc_plan *plan, cc_ways_out *ways) {
  int most = 1;
  for (int spot = 0; spot < CC_GONE; spot++) {
    ways->first[spot] = ways->n;
    for (int i = 0; i < plan->demand.n_terms; i++) {
      if (cc_spot(plan->demand.terms[i].band, plan->demand.terms[i].from) == spot) {
        ways->ways[ways->n++] = way_of(plan, i);
      }
    }
    ways->count[spot] = ways->n - ways->first[spot];
    most = ways->count[spot] > most ? ways->count[spot] : most;
  }
  ways->width = (most + CC_WAYS_AT_ONCE - 1) / CC_WAYS_AT_ONCE * CC_WAYS_AT_ONCE;
}

cc_status cc_ways_out_create(const cc_plan *plan, cc_ways_out *ways) {
  *ways = (cc_ways_out){.width = CC_WAYS_AT_ONCE};
  ways->ways = calloc((size_t)plan->demand.n_terms + 1, sizeof *ways->ways);
  if (ways->ways == NULL) {
    return CC_NO_MEMORY;
  }
  if (plan->demand.present) {
    lay_out(plan, ways);
  }
  ways->up_to = calloc(CC_SPOTS * (size_t)ways->width, sizeof *ways->up_to);
  if (ways->up_to == NULL) {
    cc_ways_out_free(ways);
    return CC_NO_MEMORY;
  }
  return CC_OK;
}

void cc_ways_out_free(cc_ways_out *ways) {
  free(ways->ways);
  free(ways->up_to);
  *ways = (cc_ways_out){0};
}

static double rate_of(const cc_plan *plan, const cc_series_set *set, int month, int term) {
  return cc_value(set, plan->demand.terms[term].rate, month, 0.0) / CC_MONTHS_PER_YEAR;
}

/* The rates of one spot. */
static void read_spot(const cc_plan *plan, const cc_series_set *set, int month, int spot,
                      cc_ways_out *ways) {
  uint32_t *up_to = ways->up_to + spot * ways->width;
  const cc_child_way *way = ways->ways + ways->first[spot];
  double all = 0.0, sum = 0.0;
  for (int k = 0; k < ways->count[spot]; k++) {
    all += rate_of(plan, set, month, way[k].term);
  }
  for (int k = 0; k < ways->width; k++) {
    sum += k < ways->count[spot] ? rate_of(plan, set, month, way[k].term) : 0.0;
    up_to[k] = (uint32_t)(sum < all ? sum / all * all_of_it : all_of_it);
  }
  ways->rate[spot] = (float)all;
}

bool cc_ways_out_read(const cc_plan *plan, const cc_series_set *set, int month, cc_ways_out *ways) {
  bool any = false;
  for (int b = 0; b < plan->n_bands; b++) {
    if (!plan->demand.rates_change[b * plan->n_months + month]) {
      continue;
    }
    for (int s = 0; s < plan->n_states; s++) {
      read_spot(plan, set, month, cc_spot(b, s), ways);
    }
    any = true;
  }
  return any;
}
