/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which annual rows are sums over children, and what each child counts towards them. With d(t) days
 * in a month of 1/12 year, D in the year, and w(t) = 12 d(t) / 7 weeks a year at that pace,
 * price(t) the weekly price of a placement and received(t) what others pay for a week,
 *
 *   children on 31 March   1 for being there at the end of March
 *   average, child-days    12 d(t) / D or 12 d(t) for a child-year
 *   cost, contributions    w(t) price(t), w(t) received(t) for a child-year, GBP
 *   one-off cost           share(t) x amount(t) for an entry, an exit or an 18th birthday, GBP
 *   care leavers           1 for being one at the end of March; advisers 1 / caseload
 *   their cost             half a month's cost of an adviser / caseload for being one at either end
 *                          of the month, GBP
 *
 * which is how the modules that fill these rows work them out from the months. */
#include "model/linear_measure.h"

#include <string.h>

#include "base/calendar.h"
#include "model/placement_cost.h"
#include "model/population.h"

enum { EVERYWHERE = -1, EVERY_HEADING = -1 }; /* in place of a placement, of a heading */

/* What is being added to what. */
typedef struct {
  const cc_plan *plan;
  const cc_series_set *set;
  int year, first_month;
  double scale;
  cc_linear_measure *measure;
} addition;

void cc_linear_measure_clear(cc_linear_measure *measure) {
  memset(measure, 0, sizeof *measure);
}

/* Adds an amount to what the states of a placement (or of all) count. */
static void add_states(const cc_plan *plan, int placement, double amount, double *states) {
  for (int s = 0; s < plan->n_states; s++) {
    if (placement == EVERYWHERE || plan->state_placement[s] == placement) {
      states[s] += amount;
    }
  }
}

void cc_linear_measure_add_children(const cc_plan *plan, int month, double scale,
                                    cc_linear_measure *measure) {
  add_states(plan, EVERYWHERE, scale, measure->at_end[month]);
  measure->n_months = month + 1 > measure->n_months ? month + 1 : measure->n_months;
}

static void add_stock(const addition *add, int placement, double scale) {
  int march = add->first_month + CC_MONTHS_PER_YEAR - 1;
  add_states(add->plan, placement, add->scale * scale, add->measure->at_end[march]);
}

static void add_band_stock(const addition *add, int band) {
  add->measure->at_end_in_band[add->first_month + CC_MONTHS_PER_YEAR - 1][band] += add->scale;
}

/* The days that a child-year of a month is. */
static double days_at(const addition *add, int month) {
  return (double)CC_MONTHS_PER_YEAR *
         cc_days_in_month(cc_first_month(add->plan->first_year) + month);
}

static void add_days(const addition *add, int placement, double scale) {
  for (int t = add->first_month; t < add->first_month + CC_MONTHS_PER_YEAR; t++) {
    add_states(add->plan, placement, add->scale * scale * days_at(add, t),
               add->measure->in_state[t]);
  }
}

static void add_average(const addition *add, int placement) {
  add_days(add, placement, 1.0 / cc_days_in_year(add->plan->first_year + add->year));
}

/* Placement cost and contributions, each with a sign or 0. */
static void add_placement_money(const addition *add, int placement, double cost,
                                double contributions) {
  const cc_placement *of = &add->plan->placements[placement];
  for (int t = add->first_month; t < add->first_month + CC_MONTHS_PER_YEAR; t++) {
    double price = cc_value(add->set, of->weekly_price, t, 0.0);
    double received = cc_contributions_per_week(of, add->set, price, t);
    double weekly = cost * price + contributions * received;
    add_states(add->plan, placement, add->scale * days_at(add, t) / CC_DAYS_PER_WEEK * weekly,
               add->measure->in_state[t]);
  }
}

/* Does a placement, a one-off cost or the care leavers stand under a heading? */
static bool is_under(int heading, cc_subjective of) {
  return heading == EVERY_HEADING || heading == (int)of;
}

