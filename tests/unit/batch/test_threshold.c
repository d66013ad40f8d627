/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --fail-on: caps that are passed, and money that is short by more than rounding leaves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "batch/threshold.h"
#include "support/scenario_fixture.h"

/* 100 children (fewer later, as some turn 18) under a cap of `cap`; a service of 1,000,000 pounds
 * against a contract sum of `paid`. */
static unsigned breaches_of(const char *cap, const char *paid) {
  char text[1024];
  snprintf(text, sizeof text,
           "carecast: 1\ntitle: T\nstart: 2020/21\nyears: 2\nbands: [0]\n"
           "placements: {homes: {weekly_price: 0}}\n"
           "children_in_care: {opening: {by_band: {0-17: 100}, by_placement: {homes: 100}}}\n"
           "caps: {limit: {children: %s, policy: report}}\n"
           "services: {all: {title: All, cost: 1000000, subjective: employees}}\n"
           "contract:\n  brought_forward: 1m\n"
           "  council_assumption: {contract_sum: %s, increase_per_year: 0}\n",
           cap, paid);
  cc_scenario *scenario = cc_load_text(text);
  cc_run run = cc_run_of(scenario);
  unsigned breaches = cc_run_breaches(&run);
  cc_run_free(&run);
  cc_scenario_free(scenario);
  return breaches;
}

static void test_breaches(void **state) {
  (void)state;
  assert_int_equal(breaches_of("101", "1000000"), 0);
  assert_int_equal(breaches_of("90", "1000000"), CC_BREACH_CAP);
  assert_int_equal(breaches_of("101", "999999.99"), CC_BREACH_GAP);
  assert_int_equal(breaches_of("101", "999999.999"), 0); /* a tenth of a penny */
  assert_int_equal(breaches_of("101", "2m"), 0);
  assert_int_equal(breaches_of("50", "1k"), CC_BREACH_CAP | CC_BREACH_GAP);
}

static void test_a_scenario_without_either(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text("carecast: 1\ntitle: T\nstart: 2020/21\nyears: 1\n"
                                       "contract: {brought_forward: 1m}\n");
  cc_run run = cc_run_of(scenario);
  assert_int_equal(cc_run_breaches(&run), 0);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_breaches),
      cmocka_unit_test(test_a_scenario_without_either),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
