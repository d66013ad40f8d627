/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks the merged tree along the schema: what the schema does not know is a finding, and every
 * figure becomes a parameter with a path. The walk never stops at a mistake; a wrong node is
 * reported and left, its neighbours are still looked at.
 *
 * A path is made of the keys on the way, list items counted from 1. The growth of a figure is a
 * figure itself, at <path>.growth. Source and basis hold for everything below where they stand. */
#include "scenario/resolve.h"

#include <stdio.h>
#include <string.h>

#include "scenario/name_hash.h"
#include "scenario/say.h"
#include "scenario/walk.h"

enum { MOST_KEYS = 64 };

static void walk_node(cc_walk *w, const cc_schema *schema, const cc_node *node);

/* Where a walk comes back to. */
typedef struct {
  size_t path;
  const cc_node *was;
} place;

/* Goes down to what stands behind a key; `was` is what stands there in the base. */
static place go_down(cc_walk *w, const char *key, const cc_node *was) {
  place before = {cc_path_push(&w->path, key), w->was};
  w->was = was;
  return before;
}

static void go_up(cc_walk *w, place before) {
  cc_path_pop(&w->path, before.path);
  w->was = before.was;
}

/* Whether a node is the base's own, and need not be walked. */
static bool is_kept(const cc_walk *w, const cc_node *node) {
  return w->base != NULL && node == w->was;
}

static void walk_child(cc_walk *w, const cc_schema *schema, const cc_entry *entry) {
  place before = go_down(w, entry->key, cc_node_get(w->was, entry->key));
  walk_node(w, schema, entry->value);
  go_up(w, before);
}

/* A finding about a key, not about what stands behind it. */
static void refuse_key(cc_walk *w, const cc_entry *entry, cc_code code, const char *help,
                       const char *format) {
  size_t before = cc_path_push(&w->path, entry->key);
  bool nothing = cc_node_is_null(entry->value);
  char message[400];
  snprintf(message, sizeof message, "%s `%s`", format, cc_clip(entry->key).text);
  cc_diagnose_at(w->findings, code, entry->value->source, entry->at, w->path.text,
                 cc_is_comma_rest(entry->key, nothing) ? cc_comma_help : help, "%s", message);
  cc_path_pop(&w->path, before);
}

static bool is_attribution(const cc_entry *entry) {
  return cc_key_role_of(entry->key) == CC_K_ATTRIBUTION;
}

/* Whether a node is a mapping; a finding when it is not. */
static bool is_mapping(cc_walk *w, const cc_node *node) {
  if (node->kind == CC_MAPPING || node->faulty) {
    return !node->faulty;
  }
  if (node->kind == CC_SCALAR && cc_node_is_null(node)) {
    cc_walk_fault(w, node, CC_E_EMPTY, NULL, "nothing is written here");
  } else {
    bool list = node->kind != CC_SCALAR;
    cc_walk_fault(
        w, node, CC_E_KIND,
        list ? "write keys with their values, `key: value`, without `- ` or `[ ]`"
        : strchr(node->text, ':') != NULL ? "write `key: value`, with a space after the colon"
                                          : NULL,
        "a %s stands here, where keys and values belong", list ? "list" : "text or number");
  }
  return false;
}

/* ---- mappings -------------------------------------------------------------------------------- */

static const cc_schema *find_key(const cc_schema *keys, const char *key) {
  for (; keys->key != NULL; keys++) {
    if (keys->key[0] == key[0] && strcmp(keys->key, key) == 0) {
      return keys;
    }
  }
  return NULL;
}

static bool is_comma_rest(const cc_entry *entry) {
  return cc_is_comma_rest(entry->key, cc_node_is_null(entry->value));
}

/* Whether a key is one more group of a number, whose first was told. */
static bool goes_on(const cc_node *node, int i) {
  return i > 0 && is_comma_rest(&node->entries[i]) && is_comma_rest(&node->entries[i - 1]);
}

