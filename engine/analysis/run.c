/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One run of one scenario at its central values, and what is asked of it afterwards: a measure by
 * name, the identities that must hold, what became of a cap. */
#include "analysis/run.h"

#include <math.h>
#include <stddef.h>
#include <stdio.h>

#include "base/calendar.h"
#include "model/caps.h"
#include "model/real_terms.h"

cc_status cc_run_start(const cc_scenario *scenario, cc_run *run) {
  *run = (cc_run){.scenario = scenario, .plan = &scenario->plan};
  cc_status status = cc_workspace_create(run->plan, &run->workspace);
  if (status == CC_OK) {
    status = cc_results_create(run->plan, &run->results);
  }
  if (status == CC_OK) {
    status = cc_project(run->plan, scenario->vector, 1, run->workspace, run->results);
  }
  if (status != CC_OK) {
    cc_run_free(run);
  }
  return status;
}

void cc_run_free(cc_run *run) {
  cc_workspace_free(run->workspace);
  cc_results_free(run->results);
  *run = (cc_run){0};
}

/* ---- figures -------------------------------------------------------------------------------- */

double cc_span_value(const cc_plan *plan, cc_projected projected, const cc_span *span) {
  double sum = 0;
  for (int y = span->first_year; y <= span->last_year; y++) {
    sum += cc_projected_annual(plan, projected, span->row, y);
  }
  return sum;
}

double cc_children_at_end(const cc_plan *plan, cc_projected projected, int month) {
  double children = 0;
  for (int p = 0; p < plan->n_placements; p++) {
    children += cc_projected_monthly(plan, projected, plan->rows.m_stock + p, month);
  }
  return children;
}

int cc_run_measure(const cc_run *run, const char *measure, int year, double *value) {
  int row = cc_row_find(&run->plan->rows.annual, measure, NULL);
  if (row < 0 || year < 0 || year >= run->plan->n_years) {
    return 0;
  }
  *value = cc_annual(run->plan, run->results, row, year);
  return 1;
}

int cc_run_to_real(cc_run *run, const char *index) {
  char path[128];
  if (snprintf(path, sizeof path, "indexes.%s", index) >= (int)sizeof path) {
    return 0;
  }
  int parameter = cc_resolution_find(&run->scenario->resolution, path);
  if (parameter >= 0) {
    cc_results_to_real(run->plan, run->workspace, parameter, run->results);
  }
  return parameter >= 0;
}

/* ---- identities ----------------------------------------------------------------------------- */

typedef struct {
  cc_identity *items;
  int count;
} identity_list;

static void add_identity(identity_list *list, const char *name, const char *unit, double difference,
                         double tolerance) {
  if (list->count < CC_MAX_IDENTITIES) {
    list->items[list->count++] =
        (cc_identity){name, unit, difference, tolerance, fabs(difference) <= tolerance};
  }
}

static double sum_of_rows(const cc_run *run, int first, int count, int year) {
  double sum = 0;
  for (int i = 0; first != CC_ABSENT && i < count; i++) {
    sum += cc_annual(run->plan, run->results, first + i, year);
  }
  return sum;
}

static double row_value(const cc_run *run, const char *measure, int year) {
  double value = 0;
  (void)cc_run_measure(run, measure, year, &value);
  return value;
}

/* The largest of a difference over the years, with its sign. */
static double worst_year(const cc_run *run, double (*difference)(const cc_run *, int)) {
  double worst = 0;
  for (int y = 0; y < run->plan->n_years; y++) {
    double here = difference(run, y);
    worst = fabs(here) > fabs(worst) || isnan(here) ? here : worst;
  }
  return worst;
}

static double bands_less_total(const cc_run *run, int year) {
  const cc_rows *rows = &run->plan->rows;
  return sum_of_rows(run, rows->a_stock_by_band, run->plan->n_bands, year) -
         cc_annual(run->plan, run->results, rows->a_children, year);
}

static double placements_less_total(const cc_run *run, int year) {
  const cc_rows *rows = &run->plan->rows;
  return sum_of_rows(run, rows->a_stock_by_placement, run->plan->n_placements, year) -
         cc_annual(run->plan, run->results, rows->a_children, year);
}

/* Children at the year's start + entries - exits = children at its end. */
static double year_balance(const cc_run *run, int year) {
  const cc_rows *rows = &run->plan->rows;
  double before = 0;
  for (int p = 0; p < run->plan->n_placements; p++) {
    before += year == 0
                  ? run->results->opening[p]
                  : cc_annual(run->plan, run->results, rows->a_stock_by_placement + p, year - 1);
  }
  return before + cc_annual(run->plan, run->results, rows->a_entries, year) -
         cc_annual(run->plan, run->results, rows->a_exits, year) -
         cc_annual(run->plan, run->results, rows->a_children, year);
}

static double gross_less_net(const cc_run *run, int year) {
  const cc_rows *rows = &run->plan->rows;
  return sum_of_rows(run, rows->a_cost, run->plan->n_placements, year) -
         sum_of_rows(run, rows->a_contributions, run->plan->n_placements, year) -
         cc_annual(run->plan, run->results, rows->a_placement_net, year);
}

static double subjective_less_total(const cc_run *run, int year) {
  const cc_rows *rows = &run->plan->rows;
  return sum_of_rows(run, rows->a_subjective, CC_SUBJECTIVE_COUNT, year) -
         cc_annual(run->plan, run->results, rows->a_expenditure, year);
}

