/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_OPENING_H
#define CC_MODEL_OPENING_H

#include "carecast/status.h"
#include "model/cohorts.h"
#include "numeric/age_spread.h"

/* What is written of the opening stock. */
typedef struct {
  double by_band[CC_MAX_BANDS], by_placement[CC_MAX_STATES];
  double pattern[CC_MAX_STATES * CC_MAX_BANDS]; /* placement by placement */
} cc_opening_figures;

/* The last opening that was worked out and what from. Most often the opening is known for certain,
 * and all projections of a plan have the same. Zeroed at first. */
typedef struct {
  bool known;
  cc_opening_figures figures;
  double cells[CC_MAX_STATES][CC_ADULT_AGE];
} cc_opening_memory;

/* Children in care at the start, by placement and age, into the current cells, all of which it
 * writes. CC_NUMERIC when the two margins cannot be fitted together. */
cc_status cc_opening_stock(const cc_plan *plan, const cc_series_set *set, cc_age_spread_work *work,
                           cc_opening_memory *memory, cc_cohorts *cohorts);

/* The ages of entries within each band, from the entries by band (children a year) that `cohorts`
 * holds. CC_NUMERIC when they cannot be spread. */
cc_status cc_opening_entry_ages(const cc_plan *plan, const cc_series_set *set,
                                cc_age_spread_work *work, cc_cohorts *cohorts);

#endif
