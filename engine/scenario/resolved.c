/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints a resolved scenario: the merged tree as block YAML, numbers exactly as they were written,
 * so that loading it again gives the same numbers; behind each figure, as a comment, its source,
 * its basis and where it stands. */
#include <ctype.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "scenario/name_hash.h"
#include "scenario/scenario.h"

/* A figure, or one of its years, and the node that says it. */
typedef struct {
  const cc_node *node;
  const cc_resolved *figure;
  int knot;
} number;

typedef struct {
  const cc_scenario *scenario;
  cc_text *out;
  size_t n_slots; /* open-addressing table by their nodes */
  number *slots;
} printer;

static void print_node(printer *p, const cc_schema *schema, const cc_node *node, int depth,
                       bool in_list);

/* ---- which nodes are parameters -------------------------------------------------------------- */

/* The place of a node in the table, or where it would go. */
static number *find_slot(const printer *p, const cc_node *node) {
  size_t slot = (size_t)(((uint64_t)(uintptr_t)node * 0x9e3779b97f4a7c15u) >> 32);
  while (p->slots[slot % p->n_slots].node != NULL && p->slots[slot % p->n_slots].node != node) {
    slot++;
  }
  return &p->slots[slot % p->n_slots];
}

static int count_numbers(const cc_resolution *resolution) {
  int count = resolution->count;
  for (int i = 0; i < resolution->count; i++) {
    count += resolution->items[i].quantity.n_knots;
  }
  return count;
}

static bool make_table(printer *p) {
  const cc_resolution *resolution = &p->scenario->resolution;
  p->n_slots = (size_t)cc_name_slots(count_numbers(resolution));
  p->slots = calloc(p->n_slots, sizeof *p->slots);
  for (int i = 0; p->slots != NULL && i < resolution->count; i++) {
    const cc_resolved *figure = &resolution->items[i];
    *find_slot(p, figure->node) = (number){figure->node, figure, 0};
    for (int k = 0; figure->quantity.years != NULL && k < figure->quantity.n_knots; k++) {
      const cc_node *year = figure->quantity.years[k];
      if (year->source != figure->node->source || year->kind == CC_MAPPING) {
        *find_slot(p, year) = (number){year, figure, k};
      }
    }
  }
  return p->slots != NULL;
}

/* ---- texts ----------------------------------------------------------------------------------- */

/* Whether a text holds a character that means something in YAML, somewhere. */
static bool has_special(const char *text) {
  static const bool special[UCHAR_MAX + 1] = {
      [':'] = true, ['#'] = true,  ['{'] = true,  ['}'] = true, ['['] = true,
      [']'] = true, [','] = true,  ['&'] = true,  ['*'] = true, ['!'] = true,
      ['|'] = true, ['>'] = true,  ['"'] = true,  ['@'] = true, ['\''] = true,
      ['`'] = true, ['\\'] = true, ['\n'] = true, ['\t'] = true};
  while (*text != '\0' && !special[(unsigned char)*text]) {
    text++;
  }
  return *text != '\0';
}

static bool is_word_of(const char *text, const char *const *words) {
  while (*words != NULL && strcasecmp(text, *words) != 0) {
    words++;
  }
  return *words != NULL;
}

/* Whether some reader of YAML, of version 1.1 or 1.2, takes an unquoted text for something else
 * than a text: null, a truth value, a number of any base, sixty minutes to an hour, a date, a merge
 * key. A range of ages, 10-15, is none of them; what is no number after all is quoted to no harm.
 */
static bool looks_like_another_type(const char *text) {
  static const char *const words[] = {"null", "~", "true", "false", "yes",  "no",   "on", "off",
                                      "y",    "n", "=",    "<<",    ".inf", ".nan", NULL};
  const char *rest = text + (*text == '-' || *text == '+');
  size_t digits = strspn(rest, "0123456789");
  bool range = digits > 0 && rest[digits] == '-' && strchr(rest + digits + 1, '-') == NULL;
  bool starts = digits > 0 || (*rest == '.' && isdigit((unsigned char)rest[1]));
  return is_word_of(text, words) || (rest > text && strcasecmp(rest, ".inf") == 0) ||
         (starts && !range && rest[strspn(rest, "0123456789abcdefABCDEFxXoO_+-.:")] == '\0');
}

/* Whether a text must be quoted to come back as the same text. Numbers and simple words need not.
 */
static bool needs_quotes(const cc_node *node) {
  const char *text = node->text;
  size_t length = strlen(text);
  if (node->quoted || length == 0 || (strchr("nN~", text[0]) != NULL && cc_node_is_null(node))) {
    return true;
  }
  return has_special(text) || isspace((unsigned char)text[0]) ||
         isspace((unsigned char)text[length - 1]) || text[0] == '%' ||
         (strchr("-?", text[0]) != NULL && !isdigit((unsigned char)text[1]));
}

/* Writes a text in double quotes: runs of plain characters at once, the others escaped. */
static void print_quoted(cc_text *out, const char *text) {
  cc_text_append(out, "\"", 1);
  for (const char *c = text; *c != '\0';) {
    size_t plain = strcspn(c, "\"\\\n\t");
    cc_text_append(out, c, plain);
    c += plain;
    if (*c != '\0') {
      cc_text_add(out, *c == '"' ? "\\\"" : *c == '\\' ? "\\\\" : *c == '\n' ? "\\n" : "\\t");
      c++;
    }
  }
  cc_text_append(out, "\"", 1);
}

