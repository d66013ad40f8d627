/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_CHILDREN_IN_CARE_H
#define CC_MODEL_CHILDREN_IN_CARE_H

#include "model/projection.h"

/* Children in care, from the opening stock through every month. */

/* Adds the rows of stocks and flows, where the scenario has demand. CC_NO_MEMORY, CC_OK. */
cc_status cc_children_in_care_lay_out(cc_plan *plan, cc_arena *arena);

/* Runs all months from the workspace's parameter series: capacities, caps and care leavers with
 * them. Fills their rows and the results' opening, opening_leavers and most_negative. Each month is
 * split into `n_steps`. CC_NUMERIC when the opening cannot be fitted. */
cc_status cc_children_in_care_run(const cc_plan *plan, int n_steps, cc_workspace *workspace,
                                  cc_results *results);

#endif
