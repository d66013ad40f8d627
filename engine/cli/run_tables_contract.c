/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract sum in the shape of the council papers: the growth request, how the sum is built up,
 * the funding with each bid on its own lines, and what stands against it. Benefits of bids are
 * printed positive and the net as investment less benefit, as the papers print them. */
#include "cli/run_tables.h"

#include <stdlib.h>

#include "analysis/bid_order.h"
#include "base/calendar.h"
#include "base/money.h"
#include "cli/year_table.h"
#include "model/appraisal.h"
#include "model/invest_to_save.h"

/* A group's lines and, where there are several, their sub-total; returns the row after them. */
static int add_group(cc_table *table, const cc_run *run, const cc_line_group *group, int row) {
  cc_table_section(table, group->title);
  for (int i = 0; i < group->n_lines; i++) {
    cc_year_table_millions(table, run, CC_ROW_PLAIN, group->lines[i].title, row++);
  }
  if (group->n_lines > 1) {
    cc_year_table_millions(table, run, CC_ROW_TOTAL, "Sub-total", row);
  }
  return row + 1;
}

/* A row that is left out where there is nothing of the kind in any year. */
static void add_asked(cc_table *table, const cc_run *run, const char *label, int row) {
  if (cc_year_row_says_something(run, row)) {
    cc_year_table_millions(table, run, CC_ROW_PLAIN, label, row);
  }
}

static void add_pressures(cc_run_tables *tables, const cc_run *run) {
  const cc_contract *contract = &run->plan->contract;
  const cc_contract_rows *at = &run->plan->rows.contract;
  if (contract->n_pressures + contract->n_mitigations == 0 && at->modelled_volume == CC_ABSENT) {
    return;
  }
  cc_table *table = cc_run_tables_next(tables, run, "Demand pressures and mitigations", false);
  cc_note_money(table, tables->prices);
  cc_table_note(table, "What is added to the contract sum in each year; volume and mix at constant"
                       " prices.");
  int row = at->pressures;
  for (int g = 0; g < contract->n_pressures; g++) {
    row = add_group(table, run, &contract->pressures[g], row);
  }
  row = at->mitigations;
  for (int g = 0; g < contract->n_mitigations; g++) {
    row = add_group(table, run, &contract->mitigations[g], row);
  }
  if (at->modelled_volume != CC_ABSENT) {
    cc_table_section(table, "As modelled");
    cc_year_table_millions(table, run, CC_ROW_PLAIN, "Number of children", at->modelled_volume);
    cc_year_table_millions(table, run, CC_ROW_PLAIN, "Mix of placements", at->modelled_mix);
    cc_year_table_millions(table, run, CC_ROW_PLAIN, "Other costs", at->modelled_other);
    add_asked(table, run, "Decided about services in the year", at->modelled_services);
    add_asked(table, run, "Decided in the year before: full-year effect",
              at->modelled_services_full_year);
    add_asked(table, run, "Savings that slipped in the year before", at->modelled_slippage);
    add_asked(table, run, "Full-year effect of the year before", at->modelled_full_year);
  }
  cc_year_table_millions(table, run, CC_ROW_TOTAL, "Demand pressures (net)", at->demand_pressures);
}

/* The savings tracker. */
static void add_savings(cc_run_tables *tables, const cc_run *run) {
  const cc_contract *contract = &run->plan->contract;
  int row = run->plan->rows.a_savings;
  if (row == CC_ABSENT) {
    return;
  }
  cc_table *table = cc_run_tables_next(tables, run, "Savings tracker", false);
  cc_note_money(table, tables->prices);
  cc_note_doubt(table, run->scenario, tables->ranges_follow);
  cc_table_note(table, "What was agreed is taken off the contract sum; what is not delivered of it"
                       " is spent.");
  for (int g = 0; g < contract->n_mitigations; g++) {
    for (int i = 0; i < contract->mitigations[g].n_lines; i++) {
      cc_table_section(table, contract->mitigations[g].lines[i].title);
      cc_year_table_millions(table, run, CC_ROW_PLAIN, "Agreed", row++);
      cc_year_table_millions(table, run, CC_ROW_PLAIN, "Delivered", row++);
      cc_year_table_millions(table, run, CC_ROW_PLAIN, "Not delivered", row++);
    }
  }
  cc_year_table_millions(table, run, CC_ROW_TOTAL, "Savings agreed and not delivered",
                         run->plan->rows.a_savings_slippage);
}

