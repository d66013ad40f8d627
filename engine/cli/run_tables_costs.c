/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What care costs by year: child-days and their price by placement, then all expenditure, once by
 * what it is for and once by the headings of the subjective analysis. */
#include "cli/run_tables.h"
#include "cli/year_table.h"
#include "model/invest_to_save.h"

static void add_placement_rows(cc_table *table, const cc_run *run, int first, bool only_said) {
  for (int p = 0; p < run->plan->n_placements; p++) {
    if (!only_said || cc_year_row_says_something(run, first + p)) {
      cc_year_table_millions(table, run, CC_ROW_PLAIN, run->plan->placements[p].title, first + p);
    }
  }
}

static bool any_contribution(const cc_run *run) {
  for (int p = 0; p < run->plan->n_placements; p++) {
    if (cc_year_row_says_something(run, run->plan->rows.a_contributions + p)) {
      return true;
    }
  }
  return false;
}

static void add_placement_costs(cc_run_tables *tables, const cc_run *run) {
  const cc_plan *plan = run->plan;
  cc_table *days = cc_run_tables_next(tables, run, "Child-days", false);
  cc_table_note(days, "Days that children spend in each placement: what cost is reckoned on.");
  for (int p = 0; p < plan->n_placements; p++) {
    cc_year_table_count(days, run, CC_ROW_PLAIN, plan->placements[p].title, "child-days",
                        plan->rows.a_child_days + p, 0);
  }
  cc_table *cost = cc_run_tables_next(tables, run, "Placement cost", false);
  cc_note_money(cost, tables->prices);
  cc_note_doubt(cost, run->scenario, tables->ranges_follow);
  cc_table_section(cost, "Cost, before contributions");
  add_placement_rows(cost, run, plan->rows.a_cost, false);
  cc_year_table_sum(cost, run, "Total before contributions", plan->rows.a_cost, plan->n_placements);
  if (any_contribution(run)) {
    cc_table_section(cost, "Contributions of health, education and grants");
    add_placement_rows(cost, run, plan->rows.a_contributions, true);
    cc_year_table_sum(cost, run, "Total contributions", plan->rows.a_contributions,
                      plan->n_placements);
  }
  cc_year_table_millions(cost, run, CC_ROW_TOTAL, "Placement cost, net",
                         plan->rows.a_placement_net);
  cc_year_table_count(cost, run, CC_ROW_PLAIN, "Net cost of a child-week, £", "GBP a child-week",
                      plan->rows.a_unit_cost, 0);
}

static void add_bids(cc_table *table, const cc_run *run) {
  const cc_plan *plan = run->plan;
  int bid = 0;
  for (int i = 0; i < plan->n_interventions; i++) {
    const cc_intervention *intervention = &plan->interventions[i];
    if (!cc_is_bid(intervention)) {
      continue;
    }
    bool modelled = intervention->modelled;
    const char *label = cc_table_print(table, "%s: %s", intervention->title,
                                       modelled ? "cost (benefit is above)" : "cost less benefit");
    cc_year_table_millions(table, run, CC_ROW_PLAIN, label,
                           modelled ? plan->rows.a_intervention_cost + bid
                                    : plan->rows.a_intervention_net + bid);
    bid++;
  }
}

static void add_what_for(cc_table *table, const cc_run *run) {
  const cc_plan *plan = run->plan;
  const cc_rows *rows = &plan->rows;
  cc_table_section(table, "What it is for");
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Placements, net", rows->a_placement_net);
  for (int i = 0; i < plan->n_one_off_costs && rows->a_one_off != CC_ABSENT; i++) {
    cc_year_table_millions(table, run, CC_ROW_PLAIN, plan->one_off_costs[i].title,
                           rows->a_one_off + i);
  }
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Children diverted by a cap", rows->a_diversion);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Personal advisers of care leavers",
                         rows->a_leaver_cost);
  for (int i = 0; i < plan->n_services && rows->a_services != CC_ABSENT; i++) {
    cc_year_table_millions(table, run, CC_ROW_PLAIN, plan->services[i].title, rows->a_services + i);
  }
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Savings agreed and not delivered",
                         rows->a_savings_slippage);
  add_bids(table, run);
  cc_year_table_millions(table, run, CC_ROW_TOTAL, "Total expenditure", rows->a_expenditure);
}

static void add_unit_costs(cc_table *table, const cc_run *run) {
  const cc_rows *rows = &run->plan->rows;
  const int of[] = {rows->a_unit_placements, rows->a_unit_spending, rows->a_unit_residents};
  if (rows->a_unit_spending == CC_ABSENT) {
    return;
  }
  cc_table_section(table, "For each child, £ in the year");
  for (int i = 0; i < 3; i++) {
    if (of[i] != CC_ABSENT) {
      cc_year_table_count(table, run, CC_ROW_PLAIN, rows->annual.items[of[i]].title, "GBP a child",
                          of[i], 0);
    }
  }
}

