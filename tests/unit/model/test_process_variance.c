/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closed form against formulas for plans simple enough to have them, against the cohorts for
 * its mean, and against simulated histories. */
#include "model/process_variance.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/histories.h"
#include "support/near.h"
#include "support/process_fixture.h"

/* ---- formulas -------------------------------------------------------------------------------- */

/* Stock in five years, s = exp(-1.8): 1,929 s + 760 (1 - s) / 0.36 and 1,929 s (1 - s) plus the
 * mean of the entries that stayed. To the printed digits: 2,081.0 and 45.04. */
static void test_five_years_of_1929_children(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_flat_plan(&f, 5, 1929, 760, 0.36);
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  cc_moments moments = cc_fixture_moments(&f, process, "children_in_care.total", 4, 4);
  double s = exp(-1.8), entered = 760 * (1 - s) / 0.36;
  cc_assert_near(moments.mean, 1929 * s + entered, 1e-9);
  cc_assert_near(moments.opening_variance, 1929 * s * (1 - s), 1e-9);
  cc_assert_near(moments.entry_variance, entered, 1e-9);
  cc_assert_near(moments.mean, 2081.0, 0.05);
  cc_assert_near(sqrt(cc_variance_of(moments)), 45.04, 0.005);
  cc_process_free(process);
  cc_fixture_free(&f);
}

/* Days of 2020/21 up to a time in years of twelve equal months. */
static double days_by(double time) {
  static const int days[12] = {30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31};
  int month = time < 1 ? (int)(12 * time) : 12;
  double passed = 0;
  for (int t = 0; t < month; t++) {
    passed += days[t];
  }
  return month < 12 ? passed + days[month] * (12 * time - month) : passed;
}

/* Years in care in the first year, T ended at rate m: with g(h) = E[min(T, h)^2] =
 * 2 (1 - exp(-mh) (1 + mh)) / m^2, a child there at the start has g(1) - E[min(T, 1)]^2, and
 * entries at e a year e times the integral of g over 0..1,
 * 2 (1 - 2 (1 - exp(-m)) / m + exp(-m)) / m^2. */
static void test_time_in_care(void **state) {
  (void)state;
  static cc_plan_fixture f;
  const double m = 0.9, left = exp(-m), children = 300, entries = 120;
  cc_fixture_flat_plan(&f, 1, children, entries, m);
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  cc_moments average = cc_fixture_moments(&f, process, "children_in_care.average", 0, 0);
  cc_moments days = cc_fixture_moments(&f, process, "child_days.home", 0, 0);
  /* Who leaves at time x of the year counts w(x), the days of the year up to then over 365, x
   * running on months of 1/12: a child at the start by the density m exp(-m x) of x, a child who
   * enters at y by w(y + x) - w(y). Midpoints of 3,000 parts of the year. */
  enum { PARTS = 3000 };
  double mean = 0, square = 0, entered = 0, entered_square = 0;
  for (int i = 0; i <= PARTS; i++) {
    double x = (i + 0.5) / PARTS, weight = i < PARTS ? m * exp(-m * x) / PARTS : left;
    double w = days_by(i < PARTS ? x : 1) / 365;
    mean += weight * w;
    square += weight * w * w;
  }
  for (int i = 0; i < PARTS; i++) {
    double y = (i + 0.5) / PARTS;
    for (int k = i; k <= PARTS; k++) { /* leaves in part k, or later than the year */
      double from = k == i ? y : (double)k / PARTS, to = (k + 1.0) / PARTS;
      double stays = exp(-m * (from - y));
      double weight = k < PARTS ? stays - exp(-m * (to - y)) : stays;
      double w = (days_by(k < PARTS ? (from + to) / 2 : 1) - days_by(y)) / 365;
      entered += entries * weight * w / PARTS;
      entered_square += entries * weight * w * w / PARTS;
    }
  }
  cc_assert_near(average.mean, children * mean + entered, 1e-4);
  cc_assert_near(average.opening_variance, children * (square - mean * mean), 1e-4);
  cc_assert_near(average.entry_variance, entered_square, 1e-4);
  cc_assert_near(cc_variance_of(days), cc_variance_of(average) * 365.0 * 365.0, 1e-4);
  cc_process_free(process);
  cc_fixture_free(&f);
}

