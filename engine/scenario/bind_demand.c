/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binds what decides how many children are in care and where they live: placements with their
 * capacities, the opening stock, entries, exits, moves, caps and care leavers. */
#include <string.h>

#include "base/text.h"
#include "scenario/bind.h"

#define CIC "children_in_care"

/* ---- placements -------------------------------------------------------------------------------
 */

static void bind_contributions(cc_binder *binder, const cc_node *node, cc_placement *placement) {
  static const char *const kinds[] = {"share", "per_child_week", "per_child_night"};
  const cc_node *list = cc_bind_node(node, "contributions", NULL);
  cc_contribution *items =
      cc_bind_array(binder, cc_bind_count_items(list), sizeof(cc_contribution));
  for (int i = 0; items != NULL && i < list->count; i++) {
    const cc_entry *entry = &list->entries[i];
    if (!cc_bind_is_item(entry)) {
      continue;
    }
    cc_contribution *item = &items[placement->n_contributions++];
    *item = (cc_contribution){
        .name = entry->key, .title = cc_bind_title(entry->value, entry->key), .amount = CC_ABSENT};
    int written = 0;
    for (int k = 0; k < 3; k++) {
      int amount = cc_bind_parameter(binder, "placements", placement->name, "contributions",
                                     entry->key, kinds[k], NULL);
      if (amount != CC_ABSENT) {
        item->kind = (cc_contribution_kind)k;
        item->amount = amount;
        written++;
      }
    }
    if (written != 1) {
      cc_bind_fault(binder, CC_E_QUANTITY, entry->value,
                    cc_arena_print(binder->arena, "placements.%s.contributions.%s", placement->name,
                                   entry->key),
                    "write one of share, per_child_week and per_child_night",
                    "a contribution is written %s", written == 0 ? "with no amount" : "two ways");
    }
  }
  placement->contributions = items;
}

static void bind_capacity(cc_binder *binder, const cc_node *node, cc_placement *placement) {
  static const char *const parts[] = {"households", "places_per_household", "usable_share",
                                      "recruited_per_year", "resigned_per_year"};
  int *const fields[] = {&placement->households, &placement->places_per_household,
                         &placement->usable_share, &placement->recruited_per_year,
                         &placement->resigned_per_year};
  const cc_node *capacity = cc_bind_node(node, "capacity", NULL);
  const char *path = cc_arena_print(binder->arena, "placements.%s", placement->name);
  placement->places =
      cc_bind_parameter(binder, "placements", placement->name, "capacity.places", NULL);
  for (int i = 0; i < 5; i++) {
    *fields[i] =
        cc_bind_parameter(binder, "placements", placement->name, "capacity", parts[i], NULL);
    if (placement->places != CC_ABSENT && *fields[i] != CC_ABSENT) {
      cc_bind_fault(binder, CC_E_CONFLICT, cc_node_get(capacity, parts[i]), path,
                    "write `places`, or households with what turns them into places",
                    "a capacity is written two ways: `places` and `%s`", parts[i]);
    }
  }
  if (capacity != NULL && placement->places == CC_ABSENT &&
      (placement->households == CC_ABSENT || placement->places_per_household == CC_ABSENT)) {
    cc_bind_fault(binder, CC_E_MISSING_KEY, capacity, path,
                  "write `places`, or `households` and `places_per_household`",
                  "the capacity says no number of places");
  }
  const cc_node *overflow = cc_bind_node(node, "overflow_to", NULL);
  if (capacity != NULL && overflow == NULL) {
    cc_bind_fault(binder, CC_E_MISSING_KEY, capacity, path, "write `overflow_to:` and a placement",
                  "a capacity needs to say where the excess lives");
  } else if (capacity == NULL && overflow != NULL) {
    cc_bind_fault(binder, CC_E_MISSING_KEY, overflow, path,
                  "write a `capacity:`, or take `overflow_to` away",
                  "`overflow_to` without a capacity has no meaning");
  }
}

static void bind_placement(cc_binder *binder, const cc_entry *entry, cc_placement *placement) {
  *placement = (cc_placement){.name = entry->key,
                              .title = cc_bind_title(entry->value, entry->key),
                              .overflow_to = CC_ABSENT,
                              .subjective = CC_THIRD_PARTY_PAYMENTS};
  placement->weekly_price =
      cc_bind_parameter(binder, "placements", entry->key, "weekly_price", NULL);
  int heading = cc_bind_word(cc_bind_text(entry->value, "subjective", NULL), cc_subjective_names,
                             CC_SUBJECTIVE_COUNT);
  if (heading >= 0) {
    placement->subjective = (cc_subjective)heading;
  }
  bind_contributions(binder, entry->value, placement);
  bind_capacity(binder, entry->value, placement);
}