static void add_expenditure(cc_run_tables *tables, const cc_run *run) {
  const cc_row_list *annual = &run->plan->rows.annual;
  int subjective = run->plan->rows.a_subjective;
  cc_table *table = cc_run_tables_next(tables, run, "Expenditure", false);
  cc_note_money(table, tables->prices);
  cc_note_doubt(table, run->scenario, tables->ranges_follow);
  add_what_for(table, run);
  add_unit_costs(table, run);
  cc_table_section(table, "Subjective analysis");
  for (int i = 0; i < CC_SUBJECTIVE_COUNT && subjective != CC_ABSENT; i++) {
    cc_year_table_millions(table, run, CC_ROW_PLAIN, annual->items[subjective + i].title,
                           subjective + i);
  }
  cc_year_table_millions(table, run, CC_ROW_TOTAL, "Total expenditure",
                         run->plan->rows.a_expenditure);
}

/* A row of what changed since the year before; the first year has none. */
static void add_since_last_year(cc_table *table, const cc_run *run, cc_row_kind kind,
                                const char *label, const char *id, const double *amounts) {
  cc_table_row_start(table, kind, label, "GBP");
  cc_table_row_id(table, id);
  cc_table_empty(table);
  for (int y = 1; y < run->plan->n_years; y++) {
    cc_table_millions(table, amounts[y], 1);
  }
}

static void add_changes(cc_table *table, const cc_run *run, cc_row_kind kind, const char *label,
                        int row) {
  double changes[CC_MAX_YEARS] = {0.0};
  for (int y = 1; y < run->plan->n_years; y++) {
    changes[y] =
        cc_annual(run->plan, run->results, row, y) - cc_annual(run->plan, run->results, row, y - 1);
  }
  const char *id = cc_table_print(table, "change.%s", run->plan->rows.annual.items[row].measure);
  add_since_last_year(table, run, kind, label, id, changes);
}

/* How much more or less each heading needs than in the year before: what is to be vired. */
static void add_virement(cc_run_tables *tables, const cc_run *run) {
  const cc_rows *rows = &run->plan->rows;
  if (run->plan->n_years < 2) {
    return;
  }
  cc_table *table = cc_run_tables_next(tables, run, "Virement by heading", false);
  cc_note_money(table, tables->prices);
  cc_note_doubt(table, run->scenario, tables->ranges_follow);
  cc_table_note(table, "What each heading needs more, or less, than in the year before.");
  for (int i = 0; i < CC_SUBJECTIVE_COUNT; i++) {
    add_changes(table, run, CC_ROW_PLAIN, rows->annual.items[rows->a_subjective + i].title,
                rows->a_subjective + i);
  }
  add_changes(table, run, CC_ROW_TOTAL, "Total expenditure", rows->a_expenditure);
}

/* The rest of a heading's change is demand and what was decided. Bids' own costs are not in it:
 * they have no prices apart. */
static void add_inflation(cc_run_tables *tables, const cc_run *run) {
  const cc_rows *rows = &run->plan->rows;
  int n_years = run->plan->n_years;
  if (n_years < 2) {
    return;
  }
  cc_table *table = cc_run_tables_next(tables, run, "Inflation by heading", false);
  cc_note_money(table, tables->prices);
  cc_note_doubt(table, run->scenario, tables->ranges_follow);
  cc_table_note(table, "What prices did to each heading since the year before; bids' own costs are"
                       " not in it.");
  double total[CC_MAX_YEARS] = {0.0};
  for (int i = 0; i < CC_SUBJECTIVE_COUNT; i++) {
    const cc_num *amounts = run->results->annual + (rows->a_price_by_heading + i) * n_years;
    for (int y = 0; y < n_years; y++) {
      total[y] += amounts[y];
    }
    add_since_last_year(table, run, CC_ROW_PLAIN, rows->annual.items[rows->a_subjective + i].title,
                        rows->annual.items[rows->a_price_by_heading + i].measure, amounts);
  }
  add_since_last_year(table, run, CC_ROW_TOTAL, "Total inflation", "change.price", total);
}

void cc_run_tables_add_costs(cc_run_tables *tables, const cc_run *run) {
  if (run->plan->demand.present) {
    add_placement_costs(tables, run);
  }
  if (run->plan->rows.a_expenditure != CC_ABSENT) {
    add_expenditure(tables, run);
    add_virement(tables, run);
    if (tables->prices == NULL) { /* at constant prices there is none to show */
      add_inflation(tables, run);
    }
  }
}
