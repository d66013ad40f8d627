/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole: rows, memory, variants, and what must not change. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/workspace.h"
#include "support/near.h"
#include "support/plan_fixture.h"

enum { BIDS = 2 };

/* Demand with a price and, where wanted, three interventions on entries: one without cost (on), and
 * two bids. */
static void start(cc_plan_fixture *f, bool with_interventions) {
  cc_fixture_init(f, 3);
  int home = cc_fixture_placement(f, "home");
  cc_fixture_demand(f);
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, 200.0);
  f->plan.demand.opening_by_placement[home] = cc_fixture_constant(f, 200.0);
  f->plan.placements[home].weekly_price = cc_fixture_constant(f, 1000.0);
  int half = cc_fixture_constant(f, 0.5), cost = cc_fixture_constant(f, 1e5);
  int entries = cc_fixture_constant(f, 80.0);
  cc_fixture_stream(f, 0, home, entries);
  cc_fixture_exit(f, 0, home, CC_RETURN_HOME, cc_fixture_constant(f, 0.3));
  for (int i = 0; i < 1 + BIDS && with_interventions; i++) {
    int intervention = cc_fixture_intervention(f);
    f->interventions[intervention].name = (const char *const[]){"campaign", "first", "second"}[i];
    f->interventions[intervention].cost = i > 0 ? cost : CC_ABSENT;
    cc_fixture_effect(f, entries, (cc_effect){CC_MULTIPLY, half, intervention, 0, 36, 0});
  }
}

static void rows_are_unique_and_complete(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f, true);
  cc_fixture_leavers(&f);
  cc_fixture_finish(&f);
  const cc_row_list *lists[] = {&f.plan.rows.monthly, &f.plan.rows.annual};
  for (int k = 0; k < 2; k++) {
    assert_true(lists[k]->count > 20);
    for (int i = 0; i < lists[k]->count; i++) {
      const cc_row *row = &lists[k]->items[i];
      assert_true(row->measure[0] != '\0' && row->title[0] != '\0' && row->unit[0] != '\0');
      assert_int_equal(cc_row_find(lists[k], row->measure, row->placement), i);
    }
  }
  cc_fixture_free(&f);
}

static void sections_that_are_absent_have_no_rows(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 3);
  cc_fixture_finish(&f);
  assert_int_equal(f.plan.rows.monthly.count, 0);
  assert_int_equal(f.plan.rows.m_stock, CC_ABSENT);
  assert_int_equal(f.plan.rows.a_children, CC_ABSENT);
  assert_int_equal(f.plan.rows.m_care_leavers, CC_ABSENT);
  assert_int_equal(f.plan.rows.a_caps, CC_ABSENT);
  cc_fixture_project(&f, 1);
  cc_assert_near(f.results->worst_imbalance, 0.0, 0.0);
  cc_fixture_free(&f);
  cc_fixture_init(&f, 3); /* care leavers alone */
  cc_fixture_leavers(&f);
  f.plan.care_leavers.opening_18_20 = cc_fixture_constant(&f, 10.0);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "care_leavers.total", 2), 10.0, 1e-9);
  cc_fixture_free(&f);
}

static void freeing_nothing_is_legal(void **state) {
  (void)state;
  cc_workspace_free(NULL);
  cc_results_free(NULL);
}

static double last_stock(const cc_plan_fixture *f) {
  return cc_fixture_annual(f, "children_in_care.total", 2);
}

/* Switched off, an intervention is as if it had never been written. */
static void inactive_interventions_change_nothing(void **state) {
  (void)state;
  static cc_plan_fixture without, with;
  start(&without, false);
  start(&with, true);
  for (int i = 0; i < 1 + BIDS; i++) {
    with.interventions[i].active = false;
  }
  cc_fixture_finish(&without);
  cc_fixture_finish(&with);
  assert_int_equal(with.workspace->n_variants, 1);
  cc_fixture_project(&without, 1);
  cc_fixture_project(&with, 1);
  assert_memory_equal(with.results->monthly, without.results->monthly,
                      (size_t)(with.plan.rows.monthly.count * 36) * sizeof(double));
  cc_fixture_free(&without);
  cc_fixture_free(&with);
}

/* The free intervention halves entries from the start; then each bid in turn. Rows are of the last.
 */
static void bids_are_switched_on_one_after_another(void **state) {
  (void)state;
  static cc_plan_fixture f, by_hand;
  const double entries[] = {40.0, 20.0, 10.0};
  start(&f, true);
  cc_fixture_finish(&f);
  assert_int_equal(f.workspace->n_variants, 1 + BIDS);
  cc_fixture_project(&f, 1);
  for (int k = 0; k <= BIDS; k++) {
    start(&by_hand, false);
    cc_fixture_set(&by_hand, by_hand.plan.demand.streams[0].per_year[0], entries[k]);
    cc_fixture_finish(&by_hand);
    cc_fixture_project(&by_hand, 1);
    for (int y = 0; y < 3; y++) {
      cc_assert_near(f.workspace->accounts[k].weeks[y][0],
                     by_hand.workspace->accounts[0].weeks[y][0], 1e-9);
      cc_assert_near(f.workspace->accounts[k].total[y], by_hand.workspace->accounts[0].total[y],
                     1e-6);
    }
    if (k == BIDS) {
      cc_assert_near(last_stock(&f), last_stock(&by_hand), 1e-9);
    }
    cc_fixture_free(&by_hand);
  }
  cc_fixture_free(&f);
}

/* Nothing is kept between calls: the same vector gives the same bits after another one. */
static void a_projection_leaves_nothing_behind(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f, true);
  cc_fixture_finish(&f);
  size_t size = (size_t)(f.plan.rows.monthly.count * f.plan.n_months) * sizeof(double);
  cc_fixture_project(&f, 1);
  double *first = malloc(size);
  assert_non_null(first);
  memcpy(first, f.results->monthly, size);
  cc_fixture_set(&f, f.plan.demand.opening_by_band[0], 900.0);
  cc_fixture_project(&f, 3);
  assert_true(memcmp(first, f.results->monthly, size) != 0);
  cc_fixture_set(&f, f.plan.demand.opening_by_band[0], 200.0);
  cc_fixture_project(&f, 1);
  assert_memory_equal(first, f.results->monthly, size);
  cc_workspace *other = NULL;
  cc_results *results = NULL;
  assert_int_equal(cc_workspace_create(&f.plan, &other), CC_OK);
  assert_int_equal(cc_results_create(&f.plan, &results), CC_OK);
  assert_int_equal(cc_project(&f.plan, f.vector, 1, other, results), CC_OK);
  assert_memory_equal(first, results->monthly, size);
  cc_results_free(results);
  cc_workspace_free(other);
  free(first);
  cc_fixture_free(&f);
}

static void an_opening_that_is_no_number_stops_the_projection(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f, false);
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[0], NAN);
  cc_fixture_finish(&f);
  assert_int_equal(cc_project(&f.plan, f.vector, 1, f.workspace, f.results), CC_NUMERIC);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rows_are_unique_and_complete),
      cmocka_unit_test(sections_that_are_absent_have_no_rows),
      cmocka_unit_test(freeing_nothing_is_legal),
      cmocka_unit_test(inactive_interventions_change_nothing),
      cmocka_unit_test(bids_are_switched_on_one_after_another),
      cmocka_unit_test(a_projection_leaves_nothing_behind),
      cmocka_unit_test(an_opening_that_is_no_number_stops_the_projection),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
