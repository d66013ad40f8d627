/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Capital: money for buildings and the like, GBP in the years that each line counts in. It is
 * borrowed or granted, not part of what the services cost, and so it meets nothing else here. */
#include "model/capital.h"

#include "model/line.h"

cc_status cc_capital_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_rows *rows = &plan->rows;
  cc_row_block block = {plan, &rows->annual, arena, false};
  rows->a_capital =
      cc_block_of_groups(&block, "capital", "capital", plan->n_capital, plan->capital);
  if (plan->n_capital > 0) {
    rows->a_capital_total =
        cc_block_amount(&block, CC_SUM, "Total capital programme", "capital.total");
    cc_block_mark(&block, rows->a_capital_total, 1, CC_SUB_TOTAL);
  }
  return block.failed ? CC_NO_MEMORY : CC_OK;
}

void cc_capital_run(const cc_plan *plan, const cc_series_set *set, cc_results *results) {
  for (int y = 0; y < plan->n_years && plan->n_capital > 0; y++) {
    cc_annual_row(plan, results, plan->rows.a_capital_total)[y] =
        cc_fill_groups(plan, set, plan->rows.a_capital, plan->n_capital, plan->capital,
                       cc_line_amount, 1, y, results);
  }
}
