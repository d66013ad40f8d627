/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tree along the schema: which parameters there are, their paths, order, sources, and the growth
 * that is a parameter of its own. Messages are in tests/broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/file.h"
#include "base/text.h"
#include "support/layers_fixture.h"

static void assert_paths(cc_layers_fixture *f, const char *expected) {
  cc_text paths = {0};
  cc_text_add(&paths, "");
  for (int i = 0; i < f->resolution.count; i++) {
    cc_text_print(&paths, "%s\n", f->resolution.items[i].path);
    assert_int_equal(cc_resolution_find(&f->resolution, f->resolution.items[i].path), i);
  }
  assert_string_equal(paths.data, expected);
  cc_text_free(&paths);
}

/* Sections in the order of the schema, bands in theirs, the user's names as they are written. */
static void test_paths_and_their_order(void **state) {
  (void)state;
  cc_layers_fixture f;
  cc_layers_open(&f,
                 CC_HEAD "services: {z: {fte: 1, cost: 1m}, a: {cost: 2m}}\n"
                         "population: {10-15: 5, under_1: 6}\n"
                         "indexes: {pay: 2%, cpi: 1%}\n",
                 NULL);
  cc_assert_findings(&f, "");
  assert_paths(&f, "indexes.pay\nindexes.cpi\npopulation.under_1\npopulation.10-15\n"
                   "services.z.cost\nservices.z.fte\nservices.a.cost\n");
  assert_int_equal(cc_resolution_find(&f.resolution, "services.z"), -1);
  assert_int_equal(cc_resolution_find(&f.resolution, ""), -1);
  cc_layers_close(&f);
}

static void test_figures_for_all_or_for_each(void **state) {
  (void)state;
  cc_layers_fixture f;
  cc_layers_open(&f,
                 CC_HEAD "placements: {home: {weekly_price: 1}, school: {weekly_price: 2}}\n"
                         "children_in_care:\n"
                         "  exits: {per_year: {other: {1-4: 0.1, 5-9: {school: 0.2, home: 0.3},\n"
                         "    10-15: {value: 0.4, note: x}, 16-17: {note: x, home: 0.5}}}}\n"
                         "  moves: {per_year: {school: {home: 0.6}, home: {school: {5-9: 0.7}}}}\n",
                 NULL);
  cc_assert_findings(&f, "");
  assert_paths(&f, "placements.home.weekly_price\nplacements.school.weekly_price\n"
                   "children_in_care.exits.per_year.other.1-4\n"
                   "children_in_care.exits.per_year.other.5-9.school\n"
                   "children_in_care.exits.per_year.other.5-9.home\n"
                   "children_in_care.exits.per_year.other.10-15\n"
                   "children_in_care.exits.per_year.other.16-17.home\n"
                   "children_in_care.moves.per_year.school.home\n"
                   "children_in_care.moves.per_year.home.school.5-9\n");
  const cc_resolved *item = cc_layers_find(&f, "children_in_care.exits.per_year.other.5-9.home");
  assert_int_equal(item->schema->unit, CC_U_PER_YEAR);
  assert_true(item->quantity.values[0] == 0.3);
  cc_layers_close(&f);
}

static void test_items_of_lists_count_from_1(void **state) {
  (void)state;
  cc_layers_fixture f;
  cc_layers_open(&f,
                 CC_HEAD "interventions:\n  help:\n    effects:\n"
                         "      - {target: a, multiply: 0.9}\n"
                         "      - {target: b, add: {value: 5, growth: 2%}}\n",
                 NULL);
  cc_assert_findings(&f, "");
  assert_paths(&f, "interventions.help.effects.1.multiply\ninterventions.help.effects.2.add\n"
                   "interventions.help.effects.2.add.growth\n");
  cc_layers_close(&f);
}

static void test_growth_is_a_parameter(void **state) {
  (void)state;
  cc_layers_fixture f;
  cc_layers_open(&f,
                 CC_HEAD "sources: {a: A, b: B}\n"
                         "services:\n"
                         "  x: {cost: {value: 1m, growth: 3% per year, source: a}}\n"
                         "  y: {cost: {value: 1m, growth: {2021/22: 1%, source: b}, source: a}}\n"
                         "  z: {cost: 1m}\n",
                 NULL);
  cc_assert_findings(&f, "");
  const cc_resolved *x = cc_layers_find(&f, "services.x.cost");
  const cc_resolved *growth = cc_layers_find(&f, "services.x.cost.growth");
  assert_ptr_equal(&f.resolution.items[x->growth], growth);
  assert_int_equal(growth->schema->unit, CC_U_GROWTH);
  assert_true(growth->quantity.values[0] == 0.03);
  assert_int_equal(growth->growth, -1);
  assert_string_equal(growth->source, "a");
  assert_string_equal(cc_layers_find(&f, "services.y.cost")->source, "a");
  assert_string_equal(cc_layers_find(&f, "services.y.cost.growth")->source, "b");
  assert_int_equal(cc_layers_find(&f, "services.z.cost")->growth, -1);
  assert_string_equal(cc_layers_find(&f, "services.z.cost")->source, "");
  cc_layers_close(&f);
}

