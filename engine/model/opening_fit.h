/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_OPENING_FIT_H
#define CC_MODEL_OPENING_FIT_H

#include "carecast/status.h"
#include "model/plan.h"
#include "numeric/age_spread.h"

/* What is written of the opening stock. */
typedef struct {
  double by_band[CC_MAX_BANDS], by_placement[CC_MAX_STATES];
  double pattern[CC_MAX_STATES * CC_MAX_BANDS]; /* placement by placement */
} cc_opening_figures;

/* The last opening that was worked out and what from. Most often the opening is known for certain,
 * and all projections of a plan have the same. Zeroed at first. `misplaced` are the children who
 * are in other placements than was written, as no table has both margins; 0 where one has. */
typedef struct {
  bool known;
  double misplaced;
  cc_opening_figures figures;
  double curves[CC_MAX_STATES][CC_MAX_BANDS][CC_CURVE_TERMS]; /* children, as cc_age_curves */
} cc_opening_memory;

/* Fits the opening to its figures. CC_NUMERIC when one of them is no number. */
cc_status cc_opening_fit(const cc_plan *plan, const cc_opening_figures *figures,
                         cc_opening_memory *memory);

/* Its children of `state` one by one, by completed months of age. */
void cc_opening_by_age(const cc_plan *plan, const cc_opening_memory *memory, int state,
                       double children[CC_ADULT_AGE]);

#endif
