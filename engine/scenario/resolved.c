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
  char path[512];
} printer;

static void print_node(printer *p, const cc_node *node, int depth, bool in_list);

/* Whether a text must be quoted to come back as the same text. Numbers and simple words need not.
 */
static bool needs_quotes(const cc_node *node) {
  static const char *const nothing[] = {"", "~", "null", "Null", "NULL"};
  for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++) {
    if (strcmp(node->text, nothing[i]) == 0) {
      return true;
    }
  }
  if (node->quoted) {
    return true;
  }
  for (const char *c = node->text; *c != '\0'; c++) {
    if (strchr(":#{}[],&*!|>'\"%@`\\\n\t", *c) != NULL && !(*c == '%' && c != node->text)) {
      return true;
    }
  }
  return isspace((unsigned char)node->text[0]) ||
         isspace((unsigned char)node->text[strlen(node->text) - 1]) ||
         (strchr("-?", node->text[0]) != NULL && !isdigit((unsigned char)node->text[1]));
}

static void print_text(printer *p, const cc_node *node) {
  if (!needs_quotes(node)) {
    cc_text_add(p->out, node->text);
    return;
  }
  cc_text_add(p->out, "\"");
  for (const char *c = node->text; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\') {
      cc_text_append(p->out, "\\", 1);
      cc_text_append(p->out, c, 1);
    } else if (*c == '\n') {
      cc_text_add(p->out, "\\n");
    } else if (*c == '\t') {
      cc_text_add(p->out, "\\t");
    } else {
      cc_text_append(p->out, c, 1);
    }
  }
  cc_text_add(p->out, "\"");
}

/* "  # published, dfe-stock; base.yaml:12" behind a parameter's figure. */
static void print_origin(printer *p, const cc_node *node) {
  int parameter = cc_resolution_find(&p->scenario->resolution, p->path);
  if (parameter < 0) {
    return;
  }
  const cc_resolved *item = &p->scenario->resolution.items[parameter];
  cc_text_print(p->out, "  # %s, %s; %s:%d", *item->basis == '\0' ? "no basis" : item->basis,
                *item->source == '\0' ? "no source" : item->source, node->at.file, node->at.line);
}

static void indent(printer *p, int depth) {
  for (int i = 0; i < depth; i++) {
    cc_text_append(p->out, "  ", 2);
  }
}

static void print_key(printer *p, const char *key) {
  bool plain = strpbrk(key, ": #{}[],&*!|>'\"%@`") == NULL && *key != '\0';
  cc_text_print(p->out, plain ? "%s:" : "\"%s\":", key);
}

static void print_mapping(printer *p, const cc_node *node, int depth, bool in_list) {
  size_t length = strlen(p->path);
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    if (depth == 0 && (strcmp(entry->key, "extends") == 0 || strcmp(entry->key, "id") == 0)) {
      continue;
    }
    if (i > 0 || !in_list) {
      indent(p, depth);
    }
    snprintf(p->path + length, sizeof p->path - length, "%s%s", length == 0 ? "" : ".", entry->key);
    print_key(p, entry->key);
    print_node(p, entry->value, depth + 1, false);
    p->path[length] = '\0';
  }
}

static void print_sequence(printer *p, const cc_node *node, int depth) {
  size_t length = strlen(p->path);
  for (int i = 0; i < node->count; i++) {
    indent(p, depth);
    cc_text_add(p->out, "-");
    snprintf(p->path + length, sizeof p->path - length, ".%d", i + 1);
    print_node(p, node->items[i], depth + 1, true);
    p->path[length] = '\0';
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
  print_origin(p, node);
  cc_text_add(p->out, "\n");
  if (node->kind == CC_MAPPING) {
    print_mapping(p, node, depth, false);
  } else {
    print_sequence(p, node, depth);
  }
}

void cc_scenario_print_resolved(const cc_scenario *scenario, cc_text *out) {
  printer p = {.scenario = scenario, .out = out};
  cc_text_print(out, "# %s, resolved: every figure with its basis, source and place.\n",
                scenario->id);
  cc_text_print(out, "id: %s\n", scenario->id);
  print_mapping(&p, scenario->layers.root, 0, false);
}
