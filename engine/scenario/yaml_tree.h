/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_YAML_TREE_H
#define CC_SCENARIO_YAML_TREE_H

#include <stdarg.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/diagnostic.h"

/* A YAML document as a tree that remembers where everything was written. Nodes never change once
 * built: an overlay makes new nodes and points at the old ones, so that the tree of a base file
 * can be shared by a thousand overlays. */
typedef enum { CC_SCALAR, CC_MAPPING, CC_SEQUENCE } cc_node_kind;

typedef struct cc_source {
  const char *name; /* as shown in messages */
  const char *text; /* the whole file, NUL-terminated */
  int skip;         /* leading characters that are not YAML: the `PATH=` of a --set; else 0 */
  /* Filled by cc_yaml_parse in the copy that its nodes point at; 0 and NULL otherwise. */
  int n_lines;
  const int *lines; /* the byte each line begins at */
} cc_source;

typedef struct cc_node cc_node;

typedef struct {
  const char *key;
  cc_position at; /* of the key, in the value's source */
  const cc_node *value;
} cc_entry;

struct cc_node {
  cc_node_kind kind;
  cc_position at;
  const cc_source *source;
  const char *text; /* scalar: the text; otherwise "" */
  bool quoted;      /* scalar written in quotes or as a block: never null, never a number */
  bool faulty;      /* a finding already says that this node cannot be read: say nothing more */
  int count;        /* mapping: entries; sequence: items */
  const cc_entry *entries;
  const cc_node *const *items;
  int n_slots;      /* larger mappings: open-addressing table of the keys, else 0 */
  const int *slots; /* place of the entry, or -1 */
};

enum { CC_YAML_MAX_BYTES = 1 << 20, CC_YAML_MAX_DEPTH = 32, CC_YAML_MAX_NODES = 20000 };

/* Parses one document. libyaml accepts duplicate keys and takes quadratic time in nesting depth,
 * so depth, nodes and size are limited while parsing (80 KB of brackets is refused within
 * milliseconds); aliases, anchors, tags and further documents are findings. A byte order mark and
 * either kind of line end are accepted. Findings go to `findings`; *root is NULL when the tree
 * cannot be used at all (it stays usable after a duplicate key, an anchor, an alias or a tag, so
 * that the rest can be checked). `source` may go afterwards, its name and text must outlive the
 * tree. Returns CC_OK also when there are findings; CC_NO_MEMORY. */
cc_status cc_yaml_parse(const cc_source *source, size_t length, cc_arena *arena,
                        cc_diagnostics *findings, const cc_node **root);

/* The value under a key, or NULL. The entry itself, or NULL. */
const cc_node *cc_node_get(const cc_node *mapping, const char *key);
const cc_entry *cc_node_entry(const cc_node *mapping, const char *key);

/* Whether a scalar stands for nothing: empty, ~ or null, unquoted. */
bool cc_node_is_null(const cc_node *node);

/* A mapping in the place of `like`, of `count` entries with different keys (kept, not copied).
 * CC_NO_MEMORY. */
cc_status cc_node_make_mapping(cc_arena *arena, const cc_node *like, const cc_entry *entries,
                               int count, const cc_node **mapping);

/* Adds a finding at a node, with its line of text (lines of some thousand characters are not
 * quoted whole). path and suggestion may be NULL. Messages are cut after some hundred bytes. */
__attribute__((format(printf, 7, 8))) void cc_diagnose_at(cc_diagnostics *findings, cc_code code,
                                                          const cc_source *source, cc_position at,
                                                          const char *path, const char *suggestion,
                                                          const char *format, ...);

/* The same at a node, for functions that take a message's arguments themselves. */
void cc_diagnose_node(cc_diagnostics *findings, cc_code code, const cc_node *at, const char *path,
                      const char *suggestion, const char *format, va_list arguments);

#endif
