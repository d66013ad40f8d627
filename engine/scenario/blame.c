/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who caused a finding. What is wrong may stand in the base, where it was right until an overlay or
 * a setting was laid over it: a band that is gone, shares that sum no more, a year before the
 * start. The tree below each layer is looked at by itself, the last layer first; the first that
 * brings the finding in is to blame, and the finding is told at its line, with the base's as a
 * second place.
 *
 * The line is the deepest that the layer has on the finding's path, and below it what it says
 * there, as long as that is one thing. Where nothing of it lies on the path, it is the one thing
 * that the layer says, or where it changes what everything hangs on, or where it says what it
 * extends. All of this costs another look at the trees, and only where there are findings. */
#include <stdlib.h>
#include <string.h>

#include "scenario/scenario.h"
#include "scenario/source_text.h"

/* A place in a layer. */
typedef struct {
  const cc_source *source;
  cc_position at;
} spot;

static bool is_header(const char *key) {
  static const char *const words[] = {"carecast", "id",     "title", "notes",
                                      "extends",  "source", "basis", "note"};
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (strcmp(key, words[i]) == 0) {
      return true;
    }
  }
  return false;
}

/* The one entry of a mapping that says something; NULL when there are none or several. */
static const cc_entry *only_entry(const cc_node *mapping) {
  const cc_entry *only = NULL;
  int count = 0;
  for (int i = 0; mapping->kind == CC_MAPPING && i < mapping->count; i++) {
    if (!is_header(mapping->entries[i].key)) {
      only = &mapping->entries[i];
      count++;
    }
  }
  return count == 1 ? only : NULL;
}

/* The entry of a mapping that a path begins with; *rest is what follows it. A name may hold no dot,
 * so that the path can be taken apart at its dots. */
static const cc_entry *entry_on(const cc_node *mapping, const char *path, const char **rest) {
  size_t length = strcspn(path, ".");
  for (int i = 0; mapping->kind == CC_MAPPING && i < mapping->count; i++) {
    const char *key = mapping->entries[i].key;
    if (length > 0 && strlen(key) == length && strncmp(key, path, length) == 0) {
      *rest = path[length] == '.' ? path + length + 1 : path + length;
      return &mapping->entries[i];
    }
  }
  return NULL;
}

/* What everything hangs on, where the layer says it; else what it extends. */
static const cc_entry *ground(const cc_node *over) {
  static const char *const keys[] = {"start", "years", "bands", "extends"};
  const cc_entry *entry = NULL;
  for (size_t i = 0; entry == NULL && i < sizeof keys / sizeof *keys; i++) {
    entry = cc_node_entry(over, keys[i]);
  }
  return entry;
}

/* The line of a layer that a finding at `path` is due to; false where it has none. */
static bool find_line(const cc_node *over, const char *path, spot *found) {
  const cc_entry *entry = NULL, *next = NULL;
  const cc_node *node = over;
  while ((next = entry_on(node, path, &path)) != NULL) {
    entry = next;
    node = entry->value;
  }
  while ((next = only_entry(node)) != NULL) {
    entry = next;
    node = entry->value;
  }
  entry = entry != NULL ? entry : ground(over);
  if (entry == NULL) {
    return false;
  }
  bool number = entry->value->kind == CC_SCALAR && !cc_node_is_null(entry->value);
  *found = (spot){entry->value->source, number ? entry->value->at : entry->at};
  return true;
}

static bool same_finding(const cc_diagnostic *a, const cc_diagnostic *b) {
  return strcmp(a->code, b->code) == 0 && strcmp(a->path, b->path) == 0 &&
         strcmp(a->message, b->message) == 0;
}

static bool has_finding(const cc_diagnostics *findings, const cc_diagnostic *finding) {
  for (size_t i = 0; i < findings->count; i++) {
    if (same_finding(&findings->items[i], finding)) {
      return true;
    }
  }
  return false;
}

static bool lies_in(const cc_diagnostic *finding, const cc_node *over) {
  return strcmp(finding->at.file, over->source->name) == 0;
}

/* Moves the findings that `laid` brings in and that are not told yet. */
static cc_status blame(const cc_laid *laid, size_t first, bool *told, cc_diagnostics *findings) {
  cc_diagnostics below = {0};
  cc_status status = cc_scenario_findings_of(laid->under, &below);
  for (size_t i = first; i < findings->count && status == CC_OK; i++) {
    spot line;
    bool own = lies_in(&findings->items[i], laid->over);
    bool caused = !own && !told[i - first] && !has_finding(&below, &findings->items[i]);
    if (caused && find_line(laid->over, findings->items[i].path, &line)) {
      cc_finding_move(findings, i, line.source, line.at);
    }
    told[i - first] = told[i - first] || own || caused;
  }
  cc_diagnostics_free(&below);
  return findings->out_of_memory ? CC_NO_MEMORY : status;
}

cc_status cc_blame_overlays(const cc_layers *layers, size_t first, cc_diagnostics *findings) {
  if (findings->count == first || layers->n_laid == 0 || layers->root == NULL) {
    return CC_OK;
  }
  bool *told = calloc(findings->count - first, sizeof *told);
  cc_status status = told != NULL ? CC_OK : CC_NO_MEMORY;
  for (int i = layers->n_laid - 1; i >= 0 && status == CC_OK; i--) {
    status = blame(&layers->laid[i], first, told, findings);
  }
  free(told);
  return status;
}