static void refuse_unknown(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  const char *words[MOST_KEYS];
  size_t count = 0;
  for (const cc_schema *key = schema->children; key->key != NULL && count < MOST_KEYS; key++) {
    words[count++] = key->key;
  }
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    if (find_key(schema->children, entry->key) == NULL && !is_attribution(entry) &&
        !goes_on(node, i)) {
      refuse_key(w, entry, CC_E_UNKNOWN_KEY,
                 cc_suggest(entry->key, words, count, "the keys here").text, "unknown key");
    }
  }
}

/* Where exactly one of several keys must stand. */
static void check_choice(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  const char *const *words = schema->words;
  const char *first = NULL;
  size_t count = 0;
  for (; words != NULL && words[count] != NULL; count++) {
    const cc_entry *entry = cc_node_entry(node, words[count]);
    if (entry != NULL && first != NULL) {
      cc_diagnose_at(w->findings, CC_E_QUANTITY, entry->value->source, entry->at, w->path.text,
                     "keep one of them", "`%s` and `%s` both stand here", first, entry->key);
    }
    first = entry != NULL && first == NULL ? entry->key : first;
  }
  if (count > 0 && first == NULL) {
    cc_walk_fault(w, node, CC_E_QUANTITY, NULL, "one of these must stand here: %s",
                  cc_join(words, count).text);
  }
}

static void walk_map(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  refuse_unknown(w, schema, node);
  for (const cc_schema *key = schema->children; key->key != NULL; key++) {
    const cc_entry *entry = cc_node_entry(node, key->key);
    if (entry != NULL) {
      walk_child(w, key, entry);
    } else if (key->required) {
      size_t before = cc_path_push(&w->path, key->key);
      char help[160];
      snprintf(help, sizeof help, "add `%s`: %s", key->key, key->doc);
      cc_walk_fault(w, node, CC_E_MISSING_KEY, help, "the key `%s` is missing", key->key);
      cc_path_pop(&w->path, before);
    }
  }
  check_choice(w, schema, node);
}

/* Whether what is named there may be said to be `none` where it is referred to. */
static bool may_be_none(const char *path) {
  return strcmp(path, "indexes") == 0 || strcmp(path, "sources") == 0;
}

/* Why a user's name cannot be used, or NULL. Where quantities stand beside the names of placements,
 * as in exits, a placement named like a key of a quantity could not be told from it. */
static const char *wrong_name(const cc_walk *w, const char *name) {
  cc_key_role role = cc_key_role_of(name);
  bool placement = strcmp(w->path.text, "placements") == 0;
  if (!cc_is_name(name)) {
    return "use letters, digits, _ and -, at most 64";
  }
  bool of_none = strcmp(name, "none") == 0 && may_be_none(w->path.text);
  if ((role != CC_K_OTHER && (placement || role != CC_K_AMENDMENT)) || of_none) {
    return "it is a word of the language; choose another";
  }
  return NULL;
}

static void walk_dict(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    if (is_attribution(entry)) {
      continue;
    }
    const char *wrong = wrong_name(w, entry->key);
    if (wrong != NULL) {
      refuse_key(w, entry, CC_E_NAME, wrong, "this cannot be a name:");
    }
    walk_child(w, &schema->children[0], entry);
  }
}

/* What stands behind a band or a placement: of a figure that may be spread over them, a figure. */
static void walk_spread_item(cc_walk *w, const cc_schema *schema, const cc_entry *entry) {
  if (schema->kind != CC_S_BAND_QUANTITY && schema->kind != CC_S_PLACEMENT_QUANTITY) {
    walk_child(w, &schema->children[0], entry);
    return;
  }
  place before = go_down(w, entry->key, cc_node_get(w->was, entry->key));
  if (is_kept(w, entry->value)) {
    cc_walk_take_over(w);
  } else if (!entry->value->faulty) {
    cc_walk_figure(w, schema, entry->value);
  }
  go_up(w, before);
}

