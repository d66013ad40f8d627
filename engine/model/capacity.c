/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Capacity of a placement in a month: the places written, or
 *
 *   households(t) x places per household x usable share,
 *   households(t) = approved at the start + sum over the months up to t of (recruited - resigned) /
 * 12
 *
 * with never fewer than no households. What is above it at the month's end, after exits, entries,
 * moves and birthdays, moves on: every age alike, for nobody asks who is moved by age. Placements
 * are taken in the order in which they overflow, so that a chain is followed in one pass. Those
 * whom a full placement passes on in the month in which it took them in are displaced once, from
 * the first to the last: it counts them neither in nor out. A child who is displaced has spent the
 * month where the child was: child-days change from the next month on. */
#include "model/capacity.h"

#include "base/calendar.h"
#include "model/population.h"
#include "model/row_block.h"

cc_status cc_capacity_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_rows *rows = &plan->rows;
  cc_row_block monthly = {plan, &rows->monthly, arena, false};
  cc_row_block annual = {plan, &rows->annual, arena, false};
  if (!plan->demand.present) {
    return CC_OK;
  }
  rows->m_displaced_in = cc_block_of_placements(&monthly, "displaced_in",
                                                "Displaced children taken in", "children", CC_SUM);
  rows->m_displaced_out = cc_block_of_placements(
      &monthly, "displaced_out", "Children displaced for want of places", "children", CC_SUM);
  rows->m_capacity = cc_block_of_placements(&monthly, "capacity", "Capacity", "places", CC_AT_END);
  rows->a_displaced = cc_block_single(&annual, "displaced.total",
                                      "Children displaced for want of places", "children", CC_SUM);
  return cc_block_status(&monthly, &annual);
}

static void fill_from_households(const cc_plan *plan, const cc_series_set *set, int p,
                                 cc_results *results) {
  const cc_placement *placement = &plan->placements[p];
  cc_num turnover = cc_all(0.0);
  for (int t = 0; t < plan->n_months; t++) {
    cc_num approved = cc_value(set, placement->households, t, 0.0);
    turnover += (cc_value(set, placement->recruited_per_year, t, 0.0) -
                 cc_value(set, placement->resigned_per_year, t, 0.0)) /
                CC_MONTHS_PER_YEAR;
    turnover = cc_where(turnover < -approved, -approved, turnover);
    *cc_month_cells(plan, results, plan->rows.m_capacity + p, t) =
        (approved + turnover) * cc_value(set, placement->places_per_household, t, 1.0) *
        cc_value(set, placement->usable_share, t, 1.0);
  }
}

void cc_capacity_fill(const cc_plan *plan, const cc_series_set *set, cc_results *results) {
  for (int i = 0; i < plan->demand.n_overflow; i++) {
    int p = plan->demand.overflow_order[i];
    const cc_placement *placement = &plan->placements[p];
    if (placement->households != CC_ABSENT) {
      fill_from_households(plan, set, p, results);
      continue;
    }
    for (int t = 0; t < plan->n_months; t++) {
      *cc_month_cells(plan, results, plan->rows.m_capacity + p, t) =
          cc_value(set, placement->places, t, 0.0);
    }
  }
}

/* The share of a placement's children who are above its capacity; 0 where nobody is. */
static cc_num find_excess(const cc_plan *plan, const cc_results *results, int month, int placement,
                          const cc_cohorts *cohorts) {
  cc_num children = cc_cohorts_in_placement(plan, cohorts, placement);
  cc_num excess = children - cc_monthly(plan, results, plan->rows.m_capacity + placement, month);
  return cc_where(excess > 0.0, excess / children, cc_all(0.0));
}

void cc_capacity_overflow(const cc_plan *plan, const cc_results *results, int month,
                          cc_cohorts *cohorts, cc_flows *flows) {
  for (int i = 0; i < plan->demand.n_overflow; i++) {
    int p = plan->demand.overflow_order[i];
    cc_num share = find_excess(plan, results, month, p, cohorts);
    bool overflows = cc_any(share > 0.0);
    for (int s = 0; s < plan->n_states && overflows; s++) {
      if (plan->state_placement[s] == p) {
        int to = cc_first_state(plan, plan->placements[p].overflow_to);
        cc_num passed_on = share * flows->displaced_in[s];
        cc_num moved = cc_cohorts_displace(plan, share, s, to, cohorts);
        flows->displaced_out[s] += moved - passed_on;
        flows->displaced_in[s] -= passed_on;
        flows->displaced_in[to] += moved;
      }
    }
  }
}
