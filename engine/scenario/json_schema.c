/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The schema table as JSON Schema. Each unit is a definition: how its numbers are written, and a
 * quantity of such numbers with all that may hang on it; sections refer to them.
 *
 * An overlay says only what changes, so keys are required only at the top of a scenario that
 * extends none, and in the items of lists, which are always written whole. For the same reason
 * null, which takes an entry away, may stand for anything. Editors read YAML by different rules
 * (yes may be a text or a truth value, 2020 a number), and the schema accepts either reading. */
#include "scenario/json_schema.h"

#include <stdio.h>
#include <stdlib.h>

#include "scenario/number.h"
#include "scenario/schema.h"

#define NUMBER "[0-9]+(\\.[0-9]+)?"
#define YEAR "^[0-9]{4}/[0-9]{2}$"
/* Not source, basis or note, which are described apart. */
#define OWN_NAME "^(?!(source|basis|note)$)[A-Za-z0-9_-]{1,64}$"
#define BAND "^(under_1|[0-9]+(-[0-9]+)?)$"
#define NAME "^[A-Za-z0-9_-]{1,64}$"

/* JSON in the making: objects and arrays are opened and closed in pairs. */
typedef struct {
  cc_text *out;
  int depth;
  bool first; /* nothing stands in the innermost object or array yet */
} writer;

static void emit(writer *w, const cc_schema *schema, bool whole);

/* ---- JSON ------------------------------------------------------------------------------------ */

/* Quotes and backslashes are escaped; the table holds no control characters. */
static void add_string(writer *w, const char *text) {
  cc_text_add(w->out, "\"");
  for (; *text != '\0'; text++) {
    if (*text == '"' || *text == '\\') {
      cc_text_add(w->out, "\\");
    }
    cc_text_append(w->out, text, 1);
  }
  cc_text_add(w->out, "\"");
}

static void next(writer *w) {
  if (w->depth > 0) {
    cc_text_print(w->out, "%s\n%*s", w->first ? "" : ",", 2 * w->depth, "");
  }
  w->first = false;
}

static void key(writer *w, const char *name) {
  next(w);
  add_string(w, name);
  cc_text_add(w->out, ": ");
}

static void open(writer *w, const char *bracket) {
  cc_text_add(w->out, bracket);
  w->depth++;
  w->first = true;
}

static void close(writer *w, const char *bracket) {
  w->depth--;
  if (!w->first) {
    cc_text_print(w->out, "\n%*s", 2 * w->depth, "");
  }
  cc_text_add(w->out, bracket);
  w->first = false;
}

static void open_object(writer *w, const char *name) {
  key(w, name);
  open(w, "{");
}

static void open_array(writer *w, const char *name) {
  key(w, name);
  open(w, "[");
}

static void open_item(writer *w) {
  next(w);
  open(w, "{");
}

static void text(writer *w, const char *name, const char *value) {
  key(w, name);
  add_string(w, value);
}

static void item(writer *w, const char *value) {
  next(w);
  add_string(w, value);
}

static void number(writer *w, const char *name, double value) {
  key(w, name);
  cc_text_add_double(w->out, value);
}

static void boolean(writer *w, const char *name, bool value) {
  key(w, name);
  cc_text_add(w->out, value ? "true" : "false");
}

/* ---- what occurs everywhere ------------------------------------------------------------------ */

/* null may stand for anything: it takes an entry away. */
static void type_or_null(writer *w, const char *name) {
  open_array(w, "type");
  item(w, name);
  item(w, "null");
  close(w, "]");
}

static void scalar_type(writer *w) {
  open_array(w, "type");
  item(w, "string");
  item(w, "number");
  item(w, "boolean");
  item(w, "null");
  close(w, "]");
}

static void reference(writer *w, const char *definition) {
  char path[80];
  snprintf(path, sizeof path, "#/$defs/%s", definition);
  text(w, "$ref", path);
}

static void property(writer *w, const char *name, const char *definition) {
  open_object(w, name);
  reference(w, definition);
  close(w, "}");
}

static void attribution(writer *w) {
  property(w, "source", "text");
  property(w, "basis", "basis");
  property(w, "note", "text");
}

