/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Care leavers in the closed form: children whose paths go on after care, worked out by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/process_fixture.h"

/* 96 people of 21 to 24, two of each month of age: the 24 of the last year turn 25 within it, of
 * the others the share s = exp(-r) is still in touch. */
static void test_care_leavers_alone(void **state) {
  (void)state;
  static cc_plan_fixture f;
  const double r = 0.2, s = exp(-r);
  cc_fixture_init(&f, 1);
  cc_fixture_leavers(&f);
  f.plan.care_leavers.opening_21_24 = cc_fixture_constant(&f, 96);
  f.plan.care_leavers.attrition_per_year = cc_fixture_constant(&f, r);
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  cc_moments leavers = cc_fixture_moments(&f, process, "care_leavers.total", 0, 0);
  cc_assert_near(leavers.mean, 72 * s, 1e-12);
  cc_assert_near(leavers.opening_variance, 72 * s * (1 - s), 1e-12);
  cc_assert_near(leavers.entry_variance, 0, 0);
  cc_process_free(process);
  cc_fixture_free(&f);
}

/* 720 children of the 72 months from 12 to 17, leaving at m; care leavers lose touch at r. A child
 * with k months to go is in care until then with chance exp(-mk/12), and a care leaver at month t
 * with that times exp(-r(t-k)/12). Two counts of the same children go together as the chance of
 * both less the product of the chances. */
static void test_birthdays_make_care_leavers(void **state) {
  (void)state;
  static cc_plan_fixture f;
  const double m = 0.5, r = 0.3;
  double mean = 0, variance = 0, with_birthdays = 0, with_children = 0;
  cc_fixture_init(&f, 2);
  cc_fixture_bands(&f, 1, (int[]){144});
  int home = cc_fixture_placement(&f, "home");
  cc_fixture_demand(&f);
  cc_fixture_leavers(&f);
  f.plan.demand.opening_by_band[0] = cc_fixture_constant(&f, 720);
  f.plan.demand.opening_by_placement[home] = cc_fixture_constant(&f, 720);
  f.plan.care_leavers.attrition_per_year = cc_fixture_constant(&f, r);
  cc_fixture_exit(&f, 0, home, CC_OTHER_EXIT, cc_fixture_constant(&f, m));
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  for (int k = 1; k <= 24; k++) {
    double grown = exp(-m * k / 12), leaver = grown * exp(-r * (24 - k) / 12), year = exp(-m);
    mean += 10 * leaver;
    variance += 10 * leaver * (1 - leaver);
    with_birthdays += k > 12 ? 10 * leaver * (1 - grown) : 0;
    with_children += k > 12 ? 10 * leaver * (1 - year) : 0;
  }
  cc_moments leavers = cc_fixture_moments(&f, process, "care_leavers.total", 1, 1);
  int row = f.plan.rows.a_care_leavers;
  cc_assert_near(leavers.mean, mean, 1e-9);
  cc_assert_near(leavers.opening_variance, variance, 1e-9);
  cc_assert_near(cc_fixture_covariance(&f, process, row, 1, f.plan.rows.a_turned_18, 1),
                 with_birthdays, 1e-9);
  cc_assert_near(cc_fixture_covariance(&f, process, row, 1, f.plan.rows.a_children, 0),
                 with_children, 1e-9);
  cc_process_free(process);
  cc_fixture_free(&f);
}

/* A child of 16 and 40 more who come at 16 in the first year leave for independence or turn 18, and
 * are then in touch until their 25th birthday, nine years to the month after they were 16. */
static void test_until_25(void **state) {
  (void)state;
  static cc_plan_fixture f;
  const double expected[10] = {[7] = 41, [8] = 40 * 11.0 / 12, [9] = 0};
  cc_fixture_init(&f, 10);
  cc_fixture_bands(&f, 3, (int[]){0, 192, 193});
  int home = cc_fixture_placement(&f, "home");
  cc_fixture_demand(&f);
  cc_fixture_leavers(&f);
  f.plan.demand.opening_by_band[1] = cc_fixture_constant(&f, 1);
  f.plan.demand.opening_by_placement[home] = cc_fixture_constant(&f, 1);
  cc_fixture_stream(&f, 1, home,
                    cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 12}, (double[]){40, 0}));
  cc_fixture_exit(&f, 1, home, CC_INDEPENDENCE, cc_fixture_constant(&f, 3));
  cc_fixture_exit(&f, 2, home, CC_INDEPENDENCE, cc_fixture_constant(&f, 0.7));
  cc_fixture_finish(&f);
  cc_process *process = cc_fixture_process(&f);
  for (int y = 7; y < 10; y++) {
    cc_moments leavers = cc_fixture_moments(&f, process, "care_leavers.total", y, y);
    cc_assert_near(leavers.mean, expected[y], 1e-9);
    cc_assert_near(leavers.opening_variance, 0, 1e-12);
    cc_assert_near(leavers.entry_variance, y == 7 ? 40 : expected[y], 1e-9);
  }
  cc_process_free(process);
  cc_fixture_free(&f);
}

/* Money of one child of 16, for whom a year in care costs `care`, leaving to independence at rate m
 * costs `grant`, and each month as a care leaver `adviser`. */
typedef struct {
  double m, r, care, grant, adviser;
} one_path;

/* The antiderivatives of m t^n exp(-mt), n = 0, 1, 2. */
static void antiderivatives(double m, double t, double *integral) {
  double left = exp(-m * t);
  integral[0] = -left;
  integral[1] = -(t + 1 / m) * left;
  integral[2] = -(t * t + 2 * t / m + 2 / (m * m)) * left;
}

/* First and second moment of what the months as a care leaver cost a child who left in month j of
 * the year: by the last month end at which there still is touch, if there is one. Being in touch at
 * a month's end counts half for that month and half for the next; the year ends with month 11. */
