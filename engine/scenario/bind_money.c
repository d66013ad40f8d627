/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binds what costs and what pays: services, one-off costs, interventions as bids, the contract sum
 * and the capital programme. */
#include <stdlib.h>
#include <string.h>

#include "scenario/bind.h"

/* The next item of a user's mapping at or after *i, or NULL; steps over source, basis and note. */
static const cc_entry *next_item(const cc_node *mapping, int *i) {
  while (mapping != NULL && *i < mapping->count) {
    const cc_entry *entry = &mapping->entries[(*i)++];
    if (cc_bind_is_item(entry)) {
      return entry;
    }
  }
  return NULL;
}

static cc_subjective heading_of(const cc_node *node, cc_subjective otherwise) {
  int heading = cc_bind_word(cc_bind_text(node, "subjective", NULL), cc_subjective_names,
                             CC_SUBJECTIVE_COUNT);
  return heading < 0 ? otherwise : (cc_subjective)heading;
}

/* ---- services and one-off costs ------------------------------------------------------------- */

static void bind_one_off(cc_binder *binder, const cc_entry *entry, cc_one_off_cost *item) {
  const char *flow = cc_bind_text(entry->value, "flow", "");
  *item = (cc_one_off_cost){
      .name = entry->key,
      .title = cc_bind_title(entry->value, entry->key),
      .amount = cc_bind_parameter(binder, "one_off_costs", entry->key, "amount", NULL),
      .share = cc_bind_parameter(binder, "one_off_costs", entry->key, "share", NULL),
      .subjective = heading_of(entry->value, CC_THIRD_PARTY_PAYMENTS)};
  int destination = strncmp(flow, "exits.", 6) == 0
                        ? cc_bind_word(flow + 6, cc_destination_names, CC_DESTINATIONS)
                        : -1;
  if (strcmp(flow, "turned_18") == 0) {
    item->flow = CC_FLOW_TURNED_18;
  } else if (destination >= 0) {
    item->flow = CC_FLOW_EXITS;
    item->destination = (cc_destination)destination;
  }
  if (!binder->plan->demand.present) {
    cc_bind_fault(binder, CC_E_SECTION, entry->value, "one_off_costs",
                  "add a section `children_in_care`", "a one-off cost needs a flow of children");
  }
}

/* The shares of a line that stand under other headings than its own; returns how many. */
static int bind_split(cc_binder *binder, const char *section, const cc_node *node,
                      cc_subjective own, const cc_heading_share **split_of_line) {
  const cc_node *split = cc_bind_node(node, "split", NULL);
  int n_items = cc_bind_count_items(split);
  cc_heading_share *shares =
      n_items > 0 ? cc_bind_array(binder, n_items, sizeof(cc_heading_share)) : NULL;
  const cc_entry *entry = NULL;
  int count = 0;
  for (int i = 0; shares != NULL && (entry = next_item(split, &i)) != NULL;) {
    int heading = cc_bind_word(entry->key, cc_subjective_names, CC_SUBJECTIVE_COUNT);
    if (heading < 0) {
      continue; /* the schema has said so */
    }
    if ((cc_subjective)heading == own) {
      cc_bind_fault(binder, CC_E_CONFLICT, entry->value,
                    cc_arena_print(binder->arena, "%s.split.%s", section, entry->key),
                    "take it away: what no other heading has stands there",
                    "`%s` is the line's own heading", entry->key);
    }
    shares[count++] = (cc_heading_share){
        (cc_subjective)heading, cc_bind_parameter(binder, section, "split", entry->key, NULL)};
  }
  *split_of_line = shares;
  return count;
}

static bool is_yes(const char *word) {
  return strcmp(word, "yes") == 0 || strcmp(word, "true") == 0;
}

static void bind_service(cc_binder *binder, const char *section, const char *name,
                         const cc_node *node, cc_service *item) {
  const char *delivery = cc_bind_text(node, "delivery_model", "transfer");
  *item = (cc_service){.name = name,
                       .title = cc_bind_title(node, name),
                       .cost = cc_bind_parameter(binder, section, "cost", NULL),
                       .fte = cc_bind_parameter(binder, section, "fte", NULL),
                       .subjective = heading_of(node, CC_EMPLOYEES),
                       .counted = strcmp(delivery, "out_of_scope") != 0};
  item->n_split = bind_split(binder, section, node, item->subjective, &item->split);
}