static void words(writer *w, const char *const *list) {
  open_array(w, "enum");
  for (; *list != NULL; list++) {
    item(w, *list);
  }
  next(w);
  cc_text_add(w->out, "null");
  close(w, "]");
}

/* ---- numbers and quantities ------------------------------------------------------------------ */

static const char *pattern_of(cc_unit unit) {
  switch (unit) {
  case CC_U_SHARE:
    return "^-?" NUMBER "%$";
  case CC_U_GROWTH:
    return "^-?" NUMBER "%( +per year)?$";
  case CC_U_FACTOR:
    return "^" NUMBER "%$";
  case CC_U_GBP:
  case CC_U_GBP_PER_WEEK:
  case CC_U_GBP_PER_NIGHT:
  case CC_U_GBP_PER_YEAR:
    return "^-?\xc2\xa3?" NUMBER "[km]?$";
  case CC_U_CHILDREN:
  case CC_U_COUNT:
    return "^" NUMBER "[km]?$";
  case CC_U_TARGET:
    return "^-?\xc2\xa3?" NUMBER "[km%]?$";
  default:
    return NULL;
  }
}

static bool takes_plain(cc_unit unit) {
  return unit != CC_U_SHARE && unit != CC_U_GROWTH;
}

static void number_definition(writer *w, cc_unit unit) {
  const char *pattern = pattern_of(unit);
  open_array(w, "type");
  if (takes_plain(unit)) {
    item(w, "number");
  }
  if (pattern != NULL) {
    item(w, "string");
  }
  item(w, "null");
  close(w, "]");
  if (pattern != NULL) {
    text(w, "pattern", pattern);
  }
}

static void number_list(writer *w, const char *name, const char *unit_number, int count) {
  open_object(w, name);
  text(w, "type", "array");
  number(w, "minItems", count);
  number(w, "maxItems", count);
  property(w, "items", unit_number);
  close(w, "}");
}

/* What an overlay may also take away, with the word `none`. */
static void or_none(writer *w, const char *name, const char *definition) {
  open_object(w, name);
  open_array(w, "anyOf");
  open_item(w);
  reference(w, definition);
  close(w, "}");
  open_item(w);
  text(w, "const", "none");
  close(w, "}");
  close(w, "]");
  close(w, "}");
}

/* What may say a central value: `value`, or a distribution in its place. */
static void central_properties(writer *w, const char *unit_number) {
  property(w, "value", unit_number);
  number_list(w, "triangular", unit_number, 3);
  number_list(w, "pert", unit_number, 3);
  number_list(w, "uniform", unit_number, 2);
  or_none(w, "uncertainty", "uncertainty");
  attribution(w);
}

static void open_choice(writer *w, const char *unit_number) {
  open_array(w, "anyOf");
  open_item(w);
  reference(w, unit_number);
  close(w, "}");
  open_item(w);
  text(w, "type", "object");
}

static void close_choice(writer *w) {
  boolean(w, "additionalProperties", false);
  close(w, "}");
  close(w, "]");
}

/* A single year's value, which may have a doubt and a source of its own. */
static void year_property(writer *w, const char *pattern, const char *unit_number) {
  open_object(w, pattern);
  open_choice(w, unit_number);
  open_object(w, "properties");
  central_properties(w, unit_number);
  close(w, "}");
  close_choice(w);
  close(w, "}");
}

static void unit_names(cc_unit unit, char quantity[32], char unit_number[32]) {
  snprintf(quantity, 32, "quantity_%d", (int)unit);
  snprintf(unit_number, 32, "number_%d", (int)unit);
}

static void unit_definitions(writer *w, cc_unit unit) {
  char quantity[32], unit_number[32], growth[32], unused[32];
  unit_names(unit, quantity, unit_number);
  unit_names(CC_U_GROWTH, growth, unused);
  open_object(w, unit_number);
  text(w, "title", cc_unit_name(unit));
  number_definition(w, unit);
  close(w, "}");
  open_object(w, quantity);
  open_choice(w, unit_number);
  open_object(w, "properties");
  central_properties(w, unit_number);
  year_property(w, "before", unit_number);
  if (unit != CC_U_GROWTH) {
    or_none(w, "growth", growth);
    property(w, "index", "text");
  }
  close(w, "}");
  open_object(w, "patternProperties");
  year_property(w, YEAR, unit_number);
  year_property(w, "^mid-[0-9]{4}$", unit_number);
  close(w, "}");
  close_choice(w);
  close(w, "}");
}

