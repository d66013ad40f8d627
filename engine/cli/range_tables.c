/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios side by side, as ranges. Under each figure's heading stand its quantiles and the
 * central value, in a column for each scenario, and the Monte Carlo error; a row is rounded to what
 * its least certain figure supports. Tables for reading keep to the last year and to all years
 * together, or nobody would read them; formats for machines have every year. The differences are of
 * the same draws of both, so that they are known better than either. */
#include "cli/range_tables.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"
#include "cli/likely_cells.h"
#include "cli/output.h"
#include "cli/simulation_tables.h"
#include "cli/year_table.h"

enum { HEADING_WIDTH = 10, SUMMARY_WIDTH = 9, TITLE_WIDTH = 60, TABLES = 3 };

typedef struct {
  const cc_asked_draws *asked;
  const cc_comparison *comparison;
  const cc_range_column *columns;
  int n_columns, n_scenarios, last_year; /* last_year: of the base's plan */
  bool differences;                      /* of the second table */
} making;

static const cc_range *range_of(const making *m, int column, int item) {
  const cc_range_column *c = &m->columns[column];
  return m->differences ? &c->differences[item] : &c->figures[item];
}

/* ---- rows ------------------------------------------------------------------------------------ */

/* The figures of a row. */
typedef enum { QUANTILE, MEAN, CENTRAL, ERROR } kind;
typedef struct {
  kind what;
  int quantile;    /* of QUANTILE */
  bool error_only; /* the error of the figure, not the figure */
} line;

static double value_of(const cc_range *range, line l) {
  return l.what == QUANTILE ? range->quantiles[l.quantile]
         : l.what == MEAN   ? range->likely.mean
                            : range->likely.central;
}

static double error_of(const making *m, const cc_range *range, line l) {
  double worst = range->likely.mean_error;
  for (int q = 0; q < m->asked->n_quantiles && l.what == ERROR; q++) {
    worst = fmax(worst, range->errors[q]);
  }
  return l.what == QUANTILE ? range->errors[l.quantile] : l.what == CENTRAL ? 0.0 : worst;
}

static void add_row(cc_table *table, const making *m, int item, line l, const char *label) {
  const char *unit = cc_item_unit(&m->comparison->items[item]);
  double worst = 0.0;
  cc_table_row_start(table, CC_ROW_PLAIN, label, unit);
  cc_table_row_id(table, m->comparison->items[item].measure);
  for (int c = m->differences; c < m->n_columns; c++) {
    const cc_range *range = range_of(m, c, item);
    worst = range->there ? fmax(worst, error_of(m, range, l)) : worst;
  }
  for (int c = m->differences; c < m->n_columns; c++) {
    const cc_range *range = range_of(m, c, item);
    if (!range->there) {
      cc_table_empty(table);
    } else if (l.what == ERROR || l.error_only) {
      cc_error_cell(table, unit, error_of(m, range, l));
    } else {
      cc_likely_cell(table, unit, m->asked->for_reading, value_of(range, l), worst);
    }
  }
}

static void add_quantile(cc_table *table, const making *m, int item, int quantile) {
  double percent = 100.0 * m->asked->quantiles[quantile];
  add_row(table, m, item, (line){QUANTILE, quantile, false}, cc_table_print(table, "P%g", percent));
  if (!m->asked->for_reading) {
    add_row(table, m, item, (line){QUANTILE, quantile, true},
            cc_table_print(table, "P%g, Monte Carlo error", percent));
  }
}

static void add_item(cc_table *table, const making *m, int i) {
  const cc_item *item = &m->comparison->items[i];
  bool money = item->show == CC_SHOW_MILLIONS && m->asked->for_reading;
  cc_table_section(
      table, cc_table_print(table, "%s: %s%s", item->section, item->title, money ? ", £m" : ""));
  for (int q = 0; q < m->asked->n_quantiles; q++) {
    add_quantile(table, m, i, q);
  }
  if (!m->asked->for_reading) {
    add_row(table, m, i, (line){MEAN, 0, false}, "Mean");
    add_row(table, m, i, (line){MEAN, 0, true}, "Mean, Monte Carlo error");
  }
  add_row(table, m, i, (line){CENTRAL, 0, false}, "At the central values");
  if (m->asked->for_reading) {
    add_row(table, m, i, (line){ERROR, 0, false}, "Monte Carlo error, at most");
  }
}

