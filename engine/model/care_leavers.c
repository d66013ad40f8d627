/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Care leavers lose touch at a yearly rate r, and are otherwise served until they turn 25. Over a
 * month of h years, of those there at its start exp(-rh) remain; of those who leave care for
 * independence evenly through it, (1 - exp(-rh)) / (rh); those who turn 18 come at its very end,
 * whole. Then everybody is a month older. Children who leave for independence before 16 are not
 * care leavers. */
#include "model/care_leavers.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "base/wide.h"
#include "model/row_block.h"
#include "model/sum.h"

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
static void spread_evenly(double people, int first, int end, cc_leavers *leavers) {
  for (int a = first; a < end; a++) {
    leavers->cells[leavers->youngest + a - CC_LEAVER_FIRST_AGE] = people / (end - first);
  }
}

void cc_care_leavers_open(const cc_plan *plan, const cc_series_set *set, cc_leavers *leavers,
                          cc_results *results) {
  const cc_care_leavers *section = &plan->care_leavers;
  results->opening_leavers = 0.0;
  if (!section->present) {
    return;
  }
  memset(leavers, 0, sizeof *leavers);
  leavers->youngest = CC_MAX_MONTHS;
  spread_evenly(cc_value(set, section->opening_16_17, 0, 0.0), 16 * 12, 18 * 12, leavers);
  spread_evenly(cc_value(set, section->opening_18_20, 0, 0.0), 18 * 12, 21 * 12, leavers);
  spread_evenly(cc_value(set, section->opening_21_24, 0, 0.0), 21 * 12, 25 * 12, leavers);
  leavers->total = cc_sum(leavers->cells + leavers->youngest, CC_LEAVER_AGES);
  results->opening_leavers = leavers->total;
}

/* What a month brings and takes, in people. */
typedef struct {
  double in, lost, aged_out;
} month_flows;

/* Loses touch with a part of those there, and takes in those who leave for independence. */
CC_FOR_EVERY_MACHINE
static void lose_touch(double rate, const cc_flows *flows, cc_leavers *leavers,
                       month_flows *month) {
  double exposure = rate / CC_MONTHS_PER_YEAR;
  double lost = -expm1(-exposure);
  double lost_of_new = exposure > 0.0 ? 1.0 - lost / exposure : 0.0;
  double *cells = leavers->cells + leavers->youngest;
  for (int i = 0; i < CC_LEAVER_AGES; i++) {
    cells[i] *= 1.0 - lost;
  }
  for (int i = 0; i < CC_ADULT_AGE - CC_LEAVER_FIRST_AGE; i++) {
    cells[i] += (1.0 - lost_of_new) * flows->to_independence[i];
    month->in += flows->to_independence[i];
  }
  month->lost = lost * leavers->total + lost_of_new * month->in;
}

/* A month older; the children who turned 18 come in at the age of 216 months. */
CC_FOR_EVERY_MACHINE
static void age_leavers(const cc_plan *plan, const cc_flows *flows, cc_leavers *leavers,
                        month_flows *month) {
  double turned_18 = cc_sum(flows->turned_18, plan->n_states);
  month->aged_out = leavers->cells[leavers->youngest + CC_LEAVER_AGES - 1];
  leavers->youngest--;
  leavers->cells[leavers->youngest + CC_ADULT_AGE - CC_LEAVER_FIRST_AGE] += turned_18;
  month->in += turned_18;
  leavers->total = cc_sum(leavers->cells + leavers->youngest, CC_LEAVER_AGES);
}

void cc_care_leavers_month(const cc_plan *plan, const cc_series_set *set, int month,
                           const cc_flows *flows, cc_leavers *leavers, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  if (!plan->care_leavers.present) {
    return;
  }
  month_flows moved = {0};
  lose_touch(cc_value(set, plan->care_leavers.attrition_per_year, month, 0.0), flows, leavers,
             &moved);
  age_leavers(plan, flows, leavers, &moved);
  double *cell = results->monthly + month;
  cell[rows->m_care_leavers * plan->n_months] = leavers->total;
  cell[rows->m_care_leavers_in * plan->n_months] = moved.in;
  cell[rows->m_care_leavers_lost * plan->n_months] = moved.lost;
  cell[rows->m_care_leavers_aged_out * plan->n_months] = moved.aged_out;
}

void cc_care_leavers_years(const cc_plan *plan, const cc_series_set *set, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  for (int y = 0; y < plan->n_years && plan->care_leavers.present; y++) {
    int march = CC_MONTHS_PER_YEAR * y + CC_MONTHS_PER_YEAR - 1;
    double leavers = cc_monthly(plan, results, rows->m_care_leavers, march);
    double caseload = cc_value(set, plan->care_leavers.caseload, march, 0.0);
    results->annual[rows->a_care_leavers * plan->n_years + y] = leavers;
    results->annual[rows->a_advisers * plan->n_years + y] =
        caseload > 0.0 ? leavers / caseload : 0.0;
  }
}
