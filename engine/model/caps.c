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

/* A cap that holds is met to the last bit or so; that is no excess. Children. */
static const double no_excess = 1e-9;

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

static bool in_force(const cc_cap *cap, int month) {
  return month >= cap->from && month < cap->until;
}

int cc_cap_binding(const cc_plan *plan, const cc_series_set *set, int month) {
  int binding = CC_ABSENT;
  double lowest = INFINITY;
  for (int i = 0; i < plan->n_caps; i++) {
    double children = cc_value(set, plan->caps[i].children, month, INFINITY);
    if (plan->caps[i].hold && in_force(&plan->caps[i], month) && children < lowest) {
      binding = i;
      lowest = children;
    }
  }
  return binding;
}

/* result += row x matrix, over the live states of a band. */
static void add_product(int n, const double *row, const cc_state_matrix matrix, double *result) {
  for (int p = 0; p < n; p++) {
    for (int q = 0; q < n; q++) {
      result[q] += row[p] * matrix[p][q];
    }
  }
}

/* Children of a band in care at the month's end who began it as `start` or enter at `entries` a
 * year, both by live state. */
static double left_of_band(const cc_band_step *step, int n_steps, const double *start,
                           const double *entries) {
  double stock[CC_MAX_STATES], sum = 0.0;
  memcpy(stock, start, sizeof stock);
  for (int i = 0; i < n_steps; i++) {
    double next[CC_MAX_STATES] = {0};
    add_product(step->n, stock, step->s0, next);
    add_product(step->n, entries, step->s1, next);
    memcpy(stock, next, sizeof stock);
  }
  for (int s = 0; s < step->n; s++) {
    sum += stock[s];
  }
  return sum;
}

/* Of a band: those there at the start, and the entries, who are under 18 at the month's end. */
static void find_staying(const cc_plan *plan, const cc_band_step *step, int band,
                         const cc_cohorts *cohorts, double *start, double *entries) {
  double oldest[CC_MAX_STATES];
  bool last = band == plan->n_bands - 1;
  double share = cohorts->cells[cohorts->current][CC_ENTRY_ROW][CC_ADULT_AGE - 1];
  cc_cohorts_of_age(plan, cohorts, CC_ADULT_AGE - 1, oldest);
  for (int i = 0; i < step->n; i++) {
    int s = step->state[i];
    start[i] = cohorts->in_band[band][s] - (last ? oldest[s] : 0.0);
    entries[i] = cohorts->entries[band][s] * (last ? 1.0 - share : 1.0);
  }
}

/* N(0), and what all entries together would add to it. Those in their last month before 18 are gone
 * at its end and count for neither. */
static void count_month_end(const cc_plan *plan, const cc_band_step *steps, int n_steps,
                            const cc_cohorts *cohorts, double *without, double *by_entries) {
  static const double nobody[CC_MAX_STATES] = {0};
  *without = *by_entries = 0.0;
  for (int b = 0; b < plan->n_bands; b++) {
    double start[CC_MAX_STATES] = {0}, entries[CC_MAX_STATES] = {0};
    find_staying(plan, &steps[b], b, cohorts, start, entries);
    *without += left_of_band(&steps[b], n_steps, start, nobody);
    *by_entries += left_of_band(&steps[b], n_steps, nobody, entries);
  }
}

double cc_caps_divert(const cc_plan *plan, const cc_series_set *set, const cc_band_step *steps,
                      int month, int n_steps, cc_cohorts *cohorts) {
  int binding = cc_cap_binding(plan, set, month);
  if (binding == CC_ABSENT) {
    return 0.0;
  }
  double without, by_entries;
  count_month_end(plan, steps, n_steps, cohorts, &without, &by_entries);
  double room = cc_value(set, plan->caps[binding].children, month, 0.0) - without;
  if (room >= by_entries) {
    return 0.0;
  }
  double admitted = room > 0.0 ? room / by_entries : 0.0;
  double diverted = 0.0;
  for (int b = 0; b < plan->n_bands; b++) {
    for (int s = 0; s < plan->n_states; s++) {
      diverted += (1.0 - admitted) * cohorts->entries[b][s] / CC_MONTHS_PER_YEAR;
      cohorts->entries[b][s] *= admitted;
    }
  }
  return diverted;
}

static double children_in_care(const cc_plan *plan, const cc_results *results, int month) {
  double children = 0.0;
  for (int p = 0; p < plan->n_placements; p++) {
    children += cc_monthly(plan, results, plan->rows.m_stock + p, month);
  }
  return children;
}

static void report_cap(const cc_plan *plan, const cc_series_set *set, int index,
                       cc_results *results) {
  const cc_cap *cap = &plan->caps[index];
  double *ceiling = results->monthly + (plan->rows.m_caps + index) * plan->n_months;
  double *months_above = results->annual + (plan->rows.a_caps + 2 * index) * plan->n_years;
  double *peak_excess = months_above + plan->n_years;
  for (int t = 0; t < plan->n_months; t++) {
    if (!in_force(cap, t)) {
      continue;
    }
    int year = t / CC_MONTHS_PER_YEAR;
    ceiling[t] = cc_value(set, cap->children, t, INFINITY);
    double excess = children_in_care(plan, results, t) - ceiling[t];
    if (excess > no_excess) {
      months_above[year] += 1.0;
      peak_excess[year] = excess > peak_excess[year] ? excess : peak_excess[year];
    }
  }
}

void cc_caps_report(const cc_plan *plan, const cc_series_set *set, cc_results *results) {
  for (int i = 0; i < plan->n_caps && plan->demand.present; i++) {
    report_cap(plan, set, i, results);
  }
}
