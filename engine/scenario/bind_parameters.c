/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binds the numbers: every parameter's knots get their places in one flat vector, growth and index
 * become references, and the effects of active interventions are hung on the parameters that their
 * targets reach, in the order written. */
#include <string.h>

#include "base/calendar.h"
#include "base/text.h"
#include "model/parameter.h"
#include "scenario/bind.h"
#include "scenario/say.h"
#include "scenario/source_text.h"

/* ---- effects ------------------------------------------------------------------------------------
 */

/* An effect before it is hung on parameters. */
typedef struct {
  cc_effect effect;
  const char *target;
  const cc_node *node;
  const char *path;
  const bool *reaches; /* for each parameter */
} written_effect;

struct cc_effects {
  written_effect *items;
  int count;
};

static const char *const kind_names[] = {"multiply", "add", "set"};

static int count_effects(const cc_node *interventions) {
  int count = 0;
  for (int i = 0; interventions != NULL && i < interventions->count; i++) {
    const cc_node *effects = cc_bind_node(interventions->entries[i].value, "effects", NULL);
    count += effects == NULL ? 0 : effects->count;
  }
  return count;
}

/* Which parameters a target reaches: the one that it names, or all that fit a pattern. */
static const bool *find_reached(cc_binder *binder, const char *target) {
  const cc_resolution *resolution = binder->resolution;
  bool *reaches = cc_bind_array(binder, resolution->count, sizeof *reaches);
  int named = cc_resolution_find(resolution, target);
  if (reaches != NULL && named >= 0) {
    reaches[named] = true;
  }
  for (int i = 0; strchr(target, '*') != NULL && reaches != NULL && i < resolution->count; i++) {
    reaches[i] = cc_text_matches(target, resolution->items[i].path);
  }
  return reaches;
}

static void read_effect(cc_binder *binder, const cc_node *node, const char *path,
                        written_effect *written) {
  *written =
      (written_effect){.node = node, .path = path, .target = cc_bind_text(node, "target", "")};
  written->effect.amount = CC_ABSENT;
  for (int k = 0; k < 3; k++) {
    int amount = cc_bind_parameter(binder, path, kind_names[k], NULL);
    if (amount != CC_ABSENT) {
      written->effect.kind = (cc_effect_kind)k;
      written->effect.amount = amount;
    }
  }
  cc_bind_months(binder, node, path, &written->effect.from, &written->effect.until);
  (void)cc_parse_duration(cc_bind_text(node, "ramp", ""), &written->effect.ramp);
  written->reaches = find_reached(binder, written->target);
}

static void read_effects(cc_binder *binder, cc_effects *list) {
  const cc_node *section = cc_bind_node(binder->root, "interventions", NULL);
  list->items = cc_bind_array(binder, count_effects(section), sizeof(written_effect));
  for (int n = 0; list->items != NULL && n < binder->plan->n_interventions; n++) {
    const char *name = binder->plan->interventions[n].name;
    const cc_node *effects = cc_bind_node(section, name, "effects", NULL);
    for (int i = 0; effects != NULL && i < effects->count; i++) {
      const char *path = cc_arena_print(binder->arena, "interventions.%s.effects.%d", name, i + 1);
      if (path == NULL) {
        binder->no_memory = true;
        return;
      }
      written_effect *written = &list->items[list->count++];
      read_effect(binder, effects->items[i], path, written);
      written->effect.intervention = n;
    }
  }
}

/* The effects of all interventions, active or not, in the order written; they are read once. NULL
 * when memory is out. */
static const cc_effects *effects_of(cc_binder *binder) {
  if (binder->effects == NULL) {
    cc_effects *list = cc_bind_array(binder, 1, sizeof *list);
    if (list != NULL) {
      read_effects(binder, list);
    }
    binder->effects = list;
  }
  return binder->no_memory ? NULL : binder->effects;
}

/* What effects may not change: their own amounts, growth rates (change the parameter instead), and
 * what is only read at the start. */
static bool may_be_target(const char *path) {
  const char *ending = strrchr(path, '.');
  return strncmp(path, "interventions.", 14) != 0 &&
         strncmp(path, "children_in_care.opening.", 25) != 0 &&
         strncmp(path, "care_leavers.opening.", 21) != 0 &&
         (ending == NULL || strcmp(ending, ".growth") != 0);
}