/* Puts placements with a capacity in an order in which each stands before the one that its excess
 * flows to, so that one pass settles a chain. A cycle has no such order. */
static void order_overflow(cc_binder *binder, const cc_node *placements) {
  cc_plan *plan = binder->plan;
  bool placed[CC_MAX_STATES] = {false};
  for (int round = 0; round < plan->n_placements; round++) {
    for (int p = 0; p < plan->n_placements; p++) {
      bool ready = !placed[p] && plan->placements[p].overflow_to != CC_ABSENT;
      for (int q = 0; ready && q < plan->n_placements; q++) {
        ready = placed[q] || plan->placements[q].overflow_to != p;
      }
      if (ready) {
        placed[p] = true;
        plan->demand.overflow_order[plan->demand.n_overflow++] = p;
      }
    }
  }
  for (int p = 0; p < plan->n_placements; p++) {
    if (!placed[p] && plan->placements[p].overflow_to != CC_ABSENT) {
      const char *name = plan->placements[p].name;
      cc_bind_fault(binder, CC_E_CYCLE, cc_bind_node(placements, name, "overflow_to", NULL),
                    cc_arena_print(binder->arena, "placements.%s.overflow_to", name), NULL,
                    "the excess of `%s` flows in a circle", name);
      return;
    }
  }
}

void cc_bind_placements(cc_binder *binder) {
  cc_plan *plan = binder->plan;
  const cc_node *placements = cc_bind_node(binder->root, "placements", NULL);
  for (int i = 0; placements != NULL && i < placements->count; i++) {
    if (!cc_bind_is_item(&placements->entries[i])) {
      continue;
    }
    if (plan->n_placements == CC_MAX_STATES) {
      cc_bind_fault(binder, CC_E_LIMIT, placements->entries[i].value, "placements", NULL,
                    "there are more than %d placements", CC_MAX_STATES);
      break;
    }
    plan->state_placement[plan->n_placements] = plan->n_placements;
    bind_placement(binder, &placements->entries[i], &plan->placements[plan->n_placements++]);
  }
  plan->n_states = plan->n_placements;
  for (int p = 0; p < plan->n_placements; p++) {
    const char *name = plan->placements[p].name;
    const char *to = cc_bind_text(cc_bind_node(placements, name, NULL), "overflow_to", NULL);
    plan->placements[p].overflow_to = to == NULL ? CC_ABSENT : cc_bind_placement(binder, to);
  }
  order_overflow(binder, placements);
}

/* ---- opening stock ------------------------------------------------------------------------------
 */

static void bind_opening(cc_binder *binder) {
  cc_plan *plan = binder->plan;
  for (int b = 0; b < plan->n_bands; b++) {
    plan->demand.opening_by_band[b] =
        cc_bind_parameter(binder, CIC, "opening.by_band", plan->band_names[b], NULL);
  }
  for (int p = 0; p < plan->n_placements; p++) {
    const char *name = plan->placements[p].name;
    plan->demand.opening_by_placement[p] =
        cc_bind_parameter(binder, CIC, "opening.by_placement", name, NULL);
    for (int b = 0; b < plan->n_bands; b++) {
      plan->demand.age_pattern[p][b] =
          cc_bind_parameter(binder, CIC, "opening.age_pattern", name, plan->band_names[b], NULL);
    }
  }
}

/* ---- entries -------------------------------------------------------------------------------- */

static void bind_shares(cc_binder *binder, const char *prefix, int band, int *shares) {
  const cc_plan *plan = binder->plan;
  for (int p = 0; p < plan->n_placements; p++) {
    shares[p] = band == CC_ABSENT
                    ? cc_bind_parameter(binder, prefix, plan->placements[p].name, NULL)
                    : cc_bind_parameter(binder, prefix, plan->band_names[band],
                                        plan->placements[p].name, NULL);
  }
}

