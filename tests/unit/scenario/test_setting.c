/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --set PATH=VALUE: what it changes, and where it says that something is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/setting.h"
#include "support/layers_fixture.h"

#define BASE                                                                                       \
  CC_HEAD "indexes: {pay: 2%}\n"                                                                   \
          "services: {a: {cost: {value: 1m, growth: 2%}}, b: {cost: 5}}\n"                         \
          "interventions: {i: {effects: [{target: x, add: 1}, {target: y, multiply: 2}]}}\n"

static void test_settings_in_order(void **state) {
  (void)state;
  static const char *const settings[] = {"indexes.pay=3%",
                                         "services.b.cost=7",
                                         "indexes.pay=4%",
                                         "services.a.cost.growth=5%",
                                         "services.b.cost={2020/21: 8, 2021/22: 9}",
                                         "interventions.i.effects.2.multiply=0.5",
                                         "title=A = B",
                                         "years=3",
                                         NULL};
  cc_layers_fixture f;
  cc_layers_open(&f, BASE, settings);
  cc_assert_findings(&f, "");
  assert_true(cc_layers_find(&f, "indexes.pay")->quantity.values[0] == 0.04);
  assert_true(cc_layers_find(&f, "services.a.cost")->quantity.values[0] == 1e6);
  assert_true(cc_layers_find(&f, "services.a.cost.growth")->quantity.values[0] == 0.05);
  assert_true(cc_layers_find(&f, "services.b.cost")->quantity.values[1] == 9.0);
  assert_true(cc_layers_find(&f, "interventions.i.effects.2.multiply")->quantity.values[0] == 0.5);
  assert_string_equal(cc_layers_text(&f, "title"), "A = B");
  assert_string_equal(cc_layers_text(&f, "years"), "3");
  cc_layers_close(&f);
}

static void test_null_takes_away(void **state) {
  (void)state;
  static const char *const settings[] = {"services.b=null", "interventions=~", NULL};
  cc_layers_fixture f;
  cc_layers_open(&f, BASE, settings);
  cc_assert_findings(&f, "");
  assert_int_equal(cc_resolution_find(&f.resolution, "services.b.cost"), -1);
  assert_null(cc_node_get(f.layers.root, "interventions"));
  cc_layers_close(&f);
}

static void test_the_id_stays(void **state) {
  (void)state;
  static const char *const settings[] = {"years=3", NULL};
  cc_layers_fixture f;
  cc_layers_open(&f, "id: plan\n" BASE, settings);
  cc_assert_findings(&f, "");
  assert_string_equal(cc_layers_text(&f, "id"), "plan");
  cc_layers_close(&f);
}

