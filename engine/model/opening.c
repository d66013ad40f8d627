/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the projection starts from (opening_fit.c), and the ages of those who come later.
 *
 * Entries are spread over months of age by the same kind of curve, and have a share of the youngest
 * band at birth, where that band starts there. Their profile is taken once, from the first month,
 * and serves every source of entries: it says how old the children of a band are, which a change in
 * their number does not alter. A band that nobody enters in the first month has no curve; those who
 * enter it later are spread evenly. */
#include "model/opening.h"

#include <string.h>

#include "model/population.h"

static double read(const cc_series_set *set, int parameter, double otherwise, int lane) {
  cc_num value = cc_value(set, parameter, 0, otherwise);
  return cc_lane(&value, lane);
}

static void read_figures(const cc_plan *plan, const cc_series_set *set, int lane,
                         cc_opening_figures *figures) {
  const cc_demand *demand = &plan->demand;
  for (int b = 0; b < plan->n_bands; b++) {
    figures->by_band[b] = read(set, demand->opening_by_band[b], 0.0, lane);
  }
  for (int p = 0; p < plan->n_placements; p++) {
    figures->by_placement[p] = read(set, demand->opening_by_placement[p], 0.0, lane);
    for (int b = 0; b < plan->n_bands; b++) {
      figures->pattern[p * plan->n_bands + b] = read(set, demand->age_pattern[p][b], 1.0, lane);
    }
  }
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

/* Puts what is remembered into a lane of the cohorts. */
static void take_curves(const cc_plan *plan, const cc_opening_memory *memory, int lane,
                        cc_cohorts *cohorts) {
  for (int b = 0; b < plan->n_bands; b++) {
    for (int i = 0; i < CC_CURVE_TERMS; i++) {
      for (int s = 0; s < plan->n_states; s++) {
        cc_set_lane(&cohorts->curve[b][i][s], lane, memory->curves[s][b].terms[i]);
      }
    }
  }
}

cc_status cc_opening_stock(const cc_plan *plan, const cc_series_set *set, cc_opening_work *work,
                           cc_cohorts *cohorts) {
  for (int lane = 0; lane < CC_LANES; lane++) {
    cc_opening_memory *memory = &work->memory[lane];
    cc_opening_figures figures;
    read_figures(plan, set, lane, &figures);
    cc_status status = remembers(plan, memory, &figures)
                           ? CC_OK
                           : cc_opening_fit(plan, &figures, work->spread, memory);
    if (status != CC_OK) {
      return status;
    }
    take_curves(plan, memory, lane, cohorts);
  }
  cc_cohorts_open(plan, cohorts);
  return CC_OK;
}

/* ---- entries --------------------------------------------------------------------------------- */

/* The ages of one lane's entries, of which each band has `by_band` a year. */
static cc_status spread_entries(const cc_plan *plan, const double *by_band, double newborn_share,
                                int lane, cc_age_spread_work *spread, cc_cohorts *cohorts) {
  cc_age_curve curves[CC_MAX_BANDS];
  double at_birth = plan->band_first_age[0] == 0 ? by_band[0] * newborn_share : 0.0;
  cc_status status =
      cc_age_curves(spread, plan->n_bands, plan->band_first_age, by_band, at_birth, curves);
  for (int b = 0; b < plan->n_bands && status == CC_OK; b++) {
    double months = plan->band_first_age[b + 1] - plan->band_first_age[b];
    for (int i = 0; i < CC_CURVE_TERMS; i++) {
      double evenly = i == 0 ? 1.0 / months : 0.0;
      double term = by_band[b] > 0.0 ? curves[b].terms[i] / by_band[b] : evenly;
      cc_set_lane(&cohorts->entry_curve[b][i], lane, term);
    }
  }
  cc_set_lane(&cohorts->at_birth, lane, by_band[0] > 0.0 ? at_birth / by_band[0] : 0.0);
  return status;
}

cc_status cc_opening_entry_ages(const cc_plan *plan, const cc_series_set *set,
                                cc_opening_work *work, cc_cohorts *cohorts) {
  cc_num all[CC_MAX_BANDS];
  for (int b = 0; b < plan->n_bands; b++) {
    all[b] = cc_all(0.0);
    for (int s = 0; s < plan->n_states; s++) {
      all[b] += cohorts->entries[b][s];
    }
  }
  cc_status status = CC_OK;
  for (int lane = 0; lane < CC_LANES && status == CC_OK; lane++) {
    double by_band[CC_MAX_BANDS] = {0};
    for (int b = 0; b < plan->n_bands; b++) {
      by_band[b] = cc_lane(&all[b], lane);
    }
    status = spread_entries(plan, by_band, read(set, plan->demand.newborn_share, 0.0, lane), lane,
                            work->spread, cohorts);
  }
  return status;
}

void cc_opening_entries_by_age(const cc_plan *plan, const cc_cohorts *cohorts,
                               cc_num shares[CC_ADULT_AGE]) {
  for (int b = 0; b < plan->n_bands; b++) {
    int end = plan->band_first_age[b + 1];
    for (int a = plan->band_first_age[b]; a < end; a++) {
      shares[a] = cc_higher(cc_cohorts_entry_share(plan, cohorts, b, end - 1 - a), cc_all(0.0));
    }
  }
}
