/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that come in blocks: one for each placement or band. A block's rows are consecutive, so that
 * the plan needs to remember only the first. */
#include "model/row_block.h"

#include <stddef.h>

static int add(cc_row_block *block, cc_row row) {
  if (block->failed || row.measure == NULL || row.title == NULL) {
    block->failed = true;
    return CC_ABSENT;
  }
  int number = cc_row_add(block->list, block->arena, row);
  block->failed = number == CC_ABSENT;
  return number;
}

/* A row that is named after a part of the scenario: a placement or a band. */
static int add_named(cc_row_block *block, cc_row row, const char *name, const char *title) {
  const char *measure = row.measure;
  row.measure = cc_arena_print(block->arena, "%s.%s", measure, name);
  row.title = cc_arena_print(block->arena, "%s: %s", row.title, title);
  return add(block, row);
}

int cc_block_single(cc_row_block *block, const char *measure, const char *title, const char *unit,
                    cc_gather gather) {
  return add(block, (cc_row){measure, "", title, unit, gather, CC_MEMO});
}

int cc_block_of_placements(cc_row_block *block, const char *measure, const char *title,
                           const char *unit, cc_gather gather) {
  int first = block->list->count;
  for (int p = 0; p < block->plan->n_placements; p++) {
    add(block, (cc_row){measure, block->plan->placements[p].name, title, unit, gather, CC_MEMO});
  }
  return block->failed ? CC_ABSENT : first;
}

int cc_block_by_placement(cc_row_block *block, const char *measure, const char *title,
                          const char *unit, cc_gather gather) {
  int first = block->list->count;
  for (int p = 0; p < block->plan->n_placements; p++) {
    const cc_placement *placement = &block->plan->placements[p];
    add_named(block, (cc_row){measure, placement->name, title, unit, gather, CC_MEMO},
              placement->name, placement->title);
  }
  return block->failed ? CC_ABSENT : first;
}

int cc_block_by_band(cc_row_block *block, const char *measure, const char *title, const char *unit,
                     cc_gather gather) {
  int first = block->list->count;
  for (int b = 0; b < block->plan->n_bands; b++) {
    const char *name = block->plan->band_names[b];
    add_named(block, (cc_row){measure, "", title, unit, gather, CC_MEMO}, name, name);
  }
  return block->failed ? CC_ABSENT : first;
}

void cc_block_mark(cc_row_block *block, int first, int count, cc_part part) {
  for (int i = 0; i < count && first != CC_ABSENT && !block->failed; i++) {
    block->list->items[first + i].part = part;
  }
}

cc_status cc_block_status(const cc_row_block *monthly, const cc_row_block *annual) {
  return monthly->failed || annual->failed ? CC_NO_MEMORY : CC_OK;
}
