/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binding turns a resolved scenario (a tree that fits the schema, and its parameters by path) into
 * a plan: the same structure with every number replaced by the index of its parameter. What the
 * schema cannot see, because it takes more than one figure, is checked here. All findings are
 * collected; a plan with findings is thrown away. */
#include "scenario/bind.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "model/projection.h"
#include "scenario/name_hash.h"

void *cc_bind_array(cc_binder *binder, int count, size_t size) {
  if (count <= 0) {
    return NULL;
  }
  void *memory = cc_arena_array(binder->arena, (size_t)count, size);
  if (memory == NULL) {
    binder->no_memory = true;
  }
  return memory;
}

int cc_bind_parameter(const cc_binder *binder, ...) {
  char path[512];
  size_t length = 0;
  va_list segments;
  va_start(segments, binder);
  const char *segment = NULL;
  while ((segment = va_arg(segments, const char *)) != NULL) {
    size_t more = strlen(segment);
    if (length + more + 2 > sizeof path) {
      length = 0; /* longer than any path that the schema allows: no parameter */
      break;
    }
    if (length > 0) {
      path[length++] = '.';
    }
    memcpy(path + length, segment, more);
    length += more;
  }
  va_end(segments);
  path[length] = '\0';
  return cc_resolution_find(binder->resolution, path);
}

const cc_node *cc_bind_node(const cc_node *from, ...) {
  va_list keys;
  va_start(keys, from);
  const char *key = NULL;
  while (from != NULL && (key = va_arg(keys, const char *)) != NULL) {
    from = from->kind == CC_MAPPING ? cc_node_get(from, key) : NULL;
  }
  va_end(keys);
  return from;
}

const char *cc_bind_text(const cc_node *mapping, const char *key, const char *otherwise) {
  const cc_node *node = cc_bind_node(mapping, key, NULL);
  return node != NULL && node->kind == CC_SCALAR ? node->text : otherwise;
}

const char *cc_bind_title(const cc_node *node, const char *name) {
  return node != NULL && node->kind == CC_MAPPING ? cc_bind_text(node, "title", name) : name;
}

int cc_bind_word(const char *word, const char *const *names, int count) {
  for (int i = 0; word != NULL && i < count; i++) {
    if (strcmp(word, names[i]) == 0) {
      return i;
    }
  }
  return -1;
}

bool cc_bind_is_item(const cc_entry *entry) {
  static const char *const reserved[] = {"source", "basis", "note"};
  return cc_bind_word(entry->key, reserved, 3) < 0;
}

int cc_bind_count_items(const cc_node *mapping) {
  int count = 0;
  for (int i = 0; mapping != NULL && i < mapping->count; i++) {
    count += cc_bind_is_item(&mapping->entries[i]);
  }
  return count;
}

int cc_bind_placement(const cc_binder *binder, const char *name) {
  for (int p = 0; p < binder->plan->n_placements; p++) {
    if (strcmp(binder->plan->placements[p].name, name) == 0) {
      return p;
    }
  }
  return -1;
}

double cc_bind_central(const cc_binder *binder, int parameter) {
  if (parameter == CC_ABSENT) {
    return 0;
  }
  const cc_quantity *quantity = &binder->resolution->items[parameter].quantity;
  int knot = 0;
  while (quantity->form == CC_Q_STEPS && knot + 1 < quantity->n_knots &&
         quantity->months[knot + 1] <= binder->first_month) {
    knot++;
  }
  return quantity->values[knot];
}

void cc_bind_fault(cc_binder *binder, cc_code code, const cc_node *at, const char *path,
                   const char *help, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  cc_diagnose_node(binder->findings, code, at, path, help, format, arguments);
  va_end(arguments);
}

/* A financial year written under `key`, as a plan year; false when the key is not there. */
static bool year_under(const cc_node *node, const char *key, int first_year, int *year) {
  const char *text = cc_bind_text(node, key, NULL);
  int written = 0;
  if (text == NULL || !cc_parse_financial_year(text, &written)) {
    return false;
  }
  *year = written - first_year;
  return true;
}

