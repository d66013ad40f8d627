/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bid's whole life. Its flows are known as long as the plan runs; beyond that, cost and benefit
 * stay what they are in its last year, in real terms, to the end of the bid's horizon (that of the
 * plan where it says none). In pounds of the first year, with P(y) the price level of y over that
 * of the first year and D(y) the discount factor (invest_to_save.c),
 *
 *   value       sum over y of (benefit(y) - cost(y) - capital(y)) / P(y) / D(y)
 *               + what the capital is still worth at the end, / D(horizon)
 *
 * where capital wears off in a straight line over its life. With optimism bias b, cost and capital
 * count 1 + b times. How capital is paid for is no part of that, since discounting stands for it;
 * but somebody's revenue bears it, and so it is shown: minimum revenue provision, each year's
 * capital over its life from the year after on, and interest on what is outstanding. */
#include "model/appraisal.h"

#include "base/calendar.h"
#include "base/money.h"
#include "model/invest_to_save.h"
#include "model/line.h"
#include "model/workspace.h"

cc_status cc_appraisal_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_rows *rows = &plan->rows;
  cc_row_block block = {plan, &rows->annual, arena, false};
  if (cc_count_bids(plan) == 0) {
    return CC_OK;
  }
  bool any_capital = false, any_bias = false;
  for (int i = 0; i < plan->n_interventions; i++) {
    const cc_intervention *bid = &plan->interventions[i];
    any_capital = any_capital || (cc_is_bid(bid) && bid->capital != CC_ABSENT);
    any_bias = any_bias || (cc_is_bid(bid) && bid->optimism_bias != CC_ABSENT);
  }
  if (any_capital) {
    rows->a_bid_capital = cc_block_of_bids(&block, plan, CC_SUM, "capital", "capital");
    rows->a_bid_borrowing =
        cc_block_of_bids(&block, plan, CC_SUM, "borrowing", "provision and interest");
  }
  if (plan->deflator != CC_ABSENT) {
    rows->a_bid_value = cc_block_of_bids(&block, plan, CC_AT_END, "whole_life_npv",
                                         "net present value of its whole life");
    if (any_bias) {
      rows->a_bid_value_with_bias = cc_block_of_bids(
          &block, plan, CC_AT_END, "whole_life_npv_with_bias", "the same with optimism bias");
    }
    rows->a_bids_value =
        cc_block_amount(&block, CC_AT_END, "Net present value of the whole lives of all bids",
                        "invest_to_save.whole_life_npv");
  }
  return block.failed ? CC_NO_MEMORY : CC_OK;
}

/* A bid over its life, year by year, in pounds of the first year. */
typedef struct {
  const cc_plan *plan;
  const cc_series_set *set;
  const cc_results *results;
  const cc_intervention *intervention;
  int bid;
  cc_num level;    /* of prices, in the year in hand */
  cc_num discount; /* factor, likewise */
  cc_num left;     /* of the capital spent, what it is still worth */
  cc_num bias;     /* 1 + optimism bias */
} life;

static life start_life(const cc_plan *plan, const cc_series_set *set, const cc_results *results,
                       int intervention, int bid) {
  return (life){.plan = plan,
                .set = set,
                .results = results,
                .intervention = &plan->interventions[intervention],
                .bid = bid,
                .level = cc_all(1.0),
                .discount = cc_all(1.0),
                .left = cc_all(0.0),
                .bias = cc_all(1.0)};
}

static int horizon_of(const life *l) {
  int horizon = l->intervention->horizon;
  return horizon > l->plan->n_years ? horizon : l->plan->n_years;
}

static cc_num row_value(const life *l, int row, int year) {
  return row == CC_ABSENT ? cc_all(0.0) : cc_annual(l->plan, l->results, row + l->bid, year);
}

/* Steps into a year and returns what the bid saves in it less what it costs. Prices and rates
 * beyond the plan are of no account: real amounts stay, and the rate is the last. */
