/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children in care against closed forms (1e-9 children, 1e-8 child-days). What has no closed form
 * is in test_children_in_care_two_ways.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "support/near.h"
#include "support/plan_fixture.h"

/* 1 April 2020 to 31 March 2021. */
static const int days_of[12] = {30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31};

/* One placement, 1,929 children, 760 entries a year, exits 0.36 a year, all in the first year of
 * life at the start, so that nobody grows up within five years. */
static void start_one_placement(cc_plan_fixture *f) {
  cc_fixture_init(f, 5);
  cc_fixture_bands(f, 2, (int[]){0, 12});
  int home = cc_fixture_placement(f, "home");
  cc_fixture_demand(f);
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, 1929.0);
  f->plan.demand.opening_by_placement[home] = cc_fixture_constant(f, 1929.0);
  f->plan.demand.population[0] = cc_fixture_constant(f, 100000.0);
  f->plan.demand.per_10k[0] = cc_fixture_constant(f, 76.0);
  f->plan.demand.first_placement[0][home] = cc_fixture_constant(f, 1.0);
  int rate = cc_fixture_constant(f, 0.36);
  cc_fixture_exit(f, 0, home, CC_RETURN_HOME, rate);
  cc_fixture_exit(f, 1, home, CC_RETURN_HOME, rate);
  cc_fixture_finish(f);
}

/* dN/dt = 760 - 0.36 N; years in care are the integral of N. */
static double one_placement(double years) {
  return 760.0 / 0.36 + (1929.0 - 760.0 / 0.36) * exp(-0.36 * years);
}
static double one_placement_years(double from, double to) {
  return 760.0 / 0.36 * (to - from) -
         (1929.0 - 760.0 / 0.36) / 0.36 * (exp(-0.36 * to) - exp(-0.36 * from));
}

/* A day counts as much as any: each month by its own, 29 in February 2024. */
static double one_placement_average(int year) {
  double child_days = 0.0;
  for (int t = 0; t < 12; t++) {
    double from = year + t / 12.0, days = days_of[t] + (year == 3 && t == 10 ? 1 : 0);
    child_days += 12.0 * days * one_placement_years(from, from + 1.0 / 12.0);
  }
  return child_days / (year == 3 ? 366.0 : 365.0);
}

static void one_placement_follows_the_exponential(void **state) {
  (void)state;
  static cc_plan_fixture f;
  const double printed[] = {1984.0, 2022.0, 2049.0, 2068.0, 2081.0};
  start_one_placement(&f);
  cc_fixture_project(&f, 1);
  for (int y = 0; y < 5; y++) {
    double children = cc_fixture_annual(&f, "children_in_care.total", y);
    cc_assert_near(children, one_placement(y + 1.0), 1e-9);
    cc_assert_near(round(children), printed[y], 0.0);
    cc_assert_near(cc_fixture_annual(&f, "children_in_care.average", y), one_placement_average(y),
                   1e-9);
    cc_assert_near(cc_fixture_annual(&f, "exits.total", y), 0.36 * one_placement_years(y, y + 1.0),
                   1e-9);
    cc_assert_near(cc_fixture_annual(&f, "exits.return_home", y),
                   0.36 * one_placement_years(y, y + 1.0), 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "entries.total", y), 760.0, 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "turned_18.total", y), 0.0, 0.0);
    cc_assert_near(cc_fixture_annual(&f, "children_in_care.per_10k", y),
                   one_placement(y + 1.0) / 10.0, 1e-9);
  }
  cc_assert_near(f.results->opening[0], 1929.0, 1e-9);
  cc_assert_near(cc_fixture_monthly(&f, "child_days", "home", 0),
                 12.0 * 30.0 * one_placement_years(0.0, 1.0 / 12.0), 1e-8); /* April */
  cc_fixture_free(&f);
}

static void a_cohort_just_turned_15_reaches_18_after_36_months(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 5);
  cc_fixture_bands(&f, 3, (int[]){0, 180, 181});
  int home = cc_fixture_placement(&f, "home");
  cc_fixture_demand(&f);
  f.plan.demand.opening_by_band[1] = cc_fixture_constant(&f, 100.0);
  f.plan.demand.opening_by_placement[home] = cc_fixture_constant(&f, 100.0);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int t = 0; t < 60; t++) {
    cc_assert_near(cc_fixture_monthly(&f, "children_in_care", "home", t), t < 35 ? 100.0 : 0.0,
                   1e-9);
    cc_assert_near(cc_fixture_monthly(&f, "turned_18", "home", t), t == 35 ? 100.0 : 0.0, 1e-9);
  }
  cc_assert_near(cc_fixture_annual(&f, "turned_18.total", 2), 100.0, 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "exits.total", 2), 100.0, 1e-9);
  cc_assert_near(cc_fixture_monthly(&f, "child_days", "home", 35), 100.0 * 31.0, 1e-8); /* March */
  cc_fixture_free(&f);
}

