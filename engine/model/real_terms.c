/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Nominal pounds are divided by the price level of their year. What is added up over years is added
 * up anew; a net present value is in pounds of the first year already. */
#include "model/real_terms.h"

#include <string.h>

#include "base/calendar.h"
#include "model/invest_to_save.h"
#include "model/workspace.h"

static bool is_nominal(const cc_plan *plan, int row) {
  const cc_rows *rows = &plan->rows;
  int bids = cc_count_bids(plan);
  const int values[] = {rows->a_invest_npv, rows->a_bid_value, rows->a_bid_value_with_bias};
  bool nominal =
      strncmp(rows->annual.items[row].unit, "GBP", strlen("GBP")) == 0 && row != rows->a_bids_value;
  for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
    nominal = nominal && !(values[i] != CC_ABSENT && row >= values[i] && row < values[i] + bids);
  }
  return nominal;
}

static void accumulate(const cc_plan *plan, cc_results *results) {
  int years = plan->n_years;
  for (int b = 0; b < cc_count_bids(plan); b++) {
    const double *net = results->annual + (plan->rows.a_intervention_net + b) * years;
    double *cumulative = results->annual + (plan->rows.a_invest_cumulative + b) * years;
    for (int y = 0; y < years; y++) {
      cumulative[y] = net[y] + (y > 0 ? cumulative[y - 1] : 0.0);
    }
  }
}

void cc_results_to_real(const cc_plan *plan, const cc_workspace *workspace, int index,
                        cc_results *results) {
  double level[CC_MAX_YEARS] = {1.0};
  for (int y = 1; y < plan->n_years; y++) {
    level[y] = level[y - 1] * (1.0 + cc_value(&workspace->set, index, y * CC_MONTHS_PER_YEAR, 0.0));
  }
  for (int row = 0; row < plan->rows.annual.count; row++) {
    for (int y = 0; y < plan->n_years && is_nominal(plan, row); y++) {
      results->annual[row * plan->n_years + y] /= level[y];
    }
  }
  accumulate(plan, results);
}
