/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What placements cost. For placement p in month t, with L its child-days,
 *
 *   weeks          L / 7                                L by the days of the calendar
 *   cost           weeks x price(t)                         price in GBP a child-week
 *   contributions  weeks x received(t)                      what others pay for a child-week:
 *     received     sum of  share x price(t)  |  GBP a child-week  |  7 x GBP a child-night
 *   net            cost - contributions
 *
 * Cost is time in care times price, never the children counted on a day times price. Prices step
 * each April. Months add up to years; the net price of a year is net / weeks, so that prices that
 * change within a year are weighted by the children they were paid for. Where nobody lived in a
 * placement all year, its net price is the plain mean of the months: what a child would have cost.
 * Nights are counted as child-days. */
#include "model/placement_cost.h"

#include "base/calendar.h"
#include "model/line.h"

static void lay_out_months(cc_rows *rows, cc_row_block *monthly) {
  rows->m_price = cc_block_of_placements(monthly, "weekly_price", "Price of a child-week",
                                         "GBP a child-week", CC_RATIO);
  rows->m_cost = cc_block_of_placements(monthly, "placement_cost", "Placement cost", "GBP", CC_SUM);
  rows->m_contributions = cc_block_of_placements(monthly, "contributions",
                                                 "Contributions to placements", "GBP", CC_SUM);
}

static void lay_out_years(cc_rows *rows, cc_row_block *annual) {
  rows->a_child_days =
      cc_block_by_placement(annual, "child_days", "Child-days", "child-days", CC_SUM);
  rows->a_cost = cc_block_by_placement(annual, "placement_cost", "Placement cost", "GBP", CC_SUM);
  rows->a_contributions =
      cc_block_by_placement(annual, "contributions", "Contributions", "GBP", CC_SUM);
  rows->a_net_price =
      cc_block_by_placement(annual, "net_price", "Net price", "GBP a child-week", CC_RATIO);
  rows->a_placement_net =
      cc_block_single(annual, "placement_cost.net", "Placement cost, net", "GBP", CC_SUM);
  cc_block_mark(annual, rows->a_placement_net, 1, CC_LINE);
  rows->a_unit_cost = cc_block_single(annual, "placement_cost.unit", "Net cost of a child-week",
                                      "GBP a child-week", CC_RATIO);
}

cc_status cc_placement_cost_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_rows *rows = &plan->rows;
  if (!plan->demand.present) {
    return CC_OK;
  }
  cc_row_block monthly = {plan, &rows->monthly, arena, false};
  cc_row_block annual = {plan, &rows->annual, arena, false};
  lay_out_months(rows, &monthly);
  lay_out_years(rows, &annual);
  return cc_block_status(&monthly, &annual);
}

cc_num cc_contributions_per_week(const cc_placement *placement, const cc_series_set *set,
                                 cc_num price, int month) {
  cc_num received = cc_all(0.0);
  for (int i = 0; i < placement->n_contributions; i++) {
    const cc_contribution *contribution = &placement->contributions[i];
    cc_num amount = cc_value(set, contribution->amount, month, 0);
    switch (contribution->kind) {
    case CC_SHARE_OF_PRICE:
      received += amount * price;
      break;
    case CC_PER_CHILD_WEEK:
      received += amount;
      break;
    case CC_PER_CHILD_NIGHT:
      received += amount * CC_DAYS_PER_WEEK;
      break;
    }
  }
  return received;
}

/* One year of one placement. */
typedef struct {
  cc_num weeks, cost, contributions;
  cc_num net_prices; /* sum of the months' net prices of a child-week */
} placement_year;

/* Fills the placement's months of the year and adds them up. */
static placement_year run_year(const cc_plan *plan, const cc_series_set *set, int p, int year,
                               cc_results *results) {
  const cc_rows *rows = &plan->rows;
  const cc_placement *placement = &plan->placements[p];
  placement_year total = {0};
  int first = year * CC_MONTHS_PER_YEAR;
  for (int t = first; t < first + CC_MONTHS_PER_YEAR; t++) {
    cc_num weeks = cc_monthly(plan, results, rows->m_child_days + p, t) / CC_DAYS_PER_WEEK;
    cc_num price = cc_value(set, placement->weekly_price, t, 0);
    cc_num received = cc_contributions_per_week(placement, set, price, t);
    cc_num cost = weeks * price, contributions = weeks * received;
    *cc_month_cells(plan, results, rows->m_price + p, t) = price;
    *cc_month_cells(plan, results, rows->m_cost + p, t) = cost;
    *cc_month_cells(plan, results, rows->m_contributions + p, t) = contributions;
    total.weeks += weeks;
    total.cost += cost;
    total.contributions += contributions;
    total.net_prices += price - received;
  }
  return total;
}

static void keep_year(const cc_plan *plan, int p, int year, const placement_year *total,
                      cc_results *results, cc_account *account) {
  const cc_rows *rows = &plan->rows;
  cc_num net = total->cost - total->contributions;
  cc_num price =
      cc_where(total->weeks > 0.0, net / total->weeks, total->net_prices / CC_MONTHS_PER_YEAR);
  account->weeks[year][p] = total->weeks;
  account->net[year][p] = net;
  account->price[year][p] = price;
  cc_annual_row(plan, results, rows->a_child_days + p)[year] = total->weeks * CC_DAYS_PER_WEEK;
  cc_annual_row(plan, results, rows->a_cost + p)[year] = total->cost;
  cc_annual_row(plan, results, rows->a_contributions + p)[year] = total->contributions;
  cc_annual_row(plan, results, rows->a_net_price + p)[year] = price;
}

static void clear_year(const cc_plan *plan, int year, cc_account *account) {
  for (int p = 0; p < plan->n_placements; p++) {
    account->weeks[year][p] = account->net[year][p] = account->price[year][p] = cc_all(0.0);
  }
}

void cc_placement_cost_run(const cc_plan *plan, const cc_series_set *set, cc_results *results,
                           cc_account *account) {
  for (int y = 0; y < plan->n_years; y++) {
    if (!plan->demand.present) {
      clear_year(plan, y, account);
      continue;
    }
    cc_num weeks = cc_all(0.0);
    cc_num net = cc_all(0.0);
    for (int p = 0; p < plan->n_placements; p++) {
      placement_year total = run_year(plan, set, p, y, results);
      keep_year(plan, p, y, &total, results, account);
      weeks += total.weeks;
      net += account->net[y][p];
    }
    cc_annual_row(plan, results, plan->rows.a_placement_net)[y] = net;
    cc_annual_row(plan, results, plan->rows.a_unit_cost)[y] =
        cc_where(weeks > 0.0, net / weeks, cc_all(0.0));
  }
}
