/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An overlay is loaded twice, with a cache of its base and without. With one, what the overlay
 * leaves as it is is the base's: parts of the tree, the demand, or the whole plan. The last is seen
 * from outside (the parameters are the base's own), and nothing else may show any of it: the load
 * without a cache is the second method that says what is right, also of what is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "support/layers_fixture.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

static char folder[] = "/tmp/carecast-same-plan-XXXXXX";

static void put(const char *path, const char *text) {
  assert_int_equal(cc_file_replace(path, text, strlen(text)), CC_OK);
}

typedef struct {
  cc_status status;
  cc_scenario *scenario;
  char *findings;
} loaded;

static loaded load(const char *path, cc_file_cache *with, const char *setting) {
  loaded l = {.scenario = NULL};
  cc_diagnostics findings = {0};
  l.status =
      cc_scenario_load_with(path, NULL, &setting, setting != NULL, with, &findings, &l.scenario);
  l.findings = cc_print_findings(&findings);
  cc_diagnostics_free(&findings);
  return l;
}

static void unload(loaded *l) {
  cc_scenario_free(l->scenario);
  free(l->findings);
}

static void assert_same_text(const cc_scenario *a, const cc_scenario *b) {
  cc_text text_a = {0}, text_b = {0};
  cc_scenario_print_resolved(a, &text_a);
  cc_scenario_print_resolved(b, &text_b);
  assert_string_equal(text_a.data, text_b.data);
  cc_text_free(&text_a);
  cc_text_free(&text_b);
}

static void assert_same_runs(const cc_scenario *a, const cc_scenario *b) {
  cc_run run_a = cc_run_of(a), run_b = cc_run_of(b);
  int rows = run_a.plan->rows.monthly.count, months = run_a.plan->n_months;
  assert_int_equal(rows, run_b.plan->rows.monthly.count);
  assert_memory_equal(run_a.results->monthly, run_b.results->monthly,
                      (size_t)(rows * months) * sizeof(double));
  rows = run_a.plan->rows.annual.count;
  assert_int_equal(rows, run_b.plan->rows.annual.count);
  assert_memory_equal(run_a.results->annual, run_b.results->annual,
                      (size_t)(rows * run_a.plan->n_years) * sizeof(double));
  cc_run_free(&run_a);
  cc_run_free(&run_b);
}

static void assert_same_scenario(const cc_scenario *a, const cc_scenario *b) {
  assert_string_equal(a->id, b->id);
  assert_string_equal(a->title, b->title);
  assert_string_equal(a->notes, b->notes);
  assert_int_equal(a->plan.vector_length, b->plan.vector_length);
  assert_memory_equal(a->vector, b->vector, (size_t)a->plan.vector_length * sizeof(double));
  assert_int_equal(a->n_correlations, b->n_correlations);
  for (int i = 0; i < a->n_correlations; i++) {
    cc_assert_near(a->correlations[i].coefficient, b->correlations[i].coefficient, 0);
  }
  assert_int_equal(a->n_published, b->n_published);
  assert_same_text(a, b);
  assert_same_runs(a, b);
}

/* Loads both ways and fails unless they agree; returns whether the base's plan was taken over. The
 * cache is new each time, as files are written anew and it would keep what they held. */
static bool is_taken_over(const char *path, const char *setting) {
  cc_file_cache *cache = NULL;
  assert_int_equal(cc_file_cache_create(&cache), CC_OK);
  loaded with = load(path, cache, setting), without = load(path, NULL, setting);
  bool taken = false;
  assert_int_equal(with.status, without.status);
  assert_string_equal(with.findings, without.findings);
  if (with.status == CC_OK) {
    const cc_scenario *base = with.scenario->layers.base;
    taken = base != NULL && with.scenario->plan.parameters == base->plan.parameters;
    assert_same_scenario(with.scenario, without.scenario);
  }
  unload(&with);
  unload(&without);
  cc_file_cache_free(cache);
  return taken;
}

/* ---- one figure after the other ---------------------------------------------------------------
 */

/* Another number in the same form: its last digit, and so its value, is another. */
static void change_digit(char *number) {
  for (size_t i = strlen(number); i > 0; i--) {
    if (number[i - 1] >= '0' && number[i - 1] <= '9') {
      number[i - 1] = number[i - 1] == '9' ? '8' : (char)(number[i - 1] + 1);
      return;
    }
  }
}

static void test_every_plain_figure(void **state) {
  (void)state;
  int taken = 0, tried = 0;
  cc_scenario *base = cc_load_file("scenarios/explained.yaml");
  put("over.yaml", "carecast: 1\ntitle: Over\nextends: explained.yaml\n");
  for (int i = 0; i < base->resolution.count; i++) {
    const cc_resolved *item = &base->resolution.items[i];
    char setting[400], number[64];
    if (item->node->kind == CC_SCALAR) {
      snprintf(number, sizeof number, "%s", item->node->text);
      change_digit(number);
      snprintf(setting, sizeof setting, "%s=%s", item->path, number);
      taken += is_taken_over("over.yaml", setting);
      tried++;
    }
  }
  /* The others do not sum any more, or are in the unit of a target. */
  assert_true(tried > 80);
  assert_true(taken > tried / 2);
  cc_scenario_free(base);
}

/* ---- what is taken over and what is not -------------------------------------------------------
 */

#define BASE                                                                                       \
  "carecast: 1\ntitle: Base\nid: base\nstart: 2020/21\nyears: 3\n"                                 \
  "sources: {paper: A paper, book: A book}\n"                                                      \
  "indexes: {pay: 2%, cpi: {2020/21: 1%, 2021/22: 2%}}\n"                                          \
  "population: {10-15: {mid-2019: 1000, mid-2020: 1200}}\n"                                        \
  "placements:\n"                                                                                  \
  "  own: {title: Own, weekly_price: {value: 500, growth: 1%, uncertainty: {normal: {sd: 9}}}}\n"  \
  "  market: {weekly_price: {value: 900, uncertainty: {lognormal: {cv: 8%}}}}\n"                   \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {10-15: 50}, by_placement: {own: 40, market: 10}}\n"                       \
  "  entries:\n"                                                                                   \
  "    source: paper\n"                                                                            \
  "    newborn_share: 50%\n"                                                                       \
  "    per_10k: {10-15: 100}\n"                                                                    \
  "    first_placement: {10-15: {own: 60%, market: 40%}}\n"                                        \
  "    streams: {alone: {per_year: {10-15: 4}, first_placement: {market: 100%}}}\n"                \
  "services: {a: {cost: {2020/21: 10m, index: pay}}, b: {cost: 1m}}\n"                             \
  "interventions:\n"                                                                               \
  "  edge:\n"                                                                                      \
  "    delivery: 80%\n"                                                                            \
  "    effects:\n"                                                                                 \
  "      - {target: children_in_care.entries.newborn_share, multiply: 1.5}\n"                      \
  "      - {target: children_in_care.entries.per_10k.*, multiply: 0.9, from: 2021-04}\n"           \
  "      - {target: services.b.cost, add: 100k}\n"                                                 \
  "correlations:\n"                                                                                \
  "  - between: [placements.own.weekly_price, placements.market.weekly_price]\n"                   \
  "    coefficient: 0.5\n"                                                                         \
  "published: [{measure: services.b, year: 2020/21, printed: \"1.0\", unit: gbp_m}]\n"

typedef struct {
  const char *says;
  bool taken;
} overlay_case;

static const overlay_case cases[] = {
    /* values */
    {"", true},
    {"id: mine\nnotes: Other notes.\n", true},
    {"services: {b: {cost: 2m}}\n", true},
    {"services: {b: {cost: {value: 2m, source: paper, basis: derived, note: New.}}}\n", true},
    {"services: {b: {cost: {source: paper}}}\n", true},
    {"services: {a: {cost: {2020/21: 11m}}, b: {cost: 2m}}\n", true},
    {"services: {a: {cost: {2020/21: 11m, index: pay}}, b: {cost: 2m}}\n", true},
    {"indexes: {pay: 3%, cpi: {2020/21: 2%, 2021/22: 2%}}\n", true},
    {"population: {10-15: {mid-2019: 900, mid-2020: 1300}}\n", true},
    {"placements: {own: {weekly_price: {value: 600, growth: 2%, uncertainty: {normal: {sd: "
     "8}}}}}\n",
     true},
    {"placements: {own: {weekly_price: {growth: {value: 2%, source: book}}}}\n", true},
    {"placements: {market: {weekly_price: {triangular: [800, 900, 990]}}}\n", true},
    {"children_in_care: {entries: {per_10k: {10-15: 90}, newborn_share: 52%}}\n", true},
    {"children_in_care: {entries: {first_placement: {10-15: {own: 30%, market: 70%}}}}\n", true},
    {"children_in_care: {opening: {by_band: {10-15: 30}, by_placement: {own: 20}}}\n", true},
    {"correlations: {1: {coefficient: {value: -0.4, source: book}}}\n", true},
    {"interventions: {edge: {delivery: 90%, effects: {1: {multiply: 1.1}}}}\n", true},
    /* another structure, or one that has to be looked at in full */
    {"services: {b: {cost: {growth: 1%}}}\n", false},
    {"services: {b: {cost: {2020/21: 1m, 2021/22: 2m}}}\n", false},
    {"services: {b: {cost: {2020/21: 1m}}}\n", false},
    {"services: {a: {cost: {2020/21: 10m, index: cpi}}}\n", false},
    {"services: {a: {cost: {2020/21: 10m, index: none}}}\n", false},
    {"services: {a: {cost: {2021/22: 10m, index: pay}}}\n", false},
    {"services: {a: {cost: {2020/21: 10m, index: pay, uncertainty: {lognormal: {cv: 3%}}}}}\n",
     false},
    {"services: {c: {cost: 1m}}\n", false},
    {"services: {b: null}\n", false},
    {"services: {b: {title: Bees}}\n", false},
    {"services: {b: {fte: 4}}\n", false},
    {"services: {b: {source: book}}\n", false},
    {"sources: {letter: A letter}\n", false},
    {"start: 2021/22\n", false},
    {"years: 4\n", false},
    {"caps: {}\n", false},
    {"contract: null\n", false},
    {"indexes: {rent: 3%}\n", false},
    {"indexes: {cpi: null}\n", false},
    {"population: {16-17: 300}\n", false},
    {"placements: {spare: {weekly_price: 700, capacity: {places: 3}, overflow_to: market},"
     " own: {capacity: {places: 30}, overflow_to: spare}}\n",
     false},
    {"caps: {most: {children: 60, from: 2021-04}}\n", false},
    {"interventions: {second: {effects: [{target: \"placements.*.weekly_price\", multiply: "
     "0.9}]}}\n",
     false},
    {"placements: {own: {title: Our own}}\n", false},
    {"placements: {own: {title: null}}\n", false},
    {"children_in_care: {entries: {source: book}}\n", false},
    {"children_in_care: {entries: {per_10k: 90}}\n", false},
    {"interventions: {edge: {active: no}}\n", false},
    {"interventions: {edge: {effects: {3: {add: 50k}}}}\n", false},
    {"interventions: {edge: {effects: {3: {add: 5%}}}}\n", false},
    {"interventions: {edge: {effects: {2: null}}}\n", false},
    {"published: {1: {printed: \"1.1\"}}\n", false},
    /* wrong because of what the overlay takes away or adds */
    {"indexes: {pay: null}\n", false},
    {"sources: {paper: null}\n", false},
    {"sources: null\n", false},
    {"placements: {market: null}\n", false},
    {"placements: {spare: {weekly_price: 700}}\n", false},
    {"placements: 5\n", false},
    {"bands: [0, 5, 16]\n", false},
    {"services: {total: {cost: 1m}}\n", false},
    {"interventions: {edge: {effects: {1: {target: nothing.*}}}}\n", false},
    /* wrong, each in a way that only its value shows */
    {"title: null\n", false},
    {"title: []\n", false},
    {"carecast: 2\n", false},
    {"id: not a name\n", false},
    {"notes: {}\n", false},
    {"services: {b: {cost: 2%}}\n", false},
    {"services: {b: {cost: }}\n", false},
    {"services: {b: {cost: {value: 2m, source: nowhere}}}\n", false},
    {"services: {b: {cost: {value: 2m, basis: rumour}}}\n", false},
    {"interventions: {edge: {delivery: 101%}}\n", false},
    {"placements: {own: {weekly_price: {value: 600, growth: 2%}}}\n", true},
    {"children_in_care: {opening: {by_band: {10-15: 51}}}\n", false},
    {"children_in_care: {entries: {first_placement: {10-15: {own: 61%}}}}\n", false},
    {"children_in_care: {entries: {streams: {alone: {first_placement: {market: 99%}}}}}\n", false},
    {"children_in_care: {entries: {newborn_share: 80%}}\n", false},
    {"placements: {market: {weekly_price: 900}}\n", true},
    {"correlations: {1: {coefficient: 2}}\n", false},
};

static void test_what_is_taken_over(void **state) {
  (void)state;
  int wrong = 0;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[400];
    const char *title = strstr(cases[i].says, "title: ") == cases[i].says ? "" : "title: Over\n";
    const char *version = strstr(cases[i].says, "carecast") != NULL ? "" : "carecast: 1\n";
    snprintf(text, sizeof text, "%s%sextends: base.yaml\n%s", version, title, cases[i].says);
    put("over.yaml", text);
    if (is_taken_over("over.yaml", NULL) != cases[i].taken) {
      print_error("%s: %s", cases[i].taken ? "not taken over" : "taken over", cases[i].says);
      wrong++;
    }
  }
  assert_int_equal(wrong, 0);
}

/* A chain: the plan is that of the file extended, not of what this one extends in turn. */
static void test_a_chain(void **state) {
  (void)state;
  put("plan.yaml", "carecast: 1\ntitle: Plan\nextends: base.yaml\nservices: {c: {cost: 1m}}\n");
  put("over.yaml", "carecast: 1\ntitle: Over\nextends: plan.yaml\nservices: {c: {cost: 2m}}\n");
  assert_true(is_taken_over("over.yaml", NULL));
  assert_true(is_taken_over("over.yaml", "services.b.cost=3m"));
  assert_false(is_taken_over("plan.yaml", NULL));
}

/* Chains of three with years, doubts and lists over each other, and settings in order on top: the
 * cache changes nothing. The last word is the last setting's. */
static void test_long_chains(void **state) {
  (void)state;
  static const char *const settings[] = {"services.b.cost=3m",
                                         "services.b.cost={2021/22: 4m}",
                                         "services.a.cost=12m",
                                         "services.a.cost.index=none",
                                         "services.a.cost.2022/23=9m",
                                         "placements.own.weekly_price.growth=3%",
                                         "placements.own.weekly_price.uncertainty=none",
                                         "placements.market.weekly_price=950",
                                         "interventions.edge.effects.2.multiply=0.7",
                                         "interventions.edge.delivery=70%",
                                         "correlations={replace: []}"};
  put("one.yaml", "carecast: 1\ntitle: One\nextends: base.yaml\nsource: book\nbasis: derived\n"
                  "services: {b: {cost: {2021/22: 2m}}}\nplacements: {own: {weekly_price: 550}}\n"
                  "interventions: {edge: {effects: [{target: services.b.cost, multiply: 1.1}]}}\n");
  put("two.yaml", "carecast: 1\ntitle: Two\nextends: one.yaml\n"
                  "services: {b: {cost: {2022/23: 5m, growth: 2%}}, a: {cost: 11m}}\n"
                  "placements: {market: {weekly_price: {triangular: [700, 1000, 1100]}}}\n");
  put("over.yaml", "carecast: 1\ntitle: Over\nextends: two.yaml\n"
                   "services: {a: {cost: {2021/22: 13m}}, b: {cost: 6m}}\n"
                   "interventions: {edge: {effects: [{target: services.b.cost, multiply: 1.2}, "
                   "{target: services.a.cost, multiply: 1.3}]}}\n");
  (void)is_taken_over("over.yaml", NULL);
  (void)is_taken_over("two.yaml", NULL);
  (void)is_taken_over("one.yaml", NULL);
  for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
    (void)is_taken_over("over.yaml", settings[i]);
  }
}

