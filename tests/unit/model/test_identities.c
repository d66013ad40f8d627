/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check must find what is wrong: every row that takes part is falsified in turn. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "model/identities.h"
#include "support/near.h"
#include "support/plan_fixture.h"

/* Two placements with moves, exits, entries, an overflow and care leavers. */
static void start(cc_plan_fixture *f) {
  cc_fixture_init(f, 2);
  cc_fixture_placement(f, "home");
  cc_fixture_placement(f, "foster");
  cc_fixture_demand(f);
  cc_fixture_leavers(f);
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, 200.0);
  f->plan.demand.opening_by_placement[0] = cc_fixture_constant(f, 150.0);
  f->plan.demand.opening_by_placement[1] = cc_fixture_constant(f, 50.0);
  cc_fixture_stream(f, 0, 1, cc_fixture_constant(f, 70.0));
  cc_fixture_move(f, 0, 0, 1, cc_fixture_constant(f, 0.4));
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    cc_fixture_exit(f, 0, 0, (cc_destination)d, cc_fixture_constant(f, 0.1));
  }
  f->plan.placements[1].places = cc_fixture_constant(f, 60.0);
  f->plan.placements[1].overflow_to = 0;
  f->plan.care_leavers.opening_18_20 = cc_fixture_constant(f, 40.0);
  f->plan.care_leavers.attrition_per_year = cc_fixture_constant(f, 0.1);
  cc_fixture_finish(f);
  cc_fixture_project(f, 1);
}

static void a_projection_balances(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  assert_true(f.results->worst_imbalance < 1e-9);
  cc_assert_near(f.results->most_negative, 0.0, 0.0);
  assert_true(cc_fixture_annual(&f, "displaced.total", 0) > 1.0);
  cc_fixture_free(&f);
}

/* One child too many in one month of one row. */
static void every_false_row_is_found(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  const cc_rows *rows = &f.plan.rows;
  const int checked[] = {rows->m_stock,
                         rows->m_entries,
                         rows->m_exits,
                         rows->m_exits + 8,
                         rows->m_turned_18,
                         rows->m_moves_in,
                         rows->m_moves_out,
                         rows->m_displaced_in,
                         rows->m_displaced_out,
                         rows->m_care_leavers,
                         rows->m_care_leavers_in,
                         rows->m_care_leavers_lost,
                         rows->m_care_leavers_aged_out};
  for (size_t i = 0; i < sizeof checked / sizeof checked[0]; i++) {
    double *cell = cc_month_cells(&f.plan, f.results, checked[i], 23);
    *cell += 1.0;
    cc_identities_check(&f.plan, f.results);
    cc_assert_near(f.results->worst_imbalance, 1.0, 1e-9);
    *cell -= 1.0;
  }
  f.results->opening[1] += 2.0;
  cc_identities_check(&f.plan, f.results);
  cc_assert_near(f.results->worst_imbalance, 2.0, 1e-9);
  cc_fixture_free(&f);
}

static void not_a_number_is_not_forgotten(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  *cc_month_cells(&f.plan, f.results, f.plan.rows.m_entries, 0) = NAN;
  cc_identities_check(&f.plan, f.results);
  assert_true(isnan(f.results->worst_imbalance));
  cc_fixture_free(&f);
}

static void nothing_balances_where_there_is_nothing(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_fixture_finish(&f);
  f.results->worst_imbalance = 5.0;
  cc_identities_check(&f.plan, f.results);
  cc_assert_near(f.results->worst_imbalance, 0.0, 0.0);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_projection_balances),
      cmocka_unit_test(every_false_row_is_found),
      cmocka_unit_test(not_a_number_is_not_forgotten),
      cmocka_unit_test(nothing_balances_where_there_is_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
