/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Most scenarios of a large batch say no more than "as the base, but with this figure". Such a one
 * has the base's plan, which is most of what loading it would make, and only its numbers are its
 * own.
 *
 * Overlays share the nodes that they leave as they are with their base, so that a look along the
 * few nodes that are not shared shows everything that is different. A figure may differ in its
 * value, its doubt and where it is from, but must have the form it had: as many knots in the same
 * months, growth or none, the same index. Then what depends on values is done again: the vector,
 * the correlations, sums and ranges. Anything else (a word, a title, a key more or less), and
 * anything that is found to be wrong, is left to the long way, so that this one never has to say
 * why. */
#include "scenario/revalue.h"

#include <string.h>

#include "scenario/bind.h"
#include "scenario/walk.h"

typedef struct {
  const cc_scenario *base;
  cc_resolved *items; /* the base's own until one differs */
  cc_walk walk;
} revaluation;

static bool same_but_figures(revaluation *r, const cc_node *node, const cc_node *was);

/* ---- figures --------------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b) {
  return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

static bool same_form(const cc_quantity *now, const cc_quantity *was) {
  return now->form == was->form && now->n_knots == was->n_knots &&
         (now->form == CC_Q_CONSTANT ||
          memcmp(now->months, was->months, (size_t)now->n_knots * sizeof *now->months) == 0) &&
         (now->factor == NULL) == (was->factor == NULL) &&
         (now->growth == NULL) == (was->growth == NULL) && same_text(now->index, was->index);
}

/* Makes the items the scenario's own. */
static bool own_items(revaluation *r) {
  const cc_resolution *resolution = &r->base->resolution;
  if (r->items != resolution->items) {
    return true;
  }
  cc_resolved *own = cc_arena_array(r->walk.arena, (size_t)resolution->count, sizeof *own);
  if (own == NULL) {
    r->walk.no_memory = true;
    return false;
  }
  r->items = memcpy(own, resolution->items, (size_t)resolution->count * sizeof *own);
  return true;
}

/* Reads a figure, and its growth behind it, in the place of the base's. An amount in the unit of an
 * effect's target would have to be read once more as that. */
static bool read_figure(revaluation *r, int place, const cc_node *node) {
  cc_resolved read[2];
  cc_resolution figure = {.items = read};
  const cc_schema *schema = r->items[place].schema;
  if (schema->unit == CC_U_TARGET || !own_items(r)) {
    return false;
  }
  r->walk.out = &figure;
  r->walk.capacity = 2;
  cc_walk_figure(&r->walk, schema, node);
  for (int i = 0; i < figure.count; i++) {
    cc_resolved *item = &r->items[place + i];
    if (!same_form(&figure.items[i].quantity, &item->quantity)) {
      return false;
    }
    figure.items[i].growth = item->growth;
    *item = figure.items[i];
  }
  return !r->walk.no_memory;
}

/* ---- everything else ------------------------------------------------------------------------- */

static const cc_schema *header_key(const char *key) {
  static const char *const words[] = {"carecast", "id", "title", "notes"};
  if (cc_bind_word(key, words, sizeof words / sizeof *words) < 0) {
    return NULL;
  }
  const cc_schema *keys = cc_schema_root()->children;
  while (strcmp(keys->key, key) != 0) {
    keys++;
  }
  return keys;
}

/* What a scenario says of itself alone and its plan knows nothing of. */
static bool same_header(revaluation *r, const cc_node *root) {
  for (int i = 0; i < root->count; i++) {
    const cc_schema *schema = header_key(root->entries[i].key);
    if (schema != NULL) {
      size_t before = cc_path_push(&r->walk.path, schema->key);
      cc_walk_leaf(&r->walk, schema, root->entries[i].value);
      cc_path_pop(&r->walk.path, before);
    }
  }
  return cc_node_get(root, "carecast") != NULL && cc_node_get(root, "title") != NULL;
}

