/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the projection starts from (opening_fit.c): read from the parameters, fitted where it is
 * not what it was the last time, and laid into the cohorts. */
#include "model/opening.h"

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
        cc_set_lane(&cohorts->curve[b][i][s], lane, memory->curves[s][b][i]);
      }
    }
  }
}

cc_status cc_opening_stock(const cc_plan *plan, const cc_series_set *set,
                           cc_opening_memories memories, cc_cohorts *cohorts) {
  for (int lane = 0; lane < CC_LANES; lane++) {
    cc_opening_memory *memory = &memories[lane];
    cc_opening_figures figures;
    read_figures(plan, set, lane, &figures);
    cc_status status =
        remembers(plan, memory, &figures) ? CC_OK : cc_opening_fit(plan, &figures, memory);
    if (status != CC_OK) {
      return status;
    }
    take_curves(plan, memory, lane, cohorts);
  }
  cc_cohorts_open(plan, cohorts);
  return CC_OK;
}