void cc_bind_years(cc_binder *binder, const cc_node *node, const char *path, int *first,
                   int *last) {
  const cc_plan *plan = binder->plan;
  int in = 0;
  int from = 0;
  int until = plan->n_years - 1;
  bool has_in = year_under(node, "in", plan->first_year, &in);
  bool has_from = year_under(node, "from", plan->first_year, &from);
  bool has_until = year_under(node, "until", plan->first_year, &until);
  if (has_in && (has_from || has_until)) {
    cc_bind_fault(binder, CC_E_CONFLICT, cc_bind_node(node, "in", NULL), path,
                  "write `in:` for one year, or `from:` and `until:` for several",
                  "`in` and `%s` contradict each other", has_from ? "from" : "until");
  }
  if (has_in) {
    from = until = in;
  }
  if (has_from && has_until && from > until) {
    cc_bind_fault(binder, CC_E_ORDER, cc_bind_node(node, "until", NULL), path, NULL,
                  "the line ends before it begins");
  } else if (until < 0 || from >= plan->n_years) {
    char a[CC_YEAR_TEXT];
    char b[CC_YEAR_TEXT];
    const char *key = has_in ? "in" : until < 0 ? "until" : "from";
    cc_bind_fault(binder, CC_W_NO_YEAR, cc_bind_node(node, key, NULL), path,
                  "it changes nothing: is the year right?",
                  "this counts in no year of the projection, which is of %s to %s",
                  cc_print_financial_year(plan->first_year, a),
                  cc_print_financial_year(plan->first_year + plan->n_years - 1, b));
  }
  *first = from < 0 ? 0 : from;
  *last = until >= plan->n_years ? plan->n_years - 1 : until;
}

/* What has a month of its own outside the projection; a base may be longer, so that it is no error.
 */
static void warn_of_no_month(cc_binder *binder, const cc_node *at, const char *path) {
  char first[CC_MONTH_TEXT], last[CC_MONTH_TEXT];
  cc_bind_fault(binder, CC_W_NO_MONTH, at, path, "it changes nothing: is the year right?",
                "this acts in no month of the projection, which is from %s to %s",
                cc_print_month(binder->first_month, first),
                cc_print_month(binder->first_month + binder->plan->n_months - 1, last));
}

void cc_bind_months(cc_binder *binder, const cc_node *node, const char *path, int *from,
                    int *until) {
  const char *from_text = cc_bind_text(node, "from", NULL);
  const char *until_text = cc_bind_text(node, "until", NULL);
  int month = 0;
  *from = 0;
  *until = binder->plan->n_months;
  if (from_text != NULL && cc_parse_month(from_text, &month)) {
    *from = month - binder->first_month;
  }
  int year = 0;
  if (until_text != NULL && cc_parse_financial_year(until_text, &year)) {
    *until = cc_first_month(year + 1) - binder->first_month;
  } else if (until_text != NULL && cc_parse_month(until_text, &month)) {
    *until = month + 1 - binder->first_month;
  }
  if (*from >= *until && until_text != NULL && from_text != NULL) {
    cc_bind_fault(binder, CC_E_ORDER, cc_bind_node(node, "until", NULL), path, NULL,
                  "`until` lies before `from`");
  } else if (*from >= binder->plan->n_months || *until <= 0) {
    warn_of_no_month(binder, cc_bind_node(node, *until <= 0 ? "until" : "from", NULL), path);
  }
}

void cc_bind_header(cc_binder *binder) {
  cc_plan *plan = binder->plan;
  cc_scenario *scenario = binder->scenario;
  scenario->title = cc_bind_text(binder->root, "title", "");
  scenario->notes = cc_bind_text(binder->root, "notes", "");
  plan->id = scenario->id;
  plan->title = scenario->title;
  (void)cc_parse_financial_year(cc_bind_text(binder->root, "start", ""), &plan->first_year);
  plan->n_years = (int)strtol(cc_bind_text(binder->root, "years", "5"), NULL, 10);
  plan->n_months = CC_MONTHS_PER_YEAR * plan->n_years;
  binder->first_month = cc_first_month(plan->first_year);

  plan->n_bands = binder->resolution->n_bands;
  for (int b = 0; b < plan->n_bands; b++) {
    plan->band_names[b] = binder->resolution->band_names[b];
    plan->band_first_age[b] = CC_MONTHS_PER_YEAR * binder->resolution->band_ages[b];
  }
  plan->band_first_age[plan->n_bands] = CC_ADULT_AGE;
}

/* ---- measures' names ------------------------------------------------------------------------- */

