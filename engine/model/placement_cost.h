/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_PLACEMENT_COST_H
#define CC_MODEL_PLACEMENT_COST_H

#include "model/projection.h"

/* What placements cost. Needs children in care; without them there are no rows and the account is
 * zero. */

/* Adds the rows of prices, placement cost and contributions. CC_NO_MEMORY, CC_OK. */
cc_status cc_placement_cost_lay_out(cc_plan *plan, cc_arena *arena);

/* Reads the monthly child-days of `results`; fills the monthly and annual rows, and weeks, net and
 * price of the account. */
void cc_placement_cost_run(const cc_plan *plan, const cc_series_set *set, cc_results *results,
                           cc_account *account);

/* What others pay for a child-week in a placement in a month at a price, GBP. */
cc_num cc_contributions_per_week(const cc_placement *placement, const cc_series_set *set,
                                 cc_num price, int month);

#endif
