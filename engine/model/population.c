/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries of band b, children a year, in month t:
 *
 *   E_b(t) = per_10k_b(t) / 10,000 x P_b(t) + streams given as numbers of children
 *
 * with P_b the residents of the band at the middle of the month. Each source of entries has its own
 * shares of first placement. They are brought to sum to 1 here: a draw or an effect that moves one
 * share then changes where children first live and not how many come. A source whose shares are all
 * zero sends nobody anywhere; the scenario room refuses it. */
#include "model/population.h"

#include <string.h>

#include "base/wide.h"

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

double cc_residents(const cc_plan *plan, const cc_series_set *set, int month) {
  double residents = 0.0;
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

static void read_shares(const cc_plan *plan, const cc_series_set *set, int month,
                        const int *parameters, double *share) {
  double sum = 0.0;
  memset(share, 0, CC_MAX_STATES * sizeof *share);
  for (int p = 0; p < plan->n_placements; p++) {
    double written = cc_value(set, parameters[p], month, 0.0);
    share[cc_first_state(plan, p)] = written;
    sum += written;
  }
  for (int s = 0; s < plan->n_states && sum > 0.0; s++) {
    share[s] /= sum;
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

/* What a source brings to a band, children a year. */
static double yearly(const cc_demand *demand, const cc_series_set *set, int month, int source,
                     int band) {
  if (source > 0) {
    return cc_value(set, demand->streams[source - 1].per_year[band], month, 0.0);
  }
  return cc_value(set, demand->per_10k[band], month, 0.0) * 1e-4 *
         cc_value(set, demand->population[band], month, 0.0);
}

/* entries += children x share, also behind the last state, where there is nothing. */
CC_FOR_EVERY_MACHINE
static void add_shares(double children, const double *restrict share, double *restrict entries) {
  for (int s = 0; s < CC_MAX_STATES; s++) {
    entries[s] += children * share[s];
  }
}

/* What a source brings to a band, by state. */
static void add_source(const cc_plan *plan, const cc_series_set *set, int month, int source,
                       int band, cc_first_placements *first, double *entries) {
  double children = yearly(&plan->demand, set, month, source, band);
  double *share = first->share[source][band];
  if (children == 0.0) {
    return;
  }
  if (first->varies[source][band]) {
    read_shares(plan, set, month, shares_of(&plan->demand, source, band), share);
  }
  add_shares(children, share, entries);
}

void cc_entries(const cc_plan *plan, const cc_series_set *set, int month,
                cc_first_placements *first, double entries[CC_MAX_BANDS][CC_MAX_STATES]) {
  for (int b = 0; b < plan->n_bands; b++) {
    memset(entries[b], 0, sizeof entries[b]);
    for (int source = 0; source <= plan->demand.n_streams; source++) {
      add_source(plan, set, month, source, b, first, entries[b]);
    }
  }
}
