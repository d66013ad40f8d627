/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tree over another, key by key, with these rules:
 *
 *   null (written out)    takes the base's entry away; there must be one
 *   a figure              amends the figure: merge_figure.c
 *   bands or placements   replace a figure that was written for all of them, and must then name
 *                         all: one alone would take the figure of the others away
 *   a mapping             is laid over a mapping; over a list where its keys are item numbers
 *   a list of entries     is laid over a list by what identifies an entry: merge_list.c
 *   anything else         replaces: a text, a word, a list of numbers or texts
 *
 * New nodes are made only along the keys that the overlay says; everything else is the base's own,
 * so that laying a few lines over a base of a thousand takes microseconds. Entries stay in the
 * order of the base, new ones follow. */
#include "scenario/merge.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "scenario/laying.h"
#include "scenario/quantity.h"
#include "scenario/say.h"
#include "scenario/source_text.h"

enum { USUAL_BANDS = 5 };

bool cc_takes_away(const cc_node *node) {
  return cc_node_is_null(node) && node->text[0] != '\0';
}

void cc_refuse_taking(cc_laying *l, const cc_entry *entry, const cc_node *base) {
  const char **keys = cc_arena_array(l->arena, (size_t)base->count, sizeof *keys);
  for (int i = 0; keys != NULL && i < base->count; i++) {
    keys[i] = base->entries[i].key;
  }
  size_t count = keys != NULL ? (size_t)base->count : 0;
  cc_diagnose_at(l->findings, CC_E_REFERENCE, entry->value->source, entry->at, l->path.text,
                 cc_did_you_mean(entry->key, keys, count).text,
                 "there is no `%s` here that null could take away", cc_clip(entry->key).text);
}

/* Whether a node says nothing but a figure, or what amends one. */
static bool only_figure(const cc_node *node) {
  for (int i = 0; node->kind == CC_MAPPING && i < node->count; i++) {
    if (cc_key_role_of(node->entries[i].key) == CC_K_OTHER) {
      return false;
    }
  }
  return node->kind == CC_SCALAR || (node->kind == CC_MAPPING && node->count > 0);
}

/* ---- items by their number
 * ----------------------------------------------------------------------------------- */

/* The place of the item that a key counts, from 0; -1 when the key is no number. */
static int item_of(const char *key) {
  size_t digits = strspn(key, "0123456789");
  if (digits == 0 || digits > 6 || key[digits] != '\0' || key[0] == '0') {
    return -1;
  }
  return (int)strtol(key, NULL, 10) - 1;
}

static bool only_items(const cc_node *mapping) {
  for (int i = 0; mapping->kind == CC_MAPPING && i < mapping->count; i++) {
    if (item_of(mapping->entries[i].key) < 0) {
      return false;
    }
  }
  return mapping->kind == CC_MAPPING && mapping->count > 0;
}

static cc_status lay_over_item(cc_laying *l, const cc_schema *schema, const cc_entry *entry,
                               int count, const cc_node **items) {
  int item = item_of(entry->key);
  size_t before = cc_path_push(&l->path, entry->key);
  cc_status status = CC_OK;
  if (item >= count) {
    cc_diagnose_at(l->findings, CC_E_REFERENCE, entry->value->source, entry->at, l->path.text, NULL,
                   "there is no item %s: the list has %d", entry->key, count);
  } else if (cc_takes_away(entry->value)) {
    items[item] = NULL;
  } else if (items[item] != NULL) {
    status = cc_lay_over(l, cc_schema_under(schema, entry->key), items[item], entry->value,
                         &items[item]);
  }
  cc_path_pop(&l->path, before);
  return status;
}

