/* SPDX-License-Identifier: GPL-3.0-or-later */
/* YAML to a tree with positions, by libyaml's events. The tree is built by recursion, which the
 * limit on depth bounds; a 33rd level stops the parser at once, because libyaml's time grows with
 * the square of the depth. (On one line it reads up to 1,024 characters ahead of the first event,
 * as any of the brackets may turn out to begin a key; that costs three milliseconds at most.)
 *
 * The entries of the mappings that are still open lie behind each other in one growing array;
 * when a mapping ends, its own are copied to the arena. Duplicate keys are found then: the first
 * one stays, the later ones are findings. */
#include "scenario/yaml_tree.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "scenario/name_hash.h"
#include "scenario/say.h"
#include "scenario/source_text.h"
#include "scenario/yaml_problem.h"

enum {
  SMALL_MAPPING = 8, /* up to here a scan is as fast as a table */
  FIRST_OPEN = 64
};

typedef struct {
  yaml_parser_t parser;
  const cc_source *source;
  cc_arena *arena;
  cc_diagnostics *findings;
  cc_entry *open; /* entries and items of unfinished collections */
  int n_open, open_capacity;
  int n_nodes;
} reader;

static cc_status read_node(reader *r, int depth, const cc_node **node, bool *end);

static cc_position position(const reader *r, yaml_mark_t mark) {
  int skipped = mark.line == 0 ? r->source->skip : 0;
  return (cc_position){r->source->name, (int)mark.line + 1, (int)mark.column + 1 + skipped};
}

static cc_status next_event(reader *r, yaml_event_t *event) {
  yaml_parser_t *parser = &r->parser;
  if (yaml_parser_parse(parser, event)) {
    return CC_OK;
  }
  if (parser->error == YAML_MEMORY_ERROR || parser->problem == NULL) {
    return CC_NO_MEMORY;
  }
  cc_yaml_problem problem = {parser->problem, position(r, parser->problem_mark), parser->context,
                             position(r, parser->context_mark)};
  cc_yaml_problem_report(&problem, r->source, r->findings);
  return CC_INVALID;
}

/* ---- nodes ----------------------------------------------------------------------------------- */

static cc_status make_node(reader *r, cc_node_kind kind, yaml_mark_t mark, cc_node **node) {
  cc_position at = position(r, mark);
  if (++r->n_nodes > CC_YAML_MAX_NODES) {
    cc_diagnose_at(r->findings, CC_E_TOO_MANY, r->source, at, NULL, NULL,
                   "more than %d keys and values", CC_YAML_MAX_NODES);
    return CC_INVALID;
  }
  *node = cc_arena_alloc(r->arena, sizeof **node);
  if (*node == NULL) {
    return CC_NO_MEMORY;
  }
  **node = (cc_node){.kind = kind, .at = at, .source = r->source, .text = ""};
  return CC_OK;
}

/* Anchors and tags are reported and then ignored, so that the rest of the file is still read. */
static void refuse_properties(reader *r, const cc_node *node, const yaml_char_t *anchor,
                              const yaml_char_t *tag) {
  if (anchor != NULL) {
    cc_diagnose_at(r->findings, CC_E_ALIAS, r->source, node->at, NULL,
                   "leave it out, or quote a value that begins with `&`",
                   "`&%s` is an anchor; scenarios have none", cc_clip((const char *)anchor).text);
  }
  if (tag != NULL) {
    cc_diagnose_at(r->findings, CC_E_TAG, r->source, node->at, NULL,
                   "leave it out, or quote a value that begins with `!`",
                   "`%s` is a tag; scenarios have none", cc_clip((const char *)tag).text);
  }
}

static cc_status read_scalar(reader *r, const yaml_event_t *event, const cc_node **result) {
  cc_node *node = NULL;
  const char *text = (const char *)event->data.scalar.value;
  size_t length = event->data.scalar.length;
  cc_status status = make_node(r, CC_SCALAR, event->start_mark, &node);
  if (status != CC_OK) {
    return status;
  }
  refuse_properties(r, node, event->data.scalar.anchor, event->data.scalar.tag);
  if (cc_find_control(text, length, false) != NULL) {
    cc_diagnose_at(r->findings, CC_E_ENCODING, r->source, node->at, NULL, "leave it out",
                   "control character, written as an escape, in a text");
    node->faulty = true;
    length = 0;
  }
  node->quoted = event->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
  node->text = cc_arena_copy(r->arena, text, length);
  *result = node;
  return node->text != NULL ? CC_OK : CC_NO_MEMORY;
}