/* The parameter nearest to a target that reaches nothing. */
static const char *nearest_path(cc_binder *binder, const char *target) {
  const cc_resolution *resolution = binder->resolution;
  const char **paths = cc_bind_array(binder, resolution->count, sizeof *paths);
  if (paths == NULL) {
    return NULL;
  }
  int count = 0;
  for (int i = 0; i < resolution->count; i++) {
    if (may_be_target(resolution->items[i].path)) {
      paths[count++] = resolution->items[i].path;
    }
  }
  const char *nearest = cc_nearest_name(binder->findings, target, paths, (size_t)count);
  return nearest == NULL ? "`carecast check --resolved` lists every parameter"
                         : cc_arena_print(binder->arena, "did you mean `%s`?", nearest);
}

/* `add` and `set` are in the target's unit, which the schema cannot know: their amounts are read
 * once more as that, for the findings alone. */
static void check_amount(cc_binder *binder, const written_effect *written,
                         const cc_resolved *target) {
  const char *key = kind_names[written->effect.kind];
  const cc_node *amount = cc_bind_node(written->node, key, NULL);
  if (written->effect.kind == CC_MULTIPLY || amount == NULL) {
    return;
  }
  cc_schema as_target = *target->schema;
  as_target.key = key;
  as_target.low = -1e300;
  as_target.high = 1e300;
  cc_quantity unused;
  bool ok = true;
  const char *path = cc_arena_print(binder->arena, "%s.%s", written->path, key);
  if (path == NULL || cc_quantity_read(amount, &as_target, path, binder->arena, binder->findings,
                                       &unused, &ok) != CC_OK) {
    binder->no_memory = true;
  }
}

/* Whether an amount is 1 of a factor or 0 of a sum, and certain. */
static bool is_idle(const cc_binder *binder, const cc_effect *effect) {
  const cc_quantity *amount = &binder->resolution->items[effect->amount].quantity;
  double idle = effect->kind == CC_MULTIPLY ? 1.0 : 0.0;
  return effect->kind != CC_SET && amount->n_knots == 1 && amount->values[0] == idle &&
         amount->doubts == NULL && amount->factor == NULL && amount->growth == NULL;
}

static void check_acts(cc_binder *binder, const written_effect *written, const cc_node *target,
                       bool read) {
  if (!read) {
    cc_bind_fault(binder, CC_W_NOTHING, target, written->path, "it is for the record",
                  "nothing is reckoned from `%s`, so that the effect changes nothing",
                  written->target);
  } else if (written->effect.amount != CC_ABSENT && is_idle(binder, &written->effect)) {
    cc_bind_fault(binder, CC_W_NOTHING, written->node, written->path, NULL,
                  written->effect.kind == CC_MULTIPLY ? "to multiply by 1 changes nothing"
                                                      : "to add 0 changes nothing");
  }
}

static void check_target(cc_binder *binder, const written_effect *written) {
  const cc_node *target = cc_bind_node(written->node, "target", NULL);
  const cc_resolved *reached = NULL;
  bool refused = false, read = false;
  for (int i = 0; i < binder->resolution->count; i++) {
    if (written->reaches[i]) {
      reached = &binder->resolution->items[i];
      refused = refused || !may_be_target(reached->path);
      read = read || !reached->schema->record;
    }
  }
  if (reached == NULL && target != NULL) {
    cc_bind_fault(binder, CC_E_TARGET, target, written->path, nearest_path(binder, written->target),
                  "`%s` reaches no parameter", written->target);
  } else if (refused) {
    cc_bind_fault(binder, CC_E_TARGET, target, written->path,
                  "an effect changes a figure over time; set this one in an overlay",
                  "`%s` reaches a figure that has no course in time", written->target);
  } else if (reached != NULL) {
    check_amount(binder, written, reached);
    check_acts(binder, written, target, read);
  }
}

/* ---- parameters ----------------------------------------------------------------------------- */

static void place_knots(cc_binder *binder, const cc_quantity *quantity, cc_parameter *parameter) {
  static const int at_start[1] = {0};
  cc_plan *plan = binder->plan;
  bool constant = quantity->form == CC_Q_CONSTANT;
  parameter->shape = quantity->form == CC_Q_MID_YEARS ? CC_LINEAR : CC_STEPS;
  parameter->n_knots = constant ? 1 : quantity->n_knots;
  parameter->first_value = plan->vector_length;
  parameter->factor = CC_ABSENT;
  plan->vector_length += parameter->n_knots;
  if (quantity->factor != NULL) {
    parameter->factor = plan->vector_length++;
  }
  if (constant) {
    parameter->knots = at_start;
    return;
  }
  int *knots = cc_bind_array(binder, parameter->n_knots, sizeof(int));
  for (int k = 0; knots != NULL && k < parameter->n_knots; k++) {
    knots[k] = quantity->months[k] - binder->first_month;
  }
  if (knots != NULL && quantity->months[0] == CC_BEFORE) {
    /* at the start; where the first year is no later, just before that, so that it never holds */
    knots[0] = parameter->n_knots > 1 && knots[1] <= 0 ? knots[1] - 1 : 0;
  }
  parameter->knots = knots;
}