/* ---- long tables ----------------------------------------------------------------------------- */

static bool is_shown(const making *m, const cc_item *item) {
  bool last = item->year == CC_ABSENT || item->year == m->last_year;
  return item->show != CC_SHOW_MONTH && (last || !m->asked->for_reading);
}

/* Whether any figure of an item would not be shown as nil. */
static bool says_something(const making *m, int i) {
  const cc_item *item = &m->comparison->items[i];
  double least = item->show == CC_SHOW_MILLIONS ? 0.05e6 : 0.05;
  bool any = false;
  for (int c = m->differences; c < m->n_columns; c++) {
    const cc_range *range = range_of(m, c, i);
    any = any || (range->there &&
                  (fabs(range->likely.central) >= least || fabs(range->likely.mean) >= least));
    for (int q = 0; q < m->asked->n_quantiles && range->there; q++) {
      any = any || fabs(range->quantiles[q]) >= least;
    }
  }
  return any;
}

/* The title may end with the base's name. */
static void start(cc_table *table, const making *m, const char *title, const char *base) {
  cc_table_start(table, "%s%s", title, base);
  cc_note_draws(table, &m->columns[0].how);
  cc_note_money(table, NULL);
  if (m->n_columns < m->n_scenarios) {
    cc_table_note(table, "%d of %d scenarios are shown.", m->n_columns, m->n_scenarios);
  }
}

static void fill_long(cc_table *table, const making *m, const char *title, const char *base) {
  start(table, m, title, base);
  cc_table_note(table, m->asked->for_reading
                           ? "The last year, and all years together; --format csv has every year."
                             " Figures that are nil in every scenario are left out."
                           : "Figures that are nil in every scenario are left out.");
  if (m->differences) {
    cc_table_note(table, "Differences draw by draw, with the same chances in both.");
  }
  cc_table_column(table, "", CC_ALIGN_LEFT, CC_LABEL_WIDTH);
  for (int c = m->differences; c < m->n_columns; c++) {
    cc_table_column(table, m->columns[c].id, CC_ALIGN_RIGHT, HEADING_WIDTH);
  }
  for (int i = 0; i < m->comparison->count; i++) {
    if (is_shown(m, &m->comparison->items[i]) && says_something(m, i)) {
      add_item(table, m, i);
    }
  }
}

/* ---- the summary ----------------------------------------------------------------------------- */

/* Figures of the summary, in order. */
static const struct {
  const char *measure, *heading;
  bool all_years;
} figures[] = {
    {"children_in_care.total", "Children, end of", false},
    {"expenditure.total", "Spending £m,", true},
};
enum { FIGURES = sizeof figures / sizeof figures[0] };

/* "Children, end of 2024/25, from base, P10" */
static void add_heading(cc_table *table, const making *m, int f, const char *of, const char *what) {
  char year[CC_YEAR_TEXT];
  int item = cc_comparison_find(m->comparison, figures[f].measure, figures[f].all_years);
  const char *when = figures[f].all_years
                         ? "all years"
                         : cc_print_financial_year(
                               m->comparison->first_year + m->comparison->items[item].year, year);
  cc_table_column(table, cc_table_print(table, "%s %s, %s%s", figures[f].heading, when, of, what),
                  CC_ALIGN_RIGHT, SUMMARY_WIDTH);
}

static void add_headings(cc_table *table, const making *m) {
  const double *p = m->asked->quantiles;
  const char *low = cc_table_print(table, "P%g", 100.0 * p[0]);
  const char *high = cc_table_print(table, "P%g", 100.0 * p[m->asked->n_quantiles - 1]);
  cc_table_column(table, "Scenario", CC_ALIGN_LEFT, 0);
  for (int f = 0; f < FIGURES; f++) {
    if (cc_comparison_find(m->comparison, figures[f].measure, figures[f].all_years) != CC_ABSENT) {
      add_heading(table, m, f, "", "central");
      add_heading(table, m, f, "", low);
      add_heading(table, m, f, "", high);
      add_heading(table, m, f, "from base, ", low);
      add_heading(table, m, f, "from base, ", high);
    }
  }
  cc_table_column(table, "First likely breach", CC_ALIGN_RIGHT, SUMMARY_WIDTH);
  cc_table_column(table, "Contract sum short, last year, %", CC_ALIGN_RIGHT, SUMMARY_WIDTH);
  cc_table_column(table, "Contingency at P80, last year, £m", CC_ALIGN_RIGHT, SUMMARY_WIDTH);
  cc_table_column(table, "Title", CC_ALIGN_LEFT, TITLE_WIDTH);
}

