/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An opening stock from its figures, for one projection.
 *
 * Published stock comes by band and by placement, not by both. The two margins are fitted together,
 * starting from the scenario's age pattern (iterative proportional fitting). Where their totals
 * differ, as uncertain figures do, the bands' total is kept and the placements are scaled to it.
 *
 * The stock of a band is spread over its months of age by a monotone curve through the bands'
 * cumulative counts, placement by placement, for those in supported accommodation, whom no younger
 * band shares, are nearer to 18 than those who are fostered. */
#include "model/opening_fit.h"

#include <math.h>

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

cc_status cc_opening_fit(const cc_plan *plan, const cc_opening_figures *figures,
                         cc_opening_memory *memory) {
  cc_opening_figures fitted = *figures;
  memory->known = false;
  memory->figures = *figures;
  cc_status status = fit_margins(plan, &fitted);
  for (int p = 0; p < plan->n_placements && status == CC_OK; p++) {
    cc_age_curves(plan->n_bands, plan->band_first_age, fitted.pattern + p * plan->n_bands, 0.0,
                  memory->curves[cc_first_state(plan, p)]);
  }
  memory->known = status == CC_OK;
  return status;
}

void cc_opening_by_age(const cc_plan *plan, const cc_opening_memory *memory, int state,
                       double children[CC_ADULT_AGE]) {
  for (int a = 0; a < plan->band_first_age[0]; a++) {
    children[a] = 0.0;
  }
  for (int b = 0; b < plan->n_bands; b++) {
    int end = plan->band_first_age[b + 1];
    for (int a = plan->band_first_age[b]; a < end; a++) {
      children[a] = fmax(cc_age_curve_at(memory->curves[state][b], end - 1 - a), 0.0);
    }
  }
}
