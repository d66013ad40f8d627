/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/outline.h"

#include <string.h>

bool cc_outline_has(const cc_outlined_list *list, const char *name) {
  for (int i = 0; i < list->count; i++) {
    if (strcmp(list->items[i].name, name) == 0) {
      return true;
    }
  }
  return false;
}

static bool grow(cc_outline *outline, cc_outlined_list *list) {
  int room = list->room == 0 ? 16 : 2 * list->room;
  cc_outlined *items = cc_arena_array(&outline->arena, (size_t)room, sizeof *items);
  if (items == NULL) {
    return false;
  }
  if (list->count > 0) {
    memcpy(items, list->items, (size_t)list->count * sizeof *items);
  }
  list->items = items;
  list->room = room;
  return true;
}

static bool add(cc_outline *outline, cc_outlined_list *list, const char *name, const char *title) {
  if (cc_outline_has(list, name)) {
    return true;
  }
  if (list->count == list->room && !grow(outline, list)) {
    return false;
  }
  cc_outlined *item = &list->items[list->count];
  item->name = cc_arena_copy(&outline->arena, name, strlen(name));
  item->title = cc_arena_copy(&outline->arena, title, strlen(title));
  list->count += item->name != NULL && item->title != NULL;
  return item->name != NULL && item->title != NULL;
}

/* Whether a plan has a measure; `%` at its end stands for the first placement. */
static bool has_measure(const cc_plan *plan, const char *measure) {
  size_t length = strlen(measure);
  if (measure[length - 1] != '%') {
    return cc_row_find(&plan->rows.annual, measure, NULL) >= 0;
  }
  return plan->demand.present && plan->n_placements > 0;
}

bool cc_outline_add(cc_outline *outline, const cc_plan *plan, const char *const *wanted) {
  bool enough = true;
  for (; *wanted != NULL; wanted++) {
    enough = enough &&
             (!has_measure(plan, *wanted) || add(outline, &outline->measures, *wanted, *wanted));
  }
  for (int p = 0; p < plan->n_placements; p++) {
    const cc_placement *placement = &plan->placements[p];
    enough = enough && add(outline, &outline->placements, placement->name, placement->title);
  }
  for (int c = 0; c < plan->n_caps; c++) {
    enough = enough && add(outline, &outline->caps, plan->caps[c].name, plan->caps[c].title);
  }
  return enough;
}

static bool join(cc_outline *outline, cc_outlined_list *list, const cc_outlined_list *other) {
  bool enough = true;
  for (int i = 0; i < other->count; i++) {
    enough = enough && add(outline, list, other->items[i].name, other->items[i].title);
  }
  return enough;
}

bool cc_outline_join(cc_outline *outline, const cc_outline *other) {
  return join(outline, &outline->measures, &other->measures) &&
         join(outline, &outline->placements, &other->placements) &&
         join(outline, &outline->caps, &other->caps);
}

void cc_outline_free(cc_outline *outline) {
  cc_arena_free(&outline->arena);
  *outline = (cc_outline){0};
}
