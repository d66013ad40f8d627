/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reads the forms of a number that scenarios/explained.yaml lists:
 *
 *   820                                     a constant
 *   {value: 820, ...}                       the same, with growth, index, uncertainty, ...
 *   {2020/21: 820, 2022/23: 850, ...}       steps, each holding from its 1 April
 *   {before: 820, 2022/23: 850}             the same, and what holds from the start to the first
 *   {mid-2019: 15679, mid-2020: 15125}      straight lines between
 *   {triangular: [12, 15.7, 20], ...}       a distribution, with its central value
 *
 * A single year may itself be {value: 850, uncertainty: ...} or {triangular: ...}, with a source of
 * its own. One look at the keys (the survey) says which form is meant; then each part is read, also
 * after something was found wrong, so that one look at the messages shows everything. */
#include "scenario/quantity.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/calendar.h"
#include "scenario/dates.h"
#include "scenario/reading.h"
#include "scenario/say.h"

/* What the keys of a mapping are. */
typedef struct {
  const cc_node *value, *growth, *index, *uncertainty;
  const cc_entry *distribution, *before;
  int n_years, n_mid_years, n_distributions;
} survey;

void cc_reading_fault(cc_reading *r, const cc_node *at, cc_code code, const char *help,
                      const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  cc_diagnose_node(r->findings, code, at, r->path, help, format, arguments);
  va_end(arguments);
  r->ok = false;
}

/* ---- keys ------------------------------------------------------------------------------------ */

/* Called for every key of a scenario, so the first letter decides before a word is compared. */
cc_key_role cc_key_role_of(const char *key) {
  static const struct {
    const char *word;
    cc_key_role role;
  } words[] = {{"value", CC_K_VALUE},           {"before", CC_K_BEFORE},
               {"growth", CC_K_AMENDMENT},      {"index", CC_K_AMENDMENT},
               {"uncertainty", CC_K_AMENDMENT}, {"source", CC_K_ATTRIBUTION},
               {"basis", CC_K_ATTRIBUTION},     {"note", CC_K_ATTRIBUTION}};
  int month = 0;
  if (key[0] >= '0' && key[0] <= '9') {
    return cc_parse_financial_year(key, &month) ? CC_K_YEAR : CC_K_OTHER;
  }
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (key[0] == words[i].word[0] && strcmp(key, words[i].word) == 0) {
      return words[i].role;
    }
  }
  for (int i = 0; i < CC_DISTRIBUTION_KINDS; i++) {
    const char *word = cc_distribution_word((cc_distribution_kind)i);
    if (key[0] == word[0] && strcmp(key, word) == 0) {
      return CC_K_DISTRIBUTION;
    }
  }
  return key[0] == 'm' && cc_parse_mid_year(key, &month) ? CC_K_MID_YEAR : CC_K_OTHER;
}

static bool has_role(const cc_node *node, cc_key_role first, cc_key_role last) {
  for (int i = 0; node->kind == CC_MAPPING && i < node->count; i++) {
    cc_key_role role = cc_key_role_of(node->entries[i].key);
    if (role >= first && role <= last) {
      return true;
    }
  }
  return false;
}

bool cc_is_quantity(const cc_node *node) {
  return node->kind == CC_SCALAR || has_role(node, CC_K_VALUE, CC_K_AMENDMENT);
}

bool cc_quantity_has_value(const cc_node *node) {
  return node->kind == CC_SCALAR || has_role(node, CC_K_VALUE, CC_K_DISTRIBUTION);
}

