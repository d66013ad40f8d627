/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prints a resolved scenario: the merged tree as block YAML, numbers exactly as they were written,
 * so that loading it again gives the same numbers; behind each figure, as a comment, its source,
 * its basis and where it stands. */
#include <ctype.h>
#include <string.h>

#include "scenario/scenario.h"

typedef struct {
  const cc_scenario *scenario;
  cc_text *out;
  char path[512]; /* of the node being printed */
  size_t length;
  int inside; /* how many quantities the node lies in: below one only its growth is a parameter */
} printer;

static void print_node(printer *p, const cc_node *node, int depth, bool in_list);

/* Characters that mean something in YAML, somewhere. */
static const char special[] = ":#{}[],&*!|>'\"@`\\\n\t";

/* Whether a text must be quoted to come back as the same text. Numbers and simple words need not.
 */
static bool needs_quotes(const cc_node *node) {
  const char *text = node->text;
  size_t length = strlen(text);
  if (node->quoted || length == 0 || (strchr("nN~", text[0]) != NULL && cc_node_is_null(node))) {
    return true;
  }
  return strcspn(text, special) < length || isspace((unsigned char)text[0]) ||
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

/* "  # published, dfe-stock; base.yaml:12" behind a parameter's figure. Returns whether the node is
 * a parameter. */
static bool print_origin(printer *p, const cc_node *node) {
  const char *name = strrchr(p->path, '.');
  bool growth = name != NULL && strcmp(name, ".growth") == 0;
  int parameter =
      p->inside > 0 && !growth ? -1 : cc_resolution_find(&p->scenario->resolution, p->path);
  if (parameter < 0) {
    return false;
  }
  const cc_resolved *item = &p->scenario->resolution.items[parameter];
  cc_text_add(p->out, "  # ");
  cc_text_add(p->out, *item->basis == '\0' ? "no basis" : item->basis);
  cc_text_add(p->out, ", ");
  cc_text_add(p->out, *item->source == '\0' ? "no source" : item->source);
  cc_text_add(p->out, "; ");
  cc_text_add(p->out, node->at.file);
  cc_text_add(p->out, ":");
  cc_text_add_double(p->out, node->at.line);
  return true;
}

static void indent(printer *p, int depth) {
  static const char spaces[] = "                                                                ";
  size_t width = 2 * (size_t)depth;
  cc_text_append(p->out, spaces, width < sizeof spaces ? width : sizeof spaces - 1);
}

static void print_key(printer *p, const char *key) {
  bool plain = *key != '\0' && key[strcspn(key, special)] == '\0' && strchr(key, ' ') == NULL;
  cc_text_add(p->out, plain ? "" : "\"");
  cc_text_add(p->out, key);
  cc_text_add(p->out, plain ? ":" : "\":");
}

/* Goes down to a child: adds its name to the path and returns the length to come back to. */
static size_t enter(printer *p, const char *name) {
  size_t length = p->length;
  size_t more = strlen(name);
  if (length + more + 2 <= sizeof p->path) {
    p->path[length] = '.';
    memcpy(p->path + length + (length > 0), name, more + 1);
    p->length = length + (length > 0) + more;
  }
  return length;
}

static void leave(printer *p, size_t length) {
  p->length = length;
  p->path[length] = '\0';
}

static void print_mapping(printer *p, const cc_node *node, int depth, bool in_list) {
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    if (depth == 0 && (strcmp(entry->key, "extends") == 0 || strcmp(entry->key, "id") == 0)) {
      continue;
    }
    if (i > 0 || !in_list) {
      indent(p, depth);
    }
    size_t length = enter(p, entry->key);
    print_key(p, entry->key);
    print_node(p, entry->value, depth + 1, false);
    leave(p, length);
  }
}

static void print_sequence(printer *p, const cc_node *node, int depth) {
  for (int i = 0; i < node->count; i++) {
    char number[16];
    snprintf(number, sizeof number, "%d", i + 1);
    indent(p, depth);
    cc_text_add(p->out, "-");
    size_t length = enter(p, number);
    print_node(p, node->items[i], depth + 1, true);
    leave(p, length);
  }
}

/* Prints what follows "key:" or "-": on the same line for scalars and for the first key of a
 * mapping in a list, below it otherwise. */
static void print_node(printer *p, const cc_node *node, int depth, bool in_list) {
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
    print_mapping(p, node, depth, true);
    return;
  }
  bool quantity = print_origin(p, node);
  cc_text_add(p->out, "\n");
  p->inside += quantity;
  if (node->kind == CC_MAPPING) {
    print_mapping(p, node, depth, false);
  } else {
    print_sequence(p, node, depth);
  }
  p->inside -= quantity;
}

void cc_scenario_print_resolved(const cc_scenario *scenario, cc_text *out) {
  printer p = {.scenario = scenario, .out = out};
  cc_text_print(out, "# %s, resolved: every figure with its basis, source and place.\n",
                scenario->id);
  cc_text_print(out, "id: %s\n", scenario->id);
  print_mapping(&p, scenario->layers.root, 0, false);
}
