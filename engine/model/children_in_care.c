/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children in care, month by month. The order within a month is: entries, less those that a cap
 * turns away; the exact solution of exits, moves and entries; everybody a month older, and the 18th
 * birthdays; the children above a capacity move on; what stands is reported. A month's time in care
 * is spread evenly over the days that it has in the calendar: 100 children are 36,500 child-days in
 * most years and 36,600 in one with a 29 February. The average in a year is its child-days over its
 * days. */
#include "model/children_in_care.h"

#include <string.h>

#include "base/calendar.h"
#include "model/capacity.h"
#include "model/caps.h"
#include "model/row_block.h"
#include "model/sum.h"
#include "model/workspace.h"

/* ---- rows ------------------------------------------------------------------------------------ */

static const char *const exit_titles[CC_DESTINATIONS] = {
    [CC_RETURN_HOME] = "Exits: return home",
    [CC_ADOPTION] = "Exits: adoption",
    [CC_SPECIAL_GUARDIANSHIP] = "Exits: special guardianship",
    [CC_INDEPENDENCE] = "Exits: independence",
    [CC_OTHER_EXIT] = "Exits: other",
};

static void lay_out_months(cc_rows *rows, cc_row_block *block) {
  rows->m_stock =
      cc_block_of_placements(block, "children_in_care", "Children in care", "children", CC_AT_END);
  rows->m_child_days =
      cc_block_of_placements(block, "child_days", "Child-days", "child-days", CC_SUM);
  rows->m_entries = cc_block_of_placements(block, "entries", "Entries", "children", CC_SUM);
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    const char *measure = cc_arena_print(block->arena, "exits.%s", cc_destination_names[d]);
    int first = cc_block_of_placements(block, measure, exit_titles[d], "children", CC_SUM);
    rows->m_exits = d == 0 ? first : rows->m_exits;
  }
  rows->m_turned_18 = cc_block_of_placements(block, "turned_18", "Turned 18", "children", CC_SUM);
  rows->m_moves_in = cc_block_of_placements(block, "moves_in", "Moves in", "children", CC_SUM);
  rows->m_moves_out = cc_block_of_placements(block, "moves_out", "Moves out", "children", CC_SUM);
  rows->m_stock_by_band =
      cc_block_by_band(block, "children_in_care.band", "Children in care", "children", CC_AT_END);
}

static void lay_out_stocks(const cc_plan *plan, cc_rows *rows, cc_row_block *block) {
  rows->a_children = cc_block_single(block, "children_in_care.total",
                                     "Children in care on 31 March", "children", CC_AT_END);
  rows->a_average = cc_block_single(block, "children_in_care.average",
                                    "Children in care, average in year", "children", CC_RATIO);
  if (cc_has_population(plan)) {
    rows->a_per_10k =
        cc_block_single(block, "children_in_care.per_10k", "Children in care per 10,000 residents",
                        "per 10,000", CC_RATIO);
  }
  rows->a_stock_by_placement = cc_block_by_placement(
      block, "children_in_care", "Children in care on 31 March", "children", CC_AT_END);
  rows->a_average_by_placement = cc_block_by_placement(
      block, "children_in_care.average", "Children in care, average in year", "children", CC_RATIO);
  rows->a_stock_by_band = cc_block_by_band(block, "children_in_care.band",
                                           "Children in care on 31 March", "children", CC_AT_END);
}

static void lay_out_flows(cc_rows *rows, cc_row_block *block) {
  rows->a_entries = cc_block_single(block, "entries.total", "Entries", "children", CC_SUM);
  rows->a_exits =
      cc_block_single(block, "exits.total", "Exits, 18th birthdays included", "children", CC_SUM);
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    const char *measure = cc_arena_print(block->arena, "exits.%s", cc_destination_names[d]);
    int row = cc_block_single(block, measure, exit_titles[d], "children", CC_SUM);
    rows->a_exits_by_destination = d == 0 ? row : rows->a_exits_by_destination;
  }
  rows->a_turned_18 = cc_block_single(block, "turned_18.total", "Turned 18", "children", CC_SUM);
  rows->a_moves =
      cc_block_single(block, "moves.total", "Moves between placements", "children", CC_SUM);
}

cc_status cc_children_in_care_lay_out(cc_plan *plan, cc_arena *arena) {
  cc_row_block monthly = {plan, &plan->rows.monthly, arena, false};
  cc_row_block annual = {plan, &plan->rows.annual, arena, false};
  if (!plan->demand.present) {
    return CC_OK;
  }
  lay_out_months(&plan->rows, &monthly);
  lay_out_stocks(plan, &plan->rows, &annual);
  lay_out_flows(&plan->rows, &annual);
  return cc_block_status(&monthly, &annual);
}

/* ---- months ---------------------------------------------------------------------------------- */

