/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_CHILDREN_IN_CARE_H
#define CC_MODEL_CHILDREN_IN_CARE_H

#include "model/cohorts.h"
#include "model/projection.h"

/* Children in care, from the opening stock through every month. */

/* Adds the rows of stocks and flows, where the scenario has demand. CC_NO_MEMORY, CC_OK. */
cc_status cc_children_in_care_lay_out(cc_plan *plan, cc_arena *arena);

/* Runs all months from the workspace's parameter series: capacities, caps and care leavers with
 * them. Fills their rows and the results' opening, opening_leavers and most_negative. Each month is
 * split into `n_steps`. CC_NUMERIC when the opening cannot be fitted. */
cc_status cc_children_in_care_run(const cc_plan *plan, int n_steps, cc_workspace *workspace,
                                  cc_results *results);

/* The parts of a run that do not depend on how children are counted, by cohorts or one by one.
 * Open: the opening stock into the workspace's cohorts, the opening care leavers into its leavers;
 * the months' capacities and the openings into the results. CC_NUMERIC when the opening cannot be
 * fitted. Enter: the entries of a month, and their ages, into the workspace's cohorts. Keep: the
 * rows of a month, from the children by band and state at its end and its flows. Close: the annual
 * rows, from the monthly ones. */
cc_status cc_children_in_care_open(const cc_plan *plan, cc_workspace *workspace,
                                   cc_results *results);
void cc_children_in_care_enter(const cc_plan *plan, int month, cc_workspace *workspace);
void cc_children_in_care_keep(const cc_plan *plan, int month,
                              const cc_num in_band[CC_MAX_BANDS][CC_MAX_STATES],
                              const cc_flows *flows, cc_results *results);
void cc_children_in_care_close(const cc_plan *plan, const cc_series_set *set, cc_results *results);

#endif
