/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A care leaver loses touch when a clock, a unit exponential that attrition runs down as it is in
 * each month, is spent. Attrition is the same for all. So one clock runs for everybody, and each
 * leaver keeps the reading at which touch is lost: the reading when joining plus a unit
 * exponential. Whoever still is in touch at the end of the month in which they reach 300 months has
 * turned 25. */
#include "model/simulated_leavers.h"

#include "base/calendar.h"

bool cc_simulated_leavers_open(const cc_plan *plan, const cc_history *history,
                               const cc_leavers *expected, double start,
                               cc_simulated_leavers *leavers) {
  double reached = 0.0;
  bool room = true;
  leavers->people.count = 0;
  leavers->reading = 0.0;
  for (int i = 0; i < CC_LEAVER_AGES && plan->care_leavers.present; i++) {
    reached += expected->cells[expected->youngest + i];
    while (start < reached && room) {
      cc_child leaver = cc_child_new(cc_chances_of(CC_OPENING_LEAVERS, 0), leavers->people.count,
                                     CC_LEAVER_FIRST_AGE + i, 0);
      cc_child_wind_up(history, &leaver);
      room = cc_children_add(&leavers->people, leaver);
      start += 1.0;
    }
  }
  return room;
}

void cc_simulated_leavers_begin(const cc_plan *plan, const cc_series_set *set, int month,
                                cc_simulated_leavers *leavers) {
  const cc_care_leavers *section = &plan->care_leavers;
  leavers->joined = 0.0;
  leavers->rate = section->present ? cc_value(set, section->attrition_per_year, month, 0.0) : 0.0;
}

bool cc_simulated_leavers_join(const cc_plan *plan, const cc_history *history, cc_child child,
                               double years, cc_simulated_leavers *leavers) {
  if (!plan->care_leavers.present) {
    return true;
  }
  cc_child_wind_up(history, &child);
  child.clock += leavers->reading + leavers->rate * (1.0 / CC_MONTHS_PER_YEAR - years);
  leavers->joined += 1.0;
  return cc_children_add(&leavers->people, child);
}

void cc_simulated_leavers_end(const cc_plan *plan, int month, cc_simulated_leavers *leavers,
                              cc_results *results) {
  const cc_rows *rows = &plan->rows;
  cc_children *people = &leavers->people;
  double lost = 0.0, aged_out = 0.0, *cells = cc_month_cells(plan, results, 0, month);
  if (!plan->care_leavers.present) {
    return;
  }
  leavers->reading += leavers->rate / CC_MONTHS_PER_YEAR;
  for (int i = 0; i < people->count;) {
    cc_child *leaver = &people->items[i];
    leaver->age++;
    bool loses_touch = leaver->clock <= leavers->reading;
    if (!loses_touch && leaver->age < CC_LEAVER_LAST_AGE) {
      i++;
      continue;
    }
    lost += loses_touch ? 1.0 : 0.0;
    aged_out += loses_touch ? 0.0 : 1.0;
    *leaver = people->items[--people->count];
  }
  cells[rows->m_care_leavers] = people->count;
  cells[rows->m_care_leavers_in] = leavers->joined;
  cells[rows->m_care_leavers_lost] = lost;
  cells[rows->m_care_leavers_aged_out] = aged_out;
}
