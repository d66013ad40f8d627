/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A contract sum is what was brought forward into the first year, all lines of all years since,
 * less the one-off lines that have fallen out again. Line by line that holds for each side; between
 * two years of one run all that is earlier cancels. A line is found on the other side by its
 * measure, and is nothing where it is not. The sum of the differences is the difference of the
 * sums.
 *
 * A gap is expenditure less funding: what the council assumes, or else what is proposed. */
#include "analysis/bridge.h"

#include <stdlib.h>
#include <string.h>

/* ---- lines ----------------------------------------------------------------------------------- */

/* Adds to the line of an id, which is made when it is new. */
static bool add(cc_bridge *bridge, const char *id, const char *label, double amount) {
  for (int i = 0; i < bridge->count; i++) {
    if (strcmp(bridge->lines[i].id, id) == 0) {
      bridge->lines[i].amount += amount;
      return true;
    }
  }
  if (bridge->count == bridge->room) {
    int room = bridge->room == 0 ? 32 : 2 * bridge->room;
    cc_bridge_line *lines = realloc(bridge->lines, (size_t)room * sizeof *lines);
    if (lines == NULL) {
      return false;
    }
    bridge->lines = lines;
    bridge->room = room;
  }
  bridge->lines[bridge->count++] = (cc_bridge_line){id, label, amount};
  return true;
}

void cc_bridge_free(cc_bridge *bridge) {
  free(bridge->lines);
  *bridge = (cc_bridge){0};
}

static double amount_of(cc_bridge_side side, int row, int year) {
  return row == CC_ABSENT ? 0.0 : cc_annual(side.run->plan, side.run->results, row, year);
}

/* An annual row as it stands in the side's year, if there is one. */
static bool add_row(cc_bridge *bridge, cc_bridge_side side, int row, double sign) {
  if (row == CC_ABSENT) {
    return true;
  }
  const cc_row *described = &side.run->plan->rows.annual.items[row];
  return add(bridge, described->measure, described->title, sign * amount_of(side, row, side.year));
}

/* ---- what amounts are made of ---------------------------------------------------------------- */

/* How much of the sums of the years before fell out again: one-off lines. */
static double fallen_out(cc_bridge_side side) {
  const cc_contract_rows *rows = &side.run->plan->rows.contract;
  double sum = 0.0;
  for (int y = 1; y <= side.year; y++) {
    sum += amount_of(side, rows->brought_forward, y) -
           amount_of(side, rows->total_contract_sum, y - 1);
  }
  return sum;
}

static bool add_contract_sum(cc_bridge *bridge, cc_bridge_side side, double sign) {
  const cc_rows *rows = &side.run->plan->rows;
  int first = rows->a_contract, end = first + rows->a_contract_count;
  const char *brought_forward = "contract.brought_forward";
  bool good = add(bridge, brought_forward, "Brought forward into the first year",
                  sign * amount_of(side, rows->contract.brought_forward, 0)) &&
              add(bridge, "contract.fallen_out", "One-off lines of years before, fallen out",
                  sign * fallen_out(side));
  for (int row = first; row < end && good; row++) {
    const cc_row *line = &rows->annual.items[row];
    double sum = 0.0;
    for (int y = 0; y <= side.year; y++) {
      sum += amount_of(side, row, y);
    }
    if (line->part == CC_LINE && row != rows->contract.brought_forward &&
        row != rows->contract.other_grants) {
      good = add(bridge, line->measure, line->title, sign * sum);
    }
  }
  return good;
}

static bool add_core(cc_bridge *bridge, cc_bridge_side side, double sign) {
  return add_contract_sum(bridge, side, sign) &&
         add_row(bridge, side, side.run->plan->rows.contract.grants, -sign);
}

static bool add_budget(cc_bridge *bridge, cc_bridge_side side, double sign) {
  return add_contract_sum(bridge, side, sign) &&
         add_row(bridge, side, side.run->plan->rows.contract.other_grants, sign);
}

static bool add_proposed(cc_bridge *bridge, cc_bridge_side side, double sign) {
  const cc_rows *rows = &side.run->plan->rows;
  bool good = add_budget(bridge, side, sign);
  for (int row = rows->a_intervention_net; row < rows->a_invest_cumulative && good; row++) {
    good = row == CC_ABSENT || add_row(bridge, side, row, sign);
  }
  return good;
}

static bool add_council(cc_bridge *bridge, cc_bridge_side side, double sign) {
  const cc_contract_rows *rows = &side.run->plan->rows.contract;
  return add_row(bridge, side, rows->council_contract_sum, sign) &&
         add_row(bridge, side, rows->other_grants, sign);
}

static bool add_funding(cc_bridge *bridge, cc_bridge_side side, double sign) {
  bool council = side.run->plan->rows.contract.council_contract_sum != CC_ABSENT;
  return council ? add_council(bridge, side, sign) : add_proposed(bridge, side, sign);
}

static const struct {
  const char *measure;
  bool (*add)(cc_bridge *bridge, cc_bridge_side side, double sign);
  bool is_a_gap;
} amounts[] = {
    {"contract.total_contract_sum", add_contract_sum, false},
    {"contract.core_contract_sum", add_core, false},
    {"contract.total_budget", add_budget, false},
    {"contract.total_funding_proposed", add_proposed, false},
    {"contract.funding_gap", add_funding, true},
    {"contract.gap_against_council", add_council, true},
    {"contract.gap_against_proposed", add_proposed, true},
};
enum { AMOUNTS = sizeof amounts / sizeof amounts[0] };

static int find(const char *measure) {
  for (int i = 0; i < AMOUNTS; i++) {
    if (strcmp(measure, amounts[i].measure) == 0) {
      return i;
    }
  }
  return CC_ABSENT;
}

bool cc_bridge_is_for(const char *measure) {
  return find(measure) != CC_ABSENT;
}

bool cc_bridge_is_a_gap(const char *measure) {
  return find(measure) != CC_ABSENT && amounts[find(measure)].is_a_gap;
}

cc_status cc_bridge_make(cc_bridge_side before, cc_bridge_side after, const char *measure,
                         cc_bridge *bridge) {
  int i = find(measure);
  double sign = amounts[i].is_a_gap ? -1.0 : 1.0;
  *bridge = (cc_bridge){0};
  if (!amounts[i].add(bridge, after, sign) || !amounts[i].add(bridge, before, -sign)) {
    cc_bridge_free(bridge);
    return CC_NO_MEMORY;
  }
  return CC_OK;
}
