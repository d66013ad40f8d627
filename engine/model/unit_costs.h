/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_UNIT_COSTS_H
#define CC_MODEL_UNIT_COSTS_H

#include "model/projection.h"

/* What is spent for each child: the figures that authorities are compared by. */

/* Adds their rows where there are children in care and expenditure, and residents for the last.
 * Runs after the lay-out of services. CC_NO_MEMORY, CC_OK. */
cc_status cc_unit_costs_lay_out(cc_plan *plan, cc_arena *arena);

/* Fills them, of all that has been spent when it runs. */
void cc_unit_costs_run(const cc_plan *plan, const cc_series_set *set, cc_results *results);

#endif
