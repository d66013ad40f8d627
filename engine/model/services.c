/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expenditure that is not placement cost, GBP:
 *
 *   one-off cost   each month, children of its flow (all placements) x share x amount
 *   diversion      each month, children diverted x diversion cost of the cap that binds: the lowest
 *                  of the caps that hold in that month, for it is the one the entries met
 *   care leavers   each month, (leavers at its start + leavers at its end) / 2
 *                  / caseload x cost of an adviser / 12; without a caseload there are no advisers
 *   services       each year, the mean of the line's twelve months; what is out of scope is shown
 *                  and not counted
 *
 *   savings        each year, what was agreed of them and is not delivered (savings.c)
 *
 * and with net placement cost they are expenditure. The first three follow children and are called
 * other demand: numbers (children that are paid for, advisers) times what one costs. Of their
 * change between two years, with n and c the number and cost of one,
 *
 *   price          n(y) x (c(y) - c(y - 1))             as for placements (decompose.c)
 *   demand         the rest
 *
 * and of a service's
 *
 *   price          what the growth and index of April y did to what is spent in y (parameter.c)
 *   full year      12 x cost of March y - 1 less cost(y - 1): what was decided in mid-year goes on
 *   in the year    the rest: what was decided in y
 *
 * The subjective analysis is the same money by heading: every line stands under its own, but for
 * the shares of a service that are split off to others; what prices did to it likewise. The cost of
 * diverted children is bought help, so a third party payment. */
#include "model/services.h"

#include "base/calendar.h"
#include "model/caps.h"
#include "model/line.h"
#include "model/savings.h"

static const char *const heading_titles[CC_SUBJECTIVE_COUNT] = {
    [CC_EMPLOYEES] = "Employees",
    [CC_PREMISES] = "Premises",
    [CC_TRANSPORT] = "Transport",
    [CC_SUPPLIES_AND_SERVICES] = "Supplies and services",
    [CC_THIRD_PARTY_PAYMENTS] = "Third party payments",
    [CC_TRANSFER_PAYMENTS] = "Transfer payments",
};

static bool charges_for_diversion(const cc_plan *plan) {
  for (int i = 0; i < plan->n_caps; i++) {
    if (plan->caps[i].hold && plan->caps[i].diversion_cost != CC_ABSENT) {
      return plan->demand.present;
    }
  }
  return false;
}

static void lay_out_demand_led(cc_plan *plan, cc_row_block *block) {
  cc_rows *rows = &plan->rows;
  if (plan->demand.present && plan->n_one_off_costs > 0) {
    rows->a_one_off = block->list->count;
    for (int i = 0; i < plan->n_one_off_costs; i++) {
      const cc_one_off_cost *cost = &plan->one_off_costs[i];
      cc_block_amount(block, CC_SUM, cost->title, "one_off_costs.%s", cost->name);
    }
    cc_block_mark(block, rows->a_one_off, plan->n_one_off_costs, CC_LINE);
  }
  if (charges_for_diversion(plan)) {
    rows->a_diversion =
        cc_block_amount(block, CC_SUM, "Cost of diverted children", "diversion.cost");
    cc_block_mark(block, rows->a_diversion, 1, CC_LINE);
  }
  if (plan->care_leavers.present) {
    rows->a_leaver_cost =
        cc_block_amount(block, CC_SUM, "Personal advisers of care leavers", "care_leavers.cost");
    cc_block_mark(block, rows->a_leaver_cost, 1, CC_LINE);
  }
}

static void lay_out_services(cc_plan *plan, cc_row_block *block) {
  if (plan->n_services == 0) {
    return;
  }
  plan->rows.a_services = block->list->count;
  for (int i = 0; i < plan->n_services; i++) {
    const cc_service *service = &plan->services[i];
    if (plan->has_unmodelled && i == plan->n_services - 1) {
      cc_block_amount(block, CC_SUM, service->title, "unmodelled");
    } else {
      cc_block_amount(block, CC_SUM, service->title, "services.%s", service->name);
    }
    cc_block_mark(block, plan->rows.a_services + i, 1, service->counted ? CC_LINE : CC_MEMO);
  }
}