void cc_bind_services(cc_binder *binder) {
  cc_plan *plan = binder->plan;
  const cc_node *costs = cc_bind_node(binder->root, "one_off_costs", NULL);
  cc_one_off_cost *one_offs =
      cc_bind_array(binder, cc_bind_count_items(costs), sizeof(cc_one_off_cost));
  const cc_entry *entry = NULL;
  for (int i = 0; one_offs != NULL && (entry = next_item(costs, &i)) != NULL;) {
    bind_one_off(binder, entry, &one_offs[plan->n_one_off_costs++]);
  }
  plan->one_off_costs = one_offs;

  const cc_node *section = cc_bind_node(binder->root, "services", NULL);
  const cc_node *unmodelled = cc_bind_node(binder->root, "unmodelled", NULL);
  plan->has_unmodelled = unmodelled != NULL;
  cc_service *services = cc_bind_array(binder, cc_bind_count_items(section) + plan->has_unmodelled,
                                       sizeof(cc_service));
  for (int i = 0; services != NULL && (entry = next_item(section, &i)) != NULL;) {
    const char *path = cc_arena_print(binder->arena, "services.%s", entry->key);
    bind_service(binder, path, entry->key, entry->value, &services[plan->n_services++]);
  }
  if (services != NULL && unmodelled != NULL) {
    bind_service(binder, "unmodelled", "unmodelled", unmodelled, &services[plan->n_services++]);
    plan->known_budget = is_yes(cc_bind_text(unmodelled, "known_budget", "no"));
  }
  plan->services = services;
}

/* ---- interventions -------------------------------------------------------------------------- */

static void bind_intervention(cc_binder *binder, const cc_entry *entry, cc_intervention *item) {
  const cc_node *effects = cc_bind_node(entry->value, "effects", NULL);
  *item = (cc_intervention){
      .name = entry->key,
      .title = cc_bind_title(entry->value, entry->key),
      .delivery = cc_bind_parameter(binder, "interventions", entry->key, "delivery", NULL),
      .cost = cc_bind_parameter(binder, "interventions", entry->key, "cost", NULL),
      .benefit = cc_bind_parameter(binder, "interventions", entry->key, "benefit", NULL),
      .active = is_yes(cc_bind_text(entry->value, "active", "yes")),
      .modelled = effects != NULL && effects->count > 0,
      .capital = cc_bind_parameter(binder, "interventions", entry->key, "capital.amount", NULL),
      .capital_life = cc_bind_parameter(binder, "interventions", entry->key, "capital.life", NULL),
      .capital_interest =
          cc_bind_parameter(binder, "interventions", entry->key, "capital.interest", NULL),
      .optimism_bias =
          cc_bind_parameter(binder, "interventions", entry->key, "optimism_bias", NULL),
      .subjective = heading_of(entry->value, CC_SUPPLIES_AND_SERVICES),
      .horizon = (int)strtol(cc_bind_text(entry->value, "horizon", "0"), NULL, 10)};
  const char *path = cc_arena_print(binder->arena, "interventions.%s", entry->key);
  item->n_split = bind_split(binder, path, entry->value, item->subjective, &item->split);
  const cc_node *capital = cc_bind_node(entry->value, "capital", NULL);
  if (capital != NULL) {
    int last = 0;
    cc_bind_years(binder, capital, path, &item->capital_year, &last);
  }
  const cc_node *benefit = cc_bind_node(entry->value, "benefit", NULL);
  if (item->modelled && item->benefit != CC_ABSENT) {
    cc_bind_fault(binder, CC_E_DOUBLE_COUNT, benefit, path, "take `benefit` away, or the effects",
                  "the benefit is stated, and also modelled by the effects: it would count twice");
  }
  if (!item->modelled && item->benefit != CC_ABSENT && item->cost == CC_ABSENT) {
    cc_bind_fault(binder, CC_E_CONFLICT, benefit, path,
                  "add a `cost`, or write it as a mitigation of the contract",
                  "a stated benefit without a cost is no bid");
  }
}

