/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every figure that the walk meets becomes a parameter, its growth another one behind it. A figure
 * that says no source or basis has those of the section around it. Figures of a part that an
 * overlay leaves as it is are the base's, found by their path. */
#include <string.h>

#include "base/calendar.h"
#include "scenario/walk.h"

enum { FIRST_CAPACITY = 256 };

/* The text of a key, "" where it says none; `otherwise` where it is not written. */
static const char *said(const cc_node *mapping, const char *key, const char *otherwise) {
  const cc_node *node = cc_node_get(mapping, key);
  if (node == NULL || node->kind != CC_SCALAR) {
    return otherwise;
  }
  return cc_says_none(node) ? "" : node->text;
}

/* The month that `from` or `in` says, or what the sections around say. */
static int counts_from(const cc_node *section, int otherwise) {
  const cc_node *from = cc_node_get(section, "from");
  int month = otherwise;
  from = from != NULL ? from : cc_node_get(section, "in");
  return from != NULL && from->kind == CC_SCALAR && cc_parse_month(from->text, &month) ? month
                                                                                       : otherwise;
}

cc_attribution cc_walk_enter(cc_walk *w, const cc_node *section) {
  static const char *const given[] = {"source", "basis", "from", "in"};
  cc_attribution before = {w->source, w->basis, w->from};
  for (size_t i = 0; i < sizeof given / sizeof *given; i++) {
    if (w->was != NULL && cc_node_get(section, given[i]) != cc_node_get(w->was, given[i])) {
      w->was = NULL; /* what is in it may be the base's, but not as the base has it */
    }
  }
  cc_walk_attribution(w, section);
  w->source = said(section, "source", w->source);
  w->basis = said(section, "basis", w->basis);
  w->from = counts_from(section, w->from);
  return before;
}

void cc_walk_leave(cc_walk *w, cc_attribution before) {
  w->source = before.source;
  w->basis = before.basis;
  w->from = before.from;
}

static cc_resolved *add_item(cc_walk *w) {
  cc_resolution *out = w->out;
  if (out->count == w->capacity) {
    int expected = FIRST_CAPACITY + (w->base != NULL ? w->base->count : 0);
    int capacity = w->capacity > 0 ? 2 * w->capacity : expected;
    cc_resolved *items = cc_arena_array(w->arena, (size_t)capacity, sizeof *items);
    if (items == NULL) {
      w->no_memory = true;
      return NULL;
    }
    if (out->count > 0) {
      memcpy(items, out->items, (size_t)out->count * sizeof *items);
    }
    out->items = items;
    w->capacity = capacity;
  }
  return &out->items[out->count++];
}

/* Source, basis and note of a figure, and of single years within it. */
static void check_origins(cc_walk *w, const cc_node *node) {
  cc_walk_attribution(w, node);
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    cc_key_role role = cc_key_role_of(entry->key);
    if (role >= CC_K_YEAR && role <= CC_K_BEFORE && entry->value->kind == CC_MAPPING) {
      size_t before = cc_path_push(&w->path, entry->key);
      cc_walk_attribution(w, entry->value);
      cc_path_pop(&w->path, before);
    }
  }
}

static void read_figure(cc_walk *w, const cc_schema *schema, const cc_node *node,
                        cc_resolved *item) {
  bool ok = false;
  *item = (cc_resolved){.schema = schema, .node = node, .growth = -1, .from = w->from};
  item->path = cc_arena_copy(w->arena, w->path.text, w->path.length);
  if (item->path == NULL || cc_quantity_read(node, schema, item->path, w->arena, w->findings,
                                             &item->quantity, &ok) != CC_OK) {
    w->no_memory = true;
  }
  item->source = item->quantity.source != NULL ? item->quantity.source : w->source;
  item->basis = item->quantity.basis != NULL ? item->quantity.basis : w->basis;
}

void cc_walk_figure(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  int place = w->out->count;
  cc_attribution around = {w->source, w->basis, w->from};
  if (add_item(w) == NULL) {
    return;
  }
  if (node->kind == CC_MAPPING) {
    check_origins(w, node);
  }
  cc_resolved item;
  read_figure(w, schema, node, &item);
  if (item.quantity.index != NULL) {
    cc_walk_reference(w, cc_node_get(node, "index"), item.quantity.index_at, "indexes",
                      item.quantity.index);
  }
  if (item.quantity.growth != NULL) {
    item.growth = w->out->count;
    w->source = item.source;
    w->basis = item.basis;
    size_t before = cc_path_push(&w->path, "growth");
    cc_walk_figure(w, cc_schema_growth(), item.quantity.growth);
    cc_path_pop(&w->path, before);
    cc_walk_leave(w, around);
  }
  w->out->items[place] = item;
}

cc_origin_of cc_resolved_origin(const cc_resolved *figure, int knot) {
  const cc_node *year = figure->quantity.years != NULL ? figure->quantity.years[knot] : NULL;
  return (cc_origin_of){said(year, "source", figure->source), said(year, "basis", figure->basis),
                        year != NULL ? year->at : figure->node->at};
}

/* Whether a parameter is the one at a path or below it. */
static bool is_within(const char *parameter, const cc_path *path) {
  return strncmp(parameter, path->text, path->length) == 0 &&
         (parameter[path->length] == '.' || parameter[path->length] == '\0');
}

void cc_walk_take_over(cc_walk *w) {
  const cc_resolution *base = w->base;
  int first = w->next, seen = 0;
  while (seen < base->count && !is_within(base->items[first].path, &w->path)) {
    first = (first + 1) % base->count;
    seen++;
  }
  if (seen == base->count) {
    return;
  }
  int i = first, shift = w->out->count - first;
  for (; i < base->count && is_within(base->items[i].path, &w->path); i++) {
    cc_resolved *item = add_item(w);
    if (item == NULL) {
      return;
    }
    *item = base->items[i];
    item->growth += item->growth >= 0 ? shift : 0;
  }
  w->next = i % base->count;
}