static void lay_out_totals(cc_plan *plan, cc_row_block *block) {
  cc_rows *rows = &plan->rows;
  if (!plan->demand.present && !plan->care_leavers.present && plan->n_services == 0) {
    return;
  }
  rows->a_subjective = block->list->count;
  for (int i = 0; i < CC_SUBJECTIVE_COUNT; i++) {
    cc_block_amount(block, CC_SUM, heading_titles[i], "subjective.%s", cc_subjective_names[i]);
  }
  rows->a_other_price = cc_block_amount(block, CC_SUM, "Change by prices: other demand-led costs",
                                        "change.other_demand.price");
  rows->a_price_by_heading = block->list->count;
  for (int i = 0; i < CC_SUBJECTIVE_COUNT; i++) {
    cc_block_amount(block, CC_SUM,
                    cc_arena_print(block->arena, "Change by prices: %s", heading_titles[i]),
                    "change.price.%s", cc_subjective_names[i]);
  }
  rows->a_services_price =
      cc_block_amount(block, CC_SUM, "Change by prices: services", "change.services.price");
  rows->a_services_full_year =
      cc_block_amount(block, CC_SUM, "Change by last year's decisions: services, full-year effect",
                      "change.services.full_year");
  rows->a_expenditure = cc_block_amount(block, CC_SUM, "Total expenditure", "expenditure.total");
  cc_block_mark(block, rows->a_expenditure, 1, CC_SUB_TOTAL);
}

cc_status cc_services_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_row_block block = {plan, &plan->rows.annual, arena, false};
  lay_out_demand_led(plan, &block);
  lay_out_services(plan, &block);
  lay_out_totals(plan, &block);
  return block.failed ? CC_NO_MEMORY : CC_OK;
}

/* What the functions below share while they fill one year. */
typedef struct {
  const cc_plan *plan;
  const cc_series_set *set;
  const double *switches; /* of interventions */
  cc_results *results;
  int year;
  int first_month;
  cc_num by_heading[CC_SUBJECTIVE_COUNT];
  cc_num price_by_heading[CC_SUBJECTIVE_COUNT]; /* what prices did to it since the year before */
} year_of;

/* Sets a row's amount of the year, under its heading of the subjective analysis. */
static cc_num keep(year_of *at, int row, cc_subjective heading, cc_num amount) {
  cc_annual_row(at->plan, at->results, row)[at->year] = amount;
  at->by_heading[heading] += amount;
  return amount;
}

/* First row of the flow that a one-off cost hangs on: a block of placements. */
static int flow_row(const cc_plan *plan, const cc_one_off_cost *cost) {
  switch (cost->flow) {
  case CC_FLOW_ENTRIES:
    return plan->rows.m_entries;
  case CC_FLOW_TURNED_18:
    return plan->rows.m_turned_18;
  case CC_FLOW_EXITS:
    break;
  }
  return plan->rows.m_exits + (int)cost->destination * plan->n_placements;
}

/* How many of something that costs money in a year, what they cost, and the sum over the months of
 * what one costs. */
typedef struct {
  cc_num number, cost, unit_costs;
} year_of_cost;

static void add_month(year_of_cost *year, cc_num number, cc_num unit_cost) {
  year->number += number;
  year->cost += number * unit_cost;
  year->unit_costs += unit_cost;
}

/* What one costs in the year; where there are none, what one would. */
static cc_num cost_of_one(const year_of_cost *year) {
  return cc_where(year->number > 0.0, year->cost / year->number,
                  year->unit_costs / CC_MONTHS_PER_YEAR);
}

/* Children that a one-off cost is paid for. */
static year_of_cost one_off_cost(const year_of *at, const cc_one_off_cost *cost) {
  int row = flow_row(at->plan, cost);
  year_of_cost year = {0};
  for (int t = at->first_month; t < at->first_month + CC_MONTHS_PER_YEAR; t++) {
    cc_num children = cc_all(0.0);
    for (int p = 0; p < at->plan->n_placements; p++) {
      children += cc_monthly(at->plan, at->results, row + p, t);
    }
    add_month(&year, children * cc_value(at->set, cost->share, t, 1),
              cc_value(at->set, cost->amount, t, 0));
  }
  return year;
}

