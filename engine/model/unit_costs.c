/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GBP for each child in a year:
 *
 *   placements    net placement cost / children in care on average
 *   all spending  expenditure / children in care on average
 *   residents     expenditure / residents under 18 on average, over the months
 */
#include "model/unit_costs.h"

#include "base/calendar.h"
#include "model/line.h"
#include "model/population.h"

cc_status cc_unit_costs_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_rows *rows = &plan->rows;
  if (!plan->demand.present || rows->a_expenditure == CC_ABSENT) {
    return CC_OK;
  }
  cc_row_block block = {plan, &rows->annual, arena, false};
  rows->a_unit_placements =
      cc_block_single(&block, "unit_cost.placements_per_child_in_care",
                      "Placement cost, net, for each child in care", "GBP a child", CC_RATIO);
  rows->a_unit_spending =
      cc_block_single(&block, "unit_cost.spending_per_child_in_care",
                      "Expenditure for each child in care", "GBP a child", CC_RATIO);
  if (cc_has_population(plan)) {
    rows->a_unit_residents =
        cc_block_single(&block, "unit_cost.spending_per_resident",
                        "Expenditure for each resident under 18", "GBP a child", CC_RATIO);
  }
  return block.failed ? CC_NO_MEMORY : CC_OK;
}

static cc_num mean_residents(const cc_plan *plan, const cc_series_set *set, int year) {
  cc_num sum = cc_all(0.0);
  for (int t = year * CC_MONTHS_PER_YEAR; t < (year + 1) * CC_MONTHS_PER_YEAR; t++) {
    sum += cc_residents(plan, set, t);
  }
  return sum / CC_MONTHS_PER_YEAR;
}

static void put_ratio(const cc_plan *plan, cc_results *results, int row, int year, cc_num amount,
                      cc_num children) {
  cc_annual_row(plan, results, row)[year] =
      cc_where(children > 0.0, amount / children, cc_all(0.0));
}

void cc_unit_costs_run(const cc_plan *plan, const cc_series_set *set, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  for (int y = 0; y < plan->n_years && rows->a_unit_spending != CC_ABSENT; y++) {
    cc_num children = cc_annual(plan, results, rows->a_average, y);
    cc_num spending = cc_annual(plan, results, rows->a_expenditure, y);
    put_ratio(plan, results, rows->a_unit_placements, y,
              cc_annual(plan, results, rows->a_placement_net, y), children);
    put_ratio(plan, results, rows->a_unit_spending, y, spending, children);
    if (rows->a_unit_residents != CC_ABSENT) {
      put_ratio(plan, results, rows->a_unit_residents, y, spending, mean_residents(plan, set, y));
    }
  }
}