static cc_status lay_over_items(cc_laying *l, const cc_schema *schema, const cc_node *base,
                                const cc_node *over, const cc_node **merged) {
  cc_node *list = cc_arena_alloc(l->arena, sizeof *list);
  const cc_node **items = cc_arena_array(l->arena, (size_t)base->count, sizeof(const cc_node *));
  if (list == NULL || items == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < base->count; i++) {
    items[i] = base->items[i];
  }
  for (int i = 0; i < over->count; i++) {
    cc_status status = lay_over_item(l, schema, &over->entries[i], base->count, items);
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

static cc_status lay_over_entry(cc_laying *l, const cc_schema *schema, const cc_entry *entry,
                                const cc_node *base, cc_entry *entries, int *count) {
  const cc_entry *under = cc_node_entry(base, entry->key);
  const cc_schema *child = cc_schema_under(schema, entry->key);
  size_t before = cc_path_push(&l->path, entry->key);
  cc_status status = CC_OK;
  if (under == NULL && cc_takes_away(entry->value)) {
    cc_refuse_taking(l, entry, base);
  } else if (under == NULL) {
    entries[*count] = *entry;
    status = cc_own(l, child, entry->value, &entries[(*count)++].value);
  } else {
    cc_entry *place = &entries[under - base->entries];
    const cc_node *value = NULL;
    if (!cc_takes_away(entry->value)) {
      status = cc_lay_over(l, child, under->value, entry->value, &value);
      /* The key's position goes with the source of what stands behind it. */
      bool own = value != NULL && value->source == entry->value->source;
      place->at = own ? entry->at : under->at;
    }
    place->value = value;
  }
  cc_path_pop(&l->path, before);
  return status;
}

/* Whether an entry of an overlay's section only says where the section's own figures are from: that
 * is written on those (attribution.c). A section that says nothing else is about the base's. */
static bool is_passed_on(const cc_schema *schema, const cc_node *over, const cc_entry *entry) {
  if (schema == NULL || !cc_holds_figures(schema) ||
      cc_key_role_of(entry->key) != CC_K_ATTRIBUTION || strcmp(entry->key, "note") == 0) {
    return false;
  }
  for (int i = 0; i < over->count; i++) {
    if (cc_key_role_of(over->entries[i].key) != CC_K_ATTRIBUTION) {
      return true;
    }
  }
  return false;
}

static cc_status lay_over_mapping(cc_laying *l, const cc_schema *schema, const cc_node *base,
                                  const cc_node *over, const cc_node **merged) {
  size_t most = (size_t)base->count + (size_t)over->count;
  cc_entry *entries = cc_arena_array(l->arena, most, sizeof *entries);
  int count = base->count, kept = 0;
  if (entries == NULL) {
    return CC_NO_MEMORY;
  }
  if (count > 0) {
    memcpy(entries, base->entries, (size_t)count * sizeof *entries);
  }
  cc_around around = cc_laying_enter(l, base, over);
  for (int i = 0; i < over->count; i++) {
    if (is_passed_on(schema, over, &over->entries[i])) {
      continue;
    }
    cc_status status = lay_over_entry(l, schema, &over->entries[i], base, entries, &count);
    if (status != CC_OK) {
      return status;
    }
  }
  cc_laying_leave(l, around);
  for (int i = 0; i < count; i++) {
    if (entries[i].value != NULL) {
      entries[kept++] = entries[i];
    }
  }
  return cc_node_make_mapping(l->arena, base, entries, kept, merged);
}

/* Whether both are figures, so that one can amend the other. */
static bool are_figures(const cc_schema *schema, const cc_node *base, const cc_node *over) {
  if (schema != NULL && schema->kind < CC_S_QUANTITY) {
    return false;
  }
  bool numbers = schema != NULL && schema->kind < CC_S_TEXT;
  bool figure = base->kind == CC_MAPPING ? cc_quantity_has_value(base) : cc_is_quantity(base);
  return (numbers || (schema == NULL && (base->kind == CC_MAPPING || over->kind == CC_MAPPING))) &&
         figure && only_figure(over);
}

static int count_names(const cc_node *mapping) {
  int count = 0;
  for (int i = 0; mapping != NULL && mapping->kind == CC_MAPPING && i < mapping->count; i++) {
    count += cc_key_role_of(mapping->entries[i].key) != CC_K_ATTRIBUTION;
  }
  return count;
}

/* A figure for all bands or placements, and some of them over it: what the others would have is not
 * said, and nothing is not what the base says. */
static void check_spread(cc_laying *l, const cc_schema *schema, const cc_node *base,
                         const cc_node *over) {
  bool bands = schema != NULL && schema->kind == CC_S_BAND_QUANTITY;
  bool spread = bands || (schema != NULL && schema->kind == CC_S_PLACEMENT_QUANTITY);
  int whole = bands ? l->n_bands : l->n_placements, named = count_names(over);
  if (!spread || over->kind != CC_MAPPING || !cc_is_quantity(base) || named == 0 ||
      named >= whole) {
    return;
  }
  const char *of = bands ? "band" : "placement";
  char help[120];
  snprintf(help, sizeof help, "write one for each %s, 0 where there is to be none", of);
  cc_diagnose_at(l->findings, CC_E_CONFLICT, over->source, over->at, l->path.text, help,
                 "one figure stands here for every %s; %d of %d alone would take it from the rest",
                 of, named, whole);
  cc_diagnose_also_at(l->findings, base->source, base->at);
}

cc_status cc_lay_over(cc_laying *l, const cc_schema *schema, const cc_node *base,
                      const cc_node *over, const cc_node **merged) {
  *merged = over;
  if (over->faulty || base->faulty) {
    return CC_OK;
  }
  if (are_figures(schema, base, over)) {
    return cc_lay_figure(l, schema, base, over, merged);
  }
  if (schema != NULL && schema->kind == CC_S_LIST && base->kind == CC_SEQUENCE &&
      !only_items(over)) {
    return cc_lay_list(l, schema, base, over, merged);
  }
  check_spread(l, schema, base, over);
  if (over->kind != CC_MAPPING || cc_quantity_has_value(over)) {
    return cc_own(l, schema, over, merged);
  }
  if (base->kind == CC_SEQUENCE) {
    return only_items(over) ? lay_over_items(l, schema, base, over, merged) : CC_OK;
  }
  return base->kind == CC_MAPPING && !cc_quantity_has_value(base)
             ? lay_over_mapping(l, schema, base, over, merged)
             : cc_own(l, schema, over, merged);
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

/* The month at which the merged scenario starts; INT_MIN where that is not said rightly. */
static int start_of(const cc_node *base, const cc_node *over) {
  const cc_node *start = cc_node_get(over, "start");
  int year = 0;
  start = start != NULL ? start : cc_node_get(base, "start");
  return start != NULL && start->kind == CC_SCALAR && cc_parse_financial_year(start->text, &year)
             ? cc_first_month(year)
             : INT_MIN;
}

static int count_bands(const cc_node *base, const cc_node *over) {
  const cc_node *list = cc_node_get(over, "bands");
  list = list != NULL ? list : cc_node_get(base, "bands");
  return list != NULL && list->kind == CC_SEQUENCE ? list->count : USUAL_BANDS;
}

static int count_placements(const cc_node *base, const cc_node *over) {
  const cc_node *names = cc_node_get(base, "placements"), *more = cc_node_get(over, "placements");
  int count = count_names(names);
  for (int i = 0; more != NULL && more->kind == CC_MAPPING && i < more->count; i++) {
    bool taken = cc_takes_away(more->entries[i].value);
    bool old = cc_node_entry(names, more->entries[i].key) != NULL;
    count += (!old && !taken) - (old && taken);
  }
  return count;
}

cc_status cc_merge(const cc_node *base, const cc_node *over, cc_arena *arena,
                   cc_diagnostics *findings, const cc_node **merged) {
  cc_laying l = {.arena = arena,
                 .findings = findings,
                 .start = start_of(base, over),
                 .n_bands = count_bands(base, over),
                 .n_placements = count_placements(base, over)};
  cc_status status = lay_over_mapping(&l, cc_schema_root(), base, over, merged);
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
