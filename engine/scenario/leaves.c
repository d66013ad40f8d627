/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Checks of what stands at the ends of the tree and is no figure: texts, names, words, dates, whole
 * numbers, references to names, and where a figure is from. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "scenario/dates.h"
#include "scenario/say.h"
#include "scenario/walk.h"

void cc_walk_fault(cc_walk *w, const cc_node *at, cc_code code, const char *help,
                   const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  cc_diagnose_node(w->findings, code, at, w->path.text, help, format, arguments);
  va_end(arguments);
}

/* Whether a node is a scalar that says something; a finding when it is not. */
static bool says_something(cc_walk *w, const cc_node *node, const char *what) {
  if (node->faulty) {
    return false;
  }
  if (node->kind != CC_SCALAR) {
    cc_walk_fault(w, node, CC_E_KIND, NULL, "a %s stands here, where %s belongs",
                  node->kind == CC_MAPPING ? "mapping" : "list", what);
    return false;
  }
  if (cc_node_is_null(node) || node->text[0] == '\0') {
    cc_walk_fault(w, node, CC_E_EMPTY, NULL, "nothing is written, where %s belongs", what);
    return false;
  }
  return true;
}

/* ---- names and references -------------------------------------------------------------------- */

bool cc_is_name(const char *text) {
  size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
  return length > 0 && length <= CC_NAME_BYTES && text[length] == '\0';
}

static void check_name(cc_walk *w, const cc_node *node) {
  if (says_something(w, node, "a name") && !cc_is_name(node->text)) {
    cc_walk_fault(w, node, CC_E_NAME, "use letters, digits, _ and -, at most 64",
                  "`%s` cannot be a name", cc_clip(node->text).text);
  }
}

/* The names of a section, for suggestions. */
static const char **names_of(cc_walk *w, const cc_node *section, size_t *count) {
  *count = 0;
  if (section == NULL || section->kind != CC_MAPPING) {
    return NULL;
  }
  const char **names = cc_arena_array(w->arena, (size_t)section->count, sizeof *names);
  if (names == NULL) {
    w->no_memory = true;
    return NULL;
  }
  for (int i = 0; i < section->count; i++) {
    if (cc_key_role_of(section->entries[i].key) != CC_K_ATTRIBUTION) {
      names[(*count)++] = section->entries[i].key;
    }
  }
  return names;
}

void cc_walk_reference(cc_walk *w, const cc_node *at, cc_position position, const char *section,
                       const char *name) {
  const cc_node *names = cc_node_get(w->root, section);
  bool misshaped = names != NULL && (names->faulty || names->kind != CC_MAPPING); /* told there */
  bool there = cc_node_entry(names, name) != NULL && cc_key_role_of(name) != CC_K_ATTRIBUTION;
  if (misshaped || there) {
    return;
  }
  size_t count = 0;
  const char **candidates = names_of(w, names, &count);
  char what[80];
  snprintf(what, sizeof what, "under `%s` stand", section);
  cc_diagnose_at(w->findings, CC_E_REFERENCE, at->source, position, w->path.text,
                 cc_suggest(name, candidates, count, what).text,
                 names == NULL ? "there is no `%s`: the scenario has no section `%s`"
                               : "there is no `%s` under `%s`",
                 cc_clip(name).text, section);
}

/* ---- source, basis, note --------------------------------------------------------------------- */

static size_t count_words(const char *const *words) {
  size_t count = 0;
  while (words[count] != NULL) {
    count++;
  }
  return count;
}

static void check_word(cc_walk *w, const cc_node *node, const char *const *words) {
  size_t count = count_words(words);
  if (!says_something(w, node, "a word")) {
    return;
  }
  for (size_t i = 0; i < count; i++) {
    if (strcmp(node->text, words[i]) == 0) {
      return;
    }
  }
  cc_walk_fault(w, node, CC_E_WORD, cc_suggest(node->text, words, count, "it can be").text,
                "`%s` is not one of the words that can stand here", cc_clip(node->text).text);
}