/* Children who are diverted. */
static year_of_cost diversion_cost(const year_of *at) {
  int row = at->plan->rows.m_diverted;
  year_of_cost year = {0};
  for (int t = at->first_month; t < at->first_month + CC_MONTHS_PER_YEAR; t++) {
    cc_num children, cost;
    if (cc_cap_binding(at->plan, at->set, t, &children, &cost)) {
      add_month(&year, cc_monthly(at->plan, at->results, row, t), cost);
    }
  }
  return year;
}

/* Years of personal advisers' work. */
static year_of_cost leaver_cost(const year_of *at) {
  const cc_care_leavers *leavers = &at->plan->care_leavers;
  int row = at->plan->rows.m_care_leavers, first = at->first_month;
  year_of_cost year = {0};
  cc_num at_start =
      first == 0 ? at->results->opening_leavers : cc_monthly(at->plan, at->results, row, first - 1);
  for (int t = first; t < first + CC_MONTHS_PER_YEAR; t++) {
    cc_num at_end = cc_monthly(at->plan, at->results, row, t);
    cc_num caseload = cc_value(at->set, leavers->caseload, t, 0);
    cc_num advisers = cc_where(caseload > 0.0, (at_start + at_end) / 2.0 / caseload, cc_all(0.0));
    add_month(&year, advisers / CC_MONTHS_PER_YEAR,
              cc_value(at->set, leavers->cost_per_adviser, t, 0));
    at_start = at_end;
  }
  return year;
}

/* Counts one cost of other demand, and what its price did since the year before. */
static void count_demand(year_of *at, int row, cc_subjective heading, const year_of_cost *year,
                         const year_of_cost *before, cc_account *account) {
  account->other_demand[at->year] += keep(at, row, heading, year->cost);
  if (at->year > 0) {
    cc_num price = year->cost - year->number * cost_of_one(before);
    account->other_price[at->year] += price;
    at->price_by_heading[heading] += price;
  }
}

static void other_demand(year_of *at, cc_account *account) {
  const cc_plan *plan = at->plan;
  const cc_rows *rows = &plan->rows;
  year_of last = *at;
  last.first_month -= at->year > 0 ? CC_MONTHS_PER_YEAR : 0;
  for (int i = 0; i < plan->n_one_off_costs && rows->a_one_off != CC_ABSENT; i++) {
    const cc_one_off_cost *cost = &plan->one_off_costs[i];
    year_of_cost year = one_off_cost(at, cost), before = one_off_cost(&last, cost);
    count_demand(at, rows->a_one_off + i, cost->subjective, &year, &before, account);
  }
  if (rows->a_diversion != CC_ABSENT) {
    year_of_cost year = diversion_cost(at), before = diversion_cost(&last);
    count_demand(at, rows->a_diversion, CC_THIRD_PARTY_PAYMENTS, &year, &before, account);
  }
  if (rows->a_leaver_cost != CC_ABSENT) {
    year_of_cost year = leaver_cost(at), before = leaver_cost(&last);
    count_demand(at, rows->a_leaver_cost, plan->care_leavers.subjective, &year, &before, account);
  }
}

void cc_put_under_headings(const cc_series_set *set, int year, cc_num amount, cc_subjective own,
                           int n_split, const cc_heading_share *split,
                           cc_num by_heading[CC_SUBJECTIVE_COUNT]) {
  cc_num rest = amount;
  for (int i = 0; i < n_split; i++) {
    cc_num part = amount * cc_year_value(set, split[i].share, year, 0);
    by_heading[split[i].heading] += part;
    rest -= part;
  }
  by_heading[own] += rest;
}