static void add_cell(cc_table *table, const making *m, int item, const cc_range *range, line l) {
  if (range->there) {
    cc_likely_cell(table, cc_item_unit(&m->comparison->items[item]), m->asked->for_reading,
                   value_of(range, l), error_of(m, range, l));
  } else {
    cc_table_empty(table);
  }
}

static void add_chances(cc_table *table, const making *m, const cc_range_column *column) {
  if (column->likely_breach >= 0) {
    cc_table_month(table, column->likely_breach);
  } else if (column->has_cap) {
    cc_table_text(table, "never");
  } else {
    cc_table_empty(table);
  }
  if (column->has_gap) {
    cc_percent_cell(table, m->asked->for_reading, column->insufficient.p,
                    column->insufficient.error);
    cc_likely_cell(table, "GBP", m->asked->for_reading, column->contingency,
                   column->contingency_error);
  } else {
    cc_table_empty(table);
    cc_table_empty(table);
  }
}

static void add_summary_row(cc_table *table, const making *m, int c) {
  const cc_range_column *column = &m->columns[c];
  const line low = {QUANTILE, 0, false}, high = {QUANTILE, m->asked->n_quantiles - 1, false};
  cc_table_row_start(table, c == 0 ? CC_ROW_TOTAL : CC_ROW_PLAIN, column->id, "");
  for (int f = 0; f < FIGURES; f++) {
    int item = cc_comparison_find(m->comparison, figures[f].measure, figures[f].all_years);
    if (item != CC_ABSENT) {
      add_cell(table, m, item, &column->figures[item], (line){CENTRAL, 0, false});
      add_cell(table, m, item, &column->figures[item], low);
      add_cell(table, m, item, &column->figures[item], high);
      add_cell(table, m, item, &column->differences[item], low);
      add_cell(table, m, item, &column->differences[item], high);
    }
  }
  add_chances(table, m, column);
  cc_table_text(table, column->title);
}

static void fill_summary(cc_table *table, const making *m) {
  double worst = 0.0;
  start(table, m, "What is likely, in short, compared with ", m->columns[0].id);
  for (int c = 0; c < m->n_columns; c++) {
    worst = fmax(worst, m->columns[c].has_gap ? m->columns[c].insufficient.error : 0.0);
  }
  cc_table_note(table, "Monte Carlo error of the probabilities: at most %.1f percentage points.",
                100.0 * worst);
  add_headings(table, m);
  for (int c = 0; c < m->n_columns; c++) {
    add_summary_row(table, m, c);
  }
}

/* ---- the whole ------------------------------------------------------------------------------- */

cc_status cc_print_ranges(const cc_arguments *arguments, const cc_asked_draws *asked,
                          const cc_ranges_outcome *outcome) {
  making m = {.asked = asked,
              .comparison = &outcome->comparison,
              .columns = outcome->columns,
              .n_columns = outcome->n_columns,
              .n_scenarios = outcome->n_run};
  for (int i = 0; i < m.comparison->count; i++) {
    int year = m.comparison->items[i].year;
    m.last_year = year > m.last_year ? year : m.last_year;
  }
  cc_table tables[TABLES];
  fill_long(&tables[0], &m, "Scenarios compared: what is likely", "");
  m.differences = true;
  fill_long(&tables[1], &m, "Likely differences from ", outcome->columns[0].id);
  m.differences = false;
  fill_summary(&tables[2], &m);
  cc_status status = cc_output_tables(arguments, tables, TABLES);
  for (int i = 0; i < TABLES; i++) {
    cc_table_free(&tables[i]);
  }
  return status;
}