static void walk_placements(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    if (is_attribution(entry)) {
      continue;
    }
    if (is_comma_rest(entry)) {
      refuse_key(w, entry, CC_E_REFERENCE, NULL, "there is no placement");
      continue;
    }
    size_t before = cc_path_push(&w->path, entry->key);
    cc_walk_reference(w, entry->value, entry->at, "placements", entry->key);
    cc_path_pop(&w->path, before);
    walk_spread_item(w, schema, entry);
  }
}

static bool is_band(const cc_walk *w, const char *name) {
  for (int i = 0; i < w->out->n_bands; i++) {
    if (strcmp(w->out->band_names[i], name) == 0) {
      return true;
    }
  }
  return false;
}

static void refuse_band(cc_walk *w, const cc_entry *entry) {
  size_t count = (size_t)w->out->n_bands;
  refuse_key(w, entry, CC_E_REFERENCE,
             cc_suggest(entry->key, w->out->band_names, count, "the bands").text,
             "there is no age band");
}

/* Known bands in the order of the bands, so that the order in which they are written says nothing;
 * what is no band is reported, and what stands behind it is looked at all the same. */
static void walk_bands(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    if (is_attribution(entry) || is_band(w, entry->key)) {
      continue;
    }
    if (w->bands_known) {
      refuse_band(w, entry);
    }
    if (!is_comma_rest(entry)) {
      walk_spread_item(w, schema, entry);
    }
  }
  for (int i = 0; i < w->out->n_bands; i++) {
    const cc_entry *entry = cc_node_entry(node, w->out->band_names[i]);
    if (entry != NULL) {
      walk_spread_item(w, schema, entry);
    }
  }
}

/* ---- lists ----------------------------------------------------------------------------------- */

static void check_length(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  if (node->count >= schema->low && node->count <= schema->high) {
    return;
  }
  char range[40];
  snprintf(range, sizeof range, schema->low < schema->high ? "%.0f to %.0f" : "%.0f", schema->low,
           schema->high);
  cc_walk_fault(w, node, CC_E_RANGE, NULL, "`%s` takes %s items; %d stand here", schema->key, range,
                node->count);
}