static void bind_stream(cc_binder *binder, const cc_entry *entry, cc_stream *stream) {
  const cc_plan *plan = binder->plan;
  *stream = (cc_stream){.name = entry->key, .title = cc_bind_title(entry->value, entry->key)};
  const cc_node *own = cc_bind_node(entry->value, "first_placement", NULL);
  stream->own_placement = own != NULL;
  const char *prefix =
      cc_arena_print(binder->arena, CIC ".entries.streams.%s.first_placement", entry->key);
  if (prefix == NULL) {
    binder->no_memory = true;
    return;
  }
  for (int b = 0; b < plan->n_bands; b++) {
    stream->per_year[b] = cc_bind_parameter(binder, CIC, "entries.streams", entry->key, "per_year",
                                            plan->band_names[b], NULL);
    if (own != NULL) {
      bind_shares(binder, prefix, CC_ABSENT, stream->first_placement[b]);
    } else {
      memcpy(stream->first_placement[b], plan->demand.first_placement[b],
             sizeof stream->first_placement[b]);
    }
  }
}

bool cc_bind_is_entered(const cc_plan *plan, int band) {
  const cc_demand *demand = &plan->demand;
  bool enters = demand->per_10k[band] != CC_ABSENT;
  for (int s = 0; s < demand->n_streams; s++) {
    enters = enters ||
             (demand->streams[s].per_year[band] != CC_ABSENT && !demand->streams[s].own_placement);
  }
  return enters;
}

/* A band that children enter needs to say where they live first. */
static void check_band_entries(cc_binder *binder, const cc_node *entries, int band) {
  const cc_demand *demand = &binder->plan->demand;
  const char *name = binder->plan->band_names[band];
  if (!cc_bind_is_entered(binder->plan, band)) {
    return;
  }
  if (cc_bind_node(entries, "first_placement", name, NULL) == NULL) {
    cc_bind_fault(binder, CC_E_MISSING_KEY, entries, CIC ".entries.first_placement", NULL,
                  "children of band `%s` enter, but first_placement says nothing of it", name);
  }
  if (demand->per_10k[band] != CC_ABSENT && demand->population[band] == CC_ABSENT) {
    const cc_node *rate = cc_bind_node(entries, "per_10k", name, NULL);
    cc_bind_fault(binder, CC_E_SECTION, rate,
                  cc_arena_print(binder->arena, CIC ".entries.per_10k.%s", name),
                  "add the band to `population`",
                  "a rate for every 10,000 needs the residents of band `%s`", name);
  }
}

static void bind_entries(cc_binder *binder, const cc_node *entries) {
  cc_plan *plan = binder->plan;
  cc_demand *demand = &plan->demand;
  demand->newborn_share = cc_bind_parameter(binder, CIC, "entries.newborn_share", NULL);
  for (int b = 0; b < plan->n_bands; b++) {
    demand->per_10k[b] =
        cc_bind_parameter(binder, CIC, "entries.per_10k", plan->band_names[b], NULL);
    demand->population[b] = cc_bind_parameter(binder, "population", plan->band_names[b], NULL);
    bind_shares(binder, CIC ".entries.first_placement", b, demand->first_placement[b]);
  }
  const cc_node *streams = cc_bind_node(entries, "streams", NULL);
  for (int i = 0; streams != NULL && i < streams->count; i++) {
    if (!cc_bind_is_item(&streams->entries[i])) {
      continue;
    }
    if (demand->n_streams == CC_MAX_STREAMS) {
      cc_bind_fault(binder, CC_E_LIMIT, streams->entries[i].value, CIC ".entries.streams", NULL,
                    "there are more than %d streams", CC_MAX_STREAMS);
      break;
    }
    bind_stream(binder, &streams->entries[i], &demand->streams[demand->n_streams++]);
  }
  for (int b = 0; entries != NULL && b < plan->n_bands; b++) {
    check_band_entries(binder, entries, b);
  }
}

/* ---- exits and moves ------------------------------------------------------------------------ */

typedef struct {
  cc_rate_term *items;
  int count;
} term_list;

/* Room for every term there could be: each stems from a parameter, and one written for all
 * placements or all bands stands for that many. */
static int most_terms(const cc_binder *binder) {
  const cc_plan *plan = binder->plan;
  int parameters = 0;
  for (int i = 0; i < binder->resolution->count; i++) {
    const char *path = binder->resolution->items[i].path;
    parameters += strncmp(path, CIC ".exits.", sizeof CIC ".exits." - 1) == 0 ||
                  strncmp(path, CIC ".moves.", sizeof CIC ".moves." - 1) == 0;
  }
  int each = plan->n_placements > plan->n_bands ? plan->n_placements : plan->n_bands;
  return parameters * each;
}