/* Whether nothing is spent in some month, before the first year written. */
static bool begins_later(const cc_schema *schema, const cc_parameter *parameter) {
  return schema->spent && parameter->knots != NULL && parameter->shape == CC_STEPS &&
         parameter->knots[0] > 0;
}

static bool hangs_on(const cc_plan *plan, const written_effect *written, int parameter) {
  return written->reaches[parameter] && plan->interventions[written->effect.intervention].active;
}

/* Whether a later effect puts its own figure in the place of whatever was there, in every month in
 * which an earlier one acts: at once, and delivered in full. */
static bool undoes(const cc_plan *plan, const cc_effect *later, const cc_effect *earlier) {
  int from = earlier->from > 0 ? earlier->from : 0;
  int until = earlier->until < plan->n_months ? earlier->until : plan->n_months;
  return later->kind == CC_SET && later->ramp == 0 &&
         plan->interventions[later->intervention].delivery == CC_ABSENT && later->from <= from &&
         later->until >= until && from < until;
}

/* Of one parameter, from the last effect to the first: what none of the later ones undoes acts. The
 * last `set` that undoes an effect is kept in undone_by[]. */
static void find_undone(const cc_plan *plan, const cc_effects *list, int parameter, bool *acts,
                        int *undone_by) {
  int widest = CC_ABSENT; /* the `set` that acts in the most months */
  for (int e = list->count - 1; e >= 0; e--) {
    const cc_effect *own = &list->items[e].effect;
    if (!hangs_on(plan, &list->items[e], parameter)) {
      continue;
    }
    if (widest != CC_ABSENT && undoes(plan, &list->items[widest].effect, own)) {
      undone_by[e] = widest;
    } else {
      acts[e] = true;
    }
    if (undoes(plan, own, widest == CC_ABSENT ? own : &list->items[widest].effect)) {
      widest = e;
    }
  }
}

static void ask_about_undone(cc_binder *binder, const cc_effects *list) {
  const cc_plan *plan = binder->plan;
  bool *acts = cc_bind_array(binder, list->count, sizeof *acts);
  int *undone_by = cc_bind_array(binder, list->count, sizeof *undone_by);
  if (acts == NULL || undone_by == NULL) {
    return;
  }
  for (int e = 0; e < list->count; e++) {
    undone_by[e] = CC_ABSENT;
  }
  for (int i = 0; i < plan->n_parameters; i++) {
    find_undone(plan, list, i, acts, undone_by);
  }
  for (int e = 0; e < list->count; e++) {
    if (!acts[e] && undone_by[e] != CC_ABSENT) {
      const written_effect *own = &list->items[e], *later = &list->items[undone_by[e]];
      cc_bind_fault(binder, CC_W_NOTHING, own->node, own->path,
                    "take it away, or write it after the `set`",
                    "a later `set` puts its own figure in this one's place in all its months");
      cc_diagnose_also_at(binder->findings, later->node->source, later->node->at);
    }
  }
}

static void place_effects(cc_binder *binder, const cc_effects *list, int i,
                          cc_parameter *parameter) {
  int count = 0;
  for (int e = 0; e < list->count; e++) {
    count += hangs_on(binder->plan, &list->items[e], i);
  }
  if (count == 0 || !may_be_target(parameter->path)) {
    return;
  }
  cc_effect *effects = cc_bind_array(binder, count, sizeof *effects);
  for (int e = 0; effects != NULL && e < list->count; e++) {
    if (hangs_on(binder->plan, &list->items[e], i)) {
      effects[parameter->n_effects++] = list->items[e].effect;
    }
  }
  parameter->effects = effects;
}

static void check_growth(cc_binder *binder, const cc_resolved *item,
                         const cc_parameter *parameter) {
  if (parameter->growth != CC_ABSENT && parameter->index != CC_ABSENT) {
    cc_bind_fault(binder, CC_E_CONFLICT, item->node, item->path, "keep one of the two",
                  "`growth` and `index` both say how the figure rises");
  }
}