static void walk_list(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  if (node->faulty) {
    return;
  }
  if (cc_node_get(node, "replace") != NULL) {
    cc_walk_fault(w, node, CC_E_KIND, "write the list itself",
                  "there is no `%s` here that could be replaced", schema->key);
    return;
  }
  if (node->kind != CC_SEQUENCE) {
    cc_walk_fault(w, node, cc_node_is_null(node) ? CC_E_EMPTY : CC_E_KIND,
                  "begin each item with `- `, or write [a, b]", "`%s` takes a list", schema->key);
    return;
  }
  check_length(w, schema, node);
  int in_base = w->was != NULL && w->was->kind == CC_SEQUENCE ? w->was->count : 0;
  for (int i = 0; i < node->count; i++) {
    char number[16];
    snprintf(number, sizeof number, "%d", i + 1);
    place before = go_down(w, number, i < in_base ? w->was->items[i] : NULL);
    walk_node(w, &schema->children[0], node->items[i]);
    go_up(w, before);
  }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void walk_section(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  if (!is_mapping(w, node)) {
    return;
  }
  cc_attribution before = cc_walk_enter(w, node);
  switch (schema->kind) {
  case CC_S_MAP:
    walk_map(w, schema, node);
    break;
  case CC_S_DICT:
    walk_dict(w, schema, node);
    break;
  case CC_S_BANDS:
  case CC_S_BAND_QUANTITY:
    walk_bands(w, schema, node);
    break;
  default:
    walk_placements(w, schema, node);
  }
  cc_walk_leave(w, before);
}

static void walk_node(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  if (is_kept(w, node) && schema->kind < CC_S_TEXT) {
    cc_walk_take_over(w);
  }
  if (is_kept(w, node) || node->faulty) {
    return;
  }
  switch (schema->kind) {
  case CC_S_MAP:
  case CC_S_DICT:
  case CC_S_BANDS:
  case CC_S_PLACEMENTS:
    walk_section(w, schema, node);
    break;
  case CC_S_BAND_QUANTITY:
  case CC_S_PLACEMENT_QUANTITY:
    if (cc_is_quantity(node) && !cc_node_is_null(node)) {
      cc_walk_figure(w, schema, node);
    } else {
      walk_section(w, schema, node);
    }
    break;
  case CC_S_QUANTITY:
    cc_walk_figure(w, schema, node);
    break;
  case CC_S_LIST:
    walk_list(w, schema, node);
    break;
  default:
    cc_walk_leaf(w, schema, node);
  }
}

static cc_status make_table(cc_resolution *out, cc_arena *arena) {
  int n_slots = cc_name_slots(out->count);
  int *slots = cc_arena_array(arena, (size_t)n_slots, sizeof *slots);
  if (slots == NULL) {
    return CC_NO_MEMORY;
  }
  memset(slots, 0xff, (size_t)n_slots * sizeof *slots);
  for (int i = 0; i < out->count; i++) {
    size_t slot = cc_name_hash(out->items[i].path) & (size_t)(n_slots - 1);
    while (slots[slot] >= 0) {
      slot = (slot + 1) & (size_t)(n_slots - 1);
    }
    slots[slot] = i;
  }
  out->slots = slots;
  out->n_slots = n_slots;
  return CC_OK;
}

/* Whether every name that the base refers to is still there, and the bands are the same: then what
 * an overlay leaves as it is cannot have become wrong. */
static bool keeps_names(const cc_node *root, const cc_node *was) {
  static const char *const sections[] = {"sources", "bands", "indexes", "placements"};
  bool keeps = true;
  for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
    const cc_node *now = cc_node_get(root, sections[i]), *before = cc_node_get(was, sections[i]);
    bool mappings = now != NULL && before != NULL && before->kind == CC_MAPPING;
    keeps = keeps && (now == before || mappings);
    for (int k = 0; keeps && now != before && k < before->count; k++) {
      keeps = cc_node_entry(now, before->entries[k].key) != NULL;
    }
  }
  return keeps;
}

cc_status cc_resolve_over(const cc_node *base_root, const cc_resolution *base, const cc_node *root,
                          cc_arena *arena, cc_diagnostics *findings, cc_resolution *resolution) {
  bool keeps = base != NULL && base->count > 0 && keeps_names(root, base_root);
  cc_walk w = {.root = root,
               .arena = arena,
               .findings = findings,
               .out = resolution,
               .source = "",
               .basis = "",
               .base = keeps ? base : NULL,
               .was = keeps ? base_root : NULL};
  *resolution = (cc_resolution){0};
  cc_walk_bands(&w);
  walk_node(&w, cc_schema_root(), root);
  if (w.no_memory || findings->out_of_memory) {
    return CC_NO_MEMORY;
  }
  return make_table(resolution, arena);
}

cc_status cc_resolve(const cc_node *root, cc_arena *arena, cc_diagnostics *findings,
                     cc_resolution *resolution) {
  return cc_resolve_over(NULL, NULL, root, arena, findings, resolution);
}

int cc_resolution_find(const cc_resolution *resolution, const char *path) {
  if (resolution->n_slots == 0) {
    return -1;
  }
  size_t mask = (size_t)resolution->n_slots - 1, slot = cc_name_hash(path) & mask;
  while (resolution->slots[slot] >= 0) {
    int item = resolution->slots[slot];
    if (strcmp(resolution->items[item].path, path) == 0) {
      return item;
    }
    slot = (slot + 1) & mask;
  }
  return -1;
}
