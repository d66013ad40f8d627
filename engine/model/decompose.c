/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why cost changed. With w the child-weeks, p the net price of a child-week, W = sum w and
 * c = sum w p / W the average cost of a child-week, the change from 0 to 1 is
 *
 *   volume   (W1 - W0) c0                          other numbers of children, living as before
 *   mix      W1 sum (w1/W1 - w0/W0) p0             the new number, living elsewhere, at old prices
 *   price    sum w1 (p1 - p0)                      the new children, at the new prices
 *
 * which sum to sum w1 p1 - sum w0 p0 whatever the numbers are: with `crossed` = sum w1 p0 they are
 * (W1 - W0) c0, crossed - W1 c0 and cost1 - crossed, and that is how they are computed. Volume is
 * taken first and price last, as a pressures paper does: demand pressures at constant prices, then
 * indexation on the new demand.
 *
 * Where nobody was in care before, there is no old mix: all of the old-price cost is volume. Where
 * nobody is in care any more, all of the change is volume too. */
#include "model/decompose.h"

static cc_num sum(int n, const cc_num *values) {
  cc_num total = cc_all(0.0);
  for (int i = 0; i < n; i++) {
    total += values[i];
  }
  return total;
}

cc_decomposition cc_decompose(int n, const cc_num *weeks0, const cc_num *net0, const cc_num *price0,
                              const cc_num *weeks1, const cc_num *net1) {
  cc_num all_weeks0 = sum(n, weeks0);
  cc_num all_weeks1 = sum(n, weeks1);
  cc_num cost0 = sum(n, net0);
  cc_num cost1 = sum(n, net1);
  cc_num crossed = cc_all(0.0);
  for (int p = 0; p < n; p++) {
    crossed += weeks1[p] * price0[p];
  }
  /* The new child-weeks at the old mix and the old prices. */
  cc_num as_before = cc_where(all_weeks0 > 0.0, cost0 * (all_weeks1 / all_weeks0), crossed);
  cc_decomposition parts = {.volume = as_before - cost0,
                            .mix = crossed - as_before,
                            .price = cost1 - crossed,
                            .total = cost1 - cost0};
  return parts;
}

/* The amount of `count` rows from `first` on, added up; 0 where the scenario has no such block. */
static cc_num add_rows(const cc_plan *plan, const cc_results *results, int first, int count,
                       int year) {
  cc_num total = cc_all(0.0);
  for (int i = 0; first != CC_ABSENT && i < count; i++) {
    total += cc_annual(plan, results, first + i, year);
  }
  return total;
}

static void read_placements(const cc_plan *plan, const cc_results *results, int year,
                            cc_account *account) {
  const cc_rows *rows = &plan->rows;
  for (int p = 0; p < plan->n_placements && rows->a_cost != CC_ABSENT; p++) {
    account->weeks[year][p] = cc_annual(plan, results, rows->a_child_days + p, year) / 7.0;
    account->net[year][p] = cc_annual(plan, results, rows->a_cost + p, year) -
                            cc_annual(plan, results, rows->a_contributions + p, year);
    account->price[year][p] = cc_annual(plan, results, rows->a_net_price + p, year);
  }
}

/* Services that are out of scope have rows but are not expenditure. */
static cc_num read_services(const cc_plan *plan, const cc_results *results, int year) {
  cc_num total = cc_all(0.0);
  for (int s = 0; s < plan->n_services; s++) {
    if (plan->services[s].counted) {
      total += cc_annual(plan, results, plan->rows.a_services + s, year);
    }
  }
  return total;
}

void cc_account_read(const cc_plan *plan, const cc_results *results, cc_account *account) {
  const cc_rows *rows = &plan->rows;
  *account = (cc_account){0};
  for (int y = 0; y < plan->n_years; y++) {
    read_placements(plan, results, y, account);
    account->other_demand[y] = add_rows(plan, results, rows->a_one_off, plan->n_one_off_costs, y) +
                               add_rows(plan, results, rows->a_diversion, 1, y) +
                               add_rows(plan, results, rows->a_leaver_cost, 1, y);
    account->services[y] = read_services(plan, results, y);
    account->slippage[y] = add_rows(plan, results, rows->a_savings_slippage, 1, y);
    account->other_price[y] = add_rows(plan, results, rows->a_other_price, 1, y);
    account->services_price[y] = add_rows(plan, results, rows->a_services_price, 1, y);
    account->services_full_year[y] = add_rows(plan, results, rows->a_services_full_year, 1, y);
    account->total[y] = add_rows(plan, results, rows->a_expenditure, 1, y);
  }
}
