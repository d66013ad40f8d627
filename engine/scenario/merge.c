/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tree over another, key by key, with these rules:
 *
 *   null (written out)    takes the base's entry away; there must be one
 *   a figure with a value replaces the figure: years, growth and uncertainty of the base go with it
 *   one without           amends it: {growth: 3%} on 820 gives {value: 820, growth: 3%}
 *   bands or placements   replace a figure that was written for all of them
 *   a mapping             is laid over a mapping; over a list where its keys are item numbers
 *   anything else         replaces
 *
 * New nodes are made only along the keys that the overlay says; everything else is the base's own,
 * so that laying a few lines over a base of a thousand takes microseconds. Entries stay in the
 * order of the base, new ones follow. */
#include "scenario/merge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/path.h"
#include "scenario/quantity.h"
#include "scenario/say.h"

typedef struct {
  cc_arena *arena;
  cc_diagnostics *findings;
  cc_path path;
} merger;

static cc_status lay_over(merger *m, const cc_node *base, const cc_node *over,
                          const cc_node **merged);

static bool takes_away(const cc_node *node) {
  return cc_node_is_null(node) && node->text[0] != '\0';
}

/* Whether a mapping only adds to a figure: growth, index, uncertainty, source, basis, note. */
static bool only_amends(const cc_node *mapping) {
  for (int i = 0; i < mapping->count; i++) {
    cc_key_role role = cc_key_role_of(mapping->entries[i].key);
    if (role != CC_K_AMENDMENT && role != CC_K_ATTRIBUTION) {
      return false;
    }
  }
  return mapping->count > 0;
}

static void refuse_taking(merger *m, const cc_entry *entry, const cc_node *base) {
  const char **keys = cc_arena_array(m->arena, (size_t)base->count, sizeof *keys);
  for (int i = 0; keys != NULL && i < base->count; i++) {
    keys[i] = base->entries[i].key;
  }
  size_t count = keys != NULL ? (size_t)base->count : 0;
  cc_diagnose_at(m->findings, CC_E_REFERENCE, entry->value->source, entry->at, m->path.text,
                 cc_did_you_mean(entry->key, keys, count).text,
                 "there is no `%s` here that null could take away", cc_clip(entry->key).text);
}

/* ---- lists ----------------------------------------------------------------------------------- */

/* The place of the item that a key counts, from 0; -1 when the key is no number. */
static int item_of(const char *key) {
  size_t digits = strspn(key, "0123456789");
  if (digits == 0 || digits > 6 || key[digits] != '\0' || key[0] == '0') {
    return -1;
  }
  return (int)strtol(key, NULL, 10) - 1;
}

static bool only_items(const cc_node *mapping) {
  for (int i = 0; i < mapping->count; i++) {
    if (item_of(mapping->entries[i].key) < 0) {
      return false;
    }
  }
  return mapping->count > 0;
}

static cc_status lay_over_item(merger *m, const cc_entry *entry, int count, const cc_node **items) {
  int item = item_of(entry->key);
  size_t before = cc_path_push(&m->path, entry->key);
  cc_status status = CC_OK;
  if (item >= count) {
    cc_diagnose_at(m->findings, CC_E_REFERENCE, entry->value->source, entry->at, m->path.text, NULL,
                   "there is no item %s: the list has %d", entry->key, count);
  } else if (takes_away(entry->value)) {
    items[item] = NULL;
  } else if (items[item] != NULL) {
    status = lay_over(m, items[item], entry->value, &items[item]);
  }
  cc_path_pop(&m->path, before);
  return status;
}

static cc_status lay_over_list(merger *m, const cc_node *base, const cc_node *over,
                               const cc_node **merged) {
  cc_node *list = cc_arena_alloc(m->arena, sizeof *list);
  const cc_node **items = cc_arena_array(m->arena, (size_t)base->count, sizeof(const cc_node *));
  if (list == NULL || items == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < base->count; i++) {
    items[i] = base->items[i];
  }
  for (int i = 0; i < over->count; i++) {
    cc_status status = lay_over_item(m, &over->entries[i], base->count, items);
    if (status != CC_OK) {
      return status;
    }
  }
  *list = *base;
  list->items = items;
  list->count = 0;
  for (int i = 0; i < base->count; i++) {
    if (items[i] != NULL) {
      items[list->count++] = items[i];
    }
  }
  *merged = list;
  return CC_OK;
}

/* ---- mappings -------------------------------------------------------------------------------- */