void cc_bind_interventions(cc_binder *binder) {
  cc_plan *plan = binder->plan;
  const cc_node *section = cc_bind_node(binder->root, "interventions", NULL);
  cc_intervention *items =
      cc_bind_array(binder, cc_bind_count_items(section), sizeof(cc_intervention));
  const cc_entry *entry = NULL;
  for (int i = 0; items != NULL && (entry = next_item(section, &i)) != NULL;) {
    bind_intervention(binder, entry, &items[plan->n_interventions++]);
  }
  plan->interventions = items;
  plan->discount_rate = cc_bind_parameter(binder, "invest_to_save.discount_rate", NULL);
  const char *deflator =
      cc_bind_text(cc_bind_node(binder->root, "invest_to_save", NULL), "deflator", NULL);
  plan->deflator =
      deflator == NULL ? CC_ABSENT : cc_bind_parameter(binder, "indexes", deflator, NULL);
}

/* ---- contract and capital ------------------------------------------------------------------- */

static void bind_line(cc_binder *binder, const char *path, const char *name, const cc_node *node,
                      cc_line *line) {
  *line =
      (cc_line){.name = name,
                .title = cc_bind_title(node, name),
                .amount = cc_bind_parameter(binder, path, "amount", NULL),
                .delivery = cc_bind_parameter(binder, path, "delivery", NULL),
                .one_off = strcmp(cc_bind_text(node, "recurrence", "recurrent"), "one_off") == 0};
  cc_bind_years(binder, node, path, &line->first_year, &line->last_year);
}

static const cc_line *bind_lines(cc_binder *binder, const char *path, const cc_node *mapping,
                                 int *count) {
  cc_line *lines = cc_bind_array(binder, cc_bind_count_items(mapping), sizeof(cc_line));
  const cc_entry *entry = NULL;
  *count = 0;
  for (int i = 0; lines != NULL && (entry = next_item(mapping, &i)) != NULL;) {
    const char *line_path = cc_arena_print(binder->arena, "%s.%s", path, entry->key);
    if (line_path == NULL) {
      binder->no_memory = true;
      break;
    }
    bind_line(binder, line_path, entry->key, entry->value, &lines[(*count)++]);
  }
  return lines;
}

static const cc_line_group *bind_groups(cc_binder *binder, const char *path, const cc_node *mapping,
                                        int *count) {
  cc_line_group *groups =
      cc_bind_array(binder, cc_bind_count_items(mapping), sizeof(cc_line_group));
  const cc_entry *entry = NULL;
  *count = 0;
  for (int i = 0; groups != NULL && (entry = next_item(mapping, &i)) != NULL;) {
    const char *lines_path = cc_arena_print(binder->arena, "%s.%s.lines", path, entry->key);
    if (lines_path == NULL) {
      binder->no_memory = true;
      break;
    }
    cc_line_group *group = &groups[(*count)++];
    group->name = entry->key;
    group->title = cc_bind_title(entry->value, entry->key);
    group->lines =
        bind_lines(binder, lines_path, cc_bind_node(entry->value, "lines", NULL), &group->n_lines);
  }
  return groups;
}

/* The plan year from which a part of the contract is modelled: never without the key. It needs a
 * modelled year before it to grow from. */
static int modelled_from(cc_binder *binder, const cc_node *section, const char *path) {
  const cc_plan *plan = binder->plan;
  const cc_node *node = cc_bind_node(section, "modelled_from", NULL);
  if (node == NULL) {
    return plan->n_years;
  }
  int first = 0;
  int last = 0;
  cc_entry entry = {.key = "from", .at = node->at, .value = node};
  cc_node years = *node;
  years.kind = CC_MAPPING;
  years.count = 1;
  years.entries = &entry;
  cc_bind_years(binder, &years, path, &first, &last);
  if (first < 1) {
    cc_bind_fault(binder, CC_E_ORDER, node, path,
                  "begin a year later, and state the first year's amount",
                  "growth cannot be modelled in the first year: there is no year before it");
    return plan->n_years;
  }
  return first < plan->n_years ? first : plan->n_years;
}