static void add_lines(cc_table *table, const cc_run *run, int n, const cc_line *lines, int first) {
  for (int i = 0; i < n && first != CC_ABSENT; i++) {
    cc_year_table_millions(table, run, CC_ROW_PLAIN, lines[i].title, first + i);
  }
}

static void add_indexation(cc_table *table, const cc_run *run) {
  const cc_contract_rows *at = &run->plan->rows.contract;
  int parts = (at->indexation_stated != CC_ABSENT) + (at->indexation_on_base != CC_ABSENT) +
              (at->indexation_modelled != CC_ABSENT);
  if (parts > 1) {
    cc_table_section(table, "Indexation");
    cc_year_table_millions(table, run, CC_ROW_PLAIN, run->plan->contract.indexation.title,
                           at->indexation_stated);
    cc_year_table_millions(table, run, CC_ROW_PLAIN, "Pay and price indexes on the base",
                           at->indexation_on_base);
    cc_year_table_millions(table, run, CC_ROW_PLAIN, "Prices, as modelled",
                           at->indexation_modelled);
  }
  cc_year_table_millions(table, run, parts > 1 ? CC_ROW_TOTAL : CC_ROW_PLAIN,
                         parts > 1 ? "Total indexation" : "Indexation", at->indexation);
}

static void add_contract_sum(cc_run_tables *tables, const cc_run *run) {
  const cc_contract *contract = &run->plan->contract;
  const cc_contract_rows *at = &run->plan->rows.contract;
  cc_table *table = cc_run_tables_next(tables, run, "Contract sum", false);
  cc_note_money(table, tables->prices);
  cc_note_doubt(table, run->scenario, tables->ranges_follow);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Net contract sum brought forward",
                         at->brought_forward);
  if (contract->n_adjustments > 0) {
    cc_table_section(table, "Permanent adjustments");
    add_lines(table, run, contract->n_adjustments, contract->adjustments, at->adjustments);
  }
  cc_year_table_millions(table, run, CC_ROW_TOTAL, "Sub-total (before indexation)", at->sub_total);
  add_indexation(table, run);
  cc_table_section(table, "Contract changes");
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Demand pressures (net)", at->demand_pressures);
  add_lines(table, run, contract->n_changes, contract->changes, at->changes);
  cc_year_table_millions(table, run, CC_ROW_TOTAL, "Total contract sum", at->total_contract_sum);
}

static void add_bid_lines(cc_table *table, const cc_run *run, const cc_intervention *bid,
                          int number) {
  const cc_rows *rows = &run->plan->rows;
  cc_table_section(table, bid->title);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Investment",
                         rows->a_intervention_cost + number);
  cc_year_table_millions(table, run, CC_ROW_PLAIN,
                         bid->modelled ? "Benefits, as modelled" : "Benefits",
                         rows->a_intervention_benefit + number);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Net investment / (benefit)",
                         rows->a_intervention_net + number);
}

static void add_funding(cc_run_tables *tables, const cc_run *run) {
  const cc_plan *plan = run->plan;
  const cc_contract_rows *at = &plan->rows.contract;
  int bid = 0;
  cc_table *table = cc_run_tables_next(tables, run, "Funding proposed", false);
  cc_note_money(table, tables->prices);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Core contract sum", at->core_contract_sum);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Government grants paid via the council",
                         at->grants);
  cc_year_table_millions(table, run, CC_ROW_TOTAL, "Total contract sum", at->total_contract_sum);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Other grants and contributions",
                         at->other_grants);
  cc_year_table_millions(table, run, CC_ROW_TOTAL, "Total budget", at->total_budget);
  for (int i = 0; i < plan->n_interventions; i++) {
    if (cc_is_bid(&plan->interventions[i])) {
      add_bid_lines(table, run, &plan->interventions[i], bid++);
    }
  }
  cc_year_table_millions(table, run, CC_ROW_TOTAL, "Total funding proposed",
                         at->total_funding_proposed);
}

/* The first year at whose end the reserves are short of their floor. */
static void note_reserves(cc_table *table, const cc_run *run) {
  int row = run->plan->rows.contract.below_floor;
  char year[CC_YEAR_TEXT];
  for (int y = 0; y < run->plan->n_years && row != CC_ABSENT; y++) {
    if (cc_annual(run->plan, run->results, row, y) > CC_HALF_A_PENNY) {
      cc_table_note(table, "The reserves are short of their floor from the end of %s on.",
                    cc_print_financial_year(run->plan->first_year + y, year));
      return;
    }
  }
}

