/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Care leavers one by one against the law of attrition and against the calendar. */
#include "model/simulated_leavers.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/workspace.h"
#include "support/money_fixture.h"
#include "support/near.h"

static const cc_history history = {5, 6};

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

/* Whole people, of whom 30 are under 18, at every start. */
static void test_opening(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_simulated_leavers leavers = {0};
  build(&f);
  for (double start = 0.05; start < 1.0; start += 0.1) {
    int young = 0;
    assert_true(
        cc_simulated_leavers_open(&f.plan, &history, &f.workspace->leavers, start, &leavers));
    assert_int_equal(leavers.people.count, 66);
    for (int i = 0; i < 66; i++) {
      young += leavers.people.items[i].age < CC_ADULT_AGE;
      assert_in_range(leavers.people.items[i].age, CC_LEAVER_FIRST_AGE, 21 * 12 - 1);
    }
    assert_int_equal(young, 30);
  }
  cc_children_free(&leavers.people);
  cc_fixture_free(&f);
}

/* 20,000 who join half-way through the first month: after 18 months, exp(-0.3 x 11.5/12 - 0.6 / 2)
 * of them are left. Four standard errors. Rows are of the last month. */
static void test_attrition(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_simulated_leavers leavers = {0};
  enum { PEOPLE = 20000 };
  build(&f);
  const cc_rows *rows = &f.plan.rows;
  for (int t = 0; t < 18; t++) {
    double before = leavers.people.count;
    cc_simulated_leavers_begin(&f.plan, &f.workspace->set, t, &leavers);
    for (int i = 0; i < PEOPLE && t == 0; i++) {
      cc_child child = cc_child_new(cc_chances_of(CC_ENTRANTS, 0), i, 216, 0);
      assert_true(cc_simulated_leavers_join(&f.plan, &history, child, 0.5 / 12, &leavers));
    }
    cc_simulated_leavers_end(&f.plan, t, &leavers, f.results);
    cc_assert_near(cc_monthly(&f.plan, f.results, rows->m_care_leavers_in, t), t == 0 ? PEOPLE : 0,
                   0);
    cc_assert_near(cc_monthly(&f.plan, f.results, rows->m_care_leavers, t),
                   before + cc_monthly(&f.plan, f.results, rows->m_care_leavers_in, t) -
                       cc_monthly(&f.plan, f.results, rows->m_care_leavers_lost, t),
                   0);
  }
  double left = exp(-0.3 * 11.5 / 12 - 0.3);
  cc_assert_near((double)leavers.people.count / PEOPLE, left, 4 * sqrt(left * (1 - left) / PEOPLE));
  cc_children_free(&leavers.people);
  cc_fixture_free(&f);
}

/* Without attrition a leaver of 290 months turns 25 at the end of the tenth month. */
static void test_birthday(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_simulated_leavers leavers = {0};
  build(&f);
  const cc_rows *rows = &f.plan.rows;
  cc_child person = cc_child_new(cc_chances_of(CC_OPENING_LEAVERS, 0), 0, 290, 0);
  cc_child_wind_up(&history, &person);
  assert_true(cc_children_add(&leavers.people, person));
  for (int t = 0; t < 12; t++) {
    cc_simulated_leavers_end(&f.plan, t, &leavers, f.results);
    cc_assert_near(cc_monthly(&f.plan, f.results, rows->m_care_leavers_aged_out, t), t == 9, 0);
    cc_assert_near(cc_monthly(&f.plan, f.results, rows->m_care_leavers, t), t < 9, 0);
    cc_assert_near(cc_monthly(&f.plan, f.results, rows->m_care_leavers_lost, t), 0, 0);
  }
  cc_children_free(&leavers.people);
  cc_fixture_free(&f);
}

static void test_absent(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_simulated_leavers leavers = {0};
  cc_fixture_init(&f, 1);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  assert_true(cc_simulated_leavers_open(&f.plan, &history, &f.workspace->leavers, 0.5, &leavers));
  cc_simulated_leavers_begin(&f.plan, &f.workspace->set, 0, &leavers);
  assert_true(
      cc_simulated_leavers_join(&f.plan, &history, cc_child_new(0, 0, 216, 0), 0, &leavers));
  cc_simulated_leavers_end(&f.plan, 0, &leavers, f.results);
  assert_int_equal(leavers.people.count, 0);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_opening),
      cmocka_unit_test(test_attrition),
      cmocka_unit_test(test_birthday),
      cmocka_unit_test(test_absent),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