static void moments(writer *w, const char *distribution) {
  static const char *const names[] = {"sd", "cv", "p10", "p90"};
  open_object(w, distribution);
  text(w, "type", "object");
  open_object(w, "properties");
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    property(w, names[i], "text");
  }
  close(w, "}");
  boolean(w, "additionalProperties", false);
  close(w, "}");
}

static void uncertainty_definition(writer *w) {
  open_object(w, "uncertainty");
  type_or_null(w, "object");
  number(w, "minProperties", 1);
  number(w, "maxProperties", 2);
  open_object(w, "properties");
  property(w, "around", "text");
  moments(w, "normal");
  moments(w, "lognormal");
  moments(w, "gamma");
  moments(w, "beta");
  number_list(w, "triangular", "text", 3);
  number_list(w, "pert", "text", 3);
  number_list(w, "uniform", "text", 2);
  close(w, "}");
  boolean(w, "additionalProperties", false);
  close(w, "}");
}

static void definitions(writer *w) {
  open_object(w, "$defs");
  open_object(w, "text");
  scalar_type(w);
  close(w, "}");
  open_object(w, "basis");
  words(w, cc_basis_words);
  close(w, "}");
  uncertainty_definition(w);
  for (int unit = CC_U_NONE; unit <= CC_U_TARGET; unit++) {
    unit_definitions(w, (cc_unit)unit);
  }
  close(w, "}");
}

/* ---- the table ------------------------------------------------------------------------------- */

static void emit_quantity(writer *w, const cc_schema *schema) {
  char quantity[32], unit_number[32];
  unit_names(schema->unit, quantity, unit_number);
  reference(w, quantity);
  if (takes_plain(schema->unit)) {
    number(w, "minimum", schema->low);
    number(w, "maximum", schema->high);
  }
}

static void required(writer *w, const cc_schema *schema) {
  bool any = false;
  for (const cc_schema *child = schema->children; child->key != NULL; child++) {
    if (child->required && !any) {
      open_array(w, "required");
      any = true;
    }
    if (child->required) {
      item(w, child->key);
    }
  }
  if (any) {
    close(w, "]");
  }
}

static void choice(writer *w, const char *const *list) {
  open_array(w, "oneOf");
  for (; *list != NULL; list++) {
    open_item(w);
    open_array(w, "required");
    item(w, *list);
    close(w, "]");
    close(w, "}");
  }
  close(w, "]");
}

static void emit_map(writer *w, const cc_schema *schema, bool whole) {
  type_or_null(w, "object");
  open_object(w, "properties");
  for (const cc_schema *child = schema->children; child->key != NULL; child++) {
    open_object(w, child->key);
    emit(w, child, false);
    close(w, "}");
  }
  attribution(w);
  close(w, "}");
  if (whole) {
    required(w, schema);
  }
  if (whole && schema->words != NULL) {
    choice(w, schema->words);
  }
  boolean(w, "additionalProperties", false);
}

/* A mapping of bands, placements or the user's own names to `schema`. */
static void emit_names(writer *w, const char *pattern, const cc_schema *schema, bool figures) {
  type_or_null(w, "object");
  open_object(w, "properties");
  attribution(w);
  close(w, "}");
  open_object(w, "patternProperties");
  open_object(w, pattern);
  if (figures) {
    emit_quantity(w, schema);
  } else {
    emit(w, schema, false);
  }
  close(w, "}");
  close(w, "}");
  boolean(w, "additionalProperties", false);
}

/* A figure for all, or one for each band or placement. */
static void emit_spread(writer *w, const char *pattern, const cc_schema *schema) {
  open_array(w, "anyOf");
  open_item(w);
  emit_quantity(w, schema);
  close(w, "}");
  open_item(w);
  emit_names(w, pattern, schema, true);
  close(w, "}");
  close(w, "]");
}