/* Counts of entries, and of the exits of entries, are Poisson numbers; of n children there at the
 * start, n (1 - s) leave with a variance of n s (1 - s). */
static void test_flows(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_flat_plan(&f, 2, 300, 120, 0.9);
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  cc_moments entries = cc_fixture_moments(&f, process, "entries.total", 1, 1);
  cc_moments exits = cc_fixture_moments(&f, process, "exits.return_home", 0, 1);
  double s = exp(-1.8), left = 240 - 120 * (1 - s) / 0.9;
  cc_assert_near(entries.mean, 120, 1e-9);
  cc_assert_near(entries.opening_variance, 0, 0);
  cc_assert_near(entries.entry_variance, 120, 1e-9);
  cc_assert_near(exits.mean, 300 * (1 - s) + left, 1e-9);
  cc_assert_near(exits.opening_variance, 300 * s * (1 - s), 1e-9);
  cc_assert_near(exits.entry_variance, left, 1e-9);
  cc_process_free(process);
  cc_fixture_free(&f);
}

/* Children of the 72 months from 12 to 17, evenly spread; after a year those aged 17 at the start
 * have turned 18, if they are still there: each with chance exp(-0.5 x months to go / 12). */
static void test_birthdays(void **state) {
  (void)state;
  static cc_plan_fixture f;
  double mean = 0, variance = 0;
  cc_fixture_init(&f, 1);
  cc_fixture_bands(&f, 1, (int[]){144});
  int home = cc_fixture_placement(&f, "home");
  cc_fixture_demand(&f);
  f.plan.demand.opening_by_band[0] = cc_fixture_constant(&f, 720);
  f.plan.demand.opening_by_placement[home] = cc_fixture_constant(&f, 720);
  cc_fixture_exit(&f, 0, home, CC_OTHER_EXIT, cc_fixture_constant(&f, 0.5));
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  cc_moments turned_18 = cc_fixture_moments(&f, process, "turned_18.total", 0, 0);
  for (int months = 1; months <= 12; months++) {
    double s = exp(-0.5 * months / 12);
    mean += 10 * s;
    variance += 10 * s * (1 - s);
  }
  cc_assert_near(turned_18.mean, mean, 1e-9);
  cc_assert_near(cc_variance_of(turned_18), variance, 1e-9);
  cc_process_free(process);
  cc_fixture_free(&f);
}

/* Between two dates: n (s' - s s') for the opening, exp(-m) times the mean for entries. Between two
 * placements: of 200 children in the first, -200 s_p s_q (multinomial). */
static void test_covariances(void **state) {
  (void)state;
  static cc_plan_fixture f;
  const double m = 0.36;
  cc_fixture_flat_plan(&f, 3, 1000, 400, m);
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  int row = f.plan.rows.a_children;
  double s = exp(-2 * m), later = exp(-3 * m);
  cc_assert_near(cc_fixture_covariance(&f, process, row, 1, row, 2),
                 1000 * (later - s * later) + 400 * (1 - s) / m * exp(-m), 1e-9);
  cc_process_free(process);
  cc_fixture_free(&f);

  cc_fixture_init(&f, 1);
  cc_fixture_bands(&f, 2, (int[]){0, 144});
  cc_fixture_placement(&f, "first");
  cc_fixture_placement(&f, "second");
  cc_fixture_demand(&f);
  f.plan.demand.opening_by_band[0] = cc_fixture_constant(&f, 200);
  f.plan.demand.opening_by_placement[0] = cc_fixture_constant(&f, 200);
  for (int b = 0; b < 2; b++) {
    cc_fixture_move(&f, b, 0, 1, cc_fixture_constant(&f, 0.5));
    cc_fixture_exit(&f, b, 0, CC_OTHER_EXIT, cc_fixture_constant(&f, 0.2));
    cc_fixture_exit(&f, b, 1, CC_OTHER_EXIT, cc_fixture_constant(&f, 0.2));
  }
  cc_fixture_finish(&f);
  process = cc_fixture_process(&f);
  double first = exp(-0.7), second = exp(-0.2) - exp(-0.7);
  cc_assert_near(cc_fixture_covariance(&f, process, f.plan.rows.a_stock_by_placement, 0,
                                       f.plan.rows.a_stock_by_placement + 1, 0),
                 -200 * first * second, 1e-9);
  cc_process_free(process);
  cc_fixture_free(&f);
}

