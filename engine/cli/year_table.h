/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_YEAR_TABLE_H
#define CC_CLI_YEAR_TABLE_H

#include "analysis/run.h"
#include "report/table.h"

/* Tables with the financial years of a run as columns: what every table of `carecast run` is made
 * with. A row that the scenario does not have (CC_ABSENT) is left out. */

enum { CC_LABEL_WIDTH = 44 };

/* A column for labels and one for each year; `opening` adds one before the years, for the state at
 * the start. */
void cc_year_table_columns(cc_table *table, const cc_plan *plan, bool opening);

/* A row of an annual measure: money in £m with one decimal, or a count. */
void cc_year_table_millions(cc_table *table, const cc_run *run, cc_row_kind kind, const char *label,
                            int row);
void cc_year_table_count(cc_table *table, const cc_run *run, cc_row_kind kind, const char *label,
                         const char *unit, int row, int decimals);

/* A row of the sum of `count` annual rows, £m. */
void cc_year_table_sum(cc_table *table, const cc_run *run, const char *label, int first, int count);

/* Whether an annual row is there and not zero, but for rounding, in every year. */
bool cc_year_row_says_something(const cc_run *run, int row);

/* "£m, nominal pounds of each year.", or what pounds `prices` says; then the title says it too,
 * which is in every format. */
void cc_note_money(cc_table *table, const char *prices);

/* Where the doubt about the figures comes from, and whether tables that follow show it. */
void cc_note_doubt(cc_table *table, const cc_scenario *scenario, bool ranges_follow);

/* Figures of a scenario: all, those without a source, those with a stated uncertainty. */
typedef struct {
  int all, without_source, uncertain;
} cc_figure_count;
cc_figure_count cc_count_figures(const cc_scenario *scenario);

#endif
