/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_CAPACITY_H
#define CC_MODEL_CAPACITY_H

#include "model/cohorts.h"
#include "model/projection.h"

/* How many children a placement can take, and where the others go. */

/* Adds the rows of capacity and of displaced children. CC_NO_MEMORY, CC_OK. */
cc_status cc_capacity_lay_out(cc_plan *plan, cc_arena *arena);

/* Fills the rows of capacity of all months, in places; 0 where there is no limit. */
void cc_capacity_fill(const cc_plan *plan, const cc_series_set *set, cc_results *results);

/* At a month's end: moves the children above each placement's capacity on to where it overflows
 * to, and adds them to `flows`. */
void cc_capacity_overflow(const cc_plan *plan, const cc_results *results, int month,
                          cc_cohorts *cohorts, cc_flows *flows);

#endif