static void bind_one(cc_binder *binder, const cc_effects *effects, int i, cc_parameter *parameter) {
  const cc_resolved *item = &binder->resolution->items[i];
  parameter->path = item->path;
  parameter->unit = cc_unit_name(item->schema->unit);
  parameter->low = item->schema->low;
  parameter->high = item->schema->high;
  parameter->growth = item->growth < 0 ? CC_ABSENT : item->growth;
  parameter->index = item->quantity.index == NULL
                         ? CC_ABSENT
                         : cc_bind_parameter(binder, "indexes", item->quantity.index, NULL);
  place_knots(binder, &item->quantity, parameter);
  parameter->begins_later = begins_later(item->schema, parameter);
  place_effects(binder, effects, i, parameter);
  check_growth(binder, item, parameter);
  parameter->varies = parameter->n_knots > 1 || parameter->begins_later ||
                      parameter->growth != CC_ABSENT || parameter->index != CC_ABSENT ||
                      parameter->n_effects > 0;
  parameter->row = parameter->varies ? binder->plan->n_series++ : CC_ABSENT;
}

/* Expansion order: growth rates, which nothing changes; what at most grows, as amounts of effects
 * and deliveries do; then indexes, which effects may change; then what uses all of them. */
static int rank_of(const cc_parameter *parameter) {
  if (parameter->n_effects == 0 && parameter->index == CC_ABSENT) {
    return parameter->growth == CC_ABSENT ? 0 : 1;
  }
  return strncmp(parameter->path, "indexes.", 8) == 0 ? 2 : 3;
}

static void order_parameters(cc_binder *binder, const cc_parameter *parameters) {
  int count = binder->plan->n_parameters;
  int *order = cc_bind_array(binder, count, sizeof(int));
  int placed = 0;
  for (int rank = 0; order != NULL && rank < 4; rank++) {
    for (int i = 0; i < count; i++) {
      if (rank_of(&parameters[i]) == rank) {
        order[placed++] = i;
      }
    }
  }
  binder->plan->order = order;
}

void cc_bind_vector(cc_binder *binder) {
  const cc_plan *plan = binder->plan;
  const cc_parameter *parameters = plan->parameters;
  double *vector = cc_bind_array(binder, plan->vector_length, sizeof(double));
  for (int i = 0; vector != NULL && i < plan->n_parameters; i++) {
    const cc_quantity *quantity = &binder->resolution->items[i].quantity;
    for (int k = 0; k < parameters[i].n_knots; k++) {
      vector[parameters[i].first_value + k] = quantity->values[k];
    }
    if (parameters[i].factor != CC_ABSENT) {
      vector[parameters[i].factor] = 1;
    }
  }
  binder->scenario->vector = vector;
}

/* ---- effects within range ------------------------------------------------------------------- */

/* The course of every parameter under its effects, which no range holds back. */
static bool expand_freely(cc_binder *binder, cc_series_set *set) {
  cc_plan plan = *binder->plan;
  cc_parameter *parameters = cc_bind_array(binder, plan.n_parameters, sizeof(cc_parameter));
  double *switches = cc_bind_array(binder, plan.n_interventions, sizeof(double));
  set->of = cc_bind_array(binder, plan.n_parameters, sizeof(cc_series));
  set->constant = cc_bind_array(binder, plan.n_parameters, sizeof(double));
  set->monthly = cc_bind_array(binder, plan.n_series * plan.n_months, sizeof(double));
  if (binder->no_memory) {
    return false;
  }
  for (int i = 0; i < plan.n_parameters; i++) {
    parameters[i] = plan.parameters[i];
    parameters[i].low = -1e300;
    parameters[i].high = 1e300;
  }
  for (int i = 0; i < plan.n_interventions; i++) {
    switches[i] = plan.interventions[i].active;
  }
  plan.parameters = parameters;
  cc_parameters_expand(&plan, binder->scenario->vector, switches, set);
  return true;
}

/* Told at the last effect that is written for the parameter, or at the figure itself. */
static void refuse_range(cc_binder *binder, int i, int month, double value) {
  const cc_parameter *parameter = &binder->plan->parameters[i];
  const cc_effects *list = effects_of(binder);
  const written_effect *last = NULL;
  for (int e = 0; list != NULL && e < list->count; e++) {
    last = list->items[e].reaches[i] ? &list->items[e] : last;
  }
  char text[CC_MONTH_TEXT];
  if (last == NULL) {
    const cc_resolved *figure = &binder->resolution->items[i];
    cc_bind_fault(binder, CC_E_EFFECT_RANGE, figure->node, figure->path, NULL,
                  "its growth takes it to %.6g in %s; it must stay within %.6g to %.6g", value,
                  cc_print_month(binder->first_month + month, text), parameter->low,
                  parameter->high);
  } else {
    cc_bind_fault(binder, CC_E_EFFECT_RANGE, last->node, last->path, NULL,
                  "the effects take %s to %.6g in %s; it must stay within %.6g to %.6g",
                  parameter->path, value, cc_print_month(binder->first_month + month, text),
                  parameter->low, parameter->high);
  }
}

