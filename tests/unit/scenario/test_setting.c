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
               {"services.\xc3\xa9.cost=x", "1:10 E105\n1:17 E201\n"},
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

static void test_the_tree_of_a_setting(void **state) {
  (void)state;
  cc_arena arena = {0};
  cc_diagnostics findings = {0};
  const cc_node *root = NULL;
  assert_int_equal(cc_setting_read("a.b-c=5k", 3, &arena, &findings, &root), CC_OK);
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
      cmocka_unit_test(test_the_tree_of_a_setting),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