static void add_net_cost(const addition *add, int heading) {
  for (int p = 0; p < add->plan->n_placements; p++) {
    if (is_under(heading, add->plan->placements[p].subjective)) {
      add_placement_money(add, p, 1.0, -1.0);
    }
  }
}

static void add_flow(const addition *add, cc_flow_kind flow, int destination, int month,
                     double amount) {
  cc_linear_measure *measure = add->measure;
  switch (flow) {
  case CC_FLOW_ENTRIES:
    measure->on_entry[month] += add->scale * amount;
    break;
  case CC_FLOW_TURNED_18:
    measure->on_birthday[month] += add->scale * amount;
    break;
  case CC_FLOW_EXITS:
    measure->on_exit[month][destination] += add->scale * amount;
    break;
  }
}

static void add_count(const addition *add, cc_flow_kind flow, int destination) {
  for (int t = add->first_month; t < add->first_month + CC_MONTHS_PER_YEAR; t++) {
    add_flow(add, flow, destination, t, 1.0);
  }
}

static void add_all_exits(const addition *add) {
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    add_count(add, CC_FLOW_EXITS, d);
  }
  add_count(add, CC_FLOW_TURNED_18, 0);
}

static void add_one_off(const addition *add, const cc_one_off_cost *cost) {
  for (int t = add->first_month; t < add->first_month + CC_MONTHS_PER_YEAR; t++) {
    double amount =
        cc_value(add->set, cost->share, t, 1.0) * cc_value(add->set, cost->amount, t, 0);
    add_flow(add, cost->flow, (int)cost->destination, t, amount);
  }
}

/* Care leavers on 31 March, each counting `scale`. */
static void add_leavers(const addition *add, double scale) {
  add->measure->leaver_at_end[add->first_month + CC_MONTHS_PER_YEAR - 1] += add->scale * scale;
}

/* What an adviser costs in a month for each care leaver; without a caseload there are none. */
static double adviser_cost(const addition *add, int month) {
  const cc_care_leavers *section = &add->plan->care_leavers;
  double caseload = cc_value(add->set, section->caseload, month, 0.0);
  double a_year = cc_value(add->set, section->cost_per_adviser, month, 0.0);
  return caseload > 0.0 ? a_year / CC_MONTHS_PER_YEAR / caseload : 0.0;
}

static void add_advisers(const addition *add) {
  int march = add->first_month + CC_MONTHS_PER_YEAR - 1;
  double caseload = cc_value(add->set, add->plan->care_leavers.caseload, march, 0.0);
  add_leavers(add, caseload > 0.0 ? 1.0 / caseload : 0.0);
}

static void add_leaver_cost(const addition *add) {
  cc_linear_measure *measure = add->measure;
  for (int t = add->first_month; t < add->first_month + CC_MONTHS_PER_YEAR; t++) {
    double half = add->scale * adviser_cost(add, t) / 2.0;
    *(t > 0 ? &measure->leaver_at_end[t - 1] : &measure->leaver_at_start) += half;
    measure->leaver_at_end[t] += half;
  }
}

static void add_expenditure(const addition *add, int heading) {
  const cc_plan *plan = add->plan;
  add_net_cost(add, heading);
  for (int i = 0; i < plan->n_one_off_costs; i++) {
    if (is_under(heading, plan->one_off_costs[i].subjective)) {
      add_one_off(add, &plan->one_off_costs[i]);
    }
  }
  if (plan->care_leavers.present && is_under(heading, plan->care_leavers.subjective)) {
    add_leaver_cost(add);
  }
}

static void add_per_10k(const addition *add) {
  double residents = cc_residents(add->plan, add->set, add->first_month + CC_MONTHS_PER_YEAR - 1);
  add_stock(add, EVERYWHERE, residents > 0.0 ? 10000.0 / residents : 0.0);
}

/* The place of a row in a block of `count` rows, or CC_ABSENT. */
static int place_in(int row, int first, int count) {
  return first != CC_ABSENT && row >= first && row < first + count ? row - first : CC_ABSENT;
}