static void test_sources_hold_below(void **state) {
  (void)state;
  cc_layers_fixture f;
  cc_layers_open(&f,
                 CC_HEAD "basis: assumption\n"
                         "services:\n"
                         "  source: council\n"
                         "  a: {cost: 1m, fte: {value: 5, source: census, basis: published}}\n"
                         "  b: {source: paper, basis: derived, cost: 2m, note: Why.}\n"
                         "unmodelled: {cost: 3m}\n"
                         "indexes:\n"
                         "  pay: {2020/21: {value: 1%, source: njc}, 2021/22: {value: 2%, source: "
                         "obr}}\n"
                         "  cpi: {2020/21: {value: 1%, source: ons}, 2021/22: 2%}\n",
                 NULL);
  cc_assert_findings(&f, "");
  static const struct {
    const char *path, *source, *basis;
  } cases[] = {{"services.a.cost", "council", "assumption"},
               {"services.a.fte", "census", "published"},
               {"services.b.cost", "paper", "derived"},
               {"unmodelled.cost", "", "assumption"},
               {"indexes.pay", "", "assumption"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const cc_resolved *item = cc_layers_find(&f, cases[i].path);
    assert_string_equal(item->source, cases[i].source);
    assert_string_equal(item->basis, cases[i].basis);
  }
  cc_layers_close(&f);
}

static void test_explained_is_without_findings(void **state) {
  (void)state;
  cc_layers_fixture f;
  cc_layers_open_file(&f, CARECAST_SOURCE_DIR "/scenarios/explained.yaml", NULL, NULL, NULL);
  cc_assert_findings(&f, "");
  assert_int_equal(f.resolution.n_bands, 5);
  const cc_resolved *rate = cc_layers_find(&f, "invest_to_save.discount_rate");
  assert_string_equal(rate->source, "green-book");
  assert_string_equal(rate->basis, "published");
  assert_true(rate->quantity.values[0] == 0.035);
  cc_layers_close(&f);
}

/* The order of keys says nothing: the same parameters with the same values. */
static void test_order_of_keys(void **state) {
  (void)state;
  cc_layers_fixture one, two;
  cc_layers_open(&one,
                 CC_HEAD "population: {under_1: 1, 1-4: {mid-2019: 2, mid-2020: 3}}\n"
                         "indexes: {pay: 2%}\n",
                 NULL);
  cc_layers_open(&two,
                 "indexes: {pay: 2%}\npopulation: {1-4: {mid-2020: 3, mid-2019: 2}, "
                 "under_1: 1}\n" CC_HEAD,
                 NULL);
  assert_int_equal(one.resolution.count, two.resolution.count);
  for (int i = 0; i < one.resolution.count; i++) {
    const cc_resolved *a = &one.resolution.items[i], *b = &two.resolution.items[i];
    assert_string_equal(a->path, b->path);
    assert_int_equal(a->quantity.n_knots, b->quantity.n_knots);
    for (int k = 0; k < a->quantity.n_knots; k++) {
      assert_true(a->quantity.values[k] == b->quantity.values[k]);
    }
  }
  cc_layers_close(&one);
  cc_layers_close(&two);
}

static void test_an_empty_resolution(void **state) {
  (void)state;
  cc_resolution nothing = {0};
  assert_int_equal(cc_resolution_find(&nothing, "a"), -1);
  cc_layers_fixture f;
  cc_layers_open(&f, CC_HEAD, NULL);
  cc_assert_findings(&f, "");
  assert_int_equal(f.resolution.count, 0);
  cc_layers_close(&f);
}

/* What the parser already refused is not refused again under another name, wherever it stands. */
static void test_an_alias_is_one_finding(void **state) {
  (void)state;
  cc_layers_fixture f;
  cc_layers_open(&f,
                 CC_HEAD "years: *x\n"
                         "bands: *x\n"
                         "basis: *x\n"
                         "contract: *x\n"
                         "placements: {home: {weekly_price: 1, overflow_to: *x}}\n"
                         "children_in_care: {exits: {per_year: {other: {1-4: {home: *x}}}}}\n"
                         "caps: {a: {children: *x, from: *x, policy: *x, title: *x}}\n"
                         "interventions: {a: {active: *x, effects: *x}}\n"
                         "services:\n"
                         "  a: {cost: {value: *x, index: *x, growth: *x, uncertainty: *x}}\n"
                         "  b: {cost: {triangular: *x}}\n"
                         "  c: {cost: {value: 1, uncertainty: {normal: *x}}}\n"
                         "  d: {cost: {value: 1, uncertainty: {pert: [1, *x, 2]}}}\n"
                         "  e: *x\n"
                         "  f: {cost: 1, *x : 2}\n",
                 NULL);
  assert_int_equal(f.findings.count, 21);
  for (size_t i = 0; i < f.findings.count; i++) {
    assert_string_equal(f.findings.items[i].code, "E006");
  }
  cc_layers_close(&f);
}

/* More parameters than the first array holds. */
static void test_many_parameters(void **state) {
  (void)state;
  cc_layers_fixture f;
  cc_text text = {0};
  cc_text_add(&text, CC_HEAD "services:\n");
  for (int i = 0; i < 3000; i++) {
    cc_text_print(&text, "  s%d: {cost: %d}\n", i, i);
  }
  cc_layers_open(&f, text.data, NULL);
  cc_assert_findings(&f, "");
  assert_int_equal(f.resolution.count, 3000);
  assert_true(cc_layers_find(&f, "services.s2999.cost")->quantity.values[0] == 2999.0);
  cc_layers_close(&f);
  cc_text_free(&text);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_paths_and_their_order),
      cmocka_unit_test(test_figures_for_all_or_for_each),
      cmocka_unit_test(test_items_of_lists_count_from_1),
      cmocka_unit_test(test_growth_is_a_parameter),
      cmocka_unit_test(test_sources_hold_below),
      cmocka_unit_test(test_explained_is_without_findings),
      cmocka_unit_test(test_order_of_keys),
      cmocka_unit_test(test_an_empty_resolution),
      cmocka_unit_test(test_an_alias_is_one_finding),
      cmocka_unit_test(test_many_parameters),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
