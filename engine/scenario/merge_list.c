/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of entries over another. An entry of the overlay is laid over the one that is identified
 * alike: a correlation by its pair, in either order; an effect by its target and by what it does
 * (multiply, add, set); a printed figure by its measure and year. Of several alike, that which
 * begins (`from`) or is called (`title`) as the overlay says; where it says neither, one after the
 * other. What is not there yet is added behind.
 *
 *   {replace: [...]}   is the whole list, whatever the base has
 *
 * Lists of texts and numbers (ssda903, bands) have nothing to be told apart by, and replace. */
#include <string.h>

#include "scenario/laying.h"
#include "scenario/quantity.h"

static bool same_node(const cc_node *a, const cc_node *b);

/* The same items in any order, of a pair. */
static bool same_items(const cc_node *a, const cc_node *b) {
  if (a->count != b->count || a->count != 2) {
    return false;
  }
  return (same_node(a->items[0], b->items[0]) && same_node(a->items[1], b->items[1])) ||
         (same_node(a->items[0], b->items[1]) && same_node(a->items[1], b->items[0]));
}

static bool same_node(const cc_node *a, const cc_node *b) {
  if (a == NULL || b == NULL || a->kind != b->kind) {
    return a == b;
  }
  return a->kind == CC_SCALAR ? strcmp(a->text, b->text) == 0
                              : a->kind == CC_SEQUENCE && same_items(a, b);
}

/* Whether both entries say a key alike. */
static bool alike(const cc_node *a, const cc_node *b, const char *key) {
  return same_node(cc_node_get(a, key), cc_node_get(b, key));
}

/* Whether the overlay's entry may be about the base's: what identifies it is the same, and of the
 * keys of which one must stand (multiply, add, set) it says no other. */
static bool is_about(const cc_schema *schema, const cc_node *base, const cc_node *over) {
  bool about = base->kind == CC_MAPPING && over->kind == CC_MAPPING;
  for (const char *const *key = schema->words; about && *key != NULL; key++) {
    about = alike(base, over, *key);
  }
  const char *const *choice = schema->children[0].words;
  for (; about && choice != NULL && *choice != NULL; choice++) {
    about = cc_node_get(over, *choice) == NULL || cc_node_get(base, *choice) != NULL;
  }
  return about;
}

typedef struct {
  const cc_schema *schema;
  const cc_node *base;
  bool *taken; /* for each of the base's entries: one of the overlay's was laid over it */
} search;

/* The entry of the base that is about the same and says `key` alike; -1 when there is none. */
static int find_alike(const search *s, const cc_node *over, const char *key) {
  for (int i = 0; cc_node_get(over, key) != NULL && i < s->base->count; i++) {
    const cc_node *item = s->base->items[i];
    if (!s->taken[i] && is_about(s->schema, item, over) && alike(item, over, key)) {
      return i;
    }
  }
  return -1;
}

/* The entry of the base that one of the overlay's is about; -1 for a new one. */
static int find_entry(const search *s, const cc_node *over) {
  int found = find_alike(s, over, "from"), first = -1, count = 0;
  found = found >= 0 ? found : find_alike(s, over, "title");
  for (int i = 0; found < 0 && i < s->base->count; i++) {
    if (is_about(s->schema, s->base->items[i], over)) {
      first = first < 0 && !s->taken[i] ? i : first;
      count++;
    }
  }
  /* Of several, one that begins at another time is another one. */
  bool another = count > 1 && cc_node_get(over, "from") != NULL;
  return found >= 0 ? found : another ? -1 : first;
}

static cc_status lay_entries(cc_laying *l, search *s, const cc_node *over, const cc_node **items,
                             int *count) {
  const cc_schema *item = &s->schema->children[0];
  for (int i = 0; i < over->count; i++) {
    const cc_node *entry = over->items[i];
    int place = find_entry(s, entry);
    cc_status status = CC_OK;
    if (place < 0) {
      status = cc_own(l, item, entry, &items[(*count)++]);
    } else {
      s->taken[place] = true;
      status = cc_lay_over(l, item, items[place], entry, &items[place]);
    }
    if (status != CC_OK) {
      return status;
    }
  }
  return CC_OK;
}

static cc_status lay_by_identity(cc_laying *l, const cc_schema *schema, const cc_node *base,
                                 const cc_node *over, const cc_node **merged) {
  size_t most = (size_t)base->count + (size_t)over->count;
  cc_node *list = cc_arena_alloc(l->arena, sizeof *list);
  const cc_node **items = cc_arena_array(l->arena, most, sizeof(const cc_node *));
  search s = {schema, base, cc_arena_array(l->arena, most, sizeof(bool))};
  if (list == NULL || items == NULL || s.taken == NULL) {
    return CC_NO_MEMORY;
  }
  int count = base->count;
  for (int i = 0; i < count; i++) {
    items[i] = base->items[i];
    s.taken[i] = false;
  }
  cc_status status = lay_entries(l, &s, over, items, &count);
  *list = *base;
  list->items = items;
  list->count = count;
  *merged = list;
  return status;
}

cc_status cc_lay_list(cc_laying *l, const cc_schema *schema, const cc_node *base,
                      const cc_node *over, const cc_node **merged) {
  const cc_node *whole = cc_node_get(over, "replace");
  if (over->kind == CC_MAPPING && over->count == 1 && whole != NULL) {
    return cc_own(l, schema, whole, merged);
  }
  if (over->kind != CC_SEQUENCE || schema->words == NULL) {
    return cc_own(l, schema, over, merged);
  }
  return lay_by_identity(l, schema, base, over, merged);
}
