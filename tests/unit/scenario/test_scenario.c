/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loading as a whole: the explained scenario loads and runs, a resolved scenario loads again to the
 * same numbers, and the order in which things are written changes nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"

static void assert_same_results(const cc_run *a, const cc_run *b) {
  const cc_row_list *rows = &a->plan->rows.annual;
  assert_int_equal(rows->count, b->plan->rows.annual.count);
  for (int r = 0; r < rows->count; r++) {
    for (int y = 0; y < a->plan->n_years; y++) {
      cc_assert_near(cc_annual(a->plan, a->results, r, y), cc_measure(b, rows->items[r].measure, y),
                     0);
    }
  }
}

static void explained_loads_and_runs(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/explained.yaml");
  cc_run run = cc_run_of(scenario);
  assert_string_equal(cc_scenario_id(scenario), "explained");
  assert_string_equal(cc_scenario_title(scenario), "Every key, explained");
  assert_true(scenario->resolution.count > 150);
  assert_int_equal(scenario->n_correlations, 1);
  cc_identity identities[CC_MAX_IDENTITIES];
  int count = cc_run_identities(&run, identities);
  for (int i = 0; i < count; i++) {
    assert_true(identities[i].holds);
  }
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void resolved_loads_again_to_the_same_numbers(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/explained.yaml");
  cc_text text = {0};
  cc_scenario_print_resolved(scenario, &text);
  assert_false(text.failed);
  assert_non_null(strstr(text.data, "# illustrative, invented;"));
  cc_scenario *again = cc_load_text(text.data);
  assert_string_equal(cc_scenario_id(again), cc_scenario_id(scenario));
  assert_int_equal(again->plan.vector_length, scenario->plan.vector_length);
  assert_memory_equal(again->vector, scenario->vector,
                      (size_t)scenario->plan.vector_length * sizeof(double));
  cc_run first = cc_run_of(scenario);
  cc_run second = cc_run_of(again);
  assert_same_results(&first, &second);
  cc_run_free(&first);
  cc_run_free(&second);
  cc_text_free(&text);
  cc_scenario_free(scenario);
  cc_scenario_free(again);
}

#define A "carecast: 1\ntitle: Order\nstart: 2020/21\n"
#define B "indexes: {pay: 3%, cpi: 2%}\n"
#define C                                                                                          \
  "services: {a: {cost: {2020/21: 10m, index: pay}}, b: {cost: {2020/21: 3m, index: cpi}}}\n"
#define B2 "indexes: {cpi: 2%, pay: 3%}\n"
#define C2                                                                                         \
  "services: {b: {cost: {index: cpi, 2020/21: 3m}}, a: {cost: {index: pay, 2020/21: 10m}}}\n"

static void order_of_keys_changes_nothing(void **state) {
  (void)state;
  cc_scenario *one = cc_load_text(A B C);
  cc_scenario *two = cc_load_text(C2 B2 A);
  cc_run first = cc_run_of(one);
  cc_run second = cc_run_of(two);
  assert_same_results(&first, &second);
  /* and the figures are right: 10m x 1.03^4 + 3m x 1.02^4 */
  cc_assert_near(cc_measure(&first, "expenditure.total", 4),
                 10e6 * 1.03 * 1.03 * 1.03 * 1.03 + 3e6 * 1.02 * 1.02 * 1.02 * 1.02, 1e-5);
  cc_run_free(&first);
  cc_run_free(&second);
  cc_scenario_free(one);
  cc_scenario_free(two);
}

static void settings_are_overlays(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text_set(A B C, "services.a.cost=12m");
  cc_assert_near(cc_central(scenario, "services.a.cost"), 12e6, 0);
  cc_run run = cc_run_of(scenario);
  /* a number replaces the central value alone: the index of 3% stays */
  cc_assert_near(cc_measure(&run, "services.a", 4), 12e6 * 1.03 * 1.03 * 1.03 * 1.03, 1e-6);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void a_finding_stops_the_load(void **state) {
  (void)state;
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  assert_int_equal(
      cc_scenario_load_text("x.yaml", A "servces: {}\n", NULL, 0, &findings, &scenario),
      CC_INVALID);
  assert_null(scenario);
  assert_int_equal(findings.errors, 1);
  cc_diagnostics_free(&findings);
  cc_scenario_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(explained_loads_and_runs),
      cmocka_unit_test(resolved_loads_again_to_the_same_numbers),
      cmocka_unit_test(order_of_keys_changes_nothing),
      cmocka_unit_test(settings_are_overlays),
      cmocka_unit_test(a_finding_stops_the_load),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