/* A base that is no whole scenario has no plan, and what is laid over it has one of its own. */
static void test_a_base_that_cannot_stand_alone(void **state) {
  (void)state;
  put("part.yaml", "carecast: 1\ntitle: Part\nservices: {b: {cost: 1m}}\n");
  put("over.yaml", "carecast: 1\ntitle: Over\nextends: part.yaml\nstart: 2020/21\n");
  assert_false(is_taken_over("over.yaml", NULL));
}

/* ---- the whole ------------------------------------------------------------------------------- */

static int make_folder(void **state) {
  (void)state;
  char *bytes = NULL;
  size_t length = 0;
  if (mkdtemp(folder) == NULL || chdir(folder) != 0 ||
      cc_file_read(CARECAST_SOURCE_DIR "/scenarios/explained.yaml", CC_YAML_MAX_BYTES, &bytes,
                   &length) != CC_OK) {
    return -1;
  }
  put("explained.yaml", bytes);
  put("base.yaml", BASE);
  free(bytes);
  return 0;
}

static int remove_folder(void **state) {
  (void)state;
  char command[80];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  return chdir("/") == 0 ? system(command) : -1;
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_plain_figure),
      cmocka_unit_test(test_what_is_taken_over),
      cmocka_unit_test(test_a_chain),
      cmocka_unit_test(test_long_chains),
      cmocka_unit_test(test_a_base_that_cannot_stand_alone),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
