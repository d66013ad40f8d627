/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_PROJECTION_H
#define CC_MODEL_PROJECTION_H

#include "base/arena.h"
#include "carecast/status.h"
#include "model/parameter.h"
#include "model/plan.h"

/* What a finance officer calls expenditure, for one variant of the plan (all bids off, the first
 * on, the first two on, ...), as the contract needs it: by plan year. */
typedef struct {
  cc_num weeks[CC_MAX_YEARS][CC_MAX_STATES]; /* child-weeks by placement */
  cc_num net[CC_MAX_YEARS][CC_MAX_STATES];   /* placement cost less contributions, GBP */
  cc_num price[CC_MAX_YEARS][CC_MAX_STATES]; /* net price of a child-week, also where weeks are 0 */
  cc_num other_demand[CC_MAX_YEARS];         /* one-off costs, care leavers, diversions, GBP */
  cc_num services[CC_MAX_YEARS];             /* services and the unmodelled line, GBP */
  cc_num slippage[CC_MAX_YEARS];             /* savings that were agreed and not delivered, GBP */
  /* Of their change on the year before, GBP: */
  cc_num other_price[CC_MAX_YEARS];        /* what prices did to other demand */
  cc_num services_price[CC_MAX_YEARS];     /* what growth and index did to services */
  cc_num services_full_year[CC_MAX_YEARS]; /* what was decided about them in the year before and
                                              goes on all year */
  cc_num total[CC_MAX_YEARS];              /* expenditure; excludes the bids' own cost */
} cc_account;

/* Everything a projection needs to write on, allocated once for a plan and used again and again by
 * one thread at a time. */
typedef struct cc_workspace cc_workspace;
cc_status cc_workspace_create(const cc_plan *plan, cc_workspace **workspace);
void cc_workspace_free(cc_workspace *workspace);

/* What a projection leaves behind; rows are described by plan->rows. */
typedef struct {
  cc_num *monthly;               /* [n_months * rows.monthly.count], month by month */
  cc_num *annual;                /* [rows.annual.count * n_years] */
  cc_num opening[CC_MAX_STATES]; /* children in care by placement at the start */
  cc_num misplaced; /* children of the opening in other placements than written (opening_fit.h) */
  cc_num opening_leavers;
  double worst_imbalance; /* largest |opening + flows - closing| of any placement and month,
                             children */
  cc_num most_negative; /* lowest cohort that grew out of a band, children; 0 when none is below */
} cc_results;
cc_status cc_results_create(const cc_plan *plan, cc_results **results);
void cc_results_free(cc_results *results);

/* Fills plan->rows (and the titles they need, from the arena). Called once, by whoever made the
 * plan. CC_NO_MEMORY, CC_OK. */
cc_status cc_plan_lay_out(cc_plan *plan, cc_arena *arena);

/* Projects one parameter vector (plan->vector_length numbers). Allocates nothing, prints nothing,
 * keeps nothing between calls but what is in `workspace`. CC_NUMERIC when the opening margins
 * cannot be fitted. `steps` splits each month (1 for all but tests): the answer does not depend on
 * it. */
cc_status cc_project(const cc_plan *plan, const cc_num *vector, int steps, cc_workspace *workspace,
                     cc_results *results);

/* The same as this source is compiled: of as many lanes, and without looking for the fastest copy
 * (model/project.h). Leaves worst_imbalance alone, as it is of the model and not of a projection
 * among many. */
cc_status cc_project_variants(const cc_plan *plan, const cc_num *vector, int steps,
                              cc_workspace *workspace, cc_results *results);

/* Reads a result: child in care stock etc. */
static inline cc_num cc_annual(const cc_plan *plan, const cc_results *results, int row, int year) {
  return results->annual[row * plan->n_years + year];
}
static inline cc_num cc_monthly(const cc_plan *plan, const cc_results *results, int row,
                                int month) {
  return results->monthly[month * plan->rows.monthly.count + row];
}
/* A month's cells from a row on, for writing: of a block, one for each of its rows. */
static inline cc_num *cc_month_cells(const cc_plan *plan, cc_results *results, int row, int month) {
  return results->monthly + month * plan->rows.monthly.count + row;
}

#endif