void cc_walk_attribution(cc_walk *w, const cc_node *mapping) {
  const cc_node *source = cc_node_get(mapping, "source");
  const cc_node *basis = cc_node_get(mapping, "basis");
  const cc_node *note = cc_node_get(mapping, "note");
  size_t before = w->path.length;
  if (source != NULL) {
    cc_path_push(&w->path, "source");
    if (says_something(w, source, "the name of a source") && !cc_says_none(source) &&
        cc_node_get(w->root, "sources") != NULL) {
      cc_walk_reference(w, source, source->at, "sources", source->text);
    }
    cc_path_pop(&w->path, before);
  }
  if (basis != NULL && !cc_says_none(basis)) {
    cc_path_push(&w->path, "basis");
    check_word(w, basis, cc_basis_words);
    cc_path_pop(&w->path, before);
  }
  if (note != NULL) {
    cc_path_push(&w->path, "note");
    says_something(w, note, "a text");
    cc_path_pop(&w->path, before);
  }
}

/* ---- words, numbers, dates ------------------------------------------------------------------- */

static void check_bool(cc_walk *w, const cc_node *node) {
  static const char *const words[] = {"yes", "no", "true", "false", NULL};
  check_word(w, node, words);
}

static void check_integer(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  cc_fault fault;
  double value = 0.0;
  if (!says_something(w, node, "a whole number")) {
    return;
  }
  if (node->quoted || !cc_parse_number(node->text, CC_U_NONE, &value, &fault) ||
      value != floor(value)) {
    cc_walk_fault(w, node, CC_E_NUMBER, node->quoted ? "take the quotes away" : NULL,
                  "`%s` is not a whole number", cc_clip(node->text).text);
  } else if (schema->low == schema->high && value != schema->low) {
    cc_walk_fault(w, node, CC_E_RANGE, NULL, "`%s` must be %.0f", schema->key, schema->low);
  } else if (value < schema->low || value > schema->high) {
    cc_walk_fault(w, node, CC_E_RANGE, NULL, "`%s` must lie between %.0f and %.0f",
                  cc_clip(node->text).text, schema->low, schema->high);
  }
}

static void check_year(cc_walk *w, const cc_node *node) {
  int year = 0;
  if (!says_something(w, node, "a financial year")) {
    return;
  }
  if (!cc_parse_financial_year(node->text, &year)) {
    cc_walk_fault(w, node, CC_E_DATE, cc_year_help(node->text).text, "`%s` is not a financial year",
                  cc_clip(node->text).text);
  } else if (!cc_year_is_near(year)) {
    cc_walk_fault(w, node, CC_E_RANGE, NULL, "`%s` must lie between %d and %d", node->text,
                  CC_FIRST_YEAR, CC_LAST_YEAR);
  }
}

static void check_date(cc_walk *w, const cc_node *node) {
  int month = 0;
  if (!says_something(w, node, "a month or a financial year")) {
    return;
  }
  if (!cc_parse_month(node->text, &month)) {
    cc_walk_fault(w, node, CC_E_DATE, cc_date_help(node->text).text,
                  "`%s` is not a month or a financial year", cc_clip(node->text).text);
  } else if (!cc_year_is_near(month / CC_MONTHS_PER_YEAR)) {
    cc_walk_fault(w, node, CC_E_RANGE, NULL, "`%s` must lie between %d and %d", node->text,
                  CC_FIRST_YEAR, CC_LAST_YEAR);
  }
}

static void check_duration(cc_walk *w, const cc_node *node) {
  int months = 0;
  if (says_something(w, node, "a length of time") && !cc_parse_duration(node->text, &months)) {
    cc_walk_fault(w, node, CC_E_DATE, "write months or years, such as 18 months or 2 years",
                  "`%s` is not a length of time", cc_clip(node->text).text);
  }
}

void cc_walk_leaf(cc_walk *w, const cc_schema *schema, const cc_node *node) {
  switch (schema->kind) {
  case CC_S_TEXT:
    says_something(w, node, "a text");
    break;
  case CC_S_NAME:
    check_name(w, node);
    break;
  case CC_S_BOOL:
    check_bool(w, node);
    break;
  case CC_S_WORD:
    check_word(w, node, schema->words);
    break;
  case CC_S_INTEGER:
    check_integer(w, schema, node);
    break;
  case CC_S_YEAR:
    check_year(w, node);
    break;
  case CC_S_DATE:
    check_date(w, node);
    break;
  case CC_S_DURATION:
    check_duration(w, node);
    break;
  case CC_S_REFERENCE:
    if (says_something(w, node, "a name")) {
      cc_walk_reference(w, node, node->at, schema->words[0], node->text);
    }
    break;
  default: /* the others are no leaves */
    break;
  }
}
