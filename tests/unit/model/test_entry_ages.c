/* SPDX-License-Identifier: GPL-3.0-or-later */
/* At which ages children enter: against the curve through the bands as numeric/age_spread has it,
 * month by month (1e-9), and against what can be counted by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "model/microsimulation.h"
#include "model/workspace.h"
#include "support/ages.h"
#include "support/near.h"
#include "support/plan_fixture.h"

/* ---- a month --------------------------------------------------------------------------------- */

enum { BANDS = 3 };

/* Three bands, with a share at birth that is another from month 12 on. */
static void start(cc_plan_fixture *f, const int *first_ages, double at_birth, double later) {
  cc_fixture_init(f, 2);
  cc_fixture_bands(f, BANDS, first_ages);
  cc_fixture_placement(f, "home");
  cc_fixture_demand(f);
  f->plan.demand.newborn_share =
      cc_fixture_knots(f, CC_STEPS, 2, (int[]){0, 12}, (double[]){at_birth, later});
  cc_fixture_finish(f);
  cc_parameters_expand(&f->plan, f->vector, f->workspace->switches, &f->workspace->set);
}

/* Spreads the entries of a month. */
static const cc_entry_ages *enter(cc_plan_fixture *f, int month, const double *by_band) {
  cc_entry_ages *ages = &f->workspace->cohorts.entry_ages;
  cc_num entries[CC_MAX_BANDS] = {0.0};
  memcpy(entries, by_band, BANDS * sizeof *entries);
  cc_entry_ages_follow(&f->plan, &f->workspace->set, month, entries, ages);
  return ages;
}

/* One by one and by age. A band that nobody enters has the same share at every age. */
static void assert_ages(const cc_plan_fixture *f, double at_birth, const double *by_band) {
  double shares[CC_ADULT_AGE], months[CC_ADULT_AGE] = {0.0};
  const int *first_age = f->plan.band_first_age;
  const cc_entry_ages *ages = &f->workspace->cohorts.entry_ages;
  cc_age_spread(BANDS, first_age, by_band, at_birth, months + first_age[0]);
  cc_entry_shares(&f->plan, ages, shares);
  for (int b = 0; b < BANDS; b++) {
    double sum = 0.0, length = first_age[b + 1] - first_age[b];
    for (int a = first_age[b]; a < first_age[b + 1]; a++) {
      double expected = by_band[b] > 0.0 ? months[a] / by_band[b] : 1.0 / length;
      assert_true(shares[a] >= 0.0);
      cc_assert_near(shares[a], expected, 1e-9);
      cc_assert_near(cc_entry_share(&f->plan, ages, b, first_age[b + 1] - 1 - a), expected, 1e-9);
      sum += shares[a];
    }
    cc_assert_near(sum, 1.0, 1e-12);
  }
}

static const int usual[] = {0, 12, 120};
static const double some[BANDS] = {60.0, 90.0, 30.0};

static void entries_have_ages_in_every_band(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static const double cases[][BANDS] = {
      {60.0, 90.0, 30.0}, {60.0, 90.0, 0.0}, {0.0, 90.0, 30.0}, {0.0, 0.0, 0.0}, {60.0, 0.0, 30.0},
  };
  static const double newborn[] = {0.0, 0.5, 1.0};
  for (int i = 0; i < 5; i++) {
    for (int j = 0; j < 3; j++) {
      start(&f, usual, newborn[j], newborn[j]);
      enter(&f, 0, cases[i]);
      assert_ages(&f, newborn[j] * cases[i][0], cases[i]);
      cc_fixture_free(&f);
    }
  }
}

/* Half of the youngest come at birth. */
static void newborns_come_at_birth(void **state) {
  (void)state;
  static cc_plan_fixture f;
  double shares[CC_ADULT_AGE];
  start(&f, usual, 0.5, 0.5);
  cc_entry_shares(&f.plan, enter(&f, 0, some), shares);
  assert_true(shares[0] > 0.5);
  assert_true(shares[1] < 0.1);
  cc_fixture_free(&f);
}

/* Where children come from six months on, nobody is a newborn. */
static void no_newborns_where_ages_begin_later(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f, (int[]){6, 12, 120}, 0.5, 0.5);
  enter(&f, 0, some);
  assert_ages(&f, 0.0, some);
  cc_fixture_free(&f);
}