static cc_num step(life *l, int year) {
  const cc_plan *plan = l->plan;
  int known = year < plan->n_years ? year : plan->n_years - 1;
  if (year > 0) {
    l->discount /= 1.0 + cc_year_value(l->set, plan->discount_rate, known, CC_GREEN_BOOK_RATE);
  }
  if (year > 0 && year < plan->n_years) {
    l->level *= 1.0 + cc_value(l->set, plan->deflator, year * CC_MONTHS_PER_YEAR, 0.0);
  }
  cc_num capital =
      year < plan->n_years ? row_value(l, plan->rows.a_bid_capital, year) / l->level : cc_all(0.0);
  cc_num cost = row_value(l, plan->rows.a_intervention_cost, known) / l->level;
  cc_num benefit = row_value(l, plan->rows.a_intervention_benefit, known) / l->level;
  int worth = horizon_of(l) - year; /* years of use, this one included */
  cc_num of_life = worth / cc_year_value(l->set, l->intervention->capital_life, 0, 1);
  l->left += capital * cc_where(of_life < 1.0, 1.0 - of_life, cc_all(0.0));
  return benefit - (cost + capital) * l->bias;
}

static cc_num value_of(life l) {
  cc_num value = cc_all(0.0);
  int horizon = horizon_of(&l);
  for (int y = 0; y < horizon; y++) {
    cc_num net = step(&l, y);
    value += net * l.discount;
  }
  return value + l.left * l.discount;
}

/* Provision for each year's capital begins in the year after; interest is on what stands at the
 * year's start. */
static void run_borrowing(const cc_plan *plan, const cc_series_set *set, int bid,
                          const cc_intervention *intervention, cc_results *results) {
  cc_num *capital = cc_annual_row(plan, results, plan->rows.a_bid_capital + bid);
  cc_num *borrowing = cc_annual_row(plan, results, plan->rows.a_bid_borrowing + bid);
  cc_num life_years = cc_year_value(set, intervention->capital_life, 0, 1);
  cc_num spent = cc_all(0.0), outstanding = cc_all(0.0);
  for (int y = 0; y < plan->n_years; y++) {
    cc_num provision = spent / life_years;
    capital[y] = y == intervention->capital_year ? cc_year_value(set, intervention->capital, y, 0)
                                                 : cc_all(0.0);
    borrowing[y] =
        provision + outstanding * cc_year_value(set, intervention->capital_interest, y, 0);
    outstanding += capital[y] - provision;
    spent += capital[y];
  }
}

/* Writes what does not depend on the year, where the plan has such a row. */
static void keep_value(const cc_plan *plan, int row, cc_num value, cc_results *results) {
  for (int y = 0; y < plan->n_years && row != CC_ABSENT; y++) {
    cc_annual_row(plan, results, row)[y] = value;
  }
}

/* Values a bid without and with its optimism bias; returns the former. */
static cc_num run_values(const cc_plan *plan, life bid, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  cc_num value = value_of(bid);
  keep_value(plan, rows->a_bid_value + bid.bid, value, results);
  if (rows->a_bid_value_with_bias != CC_ABSENT) {
    bid.bias += cc_year_value(bid.set, bid.intervention->optimism_bias, 0, 0);
    keep_value(plan, rows->a_bid_value_with_bias + bid.bid, value_of(bid), results);
  }
  return value;
}

void cc_appraisal_run(const cc_plan *plan, const cc_series_set *set, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  cc_num all = cc_all(0.0);
  for (int i = 0, bid = 0; i < plan->n_interventions; i++) {
    if (!cc_is_bid(&plan->interventions[i])) {
      continue;
    }
    if (rows->a_bid_capital != CC_ABSENT) {
      run_borrowing(plan, set, bid, &plan->interventions[i], results);
    }
    if (rows->a_bid_value != CC_ABSENT) {
      all += run_values(plan, start_life(plan, set, results, i, bid), results);
    }
    bid++;
  }
  keep_value(plan, rows->a_bids_value, all, results);
}

int cc_appraisal_payback(const cc_plan *plan, const cc_workspace *workspace,
                         const cc_results *results, int bid, bool discounted) {
  int intervention = 0;
  for (int i = 0, at = -1; i < plan->n_interventions; i++) {
    at += cc_is_bid(&plan->interventions[i]);
    intervention = at == bid && cc_is_bid(&plan->interventions[i]) ? i : intervention;
  }
  life l = start_life(plan, &workspace->set, results, intervention, bid);
  cc_num short_of = cc_all(0.0);
  int since = -1, horizon = horizon_of(&l);
  for (int y = 0; y < horizon; y++) {
    cc_num net = step(&l, y);
    short_of -= discounted ? net * l.discount : net;
    bool even = cc_lane(&short_of, 0) <= CC_HALF_A_PENNY;
    since = !even ? -1 : since < 0 ? y : since;
  }
  return since;
}
