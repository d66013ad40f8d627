/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Turning parameters: a number of the scenario's own vector becomes what the knob says. A number
 * that was drawn becomes what the same share of the doubt gives once that has gone with its number.
 */
#include "analysis/vary.h"

#include <math.h>
#include <string.h>

#define NARROW 2.0 /* width of a range that is searched as it is: shares, growth */
#define MOST_TIMES 4.0

static bool ends_with(const char *path, const char *ending) {
  size_t length = strlen(path), tail = strlen(ending);
  return length >= tail && strcmp(path + length - tail, ending) == 0;
}

/* Figures that must sum with others: to vary one alone is no question at all. */
static bool must_sum(const char *path) {
  return strstr(path, ".first_placement.") != NULL ||
         strncmp(path, "children_in_care.opening.by_", 28) == 0;
}

/* A pattern reaches parameters, and their growth only when it says so. */
static bool reaches(const char *pattern, const char *path) {
  return cc_text_matches(pattern, path) &&
         (ends_with(pattern, ".growth") || !ends_with(path, ".growth"));
}

static cc_status complain_of_path(const cc_scenario *scenario, const char *path, cc_arena *arena,
                                  cc_text *complaint) {
  const cc_plan *plan = &scenario->plan;
  const char **paths = cc_arena_array(arena, (size_t)plan->n_parameters + 1, sizeof *paths);
  if (paths == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < plan->n_parameters; i++) {
    paths[i] = plan->parameters[i].path;
  }
  const char *nearest = cc_text_nearest(path, paths, (size_t)plan->n_parameters);
  if (nearest != NULL) {
    cc_text_print(complaint, "`%s` reaches no parameter; did you mean `%s`?", path, nearest);
  } else {
    cc_text_print(complaint,
                  "`%s` reaches no parameter; `carecast check --resolved` lists every one", path);
  }
  return complaint->failed ? CC_NO_MEMORY : CC_USAGE;
}

/* Narrows a factor's range by one number of one parameter. */
static void limit_factor(cc_vary *vary, double value, const cc_parameter *parameter) {
  if (value != 0) {
    double low = parameter->low / value, high = parameter->high / value;
    vary->low = fmax(vary->low, value > 0 ? low : high);
    vary->high = fmin(vary->high, value > 0 ? high : low);
  }
}

static void find_limits(cc_vary *vary) {
  const cc_plan *plan = &vary->scenario->plan;
  if (!vary->by_factor) {
    vary->low = plan->parameters[vary->parameters[0]].low;
    vary->high = plan->parameters[vary->parameters[0]].high;
    return;
  }
  vary->low = 0;
  vary->high = INFINITY;
  for (int i = 0; i < vary->count; i++) {
    const cc_parameter *parameter = &plan->parameters[vary->parameters[i]];
    for (int k = 0; k < parameter->n_knots; k++) {
      limit_factor(vary, vary->scenario->vector[parameter->first_value + k], parameter);
    }
  }
}

static void find_centre(cc_vary *vary) {
  int first = vary->parameters[0];
  const cc_parameter *parameter = &vary->scenario->plan.parameters[first];
  vary->by_factor = strchr(vary->path, '*') != NULL;
  vary->central = vary->by_factor ? 1 : 0;
  for (int k = 0; !vary->by_factor && k < parameter->n_knots; k++) {
    double value = vary->scenario->vector[parameter->first_value + k];
    vary->central = fabs(value) > fabs(vary->central) ? value : vary->central;
  }
  vary->unit = vary->by_factor ? CC_U_FACTOR : vary->scenario->resolution.items[first].schema->unit;
}

/* Whether it belongs to an intervention that is switched off. */
static bool is_switched_off(const cc_plan *plan, const char *path) {
  static const char section[] = "interventions.";
  size_t before = sizeof section - 1;
  for (int i = 0; strncmp(path, section, before) == 0 && i < plan->n_interventions; i++) {
    size_t length = strlen(plan->interventions[i].name);
    if (strncmp(path + before, plan->interventions[i].name, length) == 0 &&
        path[before + length] == '.') {
      return !plan->interventions[i].active;
    }
  }
  return false;
}

/* Why nothing is reckoned from a parameter, or NULL where something is. */
static const char *why_unread(const cc_scenario *scenario, int parameter) {
  const cc_plan *plan = &scenario->plan;
  const char *path = plan->parameters[parameter].path;
  bool is_index = strncmp(path, "indexes.", 8) == 0 && strchr(path + 8, '.') == NULL;
  if (scenario->resolution.items[parameter].schema->record) {
    return "it is for the record";
  }
  if (is_index && !cc_index_is_followed(plan, parameter)) {
    return "nothing rises by it";
  }
  return is_switched_off(plan, path) ? "its intervention is switched off" : NULL;
}