static void after_care(const one_path *path, int j, double *first, double *second) {
  double exposure = path->r / 12, stays = exp(-exposure), cost = 0;
  double chance = (1 - exp(-exposure)) / exposure; /* in touch at the end of month k */
  *first = *second = 0;
  for (int k = j; k < 12; k++) {
    cost += path->adviser * (k < 11 ? 1 : 0.5);
    double last = k < 11 ? chance * (1 - stays) : chance;
    *first += last * cost;
    *second += last * cost * cost;
    chance *= stays;
  }
}

typedef struct {
  double first, second;
} two_moments;

/* Of the cost to the year's end of a child who is in care from `start` on, in years, in month
 * `month`. */
static two_moments path_by_hand(const one_path *path, int month, double start) {
  double stays = exp(-path->m * (1 - start)), care = path->care * (1 - start);
  two_moments sum = {stays * care, stays * care * care};
  for (int j = month; j < 12; j++) {
    double begin[3], end[3], cost, square;
    antiderivatives(path->m, j == month ? 0 : j / 12.0 - start, begin);
    antiderivatives(path->m, (j + 1) / 12.0 - start, end);
    after_care(path, j, &cost, &square);
    square += path->grant * (2 * cost + path->grant);
    cost += path->grant;
    double chance = end[0] - begin[0], time = end[1] - begin[1], time_squared = end[2] - begin[2];
    sum.first += path->care * time + chance * cost;
    sum.second +=
        path->care * path->care * time_squared + 2 * path->care * time * cost + chance * square;
  }
  return sum;
}

/* The same of one entry a year, whenever in it: by Simpson's rule within each month. */
static two_moments entries_by_hand(const one_path *path) {
  enum { PARTS = 32 };
  two_moments sum = {0, 0};
  for (int i = 0; i < 12 * (PARTS + 1); i++) {
    int month = i / (PARTS + 1), part = i % (PARTS + 1);
    double weight = (part == 0 || part == PARTS ? 1 : part % 2 == 1 ? 4 : 2) / (36.0 * PARTS);
    two_moments of = path_by_hand(path, month, (month + (double)part / PARTS) / 12);
    sum.first += weight * of.first;
    sum.second += weight * of.second;
  }
  return sum;
}

/* A weekly price with which a month in care costs the same in every month, however many days. */
static int price_of_time(cc_plan_fixture *f, double a_year) {
  static const int days[12] = {30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31};
  int months[12];
  double prices[12];
  for (int t = 0; t < 12; t++) {
    months[t] = t;
    prices[t] = a_year / 12 * 7 / days[t];
  }
  return cc_fixture_knots(f, CC_STEPS, 12, months, prices);
}

static void build_path(const one_path *path, cc_one_off_cost *grant, cc_plan_fixture *f) {
  cc_fixture_init(f, 1);
  cc_fixture_bands(f, 3, (int[]){0, 192, 193});
  int home = cc_fixture_placement(f, "home");
  cc_fixture_demand(f);
  cc_fixture_leavers(f);
  f->plan.demand.opening_by_band[1] = cc_fixture_constant(f, 1);
  f->plan.demand.opening_by_placement[home] = cc_fixture_constant(f, 1);
  cc_fixture_stream(f, 1, home, cc_fixture_constant(f, 40));
  f->plan.placements[home].weekly_price = price_of_time(f, path->care);
  cc_fixture_exit(f, 1, home, CC_INDEPENDENCE, cc_fixture_constant(f, path->m));
  cc_fixture_exit(f, 2, home, CC_INDEPENDENCE, cc_fixture_constant(f, path->m));
  grant->amount = cc_fixture_constant(f, path->grant);
  f->plan.one_off_costs = grant;
  f->plan.n_one_off_costs = 1;
  f->plan.care_leavers.attrition_per_year = cc_fixture_constant(f, path->r);
  f->plan.care_leavers.caseload = cc_fixture_constant(f, 15);
  f->plan.care_leavers.cost_per_adviser = cc_fixture_constant(f, 15 * 12 * path->adviser);
  cc_fixture_finish(f);
}

/* A child on the 16th birthday, and 40 more who come at that age over the year: what the time in
 * care, the way out of it and the time after it cost together, with all that goes together in it.
 * The cohorts' rule that a care leaver's first month is the same whenever in it the child left is
 * part of the sum by hand. */
static void test_one_path_to_independence(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_one_off_cost grant = {"grant", "Grant",   CC_FLOW_EXITS,       CC_INDEPENDENCE,
                                  0,       CC_ABSENT, CC_TRANSFER_PAYMENTS};
  const one_path path = {.m = 0.8, .r = 0.6, .care = 52000, .grant = 3000, .adviser = 250};
  build_path(&path, &grant, &f);
  cc_process *process = cc_fixture_process(&f);
  cc_moments total = cc_fixture_moments(&f, process, "expenditure.total", 0, 0);
  two_moments there = path_by_hand(&path, 0, 0), entries = entries_by_hand(&path);
  double mean = there.first + 40 * entries.first;
  double variance = there.second - there.first * there.first;
  cc_assert_near(cc_fixture_annual(&f, "expenditure.total", 0), mean, 1e-10 * mean);
  cc_assert_near(total.mean, mean, 1e-10 * mean);
  cc_assert_near(total.opening_variance, variance, 1e-10 * variance);
  cc_assert_near(total.entry_variance, 40 * entries.second, 1e-10 * 40 * entries.second);
  cc_process_free(process);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_care_leavers_alone),
      cmocka_unit_test(test_birthdays_make_care_leavers),
      cmocka_unit_test(test_until_25),
      cmocka_unit_test(test_one_path_to_independence),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
