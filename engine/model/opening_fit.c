/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An opening stock from its figures, for one projection.
 *
 * Published stock comes by band and by placement, not by both. The two margins are fitted together,
 * starting from the scenario's age pattern (numeric/fit.c). Where their totals differ, as uncertain
 * figures do, the bands' total is kept and the placements are scaled to it. And where a draw has
 * margins that the pattern cannot meet, as when it has more children in supported accommodation
 * than there are of 16 and over, the bands are kept too, and as many children live elsewhere as
 * must: such a draw is one that a scenario's uncertainty allows, so that leaving it out would bend
 * all ranges. Central values are refused beforehand (scenario/bind_sums.c).
 *
 * The stock of a band is spread over its months of age by a monotone curve through the bands'
 * cumulative counts, placement by placement, for those in supported accommodation, whom no younger
 * band shares, are nearer to 18 than those who are fostered. */
#include "model/opening_fit.h"

#include <math.h>

#include "model/population.h"
#include "model/sum.h"
#include "numeric/fit.h"

_Static_assert((int)CC_MAX_STATES <= (int)CC_FIT_MOST_ROWS &&
                   (int)CC_MAX_BANDS <= (int)CC_FIT_MOST_COLS,
               "an opening is a table that can be fitted");

cc_status cc_opening_fit(const cc_plan *plan, const cc_opening_figures *figures,
                         cc_opening_memory *memory) {
  cc_opening_figures fitted = *figures;
  memory->figures = *figures;
  memory->misplaced = cc_fit_margins(plan->n_placements, plan->n_bands, figures->by_placement,
                                     figures->by_band, fitted.pattern);
  memory->known = isfinite(memory->misplaced);
  if (memory->misplaced <= cc_fit_tolerance(cc_sum(figures->by_band, plan->n_bands))) {
    memory->misplaced = 0.0;
  }
  for (int p = 0; p < plan->n_placements && memory->known; p++) {
    cc_age_curves(plan->n_bands, plan->band_first_age, fitted.pattern + p * plan->n_bands, 0.0,
                  memory->curves[cc_first_state(plan, p)]);
  }
  return memory->known ? CC_OK : CC_NUMERIC;
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
