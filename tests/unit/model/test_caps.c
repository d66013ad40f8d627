/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Caps against closed forms (1e-9 children). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "model/caps.h"
#include "model/workspace.h"
#include "support/near.h"
#include "support/plan_fixture.h"

/* 100 children under a year, entries into that band, and exits of 0.2 a year. */
static void start(cc_plan_fixture *f, double entries) {
  cc_fixture_init(f, 2);
  cc_fixture_bands(f, 2, (int[]){0, 12});
  int home = cc_fixture_placement(f, "home");
  cc_fixture_demand(f);
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, 100.0);
  f->plan.demand.opening_by_placement[home] = cc_fixture_constant(f, 100.0);
  cc_fixture_stream(f, 0, home, cc_fixture_constant(f, entries));
  int rate = cc_fixture_constant(f, 0.2);
  cc_fixture_exit(f, 0, home, CC_RETURN_HOME, rate);
  cc_fixture_exit(f, 1, home, CC_RETURN_HOME, rate);
}

static cc_cap make_cap(cc_plan_fixture *f, const char *name, double children, bool hold) {
  return (cc_cap){.name = name,
                  .title = name,
                  .children = cc_fixture_constant(f, children),
                  .from = 0,
                  .until = 24,
                  .hold = hold,
                  .diversion_cost = CC_ABSENT};
}

static double stock(const cc_plan_fixture *f, int month) {
  return cc_fixture_monthly(f, "children_in_care", "home", month);
}

static double diverted(const cc_plan_fixture *f, int month) {
  return cc_fixture_monthly(f, "diverted", NULL, month);
}

/* A month without, and what a year's entry rate of 1 adds in it. */
static const double month = 1.0 / 12.0;
static double stays(void) {
  return exp(-0.2 * month);
}
static double adds(void) {
  return (1.0 - exp(-0.2 * month)) / 0.2;
}

/* Free growth to N(t), and a cap of 125 that only looks on. */
static void a_cap_that_reports_changes_nothing(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f, 60.0);
  cc_cap cap = make_cap(&f, "planning", 125.0, false);
  cap.from = 6;
  cap.until = 20;
  f.plan.caps = &cap;
  f.plan.n_caps = 1;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  double above[2] = {0.0, 0.0}, peak[2] = {0.0, 0.0};
  for (int t = 0; t < 24; t++) {
    double expected = 300.0 - 200.0 * exp(-0.2 * (t + 1) * month);
    cc_assert_near(stock(&f, t), expected, 1e-9);
    cc_assert_near(diverted(&f, t), 0.0, 0.0);
    if (t >= 6 && t < 20 && expected > 125.0) {
      above[t / 12] += 1.0;
      peak[t / 12] = fmax(peak[t / 12], expected - 125.0);
    }
  }
  assert_true(above[0] > 0.0 && above[1] > 0.0);
  for (int y = 0; y < 2; y++) {
    cc_assert_near(cc_fixture_annual(&f, "caps.planning.months_above", y), above[y], 0.0);
    cc_assert_near(cc_fixture_annual(&f, "caps.planning.peak_excess", y), peak[y], 1e-9);
  }
  cc_fixture_free(&f);
}

/* Held at 110: entries are let in whole until the month that would pass it. */
static void a_cap_that_holds_is_met_exactly(void **state) {
  (void)state;
  static cc_plan_fixture f;
  for (int steps = 1; steps <= 30; steps += 29) {
    start(&f, 60.0);
    cc_cap cap = make_cap(&f, "agreed", 110.0, true);
    f.plan.caps = &cap;
    f.plan.n_caps = 1;
    cc_fixture_finish(&f);
    cc_fixture_project(&f, steps);
    double n = 100.0, in_year = 0.0;
    for (int t = 0; t < 24; t++) {
      double admitted = fmin(1.0, (110.0 - n * stays()) / (60.0 * adds()));
      n = n * stays() + admitted * 60.0 * adds();
      cc_assert_near(stock(&f, t), n, 1e-9);
      cc_assert_near(diverted(&f, t), (1.0 - admitted) * 5.0, 1e-9);
      cc_assert_near(cc_fixture_monthly(&f, "entries", "home", t), admitted * 5.0, 1e-9);
      in_year += t < 12 ? (1.0 - admitted) * 5.0 : 0.0;
    }
    cc_assert_near(n, 110.0, 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "diverted.total", 0), in_year, 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "caps.agreed.months_above", 1), 0.0, 0.0);
    cc_assert_near(cc_fixture_annual(&f, "caps.agreed.peak_excess", 1), 0.0, 0.0);
    assert_true(f.results->worst_imbalance < 1e-9);
    cc_fixture_free(&f);
  }
}

/* A cap below what would be left without anybody entering: all are diverted, and it says so. */
static void a_cap_too_low_to_hold_is_reported(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f, 60.0);
  cc_cap cap = make_cap(&f, "low", 80.0, true);
  f.plan.caps = &cap;
  f.plan.n_caps = 1;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  int above = 0;
  for (int t = 0; t < 24; t++) {
    double alone = 100.0 * exp(-0.2 * (t + 1) * month);
    cc_assert_near(stock(&f, t), fmax(alone, 80.0), 1e-9);
    above += t < 12 && alone > 80.0;
  }
  cc_assert_near(diverted(&f, 0), 5.0, 1e-12);
  cc_assert_near(cc_fixture_annual(&f, "caps.low.months_above", 0), above, 0.0);
  cc_assert_near(cc_fixture_annual(&f, "caps.low.peak_excess", 0), 100.0 * stays() - 80.0, 1e-9);
  cc_fixture_free(&f);
}