static void print_text(printer *p, const cc_node *node) {
  if (needs_quotes(node)) {
    print_quoted(p->out, node->text);
  } else {
    cc_text_add(p->out, node->text);
  }
}

/* "  # published, dfe-stock; base.yaml:12" behind a figure, and behind a year that is from
 * elsewhere. */
static void print_origin(printer *p, const cc_node *node) {
  const number *found = find_slot(p, node);
  if (found->node == NULL) {
    return;
  }
  cc_origin_of origin = cc_resolved_origin(found->figure, found->knot);
  bool year = node != found->figure->node;
  const char *source = year ? origin.source : found->figure->source;
  const char *basis = year ? origin.basis : found->figure->basis;
  cc_text_add(p->out, "  # ");
  cc_text_add(p->out, *basis == '\0' ? "no basis" : basis);
  cc_text_add(p->out, ", ");
  cc_text_add(p->out, *source == '\0' ? "no source" : source);
  cc_text_add(p->out, "; ");
  cc_text_add(p->out, node->at.file);
  cc_text_add(p->out, ":");
  cc_text_add_double(p->out, node->at.line);
}

/* ---- the tree -------------------------------------------------------------------------------- */

static void indent(printer *p, int depth) {
  static const char spaces[] = "                                                                ";
  size_t width = 2 * (size_t)depth;
  cc_text_append(p->out, spaces, width < sizeof spaces ? width : sizeof spaces - 1);
}

static void print_key(printer *p, const char *key) {
  bool plain = *key != '\0' && !has_special(key) && strchr(key, ' ') == NULL &&
               !looks_like_another_type(key);
  cc_text_add(p->out, plain ? "" : "\"");
  cc_text_add(p->out, key);
  cc_text_add(p->out, plain ? ":" : "\":");
}

/* What counts where nothing is written: a comment, so that the scenario stays as it was written. */
static void print_defaults(printer *p, const cc_schema *schema, const cc_node *node, int depth) {
  if (schema == NULL || schema->kind != CC_S_MAP) {
    return;
  }
  for (const cc_schema *child = schema->children; child->key != NULL; child++) {
    if (child->otherwise != NULL && cc_node_get(node, child->key) == NULL) {
      indent(p, depth);
      cc_text_print(p->out, "# %s: %s  (nothing is written)\n", child->key, child->otherwise);
    }
  }
}

static void print_mapping(printer *p, const cc_schema *schema, const cc_node *node, int depth,
                          bool in_list) {
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    if (depth == 0 && (strcmp(entry->key, "extends") == 0 || strcmp(entry->key, "id") == 0)) {
      continue;
    }
    if (i > 0 || !in_list) {
      indent(p, depth);
    }
    print_key(p, entry->key);
    print_node(p, cc_schema_under(schema, entry->key), entry->value, depth + 1, false);
  }
  print_defaults(p, schema, node, depth);
}

static void print_sequence(printer *p, const cc_schema *schema, const cc_node *node, int depth) {
  for (int i = 0; i < node->count; i++) {
    indent(p, depth);
    cc_text_add(p->out, "-");
    print_node(p, schema != NULL ? schema->children : NULL, node->items[i], depth + 1, true);
  }
}

/* Prints what follows "key:" or "-": on the same line for scalars and for the first key of a
 * mapping in a list, below it otherwise. */
static void print_node(printer *p, const cc_schema *schema, const cc_node *node, int depth,
                       bool in_list) {
  if (node->kind == CC_SCALAR || node->count == 0) {
    cc_text_add(p->out, " ");
    if (node->kind == CC_SCALAR) {
      print_text(p, node);
    } else {
      cc_text_add(p->out, node->kind == CC_MAPPING ? "{}" : "[]");
    }
    print_origin(p, node);
    cc_text_add(p->out, "\n");
    return;
  }
  if (in_list && node->kind == CC_MAPPING) {
    cc_text_add(p->out, " ");
    print_mapping(p, schema, node, depth, true);
    return;
  }
  print_origin(p, node);
  cc_text_add(p->out, "\n");
  if (node->kind == CC_MAPPING) {
    print_mapping(p, schema, node, depth, false);
  } else {
    print_sequence(p, schema, node, depth);
  }
}

void cc_scenario_print_resolved(const cc_scenario *scenario, cc_text *out) {
  printer p = {.scenario = scenario, .out = out};
  if (!make_table(&p)) {
    out->failed = 1;
    return;
  }
  cc_text_print(out, "# %s, resolved: every figure with its basis, source and place.\n",
                scenario->id);
  cc_text_add(out, "id: ");
  if (looks_like_another_type(scenario->id)) {
    print_quoted(out, scenario->id);
  } else {
    cc_text_add(out, scenario->id);
  }
  cc_text_add(out, "\n");
  print_mapping(&p, cc_schema_root(), scenario->layers.root, 0, false);
  free(p.slots);
}
