/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes act through paths like everything else: an effect where something is multiplied or added
 * to, a stream for children who come, the delivery of savings that are late. They begin with the
 * projection; of an index, whose first April is mostly past, with the second year's. */
#include "analysis/reckoner.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"

#define PER_10K "children_in_care.entries.per_10k."
#define STREAMS "children_in_care.entries.streams."
#define EFFECTS(list) "interventions.reckoned={title: Reckoned, effects: [" list "]}"
#define EFFECT "{target: '%s', %s%s}"

void cc_reckoner_free(cc_reckoner *list) {
  free(list->items);
  cc_arena_free(&list->arena);
  *list = (cc_reckoner){0};
}

/* ---- making items ---------------------------------------------------------------------------- */

/* A new item, with room for so many settings; NULL when memory is out. */
static cc_reckoner_item *start_item(cc_reckoner *list, const char *title, int most) {
  if (list->count == list->room) {
    int room = list->room == 0 ? 32 : 2 * list->room;
    cc_reckoner_item *items = realloc(list->items, (size_t)room * sizeof *items);
    list->failed = list->failed || items == NULL;
    list->items = items != NULL ? items : list->items;
    list->room = items != NULL ? room : list->room;
  }
  const char **settings = cc_arena_array(&list->arena, (size_t)most, sizeof *settings);
  list->failed = list->failed || title == NULL || settings == NULL;
  if (list->failed) {
    return NULL;
  }
  list->items[list->count] = (cc_reckoner_item){title, settings, 0};
  return &list->items[list->count++];
}

static void add_setting(cc_reckoner *list, cc_reckoner_item *item, const char *setting) {
  list->failed = list->failed || setting == NULL;
  if (item != NULL) {
    item->settings[item->n_settings++] = setting;
  }
}

/* An item of one effect: what it does ("multiply: 1.01"), and when ("", or ", from: ..."). */
static void add_effect(cc_reckoner *list, const char *title, const char *target, const char *does,
                       const char *when) {
  cc_reckoner_item *item = start_item(list, title, 1);
  add_setting(list, item, cc_arena_print(&list->arena, EFFECTS(EFFECT), target, does, when));
}

bool cc_reckoner_add(cc_reckoner *list, const char *text) {
  const char *equals = strchr(text, '=');
  if (equals == NULL || equals == text || strchr(equals + 1, '=') == NULL) {
    return false;
  }
  int most = 1;
  for (const char *at = text; *at != '\0'; at++) {
    most += *at == ';';
  }
  cc_reckoner_item *item =
      start_item(list, cc_arena_copy(&list->arena, text, (size_t)(equals - text)), most);
  for (const char *at = equals + 1; *at != '\0';) {
    at += strspn(at, " ");
    size_t length = strcspn(at, ";");
    add_setting(list, item, cc_arena_copy(&list->arena, at, length));
    at += length + (at[length] == ';');
  }
  return true;
}

/* ---- what a scenario has --------------------------------------------------------------------- */

static bool has(const cc_scenario *scenario, const char *path) {
  return path != NULL && cc_resolution_find(&scenario->resolution, path) >= 0;
}

static void add_prices(cc_reckoner *list, const cc_plan *plan) {
  if (plan->n_placements > 0) {
    add_effect(list, "1% on the price of every placement", "placements.*.weekly_price",
               "multiply: 1.01", "");
  }
  for (int p = 0; p < plan->n_placements; p++) {
    const cc_placement *placement = &plan->placements[p];
    const char *title = cc_arena_print(&list->arena, "1%% on the price of: %s", placement->title);
    const char *path = cc_arena_print(&list->arena, "placements.%s.weekly_price", placement->name);
    add_effect(list, title, path, "multiply: 1.01", "");
  }
}

static void add_indexes(cc_reckoner *list, const cc_scenario *scenario) {
  static const char section[] = "indexes.";
  const cc_plan *plan = &scenario->plan;
  char year[CC_YEAR_TEXT];
  cc_print_financial_year(plan->first_year + (plan->n_years > 1), year);
  const char *when = cc_arena_print(&list->arena, ", from: %s, until: %s", year, year);
  for (int i = 0; i < plan->n_parameters; i++) {
    const char *path = plan->parameters[i].path, *name = path + sizeof section - 1;
    if (strncmp(path, section, sizeof section - 1) == 0 && strchr(name, '.') == NULL &&
        cc_index_is_followed(plan, i)) {
      const char *title =
          cc_arena_print(&list->arena, "One point more on the index `%s` in %s", name, year);
      add_effect(list, title, path, "add: 1%", when == NULL ? "" : when);
    }
  }
}

