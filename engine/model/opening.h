/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_OPENING_H
#define CC_MODEL_OPENING_H

#include "model/cohorts.h"
#include "model/opening_fit.h"

/* What is remembered of the last opening, one for each lane. Zeroed at first. */
typedef cc_opening_memory cc_opening_memories[CC_LANES];

/* Children in care at the start, into the cohorts. CC_NUMERIC when the two margins cannot be fitted
 * together. */
cc_status cc_opening_stock(const cc_plan *plan, const cc_series_set *set,
                           cc_opening_memories memories, cc_cohorts *cohorts);

#endif
