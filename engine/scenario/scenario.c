/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading a scenario: files -> one merged tree -> parameters -> plan. Each stage adds its findings;
 * a stage whose input is unusable is not entered. What differs from its base in figures alone takes
 * the base's plan over (same_plan.c). Everything lives in the scenario's arena, but for what
 * it shares with a base in a cache. */
#include "scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

#include "base/plain_locale.h"
#include "scenario/same_plan.h"
#include "scenario/say.h"
#include "scenario/walk.h"

/* The file's name without folders and ending; "scenario" for a nameless text. */
static const char *stem_of(cc_arena *arena, const char *path) {
  const char *name = strrchr(path, '/');
  name = name == NULL ? path : name + 1;
  const char *ending = strrchr(name, '.');
  size_t length = ending == NULL || ending == name ? strlen(name) : (size_t)(ending - name);
  return length == 0 ? "scenario" : cc_arena_copy(arena, name, length);
}

static const char *id_of(cc_scenario *scenario) {
  const cc_node *id = cc_node_get(scenario->layers.root, "id");
  return id != NULL && id->kind == CC_SCALAR && *id->text != '\0'
             ? id->text
             : stem_of(&scenario->arena, scenario->file);
}

static cc_status resolve(cc_scenario *scenario, cc_diagnostics *findings) {
  const cc_layers *layers = &scenario->layers;
  const cc_scenario *base = layers->base;
  return base == NULL ? cc_resolve(layers->root, &scenario->arena, findings, &scenario->resolution)
                      : cc_resolve_over(base->layers.root, &base->resolution, layers->root,
                                        &scenario->arena, findings, &scenario->resolution);
}

static cc_status bind(cc_scenario *scenario, cc_diagnostics *findings) {
  const cc_scenario *base = scenario->layers.base;
  scenario->id = id_of(scenario);
  if (scenario->id == NULL) {
    return CC_NO_MEMORY;
  }
  return base != NULL && cc_has_plan_of(scenario, base)
             ? cc_bind_to_plan_of(base, scenario, findings)
             : cc_bind(scenario, findings);
}

/* Whether the errors found so far are keys that nobody knows, which leave all else as it is. */
static bool can_be_bound(const cc_diagnostics *findings, size_t before) {
  size_t harmless = before;
  for (size_t i = 0; i < findings->count; i++) {
    harmless +=
        findings->items[i].severity == CC_ERROR && strcmp(findings->items[i].code, "E101") == 0;
  }
  return findings->errors <= harmless;
}

/* From the merged tree on. `before` is how many errors the list held when this load began. A tree
 * with errors of its own is still looked through for more, and bound where it can be. */
static cc_status resolve_and_bind(cc_scenario *scenario, size_t before, cc_diagnostics *findings) {
  cc_status status = CC_OK;
  if (scenario->layers.root != NULL) {
    status = resolve(scenario, findings);
    if (status == CC_OK && can_be_bound(findings, before)) {
      status = bind(scenario, findings);
    }
  }
  return status != CC_OK ? status : findings->errors > before ? CC_INVALID : CC_OK;
}

static cc_status create(const char *name, cc_scenario **scenario) {
  cc_scenario *made = calloc(1, sizeof *made);
  if (made == NULL) {
    return CC_NO_MEMORY;
  }
  made->file = cc_arena_copy(&made->arena, name, strlen(name));
  if (made->file == NULL) {
    cc_scenario_free(made);
    return CC_NO_MEMORY;
  }
  *scenario = made;
  return CC_OK;
}

/* Hands the scenario over, or frees it. */
static cc_status finish(cc_scenario *made, cc_status status, cc_diagnostics *findings,
                        cc_scenario **scenario) {
  cc_diagnostics_sort(findings);
  if (findings->out_of_memory) {
    status = CC_NO_MEMORY;
  }
  if (status == CC_OK) {
    *scenario = made;
  } else {
    cc_scenario_free(made);
  }
  return status;
}

cc_status cc_scenario_bind_base(const char *name, const cc_node *root, cc_scenario **scenario) {
  cc_diagnostics findings = {0};
  cc_scenario *made = NULL;
  cc_status status = create(name, &made);
  if (status == CC_OK) {
    made->layers.root = root;
    status = finish(made, resolve_and_bind(made, 0, &findings), &findings, scenario);
  }
  cc_diagnostics_free(&findings);
  return status == CC_INVALID ? CC_OK : status;
}

