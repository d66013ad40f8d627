/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_SERVICES_H
#define CC_MODEL_SERVICES_H

#include "model/projection.h"

/* Everything but placements: costs that hang on flows, diverted children, personal advisers of care
 * leavers, services and the unmodelled line; and the subjective analysis of all expenditure. */

/* Adds their rows. expenditure.total and the subjective analysis are there when the scenario has
 * any expenditure: children in care, care leavers or a service. CC_NO_MEMORY, CC_OK. */
cc_status cc_services_lay_out(cc_plan *plan, cc_arena *arena);

/* Runs after cc_placement_cost_run, on the flows that `results` holds; fills the rest of the
 * account and the rows. `switches` has one number for each intervention. Expenditure does not hold
 * the bids' own cost yet: cc_invest_run adds it. */
void cc_services_run(const cc_plan *plan, const cc_series_set *set, const double *switches,
                     cc_results *results, cc_account *account);

/* Adds a year's amount to its headings: the shares of it that others have, and the rest to its own.
 */
void cc_put_under_headings(const cc_series_set *set, int year, cc_num amount, cc_subjective own,
                           int n_split, const cc_heading_share *split,
                           cc_num by_heading[CC_SUBJECTIVE_COUNT]);

#endif
