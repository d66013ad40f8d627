/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_OPENING_H
#define CC_MODEL_OPENING_H

#include "model/cohorts.h"
#include "model/opening_fit.h"

/* What the opening works with; one for each thread. `memory` has one for each lane. */
typedef struct {
  cc_age_spread_work *spread;
  cc_opening_memory memory[CC_LANES];
} cc_opening_work;

/* Children in care at the start, into the cohorts. CC_NUMERIC when the two margins cannot be fitted
 * together. */
cc_status cc_opening_stock(const cc_plan *plan, const cc_series_set *set, cc_opening_work *work,
                           cc_cohorts *cohorts);

/* The ages of entries within each band, from the entries by band (children a year) that `cohorts`
 * holds. CC_NUMERIC when they cannot be spread. */
cc_status cc_opening_entry_ages(const cc_plan *plan, const cc_series_set *set,
                                cc_opening_work *work, cc_cohorts *cohorts);

/* The same one by one: the share of their band that entries of each age in completed months are,
 * from the youngest band's first age on. */
void cc_opening_entries_by_age(const cc_plan *plan, const cc_cohorts *cohorts,
                               cc_num shares[CC_ADULT_AGE]);

#endif