static void add_gap(cc_run_tables *tables, const cc_run *run) {
  const cc_rows *rows = &run->plan->rows;
  const cc_contract_rows *at = &rows->contract;
  if (at->funding_gap == CC_ABSENT && at->council_contract_sum == CC_ABSENT) {
    return;
  }
  cc_table *table = cc_run_tables_next(tables, run, "Against the contract sum", false);
  cc_note_money(table, tables->prices);
  cc_table_note(table, "A gap is expenditure less funding: positive is short of money.");
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Contract sum that the council assumes",
                         at->council_contract_sum);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Total budget that the council assumes",
                         at->council_total_budget);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Expenditure", rows->a_expenditure);
  cc_year_table_millions(table, run, CC_ROW_TOTAL,
                         at->council_contract_sum != CC_ABSENT
                             ? "Gap against the council's assumption"
                             : "Gap against the total funding proposed",
                         at->funding_gap);
  if (at->council_contract_sum != CC_ABSENT) {
    cc_year_table_millions(table, run, CC_ROW_PLAIN, "Gap against the total funding proposed",
                           at->gap_against_proposed);
  }
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Gain share of the year before, to the council",
                         at->gain_share);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Risk share paid by the council",
                         at->risk_share);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Overspend left to the trust",
                         at->left_to_trust);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Reserves on 31 March", at->reserves);
  cc_year_table_millions(table, run, CC_ROW_PLAIN, "Short of their floor", at->below_floor);
  note_reserves(table, run);
}

static double sum_of_years(const cc_run *run, int row) {
  return cc_span_value(run->plan, cc_alone(run->results),
                       &(cc_span){row, 0, run->plan->n_years - 1});
}

static void add_bid_summary(cc_table *table, const cc_run *run, const cc_intervention *bid,
                            int number) {
  const cc_rows *rows = &run->plan->rows;
  char year[CC_YEAR_TEXT];
  int payback = cc_invest_payback(run->plan, run->results, number);
  cc_table_row_start(table, CC_ROW_PLAIN, bid->title, "GBP");
  cc_table_row_id(table, cc_table_print(table, "interventions.%s", bid->name));
  cc_table_millions(table, sum_of_years(run, rows->a_intervention_cost + number), 1);
  cc_table_millions(table, sum_of_years(run, rows->a_intervention_benefit + number), 1);
  cc_table_millions(table, sum_of_years(run, rows->a_intervention_net + number), 1);
  if (rows->a_invest_npv != CC_ABSENT) {
    int last = run->plan->n_years - 1;
    cc_table_millions(table, cc_annual(run->plan, run->results, rows->a_invest_npv + number, last),
                      1);
  } else {
    cc_table_empty(table);
  }
  cc_table_text(table, payback < 0
                           ? "not in these years"
                           : cc_print_financial_year(run->plan->first_year + payback, year));
}

static void add_invest_to_save(cc_run_tables *tables, const cc_run *run) {
  int bid = 0;
  if (cc_count_bids(run->plan) == 0) {
    return;
  }
  cc_table *table = &tables->items[tables->count++];
  cc_table_start(table, "Invest to save, all years together");
  cc_note_money(table, tables->prices);
  if (run->plan->rows.a_invest_npv != CC_ABSENT) {
    cc_table_note(table, "Net present value: benefits less investment in pounds of the first year,"
                         " discounted.");
  } else {
    cc_table_note(table,
                  "No net present value: the scenario names no deflator"
                  " (`invest_to_save.deflator`) to bring nominal pounds to the first year's.");
  }
  cc_table_note(table, "Paid back: the first year from whose end on a bid is not short in any of"
                       " these years.");
  cc_table_column(table, "Bid", CC_ALIGN_LEFT, CC_LABEL_WIDTH);
  cc_table_column(table, "Investment", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Benefit", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Net cost", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Net present value", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Paid back", CC_ALIGN_LEFT, 0);
  for (int i = 0; i < run->plan->n_interventions; i++) {
    if (cc_is_bid(&run->plan->interventions[i])) {
      add_bid_summary(table, run, &run->plan->interventions[i], bid++);
    }
  }
}

static void add_order(cc_table *table, const cc_run *run, const cc_bid_order *order) {
  const cc_intervention *bid = &run->plan->interventions[order->intervention];
  cc_table_row_start(table, CC_ROW_PLAIN, bid->title, "GBP");
  cc_table_row_id(table, cc_table_print(table, "interventions.%s", bid->name));
  cc_table_millions(table, order->written, 1);
  cc_table_millions(table, order->alone, 1);
  cc_table_millions(table, order->last, 1);
}