static void refuse_key(cc_reading *r, const cc_entry *entry) {
  static const char *const words[] = {"value",  "before",    "growth",     "index",  "uncertainty",
                                      "source", "basis",     "note",       "normal", "gamma",
                                      "beta",   "lognormal", "triangular", "pert",   "uniform"};
  cc_code code = CC_E_UNKNOWN_KEY;
  cc_said help = cc_did_you_mean(entry->key, words, sizeof words / sizeof *words);
  if (cc_is_comma_rest(entry->key, cc_node_is_null(entry->value))) {
    snprintf(help.text, sizeof help.text, "%s", cc_comma_help);
  } else if (cc_looks_like_year(entry->key)) {
    code = CC_E_DATE;
    help = cc_year_help(entry->key);
  } else if (help.text[0] == '\0') {
    snprintf(help.text, sizeof help.text,
             "a figure has value, years (2020/21), growth, index, uncertainty, source, basis, "
             "note");
  }
  cc_diagnose_at(r->findings, code, entry->value->source, entry->at, r->path, help.text,
                 code == CC_E_DATE ? "`%s` is not a financial year" : "a figure has no key `%s`",
                 cc_clip(entry->key).text);
  r->ok = false;
}

bool cc_says_none(const cc_node *node) {
  return node->kind == CC_SCALAR && !node->quoted && strcmp(node->text, "none") == 0;
}

static void survey_amendment(const cc_entry *entry, survey *s) {
  if (cc_says_none(entry->value)) {
    return;
  }
  const cc_node **place = entry->key[0] == 'g'   ? &s->growth
                          : entry->key[0] == 'i' ? &s->index
                                                 : &s->uncertainty;
  *place = entry->value;
}

static void survey_keys(cc_reading *r, const cc_node *node, survey *s) {
  *s = (survey){0};
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    switch (cc_key_role_of(entry->key)) {
    case CC_K_VALUE:
      s->value = entry->value;
      break;
    case CC_K_YEAR:
      s->n_years++;
      break;
    case CC_K_MID_YEAR:
      s->n_mid_years++;
      break;
    case CC_K_BEFORE:
      s->before = entry;
      break;
    case CC_K_DISTRIBUTION:
      s->distribution = entry;
      s->n_distributions++;
      break;
    case CC_K_AMENDMENT:
      survey_amendment(entry, s);
      break;
    case CC_K_ATTRIBUTION:
      break;
    case CC_K_OTHER:
      refuse_key(r, entry);
    }
  }
}

/* A value must be said exactly one way. */
static void check_one_value(cc_reading *r, const cc_node *node, const survey *s) {
  const char *ways[4];
  size_t count = 0;
  if (s->value != NULL) {
    ways[count++] = "value";
  }
  if (s->n_years > 0) {
    ways[count++] = "years";
  }
  if (s->n_mid_years > 0) {
    ways[count++] = "mid-years";
  }
  if (s->distribution != NULL) {
    ways[count++] = s->distribution->key;
  }
  if (count == 0 && s->before == NULL) {
    cc_reading_fault(r, node, CC_E_QUANTITY,
                     "write value:, years such as 2020/21:, or a distribution",
                     "a figure without a value");
  } else if (count > 1) {
    cc_reading_fault(r, node, CC_E_QUANTITY, "keep one of them", "the value is said %s: %s",
                     count == 2 ? "twice" : "several times", cc_join(ways, count).text);
  } else if (s->n_distributions > 1) {
    cc_reading_fault(r, node, CC_E_QUANTITY, "keep one of them", "two distributions for one value");
  }
  if (s->before != NULL && s->n_years == 0) { /* a mapping of mid-years, a value or nothing else */
    cc_diagnose_at(r->findings, CC_E_QUANTITY, s->before->value->source, s->before->at, r->path,
                   s->n_mid_years > 0 ? "take it away: a figure is level before its first mid-year"
                                      : "write years such as 2022/23: beside it",
                   "`before` says what holds before the first year, and there is none");
    r->ok = false;
  }
}

/* ---- one number ------------------------------------------------------------------------------ */

static void check_range(cc_reading *r, const cc_node *node, cc_unit unit, double low, double high,
                        double value) {
  char limit[CC_NUMBER_BYTES];
  if (value < low) {
    cc_reading_fault(r, node, CC_E_RANGE, NULL, "`%s` is below %s, the least it can be",
                     cc_clip(node->text).text, cc_print_number(low, unit, limit));
  } else if (value > high) {
    cc_reading_fault(r, node, CC_E_RANGE, NULL, "`%s` is above %s, the most it can be",
                     cc_clip(node->text).text, cc_print_number(high, unit, limit));
  }
}