static cc_status read_alias(reader *r, const yaml_event_t *event, const cc_node **result) {
  cc_node *node = NULL;
  cc_status status = make_node(r, CC_SCALAR, event->start_mark, &node);
  if (status != CC_OK) {
    return status;
  }
  cc_diagnose_at(r->findings, CC_E_ALIAS, r->source, node->at, NULL,
                 "write the value out, or quote a value that begins with `*`",
                 "`*%s` is an alias; scenarios have none",
                 cc_clip((const char *)event->data.alias.anchor).text);
  node->faulty = true;
  *result = node;
  return CC_OK;
}

/* ---- collections ----------------------------------------------------------------------------- */

static cc_status keep_open(reader *r, const cc_node *key, const cc_node *value) {
  if (r->n_open == r->open_capacity) {
    int capacity = 2 * r->open_capacity;
    cc_entry *open = realloc(r->open, (size_t)capacity * sizeof *open);
    if (open == NULL) {
      return CC_NO_MEMORY;
    }
    r->open = open;
    r->open_capacity = capacity;
  }
  cc_entry entry = {.value = value};
  if (key != NULL) {
    entry.key = key->text;
    entry.at = key->at;
  }
  r->open[r->n_open++] = entry;
  return CC_OK;
}

static bool usable_key(reader *r, const cc_node *key) {
  if (key->kind != CC_SCALAR) {
    cc_diagnose_at(r->findings, CC_E_KIND, r->source, key->at, NULL, NULL,
                   "a key is a word, not a list or a mapping");
    return false;
  }
  return !key->faulty;
}

static cc_status read_entries(reader *r, int depth) {
  for (;;) {
    const cc_node *key = NULL, *value = NULL;
    bool end = false;
    cc_status status = read_node(r, depth, &key, &end);
    if (status != CC_OK || end) {
      return status;
    }
    status = read_node(r, depth, &value, &end);
    if (status == CC_OK && usable_key(r, key)) {
      status = keep_open(r, key, value);
    }
    if (status != CC_OK) {
      return status;
    }
  }
}

static cc_status read_items(reader *r, int depth) {
  for (;;) {
    const cc_node *item = NULL;
    bool end = false;
    cc_status status = read_node(r, depth, &item, &end);
    if (status != CC_OK || end) {
      return status;
    }
    status = keep_open(r, NULL, item);
    if (status != CC_OK) {
      return status;
    }
  }
}

/* Most keys differ in their first letter, and looking keys up is most of what a load does. */
static bool same_key(const char *a, const char *b) {
  return a[0] == b[0] && strcmp(a, b) == 0;
}

/* The place in `slots` of a key, or of where it would go. */
static int find_slot(const cc_entry *entries, const int *slots, int n_slots, const char *key) {
  size_t mask = (size_t)n_slots - 1, slot = cc_name_hash(key) & mask;
  while (slots[slot] >= 0 && !same_key(entries[slots[slot]].key, key)) {
    slot = (slot + 1) & mask;
  }
  return (int)slot;
}

/* The entry with this key among the first `count`, or -1. */
static int find_entry(const cc_entry *entries, int count, const int *slots, int n_slots,
                      const char *key) {
  if (n_slots > 0) {
    return slots[find_slot(entries, slots, n_slots, key)];
  }
  for (int i = 0; i < count; i++) {
    if (same_key(entries[i].key, key)) {
      return i;
    }
  }
  return -1;
}

/* Memory for the table of a mapping of `count` entries, empty; none for a small one. */
static cc_status make_slots(cc_arena *arena, int count, int **slots, int *n_slots) {
  *slots = NULL;
  *n_slots = 0;
  if (count <= SMALL_MAPPING) {
    return CC_OK;
  }
  *n_slots = cc_name_slots(count);
  *slots = cc_arena_array(arena, (size_t)*n_slots, sizeof **slots);
  if (*slots == NULL) {
    return CC_NO_MEMORY;
  }
  memset(*slots, 0xff, (size_t)*n_slots * sizeof **slots);
  return CC_OK;
}