cc_status cc_scenario_findings_of(const cc_node *root, cc_diagnostics *findings) {
  cc_scenario *made = NULL;
  cc_status status = create("", &made);
  if (status == CC_OK) {
    made->layers.root = root;
    status = resolve_and_bind(made, 0, findings);
    cc_scenario_free(made);
  }
  return status == CC_INVALID ? CC_OK : status;
}

/* The file's name is the id where none is written, and must be one: runs are called by it, in
 * folders, tables and resolved.yaml. */
static void check_id(const cc_scenario *scenario, cc_diagnostics *findings) {
  const cc_node *root = scenario->layers.root;
  if (!cc_is_name(scenario->id)) {
    cc_diagnose_at(findings, CC_E_NAME, root->source, root->at, "id",
                   "add `id: NAME`, of letters, digits, _ and -, at most 64",
                   "the file's name, `%s`, cannot be the scenario's id",
                   cc_clip(scenario->id).text);
  }
}

/* A tree from the files and the settings to the plan; findings are told where the user wrote. */
static cc_status make(cc_scenario *made, size_t before, cc_diagnostics *findings) {
  size_t first = findings->count; /* what was found in reading stands where it was written */
  cc_status status = resolve_and_bind(made, before, findings);
  if (status == CC_OK || status == CC_INVALID) {
    cc_status blamed = cc_blame_overlays(&made->layers, first, findings);
    status = blamed != CC_OK ? blamed : status;
  }
  if (status == CC_OK) {
    check_id(made, findings);
    status = findings->errors > before ? CC_INVALID : CC_OK;
  }
  return status;
}

cc_status cc_scenario_load_with(const char *path, const char *root, const char *const *settings,
                                size_t n_settings, cc_file_cache *cache, cc_diagnostics *findings,
                                cc_scenario **scenario) {
  cc_scenario *made = NULL;
  size_t before = findings->errors;
  cc_status status = create(path, &made);
  if (status != CC_OK) {
    return status;
  }
  status = cc_layers_read(path, root, settings, (int)n_settings, cache, &made->arena, findings,
                          &made->layers);
  if (status == CC_OK) {
    status = make(made, before, findings);
  }
  return finish(made, status, findings, scenario);
}

cc_status cc_scenario_load(const char *path, const char *const *settings, size_t n_settings,
                           cc_diagnostics *findings, cc_scenario **scenario) {
  cc_plain_locale locale;
  cc_status status = cc_plain_locale_enter(&locale);
  if (status == CC_OK) {
    status = cc_scenario_load_with(path, NULL, settings, n_settings, NULL, findings, scenario);
    cc_plain_locale_leave(&locale);
  }
  return status;
}

static cc_status load_text(const char *name, const char *text, const char *const *settings,
                           size_t n_settings, cc_diagnostics *findings, cc_scenario **scenario) {
  cc_scenario *made = NULL;
  size_t before = findings->errors;
  cc_status status = create(name, &made);
  if (status != CC_OK) {
    return status;
  }
  status = cc_layers_read_text(name, text, strlen(text), NULL, settings, (int)n_settings,
                               &made->arena, findings, &made->layers);
  if (status == CC_OK) {
    status = make(made, before, findings);
  }
  return finish(made, status, findings, scenario);
}

cc_status cc_scenario_load_text(const char *name, const char *text, const char *const *settings,
                                size_t n_settings, cc_diagnostics *findings,
                                cc_scenario **scenario) {
  cc_plain_locale locale;
  cc_status status = cc_plain_locale_enter(&locale);
  if (status == CC_OK) {
    status = load_text(name, text, settings, n_settings, findings, scenario);
    cc_plain_locale_leave(&locale);
  }
  return status;
}

void cc_scenario_free(cc_scenario *scenario) {
  if (scenario != NULL) {
    cc_arena arena = scenario->arena;
    cc_arena_free(&arena);
    free(scenario);
  }
}

const char *cc_scenario_id(const cc_scenario *scenario) {
  return scenario->id;
}

const char *cc_scenario_title(const cc_scenario *scenario) {
  return scenario->title;
}
