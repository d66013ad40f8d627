/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_LINE_H
#define CC_MODEL_LINE_H

#include "model/projection.h"
#include "model/row_block.h"

/* Lines of money: the annual rows that they are printed in, and what a named amount comes to in a
 * year. */

/* Adds a row in GBP and returns its number, or CC_ABSENT. `format` and what follows print the
 * measure's name. `title` is kept as it is (arena or static memory). */
__attribute__((format(printf, 4, 5))) int
cc_block_amount(cc_row_block *block, cc_gather gather, const char *title, const char *format, ...);

/* For each group a row `<section>.<group>.<line>` for each line, then one of its total, named
 * `<total_section>.<group>`. Returns the first row, or CC_ABSENT where there are no groups. */
int cc_block_of_groups(cc_row_block *block, const char *section, const char *total_section,
                       int n_groups, const cc_line_group *groups);

/* The numbers of an annual row by plan year, for writing. */
static inline cc_num *cc_annual_row(const cc_plan *plan, cc_results *results, int row) {
  return results->annual + row * plan->n_years;
}

/* What the line comes to in a plan year, GBP, 0 in years that it does not count in: amount x
 * delivery, or the amount that was agreed, whatever is delivered of it. */
typedef cc_num cc_line_reading(const cc_series_set *set, const cc_line *line, int year);
cc_line_reading cc_line_amount, cc_line_agreed;

/* Fills the rows that cc_block_of_groups laid out from `first` on, for one year, each line as read
 * times `sign`. Returns the total of all groups, GBP. */
cc_num cc_fill_groups(const cc_plan *plan, const cc_series_set *set, int first, int n_groups,
                      const cc_line_group *groups, cc_line_reading *reading, double sign, int year,
                      cc_results *results);

#endif
