/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How scenarios are set side by side. A finance officer asks first what each scenario comes to,
 * then why: so there is a summary with a line for each scenario, and two long tables with a column
 * for each: the figures, and the differences from the base (where all of a row are nil it is left
 * out). */
#include "cli/comparison_tables.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "cli/output.h"
#include "cli/year_table.h"

enum { HEADING_WIDTH = 10, SUMMARY_WIDTH = 8, TITLE_WIDTH = 60, MOST_FIGURES = 8 };

static void add_value(cc_table *table, const cc_item *item, double value) {
  switch (item->show) {
  case CC_SHOW_COUNT:
    cc_table_count(table, value, 0);
    break;
  case CC_SHOW_DECIMAL:
    cc_table_count(table, value, 1);
    break;
  case CC_SHOW_MILLIONS:
    cc_table_millions(table, value, 1);
    break;
  case CC_SHOW_MONTH:
    cc_table_month(table, value);
    break;
  }
}

/* A figure of a scenario; "never" for a cap that it does not pass. */
static void add_figure(cc_table *table, const cc_item *item, double value) {
  if (isinf(value)) {
    cc_table_text(table, "never");
  } else {
    add_value(table, item, value);
  }
}

/* Begins a row for an item, under its section's heading when that is a new one. */
static void start_row(cc_table *table, const cc_item *item, const char **section) {
  if (*section == NULL || strcmp(*section, item->section) != 0) {
    bool money = item->show == CC_SHOW_MILLIONS;
    cc_table_section(table, cc_table_print(table, "%s%s", item->section, money ? ", £m" : ""));
    *section = item->section;
  }
  cc_table_row_start(table, CC_ROW_PLAIN, item->title, cc_item_unit(item));
  cc_table_row_id(table, item->measure);
}

static void note_columns(cc_table *table, int shown, int all) {
  if (shown < all) {
    cc_table_note(table, "%d of %d scenarios are shown; comparison.csv has all of them.", shown,
                  all);
  }
}

static void fill_figures(cc_table *table, const cc_comparison *comparison,
                         const cc_batch_column *columns, int n_columns) {
  const char *section = NULL;
  for (int i = 0; i < comparison->count; i++) {
    start_row(table, &comparison->items[i], &section);
    for (int c = 0; c < n_columns; c++) {
      add_figure(table, &comparison->items[i], columns[c].values[i]);
    }
  }
}

/* What a difference is worth before it is shown as nil. */
static double shown_digit(const cc_item *item) {
  return item->show == CC_SHOW_MILLIONS ? 0.05e6 : item->show == CC_SHOW_DECIMAL ? 0.05 : 0.5;
}

static bool any_difference(const cc_item *item, int i, const cc_batch_column *columns,
                           int n_columns) {
  for (int c = 1; c < n_columns; c++) {
    if (fabs(columns[c].values[i] - columns[0].values[i]) >= shown_digit(item)) {
      return true;
    }
  }
  return false;
}

static void fill_differences(cc_table *table, const cc_comparison *comparison,
                             const cc_batch_column *columns, int n_columns) {
  const char *section = NULL;
  cc_table_dash_nils(table);
  for (int i = 0; i < comparison->count; i++) {
    const cc_item *item = &comparison->items[i];
    if (item->show == CC_SHOW_MONTH || !any_difference(item, i, columns, n_columns)) {
      continue;
    }
    start_row(table, item, &section);
    for (int c = 1; c < n_columns; c++) {
      add_value(table, item, columns[c].values[i] - columns[0].values[i]);
    }
  }
}

/* ---- the summary ---------------------------------------------------------------------------- */

/* A figure of the summary: the item, what the column is called, and whether its difference from the
 * base follows. */
typedef struct {
  int item;
  char heading[64];
  bool difference;
} figure;

static void choose(figure *figures, int *count, const cc_comparison *comparison,
                   const char *measure, bool all_years, bool difference, const char *heading) {
  char year[CC_YEAR_TEXT];
  int item = cc_comparison_find(comparison, measure, all_years);
  if (item < 0 || *count == MOST_FIGURES) {
    return;
  }
  figure *chosen = &figures[(*count)++];
  *chosen = (figure){.item = item, .difference = difference};
  snprintf(chosen->heading, sizeof chosen->heading, "%s %s", heading,
           all_years ? "all years"
                     : cc_print_financial_year(
                           comparison->first_year + comparison->items[item].year, year));
}

