/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries of band b, children a year, in month t:
 *
 *   E_b(t) = per_10k_b(t) / 10,000 x P_b(t) + streams given as numbers of children
 *
 * with P_b the residents of the band at the middle of the month. Each source of entries has its own
 * shares of first placement. They are brought to sum to 1 here: a draw or an effect that moves one
 * share then changes where children first live and not how many come (read_shares). A source whose
 * shares are all zero sends nobody anywhere; the scenario room refuses it. */
#include "model/population.h"

#include <string.h>

int cc_first_state(const cc_plan *plan, int placement) {
  int state = 0;
  while (state < plan->n_states - 1 && plan->state_placement[state] != placement) {
    state++;
  }
  return state;
}

bool cc_has_population(const cc_plan *plan) {
  for (int b = 0; b < plan->n_bands; b++) {
    if (plan->demand.population[b] != CC_ABSENT) {
      return true;
    }
  }
  return false;
}

cc_num cc_residents(const cc_plan *plan, const cc_series_set *set, int month) {
  cc_num residents = cc_all(0.0);
  for (int b = 0; b < plan->n_bands; b++) {
    residents += cc_value(set, plan->demand.population[b], month, 0.0);
  }
  return residents;
}

/* The parameters of a source's shares: 0 is the bands' own, s + 1 is stream s. */
static const int *shares_of(const cc_demand *demand, int source, int band) {
  return source == 0 ? demand->first_placement[band]
                     : demand->streams[source - 1].first_placement[band];
}

/* Shares that an effect reaches are as it says, and the others give way in proportion. Where none
 * is reached, as of draws, or nothing is left to give way, all are brought to a whole together. */
static void read_shares(const cc_plan *plan, const cc_series_set *set, int month,
                        const int *parameters, cc_num *share) {
  cc_num reached = cc_all(0.0), others = cc_all(0.0);
  memset(share, 0, CC_MAX_STATES * sizeof *share);
  for (int p = 0; p < plan->n_placements; p++) {
    cc_num written = cc_value(set, parameters[p], month, 0.0);
    share[cc_first_state(plan, p)] = written;
    *(cc_is_reached(plan, parameters[p]) ? &reached : &others) += written;
  }
  cc_num sum = reached + others;
  cc_truth gives_way = (reached <= 1.0) & (others > 0.0);
  cc_num as_it_says = cc_where(gives_way, cc_all(1.0), 1.0 / sum);
  cc_num other_factor = cc_where(gives_way, (1.0 - reached) / others, 1.0 / sum);
  for (int p = 0; p < plan->n_placements; p++) {
    int s = cc_first_state(plan, p);
    cc_num factor = cc_is_reached(plan, parameters[p]) ? as_it_says : other_factor;
    share[s] = cc_where(sum > 0.0, share[s] * factor, share[s]);
  }
}

static bool any_varies(const cc_plan *plan, const int *parameters) {
  for (int p = 0; p < plan->n_placements; p++) {
    if (parameters[p] != CC_ABSENT && plan->parameters[parameters[p]].varies) {
      return true;
    }
  }
  return false;
}

void cc_first_placements_read(const cc_plan *plan, const cc_series_set *set,
                              cc_first_placements *first) {
  const cc_demand *demand = &plan->demand;
  for (int source = 0; source <= demand->n_streams; source++) {
    for (int b = 0; b < plan->n_bands; b++) {
      const int *parameters = shares_of(demand, source, b);
      first->varies[source][b] = any_varies(plan, parameters);
      read_shares(plan, set, 0, parameters, first->share[source][b]);
    }
  }
}

cc_num cc_entries_of_source(const cc_plan *plan, const cc_series_set *set, int month, int source,
                            int band) {
  const cc_demand *demand = &plan->demand;
  if (source > 0) {
    return cc_value(set, demand->streams[source - 1].per_year[band], month, 0.0);
  }
  return cc_value(set, demand->per_10k[band], month, 0.0) * 1e-4 *
         cc_value(set, demand->population[band], month, 0.0);
}

void cc_entries_by_band(const cc_plan *plan, const cc_series_set *set, int month,
                        cc_num by_band[CC_MAX_BANDS]) {
  for (int b = 0; b < plan->n_bands; b++) {
    by_band[b] = cc_all(0.0);
    for (int source = 0; source <= plan->demand.n_streams; source++) {
      by_band[b] += cc_entries_of_source(plan, set, month, source, b);
    }
  }
}

static void update_shares(const cc_plan *plan, const cc_series_set *set, int month, int source,
                          int band, cc_first_placements *first) {
  if (first->varies[source][band]) {
    read_shares(plan, set, month, shares_of(&plan->demand, source, band),
                first->share[source][band]);
  }
}

void cc_first_placements_update(const cc_plan *plan, const cc_series_set *set, int month,
                                cc_first_placements *first) {
  for (int source = 0; source <= plan->demand.n_streams; source++) {
    for (int b = 0; b < plan->n_bands; b++) {
      update_shares(plan, set, month, source, b, first);
    }
  }
}

/* What each source brings to a band in a month: children a year, and their shares by state. */
typedef struct {
  int n;
  cc_num children[1 + CC_MAX_STREAMS];
  const cc_num *share[1 + CC_MAX_STREAMS];
} brought;

static void find_brought(const cc_plan *plan, const cc_series_set *set, int month, int band,
                         cc_first_placements *first, brought *in) {
  in->n = 0;
  for (int source = 0; source <= plan->demand.n_streams; source++) {
    cc_num children = cc_entries_of_source(plan, set, month, source, band);
    if (!cc_any(children != 0.0)) {
      continue;
    }
    update_shares(plan, set, month, source, band, first);
    in->children[in->n] = children;
    in->share[in->n++] = first->share[source][band];
  }
}

/* So many states at a time as have their sums in registers. */
enum { TILE = CC_LANES == 1 ? 8 : 1 };
_Static_assert(CC_MAX_STATES % TILE == 0, "a tile must not reach into the next row");

static void add_up(int n_states, const brought *in, cc_num *entries) {
  for (int first = 0; first < n_states; first += TILE) {
    cc_num sum[TILE];
    memset(sum, 0, sizeof sum);
    for (int i = 0; i < in->n; i++) {
      for (int t = 0; t < TILE; t++) {
        sum[t] += in->children[i] * in->share[i][first + t];
      }
    }
    memcpy(entries + first, sum, sizeof sum);
  }
}

void cc_entries(const cc_plan *plan, const cc_series_set *set, int month,
                cc_first_placements *first, cc_num entries[CC_MAX_BANDS][CC_MAX_STATES]) {
  for (int b = 0; b < plan->n_bands; b++) {
    brought in;
    find_brought(plan, set, month, b, first, &in);
    add_up(plan->n_states, &in, entries[b]);
  }
}