static cc_status lay_over_entry(merger *m, const cc_entry *entry, const cc_node *base,
                                cc_entry *entries, int *count) {
  const cc_entry *under = cc_node_entry(base, entry->key);
  size_t before = cc_path_push(&m->path, entry->key);
  cc_status status = CC_OK;
  if (under == NULL && takes_away(entry->value)) {
    refuse_taking(m, entry, base);
  } else if (under == NULL) {
    entries[(*count)++] = *entry;
  } else {
    cc_entry *place = &entries[under - base->entries];
    const cc_node *value = NULL;
    if (!takes_away(entry->value)) {
      status = lay_over(m, under->value, entry->value, &value);
      /* The key's position goes with the source of what stands behind it. */
      place->at = value == entry->value ? entry->at : under->at;
    }
    place->value = value;
  }
  cc_path_pop(&m->path, before);
  return status;
}

static cc_status lay_over_mapping(merger *m, const cc_node *base, const cc_node *over,
                                  const cc_node **merged) {
  size_t most = (size_t)base->count + (size_t)over->count;
  cc_entry *entries = cc_arena_array(m->arena, most, sizeof *entries);
  int count = base->count, kept = 0;
  if (entries == NULL) {
    return CC_NO_MEMORY;
  }
  if (count > 0) {
    memcpy(entries, base->entries, (size_t)count * sizeof *entries);
  }
  for (int i = 0; i < over->count; i++) {
    cc_status status = lay_over_entry(m, &over->entries[i], base, entries, &count);
    if (status != CC_OK) {
      return status;
    }
  }
  for (int i = 0; i < count; i++) {
    if (entries[i].value != NULL) {
      entries[kept++] = entries[i];
    }
  }
  return cc_node_make_mapping(m->arena, base, entries, kept, merged);
}

/* A plain figure as a mapping, so that growth and the like can be laid over it. */
static cc_status wrap_value(merger *m, const cc_node *scalar, const cc_node **mapping) {
  cc_entry *entry = cc_arena_alloc(m->arena, sizeof *entry);
  if (entry == NULL) {
    return CC_NO_MEMORY;
  }
  *entry = (cc_entry){.key = "value", .at = scalar->at, .value = scalar};
  return cc_node_make_mapping(m->arena, scalar, entry, 1, mapping);
}

static cc_status lay_over(merger *m, const cc_node *base, const cc_node *over,
                          const cc_node **merged) {
  *merged = over;
  if (over->kind != CC_MAPPING || over->faulty || base->faulty || cc_quantity_has_value(over)) {
    return CC_OK;
  }
  if (base->kind == CC_SEQUENCE) {
    return only_items(over) ? lay_over_list(m, base, over, merged) : CC_OK;
  }
  if (base->kind == CC_MAPPING && !cc_quantity_has_value(base)) {
    return lay_over_mapping(m, base, over, merged);
  }
  if (!only_amends(over)) {
    return CC_OK;
  }
  const cc_node *figure = base;
  cc_status status = base->kind == CC_SCALAR ? wrap_value(m, base, &figure) : CC_OK;
  return status == CC_OK ? lay_over_mapping(m, figure, over, merged) : status;
}

/* ---- the roots ------------------------------------------------------------------------------- */

/* The mapping without two of its keys (`second` may be NULL). */
static cc_status without(cc_arena *arena, const cc_node *mapping, const char *first,
                         const char *second, const cc_node **result) {
  *result = mapping;
  if (cc_node_get(mapping, first) == NULL &&
      (second == NULL || cc_node_get(mapping, second) == NULL)) {
    return CC_OK;
  }
  cc_entry *entries = cc_arena_array(arena, (size_t)mapping->count, sizeof *entries);
  int count = 0;
  if (entries == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < mapping->count; i++) {
    const char *key = mapping->entries[i].key;
    if (strcmp(key, first) != 0 && (second == NULL || strcmp(key, second) != 0)) {
      entries[count++] = mapping->entries[i];
    }
  }
  return cc_node_make_mapping(arena, mapping, entries, count, result);
}

cc_status cc_merge(const cc_node *base, const cc_node *over, cc_arena *arena,
                   cc_diagnostics *findings, const cc_node **merged) {
  merger m = {.arena = arena, .findings = findings};
  cc_status status = lay_over_mapping(&m, base, over, merged);
  return findings->out_of_memory ? CC_NO_MEMORY : status;
}

cc_status cc_merge_extended(const cc_node *base, const cc_node *over, cc_arena *arena,
                            cc_diagnostics *findings, const cc_node **merged) {
  cc_status status = without(arena, base, "id", "extends", &base);
  if (status == CC_OK) {
    status = without(arena, over, "extends", NULL, &over);
  }
  return status == CC_OK ? cc_merge(base, over, arena, findings, merged) : status;
}
