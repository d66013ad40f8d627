/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What children count, added up over the monthly rows of a projection by cohorts, is the annual row
 * that the modules themselves fill. */
#include "model/linear_measure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "model/workspace.h"
#include "support/histories.h"
#include "support/money_fixture.h"
#include "support/near.h"

/* A placement is a state in the fixture. */
static double add_month(const cc_plan *plan, const cc_results *results,
                        const cc_linear_measure *measure, int t) {
  const cc_rows *rows = &plan->rows;
  double sum = 0;
  for (int p = 0; p < plan->n_placements; p++) {
    sum += measure->in_state[t][p] * cc_monthly(plan, results, rows->m_child_days + p, t) /
           (12 * cc_days_in_month(cc_first_month(plan->first_year) + t));
    sum += measure->at_end[t][p] * cc_monthly(plan, results, rows->m_stock + p, t);
    sum += measure->on_entry[t] * cc_monthly(plan, results, rows->m_entries + p, t);
    sum += measure->on_birthday[t] * cc_monthly(plan, results, rows->m_turned_18 + p, t);
    for (int d = 0; d < CC_DESTINATIONS; d++) {
      int row = rows->m_exits + d * plan->n_placements + p;
      sum += measure->on_exit[t][d] * cc_monthly(plan, results, row, t);
    }
  }
  for (int b = 0; b < plan->n_bands && plan->demand.present; b++) {
    sum += measure->at_end_in_band[t][b] * cc_monthly(plan, results, rows->m_stock_by_band + b, t);
  }
  return sum + measure->leaver_at_end[t] * cc_monthly(plan, results, rows->m_care_leavers, t);
}

static double add_up(const cc_plan *plan, const cc_results *results,
                     const cc_linear_measure *measure) {
  double sum = measure->leaver_at_start * results->opening_leavers;
  for (int t = 0; t < plan->n_months; t++) {
    sum += add_month(plan, results, measure, t);
  }
  return sum;
}

static void test_rows_add_up(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_linear_measure measure;
  cc_fixture_small_plan(&f);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  int covered = 0;
  for (int row = 0; row < f.plan.rows.annual.count; row++) {
    for (int y = 0; y < f.plan.n_years; y++) {
      cc_linear_measure_clear(&measure);
      if (!cc_linear_measure_add(&f.plan, &f.workspace->set, row, y, 1.0, &measure)) {
        continue;
      }
      double value = cc_annual(&f.plan, f.results, row, y);
      assert_int_equal(measure.n_months, 12 * (y + 1));
      cc_assert_near(add_up(&f.plan, f.results, &measure), value, 1e-12 * fabs(value) + 1e-9);
      covered++;
    }
  }
  /* Total, average, per 10,000, net cost, expenditure, entries, exits, turned 18, five
   * destinations, five bands, three one-off costs, five rows for each of three placements, three of
   * care leavers, six headings. */
  assert_int_equal(covered, 3 * (8 + 5 + 5 + 3 + 15 + 3 + 6));
  cc_fixture_free(&f);
}

static void test_sums_and_differences(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_linear_measure measure;
  cc_fixture_small_plan(&f);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  const cc_series_set *set = &f.workspace->set;
  cc_linear_measure_clear(&measure);
  assert_true(cc_linear_measure_add(&f.plan, set, f.plan.rows.a_children, 2, 1, &measure));
  assert_true(cc_linear_measure_add(&f.plan, set, f.plan.rows.a_children, 0, -1, &measure));
  assert_true(cc_linear_measure_add(&f.plan, set, f.plan.rows.a_entries, 1, 0.5, &measure));
  cc_assert_near(add_up(&f.plan, f.results, &measure),
                 cc_fixture_annual(&f, "children_in_care.total", 2) -
                     cc_fixture_annual(&f, "children_in_care.total", 0) +
                     cc_fixture_annual(&f, "entries.total", 1) / 2,
                 1e-9);
  assert_int_equal(measure.n_months, 36);
  cc_fixture_free(&f);
}

static void test_children_of_a_month(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_linear_measure measure;
  cc_fixture_small_plan(&f);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_linear_measure_clear(&measure);
  cc_linear_measure_add_children(&f.plan, 17, 2, &measure);
  assert_int_equal(measure.n_months, 18);
  cc_assert_near(add_up(&f.plan, f.results, &measure),
                 2 * (cc_fixture_monthly(&f, "children_in_care", "foster", 17) +
                      cc_fixture_monthly(&f, "children_in_care", "home", 17) +
                      cc_fixture_monthly(&f, "children_in_care", "supported", 17)),
                 1e-9);
  cc_fixture_free(&f);
}

/* With no caseload there are no advisers, and a plan of care leavers alone has their rows. */
static void test_care_leavers_alone(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_linear_measure measure;
  for (int with = 0; with < 2; with++) {
    cc_fixture_init(&f, 2);
    cc_fixture_leavers(&f);
    f.plan.care_leavers.opening_18_20 = cc_fixture_constant(&f, 70);
    f.plan.care_leavers.attrition_per_year = cc_fixture_constant(&f, 0.3);
    f.plan.care_leavers.caseload = with ? cc_fixture_yearly(&f, 2, (double[]){20, 15}) : CC_ABSENT;
    f.plan.care_leavers.cost_per_adviser = cc_fixture_constant(&f, 45000);
    cc_fixture_finish(&f);
    cc_fixture_project(&f, 1);
    const int rows[3] = {f.plan.rows.a_care_leavers, f.plan.rows.a_advisers,
                         f.plan.rows.a_leaver_cost};
    for (int i = 0; i < 3; i++) {
      cc_linear_measure_clear(&measure);
      assert_true(cc_linear_measure_add(&f.plan, &f.workspace->set, rows[i], 1, 2, &measure));
      cc_assert_near(add_up(&f.plan, f.results, &measure),
                     2 * cc_annual(&f.plan, f.results, rows[i], 1), 1e-9);
    }
    assert_true((add_up(&f.plan, f.results, &measure) > 0) == (with == 1));
    cc_fixture_free(&f);
  }
}

static void test_what_is_no_sum(void **state) {
  (void)state;
  static const char *const no_sums[] = {"moves.total", "placement_cost.unit", "net_price.home",
                                        "displaced.total", "diverted.total"};
  static cc_plan_fixture f;
  static cc_linear_measure measure, nothing;
  cc_fixture_small_plan(&f);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (size_t i = 0; i < sizeof no_sums / sizeof no_sums[0]; i++) {
    int row = cc_row_find(&f.plan.rows.annual, no_sums[i], NULL);
    assert_int_not_equal(row, CC_ABSENT);
    assert_false(cc_linear_measure_add(&f.plan, &f.workspace->set, row, 1, 1, &measure));
  }
  assert_false(cc_linear_measure_add(&f.plan, &f.workspace->set, CC_ABSENT, 1, 1, &measure));
  assert_memory_equal(&measure, &nothing, sizeof measure);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_rows_add_up),         cmocka_unit_test(test_sums_and_differences),
      cmocka_unit_test(test_children_of_a_month), cmocka_unit_test(test_care_leavers_alone),
      cmocka_unit_test(test_what_is_no_sum),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