/* ---- cohorts and histories ------------------------------------------------------------------- */

/* The same means, backward from each measure as the cohorts have them forward in time. */
static void test_mean_is_the_cohorts(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_small_plan(&f);
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  for (int row = 0; row < f.plan.rows.annual.count; row++) {
    cc_moments moments;
    for (int y = 0; y < 3; y++) {
      if (cc_process_row(&f.plan, row, y, y, process, &moments)) {
        double expected = cc_annual(&f.plan, f.results, row, y);
        cc_assert_near(moments.mean, expected, 1e-11 * fabs(expected) + 1e-11);
        assert_true(moments.opening_variance >= 0 && moments.entry_variance >= 0);
      }
    }
  }
  cc_process_free(process);
  cc_fixture_free(&f);
}

/* The variance of a sample of 3,000 has a standard error of sqrt((2 + kurtosis) / 3,000), and these
 * figures have a kurtosis of at most 1 / (the children that they count): four of them are 11% at
 * one child, 10% at many. The opening's rounding adds up to a tenth of a child. */
static void test_variance_is_the_histories(void **state) {
  (void)state;
  static const char *const measures[] = {"children_in_care.total",
                                         "children_in_care.foster",
                                         "children_in_care.home",
                                         "children_in_care.supported",
                                         "children_in_care.average",
                                         "children_in_care.average.home",
                                         "child_days.supported",
                                         "children_in_care.band.band_3",
                                         "placement_cost.net",
                                         "placement_cost.foster",
                                         "contributions.home",
                                         "entries.total",
                                         "exits.total",
                                         "exits.adoption",
                                         "exits.independence",
                                         "turned_18.total",
                                         "one_off_costs.fee",
                                         "care_leavers.total",
                                         "care_leavers.personal_advisers",
                                         "care_leavers.cost",
                                         "subjective.employees",
                                         "subjective.transfer_payments",
                                         "expenditure.total"};
  static cc_plan_fixture f;
  enum { HISTORIES = 3000 };
  cc_histories histories;
  cc_fixture_small_plan(&f);
  cc_fixture_finish(&f);
  cc_histories_run(&f, 21, HISTORIES, &histories);
  cc_process *process = cc_fixture_process(&f);
  for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++) {
    for (int y = 0; y < 3; y++) {
      double expected = cc_variance_of(cc_fixture_moments(&f, process, measures[i], y, y));
      double found = cc_histories_variance(&histories, measures[i], y);
      cc_assert_near(found / expected, 1, 4 * sqrt(2.3 / HISTORIES) + 0.02);
    }
  }
  cc_process_free(process);
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

/* Sums over years: the years' noise goes together, so that it varies more than their variances add
 * up to. Against histories, with the same tolerance. */