static void add_term(term_list *list, int band, int from, int to, int destination, int rate) {
  if (rate != CC_ABSENT) {
    list->items[list->count++] = (cc_rate_term){band, from, to, destination, rate};
  }
}

static void add_exits(cc_binder *binder, term_list *list, int band) {
  const cc_plan *plan = binder->plan;
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    int all = cc_bind_parameter(binder, CIC, "exits.per_year", cc_destination_names[d],
                                plan->band_names[band], NULL);
    for (int p = 0; p < plan->n_placements; p++) {
      int own = all != CC_ABSENT
                    ? all
                    : cc_bind_parameter(binder, CIC, "exits.per_year", cc_destination_names[d],
                                        plan->band_names[band], plan->placements[p].name, NULL);
      add_term(list, band, p, CC_ABSENT, d, own);
    }
  }
}

static void add_moves(cc_binder *binder, const cc_node *moves, term_list *list, int band) {
  const cc_plan *plan = binder->plan;
  for (int i = 0; moves != NULL && i < moves->count; i++) {
    int from = cc_bind_placement(binder, moves->entries[i].key);
    const cc_node *targets = moves->entries[i].value;
    for (int j = 0; from >= 0 && targets->kind == CC_MAPPING && j < targets->count; j++) {
      const char *to_name = targets->entries[j].key;
      int to = cc_bind_placement(binder, to_name);
      if (to < 0) {
        continue;
      }
      if (to == from && band == 0) {
        cc_bind_fault(binder, CC_E_CONFLICT, targets->entries[j].value, CIC ".moves.per_year", NULL,
                      "a move from `%s` to itself is no move", to_name);
      }
      const char *from_name = moves->entries[i].key;
      int all = cc_bind_parameter(binder, CIC, "moves.per_year", from_name, to_name, NULL);
      int own = all != CC_ABSENT ? all
                                 : cc_bind_parameter(binder, CIC, "moves.per_year", from_name,
                                                     to_name, plan->band_names[band], NULL);
      add_term(list, band, from, to, CC_ABSENT, own);
    }
  }
}

static void bind_rates(cc_binder *binder, const cc_node *section) {
  cc_demand *demand = &binder->plan->demand;
  const cc_node *moves = cc_bind_node(section, "moves", "per_year", NULL);
  term_list list = {cc_bind_array(binder, most_terms(binder), sizeof(cc_rate_term)), 0};
  for (int b = 0; b < binder->plan->n_bands; b++) {
    demand->first_term[b] = list.count;
    if (list.items != NULL) {
      add_exits(binder, &list, b);
      add_moves(binder, moves, &list, b);
    }
  }
  demand->first_term[binder->plan->n_bands] = list.count;
  demand->terms = list.items;
  demand->n_terms = list.count;
}

/* Whether any child can ever live in a placement: at the start, on entry, by a move or for want of
 * a place elsewhere. */
static bool is_reached(const cc_plan *plan, int placement) {
  const cc_demand *demand = &plan->demand;
  bool reached = demand->opening_by_placement[placement] != CC_ABSENT;
  for (int b = 0; b < plan->n_bands; b++) {
    reached = reached || demand->first_placement[b][placement] != CC_ABSENT;
    for (int s = 0; s < demand->n_streams; s++) {
      reached = reached || demand->streams[s].first_placement[b][placement] != CC_ABSENT;
    }
  }
  for (int i = 0; i < demand->n_terms; i++) {
    reached = reached || demand->terms[i].to == placement;
  }
  for (int p = 0; p < plan->n_placements; p++) {
    reached = reached || plan->placements[p].overflow_to == placement;
  }
  return reached;
}