static int by_name(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void refuse_twins(cc_binder *binder, const char **names, int count) {
  qsort(names, (size_t)count, sizeof *names, by_name);
  for (int i = 1; i < count; i++) {
    if (strcmp(names[i], names[i - 1]) == 0) {
      cc_bind_fault(binder, CC_E_NAME, binder->root, names[i], "choose another name for yours",
                    "two measures would be called `%s`", names[i]);
    }
  }
}

/* Names that the user chooses become parts of measures' names. Two measures of one name would make
 * every later look-up a guess: a placement called `total`, for example. Nearly always there are
 * none, which a table of the names shows faster than sorting them. */
static void check_measures(cc_binder *binder) {
  const cc_row_list *rows = &binder->plan->rows.annual;
  int n_slots = cc_name_slots(rows->count);
  const char **names = cc_bind_array(binder, rows->count, sizeof *names);
  const char **slots = cc_bind_array(binder, n_slots, sizeof *slots);
  bool twins = false;
  for (int i = 0; names != NULL && slots != NULL && i < rows->count; i++) {
    names[i] = rows->items[i].measure;
    size_t slot = cc_name_hash(names[i]) & (size_t)(n_slots - 1);
    while (slots[slot] != NULL && strcmp(slots[slot], names[i]) != 0) {
      slot = (slot + 1) & (size_t)(n_slots - 1);
    }
    twins = twins || slots[slot] != NULL;
    slots[slot] = names[i];
  }
  if (twins) {
    refuse_twins(binder, names, rows->count);
  }
}

/* ---- the whole ------------------------------------------------------------------------------- */

/* Whether placements and demand are those of the base. These sections are the first with figures,
 * so that where they are the base's own, their parameters have the numbers that they have there. */
static bool keeps_demand(const cc_binder *binder, const cc_scenario *base) {
  static const char *const sections[] = {"bands", "indexes", "population", "placements",
                                         "children_in_care"};
  bool keeps = base != NULL;
  for (size_t i = 0; keeps && i < sizeof sections / sizeof *sections; i++) {
    keeps = cc_node_get(binder->root, sections[i]) == cc_node_get(base->layers.root, sections[i]);
  }
  return keeps;
}

static void take_demand_over(cc_plan *plan, const cc_plan *base) {
  plan->n_placements = base->n_placements;
  plan->n_states = base->n_states;
  memcpy(plan->placements, base->placements, sizeof plan->placements);
  memcpy(plan->state_placement, base->state_placement, sizeof plan->state_placement);
  plan->demand = base->demand;
}

static void bind_demand(cc_binder *binder) {
  const cc_scenario *base = binder->scenario->layers.base;
  if (keeps_demand(binder, base)) {
    take_demand_over(binder->plan, &base->plan);
  } else {
    cc_bind_placements(binder);
    cc_bind_demand(binder);
  }
}

void cc_bind_values(cc_binder *binder) {
  cc_bind_vector(binder);
  cc_bind_correlations(binder);
  cc_bind_doubts(binder);
  cc_bind_sums(binder);
  if (!binder->no_memory) {
    cc_bind_twice(binder);
    cc_bind_courses(binder);
  }
}

static cc_binder make_binder(cc_scenario *scenario, cc_diagnostics *findings) {
  return (cc_binder){.scenario = scenario,
                     .plan = &scenario->plan,
                     .resolution = &scenario->resolution,
                     .root = scenario->layers.root,
                     .arena = &scenario->arena,
                     .findings = findings};
}

cc_status cc_bind(cc_scenario *scenario, cc_diagnostics *findings) {
  cc_binder binder = make_binder(scenario, findings);
  cc_bind_header(&binder);
  bind_demand(&binder);
  cc_bind_caps(&binder);
  cc_bind_care_leavers(&binder);
  cc_bind_services(&binder);
  cc_bind_interventions(&binder);
  cc_bind_contract(&binder);
  cc_bind_parameters(&binder);
  if (binder.no_memory) { /* there may be no parameters to read */
    return CC_NO_MEMORY;
  }
  cc_bind_open_years(&binder);
  cc_bind_rate_changes(&binder);
  cc_bind_values(&binder);
  if (binder.no_memory || findings->out_of_memory) {
    return CC_NO_MEMORY;
  }
  if (cc_plan_lay_out(binder.plan, binder.arena) != CC_OK) {
    return CC_NO_MEMORY;
  }
  check_measures(&binder);
  cc_bind_published(&binder);
  return binder.no_memory || findings->out_of_memory ? CC_NO_MEMORY : CC_OK;
}

cc_status cc_bind_to_plan_of(const cc_scenario *base, cc_scenario *scenario,
                             cc_diagnostics *findings) {
  cc_binder binder = make_binder(scenario, findings);
  scenario->plan = base->plan;
  scenario->published = base->published;
  scenario->n_published = base->n_published;
  cc_bind_header(&binder);
  cc_bind_open_years(&binder);
  cc_bind_values(&binder);
  return binder.no_memory || findings->out_of_memory ? CC_NO_MEMORY : CC_OK;
}
