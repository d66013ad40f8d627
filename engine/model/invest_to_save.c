/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invest to save: money spent now for a benefit later. For a bid in plan year y, GBP,
 *
 *   investment   its cost
 *   benefit      stated: benefit x delivery. Modelled: expenditure with the bids written before it
 *                less expenditure with it too, so that the benefits of all modelled bids sum to
 *                what they do together. Negative where it adds cost.
 *   net          investment - benefit
 *   cumulative   sum of net up to y
 *   value        sum up to y of (benefit - investment) / P(y) / D(y)
 *
 * with P(y) the deflator's price level of y over that of the first year (each step taken in April)
 * and D(y) = (1 + r) ... (1 + r) over the years after the first, r the real discount rate. Nominal
 * pounds become pounds of the first year and are then discounted, the first year not at all: year 0
 * of the Green Book (HM Treasury), whose rate of 3.5% real stands where the scenario says nothing.
 * Without a deflator there is no such value, as a real rate is for real money only.
 *
 * Expenditure as the variants leave it has no bid's cost. Here it gets the costs and loses the
 * stated benefits; modelled benefits are in it already. A bid's cost, less its stated benefit, is
 * shown under the headings that it names, else under supplies and services, so that the headings
 * still sum to the total. */
#include "model/invest_to_save.h"

#include "base/calendar.h"
#include "base/money.h"
#include "model/line.h"
#include "model/services.h"

int cc_count_bids(const cc_plan *plan) {
  int count = 0;
  for (int i = 0; i < plan->n_interventions; i++) {
    count += cc_is_bid(&plan->interventions[i]) ? 1 : 0;
  }
  return count;
}

int cc_block_of_bids(cc_row_block *block, const cc_plan *plan, cc_gather gather, const char *what,
                     const char *title) {
  int first = block->list->count;
  for (int i = 0; i < plan->n_interventions; i++) {
    const cc_intervention *bid = &plan->interventions[i];
    if (!cc_is_bid(bid)) {
      continue;
    }
    const char *full_title = cc_arena_print(block->arena, "%s: %s", bid->title, title);
    cc_block_amount(block, gather, full_title, "invest_to_save.%s.%s", bid->name, what);
  }
  return first;
}

/* In expenditure is what a bid costs, less what it saves by its own word: what it saves by the
 * model is not there to begin with. */
static void mark_lines(cc_row_block *block, const cc_plan *plan) {
  for (int i = 0, bid = 0; i < plan->n_interventions; i++) {
    const cc_intervention *intervention = &plan->interventions[i];
    if (cc_is_bid(intervention)) {
      int rows =
          intervention->modelled ? plan->rows.a_intervention_cost : plan->rows.a_intervention_net;
      cc_block_mark(block, rows + bid, 1, CC_LINE);
      bid++;
    }
  }
}

cc_status cc_invest_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_rows *rows = &plan->rows;
  if (cc_count_bids(plan) == 0) {
    return CC_OK;
  }
  cc_row_block block = {plan, &rows->annual, arena, false};
  rows->a_intervention_cost = cc_block_of_bids(&block, plan, CC_SUM, "investment", "investment");
  rows->a_intervention_benefit = cc_block_of_bids(&block, plan, CC_SUM, "benefit", "benefit");
  rows->a_intervention_net = cc_block_of_bids(&block, plan, CC_SUM, "net", "net investment");
  rows->a_invest_cumulative =
      cc_block_of_bids(&block, plan, CC_AT_END, "cumulative", "cumulative net cost");
  if (plan->deflator != CC_ABSENT) {
    rows->a_invest_npv =
        cc_block_of_bids(&block, plan, CC_AT_END, "npv", "net present value to date");
  }
  rows->a_invest_net =
      cc_block_amount(&block, CC_SUM, "Invest to save, net investment", "invest_to_save.net");
  mark_lines(&block, plan);
  return block.failed ? CC_NO_MEMORY : CC_OK;
}

/* What a pound of each year is worth in the first, by deflator and discount rate. */
static void present_values(const cc_plan *plan, const cc_series_set *set,
                           cc_num worth[CC_MAX_YEARS]) {
  worth[0] = cc_all(1.0);
  for (int y = 1; y < plan->n_years; y++) {
    cc_num rate = cc_year_value(set, plan->discount_rate, y, CC_GREEN_BOOK_RATE);
    cc_num inflation = cc_value(set, plan->deflator, y * CC_MONTHS_PER_YEAR, 0);
    worth[y] = worth[y - 1] / (1.0 + rate) / (1.0 + inflation);
  }
}

/* Fills the rows of the bid that comes as number `bid`. `off` and `on` are the accounts without and
 * with it; the same account where its benefit is not modelled. */
