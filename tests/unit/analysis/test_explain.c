/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changes explained, by hand; and that the parts sum to the change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

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

/* Twenty of the hundred move to a unit for 3,000, ten of them from home (500) and ten from school
 * (1,000), which is 100 dearer: each placement's part by hand, and the parts of all. */
static void each_placement_has_its_part(void **state) {
  (void)state;
  cc_scenario *before = cc_load_text(STILL("60", "40", "1000", "5m"));
  cc_scenario *after = cc_load_text(
      "carecast: 1\ntitle: Unit\nstart: 2020/21\nyears: 2\nbands: [0, 5]\n"
      "placements: {secure: {weekly_price: 3000}, home: {weekly_price: 500},"
      " school: {weekly_price: 1100}}\n"
      "children_in_care:\n"
      "  opening: {by_band: {0-4: 100}, by_placement: {home: 50, school: 30, secure: 20}}\n"
      "  entries: {}\n");
  static const char *const names[] = {"home", "school", "secure"};
  const double mix[] = {-10 * 500, -10 * 1000, 20 * 3000}, price[] = {0, 30 * 100, 0};
  cc_run a = cc_run_of(before), b = cc_run_of(after);
  cc_explanation e;
  assert_int_equal(cc_explain_measure(&a, 0, &b, 0, "placement_cost.net", &e), CC_OK);
  assert_int_equal(e.n_placements, 3);
  for (int p = 0; p < 3; p++) {
    assert_string_equal(e.placements[p].name, names[p]);
    cc_assert_near(e.placements[p].volume, 0, 0.005);
    cc_assert_near(e.placements[p].mix, mix[p] * weeks, 0.005);
    cc_assert_near(e.placements[p].price, price[p] * weeks, 0.005);
  }
  cc_assert_near(e.mix, 45000 * weeks, 0.005);
  cc_explanation_free(&e);
  cc_run_free(&a);
  cc_run_free(&b);
  cc_scenario_free(before);
  cc_scenario_free(after);
}

static double sum_of(const cc_explanation *e) {
  double sum = e->volume + e->mix + e->price + e->other;
  for (int i = 0; i < e->bridge.count; i++) {
    sum += e->bridge.lines[i].amount;
  }
  return sum;
}

static double line_of(const cc_explanation *e, const char *id) {
  for (int i = 0; i < e->bridge.count; i++) {
    if (strcmp(e->bridge.lines[i].id, id) == 0) {
      return e->bridge.lines[i].amount;
    }
  }
  fail_msg("no line %s", id);
  return 0;
}

/* Contracts of 10m: one has 1m for good and 0.5m once in the first year, and 2m for good in the
 * second, the other 3m for good in the second. Spending is 11m and 12m. */
#define SMALL(lines, spending)                                                                     \
  "carecast: 1\ntitle: Small\nstart: 2020/21\nyears: 2\n"                                          \
  "services: {teams: {cost: " spending "}}\n"                                                      \
  "contract: {brought_forward: 10m, other_grants_and_contributions: 0.2m, contract_changes: "      \
  "{" lines "}}\n"

static void a_bridge_by_hand(void **state) {
  (void)state;
  cc_scenario *one =
      cc_load_text(SMALL("a: {amount: 1m, in: 2020/21}, b: {amount: 2m, in: 2021/22},"
                         " c: {amount: 0.5m, in: 2020/21, recurrence: one_off}",
                         "11m"));
  cc_scenario *other = cc_load_text(SMALL("b: {amount: 3m, in: 2021/22}", "12m"));
  cc_run a = cc_run_of(one), b = cc_run_of(other);
  cc_explanation e;
  assert_int_equal(cc_explain_measure(&a, 0, &a, 1, "contract.total_contract_sum", &e), CC_OK);
  cc_assert_near(e.before, 11.5e6, 0.005);
  cc_assert_near(e.after, 13e6, 0.005);
  cc_assert_near(line_of(&e, "contract.contract_changes.a"), 0, 0.005);
  cc_assert_near(line_of(&e, "contract.contract_changes.b"), 2e6, 0.005);
  cc_assert_near(line_of(&e, "contract.fallen_out"), -0.5e6, 0.005);
  cc_explanation_free(&e);
  assert_int_equal(cc_explain_measure(&a, 1, &b, 1, "contract.funding_gap", &e), CC_OK);
  cc_assert_near(e.before, 11e6 - 13.2e6, 0.005);
  cc_assert_near(e.after, 12e6 - 13.2e6, 0.005);
  cc_assert_near(e.other, 1e6, 0.005);
  cc_assert_near(line_of(&e, "contract.contract_changes.a"), 1e6, 0.005);
  cc_assert_near(line_of(&e, "contract.contract_changes.b"), -1e6, 0.005);
  cc_assert_near(line_of(&e, "contract.contract_changes.c"), 0.5e6, 0.005);
  cc_assert_near(line_of(&e, "contract.fallen_out"), -0.5e6, 0.005);
  cc_explanation_free(&e);
  cc_run_free(&a);
  cc_run_free(&b);
  cc_scenario_free(one);
  cc_scenario_free(other);
}

