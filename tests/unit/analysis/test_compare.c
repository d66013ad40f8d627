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
  assert_int_equal(cc_comparison_create(&scenario->plan, &comparison), CC_OK);
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
  assert_int_equal(cc_comparison_create(&base->plan, &comparison), CC_OK);
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

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(items_are_the_measures_of_the_base),
      cmocka_unit_test(years_are_matched_and_absences_kept),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