static void run_bid(const cc_plan *plan, const cc_series_set *set,
                    const cc_intervention *intervention, int bid, const cc_account *off,
                    const cc_account *on, const cc_num *worth, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  cc_num cumulative = cc_all(0.0);
  cc_num value = cc_all(0.0);
  for (int y = 0; y < plan->n_years; y++) {
    cc_num investment = cc_year_value(set, intervention->cost, y, 0);
    cc_num benefit = off->total[y] - on->total[y] +
                     cc_year_value(set, intervention->benefit, y, 0) *
                         cc_year_value(set, intervention->delivery, y, 1);
    cc_num net = investment - benefit;
    cumulative += net;
    value -= net * worth[y];
    cc_annual_row(plan, results, rows->a_intervention_cost + bid)[y] = investment;
    cc_annual_row(plan, results, rows->a_intervention_benefit + bid)[y] = benefit;
    cc_annual_row(plan, results, rows->a_intervention_net + bid)[y] = net;
    cc_annual_row(plan, results, rows->a_invest_cumulative + bid)[y] = cumulative;
    if (rows->a_invest_npv != CC_ABSENT) {
      cc_annual_row(plan, results, rows->a_invest_npv + bid)[y] = value;
    }
  }
}

/* Puts a year of each bid under its headings: its cost, less what it saves by its own word. */
static void join_headings(const cc_plan *plan, const cc_series_set *set, int year,
                          cc_results *results) {
  const cc_rows *rows = &plan->rows;
  cc_num by_heading[CC_SUBJECTIVE_COUNT];
  for (int h = 0; h < CC_SUBJECTIVE_COUNT; h++) {
    by_heading[h] = cc_annual(plan, results, rows->a_subjective + h, year);
  }
  for (int i = 0, bid = 0; i < plan->n_interventions; i++) {
    const cc_intervention *b = &plan->interventions[i];
    if (cc_is_bid(b)) {
      int row = b->modelled ? rows->a_intervention_cost : rows->a_intervention_net;
      cc_put_under_headings(set, year, cc_annual(plan, results, row + bid, year), b->subjective,
                            b->n_split, b->split, by_heading);
      bid++;
    }
  }
  for (int h = 0; h < CC_SUBJECTIVE_COUNT; h++) {
    cc_annual_row(plan, results, rows->a_subjective + h)[year] = by_heading[h];
  }
}

/* The bids' own cost less their stated benefits joins expenditure. Without bids the expenditure
 * would be the first account's; investment less all benefits, modelled ones included, lies between
 * that and the whole. */
static void join_expenditure(const cc_plan *plan, const cc_series_set *set, const cc_account *first,
                             cc_results *results) {
  const cc_rows *rows = &plan->rows;
  for (int y = 0; y < plan->n_years && rows->a_expenditure != CC_ABSENT; y++) {
    cc_annual_row(plan, results, rows->a_expenditure)[y] =
        first->total[y] + cc_annual(plan, results, rows->a_invest_net, y);
    join_headings(plan, set, y, results);
  }
}

/* Fills the rows of every bid, in the order written. */
static void run_bids(const cc_plan *plan, const cc_series_set *set, const cc_account *accounts,
                     int n_variants, cc_results *results) {
  cc_num worth[CC_MAX_YEARS];
  present_values(plan, set, worth);
  int bid = 0;
  int variant = 0; /* how many modelled bids are on */
  for (int i = 0; i < plan->n_interventions; i++) {
    const cc_intervention *intervention = &plan->interventions[i];
    if (!cc_is_bid(intervention)) {
      continue;
    }
    const cc_account *off = &accounts[variant];
    if (intervention->modelled && variant + 1 < n_variants) {
      variant++;
    }
    run_bid(plan, set, intervention, bid, off, &accounts[variant], worth, results);
    bid++;
  }
}

void cc_invest_run(const cc_plan *plan, const cc_series_set *set, const cc_account *accounts,
                   int n_variants, cc_results *results) {
  int n_bids = cc_count_bids(plan);
  if (n_bids == 0) {
    return;
  }
  run_bids(plan, set, accounts, n_variants, results);
  cc_num *all = cc_annual_row(plan, results, plan->rows.a_invest_net);
  for (int y = 0; y < plan->n_years; y++) {
    all[y] = cc_all(0.0);
    for (int b = 0; b < n_bids; b++) {
      all[y] += cc_annual(plan, results, plan->rows.a_intervention_net + b, y);
    }
  }
  join_expenditure(plan, set, &accounts[0], results);
}

int cc_invest_payback(const cc_plan *plan, const cc_results *results, int bid) {
  int first = plan->n_years;
  while (first > 0) {
    cc_num cumulative = cc_annual(plan, results, plan->rows.a_invest_cumulative + bid, first - 1);
    if (cc_lane(&cumulative, 0) > CC_HALF_A_PENNY) {
      break;
    }
    first--;
  }
  return first < plan->n_years ? first : -1;
}