/* The oldest band but one, or the only one. */
static const char *usual_band(const cc_plan *plan) {
  return plan->band_names[plan->n_bands > 1 ? plan->n_bands - 2 : 0];
}

/* Entries by residents and those of streams, where the scenario has either. */
static void add_entries(cc_reckoner *list, const cc_scenario *scenario) {
  const char *rates = "", *streams = "";
  for (int i = 0; i < scenario->plan.n_parameters; i++) {
    const char *path = scenario->plan.parameters[i].path;
    if (strncmp(path, PER_10K, sizeof PER_10K - 1) == 0) {
      rates = "{target: '" PER_10K "*', multiply: 1.01}";
    } else if (strncmp(path, STREAMS, sizeof STREAMS - 1) == 0) {
      streams = "{target: '" STREAMS "*.per_year.*', multiply: 1.01}";
    }
  }
  if (*rates != '\0' || *streams != '\0') {
    cc_reckoner_item *item = start_item(list, "1% more entries to care", 1);
    const char *comma = *rates != '\0' && *streams != '\0' ? ", " : "";
    add_setting(list, item, cc_arena_print(&list->arena, EFFECTS("%s%s%s"), rates, comma, streams));
  }
}

static void add_children(cc_reckoner *list, const cc_scenario *scenario) {
  const cc_plan *plan = &scenario->plan;
  if (!plan->demand.present) {
    return;
  }
  add_entries(list, scenario);
  for (int p = 0; p < plan->n_placements; p++) {
    const cc_placement *placement = &plan->placements[p];
    cc_reckoner_item *item =
        start_item(list,
                   cc_arena_print(&list->arena, "Ten more entries a year, aged %s: %s",
                                  usual_band(plan), placement->title),
                   1);
    add_setting(list, item,
                cc_arena_print(&list->arena,
                               "children_in_care.entries.streams.reckoned={title: Reckoned, "
                               "per_year: {%s: 10}, first_placement: {%s: 100%%}}",
                               usual_band(plan), placement->name));
  }
}

static void add_places(cc_reckoner *list, const cc_scenario *scenario) {
  static const char *const kinds[] = {"households", "places"};
  const cc_plan *plan = &scenario->plan;
  for (int i = 0; i < 2 * plan->n_placements; i++) {
    const cc_placement *placement = &plan->placements[i / 2];
    const char *kind = kinds[i % 2];
    const char *path =
        cc_arena_print(&list->arena, "placements.%s.capacity.%s", placement->name, kind);
    if (has(scenario, path)) {
      const char *title = cc_arena_print(&list->arena, "Ten more %s: %s", kind, placement->title);
      add_effect(list, title, path, "add: 10", "");
    }
  }
}

/* A saving that is a month late is delivered for eleven months of its first year. Of those that say
 * what is delivered, nobody knows what a delay would do. */
static void add_late(cc_reckoner *list, cc_reckoner_item *item, const cc_plan *plan,
                     const char *group, const cc_line *line) {
  char year[CC_YEAR_TEXT], next[CC_YEAR_TEXT];
  if (line->delivery != CC_ABSENT) {
    return;
  }
  cc_print_financial_year(plan->first_year + line->first_year, year);
  cc_print_financial_year(plan->first_year + line->first_year + 1, next);
  bool goes_on = line->first_year + 1 < plan->n_years;
  add_setting(list, item,
              cc_arena_print(&list->arena,
                             "contract.demand_pressures.mitigations.%s.lines.%s.delivery="
                             "{%s%s: %.10f%%%s%s%s}",
                             group, line->name, line->first_year > 0 ? "before: 100%, " : "", year,
                             100.0 * 11 / 12, goes_on ? ", " : "", goes_on ? next : "",
                             goes_on ? ": 100%" : ""));
}

static void add_savings(cc_reckoner *list, const cc_plan *plan) {
  const cc_contract *contract = &plan->contract;
  int lines = 0;
  for (int g = 0; contract->present && g < contract->n_mitigations; g++) {
    lines += contract->mitigations[g].n_lines;
  }
  cc_reckoner_item *item = lines > 0 ? start_item(list, "Every saving a month late", lines) : NULL;
  for (int g = 0; item != NULL && g < contract->n_mitigations; g++) {
    for (int i = 0; i < contract->mitigations[g].n_lines; i++) {
      add_late(list, item, plan, contract->mitigations[g].name, &contract->mitigations[g].lines[i]);
    }
  }
}

cc_status cc_reckoner_fill(const cc_scenario *scenario, cc_reckoner *list) {
  const cc_plan *plan = &scenario->plan;
  add_indexes(list, scenario);
  add_prices(list, plan);
  add_children(list, scenario);
  add_places(list, scenario);
  add_savings(list, plan);
  return list->failed ? CC_NO_MEMORY : CC_OK;
}