static bool same_child(revaluation *r, const char *name, const cc_node *node, const cc_node *was) {
  size_t before = cc_path_push(&r->walk.path, name);
  bool same = same_but_figures(r, node, was);
  cc_path_pop(&r->walk.path, before);
  return same;
}

/* The next entry that the plan could know of. */
static int skip_header(const cc_node *mapping, int i, bool root) {
  while (root && i < mapping->count &&
         (header_key(mapping->entries[i].key) != NULL ||
          strcmp(mapping->entries[i].key, "extends") == 0)) {
    i++;
  }
  return i;
}

/* The same keys in the same order. */
static bool same_mapping(revaluation *r, const cc_node *node, const cc_node *was) {
  bool root = r->walk.path.length == 0, same = !root || same_header(r, node);
  int i = skip_header(node, 0, root), j = skip_header(was, 0, root);
  while (same && i < node->count && j < was->count) {
    const cc_entry *now = &node->entries[i], *before = &was->entries[j];
    same = strcmp(now->key, before->key) == 0 && same_child(r, now->key, now->value, before->value);
    i = skip_header(node, i + 1, root);
    j = skip_header(was, j + 1, root);
  }
  return same && i == node->count && j == was->count;
}

static bool same_list(revaluation *r, const cc_node *node, const cc_node *was) {
  bool same = node->count == was->count;
  for (int i = 0; same && i < node->count; i++) {
    char number[16];
    snprintf(number, sizeof number, "%d", i + 1);
    same = same_child(r, number, node->items[i], was->items[i]);
  }
  return same;
}

static bool same_but_figures(revaluation *r, const cc_node *node, const cc_node *was) {
  if (node == was) {
    return true;
  }
  int place = cc_resolution_find(&r->base->resolution, r->walk.path.text);
  if (place >= 0) {
    return read_figure(r, place, node);
  }
  if (node->kind != was->kind || node->kind == CC_SCALAR) {
    return false;
  }
  if (node->kind == CC_SEQUENCE) {
    return same_list(r, node, was);
  }
  cc_attribution around = cc_walk_enter(&r->walk, node);
  bool same = same_mapping(r, node, was);
  cc_walk_leave(&r->walk, around);
  return same;
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* The base's structure with the scenario's own name and values. */
static void take_over(cc_binder *binder, const cc_scenario *base, cc_resolved *items) {
  cc_scenario *scenario = binder->scenario;
  scenario->resolution = base->resolution;
  scenario->resolution.items = items;
  scenario->plan = base->plan;
  scenario->n_published = base->n_published;
  scenario->published = base->published;
  cc_bind_header(binder);
  cc_bind_values(binder);
}

/* As if nothing had been taken over. */
static void leave(cc_scenario *scenario) {
  scenario->resolution = (cc_resolution){0};
  scenario->plan = (cc_plan){0};
  scenario->n_published = 0;
  scenario->published = NULL;
}

cc_status cc_revalue(cc_scenario *scenario, const cc_scenario *base, bool *done) {
  const cc_node *root = scenario->layers.root;
  cc_diagnostics findings = {0};
  revaluation r = {.base = base,
                   .items = base->resolution.items,
                   .walk = {.root = root,
                            .arena = &scenario->arena,
                            .findings = &findings,
                            .source = "",
                            .basis = ""}};
  cc_binder binder = {.scenario = scenario,
                      .plan = &scenario->plan,
                      .resolution = &scenario->resolution,
                      .root = root,
                      .arena = &scenario->arena,
                      .findings = &findings};
  bool same = same_but_figures(&r, root, base->layers.root) && findings.count == 0;
  if (same) {
    take_over(&binder, base, r.items);
  }
  bool no_memory = r.walk.no_memory || binder.no_memory || findings.out_of_memory;
  *done = same && findings.count == 0 && !no_memory;
  if (!*done) {
    leave(scenario);
  }
  cc_diagnostics_free(&findings);
  return no_memory ? CC_NO_MEMORY : CC_OK;
}
