/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A care leaver loses touch when a clock, a unit exponential that attrition runs down as it is in
 * each month, is spent. Attrition is the same for all, so that one clock runs for everybody, and it
 * is known in which month it will read what each leaver's has to. Whoever is still in touch at the
 * end of the month in which they reach 300 months has turned 25. So it is settled at once what
 * becomes of somebody, and only counts are kept. */
#include "model/simulated_leavers.h"

#include <string.h>

#include "base/calendar.h"

/* The month in which the clock reads `due`, which it does not before `month`; the projection's end
 * where it does not within it. Attrition seldom changes, so that a guess by the rate of `month` is
 * right or near. */
static int month_of_reading(const cc_plan *plan, const double *reading, int month, double due) {
  double rate = reading[month + 1] - reading[month], ahead = plan->n_months - month;
  double guess = (due - reading[month]) / rate;
  int found = month + (int)(guess < ahead ? guess : ahead);
  while (found > month && reading[found] >= due) {
    found--;
  }
  while (found < plan->n_months && reading[found + 1] < due) {
    found++;
  }
  return found;
}

/* Somebody whose clock will read `due`, and who is of an age in a month. */
static void settle(const cc_plan *plan, int month, int age, double due,
                   cc_simulated_leavers *leavers) {
  int lost = month_of_reading(plan, leavers->reading, month, due);
  int birthday = month + CC_LEAVER_LAST_AGE - 1 - age;
  if (lost <= birthday && lost < plan->n_months) {
    leavers->lost[lost] += 1.0;
  } else if (birthday < plan->n_months) {
    leavers->aged_out[birthday] += 1.0;
  }
}

static void read_attrition(const cc_plan *plan, const cc_series_set *set,
                           cc_simulated_leavers *leavers) {
  for (int t = 0; t < plan->n_months; t++) {
    double rate = cc_value(set, plan->care_leavers.attrition_per_year, t, 0.0);
    leavers->reading[t + 1] = leavers->reading[t] + rate / CC_MONTHS_PER_YEAR;
  }
}

void cc_simulated_leavers_open(const cc_plan *plan, const cc_series_set *set,
                               const cc_leavers *expected, double start, cc_wait_reader *clocks,
                               cc_simulated_leavers *leavers) {
  double reached = 0.0;
  memset(leavers, 0, sizeof *leavers);
  if (!plan->care_leavers.present) {
    return;
  }
  read_attrition(plan, set, leavers);
  for (int i = 0; i < CC_LEAVER_AGES; i++) {
    reached += expected->cells[expected->youngest + i];
    while (start < reached) {
      start += 1.0;
      leavers->people += 1.0;
      settle(plan, 0, CC_LEAVER_FIRST_AGE + i, cc_wait_reader_next(clocks), leavers);
    }
  }
}

void cc_simulated_leavers_join(const cc_plan *plan, int month, int age, double when, double clock,
                               cc_simulated_leavers *leavers) {
  if (!plan->care_leavers.present) {
    return;
  }
  double rate = leavers->reading[month + 1] - leavers->reading[month];
  leavers->joined[month] += 1.0;
  settle(plan, month, age, leavers->reading[month] + rate * (when - month) + clock, leavers);
}

void cc_simulated_leavers_keep(const cc_plan *plan, int month, cc_simulated_leavers *leavers,
                               cc_results *results) {
  const cc_rows *rows = &plan->rows;
  double *cells = cc_month_cells(plan, results, 0, month);
  if (!plan->care_leavers.present) {
    return;
  }
  double gone = leavers->lost[month] + leavers->aged_out[month];
  leavers->people += leavers->joined[month] - gone;
  cells[rows->m_care_leavers] = leavers->people;
  cells[rows->m_care_leavers_in] = leavers->joined[month];
  cells[rows->m_care_leavers_lost] = leavers->lost[month];
  cells[rows->m_care_leavers_aged_out] = leavers->aged_out[month];
}