/* Where a month's figures go. */
typedef struct {
  const cc_plan *plan;
  cc_num *cells;
  bool later[CC_MAX_STATES]; /* an earlier state is of the same placement */
} month_place;

static month_place find_place(const cc_plan *plan, int month, cc_results *results) {
  month_place place = {.plan = plan, .cells = cc_month_cells(plan, results, 0, month)};
  for (int s = 0; s < plan->n_states; s++) {
    place.later[s] = cc_first_state(plan, plan->state_placement[s]) != s;
  }
  return place;
}

/* Adds one figure for each state up in its placement's row of a block. */
static void keep(const month_place *place, int first_row, const cc_num *restrict by_state) {
  const cc_plan *plan = place->plan;
  cc_num *restrict block = place->cells + first_row;
  for (int s = 0; s < plan->n_states; s++) {
    cc_num *cell = block + plan->state_placement[s];
    *cell = place->later[s] ? *cell + by_state[s] : by_state[s];
  }
}

static void keep_stock(const month_place *place,
                       const cc_num in_band[CC_MAX_BANDS][CC_MAX_STATES]) {
  const cc_plan *plan = place->plan;
  cc_state_row stock;
  memset(stock, 0, (size_t)plan->n_states * sizeof *stock);
  for (int b = 0; b < plan->n_bands; b++) {
    for (int s = 0; s < plan->n_states; s++) {
      stock[s] += in_band[b][s];
    }
    place->cells[plan->rows.m_stock_by_band + b] = cc_sum(in_band[b], plan->n_states);
  }
  keep(place, plan->rows.m_stock, stock);
}

static void keep_flows(const month_place *place, int month, const cc_flows *flows) {
  const cc_rows *rows = &place->plan->rows;
  const double days = cc_days_in_month(cc_first_month(place->plan->first_year) + month);
  cc_state_row child_days;
  for (int s = 0; s < place->plan->n_states; s++) {
    child_days[s] = CC_MONTHS_PER_YEAR * days * flows->child_years[s];
  }
  keep(place, rows->m_child_days, child_days);
  keep(place, rows->m_entries, flows->entries);
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    keep(place, rows->m_exits + d * place->plan->n_placements, flows->exits[d]);
  }
  keep(place, rows->m_turned_18, flows->turned_18);
  keep(place, rows->m_moves_in, flows->moves_in);
  keep(place, rows->m_moves_out, flows->moves_out);
  keep(place, rows->m_displaced_in, flows->displaced_in);
  keep(place, rows->m_displaced_out, flows->displaced_out);
  place->cells[rows->m_diverted] = flows->diverted;
}

void cc_children_in_care_keep(const cc_plan *plan, int month,
                              const cc_num in_band[CC_MAX_BANDS][CC_MAX_STATES],
                              const cc_flows *flows, cc_results *results) {
  month_place place = find_place(plan, month, results);
  keep_stock(&place, in_band);
  keep_flows(&place, month, flows);
}

cc_status cc_children_in_care_open(const cc_plan *plan, cc_workspace *w, cc_results *results) {
  cc_cohorts *cohorts = &w->cohorts;
  cc_care_leavers_open(plan, &w->set, &w->leavers, results);
  if (!plan->demand.present) {
    return CC_OK;
  }
  cc_status status = cc_opening_stock(plan, &w->set, w->opening, cohorts);
  if (status != CC_OK) {
    return status;
  }
  for (int lane = 0; lane < CC_LANES; lane++) {
    cc_set_lane(&results->misplaced, lane, w->opening[lane].misplaced);
  }
  for (int p = 0; p < plan->n_placements; p++) {
    results->opening[p] = cc_cohorts_in_placement(plan, cohorts, p);
  }
  cc_first_placements_read(plan, &w->set, &w->first);
  cc_capacity_fill(plan, &w->set, results);
  return CC_OK;
}

void cc_children_in_care_enter(const cc_plan *plan, int month, cc_workspace *w) {
  cc_cohorts *cohorts = &w->cohorts;
  cc_num by_band[CC_MAX_BANDS];
  cc_entries(plan, &w->set, month, &w->first, cohorts->entries);
  for (int b = 0; b < plan->n_bands; b++) {
    by_band[b] = cc_sum(cohorts->entries[b], plan->n_states);
  }
  cc_entry_ages_follow(plan, &w->set, month, by_band, &cohorts->entry_ages);
}

static void run_month(const cc_plan *plan, int month, int n_steps, cc_workspace *w, cc_flows *flows,
                      cc_results *results) {
  double years = 1.0 / CC_MONTHS_PER_YEAR / n_steps;
  cc_cohorts *cohorts = &w->cohorts;
  cc_children_in_care_enter(plan, month, w);
  cc_cohorts_solve(plan, &w->set, month, years, month == 0, &w->step_work, cohorts, w->steps);
  flows->diverted = cc_caps_divert(plan, &w->set, w->steps, month, n_steps, cohorts);
  for (int i = 1; i <= n_steps; i++) {
    cc_cohorts_advance(plan, w->steps, years, i == n_steps, cohorts, flows);
  }
  cc_capacity_overflow(plan, results, month, cohorts, flows);
  cc_children_in_care_keep(plan, month, cohorts->in_band, flows, results);
}