static int choose_figures(figure figures[MOST_FIGURES], const cc_comparison *comparison) {
  int count = 0;
  choose(figures, &count, comparison, "children_in_care.total", false, true, "Children, end of");
  choose(figures, &count, comparison, "expenditure.total", true, true, "Spending £m,");
  choose(figures, &count, comparison, "contract.total_contract_sum", false, false,
         "Contract sum £m,");
  choose(figures, &count, comparison, "contract.gap_against_council", true, false, "Gap £m,");
  for (int i = 0; i < comparison->count && count < MOST_FIGURES; i++) {
    if (comparison->items[i].show == CC_SHOW_MONTH) {
      figures[count++] = (figure){.item = i, .heading = "First month above"};
      break; /* the first cap; the long tables have all */
    }
  }
  return count;
}

static void add_summary_row(cc_table *table, const cc_comparison *comparison,
                            const cc_batch_column *column, const cc_batch_column *base,
                            const figure *figures, int n_figures) {
  cc_table_row_start(table, column == base ? CC_ROW_TOTAL : CC_ROW_PLAIN, column->id, "");
  for (int f = 0; f < n_figures; f++) {
    int i = figures[f].item;
    const cc_item *item = &comparison->items[i];
    add_figure(table, item, column->values[i]);
    if (figures[f].difference && column == base) {
      cc_table_empty(table);
    } else if (figures[f].difference) {
      add_value(table, item, column->values[i] - base->values[i]);
    }
  }
  cc_table_text(table, column->title);
}

static void fill_summary(cc_table *table, const cc_comparison *comparison,
                         const cc_batch_column *columns, int n_columns) {
  figure figures[MOST_FIGURES];
  int n_figures = choose_figures(figures, comparison);
  cc_table_column(table, "Scenario", CC_ALIGN_LEFT, 0);
  for (int f = 0; f < n_figures; f++) {
    cc_table_column(table, figures[f].heading, CC_ALIGN_RIGHT, SUMMARY_WIDTH);
    if (figures[f].difference) {
      cc_table_column(table, "from base", CC_ALIGN_RIGHT, SUMMARY_WIDTH);
    }
  }
  cc_table_column(table, "Title", CC_ALIGN_LEFT, TITLE_WIDTH);
  for (int c = 0; c < n_columns; c++) {
    add_summary_row(table, comparison, &columns[c], &columns[0], figures, n_figures);
  }
}

/* ---- the whole ------------------------------------------------------------------------------ */

/* Of the columns from `first` on; the title may end with the base's name. */
static void start_table(cc_table *table, const char *title, const char *base,
                        const cc_batch_column *columns, int first, int n_columns,
                        const char *prices) {
  cc_table_start(table, "%s%s", title, base);
  cc_note_money(table, prices);
  cc_table_note(table, "Central values of each scenario; ranges are not shown.");
  cc_table_column(table, "", CC_ALIGN_LEFT, CC_LABEL_WIDTH);
  for (int c = first; c < n_columns; c++) {
    cc_table_column(table, columns[c].id, CC_ALIGN_RIGHT, HEADING_WIDTH);
  }
}

static void make_tables(cc_table tables[3], const cc_comparison *comparison,
                        const cc_batch_column *columns, int n_columns, int n_scenarios,
                        const char *prices) {
  start_table(&tables[0], "Scenarios compared", "", columns, 0, n_columns, prices);
  start_table(&tables[1], "Differences from ", columns[0].id, columns, 1, n_columns, prices);
  cc_table_note(&tables[1], "A dash is no difference; rows without any are left out.");
  cc_table_start(&tables[2], "Scenarios in short, compared with %s", columns[0].id);
  cc_note_money(&tables[2], prices);
  for (int i = 0; i < 3; i++) {
    note_columns(&tables[i], n_columns, n_scenarios);
  }
  fill_figures(&tables[0], comparison, columns, n_columns);
  fill_differences(&tables[1], comparison, columns, n_columns);
  fill_summary(&tables[2], comparison, columns, n_columns);
}

cc_status cc_print_comparison(const cc_arguments *arguments, const cc_comparison *comparison,
                              const cc_batch_column *columns, int n_columns, int n_scenarios,
                              const char *prices) {
  cc_table tables[3];
  make_tables(tables, comparison, columns, n_columns, n_scenarios, prices);
  cc_status status = cc_output_tables(arguments, tables, 3);
  for (int i = 0; i < 3; i++) {
    cc_table_free(&tables[i]);
  }
  return status;
}