static bool refuse_quoted(cc_reading *r, const cc_node *node, cc_unit unit) {
  cc_fault fault;
  double value = 0.0;
  bool number = cc_parse_number(node->text, unit, &value, &fault);
  char help[100] = "";
  if (number) {
    snprintf(help, sizeof help, "take the quotes away: %s", cc_clip(node->text).text);
  }
  cc_reading_fault(r, node, CC_E_NUMBER, help, "text in quotes, where a number belongs");
  return false;
}

bool cc_reading_number(cc_reading *r, const cc_node *node, cc_unit unit, double low, double high,
                       double *value) {
  cc_fault fault;
  if (node->faulty) {
    r->ok = false;
    return false;
  }
  if (node->kind != CC_SCALAR) {
    cc_reading_fault(r, node, CC_E_KIND, NULL, "a %s stands here, where a number belongs",
                     node->kind == CC_MAPPING ? "mapping" : "list");
    return false;
  }
  if (cc_node_is_null(node)) {
    cc_reading_fault(r, node, CC_E_EMPTY, NULL, "nothing is written, where a number belongs");
    return false;
  }
  if (node->quoted) {
    return refuse_quoted(r, node, unit);
  }
  if (!cc_parse_number(node->text, unit, value, &fault)) {
    cc_reading_fault(r, node, fault.code, fault.help, "%s", fault.message);
    return false;
  }
  bool before = r->ok;
  r->ok = true;
  check_range(r, node, unit, low, high, *value);
  bool inside = r->ok;
  r->ok = before && inside;
  return inside;
}

static bool read_plain(cc_reading *r, const cc_node *node, double *value) {
  return cc_reading_number(r, node, r->schema->unit, r->schema->low, r->schema->high, value);
}

/* A value with its doubt, of a mapping without years. */
static void read_central(cc_reading *r, const survey *s, double *value, const cc_doubt **doubt) {
  double central = NAN;
  if (s->value != NULL && !read_plain(r, s->value, &central)) {
    central = NAN;
  }
  if (s->distribution != NULL && !cc_doubt_as_value(r, s->distribution, &central, doubt)) {
    central = NAN;
  }
  if (s->uncertainty != NULL && s->distribution != NULL) {
    cc_reading_fault(r, s->uncertainty, CC_E_QUANTITY, "keep one of them",
                     "`%s` already says how uncertain the value is", s->distribution->key);
  } else if (s->uncertainty != NULL) {
    *doubt = cc_doubt_around(r, s->uncertainty, central, false);
  }
  *value = central;
}

/* ---- several years --------------------------------------------------------------------------- */

/* Knots in the making, in the order of their months. */
typedef struct {
  int count;
  int *months;
  double *values;
  const cc_doubt **doubts;
  const cc_node **nodes;
  bool any_doubt;
} knots;

static bool make_knots(cc_reading *r, int count, knots *k) {
  *k = (knots){.months = cc_arena_array(r->arena, (size_t)count, sizeof *k->months),
               .values = cc_arena_array(r->arena, (size_t)count, sizeof *k->values),
               .doubts = cc_arena_array(r->arena, (size_t)count, sizeof(const cc_doubt *)),
               .nodes = cc_arena_array(r->arena, (size_t)count, sizeof(const cc_node *))};
  r->no_memory = r->no_memory || k->months == NULL || k->values == NULL || k->doubts == NULL ||
                 k->nodes == NULL;
  return !r->no_memory;
}

static void insert_knot(knots *k, int month, const cc_node *node, double value,
                        const cc_doubt *doubt) {
  int i = k->count++;
  for (; i > 0 && k->months[i - 1] > month; i--) {
    k->months[i] = k->months[i - 1];
    k->values[i] = k->values[i - 1];
    k->doubts[i] = k->doubts[i - 1];
    k->nodes[i] = k->nodes[i - 1];
  }
  k->months[i] = month;
  k->values[i] = value;
  k->doubts[i] = doubt;
  k->nodes[i] = node;
  k->any_doubt = k->any_doubt || doubt != NULL;
}

