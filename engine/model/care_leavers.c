/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Care leavers lose touch at a yearly rate r, and are otherwise served until they turn 25. Over a
 * month of h years, of those there at its start exp(-rh) remain; of those who leave care for
 * independence evenly through it, (1 - exp(-rh)) / (rh); those who turn 18 come at its very end,
 * whole. Then everybody is a month older. Children who leave for independence before 16 are not
 * care leavers.
 *
 * As the rate is the same for every age, the ages are kept as if nobody had lost touch since the
 * start, those who come later as many as it would take; what remains of them is one number. */
#include "model/care_leavers.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "model/row_block.h"
#include "model/sum.h"

#define LEAST_REMAINING 1e-100

cc_status cc_care_leavers_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_rows *rows = &plan->rows;
  cc_row_block monthly = {plan, &rows->monthly, arena, false};
  cc_row_block annual = {plan, &rows->annual, arena, false};
  if (!plan->care_leavers.present) {
    return CC_OK;
  }
  rows->m_care_leavers =
      cc_block_single(&monthly, "care_leavers", "Care leavers", "care leavers", CC_AT_END);
  rows->m_care_leavers_in =
      cc_block_single(&monthly, "care_leavers_in", "New care leavers", "care leavers", CC_SUM);
  rows->m_care_leavers_lost = cc_block_single(
      &monthly, "care_leavers_lost", "Care leavers who lose touch", "care leavers", CC_SUM);
  rows->m_care_leavers_aged_out = cc_block_single(
      &monthly, "care_leavers_aged_out", "Care leavers who turn 25", "care leavers", CC_SUM);
  rows->a_care_leavers =
      cc_block_single(&annual, "care_leavers.total", "Care leavers", "care leavers", CC_AT_END);
  rows->a_advisers = cc_block_single(&annual, "care_leavers.personal_advisers", "Personal advisers",
                                     "FTE", CC_AT_END);
  return cc_block_status(&monthly, &annual);
}

/* Spreads a number of people evenly over ages `first` to `end` - 1, completed months. */
static void spread_evenly(cc_num people, int first, int end, cc_leavers *leavers) {
  for (int a = first; a < end; a++) {
    leavers->cells[leavers->youngest + a - CC_LEAVER_FIRST_AGE] = people / (double)(end - first);
  }
}

void cc_care_leavers_open(const cc_plan *plan, const cc_series_set *set, cc_leavers *leavers,
                          cc_results *results) {
  const cc_care_leavers *section = &plan->care_leavers;
  results->opening_leavers = cc_all(0.0);
  if (!section->present) {
    return;
  }
  memset(leavers, 0, sizeof *leavers);
  leavers->youngest = CC_MAX_MONTHS;
  spread_evenly(cc_value(set, section->opening_16_17, 0, 0.0), 16 * 12, 18 * 12, leavers);
  spread_evenly(cc_value(set, section->opening_18_20, 0, 0.0), 18 * 12, 21 * 12, leavers);
  spread_evenly(cc_value(set, section->opening_21_24, 0, 0.0), 21 * 12, 25 * 12, leavers);
  leavers->remaining = cc_all(1.0);
  leavers->sum = leavers->total = cc_sum(leavers->cells + leavers->youngest, CC_LEAVER_AGES);
  results->opening_leavers = leavers->total;
}

/* What a month brings and takes, in people. */
typedef struct {
  cc_num in, lost, aged_out;
} month_flows;

/* The share of those there at its start whom a month loses touch with. Attrition seldom changes. */
static void find_lost(cc_num rate, cc_leavers *leavers) {
  if (!cc_any(rate != leavers->rate)) {
    return;
  }
  leavers->rate = rate;
  for (int lane = 0; lane < CC_LANES; lane++) {
    cc_set_lane(&leavers->lost, lane, -expm1(-(cc_lane(&rate, lane) / CC_MONTHS_PER_YEAR)));
  }
}

/* Starts the units of the cells afresh where hardly anybody of the start remains, as a number has
 * only so many digits before it is zero. */