/* ---- a first band wider than a year ---------------------------------------------------------- */

/* Ten a month at every age up to 16: of 120 under 1 a half, 60 of 1,920, come at birth, the others
 * of them evenly, five at every age; everybody else stays. */
static void half_of_those_under_1_whatever_the_band(void **state) {
  (void)state;
  static cc_plan_fixture f;
  double shares[CC_ADULT_AGE];
  start(&f, (int[]){0, 192, 204}, 0.5, 1.0);
  for (int month = 0; month <= 12; month += 12) {
    double kept = month == 0 ? 5.0 : 0.0;
    cc_entry_shares(&f.plan, enter(&f, month, (double[]){1920.0, 120.0, 120.0}), shares);
    cc_assert_near(1920.0 * shares[0], 120.0 - 11.0 * kept, 1e-9);
    for (int a = 1; a < 192; a++) {
      cc_assert_near(1920.0 * shares[a], a < 12 ? kept : 10.0, 1e-9);
    }
  }
  cc_fixture_free(&f);
}

/* Where there is a slope too: under 1 there are as many as without newborns, the share of them at
 * birth besides the first month of the rest; from 1 on nothing changes. */
static void newborns_are_taken_from_the_first_year(void **state) {
  (void)state;
  static cc_plan_fixture f;
  double with[CC_ADULT_AGE], without[CC_ADULT_AGE], under_1 = 0.0;
  start(&f, (int[]){0, 60, 120}, 0.0, 0.3);
  cc_entry_shares(&f.plan, enter(&f, 0, some), without);
  cc_entry_shares(&f.plan, enter(&f, 12, some), with);
  for (int a = 0; a < 12; a++) {
    under_1 += without[a];
  }
  for (int a = 0; a < CC_ADULT_AGE; a++) {
    double expected = without[a] * (a < 12 ? 0.7 : 1.0) + (a == 0 ? 0.3 * under_1 : 0.0);
    cc_assert_near(with[a], expected, 1e-12);
  }
  cc_fixture_free(&f);
}

/* ---- from month to month --------------------------------------------------------------------- */

static void ages_follow_entries_and_newborns(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static const double others[BANDS] = {60.0, 90.0, 300.0};
  start(&f, usual, 0.5, 0.9);
  unsigned first = enter(&f, 0, some)->changes;
  assert_ages(&f, 30.0, some);
  assert_int_equal(enter(&f, 1, some)->changes, first);
  assert_int_equal(enter(&f, 2, others)->changes, first + 1);
  assert_ages(&f, 30.0, others);
  assert_int_equal(enter(&f, 12, others)->changes, first + 2);
  assert_ages(&f, 54.0, others);
  assert_int_equal(enter(&f, 13, others)->changes, first + 2);
  enter(&f, 14, (double[]){0.0, 0.0, 0.0});
  enter(&f, 15, some);
  assert_ages(&f, 54.0, some);
  cc_fixture_free(&f);
}

/* 120 babies a year, of whom nobody leaves. Without newborns they are on Steffen's cubic from F(0)
 * = 0 with the slope of the straight line, 10, to F(12) = 120 with none, as nobody enters later:
 *
 *   F(x) = 10 x + 10/12 x^2 - 10/144 x^3
 *
 * Of a month's entries F(j) / 12 are under j months old, and those of m months before 31 March are
 * still under 1 if they were under 11 - m. So there are, over j = 0 .. 11 with sums of j, j^2, j^3
 * of 66, 506 and 4,356, (660 + 421.67 - 302.5) / 12. All at birth, 10 a month of 11 months are. */
static void a_newborn_share_acts_when_it_changes(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 3);
  cc_fixture_bands(&f, 2, (int[]){0, 12});
  cc_fixture_placement(&f, "home");
  cc_fixture_demand(&f);
  f.plan.demand.newborn_share =
      cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 12}, (double[]){0.0, 1.0});
  cc_fixture_stream(&f, 0, 0, cc_fixture_constant(&f, 120.0));
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  const double expected[] = {(660.0 + 5060.0 / 12.0 - 302.5) / 12.0, 110.0, 110.0};
  for (int y = 0; y < 3; y++) {
    cc_assert_near(cc_annual(&f.plan, f.results, f.plan.rows.a_stock_by_band, y), expected[y],
                   1e-9);
  }
  cc_fixture_free(&f);
}