/* What a service changes by, beside what is decided in the year. */
static void count_change(year_of *at, const cc_service *service, cc_num last_year,
                         cc_account *account) {
  int y = at->year, cost = service->cost;
  if (y > 0) {
    cc_num price = cc_price_part(at->plan, at->set, at->switches, cost, y);
    account->services_price[y] += price;
    cc_put_under_headings(at->set, y, price, service->subjective, service->n_split, service->split,
                          at->price_by_heading);
    account->services_full_year[y] += cc_value(at->set, cost, at->first_month - 1, 0) - last_year;
  }
}

static void run_services(year_of *at, cc_account *account) {
  const cc_plan *plan = at->plan;
  for (int i = 0; i < plan->n_services; i++) {
    const cc_service *service = &plan->services[i];
    cc_num *row = cc_annual_row(plan, at->results, plan->rows.a_services + i);
    row[at->year] = cc_year_value(at->set, service->cost, at->year, 0);
    if (!service->counted) {
      continue;
    }
    account->services[at->year] += row[at->year];
    cc_put_under_headings(at->set, at->year, row[at->year], service->subjective, service->n_split,
                          service->split, at->by_heading);
    count_change(at, service, at->year > 0 ? row[at->year - 1] : cc_all(0.0), account);
  }
}

static cc_num placements(year_of *at, const cc_account *account) {
  cc_num amount = cc_all(0.0);
  for (int p = 0; p < at->plan->n_placements; p++) {
    cc_subjective heading = at->plan->placements[p].subjective;
    cc_num net = account->net[at->year][p];
    at->by_heading[heading] += net;
    amount += net;
    if (at->year > 0) { /* as decompose.c has it */
      at->price_by_heading[heading] +=
          net - account->weeks[at->year][p] * account->price[at->year - 1][p];
    }
  }
  return amount;
}

/* What was to be saved and is spent. Nothing says on what; most savings of this kind are placements
 * that are bought after all. */
static cc_num slippage(year_of *at) {
  int row = at->plan->rows.a_savings_slippage;
  return row == CC_ABSENT ? cc_all(0.0)
                          : keep(at, row, CC_THIRD_PARTY_PAYMENTS,
                                 cc_savings_run_year(at->plan, at->set, at->year, at->results));
}

static void keep_changes(const year_of *at, const cc_account *account) {
  const cc_rows *rows = &at->plan->rows;
  const int of[] = {rows->a_other_price, rows->a_services_price, rows->a_services_full_year};
  const cc_num *const amounts[] = {account->other_price, account->services_price,
                                   account->services_full_year};
  for (int i = 0; i < 3 && rows->a_expenditure != CC_ABSENT; i++) {
    cc_annual_row(at->plan, at->results, of[i])[at->year] = amounts[i][at->year];
  }
}

static void keep_totals(const year_of *at, cc_num total) {
  const cc_rows *rows = &at->plan->rows;
  if (rows->a_expenditure == CC_ABSENT) {
    return;
  }
  for (int h = 0; h < CC_SUBJECTIVE_COUNT; h++) {
    cc_annual_row(at->plan, at->results, rows->a_subjective + h)[at->year] = at->by_heading[h];
    cc_annual_row(at->plan, at->results, rows->a_price_by_heading + h)[at->year] =
        at->price_by_heading[h];
  }
  cc_annual_row(at->plan, at->results, rows->a_expenditure)[at->year] = total;
}

static void clear_year(int y, cc_account *account) {
  account->other_demand[y] = account->other_price[y] = cc_all(0.0);
  account->services[y] = account->services_price[y] = account->services_full_year[y] = cc_all(0.0);
}

void cc_services_run(const cc_plan *plan, const cc_series_set *set, const double *switches,
                     cc_results *results, cc_account *account) {
  for (int y = 0; y < plan->n_years; y++) {
    year_of at = {.plan = plan,
                  .set = set,
                  .switches = switches,
                  .results = results,
                  .year = y,
                  .first_month = y * CC_MONTHS_PER_YEAR};
    clear_year(y, account);
    cc_num net = placements(&at, account);
    other_demand(&at, account);
    run_services(&at, account);
    account->slippage[y] = slippage(&at);
    account->total[y] =
        net + account->other_demand[y] + account->services[y] + account->slippage[y];
    keep_totals(&at, account->total[y]);
    keep_changes(&at, account);
  }
}