static void renew_units(cc_leavers *leavers) {
  cc_truth used_up = leavers->remaining < LEAST_REMAINING;
  if (!cc_any(used_up)) {
    return;
  }
  cc_num unit = cc_where(used_up, leavers->remaining, cc_all(1.0));
  for (int i = 0; i < CC_LEAVER_AGES; i++) {
    leavers->cells[leavers->youngest + i] *= unit;
  }
  leavers->sum *= unit;
  leavers->remaining = cc_where(used_up, cc_all(1.0), leavers->remaining);
}

/* Adds people to an age, in the units of the cells. */
static void join(cc_num people, int age, cc_leavers *leavers) {
  cc_num added = people / leavers->remaining;
  leavers->cells[leavers->youngest + age - CC_LEAVER_FIRST_AGE] += added;
  leavers->sum += added;
}

/* Loses touch with a part of those there, and takes in those who leave for independence. */
static void lose_touch(const cc_plan *plan, cc_num rate, const cc_flows *flows, cc_leavers *leavers,
                       month_flows *month) {
  int ages = cc_leavers_need_ages(plan) ? CC_ADULT_AGE - CC_LEAVER_FIRST_AGE : 1;
  cc_num exposure = rate / CC_MONTHS_PER_YEAR;
  cc_num lost_of_new = cc_where(exposure > 0.0, 1.0 - leavers->lost / exposure, cc_all(0.0));
  leavers->remaining *= 1.0 - leavers->lost;
  renew_units(leavers);
  for (int i = 0; i < ages; i++) {
    join((1.0 - lost_of_new) * flows->to_independence[i], CC_LEAVER_FIRST_AGE + i, leavers);
    month->in += flows->to_independence[i];
  }
  month->lost = leavers->lost * leavers->total + lost_of_new * month->in;
}

/* A month older; the children who turned 18 come in at the age of 216 months. */
static void age_leavers(const cc_plan *plan, const cc_flows *flows, cc_leavers *leavers,
                        month_flows *month) {
  cc_num turned_18 = cc_sum(flows->turned_18, plan->n_states);
  cc_num oldest = leavers->cells[leavers->youngest + CC_LEAVER_AGES - 1];
  month->aged_out = oldest * leavers->remaining;
  leavers->sum -= oldest;
  leavers->youngest--;
  join(turned_18, CC_ADULT_AGE, leavers);
  month->in += turned_18;
  leavers->total = leavers->sum * leavers->remaining;
}

void cc_care_leavers_month(const cc_plan *plan, const cc_series_set *set, int month,
                           const cc_flows *flows, cc_leavers *leavers, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  if (!plan->care_leavers.present) {
    return;
  }
  cc_num rate = cc_value(set, plan->care_leavers.attrition_per_year, month, 0.0);
  month_flows moved = {cc_all(0.0), cc_all(0.0), cc_all(0.0)};
  find_lost(rate, leavers);
  lose_touch(plan, rate, flows, leavers, &moved);
  age_leavers(plan, flows, leavers, &moved);
  cc_num *cells = cc_month_cells(plan, results, 0, month);
  cells[rows->m_care_leavers] = leavers->total;
  cells[rows->m_care_leavers_in] = moved.in;
  cells[rows->m_care_leavers_lost] = moved.lost;
  cells[rows->m_care_leavers_aged_out] = moved.aged_out;
}

void cc_care_leavers_years(const cc_plan *plan, const cc_series_set *set, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  for (int y = 0; y < plan->n_years && plan->care_leavers.present; y++) {
    int march = CC_MONTHS_PER_YEAR * y + CC_MONTHS_PER_YEAR - 1;
    cc_num leavers = cc_monthly(plan, results, rows->m_care_leavers, march);
    cc_num caseload = cc_value(set, plan->care_leavers.caseload, march, 0.0);
    results->annual[rows->a_care_leavers * plan->n_years + y] = leavers;
    results->annual[rows->a_advisers * plan->n_years + y] =
        cc_where(caseload > 0.0, leavers / caseload, cc_all(0.0));
  }
}