/* What one year says: a number, or a mapping with a value or a distribution of its own. */
static void read_year(cc_reading *r, const cc_node *node, double *value, const cc_doubt **doubt) {
  survey s;
  if (node->kind != CC_MAPPING) {
    read_plain(r, node, value);
    return;
  }
  survey_keys(r, node, &s);
  if (s.n_years + s.n_mid_years > 0 || s.before != NULL) {
    cc_reading_fault(r, node, CC_E_QUANTITY, NULL, "a year cannot hold years");
    return;
  }
  check_one_value(r, node, &s);
  const cc_node *misplaced = s.growth != NULL ? s.growth : s.index;
  if (misplaced != NULL) {
    cc_reading_fault(r, misplaced, CC_E_QUANTITY, "write it beside the years",
                     "a single year cannot have `%s`", s.growth != NULL ? "growth" : "index");
  }
  read_central(r, &s, value, doubt);
}

/* The month of a year's or a mid-year's key; a finding when it is centuries away. */
static int read_month(cc_reading *r, const cc_entry *entry, cc_key_role role) {
  int month = 0;
  if (role == CC_K_BEFORE) {
    return CC_BEFORE;
  }
  if (role == CC_K_YEAR) {
    cc_parse_month(entry->key, &month);
  } else {
    cc_parse_mid_year(entry->key, &month);
  }
  if (!cc_year_is_near(month / CC_MONTHS_PER_YEAR)) {
    cc_diagnose_at(r->findings, CC_E_RANGE, entry->value->source, entry->at, r->path, NULL,
                   "`%s` must lie between %d and %d", entry->key, CC_FIRST_YEAR, CC_LAST_YEAR);
    r->ok = false;
  }
  return month;
}

static void read_years(cc_reading *r, const cc_node *node, const survey *s, knots *k) {
  if (!make_knots(r, s->n_years + s->n_mid_years + (s->before != NULL), k)) {
    return;
  }
  for (int i = 0; i < node->count; i++) {
    const cc_entry *entry = &node->entries[i];
    cc_key_role role = cc_key_role_of(entry->key);
    if (role < CC_K_YEAR || role > CC_K_BEFORE) {
      continue;
    }
    double value = 0.0;
    const cc_doubt *doubt = NULL;
    int month = read_month(r, entry, role);
    read_year(r, entry->value, &value, &doubt);
    insert_knot(k, month, entry->value, value, doubt);
  }
}

/* ---- what hangs on a value ------------------------------------------------------------------- */

static bool is_money(cc_unit unit) {
  return unit == CC_U_GBP || unit == CC_U_GBP_PER_WEEK || unit == CC_U_GBP_PER_NIGHT ||
         unit == CC_U_GBP_PER_YEAR;
}

static void read_growth(cc_reading *r, const survey *s, cc_quantity *quantity) {
  if (r->schema->unit == CC_U_GROWTH) {
    cc_reading_fault(r, s->growth, CC_E_CONFLICT, "write the rate for each year instead",
                     "a rate of growth cannot itself grow");
  } else if (s->n_mid_years > 0) {
    cc_reading_fault(r, s->growth, CC_E_CONFLICT, "add a mid-year instead",
                     "the mid-years already say how the figure changes");
  } else {
    quantity->growth = s->growth;
  }
}

static void read_index(cc_reading *r, const survey *s, cc_quantity *quantity) {
  const cc_node *index = s->index;
  if (index->faulty) {
    r->ok = false;
  } else if (index->kind != CC_SCALAR || index->text[0] == '\0') {
    cc_reading_fault(r, index, CC_E_KIND, NULL, "`index` takes a name under `indexes`");
  } else if (!is_money(r->schema->unit)) {
    cc_reading_fault(r, index, CC_E_CONFLICT, NULL, "an index is for amounts of pounds; this is %s",
                     cc_unit_words(r->schema->unit));
  } else if (s->n_mid_years > 0) {
    cc_reading_fault(r, index, CC_E_CONFLICT, "write financial years instead",
                     "an index begins at a financial year, and mid-years are none");
  } else {
    quantity->index = index->text;
    quantity->index_at = index->at;
  }
}