/* A placement of an overlay whose name is misspelt would be a new one, with nobody in it. */
static void check_reached(cc_binder *binder) {
  const cc_plan *plan = binder->plan;
  const cc_node *placements = cc_bind_node(binder->root, "placements", NULL);
  for (int p = 0; p < plan->n_placements; p++) {
    if (is_reached(plan, p)) {
      continue;
    }
    const char *others[CC_MAX_STATES];
    int count = 0;
    for (int q = 0; q < plan->n_placements; q++) {
      others[count] = plan->placements[q].name;
      count += q != p;
    }
    const char *name = plan->placements[p].name;
    const char *nearest = cc_text_nearest(name, others, (size_t)count);
    cc_bind_fault(binder, CC_E_REFERENCE, cc_bind_node(placements, name, NULL),
                  cc_arena_print(binder->arena, "placements.%s", name),
                  nearest == NULL ? "add it to by_placement, first_placement or moves"
                                  : cc_arena_print(binder->arena, "did you mean `%s`?", nearest),
                  "no child can ever live in `%s`", name);
  }
}

void cc_bind_demand(cc_binder *binder) {
  const cc_node *section = cc_bind_node(binder->root, CIC, NULL);
  binder->plan->demand.present = section != NULL;
  bind_opening(binder);
  bind_entries(binder, cc_bind_node(section, "entries", NULL));
  bind_rates(binder, section);
  if (section != NULL && binder->plan->n_placements == 0) {
    cc_bind_fault(binder, CC_E_SECTION, section, CIC, "add a section `placements`",
                  "children in care need at least one placement");
  }
  if (section != NULL) {
    check_reached(binder);
  }
}

/* ---- caps and care leavers ------------------------------------------------------------------ */

void cc_bind_caps(cc_binder *binder) {
  cc_plan *plan = binder->plan;
  const cc_node *caps = cc_bind_node(binder->root, "caps", NULL);
  cc_cap *items = cc_bind_array(binder, cc_bind_count_items(caps), sizeof(cc_cap));
  for (int i = 0; items != NULL && i < caps->count; i++) {
    const cc_entry *entry = &caps->entries[i];
    if (!cc_bind_is_item(entry)) {
      continue;
    }
    const char *path = cc_arena_print(binder->arena, "caps.%s", entry->key);
    cc_cap *cap = &items[plan->n_caps++];
    cap->name = entry->key;
    cap->title = cc_bind_title(entry->value, entry->key);
    cap->children = cc_bind_parameter(binder, "caps", entry->key, "children", NULL);
    cap->diversion_cost = cc_bind_parameter(binder, "caps", entry->key, "diversion_cost", NULL);
    cap->hold = strcmp(cc_bind_text(entry->value, "policy", "report"), "hold") == 0;
    cc_bind_months(binder, entry->value, path, &cap->from, &cap->until);
    if (!cap->hold && cap->diversion_cost != CC_ABSENT) {
      cc_bind_fault(binder, CC_E_CONFLICT, cc_bind_node(entry->value, "diversion_cost", NULL), path,
                    "write `policy: hold`, or take diversion_cost away",
                    "a cap that only reports diverts nobody");
    }
    if (!plan->demand.present) {
      cc_bind_fault(binder, CC_E_SECTION, entry->value, path, "add a section `children_in_care`",
                    "a cap needs children in care to count");
    }
  }
  plan->caps = items;
}

void cc_bind_care_leavers(cc_binder *binder) {
  cc_plan *plan = binder->plan;
  cc_care_leavers *leavers = &plan->care_leavers;
  const cc_node *section = cc_bind_node(binder->root, "care_leavers", NULL);
  leavers->present = section != NULL;
  leavers->opening_16_17 = cc_bind_parameter(binder, "care_leavers.opening.16-17", NULL);
  leavers->opening_18_20 = cc_bind_parameter(binder, "care_leavers.opening.18-20", NULL);
  leavers->opening_21_24 = cc_bind_parameter(binder, "care_leavers.opening.21-24", NULL);
  leavers->attrition_per_year = cc_bind_parameter(binder, "care_leavers.attrition_per_year", NULL);
  leavers->caseload = cc_bind_parameter(binder, "care_leavers.caseload", NULL);
  leavers->cost_per_adviser = cc_bind_parameter(binder, "care_leavers.cost_per_adviser", NULL);
  int heading = cc_bind_word(cc_bind_text(section, "subjective", NULL), cc_subjective_names,
                             CC_SUBJECTIVE_COUNT);
  leavers->subjective = heading < 0 ? CC_EMPLOYEES : (cc_subjective)heading;
  if (section != NULL && !plan->demand.present) {
    cc_bind_fault(binder, CC_E_SECTION, section, "care_leavers", "add a section `children_in_care`",
                  "care leavers come from children in care");
  }
}
