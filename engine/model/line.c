/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named amounts of money, GBP a year. The contract and the capital programme are both made of them,
 * alone or in groups with a total each, and the table of a group is laid out and filled in one and
 * the same order: its lines as written, then its total. */
#include "model/line.h"

#include <stdarg.h>
#include <stdio.h>

/* The formatted text in arena memory, or NULL. */
static char *print_measure(cc_arena *arena, const char *format, va_list list) {
  va_list again;
  va_copy(again, list);
  int length = vsnprintf(NULL, 0, format, again);
  va_end(again);
  char *text = length >= 0 ? cc_arena_alloc(arena, (size_t)length + 1) : NULL;
  if (text != NULL) {
    vsnprintf(text, (size_t)length + 1, format, list);
  }
  return text;
}

int cc_block_amount(cc_row_block *block, cc_gather gather, const char *title, const char *format,
                    ...) {
  va_list list;
  va_start(list, format);
  const char *measure = print_measure(block->arena, format, list);
  va_end(list);
  return cc_block_single(block, measure, title, "GBP", gather);
}

int cc_block_of_groups(cc_row_block *block, const char *section, const char *total_section,
                       int n_groups, const cc_line_group *groups) {
  int first = block->list->count;
  for (int g = 0; g < n_groups; g++) {
    const cc_line_group *group = &groups[g];
    for (int i = 0; i < group->n_lines; i++) {
      const cc_line *line = &group->lines[i];
      int row =
          cc_block_amount(block, CC_SUM, line->title, "%s.%s.%s", section, group->name, line->name);
      cc_block_mark(block, row, 1, CC_LINE);
    }
    int total = cc_block_amount(block, CC_SUM, group->title, "%s.%s", total_section, group->name);
    cc_block_mark(block, total, 1, CC_SUB_TOTAL);
  }
  return n_groups == 0 || block->failed ? CC_ABSENT : first;
}

cc_num cc_line_agreed(const cc_series_set *set, const cc_line *line, int year) {
  bool counts = year >= line->first_year && year <= line->last_year;
  return counts ? cc_year_value(set, line->amount, year, 0) : cc_all(0.0);
}

cc_num cc_line_amount(const cc_series_set *set, const cc_line *line, int year) {
  return cc_line_agreed(set, line, year) * cc_year_value(set, line->delivery, year, 1);
}

cc_num cc_fill_groups(const cc_plan *plan, const cc_series_set *set, int first, int n_groups,
                      const cc_line_group *groups, cc_line_reading *reading, double sign, int year,
                      cc_results *results) {
  int row = first;
  cc_num all = cc_all(0.0);
  for (int g = 0; g < n_groups; g++) {
    cc_num total = cc_all(0.0);
    for (int i = 0; i < groups[g].n_lines; i++) {
      cc_num amount = sign * reading(set, &groups[g].lines[i], year);
      cc_annual_row(plan, results, row++)[year] = amount;
      total += amount;
    }
    cc_annual_row(plan, results, row++)[year] = total;
    all += total;
  }
  return all;
}