/* The text of a child, "" where it says none, or NULL; resolve.c checks what it may say. */
static const char *text_under(const cc_node *node, const char *key) {
  const cc_node *child = cc_node_get(node, key);
  if (child == NULL || child->kind != CC_SCALAR) {
    return NULL;
  }
  return cc_says_none(child) ? "" : child->text;
}

static void read_attribution(const cc_node *node, cc_quantity *quantity) {
  quantity->source = text_under(node, "source");
  quantity->basis = text_under(node, "basis");
  quantity->note = text_under(node, "note");
  if (quantity->source != NULL) {
    quantity->source_at = cc_node_get(node, "source")->at;
  }
}

/* ---- the whole ------------------------------------------------------------------------------- */

static void set_constant(cc_reading *r, double value, const cc_doubt *doubt,
                         cc_quantity *quantity) {
  double *values = cc_arena_array(r->arena, 1, sizeof *values);
  const cc_doubt **doubts = NULL;
  if (doubt != NULL) {
    doubts = cc_arena_array(r->arena, 1, sizeof(const cc_doubt *));
  }
  if (values == NULL || (doubt != NULL && doubts == NULL)) {
    r->no_memory = true;
    return;
  }
  values[0] = value;
  if (doubts != NULL) {
    doubts[0] = doubt;
  }
  quantity->form = CC_Q_CONSTANT;
  quantity->n_knots = 1;
  quantity->values = values;
  quantity->doubts = doubts;
}

static void read_constant_mapping(cc_reading *r, const survey *s, cc_quantity *quantity) {
  double value = NAN;
  const cc_doubt *doubt = NULL;
  read_central(r, s, &value, &doubt);
  set_constant(r, value, doubt, quantity);
}

static void read_years_mapping(cc_reading *r, const cc_node *node, const survey *s,
                               cc_quantity *quantity) {
  knots k;
  read_years(r, node, s, &k);
  if (s->uncertainty != NULL) {
    quantity->factor = cc_doubt_around(r, s->uncertainty, 1.0, true);
  }
  quantity->form = s->n_years > 0 ? CC_Q_STEPS : CC_Q_MID_YEARS;
  quantity->n_knots = k.count;
  quantity->months = k.months;
  quantity->values = k.values;
  quantity->years = k.nodes;
  quantity->doubts = k.any_doubt ? (const cc_doubt *const *)k.doubts : NULL;
}

static void read_mapping(cc_reading *r, const cc_node *node, cc_quantity *quantity) {
  survey s;
  survey_keys(r, node, &s);
  check_one_value(r, node, &s);
  if (s.n_years + s.n_mid_years > 0) {
    read_years_mapping(r, node, &s, quantity);
    if (s.value != NULL) {
      double unused = 0.0; /* it is one way too many, and may be wrong as well */
      read_plain(r, s.value, &unused);
    }
  } else {
    read_constant_mapping(r, &s, quantity);
  }
  if (s.growth != NULL) {
    read_growth(r, &s, quantity);
  }
  if (s.index != NULL) {
    read_index(r, &s, quantity);
  }
  read_attribution(node, quantity);
}

cc_status cc_quantity_read(const cc_node *node, const cc_schema *schema, const char *path,
                           cc_arena *arena, cc_diagnostics *findings, cc_quantity *quantity,
                           bool *ok) {
  cc_reading r = {.schema = schema, .path = path, .arena = arena, .findings = findings, .ok = true};
  *quantity = (cc_quantity){0};
  if (node->kind == CC_MAPPING) {
    read_mapping(&r, node, quantity);
  } else {
    double value = NAN;
    read_plain(&r, node, &value);
    set_constant(&r, value, NULL, quantity);
  }
  *ok = r.ok;
  return r.no_memory || findings->out_of_memory ? CC_NO_MEMORY : CC_OK;
}