static void bind_indexation(cc_binder *binder, const cc_node *section, cc_contract *contract) {
  const cc_node *stated = cc_bind_node(section, "stated", NULL);
  contract->indexation_stated = stated != NULL;
  if (stated != NULL) {
    bind_line(binder, "contract.indexation.stated", "stated", stated, &contract->indexation);
  }
  const cc_node *on_base = cc_bind_node(section, "on_base", NULL);
  cc_base_index *indexes =
      cc_bind_array(binder, cc_bind_count_items(on_base), sizeof(cc_base_index));
  const cc_entry *entry = NULL;
  for (int i = 0; indexes != NULL && (entry = next_item(on_base, &i)) != NULL;) {
    cc_base_index *item = &indexes[contract->n_base_indexes++];
    const char *path = cc_arena_print(binder->arena, "contract.indexation.on_base.%s", entry->key);
    item->name = entry->key;
    item->share = cc_bind_parameter(binder, path == NULL ? "" : path, "share", NULL);
    item->index =
        cc_bind_parameter(binder, "indexes", cc_bind_text(entry->value, "index", ""), NULL);
    cc_bind_years(binder, entry->value, path, &item->first_year, &item->last_year);
  }
  contract->base_indexes = indexes;
  contract->indexation_modelled_from =
      modelled_from(binder, section, "contract.indexation.modelled_from");
}

static void bind_against(cc_binder *binder, const cc_node *section, cc_contract *contract) {
  contract->grants_via_council = cc_bind_parameter(binder, "contract.grants_via_council", NULL);
  contract->other_grants =
      cc_bind_parameter(binder, "contract.other_grants_and_contributions", NULL);
  contract->council_contract_sum =
      cc_bind_parameter(binder, "contract.council_assumption.contract_sum", NULL);
  contract->council_increase_per_year =
      cc_bind_parameter(binder, "contract.council_assumption.increase_per_year", NULL);
  contract->gain_share = cc_bind_parameter(binder, "contract.gain_share", NULL);
  contract->risk_share = cc_bind_parameter(binder, "contract.risk_share", NULL);
  contract->reserves = cc_bind_parameter(binder, "contract.reserves", NULL);
  contract->reserves_floor = cc_bind_parameter(binder, "contract.reserves_floor", NULL);
  if (section != NULL && contract->gain_share != CC_ABSENT && contract->reserves == CC_ABSENT) {
    cc_bind_fault(binder, CC_E_MISSING_KEY, section, "contract", "add `reserves:`, 0 if none",
                  "a shared gain or loss needs the reserves at the start");
  }
}

void cc_bind_contract(cc_binder *binder) {
  cc_plan *plan = binder->plan;
  cc_contract *contract = &plan->contract;
  const cc_node *section = cc_bind_node(binder->root, "contract", NULL);
  const cc_node *pressures = cc_bind_node(section, "demand_pressures", NULL);
  contract->present = section != NULL;
  contract->brought_forward = cc_bind_parameter(binder, "contract.brought_forward", NULL);
  contract->adjustments =
      bind_lines(binder, "contract.permanent_adjustments",
                 cc_bind_node(section, "permanent_adjustments", NULL), &contract->n_adjustments);
  bind_indexation(binder, cc_bind_node(section, "indexation", NULL), contract);
  contract->pressures =
      bind_groups(binder, "contract.demand_pressures.stated",
                  cc_bind_node(pressures, "stated", NULL), &contract->n_pressures);
  contract->mitigations =
      bind_groups(binder, "contract.demand_pressures.mitigations",
                  cc_bind_node(pressures, "mitigations", NULL), &contract->n_mitigations);
  contract->pressures_modelled_from =
      modelled_from(binder, pressures, "contract.demand_pressures.modelled_from");
  contract->changes =
      bind_lines(binder, "contract.contract_changes",
                 cc_bind_node(section, "contract_changes", NULL), &contract->n_changes);
  bind_against(binder, section, contract);
  plan->capital =
      bind_groups(binder, "capital", cc_bind_node(binder->root, "capital", NULL), &plan->n_capital);
}
