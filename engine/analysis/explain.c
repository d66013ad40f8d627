/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A change in cost, split into volume (more or fewer child-weeks), mix (the same child-weeks
 * elsewhere), price, and what is no placement cost at all. The model room does the arithmetic; here
 * a measure's name is matched with the split that fits it. */
#include "analysis/explain.h"

#include <string.h>

#include "model/decompose.h"

#define COST_OF "placement_cost."

static bool same_placements(const cc_plan *a, const cc_plan *b) {
  bool same = a->n_placements == b->n_placements;
  for (int p = 0; same && p < a->n_placements; p++) {
    same = strcmp(a->placements[p].name, b->placements[p].name) == 0;
  }
  return same;
}

static int placement_of(const cc_plan *plan, const char *measure) {
  for (int p = 0; p < plan->n_placements; p++) {
    if (strcmp(measure + strlen(COST_OF), plan->placements[p].name) == 0) {
      return p;
    }
  }
  return CC_ABSENT;
}

static double child_weeks(const cc_run *run, int placement, int year) {
  return cc_annual(run->plan, run->results, run->plan->rows.a_child_days + placement, year) / 7;
}

/* One placement's gross cost: no mix, for there is nothing to mix with. */
static cc_decomposition split_placement(const cc_run *a, int year_a, const cc_run *b, int year_b,
                                        int placement, double before, double after) {
  double weeks0 = child_weeks(a, placement, year_a);
  double weeks1 = child_weeks(b, placement, year_b);
  double price0 = weeks0 > 0 ? before / weeks0 : weeks1 > 0 ? after / weeks1 : 0;
  return cc_decompose(1, &weeks0, &before, &price0, &weeks1, &after);
}

/* Returns 0 when the measure has no volume, mix and price. */
static int split(const cc_run *a, int year_a, const cc_run *b, int year_b, const char *measure,
                 double before, double after, cc_decomposition *parts) {
  int n = a->plan->n_placements;
  if (!a->plan->demand.present || !same_placements(a->plan, b->plan)) {
    return 0;
  }
  if (strncmp(measure, COST_OF, strlen(COST_OF)) == 0) {
    int placement = placement_of(a->plan, measure);
    if (placement != CC_ABSENT) {
      *parts = split_placement(a, year_a, b, year_b, placement, before, after);
      return 1;
    }
  }
  bool whole = strcmp(measure, "expenditure.total") == 0;
  if (!whole && strcmp(measure, "placement_cost.net") != 0) {
    return 0;
  }
  cc_account before_account;
  cc_account after_account;
  cc_account_read(a->plan, a->results, &before_account);
  cc_account_read(b->plan, b->results, &after_account);
  *parts = whole ? cc_explain(n, &before_account, year_a, &after_account, year_b)
                 : cc_decompose(n, before_account.weeks[year_a], before_account.net[year_a],
                                before_account.price[year_a], after_account.weeks[year_b],
                                after_account.net[year_b]);
  return 1;
}

cc_status cc_explain_measure(const cc_run *run_a, int year_a, const cc_run *run_b, int year_b,
                             const char *measure, cc_explanation *explanation) {
  *explanation = (cc_explanation){0};
  if (!cc_run_measure(run_a, measure, year_a, &explanation->before) ||
      !cc_run_measure(run_b, measure, year_b, &explanation->after)) {
    return CC_USAGE;
  }
  const cc_row_list *rows = &run_b->plan->rows.annual;
  const cc_row *row = &rows->items[cc_row_find(rows, measure, NULL)];
  explanation->measure = row->measure;
  explanation->title = row->title;
  explanation->unit = row->unit;
  cc_decomposition parts = {0};
  explanation->splits =
      split(run_a, year_a, run_b, year_b, measure, explanation->before, explanation->after, &parts);
  explanation->volume = parts.volume;
  explanation->mix = parts.mix;
  explanation->price = parts.price;
  explanation->other = explanation->splits ? parts.other : explanation->after - explanation->before;
  return CC_OK;
}
