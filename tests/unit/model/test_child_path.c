/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A child's path against the law of the process: waiting times and choices. */
#include "model/child_path.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/workspace.h"
#include "support/money_fixture.h"
#include "support/near.h"

static const double month = 1.0 / 12.0;
static const cc_history history = {20, 20};

/* Two placements and two bands. From the first placement of the older band: home at 0.5 a year,
 * independence at 0.3, and moves at 0.4; from the second nothing but other exits, at 2. Home
 * doubles in the second year. */
static void build(cc_plan_fixture *f, cc_ways_out *ways) {
  cc_fixture_init(f, 2);
  cc_fixture_bands(f, 2, (int[]){0, 192});
  cc_fixture_placement(f, "first");
  cc_fixture_placement(f, "second");
  cc_fixture_demand(f);
  cc_fixture_exit(f, 1, 1, CC_OTHER_EXIT, cc_fixture_constant(f, 2));
  cc_fixture_exit(f, 1, 0, CC_RETURN_HOME, cc_fixture_yearly(f, 2, (double[]){0.5, 1}));
  cc_fixture_move(f, 1, 0, 1, cc_fixture_constant(f, 0.4));
  cc_fixture_exit(f, 1, 0, CC_INDEPENDENCE, cc_fixture_constant(f, 0.3));
  cc_fixture_finish(f);
  cc_fixture_project(f, 1); /* for the parameter series */
  assert_int_equal(cc_ways_out_create(&f->plan, ways), CC_OK);
}

static void test_ways_out(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_ways_out ways;
  build(&f, &ways);
  cc_ways_out_read(&f.plan, &f.workspace->set, 0, &ways);
  assert_int_equal(ways.first[0][2] - ways.first[0][0], 0);
  assert_int_equal(ways.first[1][1] - ways.first[1][0], 3);
  assert_int_equal(ways.first[1][2] - ways.first[1][1], 1);
  cc_assert_near(ways.rate[0][0], 0, 0);
  cc_assert_near(ways.rate[1][0], 1.2, 1e-15);
  cc_assert_near(ways.rate[1][1], 2, 0);
  cc_ways_out_read(&f.plan, &f.workspace->set, 12, &ways);
  cc_assert_near(ways.rate[1][0], 1.7, 1e-15);
  cc_ways_out_free(&ways);
  cc_ways_out_free(&ways); /* legal */
  cc_fixture_free(&f);
}

/* Of 40,000 children in the first placement at the start of a year at rate 1.2, exp(-1.2) wait it
 * out; those who leave or move do so in the proportion 0.5 to 0.3 to 0.4. Four standard errors. */
static void test_first_events(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_ways_out ways;
  enum { CHILDREN = 40000 };
  double waits = 0, home = 0, independent = 0, moved = 0;
  build(&f, &ways);
  cc_ways_out_read(&f.plan, &f.workspace->set, 0, &ways);
  ways.rate[1][1] = 0; /* whoever moves stays there */
  for (int i = 0; i < CHILDREN; i++) {
    cc_child child = cc_child_new(cc_chances_of(CC_ENTRANTS, 0), i, 200, 0);
    const cc_rate_term *exit = NULL;
    cc_flows flows = {0};
    cc_child_wind_up(&history, &child);
    for (int t = 0; t < 12 && exit == NULL; t++) {
      child.years = month;
      exit = cc_child_live(&f.plan, &history, &ways, 1, &child, &flows);
    }
    waits += exit == NULL && child.state == 0;
    home += exit != NULL && exit->destination == CC_RETURN_HOME;
    independent += exit != NULL && exit->destination == CC_INDEPENDENCE;
    moved += exit == NULL && child.state == 1;
    cc_assert_near(flows.moves_out[0], child.state, 0);
    cc_assert_near(flows.to_independence[200 - CC_LEAVER_FIRST_AGE],
                   flows.exits[CC_INDEPENDENCE][0], 0);
  }
  double left = 1 - exp(-1.2);
  cc_assert_near(waits / CHILDREN, 1 - left, 4 * sqrt(left * (1 - left) / CHILDREN));
  cc_assert_near(home / CHILDREN, left * 5 / 12, 4 * sqrt(0.25 / CHILDREN));
  cc_assert_near(independent / CHILDREN, left * 3 / 12, 4 * sqrt(0.25 / CHILDREN));
  cc_assert_near(moved / CHILDREN, left * 4 / 12, 4 * sqrt(0.25 / CHILDREN));
  cc_ways_out_free(&ways);
  cc_fixture_free(&f);
}

/* The time credited at the month's start, as moved on and taken back, is the time lived: what a
 * child leaves of the month is the difference. */
static void test_time_adds_up(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_ways_out ways;
  int left = 0, moved = 0;
  build(&f, &ways);
  cc_ways_out_read(&f.plan, &f.workspace->set, 0, &ways);
  for (int i = 0; i < 2000; i++) {
    cc_child child = cc_child_new(cc_chances_of(CC_OPENING_CHILDREN, 0), i, 210, 0);
    cc_flows flows = {0};
    cc_child_wind_up(&history, &child);
    child.years = flows.child_years[0] = 1.0;
    const cc_rate_term *exit = cc_child_live(&f.plan, &history, &ways, 1, &child, &flows);
    double unlived = exit != NULL ? child.years : 0.0;
    cc_assert_near(flows.child_years[0] + flows.child_years[1], 1.0 - unlived, 1e-14);
    assert_true(flows.child_years[0] >= 0.0 && flows.child_years[1] >= -1e-15);
    cc_assert_near(flows.moves_in[1], flows.child_years[1] > 0.0, 0);
    left += exit != NULL;
    moved += flows.moves_in[1] > 0.0;
  }
  assert_in_range(left, 1000, 1600);
  assert_in_range(moved, 300, 600);
  cc_ways_out_free(&ways);
  cc_fixture_free(&f);
}

/* A child's numbers depend on nothing but the history and the child. */
static void test_numbers_are_the_childs_own(void **state) {
  (void)state;
  cc_child first = cc_child_new(cc_chances_of(CC_ENTRANTS, 3), 7, 0, 0), again = first;
  cc_child other = cc_child_new(cc_chances_of(CC_ENTRANTS, 3), 8, 0, 0);
  double a[2], b[2];
  cc_child_chances(&history, &first, a);
  cc_child_chances(&history, &other, b);
  assert_true(a[0] != b[0] && a[1] != b[1]);
  cc_child_chances(&history, &again, b);
  assert_true(a[0] == b[0] && a[1] == b[1]);
  cc_child_chances(&history, &again, b);
  assert_true(a[0] != b[0] && a[1] != b[1]);
}

static void test_list_grows(void **state) {
  (void)state;
  cc_children children = {0};
  for (int i = 0; i < 5000; i++) {
    assert_true(cc_children_add(&children, cc_child_new(1, i, i % CC_ADULT_AGE, 0)));
  }
  assert_int_equal(children.count, 5000);
  assert_int_equal(children.items[4321].age, 4321 % CC_ADULT_AGE);
  cc_children_free(&children);
  assert_int_equal(children.count, 0);
  cc_children_free(&children);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ways_out),     cmocka_unit_test(test_first_events),
      cmocka_unit_test(test_time_adds_up), cmocka_unit_test(test_numbers_are_the_childs_own),
      cmocka_unit_test(test_list_grows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
