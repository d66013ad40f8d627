/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caps on the care population. One that reports compares the children in care at each month's end
 * with itself. One that holds turns entries away: the number in care at the month's end, after
 * birthdays, is a straight line in the share f of the entries that are let in,
 *
 *   N(f) = N(0) + f (N(1) - N(0)),
 *
 * so that f = (cap - N(0)) / (N(1) - N(0)), within 0..1, is exact. Entries of all bands and streams
 * are turned away in the same proportion: a cap does not choose between children, and the scenario
 * says nothing that could. When f = 0 is not enough, the number in care stays above the cap. */
#include "model/caps.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "model/row_block.h"

cc_status cc_caps_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_rows *rows = &plan->rows;
  cc_row_block monthly = {plan, &rows->monthly, arena, false};
  cc_row_block annual = {plan, &rows->annual, arena, false};
  if (!plan->demand.present) {
    return CC_OK;
  }
  rows->m_diverted =
      cc_block_single(&monthly, "diverted", "Children diverted by a cap", "children", CC_SUM);
  rows->a_diverted =
      cc_block_single(&annual, "diverted.total", "Children diverted by a cap", "children", CC_SUM);
  for (int i = 0; i < plan->n_caps; i++) {
    const cc_cap *cap = &plan->caps[i];
    int month = cc_block_single(&monthly, cc_arena_print(arena, "caps.%s", cap->name), cap->title,
                                "children", CC_AT_END);
    rows->m_caps = i == 0 ? month : rows->m_caps;
    int first =
        cc_block_single(&annual, cc_arena_print(arena, "caps.%s.months_above", cap->name),
                        cc_arena_print(arena, "%s: months above", cap->title), "months", CC_SUM);
    cc_block_single(&annual, cc_arena_print(arena, "caps.%s.peak_excess", cap->name),
                    cc_arena_print(arena, "%s: peak excess", cap->title), "children", CC_RATIO);
    rows->a_caps = i == 0 ? first : rows->a_caps;
  }
  return cc_block_status(&monthly, &annual);
}

bool cc_cap_binding(const cc_plan *plan, const cc_series_set *set, int month, cc_num *children,
                    cc_num *diversion_cost) {
  bool any = false;
  *children = cc_all(INFINITY);
  *diversion_cost = cc_all(0.0);
  for (int i = 0; i < plan->n_caps; i++) {
    const cc_cap *cap = &plan->caps[i];
    if (!cap->hold || !cc_cap_in_force(cap, month)) {
      continue;
    }
    cc_num ceiling = cc_value(set, cap->children, month, INFINITY);
    cc_num cost = cc_value(set, cap->diversion_cost, month, 0.0);
    *diversion_cost = cc_where(ceiling < *children, cost, *diversion_cost);
    *children = cc_lower(ceiling, *children);
    any = true;
  }
  return any;
}

/* Children of a band in care at the month's end who began it as `start` or enter at `entries` a
 * year, both by live state. */
static cc_num left_of_band(const cc_band_step *step, int n_steps, const cc_num *start,
                           const cc_num *entries) {
  cc_state_row stock, entered;
  cc_num sum = cc_all(0.0);
  memcpy(stock, start, sizeof stock);
  cc_band_step_product(step, cc_all(0.0), entries, entries, step->s1, entered);
  for (int i = 0; i < n_steps; i++) {
    cc_band_step_product(step, cc_all(1.0), entered, stock, step->s0, stock);
  }
  for (int s = 0; s < step->n; s++) {
    sum += stock[s];
  }
  return sum;
}

/* Of a band: those there at the start, and the entries, who are under 18 at the month's end; behind
 * the live states nobody, where a product of rows reads too. */