static void refuse_duplicate(reader *r, const cc_entry *again, const cc_entry *first) {
  cc_diagnose_at(r->findings, CC_E_DUPLICATE_KEY, r->source, again->at, NULL, "keep one of the two",
                 "`%s` stands here again; it is already at line %d", cc_clip(again->key).text,
                 first->at.line);
}

static cc_status finish_mapping(reader *r, cc_node *node, const cc_entry *open, int count) {
  int *slots = NULL;
  cc_entry *entries = cc_arena_array(r->arena, (size_t)count, sizeof *entries);
  cc_status status = make_slots(r->arena, count, &slots, &node->n_slots);
  if (entries == NULL || status != CC_OK) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < count; i++) {
    int first = find_entry(entries, node->count, slots, node->n_slots, open[i].key);
    if (first >= 0) {
      refuse_duplicate(r, &open[i], &entries[first]);
      continue;
    }
    if (slots != NULL) {
      slots[find_slot(entries, slots, node->n_slots, open[i].key)] = node->count;
    }
    entries[node->count++] = open[i];
  }
  node->entries = entries;
  node->slots = slots;
  return CC_OK;
}

static cc_status finish_sequence(reader *r, cc_node *node, const cc_entry *open, int count) {
  const cc_node **items = cc_arena_array(r->arena, (size_t)count, sizeof(const cc_node *));
  if (items == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < count; i++) {
    items[i] = open[i].value;
  }
  node->items = items;
  node->count = count;
  return CC_OK;
}

static cc_status read_collection(reader *r, cc_node *node, int depth) {
  int first = r->n_open;
  if (depth > CC_YAML_MAX_DEPTH) {
    cc_diagnose_at(r->findings, CC_E_TOO_DEEP, r->source, node->at, NULL, NULL,
                   "nested more than %d deep", CC_YAML_MAX_DEPTH);
    return CC_INVALID;
  }
  cc_status status = node->kind == CC_MAPPING ? read_entries(r, depth) : read_items(r, depth);
  if (status != CC_OK) {
    return status;
  }
  const cc_entry *open = r->open + first;
  status = node->kind == CC_MAPPING ? finish_mapping(r, node, open, r->n_open - first)
                                    : finish_sequence(r, node, open, r->n_open - first);
  r->n_open = first;
  return status;
}

static cc_status start_collection(reader *r, const yaml_event_t *event, int depth,
                                  const cc_node **result) {
  bool mapping = event->type == YAML_MAPPING_START_EVENT;
  cc_node *node = NULL;
  cc_status status = make_node(r, mapping ? CC_MAPPING : CC_SEQUENCE, event->start_mark, &node);
  if (status != CC_OK) {
    return status;
  }
  refuse_properties(r, node,
                    mapping ? event->data.mapping_start.anchor : event->data.sequence_start.anchor,
                    mapping ? event->data.mapping_start.tag : event->data.sequence_start.tag);
  *result = node;
  return read_collection(r, node, depth + 1);
}

/* Reads the next node with all below it; *end when the collection around it ends instead. */
static cc_status read_node(reader *r, int depth, const cc_node **node, bool *end) {
  yaml_event_t event;
  cc_status status = next_event(r, &event);
  if (status != CC_OK) {
    return status;
  }
  switch (event.type) {
  case YAML_SCALAR_EVENT:
    status = read_scalar(r, &event, node);
    break;
  case YAML_ALIAS_EVENT:
    status = read_alias(r, &event, node);
    break;
  case YAML_MAPPING_START_EVENT:
  case YAML_SEQUENCE_START_EVENT:
    status = start_collection(r, &event, depth, node);
    break;
  default:
    *end = true;
  }
  yaml_event_delete(&event);
  return status;
}

/* ---- the document ---------------------------------------------------------------------------- */

static cc_status expect(reader *r, yaml_event_type_t type, bool *met, cc_position *at) {
  yaml_event_t event;
  cc_status status = next_event(r, &event);
  if (status == CC_OK) {
    *met = event.type == type;
    *at = position(r, event.start_mark);
    yaml_event_delete(&event);
  }
  return status;
}