/* Columns count characters of the setting, also of the path before the value. */
static void test_positions(void **state) {
  (void)state;
  static const struct {
    const char *setting, *finding;
  } cases[] = {{"services.b.cost=x", "1:17 E201\n"},
               {"services.b.cost=  x", "1:19 E201\n"},
               {"services.b.cots=5", "1:12 E101\n"},
               {"servces.b.cost=5", "1:1 E101\n"},
               {"services.b.cost={value: x}", "1:25 E201\n"},
               {"services.b.cost=[", "1:18 E002\n"},
               {"services.b.cost=*x", "1:17 E006\n"},
               {"services.b.cost=!x 5", "1:17 E007\n"},
               {"services.b.cost=#", "0:0 E106\n"},
               {"services.\xc3\xa9.cost=x", "1:10 E301\n"},
               {"years=3\nx: 4", "2:2 E002\n"},
               {"=", "1:1 E305\n"},
               {"", "1:1 E305\n"},
               {".=5", "1:1 E305\n"},
               {"a.=5", "1:3 E305\n"},
               {"a..b=5", "1:3 E305\n"},
               {"a b=5", "1:2 E305\n"},
               {"extends.x=5", "1:1 E305\n"},
               {"a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a=5", "1:1 E305\n"},
               {"years= ", "1:7 E305\n"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *settings[] = {cases[i].setting, NULL};
    cc_layers_fixture f;
    cc_layers_open(&f, BASE, settings);
    cc_assert_findings(&f, cases[i].finding);
    assert_string_equal(f.findings.items[0].at.file, "--set 1");
    cc_layers_close(&f);
  }
}

/* Settings are read also when the scenario itself cannot be. */
static void test_settings_of_a_broken_file(void **state) {
  (void)state;
  static const char *const settings[] = {"indexes.pay=3%", "nonsense", NULL};
  cc_layers_fixture f;
  cc_layers_open(&f, "a: [", settings);
  cc_assert_findings(&f, "1:1 E305\n1:5 E002\n");
  assert_null(f.layers.root);
  cc_layers_close(&f);
}

#define SPREAD                                                                                     \
  BASE "placements: {home: {weekly_price: 1}, school: {weekly_price: 2}}\n"                        \
       "caps: {all: {children: 9}}\n"                                                              \
       "children_in_care:\n"                                                                       \
       "  exits: {per_year: {other: {1-4: 0.1, 5-9: {home: 0.2}, 10-15: {value: 1, note: n}}}}\n"  \
       "  moves: {per_year: {home: {school: 0.1}}}\n"

/* A figure or word under a new name is a name misspelt, which would change nothing and say so to
 * nobody; a mapping or list brings in something new. A figure of one placement would silently take
 * that of all others away. */
static void test_settings_bring_in_no_new_names(void **state) {
  (void)state;
  static const struct {
    const char *setting, *finding;
  } cases[] = {
      {"interventions.i.active=no", ""},
      {"interventions.j.active=no", "1:15 E301\n"},
      {"indexes.cip=3%", "1:9 E301\n"},
      {"indexes.cip=null", "1:9 E301\n"},
      {"services.c={cost: 5}", ""},
      {"services.c.cost=5", "1:10 E301\n"},
      {"interventions.j.effects=[{target: x, add: 1}]", ""},
      {"services={a: {cost: 5}}", ""},
      {"sources.new=X", "1:9 E301\n"},
      {"caps.all.children=5", ""},
      {"caps.every.children=5", "1:6 E301\n"},
      {"services.note=Mine.", ""},
      {"services.a.fte=5", ""},
      {"unmodelled.cost=5", ""},
      {"children_in_care.exits.per_year.other.1-4=0.2", ""},
      {"children_in_care.exits.per_year.other.1-4.home=0.2", "1:43 E305\n"},
      {"children_in_care.exits.per_year.other.1-4.note=Mine.", ""},
      {"children_in_care.exits.per_year.other.5-9.school=0.2", ""},
      {"children_in_care.exits.per_year.other.10-15.home=0.2", "1:45 E305\n"},
      {"children_in_care.exits.per_year.other.16-17.home=0.2", ""},
      {"children_in_care.moves.per_year.home.school.1-4=0.2", "1:45 E305\n"},
      {"children_in_care.moves.per_year.school.home.1-4=0.2", ""},
      {"interventions.i.effects.1.add.growth=2%", ""},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    const char *settings[] = {cases[i].setting, NULL};
    cc_layers_fixture f;
    cc_layers_open(&f, SPREAD, settings);
    cc_assert_findings(&f, cases[i].finding);
    cc_layers_close(&f);
  }
}

static void test_the_tree_of_a_setting(void **state) {
  (void)state;
  cc_arena arena = {0};
  cc_diagnostics findings = {0};
  const cc_node *root = NULL;
  int depth = 0;
  assert_int_equal(cc_setting_read("a.b-c=5k", 3, &arena, &findings, &root, &depth), CC_OK);
  assert_int_equal(depth, 2);
  assert_int_equal(findings.count, 0);
  const cc_entry *entry = cc_node_entry(cc_node_get(root, "a"), "b-c");
  assert_string_equal(entry->value->text, "5k");
  assert_string_equal(entry->at.file, "--set 3");
  assert_int_equal(entry->at.column, 3);
  assert_int_equal(entry->value->at.column, 7);
  cc_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_settings_in_order),
      cmocka_unit_test(test_null_takes_away),
      cmocka_unit_test(test_the_id_stays),
      cmocka_unit_test(test_positions),
      cmocka_unit_test(test_settings_of_a_broken_file),
      cmocka_unit_test(test_settings_bring_in_no_new_names),
      cmocka_unit_test(test_the_tree_of_a_setting),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
