/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_APPRAISAL_H
#define CC_MODEL_APPRAISAL_H

#include "model/projection.h"

/* Bids over their whole life, as the Green Book appraises them, capital included. */

/* Adds rows for each bid: what its capital costs and what borrowing it costs, where any has
 * capital; and where there is a deflator, the net present value over its horizon, once more with
 * optimism bias where any has that. Runs after the lay-out of invest to save. CC_NO_MEMORY, CC_OK.
 */
cc_status cc_appraisal_lay_out(cc_plan *plan, cc_arena *arena);

/* Fills them, of what cc_invest_run left. */
void cc_appraisal_run(const cc_plan *plan, const cc_series_set *set, cc_results *results);

/* The first year, counted from the plan's first, from whose end on a bid has paid back: what it has
 * cost, capital included, less what it has saved stays at or below nothing to the end of its
 * horizon, in pounds of the first year (or nominal ones, without a deflator), discounted or not. -1
 * when there is none. Needs the workspace that made the results. */
int cc_appraisal_payback(const cc_plan *plan, const cc_workspace *workspace,
                         const cc_results *results, int bid, bool discounted);

#endif
