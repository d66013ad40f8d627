/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/explain.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

/* Two placements in balance: nobody enters, leaves or moves, so that child-weeks are known. */
#define STILL(home, school, price, teams)                                                          \
  "carecast: 1\ntitle: Still\nstart: 2020/21\nyears: 2\nbands: [0, 5]\n"                           \
  "placements: {home: {weekly_price: 500}, school: {weekly_price: " price "}}\n"                   \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {0-4: 100}, by_placement: {home: " home ", school: " school "}}\n"         \
  "  entries: {}\n"                                                                                \
  "services: {teams: {cost: " teams "}}\n"

static const double weeks = 365.0 / 7;

static void parts_are_known_by_hand(void **state) {
  (void)state;
  cc_scenario *before = cc_load_text(STILL("60", "40", "1000", "5m"));
  cc_scenario *after = cc_load_text(STILL("50", "50", "1100", "6m"));
  cc_run a = cc_run_of(before);
  cc_run b = cc_run_of(after);
  cc_explanation e;
  assert_int_equal(cc_explain_measure(&a, 0, &b, 0, "expenditure.total", &e), CC_OK);
  assert_true(e.splits);
  /* as many children, so no volume; ten of them move from 500 to 1,000 a week; fifty pay 100 more
   */
  cc_assert_near(e.volume, 0, 0.005);
  cc_assert_near(e.mix, 10 * 500 * weeks, 0.005);
  cc_assert_near(e.price, 50 * 100 * weeks, 0.005);
  cc_assert_near(e.other, 1e6, 0.005);
  cc_assert_near(e.volume + e.mix + e.price + e.other, e.after - e.before, 0.005);
  assert_int_equal(cc_explain_measure(&a, 0, &b, 0, "placement_cost.school", &e), CC_OK);
  cc_assert_near(e.volume, 10 * 1000 * weeks, 0.005);
  cc_assert_near(e.mix, 0, 0.005);
  cc_assert_near(e.price, 50 * 100 * weeks, 0.005);
  cc_run_free(&a);
  cc_run_free(&b);
  cc_scenario_free(before);
  cc_scenario_free(after);
}

/* Twenty of the hundred live in a unit that the base does not know: as many child-weeks, twenty of
 * them for 3,000 instead of 500, at prices that nobody changed. Backwards it is mix as well. */
static void a_placement_that_one_side_lacks(void **state) {
  (void)state;
  cc_scenario *before = cc_load_text(STILL("60", "40", "1000", "5m"));
  cc_scenario *after = cc_load_text(
      "carecast: 1\ntitle: Unit\nstart: 2020/21\nyears: 2\nbands: [0, 5]\n"
      "placements: {secure: {weekly_price: 3000}, home: {weekly_price: 500},"
      " school: {weekly_price: 1000}}\n"
      "children_in_care:\n"
      "  opening: {by_band: {0-4: 100}, by_placement: {home: 40, school: 40, secure: 20}}\n"
      "  entries: {}\n");
  cc_run a = cc_run_of(before), b = cc_run_of(after);
  cc_explanation e;
  assert_int_equal(cc_explain_measure(&a, 0, &b, 0, "placement_cost.net", &e), CC_OK);
  assert_true(e.splits);
  cc_assert_near(e.volume, 0, 0.005);
  cc_assert_near(e.mix, 20 * 2500 * weeks, 0.005);
  cc_assert_near(e.price, 0, 0.005);
  assert_int_equal(cc_explain_measure(&b, 0, &a, 0, "placement_cost.net", &e), CC_OK);
  cc_assert_near(e.mix, -20 * 2500 * weeks, 0.005);
  assert_int_equal(cc_explain_measure(&a, 0, &b, 0, "placement_cost.secure", &e), CC_OK);
  cc_assert_near(e.before, 0, 0);
  cc_assert_near(e.volume, 20 * 3000 * weeks, 0.005);
  assert_int_equal(cc_explain_measure(&b, 0, &a, 0, "children_in_care.secure", &e), CC_OK);
  cc_assert_near(e.before, 20, 1e-9);
  cc_assert_near(e.after, 0, 0);
  assert_int_equal(cc_explain_measure(&b, 0, &a, 2, "children_in_care.secure", &e), CC_USAGE);
  cc_run_free(&a);
  cc_run_free(&b);
  cc_scenario_free(before);
  cc_scenario_free(after);
}

static void every_split_sums_to_the_penny(void **state) {
  (void)state;
  const char *const measures[] = {"expenditure.total", "placement_cost.net",
                                  "placement_cost.residential", "contract.total_contract_sum",
                                  "children_in_care.total"};
  cc_scenario *scenario = cc_load_file("scenarios/explained.yaml");
  cc_run run = cc_run_of(scenario);
  for (size_t m = 0; m < sizeof measures / sizeof measures[0]; m++) {
    for (int y = 1; y < run.plan->n_years; y++) {
      cc_explanation e;
      assert_int_equal(cc_explain_measure(&run, y - 1, &run, y, measures[m], &e), CC_OK);
      cc_assert_near(e.volume + e.mix + e.price + e.other, e.after - e.before, 0.005);
      assert_int_equal(e.splits, m < 3);
    }
  }
  cc_explanation none;
  assert_int_equal(cc_explain_measure(&run, 0, &run, 1, "nothing", &none), CC_USAGE);
  assert_int_equal(cc_explain_measure(&run, 0, &run, 9, "expenditure.total", &none), CC_USAGE);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parts_are_known_by_hand),
      cmocka_unit_test(a_placement_that_one_side_lacks),
      cmocka_unit_test(every_split_sums_to_the_penny),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
