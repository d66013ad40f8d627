/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of contents of a projection. Modules run in the order of money: children, what their
 * placements cost, everything else that costs, then what is funded.
 *
 * A bid whose benefit is modelled is worth what expenditure falls by when it is switched on. So the
 * projection is run once with all modelled bids off, once more with the first on, then with the
 * first two, and so on in the order written; the account of each is kept, and the last, with all of
 * them on, is the result. Without modelled bids that is a single run. */
#include "model/projection.h"

#include <stdlib.h>
#include <string.h>

#include "model/appraisal.h"
#include "model/capacity.h"
#include "model/capital.h"
#include "model/caps.h"
#include "model/children_in_care.h"
#include "model/contract.h"
#include "model/invest_to_save.h"
#include "model/placement_cost.h"
#include "model/savings.h"
#include "model/services.h"
#include "model/unit_costs.h"
#include "model/workspace.h"

/* ---- lay-out --------------------------------------------------------------------------------- */

cc_status cc_plan_lay_out(cc_plan *plan, cc_arena *arena) {
  static cc_status (*const modules[])(cc_plan *, cc_arena *) = {
      cc_children_in_care_lay_out, cc_capacity_lay_out, cc_caps_lay_out,    cc_care_leavers_lay_out,
      cc_placement_cost_lay_out,   cc_services_lay_out, cc_savings_lay_out, cc_invest_lay_out,
      cc_appraisal_lay_out,        cc_contract_lay_out, cc_capital_lay_out, cc_unit_costs_lay_out,
  };
  /* All bits set is CC_ABSENT in every row number; then what is not a row number. */
  memset(&plan->rows, 0xff, sizeof plan->rows);
  plan->rows.monthly = plan->rows.annual = (cc_row_list){NULL, 0, 0};
  plan->rows.a_contract_count = 0;
  cc_status status = CC_OK;
  for (size_t i = 0; i < sizeof modules / sizeof modules[0] && status == CC_OK; i++) {
    status = modules[i](plan, arena);
  }
  return status;
}

/* ---- memory ---------------------------------------------------------------------------------- */

/* As wide as any number may be, and a line of the cache. */
enum { ALIGNMENT = 64 };

/* `count` zeroed elements, and a little more, so that NULL always means that memory is out. */
static void *zeroed(int count, size_t size) {
  size_t bytes = ((size_t)count * size / ALIGNMENT + 1) * ALIGNMENT;
  void *memory = aligned_alloc(ALIGNMENT, bytes);
  return memory == NULL ? NULL : memset(memory, 0, bytes);
}

static int count_variants(const cc_plan *plan) {
  int variants = 1;
  for (int i = 0; i < plan->n_interventions; i++) {
    variants += cc_is_modelled_bid(&plan->interventions[i]);
  }
  return variants;
}

cc_status cc_workspace_create(const cc_plan *plan, cc_workspace **workspace) {
  cc_workspace *w = zeroed(1, sizeof *w);
  *workspace = NULL;
  if (w == NULL) {
    return CC_NO_MEMORY;
  }
  w->n_variants = count_variants(plan);
  w->set.of = zeroed(plan->n_parameters, sizeof *w->set.of);
  w->set.constant = zeroed(plan->n_parameters, sizeof *w->set.constant);
  w->set.monthly = zeroed(plan->n_series * plan->n_months, sizeof *w->set.monthly);
  w->switches = zeroed(plan->n_interventions, sizeof *w->switches);
  w->accounts = zeroed(w->n_variants, sizeof *w->accounts);
  if (w->set.of == NULL || w->set.constant == NULL || w->set.monthly == NULL ||
      w->switches == NULL || w->accounts == NULL) {
    cc_workspace_free(w);
    return CC_NO_MEMORY;
  }
  *workspace = w;
  return CC_OK;
}

void cc_workspace_free(cc_workspace *workspace) {
  if (workspace == NULL) {
    return;
  }
  free(workspace->accounts);
  free(workspace->switches);
  free(workspace->set.monthly);
  free(workspace->set.constant);
  free(workspace->set.of);
  free(workspace);
}

cc_status cc_results_create(const cc_plan *plan, cc_results **results) {
  cc_results *r = zeroed(1, sizeof *r);
  *results = NULL;
  if (r == NULL) {
    return CC_NO_MEMORY;
  }
  r->monthly = zeroed(plan->rows.monthly.count * plan->n_months, sizeof *r->monthly);
  r->annual = zeroed(plan->rows.annual.count * plan->n_years, sizeof *r->annual);
  if (r->monthly == NULL || r->annual == NULL) {
    cc_results_free(r);
    return CC_NO_MEMORY;
  }
  *results = r;
  return CC_OK;
}

void cc_results_free(cc_results *results) {
  if (results != NULL) {
    free(results->annual);
    free(results->monthly);
    free(results);
  }
}

/* ---- projection ------------------------------------------------------------------------------ */

/* The first `n_bids` modelled bids are on; other active interventions always are. */
static void set_switches(const cc_plan *plan, int n_bids, double *switches) {
  int bid = 0;
  for (int i = 0; i < plan->n_interventions; i++) {
    const cc_intervention *intervention = &plan->interventions[i];
    bool on = intervention->active;
    if (cc_is_modelled_bid(intervention)) {
      on = bid < n_bids;
      bid++;
    }
    switches[i] = on ? 1.0 : 0.0;
  }
}

/* Every module finds its annual rows zeroed. Months are written over: always the same ones of a
 * plan, and the others stay as the results were made, zero. */
static void clear_results(const cc_plan *plan, cc_results *results) {
  memset(results->annual, 0,
         (size_t)(plan->rows.annual.count * plan->n_years) * sizeof *results->annual);
  memset(results->opening, 0, sizeof results->opening);
}

static cc_status run_children(const cc_plan *plan, int steps, cc_workspace *workspace,
                              cc_results *results) {
  if (workspace->simulate != NULL) {
    return workspace->simulate(plan, workspace, results);
  }
  return cc_children_in_care_run(plan, steps, workspace, results);
}

static cc_status project_variant(const cc_plan *plan, const cc_num *vector, int steps, int n_bids,
                                 cc_workspace *workspace, cc_results *results) {
  const cc_series_set *set = &workspace->set;
  cc_account *account = &workspace->accounts[n_bids];
  clear_results(plan, results);
  set_switches(plan, n_bids, workspace->switches);
  cc_parameters_expand(plan, vector, workspace->switches, &workspace->set);
  cc_status status = run_children(plan, steps, workspace, results);
  if (status == CC_OK) {
    cc_placement_cost_run(plan, set, results, account);
    cc_services_run(plan, set, workspace->switches, results, account);
  }
  return status;
}

cc_status cc_project_variants(const cc_plan *plan, const cc_num *vector, int steps,
                              cc_workspace *workspace, cc_results *results) {
  for (int n_bids = 0; n_bids < workspace->n_variants; n_bids++) {
    cc_status status = project_variant(plan, vector, steps, n_bids, workspace, results);
    if (status != CC_OK) {
      return status;
    }
  }
  const cc_series_set *set = &workspace->set;
  cc_invest_run(plan, set, workspace->accounts, workspace->n_variants, results);
  cc_appraisal_run(plan, set, results);
  cc_contract_run(plan, set, workspace->accounts, workspace->n_variants, results);
  cc_capital_run(plan, set, results);
  cc_unit_costs_run(plan, set, results);
  return CC_OK;
}
