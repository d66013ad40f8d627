/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_ROW_BLOCK_H
#define CC_MODEL_ROW_BLOCK_H

#include <stdbool.h>

#include "model/plan.h"

/* Adds rows to one of the plan's two lists. After memory ran out, `failed` is set and every further
 * row is CC_ABSENT, so that a lay-out is checked once, at its end. */
typedef struct {
  const cc_plan *plan;
  cc_row_list *list;
  cc_arena *arena;
  bool failed;
} cc_row_block;

/* One row. `measure`, `title` and `unit` are kept as they are (arena or static memory). */
int cc_block_single(cc_row_block *block, const char *measure, const char *title, const char *unit,
                    cc_gather gather);

/* One row for each placement, all with the same measure; returns the first. */
int cc_block_of_placements(cc_row_block *block, const char *measure, const char *title,
                           const char *unit, cc_gather gather);

/* One row for each placement, with the measure `<measure>.<placement>` and the title
 * `<title>: <placement's title>`; returns the first. */
int cc_block_by_placement(cc_row_block *block, const char *measure, const char *title,
                          const char *unit, cc_gather gather);

/* One row for each band, named and titled in the same way; returns the first. */
int cc_block_by_band(cc_row_block *block, const char *measure, const char *title, const char *unit,
                     cc_gather gather);

/* Says how `count` rows from `first` on, if that is a row, stand in their account. */
void cc_block_mark(cc_row_block *block, int first, int count, cc_part part);

/* CC_NO_MEMORY when a row could not be added. */
cc_status cc_block_status(const cc_row_block *monthly, const cc_row_block *annual);

#endif
