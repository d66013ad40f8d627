/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is spent for each child, by hand. */
#include "model/unit_costs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/run.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

#define TOWN(population, care)                                                                     \
  "carecast: 1\ntitle: T\nstart: 2020/21\nyears: 2\nbands: [0, 5]\n" population care               \
  "services: {teams: {cost: {2020/21: 2m, 2021/22: 3m}}}\n"
#define CARE                                                                                       \
  "placements: {home: {weekly_price: 700}}\n"                                                      \
  "children_in_care: {opening: {by_band: {0-4: 100}, by_placement: {home: 100}}, entries: {}}\n"

/* A hundred children who stay, at 700 a week, which is 36,500 a year each; 2m, then 3m, beside it;
 * and 20,000 residents. */
static void test_for_each_child(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(TOWN("population: {0-4: 12000, 5-17: 8000}\n", CARE));
  cc_run run = cc_run_of(scenario);
  const double own[] = {36500 + 20e3, 36500 + 30e3};
  for (int y = 0; y < 2; y++) {
    cc_assert_near(cc_measure(&run, "unit_cost.placements_per_child_in_care", y), 36500, 1e-6);
    cc_assert_near(cc_measure(&run, "unit_cost.spending_per_child_in_care", y), own[y], 1e-6);
    cc_assert_near(cc_measure(&run, "unit_cost.spending_per_resident", y), own[y] * 100 / 20000,
                   1e-9);
  }
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void test_only_what_there_is(void **state) {
  (void)state;
  double value;
  cc_scenario *no_residents = cc_load_text(TOWN("", CARE)),
              *no_children = cc_load_text(TOWN("", ""));
  cc_run one = cc_run_of(no_residents), other = cc_run_of(no_children);
  assert_true(cc_run_measure(&one, "unit_cost.spending_per_child_in_care", 0, &value));
  assert_false(cc_run_measure(&one, "unit_cost.spending_per_resident", 0, &value));
  assert_false(cc_run_measure(&other, "unit_cost.spending_per_child_in_care", 0, &value));
  cc_run_free(&one);
  cc_run_free(&other);
  cc_scenario_free(no_residents);
  cc_scenario_free(no_children);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_for_each_child),
      cmocka_unit_test(test_only_what_there_is),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