/* ---- years ----------------------------------------------------------------------------------- */

/* Sums `count` rows over the twelve months of every year into one annual row. */
static void sum_years(const cc_plan *plan, int monthly_row, int count, int annual_row,
                      cc_results *results) {
  cc_num *years = results->annual + annual_row * plan->n_years;
  for (int t = 0; t < plan->n_months; t++) {
    const cc_num *cells = cc_month_cells(plan, results, monthly_row, t);
    cc_num sum = cc_all(0.0);
    for (int i = 0; i < count; i++) {
      sum += cells[i];
    }
    years[t / CC_MONTHS_PER_YEAR] += sum;
  }
}

/* The same of child-days, a day. */
static void average_years(const cc_plan *plan, int monthly_row, int count, int annual_row,
                          cc_results *results) {
  sum_years(plan, monthly_row, count, annual_row, results);
  for (int y = 0; y < plan->n_years; y++) {
    results->annual[annual_row * plan->n_years + y] /= cc_days_in_year(plan->first_year + y);
  }
}

/* Takes the stock on 31 March: the sum of `count` rows. */
static void take_march(const cc_plan *plan, int monthly_row, int count, int annual_row,
                       cc_results *results) {
  cc_num *years = results->annual + annual_row * plan->n_years;
  for (int row = monthly_row; row < monthly_row + count; row++) {
    for (int y = 0; y < plan->n_years; y++) {
      years[y] += cc_monthly(plan, results, row, (y + 1) * CC_MONTHS_PER_YEAR - 1);
    }
  }
}

static void fill_stocks(const cc_plan *plan, const cc_series_set *set, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  int n = plan->n_placements;
  take_march(plan, rows->m_stock, n, rows->a_children, results);
  average_years(plan, rows->m_child_days, n, rows->a_average, results);
  for (int p = 0; p < n; p++) {
    take_march(plan, rows->m_stock + p, 1, rows->a_stock_by_placement + p, results);
    average_years(plan, rows->m_child_days + p, 1, rows->a_average_by_placement + p, results);
  }
  for (int b = 0; b < plan->n_bands; b++) {
    take_march(plan, rows->m_stock_by_band + b, 1, rows->a_stock_by_band + b, results);
  }
  for (int y = 0; y < plan->n_years && rows->a_per_10k != CC_ABSENT; y++) {
    cc_num residents = cc_residents(plan, set, (y + 1) * CC_MONTHS_PER_YEAR - 1);
    cc_num children = cc_annual(plan, results, rows->a_children, y);
    results->annual[rows->a_per_10k * plan->n_years + y] =
        cc_where(residents > 0.0, children / residents * 10000.0, cc_all(0.0));
  }
}

static void fill_flows(const cc_plan *plan, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  int n = plan->n_placements;
  sum_years(plan, rows->m_entries, n, rows->a_entries, results);
  sum_years(plan, rows->m_exits, CC_DESTINATIONS * n, rows->a_exits, results);
  sum_years(plan, rows->m_turned_18, n, rows->a_exits, results);
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    sum_years(plan, rows->m_exits + d * n, n, rows->a_exits_by_destination + d, results);
  }
  sum_years(plan, rows->m_turned_18, n, rows->a_turned_18, results);
  sum_years(plan, rows->m_moves_out, n, rows->a_moves, results);
  sum_years(plan, rows->m_displaced_out, n, rows->a_displaced, results);
  sum_years(plan, rows->m_diverted, 1, rows->a_diverted, results);
}

void cc_children_in_care_close(const cc_plan *plan, const cc_series_set *set, cc_results *results) {
  if (plan->demand.present) {
    fill_stocks(plan, set, results);
    fill_flows(plan, results);
    cc_caps_report(plan, set, results);
  }
  cc_care_leavers_years(plan, set, results);
}

cc_status cc_children_in_care_run(const cc_plan *plan, int n_steps, cc_workspace *workspace,
                                  cc_results *results) {
  cc_status status = cc_children_in_care_open(plan, workspace, results);
  if (status != CC_OK) {
    return status;
  }
  for (int month = 0; month < plan->n_months; month++) {
    cc_flows flows;
    cc_flows_clear(plan->n_states, &flows);
    if (plan->demand.present) {
      run_month(plan, month, n_steps, workspace, &flows, results);
    }
    cc_care_leavers_month(plan, &workspace->set, month, &flows, &workspace->leavers, results);
  }
  cc_children_in_care_close(plan, &workspace->set, results);
  results->most_negative = workspace->cohorts.lowest;
  return CC_OK;
}
