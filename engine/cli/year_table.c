/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The common shape of the tables of a run: a label, perhaps the opening, and one column for each
 * financial year. Every such table says its unit, its price basis and where doubt comes from. */
#include "cli/year_table.h"

#include <math.h>

#include "base/calendar.h"

void cc_year_table_columns(cc_table *table, const cc_plan *plan, bool opening) {
  char year[CC_YEAR_TEXT];
  cc_table_column(table, "", CC_ALIGN_LEFT, CC_LABEL_WIDTH);
  if (opening) {
    cc_table_column(table, "Opening", CC_ALIGN_RIGHT, 0);
  }
  for (int y = 0; y < plan->n_years; y++) {
    cc_table_column(table, cc_print_financial_year(plan->first_year + y, year), CC_ALIGN_RIGHT, 0);
  }
}

/* Leaves the column of the opening empty, where the table has one. */
static void skip_opening(cc_table *table, const cc_run *run) {
  if (table->n_columns > run->plan->n_years + 1) {
    cc_table_empty(table);
  }
}

void cc_year_table_count(cc_table *table, const cc_run *run, cc_row_kind kind, const char *label,
                         const char *unit, int row, int decimals) {
  if (row == CC_ABSENT) {
    return;
  }
  cc_table_row_start(table, kind, label, unit);
  cc_table_row_id(table, run->plan->rows.annual.items[row].measure);
  skip_opening(table, run);
  for (int y = 0; y < run->plan->n_years; y++) {
    cc_table_count(table, cc_annual(run->plan, run->results, row, y), decimals);
  }
}

/* The sum of `count` rows. */
static void add_millions(cc_table *table, const cc_run *run, cc_row_kind kind, const char *label,
                         int first, int count) {
  if (first == CC_ABSENT) {
    return;
  }
  cc_table_row_start(table, kind, label, "GBP");
  cc_table_row_id(table, count == 1 ? run->plan->rows.annual.items[first].measure : "");
  skip_opening(table, run);
  for (int y = 0; y < run->plan->n_years; y++) {
    double sum = 0;
    for (int i = 0; i < count; i++) {
      sum += cc_annual(run->plan, run->results, first + i, y);
    }
    cc_table_millions(table, sum, 1);
  }
}

void cc_year_table_millions(cc_table *table, const cc_run *run, cc_row_kind kind, const char *label,
                            int row) {
  add_millions(table, run, kind, label, row, 1);
}

void cc_year_table_sum(cc_table *table, const cc_run *run, const char *label, int first,
                       int count) {
  add_millions(table, run, CC_ROW_TOTAL, label, first, count);
}

#define ROUNDING 1e-6 /* of differences between large amounts */

bool cc_year_row_says_something(const cc_run *run, int row) {
  for (int y = 0; row != CC_ABSENT && y < run->plan->n_years; y++) {
    if (fabs(cc_annual(run->plan, run->results, row, y)) > ROUNDING) {
      return true;
    }
  }
  return false;
}

void cc_note_money(cc_table *table, const char *prices) {
  cc_table_note(table, "£m, %s; negatives in brackets; rounded, so that parts may not add up.",
                prices != NULL ? prices : "nominal pounds of each year");
  if (prices != NULL) {
    table->title = cc_table_print(table, "%s (%s)", table->title, prices);
  }
}

/* Whether a figure, or one of its years, says no source. */
static bool lacks_a_source(const cc_resolved *figure) {
  for (int knot = 0; knot < figure->quantity.n_knots; knot++) {
    if (*cc_resolved_origin(figure, knot).source == '\0') {
      return true;
    }
  }
  return false;
}

cc_figure_count cc_count_figures(const cc_scenario *scenario) {
  cc_figure_count count = {.all = scenario->resolution.count};
  for (int i = 0; i < count.all; i++) {
    const cc_resolved *figure = &scenario->resolution.items[i];
    count.without_source += lacks_a_source(figure);
    count.uncertain += figure->quantity.doubts != NULL || figure->quantity.factor != NULL;
  }
  return count;
}

void cc_note_doubt(cc_table *table, const cc_scenario *scenario, bool ranges_follow) {
  cc_figure_count count = cc_count_figures(scenario);
  const char *ranges = ranges_follow         ? "; the ranges follow below"
                       : count.uncertain > 0 ? ", whose ranges are not shown here"
                                             : "";
  if (count.uncertain == 0) {
    cc_table_note(table,
                  "Central values; none of the scenario's %d figures states an uncertainty%s.",
                  count.all, ranges);
  } else {
    cc_table_note(table,
                  "Central values; %d of the scenario's %d figures state%s an uncertainty%s.",
                  count.uncertain, count.all, count.uncertain == 1 ? "s" : "", ranges);
  }
}
