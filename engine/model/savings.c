/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The savings tracker. Of each mitigation, in plan year y,
 *
 *   target      what has been agreed up to y: amount(y) of a one-off line, else
 *               amount(0) + ... + amount(y), as what is agreed for good is in the contract sum of
 *               every later year
 *   delivered   target x delivery(y), the mean of the year's months
 *   slippage    target - delivered
 *
 * The contract sum falls by the whole target, for that is what was agreed. Expenditure is what it
 * would be if all were delivered, and the slippage. */
#include "model/savings.h"

#include "model/line.h"

enum { TARGET, DELIVERED, SLIPPAGE, ROWS_OF_LINE };

static bool any_delivery(const cc_contract *contract) {
  for (int g = 0; g < contract->n_mitigations; g++) {
    for (int i = 0; i < contract->mitigations[g].n_lines; i++) {
      if (contract->mitigations[g].lines[i].delivery != CC_ABSENT) {
        return true;
      }
    }
  }
  return false;
}

static void lay_out_line(cc_row_block *block, const char *group, const cc_line *line) {
  static const char *const names[ROWS_OF_LINE] = {"target", "delivered", "slippage"};
  static const char *const titles[ROWS_OF_LINE] = {"agreed saving", "delivered", "not delivered"};
  for (int i = 0; i < ROWS_OF_LINE; i++) {
    const char *title = cc_arena_print(block->arena, "%s: %s", line->title, titles[i]);
    cc_block_amount(block, CC_SUM, title, "savings.%s.%s.%s", group, line->name, names[i]);
  }
}

cc_status cc_savings_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_rows *rows = &plan->rows;
  const cc_contract *contract = &plan->contract;
  if (!contract->present || !any_delivery(contract) || rows->a_expenditure == CC_ABSENT) {
    return CC_OK;
  }
  cc_row_block block = {plan, &rows->annual, arena, false};
  rows->a_savings = block.list->count;
  for (int g = 0; g < contract->n_mitigations; g++) {
    for (int i = 0; i < contract->mitigations[g].n_lines; i++) {
      lay_out_line(&block, contract->mitigations[g].name, &contract->mitigations[g].lines[i]);
    }
  }
  rows->a_savings_slippage =
      cc_block_amount(&block, CC_SUM, "Savings agreed and not delivered", "savings.slippage");
  cc_block_mark(&block, rows->a_savings_slippage, 1, CC_LINE);
  return block.failed ? CC_NO_MEMORY : CC_OK;
}

/* Fills the three rows of a line from `first` on; returns its slippage. */
static cc_num run_line(const cc_plan *plan, const cc_series_set *set, const cc_line *line,
                       int first, int year, cc_results *results) {
  cc_num *target = cc_annual_row(plan, results, first + TARGET);
  cc_num before = line->one_off || year == 0 ? cc_all(0.0) : target[year - 1];
  target[year] = before + cc_line_agreed(set, line, year);
  cc_num delivered = target[year] * cc_year_value(set, line->delivery, year, 1);
  cc_annual_row(plan, results, first + DELIVERED)[year] = delivered;
  return cc_annual_row(plan, results, first + SLIPPAGE)[year] = target[year] - delivered;
}

cc_num cc_savings_run_year(const cc_plan *plan, const cc_series_set *set, int year,
                           cc_results *results) {
  const cc_contract *contract = &plan->contract;
  cc_num slippage = cc_all(0.0);
  int row = plan->rows.a_savings;
  for (int g = 0; g < contract->n_mitigations; g++) {
    for (int i = 0; i < contract->mitigations[g].n_lines; i++) {
      slippage += run_line(plan, set, &contract->mitigations[g].lines[i], row, year, results);
      row += ROWS_OF_LINE;
    }
  }
  return slippage;
}
