/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Care leavers one by one against the law of attrition and against the calendar. */
#include "model/simulated_leavers.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "model/workspace.h"
#include "support/money_fixture.h"
#include "support/near.h"

/* 30 leavers of 16-17 and 36 of 18-20, for two years; attrition 0.3 a year, then 0.6. */
static void build(cc_plan_fixture *f) {
  cc_fixture_init(f, 2);
  cc_fixture_leavers(f);
  f->plan.care_leavers.opening_16_17 = cc_fixture_constant(f, 30);
  f->plan.care_leavers.opening_18_20 = cc_fixture_constant(f, 36);
  f->plan.care_leavers.attrition_per_year = cc_fixture_yearly(f, 2, (double[]){0.3, 0.6});
  cc_fixture_finish(f);
  cc_fixture_project(f, 1);
  cc_care_leavers_open(&f->plan, &f->workspace->set, &f->workspace->leavers, f->results);
}

static void open_at(const cc_plan_fixture *f, double start, cc_simulated_leavers *leavers) {
  cc_wait_reader clocks;
  cc_wait_reader_start(&clocks, 5, 6, 7, 0);
  cc_simulated_leavers_open(&f->plan, &f->workspace->set, &f->workspace->leavers, start, &clocks,
                            leavers);
}

static double month_of(const cc_plan_fixture *f, int row, int month) {
  return cc_monthly(&f->plan, f->results, row, month);
}

/* Whole people, and everybody accounted for in each month, at every start. */
static void test_opening(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_simulated_leavers leavers;
  build(&f);
  const cc_rows *rows = &f.plan.rows;
  for (double start = 0.05; start < 1.0; start += 0.1) {
    open_at(&f, start, &leavers);
    cc_assert_near(leavers.people, 66, 0);
    double before = 66;
    for (int t = 0; t < 24; t++) {
      cc_simulated_leavers_keep(&f.plan, t, &leavers, f.results);
      double gone = month_of(&f, rows->m_care_leavers_lost, t) +
                    month_of(&f, rows->m_care_leavers_aged_out, t);
      cc_assert_near(month_of(&f, rows->m_care_leavers, t), before - gone, 0);
      before -= gone;
    }
    assert_true(before < 66);
  }
  cc_fixture_free(&f);
}

/* 20,000 who join half-way through the first month, their clocks evenly spread over the law: after
 * 18 months, exp(-0.3 x 11.5/12 - 0.6 / 2) of them are left, to one person. */
static void test_attrition(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_simulated_leavers leavers;
  enum { PEOPLE = 20000 };
  build(&f);
  open_at(&f, 0.5, &leavers);
  leavers.people = 0;
  memset(leavers.lost, 0, sizeof leavers.lost);
  memset(leavers.aged_out, 0, sizeof leavers.aged_out);
  for (int i = 0; i < PEOPLE; i++) {
    cc_simulated_leavers_join(&f.plan, 0, 216, 0.5, -log((i + 0.5) / PEOPLE), &leavers);
  }
  for (int t = 0; t < 18; t++) {
    cc_simulated_leavers_keep(&f.plan, t, &leavers, f.results);
    cc_assert_near(month_of(&f, f.plan.rows.m_care_leavers_in, t), t == 0 ? PEOPLE : 0, 0);
  }
  cc_assert_near(leavers.people, PEOPLE * exp(-0.3 * 11.5 / 12 - 0.3), 1);
  cc_fixture_free(&f);
}

/* Where attrition stops after a year, starts after a year, and where there is none: who is lost is
 * lost while it acts. */
static void test_attrition_that_stops(void **state) {
  (void)state;
  static const double rates[3][2] = {{0.5, 0}, {0, 0.5}, {0, 0}};
  for (int i = 0; i < 3; i++) {
    static cc_plan_fixture f;
    static cc_simulated_leavers leavers;
    cc_fixture_init(&f, 2);
    cc_fixture_leavers(&f);
    f.plan.care_leavers.attrition_per_year = cc_fixture_yearly(&f, 2, rates[i]);
    cc_fixture_finish(&f);
    cc_fixture_project(&f, 1);
    open_at(&f, 0.5, &leavers);
    cc_simulated_leavers_join(&f.plan, 3, 200, 3.25, 0.2, &leavers);
    for (int t = 0; t < 24; t++) { /* 0.2 / 0.5 years are 4.8 months of a rate of 0.5 */
      int lost = i == 0 ? 8 : i == 1 ? 16 : CC_ABSENT;
      cc_simulated_leavers_keep(&f.plan, t, &leavers, f.results);
      cc_assert_near(month_of(&f, f.plan.rows.m_care_leavers_lost, t), t == lost, 0);
    }
    cc_fixture_free(&f);
  }
}

/* Without attrition a leaver of 290 months turns 25 at the end of the tenth month. */
static void test_birthday(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_simulated_leavers leavers;
  cc_fixture_init(&f, 2);
  cc_fixture_leavers(&f);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  open_at(&f, 0.5, &leavers);
  cc_simulated_leavers_join(&f.plan, 0, 290, 0, 3, &leavers);
  const cc_rows *rows = &f.plan.rows;
  for (int t = 0; t < 12; t++) {
    cc_simulated_leavers_keep(&f.plan, t, &leavers, f.results);
    cc_assert_near(month_of(&f, rows->m_care_leavers_aged_out, t), t == 9, 0);
    cc_assert_near(month_of(&f, rows->m_care_leavers, t), t < 9, 0);
    cc_assert_near(month_of(&f, rows->m_care_leavers_lost, t), 0, 0);
  }
  cc_fixture_free(&f);
}

static void test_absent(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_simulated_leavers leavers;
  cc_fixture_init(&f, 1);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  open_at(&f, 0.5, &leavers);
  cc_simulated_leavers_join(&f.plan, 0, 216, 0, 1, &leavers);
  cc_simulated_leavers_keep(&f.plan, 0, &leavers, f.results);
  cc_assert_near(leavers.people, 0, 0);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_opening),
      cmocka_unit_test(test_attrition),
      cmocka_unit_test(test_attrition_that_stops),
      cmocka_unit_test(test_birthday),
      cmocka_unit_test(test_absent),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