/* Rows of one placement each. */
static bool add_by_placement(const addition *add, int row) {
  const cc_rows *rows = &add->plan->rows;
  int n = add->plan->n_placements, p;
  if ((p = place_in(row, rows->a_stock_by_placement, n)) != CC_ABSENT) {
    add_stock(add, p, 1.0);
  } else if ((p = place_in(row, rows->a_average_by_placement, n)) != CC_ABSENT) {
    add_average(add, p);
  } else if ((p = place_in(row, rows->a_child_days, n)) != CC_ABSENT) {
    add_days(add, p, 1.0);
  } else if ((p = place_in(row, rows->a_cost, n)) != CC_ABSENT) {
    add_placement_money(add, p, 1.0, 0.0);
  } else if ((p = place_in(row, rows->a_contributions, n)) != CC_ABSENT) {
    add_placement_money(add, p, 0.0, 1.0);
  } else {
    return false;
  }
  return true;
}

/* Rows of flows, and of what is paid for them. */
static bool add_by_flow(const addition *add, int row) {
  const cc_rows *rows = &add->plan->rows;
  int i;
  if (row == rows->a_entries) {
    add_count(add, CC_FLOW_ENTRIES, 0);
  } else if (row == rows->a_exits) {
    add_all_exits(add);
  } else if (row == rows->a_turned_18) {
    add_count(add, CC_FLOW_TURNED_18, 0);
  } else if ((i = place_in(row, rows->a_exits_by_destination, CC_DESTINATIONS)) != CC_ABSENT) {
    add_count(add, CC_FLOW_EXITS, i);
  } else if ((i = place_in(row, rows->a_one_off, add->plan->n_one_off_costs)) != CC_ABSENT) {
    add_one_off(add, &add->plan->one_off_costs[i]);
  } else {
    return false;
  }
  return true;
}

static bool add_total(const addition *add, int row) {
  const cc_rows *rows = &add->plan->rows;
  int band = place_in(row, rows->a_stock_by_band, add->plan->n_bands);
  if (row == rows->a_children) {
    add_stock(add, EVERYWHERE, 1.0);
  } else if (band != CC_ABSENT) {
    add_band_stock(add, band);
  } else if (row == rows->a_average) {
    add_average(add, EVERYWHERE);
  } else if (row == rows->a_per_10k) {
    add_per_10k(add);
  } else if (row == rows->a_placement_net) {
    add_net_cost(add, EVERY_HEADING);
  } else if (row == rows->a_expenditure) {
    add_expenditure(add, EVERY_HEADING);
  } else {
    return false;
  }
  return true;
}

/* Care leavers, and the subjective analysis, which they are in. */
static bool add_leaver_row(const addition *add, int row) {
  const cc_rows *rows = &add->plan->rows;
  int heading = place_in(row, rows->a_subjective, CC_SUBJECTIVE_COUNT);
  if (row == rows->a_care_leavers) {
    add_leavers(add, 1.0);
  } else if (row == rows->a_advisers) {
    add_advisers(add);
  } else if (row == rows->a_leaver_cost) {
    add_leaver_cost(add);
  } else if (heading != CC_ABSENT) {
    add_expenditure(add, heading);
  } else {
    return false;
  }
  return true;
}

bool cc_linear_measure_add(const cc_plan *plan, const cc_series_set *set, int row, int year,
                           double scale, cc_linear_measure *measure) {
  const addition add = {plan, set, year, year * CC_MONTHS_PER_YEAR, scale, measure};
  if ((!plan->demand.present && !plan->care_leavers.present) || row == CC_ABSENT ||
      !(add_total(&add, row) || add_by_placement(&add, row) || add_by_flow(&add, row) ||
        add_leaver_row(&add, row))) {
    return false;
  }
  int end = add.first_month + CC_MONTHS_PER_YEAR;
  measure->n_months = end > measure->n_months ? end : measure->n_months;
  return true;
}