/* In every shipped scenario with a contract and against the base, between all years. */
static void everything_sums_to_the_penny(void **state) {
  (void)state;
  static const char *const measures[] = {"expenditure.total",
                                         "placement_cost.net",
                                         "placement_cost.residential",
                                         "contract.total_contract_sum",
                                         "contract.core_contract_sum",
                                         "contract.total_budget",
                                         "contract.funding_gap",
                                         "contract.total_funding_proposed",
                                         "contract.gap_against_council",
                                         "contract.gap_against_proposed",
                                         "children_in_care.total"};
  static const char *const files[] = {"scenarios/birmingham-2020/cap-1950-hold.yaml",
                                      "scenarios/birmingham-2020/supported-accommodation.yaml",
                                      "scenarios/birmingham-2020/adult-specialists.yaml",
                                      "scenarios/birmingham-2020/base.yaml"};
  cc_scenario *base = cc_load_file(files[3]);
  cc_run of_base = cc_run_of(base);
  for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
    cc_scenario *scenario = cc_load_file(files[f]);
    cc_run run = cc_run_of(scenario);
    for (size_t m = 0; m < sizeof measures / sizeof measures[0]; m++) {
      for (int y = 0; y < run.plan->n_years; y++) {
        cc_explanation e;
        assert_int_equal(cc_explain_measure(&of_base, 4 - y, &run, y, measures[m], &e), CC_OK);
        cc_assert_near(sum_of(&e), e.after - e.before, 0.005);
        cc_explanation_free(&e);
      }
    }
    cc_run_free(&run);
    cc_scenario_free(scenario);
  }
  cc_explanation none;
  assert_int_equal(cc_explain_measure(&of_base, 0, &of_base, 1, "nothing", &none), CC_USAGE);
  assert_int_equal(cc_explain_measure(&of_base, 0, &of_base, 9, "expenditure.total", &none),
                   CC_USAGE);
  cc_run_free(&of_base);
  cc_scenario_free(base);
}

/* What the contract calls price and demand is what the explanation calls so, year by year; and the
 * parts of several years are the sum of the years'. */
static void one_definition(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/birmingham-2020/pension-rate-reverts.yaml");
  cc_run run = cc_run_of(scenario);
  double sums[4] = {0}, all[4];
  cc_explanation e;
  for (int y = 1; y < run.plan->n_years; y++) {
#define MODELLED(part) cc_measure(&run, "contract." part, y)
    assert_int_equal(cc_explain_measure(&run, y - 1, &run, y, "expenditure.total", &e), CC_OK);
    cc_assert_near(e.volume, MODELLED("demand_pressures.modelled.volume"), 0.005);
    cc_assert_near(e.mix, MODELLED("demand_pressures.modelled.mix"), 0.005);
    cc_assert_near(e.price, MODELLED("indexation.modelled"), 0.005);
    cc_assert_near(e.other,
                   MODELLED("demand_pressures.modelled.other") +
                       MODELLED("demand_pressures.modelled.services") +
                       MODELLED("demand_pressures.modelled.services_full_year"),
                   0.005);
#undef MODELLED
    const double parts[] = {e.volume, e.mix, e.price, e.other};
    for (int i = 0; i < 4; i++) {
      sums[i] += parts[i];
    }
    cc_explanation_free(&e);
  }
  for (int back = 0; back < 2; back++) {
    int from = back ? 4 : 0;
    assert_int_equal(cc_explain_measure(&run, from, &run, 4 - from, "expenditure.total", &e),
                     CC_OK);
    memcpy(all, (double[]){e.volume, e.mix, e.price, e.other}, sizeof all);
    for (int i = 0; i < 4; i++) {
      cc_assert_near(all[i], back ? -sums[i] : sums[i], 0.005);
    }
    cc_explanation_free(&e);
  }
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(parts_are_known_by_hand),
      cmocka_unit_test(a_placement_that_one_side_lacks),
      cmocka_unit_test(each_placement_has_its_part),
      cmocka_unit_test(a_bridge_by_hand),
      cmocka_unit_test(everything_sums_to_the_penny),
      cmocka_unit_test(one_definition),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
