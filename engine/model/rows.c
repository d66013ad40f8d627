/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The descriptors of the result tables. A list grows by doubling; the old array stays behind in the
 * arena, which costs less than twice the memory and no bookkeeping. Looking a row up by name is a
 * walk over a few hundred rows, done when a scenario is loaded or printed and never in a
 * projection. */
#include "model/rows.h"

#include <stdbool.h>
#include <string.h>

static bool grow(cc_row_list *list, cc_arena *arena) {
  int capacity = list->capacity == 0 ? 64 : 2 * list->capacity;
  cc_row *items = cc_arena_array(arena, (size_t)capacity, sizeof *items);
  if (items == NULL) {
    return false;
  }
  if (list->count > 0) {
    memcpy(items, list->items, (size_t)list->count * sizeof *items);
  }
  list->items = items;
  list->capacity = capacity;
  return true;
}

int cc_row_add(cc_row_list *list, cc_arena *arena, cc_row row) {
  if (list->count == list->capacity && !grow(list, arena)) {
    return -1;
  }
  list->items[list->count] = row;
  return list->count++;
}

int cc_row_find(const cc_row_list *list, const char *measure, const char *placement) {
  for (int i = 0; i < list->count; i++) {
    const cc_row *row = &list->items[i];
    if (strcmp(row->measure, measure) == 0 &&
        (placement == NULL || strcmp(row->placement, placement) == 0)) {
      return i;
    }
  }
  return -1;
}

cc_money_account cc_row_account(const cc_row *row) {
  static const char *const first_words[CC_MONEY_ACCOUNTS] = {
      [CC_IN_CONTRACT] = "contract.", [CC_IN_CAPITAL] = "capital."};
  for (int a = CC_IN_CONTRACT; a < CC_MONEY_ACCOUNTS; a++) {
    if (strncmp(row->measure, first_words[a], strlen(first_words[a])) == 0) {
      return (cc_money_account)a;
    }
  }
  return CC_IN_EXPENDITURE;
}