/* What the lines of an account add up to. */
static double sum_of_lines(const cc_run *run, cc_money_account account, int year) {
  const cc_row_list *rows = &run->plan->rows.annual;
  double sum = 0;
  for (int i = 0; i < rows->count; i++) {
    if (rows->items[i].part == CC_LINE && cc_row_account(&rows->items[i]) == account) {
      sum += cc_annual(run->plan, run->results, i, year);
    }
  }
  return sum;
}

static double lines_less_expenditure(const cc_run *run, int year) {
  return sum_of_lines(run, CC_IN_EXPENDITURE, year) - row_value(run, "expenditure.total", year);
}

static double sub_totals_less_contract_sum(const cc_run *run, int year) {
  return row_value(run, "contract.sub_total", year) + row_value(run, "contract.indexation", year) +
         row_value(run, "contract.demand_pressures.net", year) +
         row_value(run, "contract.contract_changes", year) -
         row_value(run, "contract.total_contract_sum", year);
}

static double contract_balance(const cc_run *run, int year) {
  return sum_of_lines(run, CC_IN_CONTRACT, year) - row_value(run, "contract.total_budget", year);
}

static double capital_balance(const cc_run *run, int year) {
  return sum_of_lines(run, CC_IN_CAPITAL, year) - row_value(run, "capital.total", year);
}

static double proposed_balance(const cc_run *run, int year) {
  return row_value(run, "contract.total_contract_sum", year) +
         row_value(run, "contract.other_grants_and_contributions", year) +
         row_value(run, "invest_to_save.net", year) -
         row_value(run, "contract.total_funding_proposed", year);
}

/* Children who are or come anywhere in a year. */
static double all_children(const cc_run *run, int year) {
  const cc_rows *rows = &run->plan->rows;
  return cc_annual(run->plan, run->results, rows->a_children, year) +
         cc_annual(run->plan, run->results, rows->a_entries, year);
}

static double all_money(const cc_run *run, int year) {
  return sum_of_rows(run, run->plan->rows.a_cost, run->plan->n_placements, year) +
         fabs(row_value(run, "expenditure.total", year)) +
         fabs(row_value(run, "contract.total_funding_proposed", year));
}

/* A tolerance at ordinary sizes, beyond which the rounding of numbers grows with them. */
static double tolerance_at(double tolerance, double size, double ordinary) {
  return tolerance * fmax(1.0, size / ordinary);
}

int cc_run_identities(const cc_run *run, cc_identity identities[CC_MAX_IDENTITIES]) {
  bool present = run->plan->demand.present;
  const double most = present ? worst_year(run, all_children) : 0.0;
  const double children = tolerance_at(1e-9, most, 1e4);
  const double penny = tolerance_at(0.005, worst_year(run, all_money), 1e10);
  identity_list list = {identities, 0};
  if (present) {
    add_identity(&list, "opening + flows = closing, every placement and month", "children",
                 run->results->worst_imbalance, children);
    add_identity(&list, "no negative number of children", "children", run->results->most_negative,
                 children);
    /* sums over a year and over placements gather the rounding of some thousand additions */
    add_identity(&list, "opening + entries - exits = closing, every year", "children",
                 worst_year(run, year_balance), 10.0 * children);
    add_identity(&list, "bands sum to children in care", "children",
                 worst_year(run, bands_less_total), 10.0 * children);
    add_identity(&list, "placements sum to children in care", "children",
                 worst_year(run, placements_less_total), 10.0 * children);
    add_identity(&list, "placement cost less contributions = net", "GBP",
                 worst_year(run, gross_less_net), penny);
  }
  if (run->plan->rows.a_expenditure != CC_ABSENT) {
    add_identity(&list, "lines of expenditure = total expenditure", "GBP",
                 worst_year(run, lines_less_expenditure), penny);
    add_identity(&list, "subjective analysis = expenditure", "GBP",
                 worst_year(run, subjective_less_total), penny);
  }
  if (run->plan->contract.present) {
    add_identity(&list, "contract sub-totals = total contract sum", "GBP",
                 worst_year(run, sub_totals_less_contract_sum), penny);
    add_identity(&list, "contract lines and other income = total budget", "GBP",
                 worst_year(run, contract_balance), penny);
    add_identity(&list, "contract sum + other income + bids = funding proposed", "GBP",
                 worst_year(run, proposed_balance), penny);
  }
  if (run->plan->n_capital > 0) {
    add_identity(&list, "capital lines = capital programme", "GBP",
                 worst_year(run, capital_balance), penny);
  }
  return list.count;
}

/* ---- caps ----------------------------------------------------------------------------------- */

int cc_run_cap(const cc_run *run, int cap, cc_cap_report *report) {
  const cc_plan *plan = run->plan;
  if (cap < 0 || cap >= plan->n_caps) {
    return 0;
  }
  const cc_cap *described = &plan->caps[cap];
  int first = described->from < 0 ? 0 : described->from;
  int end = described->until < plan->n_months ? described->until : plan->n_months;
  *report = (cc_cap_report){.name = described->name,
                            .title = described->title,
                            .first_month_above = -1,
                            .hold = described->hold};
  for (int t = first; t < end; t++) {
    double ceiling = cc_monthly(plan, run->results, plan->rows.m_caps + cap, t);
    double at_end = cc_children_at_end(plan, cc_alone(run->results), t);
    double excess = at_end - ceiling;
    report->children = t == first ? ceiling : report->children;
    bool above = cc_is_above_cap(at_end, ceiling);
    if (above && report->first_month_above < 0) {
      report->first_month_above = cc_first_month(plan->first_year) + t;
    }
    report->peak_excess = above ? fmax(excess, report->peak_excess) : report->peak_excess;
    report->diverted +=
        described->hold ? cc_monthly(plan, run->results, plan->rows.m_diverted, t) : 0;
  }
  return 1;
}
