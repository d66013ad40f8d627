/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/compare.h"
#include "base/calendar.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

static const cc_item *item_of(const cc_comparison *comparison, const char *measure, int year) {
  for (int i = 0; i < comparison->count; i++) {
    const cc_item *item = &comparison->items[i];
    if (strcmp(item->measure, measure) == 0 && item->year == year) {
      return item;
    }
  }
  fail_msg("no item %s of year %d", measure, year);
  return NULL;
}

static void items_are_the_measures_of_the_base(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/explained.yaml");
  cc_run run = cc_run_of(scenario);
  cc_comparison comparison = {0};
  assert_int_equal(cc_comparison_create(&scenario->plan, NULL, &comparison), CC_OK);
  double *values = calloc((size_t)comparison.count, sizeof(double));
  assert_non_null(values);
  cc_comparison_values(&comparison, &run, values);

  const cc_item *last = item_of(&comparison, "children_in_care.total", 4);
  assert_string_equal(last->title, "2024/25");
  cc_assert_near(values[last - comparison.items], cc_measure(&run, "children_in_care.total", 4), 0);

  const cc_item *five = item_of(&comparison, "placement_cost.net", CC_ABSENT);
  double sum = 0;
  for (int y = 0; y < 5; y++) {
    sum += cc_measure(&run, "placement_cost.net", y);
  }
  cc_assert_near(values[five - comparison.items], sum, 1e-6);

  const cc_item *place = item_of(&comparison, "children_in_care.residential", 4);
  assert_string_equal(place->title, "Children's homes");
  free(values);
  cc_comparison_free(&comparison);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

#define SERVICES(start, cost)                                                                      \
  "carecast: 1\ntitle: S\nstart: " start "\nyears: 3\nservices: {teams: {cost: " cost "}}\n"

/* Scenarios are matched by financial year; what one does not have is not a number, never 0. */
static void years_are_matched_and_absences_kept(void **state) {
  (void)state;
  cc_scenario *base = cc_load_text(SERVICES("2020/21", "5m"));
  cc_scenario *later = cc_load_text(SERVICES("2021/22", "{value: 6m, growth: 10%}"));
  cc_run run = cc_run_of(later);
  cc_comparison comparison = {0};
  assert_int_equal(cc_comparison_create(&base->plan, NULL, &comparison), CC_OK);
  assert_int_equal(comparison.count, 4); /* expenditure in three years, and together */
  double values[4];
  cc_comparison_values(&comparison, &run, values);
  assert_true(isnan(values[0])); /* 2020/21 */
  cc_assert_near(values[1], 6e6, 1e-6);
  cc_assert_near(values[2], 6.6e6, 1e-6);
  cc_comparison_free(&comparison);
  cc_run_free(&run);
  cc_scenario_free(base);
  cc_scenario_free(later);
}

/* 5m a year: 25m over the five years that the base has, also of who has eight; of a base of eight,
 * whoever has five has no such sum. */
static void sums_are_of_the_same_years(void **state) {
  (void)state;
  cc_scenario *five = cc_load_text(
      "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 5\nservices: {teams: {cost: 5m}}\n");
  cc_scenario *eight = cc_load_text(
      "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 8\nservices: {teams: {cost: 5m}}\n");
  cc_run of_five = cc_run_of(five), of_eight = cc_run_of(eight);
  cc_comparison comparison = {0};
  double values[9];
  assert_int_equal(cc_comparison_create(&five->plan, NULL, &comparison), CC_OK);
  assert_int_equal(comparison.count, 6);
  cc_comparison_values(&comparison, &of_eight, values);
  cc_assert_near(values[5], 25e6, 1e-6);
  cc_comparison_values(&comparison, &of_five, values);
  cc_assert_near(values[5], 25e6, 1e-6);
  cc_comparison_free(&comparison);
  assert_int_equal(cc_comparison_create(&eight->plan, NULL, &comparison), CC_OK);
  assert_int_equal(comparison.count, 9);
  cc_comparison_values(&comparison, &of_five, values);
  cc_assert_near(values[4], 5e6, 1e-6);
  assert_true(isnan(values[5]) && isnan(values[8]));
  cc_comparison_free(&comparison);
  cc_run_free(&of_five);
  cc_run_free(&of_eight);
  cc_scenario_free(five);
  cc_scenario_free(eight);
}

#define CHILDREN(placements, opening, more)                                                        \
  "carecast: 1\ntitle: C\nstart: 2020/21\nyears: 1\nbands: [0, 5]\nplacements: {" placements "}\n" \
  "children_in_care: {opening: {by_band: {0-4: 100}, by_placement: {" opening                      \
  "}}, entries: {}}\n" more

/* What only another scenario has is listed behind what the base has: nobody lives there in the
 * base. A cap that a scenario lacks is nothing, not one that it never passes. */
static void rows_are_of_all_scenarios(void **state) {
  (void)state;
  cc_scenario *base = cc_load_text(CHILDREN("home: {weekly_price: 500}", "home: 100", ""));
  cc_scenario *other = cc_load_text(
      CHILDREN("secure: {title: Secure unit, weekly_price: 3000}, home: {weekly_price: 500}",
               "home: 80, secure: 20", "caps: {agreed: {title: Agreed, children: 200}}\n"));
  cc_run of_base = cc_run_of(base), of_other = cc_run_of(other);
  cc_outline outline = {0};
  cc_comparison comparison = {0};
  double theirs[64], ours[64];
  assert_true(cc_comparison_outline(&outline, &other->plan));
  assert_int_equal(cc_comparison_create(&base->plan, &outline, &comparison), CC_OK);
  cc_outline_free(&outline);
  assert_true(comparison.count <= 64);
  cc_comparison_values(&comparison, &of_base, ours);
  cc_comparison_values(&comparison, &of_other, theirs);
  const cc_item *home = item_of(&comparison, "children_in_care.home", 0);
  const cc_item *unit = item_of(&comparison, "children_in_care.secure", 0);
  assert_ptr_equal(unit, home + 1);
  assert_string_equal(unit->title, "Secure unit");
  cc_assert_near(ours[unit - comparison.items], 0, 0);
  cc_assert_near(theirs[unit - comparison.items], 20, 1e-9);
  int cost = (int)(item_of(&comparison, "placement_cost.secure", 0) - comparison.items);
  cc_assert_near(ours[cost], 0, 0);
  cc_assert_near(theirs[cost], 20 * 3000 * 365.0 / 7, 1e-3);
  int cap = (int)(item_of(&comparison, "agreed", CC_ABSENT) - comparison.items);
  assert_true(isnan(ours[cap]) && isinf(theirs[cap]));
  cc_comparison_free(&comparison);
  cc_run_free(&of_base);
  cc_run_free(&of_other);
  cc_scenario_free(base);
  cc_scenario_free(other);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(items_are_the_measures_of_the_base),
      cmocka_unit_test(years_are_matched_and_absences_kept),
      cmocka_unit_test(sums_are_of_the_same_years),
      cmocka_unit_test(rows_are_of_all_scenarios),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