static cc_status read_document(reader *r, const cc_node **root) {
  cc_position at = {0};
  bool met = false, end = false;
  cc_status status = expect(r, YAML_STREAM_START_EVENT, &met, &at);
  if (status == CC_OK) {
    status = expect(r, YAML_DOCUMENT_START_EVENT, &met, &at);
  }
  if (status == CC_OK && !met) {
    cc_diagnose_at(r->findings, CC_E_EMPTY, r->source, (cc_position){r->source->name, 0, 0}, NULL,
                   NULL, "nothing is written here");
    return CC_INVALID;
  }
  if (status == CC_OK) {
    status = read_node(r, 0, root, &end);
  }
  if (status == CC_OK) {
    status = expect(r, YAML_DOCUMENT_END_EVENT, &met, &at);
  }
  if (status == CC_OK) {
    status = expect(r, YAML_STREAM_END_EVENT, &met, &at);
  }
  if (status == CC_OK && !met) {
    cc_diagnose_at(r->findings, CC_E_DOCUMENTS, r->source, at, NULL,
                   "put it in a file of its own, or take the line of --- out",
                   "a second document begins here");
    return CC_INVALID;
  }
  return status;
}

/* The byte at which the YAML begins: after the byte order mark and the skipped characters. */
static size_t first_byte(const cc_source *source) {
  size_t byte = cc_source_mark(source->text);
  for (int i = 0; i < source->skip && source->text[byte] != '\0'; i++) {
    do {
      byte++;
    } while (((unsigned char)source->text[byte] & 0xc0) == 0x80);
  }
  return byte;
}

static cc_status read_source(reader *r, size_t length, const cc_node **root) {
  const cc_node *read = NULL;
  size_t first = first_byte(r->source);
  r->open = malloc(FIRST_OPEN * sizeof *r->open);
  r->open_capacity = FIRST_OPEN;
  if (r->open == NULL || !yaml_parser_initialize(&r->parser)) {
    free(r->open);
    return CC_NO_MEMORY;
  }
  yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->source->text + first,
                               length - first);
  cc_status status = read_document(r, &read);
  yaml_parser_delete(&r->parser);
  free(r->open);
  if (status == CC_OK) {
    *root = read;
  }
  return status == CC_INVALID ? CC_OK : status;
}

cc_status cc_yaml_parse(const cc_source *source, size_t length, cc_arena *arena,
                        cc_diagnostics *findings, const cc_node **root) {
  reader r = {.arena = arena, .findings = findings};
  *root = NULL;
  if (length > CC_YAML_MAX_BYTES) {
    cc_diagnose(findings, CC_E_TOO_LARGE, (cc_position){source->name, 0, 0}, NULL, NULL, NULL,
                "larger than 1 MiB");
    return CC_OK;
  }
  cc_status status = cc_source_index(source, length, arena, &r.source);
  if (status == CC_OK && cc_source_check(r.source, length, findings)) {
    status = read_source(&r, length, root);
  }
  return findings->out_of_memory ? CC_NO_MEMORY : status;
}

/* ---- looking at a tree ----------------------------------------------------------------------- */

const cc_entry *cc_node_entry(const cc_node *mapping, const char *key) {
  if (mapping == NULL || mapping->kind != CC_MAPPING) {
    return NULL;
  }
  int entry = find_entry(mapping->entries, mapping->count, mapping->slots, mapping->n_slots, key);
  return entry >= 0 ? &mapping->entries[entry] : NULL;
}

const cc_node *cc_node_get(const cc_node *mapping, const char *key) {
  const cc_entry *entry = cc_node_entry(mapping, key);
  return entry != NULL ? entry->value : NULL;
}

bool cc_node_is_null(const cc_node *node) {
  return node->kind == CC_SCALAR && !node->quoted && !node->faulty &&
         (node->text[0] == '\0' || strcmp(node->text, "~") == 0 || strcmp(node->text, "null") == 0);
}

cc_status cc_node_make_mapping(cc_arena *arena, const cc_node *like, const cc_entry *entries,
                               int count, const cc_node **mapping) {
  int *slots = NULL, n_slots = 0;
  cc_node *node = cc_arena_alloc(arena, sizeof *node);
  cc_status status = make_slots(arena, count, &slots, &n_slots);
  if (node == NULL || status != CC_OK) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < count && slots != NULL; i++) {
    slots[find_slot(entries, slots, n_slots, entries[i].key)] = i;
  }
  *node = (cc_node){.kind = CC_MAPPING,
                    .at = like->at,
                    .source = like->source,
                    .text = "",
                    .count = count,
                    .entries = entries,
                    .n_slots = n_slots,
                    .slots = slots};
  *mapping = node;
  return CC_OK;
}
