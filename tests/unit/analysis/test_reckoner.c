/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the ready reckoner asks of a scenario, and that the answers are right, by hand. */
#include "analysis/reckoner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/run.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

/* A hundred children who stay, at 1,000 a week; a service of 1m that follows pay; 1.2m of savings
 * in the first year and 0.6m in the second. */
static const char town[] =
    "carecast: 1\ntitle: T\nstart: 2020/21\nyears: 3\nbands: [0, 5]\n"
    "indexes: {pay: {2020/21: 2%, 2021/22: 3%}}\n"
    "placements: {home: {title: Home, weekly_price: 1000}}\n"
    "children_in_care: {opening: {by_band: {0-4: 100}, by_placement: {home: 100}}, entries: {}}\n"
    "services: {teams: {cost: {2020/21: 1m, index: pay}}}\n"
    "contract: {brought_forward: 6m, demand_pressures: {mitigations: {plan: {lines: {a: {amount: "
    "1.2m, in: 2020/21}, b: {amount: 0.6m, in: 2021/22}, c: {amount: 1m, in: 2020/21, delivery: "
    "50%}}}}}}\n";

static const cc_reckoner_item *find(const cc_reckoner *list, const char *title) {
  for (int i = 0; i < list->count; i++) {
    if (strcmp(list->items[i].title, title) == 0) {
      return &list->items[i];
    }
  }
  fail_msg("no item `%s`", title);
  return NULL;
}

/* What an item makes more of a measure in each of three years. */
static void expect(const cc_reckoner *list, const char *title, const char *measure,
                   const double expected[3]) {
  const cc_reckoner_item *item = find(list, title);
  cc_diagnostics findings = {0};
  cc_scenario *plain = cc_load_text(town), *changed = NULL;
  assert_int_equal(cc_scenario_load_text("town.yaml", town, item->settings,
                                         (size_t)item->n_settings, &findings, &changed),
                   CC_OK);
  cc_run before = cc_run_of(plain), after = cc_run_of(changed);
  for (int y = 0; y < 3; y++) {
    cc_assert_near(cc_measure(&after, measure, y) - cc_measure(&before, measure, y), expected[y],
                   0.005);
  }
  cc_run_free(&before);
  cc_run_free(&after);
  cc_scenario_free(plain);
  cc_scenario_free(changed);
  cc_diagnostics_free(&findings);
}

static void test_items(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(town);
  cc_reckoner list = {0};
  assert_int_equal(cc_reckoner_fill(scenario, &list), CC_OK);
  const double care = 100 * 1000 * 365 / 7.0;
  expect(&list, "1% on the price of every placement", "expenditure.total",
         (double[]){care / 100, care / 100, care / 100});
  expect(&list, "1% on the price of: Home", "placement_cost.home",
         (double[]){care / 100, care / 100, care / 100});
  /* a point in the second year, and 3% on it in the third */
  expect(&list, "One point more on the index `pay` in 2021/22", "services.teams",
         (double[]){0, 10e3, 10.3e3});
  /* a twelfth of each in its first year; nobody knows when what is half delivered would come */
  expect(&list, "Every saving a month late", "expenditure.total", (double[]){100e3, 50e3, 0});
  expect(&list, "Every saving a month late", "contract.total_contract_sum", (double[]){0, 0, 0});
  const cc_reckoner_item *entries = find(&list, "Ten more entries a year, aged 0-4: Home");
  assert_non_null(strstr(entries->settings[0], "per_year: {0-4: 10}"));
  for (int i = 0; i < list.count; i++) {
    assert_null(strstr(list.items[i].title, "more entries to care")); /* nobody enters */
    assert_null(strstr(list.items[i].title, "households"));
  }
  cc_reckoner_free(&list);
  cc_scenario_free(scenario);
}

static void test_own_items(void **state) {
  (void)state;
  cc_reckoner list = {0};
  assert_true(cc_reckoner_add(&list, "Both=services.teams.cost=2m; indexes.pay=1%"));
  assert_string_equal(list.items[0].title, "Both");
  assert_int_equal(list.items[0].n_settings, 2);
  assert_string_equal(list.items[0].settings[1], "indexes.pay=1%");
  assert_false(cc_reckoner_add(&list, "no setting"));
  assert_false(cc_reckoner_add(&list, "one=sign"));
  assert_false(cc_reckoner_add(&list, "=a=b"));
  assert_int_equal(list.count, 1);
  cc_reckoner_free(&list);
}

/* Every item can be reckoned on every shipped scenario: the command's own test tries them. */
int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_items),
      cmocka_unit_test(test_own_items),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