/* Only in nominal pounds, as the orders are projected anew. */
static void add_orders(cc_run_tables *tables, const cc_run *run) {
  int count = cc_bid_order_count(run->plan);
  if (count == 0 || tables->prices != NULL) {
    return;
  }
  cc_table *table = &tables->items[tables->count++];
  cc_table_start(table, "Invest to save: what a bid saves by when it is counted");
  cc_note_money(table, NULL);
  cc_table_note(table, "All years together. Bids that act on the same children save less together"
                       " than each alone.");
  cc_table_column(table, "Bid", CC_ALIGN_LEFT, CC_LABEL_WIDTH);
  cc_table_column(table, "As written", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Alone", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Last", CC_ALIGN_RIGHT, 0);
  cc_bid_order *orders = calloc((size_t)count, sizeof *orders);
  table->failed = table->failed || orders == NULL || cc_bid_order_find(run, orders) != CC_OK;
  for (int i = 0; i < count && !table->failed; i++) {
    add_order(table, run, &orders[i]);
  }
  free(orders);
}

static void add_payback(cc_table *table, const cc_run *run, int bid, bool discounted) {
  char year[CC_YEAR_TEXT];
  int since = cc_appraisal_payback(run->plan, run->workspace, run->results, bid, discounted);
  cc_table_text(table,
                since < 0 ? "never" : cc_print_financial_year(run->plan->first_year + since, year));
}

static void add_life(cc_table *table, const cc_run *run, const cc_intervention *bid, int number) {
  const cc_rows *rows = &run->plan->rows;
  int years = bid->horizon > run->plan->n_years ? bid->horizon : run->plan->n_years;
  cc_table_row_start(table, CC_ROW_PLAIN, bid->title, "GBP");
  cc_table_row_id(table, cc_table_print(table, "interventions.%s", bid->name));
  cc_table_count(table, years, 0);
  if (rows->a_bid_capital != CC_ABSENT) {
    cc_table_millions(table, sum_of_years(run, rows->a_bid_capital + number), 1);
  } else {
    cc_table_empty(table);
  }
  cc_table_millions(table, cc_annual(run->plan, run->results, rows->a_bid_value + number, 0), 1);
  if (rows->a_bid_value_with_bias != CC_ABSENT) {
    cc_table_millions(
        table, cc_annual(run->plan, run->results, rows->a_bid_value_with_bias + number, 0), 1);
  } else {
    cc_table_empty(table);
  }
  add_payback(table, run, number, false);
  add_payback(table, run, number, true);
}

/* As the Green Book appraises them; nothing to say where there is no deflator. */
static void add_whole_lives(cc_run_tables *tables, const cc_run *run) {
  static const char *const headings[] = {"Years",
                                         "Capital",
                                         "Net present value",
                                         "with optimism bias",
                                         "Paid back",
                                         "Paid back, discounted"};
  if (run->plan->rows.a_bid_value == CC_ABSENT) {
    return;
  }
  cc_table *table = &tables->items[tables->count++];
  cc_table_start(table, "Invest to save, whole life");
  cc_table_note(table, "£m; capital in nominal pounds, all else in pounds of the first year;"
                       " negatives in brackets. Central values.");
  cc_table_note(table, "Beyond the last year shown, cost and benefit stay what they are in it, in"
                       " real terms. Capital counts when it is spent, less what it is still worth"
                       " at the end.");
  cc_table_column(table, "Bid", CC_ALIGN_LEFT, CC_LABEL_WIDTH);
  for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
    cc_table_column(table, headings[i], CC_ALIGN_RIGHT, 0);
  }
  for (int i = 0, bid = 0; i < run->plan->n_interventions; i++) {
    if (cc_is_bid(&run->plan->interventions[i])) {
      add_life(table, run, &run->plan->interventions[i], bid++);
    }
  }
}

void cc_run_tables_add_contract(cc_run_tables *tables, const cc_run *run) {
  if (run->plan->contract.present) {
    add_pressures(tables, run);
    add_savings(tables, run);
    add_contract_sum(tables, run);
    add_funding(tables, run);
    add_gap(tables, run);
  }
  add_invest_to_save(tables, run);
  add_orders(tables, run);
  add_whole_lives(tables, run);
}