/* Home to foster at k = 1.1, foster to kin at l = 0.7, adopted from kin at m = 0.3 a year. */
static const double k = 1.1, l = 0.7, m = 0.3;

static void chain(double t, double n[3]) {
  n[0] = 100.0 * exp(-k * t);
  n[1] = 100.0 * k * (exp(-k * t) / (l - k) + exp(-l * t) / (k - l));
  n[2] = 100.0 * k * l *
         (exp(-k * t) / ((l - k) * (m - k)) + exp(-l * t) / ((k - l) * (m - l)) +
          exp(-m * t) / ((k - m) * (l - m)));
}

static void start_chain(cc_plan_fixture *f) {
  cc_fixture_init(f, 5);
  cc_fixture_bands(f, 2, (int[]){0, 12});
  int home = cc_fixture_placement(f, "home"), foster = cc_fixture_placement(f, "foster");
  int kin = cc_fixture_placement(f, "kin");
  cc_fixture_demand(f);
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, 100.0);
  f->plan.demand.opening_by_placement[home] = cc_fixture_constant(f, 100.0);
  for (int b = 0; b < 2; b++) {
    cc_fixture_move(f, b, home, foster, cc_fixture_constant(f, k));
    cc_fixture_move(f, b, foster, kin, cc_fixture_constant(f, l));
    cc_fixture_exit(f, b, kin, CC_ADOPTION, cc_fixture_constant(f, m));
  }
  cc_fixture_finish(f);
}

static void a_chain_of_placements_follows_its_solution(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static const char *const names[] = {"home", "foster", "kin"};
  double before[3] = {100.0, 0.0, 0.0};
  start_chain(&f);
  cc_fixture_project(&f, 1);
  for (int t = 0; t < 60; t++) {
    double n[3];
    chain((t + 1) / 12.0, n);
    for (int p = 0; p < 3; p++) {
      cc_assert_near(cc_fixture_monthly(&f, "children_in_care", names[p], t), n[p], 1e-9);
    }
    double moved = before[0] - n[0]; /* all who leave home go to foster care */
    cc_assert_near(cc_fixture_monthly(&f, "moves_out", "home", t), moved, 1e-9);
    cc_assert_near(cc_fixture_monthly(&f, "moves_in", "foster", t), moved, 1e-9);
    cc_assert_near(cc_fixture_monthly(&f, "moves_in", "kin", t), before[1] - n[1] + moved, 1e-9);
    cc_assert_near(cc_fixture_monthly(&f, "exits.adoption", "kin", t),
                   before[0] + before[1] + before[2] - n[0] - n[1] - n[2], 1e-9);
    memcpy(before, n, sizeof before);
  }
  cc_assert_near(cc_fixture_annual(&f, "children_in_care.kin", 4), before[2], 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "children_in_care.band.band_1", 4),
                 before[0] + before[1] + before[2], 1e-9);
  cc_fixture_free(&f);
}

/* Two bands of one placement in stages: what goes on inside a placement is no move. */
static void a_move_within_a_placement_is_not_counted(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_fixture_bands(&f, 2, (int[]){0, 12});
  int home = cc_fixture_placement(&f, "home"), foster = cc_fixture_placement(&f, "foster");
  f.plan.n_states = 3;
  f.plan.state_placement[2] = home;
  cc_fixture_demand(&f);
  f.plan.demand.opening_by_band[0] = cc_fixture_constant(&f, 100.0);
  f.plan.demand.opening_by_placement[home] = cc_fixture_constant(&f, 100.0);
  int rate = cc_fixture_constant(&f, 2.0);
  for (int b = 0; b < 2; b++) {
    cc_fixture_move(&f, b, 0, 2, rate);
    cc_fixture_move(&f, b, 2, foster, rate);
  }
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  /* Erlang: still at home in one of two stages with the same rate. */
  cc_assert_near(cc_fixture_annual(&f, "children_in_care.home", 0), 100.0 * 3.0 * exp(-2.0), 1e-9);
  cc_assert_near(cc_fixture_annual(&f, "moves.total", 0), 100.0 * (1.0 - 3.0 * exp(-2.0)), 1e-9);
  assert_true(f.results->worst_imbalance < 1e-9);
  cc_fixture_free(&f);
}
int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_placement_follows_the_exponential),
      cmocka_unit_test(a_cohort_just_turned_15_reaches_18_after_36_months),
      cmocka_unit_test(a_chain_of_placements_follows_its_solution),
      cmocka_unit_test(a_move_within_a_placement_is_not_counted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