static void test_cumulative_cost(void **state) {
  (void)state;
  static cc_plan_fixture f;
  enum { HISTORIES = 1000 };
  cc_microsimulation *micro = NULL;
  double mean = 0, squares = 0;
  cc_fixture_small_plan(&f);
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  double years = 0;
  for (int y = 0; y < 3; y++) {
    years += cc_variance_of(cc_fixture_moments(&f, process, "placement_cost.net", y, y));
  }
  double expected = cc_variance_of(cc_fixture_moments(&f, process, "placement_cost.net", 0, 2));
  assert_true(expected > 1.5 * years);
  assert_int_equal(cc_microsimulation_create(&f.plan, &micro), CC_OK);
  cc_workspace_simulate(f.workspace, micro);
  for (int i = 0; i < HISTORIES; i++) {
    double cost = 0;
    cc_microsimulation_choose(micro, 22, (uint32_t)i);
    cc_fixture_project(&f, 1);
    for (int y = 0; y < 3; y++) {
      cost += cc_fixture_annual(&f, "placement_cost.net", y);
    }
    double distance = cost - mean;
    mean += distance / (i + 1);
    squares += distance * (cost - mean);
  }
  cc_assert_near(squares / (HISTORIES - 1) / expected, 1, 4 * sqrt(2.3 / HISTORIES) + 0.02);
  cc_microsimulation_free(micro);
  cc_process_free(process);
  cc_fixture_free(&f);
}

/* ---- which form ------------------------------------------------------------------------------ */

/* 150 children, steady, and a capacity or a cap some way above: four standard deviations of at most
 * sqrt(150) are 49. */
static void check_form(double capacity, double cap_children, bool hold, bool binds,
                       cc_process_form form) {
  static cc_plan_fixture f;
  static cc_cap cap = {"cap", "Cap", 0, 0, 24, true, CC_ABSENT};
  cc_fixture_flat_plan(&f, 2, 150, 60, 0.4);
  int away = cc_fixture_placement(&f, "away");
  f.plan.placements[0].places = cc_fixture_constant(&f, capacity);
  f.plan.placements[0].overflow_to = away;
  cap.children = cc_fixture_constant(&f, cap_children);
  cap.hold = hold;
  f.plan.caps = &cap;
  f.plan.n_caps = 1;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  assert_int_equal(cc_limits_bind(&f.plan, f.results), binds);
  assert_int_equal(cc_process_form_for(&f.plan, f.workspace, f.results), form);
  cc_fixture_free(&f);
}

static void test_which_form(void **state) {
  (void)state;
  check_form(205, 205, true, false, CC_CLOSED_FORM);
  check_form(190, 205, true, false, CC_MICROSIMULATION);
  check_form(205, 190, true, false, CC_MICROSIMULATION);
  check_form(205, 190, false, false, CC_CLOSED_FORM);
  check_form(205, 140, false, false, CC_CLOSED_FORM);
  check_form(140, 205, true, true, CC_MICROSIMULATION);
  check_form(205, 140, true, true, CC_MICROSIMULATION);
  assert_string_equal(cc_process_form_names[CC_CLOSED_FORM], "closed form");
  assert_string_equal(cc_process_form_names[CC_MICROSIMULATION], "microsimulation");
}

static void test_without_demand(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_moments moments;
  cc_fixture_init(&f, 1);
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  assert_false(cc_limits_bind(&f.plan, f.results));
  assert_int_equal(cc_process_form_for(&f.plan, f.workspace, f.results), CC_CLOSED_FORM);
  assert_false(cc_process_row(&f.plan, 0, 0, 0, process, &moments));
  cc_process_free(process);
  cc_process_free(NULL);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_five_years_of_1929_children),
      cmocka_unit_test(test_time_in_care),
      cmocka_unit_test(test_flows),
      cmocka_unit_test(test_birthdays),
      cmocka_unit_test(test_covariances),
      cmocka_unit_test(test_mean_is_the_cohorts),
      cmocka_unit_test(test_variance_is_the_histories),
      cmocka_unit_test(test_cumulative_cost),
      cmocka_unit_test(test_which_form),
      cmocka_unit_test(test_without_demand),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