static void find_staying(const cc_plan *plan, const cc_band_step *step, int band,
                         const cc_cohorts *cohorts, cc_num *start, cc_num *entries) {
  const cc_num *oldest = cc_cohorts_oldest(plan, cohorts, band);
  cc_num share = cc_entry_share(plan, &cohorts->entry_ages, band, 0);
  bool last = band == plan->n_bands - 1;
  memset(start, 0, sizeof(cc_state_row));
  memset(entries, 0, sizeof(cc_state_row));
  for (int i = 0; i < step->n; i++) {
    int s = step->state[i];
    start[i] = cohorts->in_band[band][s] - (last ? oldest[i] : cc_all(0.0));
    entries[i] = cohorts->entries[band][s] * (last ? 1.0 - share : cc_all(1.0));
  }
}

/* N(0), and what all entries together would add to it. Those in their last month before 18 are gone
 * at its end and count for neither. */
static void count_month_end(const cc_plan *plan, const cc_band_step *steps, int n_steps,
                            const cc_cohorts *cohorts, cc_num *without, cc_num *by_entries) {
  static const cc_state_row nobody;
  *without = *by_entries = cc_all(0.0);
  for (int b = 0; b < plan->n_bands; b++) {
    cc_state_row start, entries;
    find_staying(plan, &steps[b], b, cohorts, start, entries);
    *without += left_of_band(&steps[b], n_steps, start, nobody);
    *by_entries += left_of_band(&steps[b], n_steps, nobody, entries);
  }
}

cc_num cc_caps_divert(const cc_plan *plan, const cc_series_set *set, const cc_band_step *steps,
                      int month, int n_steps, cc_cohorts *cohorts) {
  cc_num cap, cost, without, by_entries, diverted = cc_all(0.0);
  if (!cc_cap_binding(plan, set, month, &cap, &cost)) {
    return diverted;
  }
  count_month_end(plan, steps, n_steps, cohorts, &without, &by_entries);
  cc_num room = cap - without;
  if (!cc_any(room < by_entries)) {
    return diverted;
  }
  cc_num admitted = cc_where(room > 0.0, room / by_entries, cc_all(0.0));
  admitted = cc_where(room < by_entries, admitted, cc_all(1.0));
  for (int b = 0; b < plan->n_bands; b++) {
    for (int s = 0; s < plan->n_states; s++) {
      diverted += (1.0 - admitted) * cohorts->entries[b][s] / CC_MONTHS_PER_YEAR;
      cohorts->entries[b][s] *= admitted;
    }
  }
  return diverted;
}

static cc_num children_in_care(const cc_plan *plan, const cc_results *results, int month) {
  cc_num children = cc_all(0.0);
  for (int p = 0; p < plan->n_placements; p++) {
    children += cc_monthly(plan, results, plan->rows.m_stock + p, month);
  }
  return children;
}

static void report_cap(const cc_plan *plan, const cc_series_set *set, int index,
                       cc_results *results) {
  const cc_cap *cap = &plan->caps[index];
  cc_num *months_above = results->annual + (plan->rows.a_caps + 2 * index) * plan->n_years;
  cc_num *peak_excess = months_above + plan->n_years;
  for (int t = 0; t < plan->n_months; t++) {
    if (!cc_cap_in_force(cap, t)) {
      continue;
    }
    int year = t / CC_MONTHS_PER_YEAR;
    cc_num ceiling = cc_value(set, cap->children, t, INFINITY);
    cc_num children = children_in_care(plan, results, t), excess = children - ceiling;
    *cc_month_cells(plan, results, plan->rows.m_caps + index, t) = ceiling;
    cc_truth above = cc_is_above_cap(children, ceiling);
    months_above[year] += cc_where(above, cc_all(1.0), cc_all(0.0));
    peak_excess[year] = cc_where(above, cc_higher(excess, peak_excess[year]), peak_excess[year]);
  }
}

void cc_caps_report(const cc_plan *plan, const cc_series_set *set, cc_results *results) {
  for (int i = 0; i < plan->n_caps && plan->demand.present; i++) {
    report_cap(plan, set, i, results);
  }
}