static void the_lowest_cap_in_force_binds(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f, 60.0);
  cc_cap caps[4] = {make_cap(&f, "report", 90.0, false), make_cap(&f, "tight", 105.0, true),
                    make_cap(&f, "wide", 115.0, true), make_cap(&f, "late", 104.0, true)};
  static const double ceilings[] = {90.0, 105.0, 115.0, 104.0}, costs[] = {90.0, 700.0, 0.0, 40.0};
  caps[1].from = 1;
  caps[1].until = 15;
  caps[2].until = 22;
  caps[3].from = 20;
  caps[3].until = 23;
  for (int i = 0; i < 4; i++) {
    caps[i].diversion_cost = cc_fixture_constant(&f, costs[i]);
  }
  f.plan.caps = caps;
  f.plan.n_caps = 4;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int t = 0; t < 23; t++) {
    int expected = t < 1 || (t >= 15 && t < 20) ? 2 : t < 15 ? 1 : 3;
    double children = -1.0, cost = -1.0;
    assert_true(cc_cap_binding(&f.plan, &f.workspace->set, t, &children, &cost));
    cc_assert_near(children, ceilings[expected], 0.0);
    cc_assert_near(cost, costs[expected], 0.0);
    assert_true(stock(&f, t) <= (t >= 1 && t < 15 ? 105.0 : 115.0) + 1e-9);
  }
  double children = -1.0, cost = -1.0;
  assert_false(cc_cap_binding(&f.plan, &f.workspace->set, 23, &children, &cost)); /* one reports */
  assert_true(children == INFINITY && cost == 0.0);
  cc_assert_near(stock(&f, 14), 105.0, 1e-9);
  assert_true(stock(&f, 15) > 105.5);
  cc_fixture_free(&f);
}

/* A cap must count without those who turn 18 at the month's end, of the stock and of entries:
 * children of 17 only, 10 of them with a birthday in the first month. */
static void birthdays_at_the_month_s_end_make_room(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  cc_fixture_bands(&f, 2, (int[]){0, 204});
  int home = cc_fixture_placement(&f, "home");
  cc_fixture_demand(&f);
  f.plan.demand.opening_by_band[1] = cc_fixture_constant(&f, 120.0);
  f.plan.demand.opening_by_placement[home] = cc_fixture_constant(&f, 120.0);
  cc_fixture_stream(&f, 1, home, cc_fixture_constant(&f, 600.0));
  cc_fixture_exit(&f, 1, home, CC_OTHER_EXIT, cc_fixture_constant(&f, 0.5));
  cc_cap cap = make_cap(&f, "agreed", 120.0, true);
  f.plan.caps = &cap;
  f.plan.n_caps = 1;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int t = 0; t < 24; t++) {
    cc_assert_near(stock(&f, t), 120.0, 1e-9);
    assert_true(diverted(&f, t) > 0.0 && diverted(&f, t) < 50.0);
    assert_true(cc_fixture_monthly(&f, "turned_18", "home", t) > 0.0);
  }
  cc_fixture_free(&f);
}

/* The same where children move on for want of places, to where they leave four times as fast: those
 * who were displaced at the end of a month are in their new place in the next, whatever their age.
 */
static void the_displaced_count_where_they_went(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  cc_fixture_bands(&f, 2, (int[]){0, 204});
  int home = cc_fixture_placement(&f, "home"), agency = cc_fixture_placement(&f, "agency");
  cc_fixture_demand(&f);
  f.plan.demand.opening_by_band[1] = cc_fixture_constant(&f, 120.0);
  f.plan.demand.opening_by_placement[home] = cc_fixture_constant(&f, 120.0);
  cc_fixture_stream(&f, 1, home, cc_fixture_constant(&f, 1800.0));
  cc_fixture_exit(&f, 1, home, CC_OTHER_EXIT, cc_fixture_constant(&f, 0.5));
  cc_fixture_exit(&f, 1, agency, CC_OTHER_EXIT, cc_fixture_constant(&f, 2.0));
  f.plan.placements[home].places = cc_fixture_constant(&f, 20.0);
  f.plan.placements[home].overflow_to = agency;
  cc_cap cap = make_cap(&f, "agreed", 120.0, true);
  f.plan.caps = &cap;
  f.plan.n_caps = 1;
  cc_fixture_finish(&f);
  for (int steps = 1; steps <= 3; steps += 2) {
    cc_fixture_project(&f, steps);
    for (int t = 0; t < 24; t++) {
      double in_agency = cc_fixture_monthly(&f, "children_in_care", "agency", t);
      cc_assert_near(stock(&f, t), 20.0, 1e-9);
      cc_assert_near(in_agency, 100.0, 1e-9);
      assert_true(diverted(&f, t) > 0.0 && diverted(&f, t) < 150.0);
      assert_true(cc_fixture_monthly(&f, "displaced_out", "home", t) > 5.0);
      assert_true(t == 0 || cc_fixture_monthly(&f, "turned_18", "agency", t) > 1.0);
    }
  }
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_cap_that_reports_changes_nothing),
      cmocka_unit_test(a_cap_that_holds_is_met_exactly),
      cmocka_unit_test(a_cap_too_low_to_hold_is_reported),
      cmocka_unit_test(the_lowest_cap_in_force_binds),
      cmocka_unit_test(birthdays_at_the_month_s_end_make_room),
      cmocka_unit_test(the_displaced_count_where_they_went),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
