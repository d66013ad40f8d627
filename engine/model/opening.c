/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the projection starts from, and the ages of those who come later.
 *
 * Published stock comes by band and by placement, not by both. The two margins are fitted together,
 * starting from the scenario's age pattern (iterative proportional fitting). Where their totals
 * differ, as uncertain figures do, the bands' total is kept and the placements are scaled to it.
 *
 * Both the stock and entries are spread over months of age by a monotone curve through the bands'
 * cumulative counts: the stock placement by placement, for those in supported accommodation, whom
 * no younger band shares, are nearer to 18 than those who are fostered. Entries have a share of the
 * youngest band at birth, where that band starts there. The profile of entries is taken once, from
 * the first month, and serves every source of entries: it says how old the children of a band are,
 * which a change in their number does not alter. A band that nobody enters in the first month has
 * no curve; those who enter it later are spread evenly.
 */
#include "model/opening.h"

#include <string.h>

#include "model/population.h"
#include "numeric/fit.h"

enum { MAX_ROUNDS = 1000 };
static const double fit_tolerance = 1e-10; /* of all children */

static double sum_of(const double *values, int n) {
  double sum = 0.0;
  for (int i = 0; i < n; i++) {
    sum += values[i];
  }
  return sum;
}

static void read_figures(const cc_plan *plan, const cc_series_set *set,
                         cc_opening_figures *figures) {
  const cc_demand *demand = &plan->demand;
  for (int b = 0; b < plan->n_bands; b++) {
    figures->by_band[b] = cc_value(set, demand->opening_by_band[b], 0, 0.0);
  }
  for (int p = 0; p < plan->n_placements; p++) {
    figures->by_placement[p] = cc_value(set, demand->opening_by_placement[p], 0, 0.0);
    for (int b = 0; b < plan->n_bands; b++) {
      figures->pattern[p * plan->n_bands + b] = cc_value(set, demand->age_pattern[p][b], 0, 1.0);
    }
  }
}

/* Children by placement (rows) and band (columns), in place of the pattern. */
static cc_status fit_margins(const cc_plan *plan, cc_opening_figures *figures) {
  double total = sum_of(figures->by_band, plan->n_bands);
  double placed = sum_of(figures->by_placement, plan->n_placements);
  for (int p = 0; p < plan->n_placements && placed > 0.0; p++) {
    figures->by_placement[p] *= total / placed;
  }
  int rounds = cc_fit_margins(plan->n_placements, plan->n_bands, figures->by_placement,
                              figures->by_band, figures->pattern, MAX_ROUNDS, fit_tolerance);
  return rounds < 0 ? CC_NUMERIC : CC_OK;
}

static cc_status work_out(const cc_plan *plan, const cc_opening_figures *figures,
                          cc_age_spread_work *work, cc_opening_memory *memory) {
  cc_opening_figures fitted = *figures;
  memory->known = false;
  memory->figures = *figures;
  memset(memory->cells, 0, sizeof memory->cells);
  cc_status status = fit_margins(plan, &fitted);
  for (int p = 0; p < plan->n_placements && status == CC_OK; p++) {
    status =
        cc_age_spread(work, plan->n_bands, plan->band_first_age, fitted.pattern + p * plan->n_bands,
                      0.0, memory->cells[cc_first_state(plan, p)] + plan->band_first_age[0]);
  }
  memory->known = status == CC_OK;
  return status;
}

static bool are_same(int n, const double *a, const double *b) {
  int i = 0;
  while (i < n && a[i] == b[i]) {
    i++;
  }
  return i == n;
}

/* Whether the opening that is known was made of these figures. */
static bool remembers(const cc_plan *plan, const cc_opening_memory *memory,
                      const cc_opening_figures *figures) {
  const cc_opening_figures *known = &memory->figures;
  int bands = plan->n_bands, placements = plan->n_placements;
  return memory->known && are_same(bands, known->by_band, figures->by_band) &&
         are_same(placements, known->by_placement, figures->by_placement) &&
         are_same(placements * bands, known->pattern, figures->pattern);
}

cc_status cc_opening_stock(const cc_plan *plan, const cc_series_set *set, cc_age_spread_work *work,
                           cc_opening_memory *memory, cc_cohorts *cohorts) {
  cc_opening_figures figures;
  read_figures(plan, set, &figures);
  if (!remembers(plan, memory, &figures)) {
    cc_status status = work_out(plan, &figures, work, memory);
    if (status != CC_OK) {
      return status;
    }
  }
  for (int s = 0; s < plan->n_states; s++) {
    memcpy(cc_cells(cohorts)[s], memory->cells[s], sizeof memory->cells[s]);
  }
  return CC_OK;
}

cc_status cc_opening_entry_ages(const cc_plan *plan, const cc_series_set *set,
                                cc_age_spread_work *work, cc_cohorts *cohorts) {
  double by_band[CC_MAX_BANDS] = {0}, ages[CC_ADULT_AGE] = {0};
  for (int b = 0; b < plan->n_bands; b++) {
    by_band[b] = sum_of(cohorts->entries[b], plan->n_states);
  }
  int youngest = plan->band_first_age[0];
  double at_birth =
      youngest == 0 ? by_band[0] * cc_value(set, plan->demand.newborn_share, 0, 0.0) : 0.0;
  cc_status status =
      cc_age_spread(work, plan->n_bands, plan->band_first_age, by_band, at_birth, ages);
  for (int b = 0; b < plan->n_bands && status == CC_OK; b++) {
    int first = plan->band_first_age[b], end = plan->band_first_age[b + 1];
    for (int a = first; a < end; a++) {
      double share = by_band[b] > 0.0 ? ages[a - youngest] / by_band[b] : 1.0 / (end - first);
      cohorts->cells[0][CC_ENTRY_ROW][a] = cohorts->cells[1][CC_ENTRY_ROW][a] = share;
    }
  }
  return status;
}
