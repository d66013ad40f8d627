/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Most scenarios of a large batch say no more than "as the base, but with this figure". Such a one
 * has the base's plan, and only its numbers are its own.
 *
 * Overlays share the nodes that they leave as they are with their base, so that a look along the
 * few nodes that are not shared shows everything that is different. A figure must have the form it
 * had: as many knots in the same months, growth or none, the same index. Any other word, and any
 * key more or less, may make another plan. */
#include "scenario/same_plan.h"

#include <stdio.h>
#include <string.h>

#include "scenario/path.h"

/* ---- figures --------------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b) {
  return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* An amount in the unit of an effect's target is checked against the target when it is bound. */
static bool same_form(const cc_resolved *now, const cc_resolved *was) {
  const cc_quantity *a = &now->quantity, *b = &was->quantity;
  return now->node == was->node ||
         (strcmp(now->path, was->path) == 0 && now->schema->unit != CC_U_TARGET &&
          a->form == b->form && a->n_knots == b->n_knots &&
          (a->form == CC_Q_CONSTANT ||
           memcmp(a->months, b->months, (size_t)a->n_knots * sizeof *a->months) == 0) &&
          (a->factor == NULL) == (b->factor == NULL) && now->growth == was->growth &&
          same_text(a->index, b->index));
}

static bool same_figures(const cc_resolution *now, const cc_resolution *was) {
  bool same = now->count == was->count;
  for (int i = 0; same && i < now->count; i++) {
    same = same_form(&now->items[i], &was->items[i]);
  }
  return same;
}

/* ---- everything else ------------------------------------------------------------------------- */

typedef struct {
  const cc_resolution *figures; /* the base's */
  cc_path path;
} comparison;

static bool same_node(comparison *c, const cc_node *node, const cc_node *was);

static bool same_child(comparison *c, const char *name, const cc_node *node, const cc_node *was) {
  size_t before = cc_path_push(&c->path, name);
  bool same = same_node(c, node, was);
  cc_path_pop(&c->path, before);
  return same;
}

/* What a scenario says of itself, at the top of its tree. */
static bool is_header(const comparison *c, const char *key) {
  static const char *const words[] = {"carecast", "id", "title", "notes", "extends"};
  for (size_t i = 0; c->path.length == 0 && i < sizeof words / sizeof *words; i++) {
    if (strcmp(key, words[i]) == 0) {
      return true;
    }
  }
  return false;
}

/* The next entry at or after the `i`th that is no header. */
static int skip_header(const comparison *c, const cc_node *mapping, int i) {
  while (i < mapping->count && is_header(c, mapping->entries[i].key)) {
    i++;
  }
  return i;
}

/* The same keys in the same order. */
static bool same_mapping(comparison *c, const cc_node *node, const cc_node *was) {
  bool same = true;
  int i = skip_header(c, node, 0), j = skip_header(c, was, 0);
  while (same && i < node->count && j < was->count) {
    const cc_entry *now = &node->entries[i], *before = &was->entries[j];
    same = strcmp(now->key, before->key) == 0 && same_child(c, now->key, now->value, before->value);
    i = skip_header(c, node, i + 1);
    j = skip_header(c, was, j + 1);
  }
  return same && i == node->count && j == was->count;
}

static bool same_list(comparison *c, const cc_node *node, const cc_node *was) {
  bool same = node->count == was->count;
  for (int i = 0; same && i < node->count; i++) {
    char number[16];
    snprintf(number, sizeof number, "%d", i + 1);
    same = same_child(c, number, node->items[i], was->items[i]);
  }
  return same;
}

static bool same_node(comparison *c, const cc_node *node, const cc_node *was) {
  if (node == was || cc_resolution_find(c->figures, c->path.text) >= 0) {
    return true;
  }
  return node->kind == was->kind && (node->kind == CC_MAPPING    ? same_mapping(c, node, was)
                                     : node->kind == CC_SEQUENCE ? same_list(c, node, was)
                                                                 : false);
}

bool cc_has_plan_of(const cc_scenario *scenario, const cc_scenario *base) {
  comparison c = {.figures = &base->resolution};
  return same_figures(&scenario->resolution, &base->resolution) &&
         same_node(&c, scenario->layers.root, base->layers.root);
}
