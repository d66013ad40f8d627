/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the schema says of keys that are not written is what counts: written out, each default gives
 * the same figures to the last bit, at the central values and in a draw, and another value does
 * not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/draws.h"
#include "scenario/schema.h"
#include "support/scenario_fixture.h"

/* A scenario in which every one of them acts, and none is written. */
static const char scenario_text[] =
    "carecast: 1\ntitle: D\nstart: 2020/21\nbands: [0, 5]\nindexes: {cpi: 2%}\n"
    "placements:\n"
    "  foster: {weekly_price: 500, capacity: {households: 25, places_per_household: 1}, "
    "overflow_to: home}\n"
    "  home: {weekly_price: 2000}\n"
    "children_in_care:\n"
    "  opening: {by_band: {0-4: 30, 5-17: 10}, by_placement: {foster: 30, home: 10}}\n"
    "  entries: {streams: {all: {per_year: {0-4: 20}, first_placement: {foster: 100%}}}}\n"
    "  exits: {per_year: {return_home: {0-4: 0.3, 5-17: 0.3}}}\n"
    "caps: {agreed: {children: 35}}\n"
    "care_leavers: {opening: {18-20: 40}, caseload: 20, cost_per_adviser: 45000}\n"
    "one_off_costs: {fee: {flow: entries, amount: 100}}\n"
    "services: {teams: {cost: {value: 1m, uncertainty: {normal: {cv: 5%}}}}}\n"
    "unmodelled: {cost: 500k}\n"
    "interventions: {bid: {cost: 100k, benefit: 200k, capital: {amount: 1m, in: 2020/21, life: "
    "20}}}\n"
    "invest_to_save: {deflator: cpi}\n"
    "contract: {brought_forward: 10m, contract_changes: {more: {amount: 1m, in: 2020/21}}}\n";

/* Where each default stands in the schema (`-` for a name) and in the scenario; another value. */
static const struct {
  const char *schema, *path, *other;
} defaults[] = {
    {"years", "years", "4"},
    {"placements.-.subjective", "placements.foster.subjective", "premises"},
    {"placements.-.capacity.usable_share", "placements.foster.capacity.usable_share", "80%"},
    {"children_in_care.entries.newborn_share", "children_in_care.entries.newborn_share", "50%"},
    {"caps.-.policy", "caps.agreed.policy", "hold"},
    {"care_leavers.subjective", "care_leavers.subjective", "premises"},
    {"one_off_costs.-.share", "one_off_costs.fee.share", "50%"},
    {"one_off_costs.-.subjective", "one_off_costs.fee.subjective", "premises"},
    {"services.-.subjective", "services.teams.subjective", "premises"},
    {"services.-.delivery_model", "services.teams.delivery_model", "out_of_scope"},
    {"unmodelled.known_budget", "unmodelled.known_budget", "yes"},
    {"unmodelled.subjective", "unmodelled.subjective", "premises"},
    {"interventions.-.active", "interventions.bid.active", "no"},
    {"interventions.-.subjective", "interventions.bid.subjective", "premises"},
    {"interventions.-.delivery", "interventions.bid.delivery", "50%"},
    {"interventions.-.capital.interest", "interventions.bid.capital.interest", "5%"},
    {"invest_to_save.discount_rate", "invest_to_save.discount_rate", "5%"},
    {"contract.contract_changes.-.recurrence", "contract.contract_changes.more.recurrence",
     "one_off"},
    {"contract.contract_changes.-.delivery", "contract.contract_changes.more.delivery", "50%"},
};
enum { DEFAULTS = sizeof defaults / sizeof defaults[0] };

static const cc_schema *schema_at(const char *path) {
  const cc_schema *schema = cc_schema_root();
  while (*path != '\0' && schema != NULL) {
    char key[64];
    size_t length = strcspn(path, ".");
    snprintf(key, sizeof key, "%.*s", (int)length, path);
    schema = cc_schema_under(schema, key);
    path += length + (path[length] == '.');
  }
  return schema;
}

static bool is_listed(const cc_schema *schema) {
  for (int i = 0; i < DEFAULTS; i++) {
    if (schema_at(defaults[i].schema) == schema) {
      return true;
    }
  }
  return false;
}

/* Lines are written in several places and are one entry of the schema. */
static void find_unlisted(const cc_schema *schema, int depth) {
  for (const cc_schema *child = schema->children; child != NULL && child->key != NULL; child++) {
    if (child->otherwise != NULL && !is_listed(child)) {
      fail_msg("no test of the default of %s", child->key);
    }
    if (depth < 8) {
      find_unlisted(child, depth + 1);
    }
  }
}

static void test_every_default_is_listed(void **state) {
  (void)state;
  find_unlisted(cc_schema_root(), 0);
}

static bool same_figures(const cc_run *a, const cc_run *b) {
  int n = a->plan->rows.annual.count, n_years = a->plan->n_years;
  bool same = b->plan->n_years == n_years && b->plan->rows.annual.count == n;
  for (int i = 0; i < n * n_years && same; i++) {
    same = cc_annual(a->plan, a->results, i / n_years, i % n_years) ==
           cc_annual(b->plan, b->results, i / n_years, i % n_years);
  }
  return same;
}

/* Projects the first of ten draws. */
static void turn_to_draw(const cc_run *run) {
  cc_draws *draws = NULL;
  double *vector = calloc((size_t)run->plan->vector_length, sizeof *vector);
  assert_non_null(vector);
  assert_int_equal(cc_draws_create(run->scenario, 10, CC_SAMPLE_LATIN, 1, &draws), CC_OK);
  cc_draws_vector(draws, 0, vector);
  assert_int_equal(cc_project(run->plan, vector, 1, run->workspace, run->results), CC_OK);
  cc_draws_free(draws);
  free(vector);
}

static bool gives_the_same(const char *path, const char *value) {
  char setting[160];
  snprintf(setting, sizeof setting, "%s=%s", path, value);
  cc_scenario *plain = cc_load_text(scenario_text);
  cc_scenario *set = cc_load_text_set(scenario_text, setting);
  cc_run run = cc_run_of(plain), other = cc_run_of(set);
  bool same = same_figures(&run, &other);
  turn_to_draw(&run);
  turn_to_draw(&other);
  same = same && same_figures(&run, &other);
  cc_run_free(&other);
  cc_run_free(&run);
  cc_scenario_free(set);
  cc_scenario_free(plain);
  return same;
}

static void test_defaults_are_what_counts(void **state) {
  (void)state;
  for (int i = 0; i < DEFAULTS; i++) {
    const char *otherwise = schema_at(defaults[i].schema)->otherwise;
    assert_non_null(otherwise);
    if (!gives_the_same(defaults[i].path, otherwise)) {
      fail_msg("%s: %s is not what counts", defaults[i].path, otherwise);
    }
    if (gives_the_same(defaults[i].path, defaults[i].other)) {
      fail_msg("%s: %s changes nothing", defaults[i].path, defaults[i].other);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_default_is_listed),
      cmocka_unit_test(test_defaults_are_what_counts),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