/* Mean children of the youngest band at each year's end over histories of their own. */
static void follow_histories(cc_plan_fixture *f, int n, double *mean) {
  cc_microsimulation *micro = NULL;
  assert_int_equal(cc_microsimulation_create(&f->plan, &micro), CC_OK);
  cc_workspace_simulate(f->workspace, micro);
  for (int y = 0; y < f->plan.n_years; y++) {
    mean[y] = 0.0;
  }
  for (int draw = 0; draw < n; draw++) {
    cc_microsimulation_choose(micro, 1, (uint32_t)draw);
    assert_int_equal(cc_project(&f->plan, f->vector, 1, f->workspace, f->results), CC_OK);
    for (int y = 0; y < f->plan.n_years; y++) {
      mean[y] += cc_annual(&f->plan, f->results, f->plan.rows.a_stock_by_band, y) / n;
    }
  }
  cc_workspace_simulate(f->workspace, NULL);
  cc_microsimulation_free(micro);
}

/* The same one by one, where the youngest band is a year, and where it is two: numbers of
 * independent children in a band are Poisson ones, their mean is within four standard errors of the
 * expected. */
static void histories_have_the_same_ages(void **state) {
  (void)state;
  static cc_plan_fixture f;
  enum { HISTORIES = 400 };
  for (int months = 12; months <= 24; months += 12) {
    double mean[3];
    cc_fixture_init(&f, 3);
    cc_fixture_bands(&f, 2, (int[]){0, months});
    cc_fixture_placement(&f, "home");
    cc_fixture_demand(&f);
    f.plan.demand.newborn_share =
        cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 12}, (double[]){0.0, 1.0});
    cc_fixture_stream(&f, 0, 0, cc_fixture_constant(&f, 120.0));
    cc_fixture_stream(&f, 1, 0,
                      cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 24}, (double[]){0, 900}));
    cc_fixture_finish(&f);
    follow_histories(&f, HISTORIES, mean);
    cc_fixture_project(&f, 1);
    for (int y = 0; y < 3; y++) {
      double expected = cc_annual(&f.plan, f.results, f.plan.rows.a_stock_by_band, y);
      cc_assert_near(mean[y], expected, 4.0 * sqrt(expected / HISTORIES));
    }
    cc_fixture_free(&f);
  }
}

/* Nobody, and then 120 a year at 16-17; or a ten-millionth of a child before. What never came does
 * not say at which ages the others come. */
static void no_entries_leave_no_ages_behind(void **state) {
  (void)state;
  static cc_plan_fixture f;
  double in_care[2];
  for (int i = 0; i < 2; i++) {
    const double a_year[] = {i == 0 ? 0.0 : 1e-7, 120.0};
    cc_fixture_init(&f, 5);
    cc_fixture_bands(&f, 2, (int[]){0, 192});
    cc_fixture_placement(&f, "home");
    cc_fixture_demand(&f);
    cc_fixture_stream(&f, 1, 0, cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 12}, a_year));
    cc_fixture_stream(&f, 0, 0, cc_fixture_constant(&f, 60.0));
    cc_fixture_finish(&f);
    cc_fixture_project(&f, 1);
    in_care[i] = cc_annual(&f.plan, f.results, f.plan.rows.a_children, 4);
    cc_fixture_free(&f);
  }
  cc_assert_near(in_care[0], in_care[1], 1e-5);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(entries_have_ages_in_every_band),
      cmocka_unit_test(newborns_come_at_birth),
      cmocka_unit_test(no_newborns_where_ages_begin_later),
      cmocka_unit_test(half_of_those_under_1_whatever_the_band),
      cmocka_unit_test(newborns_are_taken_from_the_first_year),
      cmocka_unit_test(ages_follow_entries_and_newborns),
      cmocka_unit_test(a_newborn_share_acts_when_it_changes),
      cmocka_unit_test(histories_have_the_same_ages),
      cmocka_unit_test(no_entries_leave_no_ages_behind),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