static void check_range(cc_binder *binder, const cc_series_set *set, int i) {
  const cc_parameter *parameter = &binder->plan->parameters[i];
  for (int t = 0; t < binder->plan->n_months; t++) {
    double value = cc_value(set, i, t, 0);
    if (value < parameter->low || value > parameter->high) {
      refuse_range(binder, i, t, value);
      return;
    }
  }
}

/* Central values must keep within range under growth and effects, month by month, and so must the
 * parts of one whole; draws are clamped to the range. Switched-off interventions hang on nothing.
 */
void cc_bind_courses(cc_binder *binder) {
  const cc_plan *plan = binder->plan;
  cc_series_set set = {0};
  if (!expand_freely(binder, &set)) {
    return;
  }
  for (int i = 0; i < plan->n_parameters; i++) {
    if (plan->parameters[i].varies) {
      check_range(binder, &set, i);
    }
  }
  cc_bind_wholes(binder, &set);
}

void cc_bind_parameters(cc_binder *binder) {
  cc_plan *plan = binder->plan;
  int count = binder->resolution->count;
  cc_parameter *parameters = cc_bind_array(binder, count, sizeof(cc_parameter));
  const cc_effects *effects = effects_of(binder);
  if (parameters == NULL || effects == NULL) {
    return;
  }
  for (int e = 0; e < effects->count; e++) {
    check_target(binder, &effects->items[e]);
  }
  plan->n_parameters = count;
  plan->parameters = parameters;
  ask_about_undone(binder, effects);
  for (int i = 0; i < count; i++) {
    bind_one(binder, effects, i, &parameters[i]);
  }
  order_parameters(binder, parameters);
}

/* ---- when rates change ---------------------------------------------------------------------- */

static bool index_or_growth_changes(const cc_parameter *parameter, int month) {
  return (parameter->growth != CC_ABSENT || parameter->index != CC_ABSENT) &&
         month % CC_MONTHS_PER_YEAR == 0;
}

/* Whether a parameter's own course, without effects, may differ in `month` from the month before.
 */
static bool course_changes(const cc_parameter *parameter, int month) {
  if (parameter->shape == CC_LINEAR && parameter->n_knots > 1) {
    return true;
  }
  for (int k = parameter->begins_later ? 0 : 1; k < parameter->n_knots; k++) {
    if (parameter->knots[k] == month) {
      return true;
    }
  }
  return index_or_growth_changes(parameter, month);
}

static bool effect_changes(const cc_plan *plan, const cc_effect *effect, int month) {
  bool ramping = month >= effect->from && month <= effect->from + effect->ramp;
  bool inside = month >= effect->from && month < effect->until;
  int delivery = plan->interventions[effect->intervention].delivery;
  return ramping || month == effect->until ||
         (inside &&
          (course_changes(&plan->parameters[effect->amount], month) ||
           (delivery != CC_ABSENT && course_changes(&plan->parameters[delivery], month))));
}

static bool rate_changes(const cc_plan *plan, int rate, int month) {
  const cc_parameter *parameter = &plan->parameters[rate];
  bool changes = course_changes(parameter, month);
  for (int e = 0; e < parameter->n_effects && !changes; e++) {
    changes = effect_changes(plan, &parameter->effects[e], month);
  }
  return changes;
}

/* The month's matrices of a band are worth computing anew only when a rate of the band may differ
 * from the month before: known from structure alone, so it holds for every parameter vector. */
void cc_bind_rate_changes(cc_binder *binder) {
  cc_plan *plan = binder->plan;
  bool *changes = cc_bind_array(binder, plan->n_bands * plan->n_months, sizeof(bool));
  for (int b = 0; changes != NULL && b < plan->n_bands; b++) {
    bool *of_band = &changes[b * plan->n_months];
    of_band[0] = true;
    for (int i = plan->demand.first_term[b]; i < plan->demand.first_term[b + 1]; i++) {
      int rate = plan->demand.terms[i].rate;
      for (int t = 1; plan->parameters[rate].varies && t < plan->n_months; t++) {
        of_band[t] = of_band[t] || rate_changes(plan, rate, t);
      }
    }
  }
  plan->demand.rates_change = changes;
}