cc_status cc_vary_create(const cc_scenario *scenario, const char *path, cc_arena *arena,
                         cc_vary *vary, cc_text *complaint) {
  const cc_plan *plan = &scenario->plan;
  int *found = cc_arena_array(arena, (size_t)plan->n_parameters + 1, sizeof *found);
  const char *kept = cc_arena_copy(arena, path, strlen(path)), *unread = NULL, *why = NULL;
  if (found == NULL || kept == NULL) {
    return CC_NO_MEMORY;
  }
  *vary = (cc_vary){.scenario = scenario, .path = kept, .parameters = found};
  for (int i = 0; i < plan->n_parameters; i++) {
    const char *reached = plan->parameters[i].path;
    if (reaches(path, reached) && must_sum(reached)) {
      cc_text_print(complaint, "`%s` must sum with others and cannot be varied alone", reached);
      return complaint->failed ? CC_NO_MEMORY : CC_USAGE;
    }
    const char *own = reaches(path, reached) ? why_unread(scenario, i) : NULL;
    if (own != NULL) {
      unread = reached;
      why = own;
    } else if (reaches(path, reached)) {
      found[vary->count++] = i;
    }
  }
  if (vary->count == 0 && unread != NULL) {
    cc_text_print(complaint, "nothing is reckoned from `%s`: %s", unread, why);
    return complaint->failed ? CC_NO_MEMORY : CC_USAGE;
  }
  if (vary->count == 0) {
    return complain_of_path(scenario, path, arena, complaint);
  }
  find_centre(vary);
  find_limits(vary);
  return CC_OK;
}

cc_status cc_vary_range(const cc_vary *vary, cc_bracket *range, cc_text *complaint) {
  double central = vary->central;
  if (vary->high - vary->low <= NARROW) {
    *range = (cc_bracket){vary->low, vary->high};
    return CC_OK;
  }
  if (central == 0) {
    cc_text_print(complaint, "%s is 0 here: say with --from and --to where to search", vary->path);
    return complaint->failed ? CC_NO_MEMORY : CC_USAGE;
  }
  range->low = fmax(vary->low, central > 0 ? 0 : MOST_TIMES * central);
  range->high = fmin(vary->high, central > 0 ? MOST_TIMES * central : 0);
  return CC_OK;
}

cc_status cc_vary_parse(const cc_vary *vary, const char *text, double *value, cc_text *complaint) {
  cc_fault fault;
  char low[CC_NUMBER_BYTES], high[CC_NUMBER_BYTES];
  if (!cc_parse_number(text, vary->unit, value, &fault)) {
    cc_text_print(complaint, "`%s` for %s: %s", text, vary->path, fault.message);
    return complaint->failed ? CC_NO_MEMORY : CC_USAGE;
  }
  if (*value < vary->low || *value > vary->high) {
    cc_text_print(complaint, "%s for %s: outside %s to %s%s", text, vary->path,
                  cc_print_number(vary->low, vary->unit, low),
                  cc_print_number(vary->high, vary->unit, high),
                  vary->by_factor ? ", where every parameter keeps its range" : "");
    return complaint->failed ? CC_NO_MEMORY : CC_USAGE;
  }
  return CC_OK;
}

/* A number that stands at `was` in the scenario, drawn or not, when that becomes `value`. */
static double turned(const cc_doubt *doubt, double was, double value, double number) {
  if (doubt == NULL || number == was) {
    return value;
  }
  cc_doubt from = cc_doubt_about(doubt, was), to = cc_doubt_about(doubt, value);
  return cc_doubt_carry(&from, &to, number);
}

void cc_vary_apply(const cc_vary *vary, double value, double *vector) {
  const cc_scenario *scenario = vary->scenario;
  for (int i = 0; i < vary->count; i++) {
    const cc_parameter *parameter = &scenario->plan.parameters[vary->parameters[i]];
    const cc_quantity *quantity = &scenario->resolution.items[vary->parameters[i]].quantity;
    for (int k = 0; k < parameter->n_knots; k++) {
      int place = parameter->first_value + k;
      double was = scenario->vector[place], now = vary->by_factor ? was * value : value;
      double drawn =
          turned(quantity->doubts != NULL ? quantity->doubts[k] : NULL, was, now, vector[place]);
      vector[place] = fmin(fmax(drawn, parameter->low), parameter->high);
    }
  }
}