/* Lists of entries may be replaced whole, {replace: [...]}, or amended by number, {2: {...}}. */
static void list_type(writer *w, const cc_schema *schema) {
  open_array(w, "type");
  item(w, "array");
  if (schema->words != NULL) {
    item(w, "object");
  }
  item(w, "null");
  close(w, "]");
}

static void emit_list(writer *w, const cc_schema *schema) {
  list_type(w, schema);
  number(w, "minItems", schema->low);
  number(w, "maxItems", schema->high);
  open_object(w, "items");
  emit(w, &schema->children[0], true);
  close(w, "}");
}

static void emit_leaf(writer *w, const cc_schema *schema) {
  static const char *const answers[] = {"yes", "no", "true", "false", NULL};
  switch (schema->kind) {
  case CC_S_WORD:
    words(w, schema->words);
    break;
  case CC_S_BOOL:
    open_array(w, "anyOf");
    open_item(w);
    text(w, "type", "boolean");
    close(w, "}");
    open_item(w);
    words(w, answers);
    close(w, "}");
    close(w, "]");
    break;
  case CC_S_INTEGER:
    type_or_null(w, "integer");
    number(w, "minimum", schema->low);
    number(w, "maximum", schema->high);
    break;
  case CC_S_YEAR:
    type_or_null(w, "string");
    text(w, "pattern", YEAR);
    break;
  case CC_S_DATE:
    type_or_null(w, "string");
    text(w, "pattern", "^[0-9]{4}(/[0-9]{2}|-(0[1-9]|1[0-2]))$");
    break;
  case CC_S_DURATION:
    type_or_null(w, "string");
    text(w, "pattern", "^[0-9]{1,4} +(months?|years?)$");
    break;
  case CC_S_NAME:
    scalar_type(w);
    text(w, "pattern", NAME);
    break;
  default:
    scalar_type(w);
  }
}

/* Emits what describes one entry of the table, within an open object. `whole`: it is an item of a
 * list, so that nothing of it can stand in another file. */
static void emit(writer *w, const cc_schema *schema, bool whole) {
  if (schema->doc != NULL) {
    text(w, "description", schema->doc);
  }
  if (schema->otherwise != NULL && schema->kind == CC_S_INTEGER) {
    number(w, "default", (double)strtol(schema->otherwise, NULL, 10));
  } else if (schema->otherwise != NULL) {
    text(w, "default", schema->otherwise);
  }
  switch (schema->kind) {
  case CC_S_MAP:
    emit_map(w, schema, whole);
    break;
  case CC_S_DICT:
  case CC_S_PLACEMENTS:
    emit_names(w, OWN_NAME, &schema->children[0], false);
    break;
  case CC_S_BANDS:
    emit_names(w, BAND, &schema->children[0], false);
    break;
  case CC_S_LIST:
    emit_list(w, schema);
    break;
  case CC_S_QUANTITY:
    emit_quantity(w, schema);
    break;
  case CC_S_BAND_QUANTITY:
    emit_spread(w, BAND, schema);
    break;
  case CC_S_PLACEMENT_QUANTITY:
    emit_spread(w, OWN_NAME, schema);
    break;
  default:
    emit_leaf(w, schema);
  }
}

/* A scenario that extends none must say everything that is required. */
static void required_at_the_top(writer *w, const cc_schema *root) {
  open_object(w, "if");
  open_object(w, "not");
  open_array(w, "required");
  item(w, "extends");
  close(w, "]");
  close(w, "}");
  close(w, "}");
  open_object(w, "then");
  required(w, root);
  close(w, "}");
}

cc_status cc_json_schema(cc_text *out) {
  writer w = {.out = out, .first = true};
  const cc_schema *root = cc_schema_root();
  open(&w, "{");
  text(&w, "$schema", "https://json-schema.org/draft/2020-12/schema");
  text(&w, "title", "carecast scenario");
  emit(&w, root, false);
  required_at_the_top(&w, root);
  definitions(&w);
  close(&w, "}");
  cc_text_add(out, "\n");
  return out->failed ? CC_NO_MEMORY : CC_OK;
}
