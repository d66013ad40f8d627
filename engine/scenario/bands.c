/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The age bands that rates are given for: `bands` lists their lower ages in years, from 0 on; the
 * last one ends at the 18th birthday. A band is named by the ages it holds, 10-15, or 17 where it
 * holds one; the first year of life is called under_1. Where the list is wrong the walk goes on
 * without knowing the bands, so that the list is the only finding about it. */
#include <math.h>
#include <string.h>

#include "model/plan.h"
#include "scenario/walk.h"

enum { ADULT_YEARS = CC_ADULT_AGE / 12 };

static const int default_ages[] = {0, 1, 5, 10, 16};

static const char *name_of(cc_walk *w, int low, int high) {
  const char *name = low == 0 && high == 0 ? "under_1"
                     : low == high         ? cc_arena_print(w->arena, "%d", low)
                                           : cc_arena_print(w->arena, "%d-%d", low, high);
  w->no_memory = w->no_memory || name == NULL;
  return name;
}

static void fill_bands(cc_walk *w, int count, const int *ages) {
  const char **names = cc_arena_array(w->arena, (size_t)count, sizeof *names);
  int *copy = cc_arena_array(w->arena, (size_t)count, sizeof *copy);
  if (names == NULL || copy == NULL) {
    w->no_memory = true;
    return;
  }
  memcpy(copy, ages, (size_t)count * sizeof *copy);
  for (int i = 0; i < count; i++) {
    int next = i + 1 < count ? ages[i + 1] : ADULT_YEARS;
    names[i] = name_of(w, ages[i], next - 1);
  }
  w->out->n_bands = count;
  w->out->band_names = names;
  w->out->band_ages = copy;
  w->bands_known = true;
}

/* The ages as written; false when one is no whole number below 18 (the walk over the schema says
 * so) or when they are too many. */
static bool read_ages(const cc_node *list, int ages[CC_MAX_BANDS]) {
  cc_fault fault;
  if (list->kind != CC_SEQUENCE || list->count < 1 || list->count > CC_MAX_BANDS) {
    return false;
  }
  for (int i = 0; i < list->count; i++) {
    const cc_node *item = list->items[i];
    double age = -1.0;
    if (item->kind != CC_SCALAR || item->quoted ||
        !cc_parse_number(item->text, CC_U_NONE, &age, &fault) || age < 0.0 || age >= ADULT_YEARS ||
        age != floor(age)) {
      return false;
    }
    ages[i] = (int)age;
  }
  return true;
}

static bool in_order(cc_walk *w, const cc_node *list, const int ages[CC_MAX_BANDS]) {
  bool ordered = true;
  if (ages[0] != 0) {
    cc_walk_fault(w, list->items[0], CC_E_ORDER, "begin the list with 0",
                  "the bands leave out the children below %d", ages[0]);
    ordered = false;
  }
  for (int i = 1; i < list->count; i++) {
    if (ages[i] <= ages[i - 1]) {
      cc_walk_fault(w, list->items[i], CC_E_ORDER, "write the lower ages in ascending order",
                    "the band from %d does not lie above the one from %d", ages[i], ages[i - 1]);
      ordered = false;
    }
  }
  return ordered;
}

void cc_walk_bands(cc_walk *w) {
  const cc_node *list = cc_node_get(w->root, "bands");
  int ages[CC_MAX_BANDS];
  if (list == NULL) {
    fill_bands(w, sizeof default_ages / sizeof *default_ages, default_ages);
    return;
  }
  size_t before = cc_path_push(&w->path, "bands");
  if (read_ages(list, ages) && in_order(w, list, ages)) {
    fill_bands(w, list->count, ages);
  }
  cc_path_pop(&w->path, before);
}
