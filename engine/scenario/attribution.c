/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where figures are from, when trees are laid over each other. A section's source and basis hold
 * for the figures in it that the same file writes; nothing that an overlay writes is lent those of
 * the base, nor the other way round. So what an overlay says about a section is written on each of
 * its own figures, and where it says nothing, `source: none` and `basis: assumption` are. */
#include <string.h>

#include "scenario/laying.h"
#include "scenario/quantity.h"

cc_status cc_entries_make(cc_laying *l, int most, cc_entries *made) {
  *made = (cc_entries){cc_arena_array(l->arena, (size_t)most, sizeof(cc_entry)), 0};
  return made->entries != NULL ? CC_OK : CC_NO_MEMORY;
}

void cc_entries_put(cc_entries *made, const char *key, cc_position at, const cc_node *value) {
  made->entries[made->count++] = (cc_entry){key, at, value};
}

cc_status cc_make_scalar(cc_laying *l, const cc_node *like, const char *text,
                         const cc_node **scalar) {
  cc_node *made = cc_arena_alloc(l->arena, sizeof *made);
  if (made == NULL) {
    return CC_NO_MEMORY;
  }
  *made = (cc_node){.kind = CC_SCALAR, .at = like->at, .source = like->source, .text = text};
  *scalar = made;
  return CC_OK;
}

static cc_given given(const cc_node *section, cc_given around) {
  const cc_node *source = cc_node_get(section, "source"), *basis = cc_node_get(section, "basis");
  return (cc_given){source != NULL ? source : around.source, basis != NULL ? basis : around.basis};
}

cc_around cc_laying_enter(cc_laying *l, const cc_node *base, const cc_node *over) {
  cc_around before = {l->over, l->under};
  l->over = given(over, l->over);
  l->under = given(base, l->under);
  return before;
}

void cc_laying_leave(cc_laying *l, cc_around before) {
  l->over = before.over;
  l->under = before.under;
}

bool cc_holds_figures(const cc_schema *schema) {
  for (const cc_schema *child = schema->children; child != NULL && child->key != NULL; child++) {
    bool texts = child->kind == CC_S_LIST && child->children[0].kind >= CC_S_TEXT;
    if (child->kind < CC_S_TEXT && !texts) {
      return true;
    }
  }
  return false;
}

static cc_status put_or(cc_laying *l, const char *key, const cc_node *said, const char *otherwise,
                        const cc_node *at, cc_entries *made) {
  const cc_node *node = said;
  cc_status status = node == NULL ? cc_make_scalar(l, at, otherwise, &node) : CC_OK;
  if (status == CC_OK) {
    cc_entries_put(made, key, node->at, node);
  }
  return status;
}

/* `basis` is the word where nobody says another. */
static cc_status put_given(cc_laying *l, cc_given said, const char *basis, const cc_node *at,
                           cc_entries *made) {
  cc_status status = put_or(l, "source", said.source, "none", at, made);
  return status == CC_OK ? put_or(l, "basis", said.basis, basis, at, made) : status;
}

cc_status cc_put_own(cc_laying *l, const cc_node *source, const cc_node *basis, const cc_node *at,
                     cc_entries *made) {
  cc_given own = {source != NULL ? source : l->over.source, basis != NULL ? basis : l->over.basis};
  return put_given(l, own, "assumption", at, made);
}

/* A figure or a section with source and basis: what it says itself, else what is given. */
static cc_status attribute(cc_laying *l, cc_given from, const char *basis, const cc_node *node,
                           const cc_node **owned) {
  cc_entries made;
  cc_given said = given(node, from);
  int count = node->kind == CC_MAPPING ? node->count : 1;
  cc_status status = cc_entries_make(l, count + 2, &made);
  if (status != CC_OK) {
    return status;
  }
  if (node->kind == CC_SCALAR) {
    cc_entries_put(&made, "value", node->at, node);
  }
  for (int i = 0; node->kind == CC_MAPPING && i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    if (strcmp(entry->key, "source") != 0 && strcmp(entry->key, "basis") != 0) {
      made.entries[made.count++] = *entry;
    }
  }
  status = put_given(l, said, basis, node, &made);
  return status == CC_OK ? cc_node_make_mapping(l->arena, node, made.entries, made.count, owned)
                         : status;
}

static cc_status own_items(cc_laying *l, const cc_schema *schema, const cc_node *node,
                           const cc_node **owned) {
  cc_node *list = cc_arena_alloc(l->arena, sizeof *list);
  const cc_node **items = cc_arena_array(l->arena, (size_t)node->count, sizeof(const cc_node *));
  if (list == NULL || items == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < node->count; i++) {
    cc_status status = cc_own(l, &schema->children[0], node->items[i], &items[i]);
    if (status != CC_OK) {
      return status;
    }
  }
  *list = *node;
  list->items = items;
  *owned = list;
  return CC_OK;
}

cc_status cc_own(cc_laying *l, const cc_schema *schema, const cc_node *node,
                 const cc_node **owned) {
  *owned = node;
  if (schema == NULL || schema->kind >= CC_S_TEXT || node->faulty || cc_node_is_null(node)) {
    return CC_OK;
  }
  if (schema->kind == CC_S_LIST) {
    return node->kind == CC_SEQUENCE ? own_items(l, schema, node, owned) : CC_OK;
  }
  bool figure = schema->kind >= CC_S_QUANTITY;
  bool fits = node->kind == CC_MAPPING || (figure && node->kind == CC_SCALAR && !node->quoted);
  return fits && (figure || cc_holds_figures(schema))
             ? attribute(l, l->over, "assumption", node, owned)
             : CC_OK;
}

cc_status cc_keep_own(cc_laying *l, const cc_node *source, const cc_node *basis,
                      const cc_node *figure, const cc_node **kept) {
  cc_given own = {source != NULL ? source : l->under.source,
                  basis != NULL ? basis : l->under.basis};
  return attribute(l, own, "none", figure, kept);
}
