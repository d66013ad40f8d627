/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children's paths against the law of the process: waiting times and choices. */
#include "model/simulated_children.h"

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

/* Two placements and two bands. From the first placement of the older band: home at 0.5 a year,
 * independence at 0.3, and moves at 0.4; from the second nothing but other exits, at 2. Home
 * doubles in the second year. */
typedef struct {
  cc_plan_fixture f;
  cc_history history;
  cc_ways_out ways;
  cc_simulated_children children;
  cc_simulated_leavers leavers;
  cc_month_book book;
  cc_simulated_month at;
} world;

static void build(world *w) {
  cc_plan_fixture *f = &w->f;
  cc_fixture_init(f, 2);
  cc_fixture_bands(f, 2, (int[]){0, 192});
  cc_fixture_placement(f, "first");
  cc_fixture_placement(f, "second");
  cc_fixture_demand(f);
  cc_fixture_leavers(f);
  cc_fixture_exit(f, 1, 1, CC_OTHER_EXIT, cc_fixture_constant(f, 2));
  cc_fixture_exit(f, 1, 0, CC_RETURN_HOME, cc_fixture_yearly(f, 2, (double[]){0.5, 1}));
  cc_fixture_move(f, 1, 0, 1, cc_fixture_constant(f, 0.4));
  cc_fixture_exit(f, 1, 0, CC_INDEPENDENCE, cc_fixture_constant(f, 0.3));
  cc_fixture_finish(f);
  cc_fixture_project(f, 1); /* for the parameter series */
  assert_int_equal(cc_ways_out_create(&f->plan, &w->ways), CC_OK);
  cc_ways_out_read(&f->plan, &f->workspace->set, 0, &w->ways);
  w->history = (cc_history){20, 20};
  w->children = (cc_simulated_children){0};
  memset(&w->leavers, 0, sizeof w->leavers);
  memset(&w->book, 0, sizeof w->book);
  w->at =
      (cc_simulated_month){&f->plan, &w->history, &w->ways, 0, &w->children, &w->leavers, &w->book};
}

static void take_down(world *w) {
  cc_simulated_children_free(&w->children);
  cc_ways_out_free(&w->ways);
  cc_fixture_free(&w->f);
}

/* Takes in `count` children of an age in a spot, their clocks drawn. */
static void fill(world *w, int count, int spot, int age) {
  cc_wait_reader clocks;
  cc_wait_reader_start(&clocks, 20, 20, cc_chances_of(CC_OPENING_CLOCKS, 0), 1);
  assert_true(cc_simulated_children_reserve(&w->children, count));
  for (int i = 0; i < count; i++) {
    cc_child_take_in(&w->at, spot, age, cc_wait_reader_next(&clocks),
                     cc_child_address(cc_chances_of(CC_OPENING_CHILDREN, 0), 1, (uint32_t)i));
  }
}

static void live_month(world *w, int month) {
  w->at.month = month;
  memcpy(w->book.months, w->book.children, sizeof w->book.months);
  cc_children_live(&w->at);
  cc_children_meet_events(&w->at);
}

static double exits(const world *w, int destination, int state) {
  return w->book.taken[CC_COUNT_EXITS + destination * CC_MAX_STATES + state];
}

/* ---- ways out -------------------------------------------------------------------------------- */

static void test_ways_out(void **state) {
  (void)state;
  static world w;
  build(&w);
  int first = cc_spot(1, 0), second = cc_spot(1, 1);
  cc_assert_near(w.ways.rate[cc_spot(0, 0)], 0, 0);
  cc_assert_near(w.ways.rate[CC_GONE], 0, 0);
  cc_assert_near(w.ways.rate[first], 0.1, 1e-8);
  cc_assert_near(w.ways.rate[second], 2.0 / 12, 1e-8);
  assert_int_equal(w.ways.count[first], 3);
  assert_true(cc_ways_out_read(&w.f.plan, &w.f.workspace->set, 12, &w.ways));
  cc_assert_near(w.ways.rate[first], 1.7 / 12, 1e-8);
  cc_ways_out_free(&w.ways); /* legal twice */
  take_down(&w);
}

/* Which way is taken, over all of a random word: in the order of the plan home from 0 to 5/12,
 * moves to 9/12, independence the rest. */
static void test_way_taken(void **state) {
  (void)state;
  static world w;
  build(&w);
  static const struct {
    double share;
    int to, destination;
  } cases[] = {{0, CC_ABSENT, CC_RETURN_HOME},
               {0.4166, CC_ABSENT, CC_RETURN_HOME},
               {0.4167, 1, CC_ABSENT},
               {0.7499, 1, CC_ABSENT},
               {0.7501, CC_ABSENT, CC_INDEPENDENCE},
               {1, CC_ABSENT, CC_INDEPENDENCE}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    uint32_t word = (uint32_t)(cases[i].share * 0xffffffffu);
    const cc_child_way *way = &w.ways.ways[cc_way_taken(&w.ways, cc_spot(1, 0), word)];
    assert_int_equal(w.f.plan.demand.terms[way->term].to, cases[i].to);
    assert_int_equal(w.f.plan.demand.terms[way->term].destination, cases[i].destination);
    assert_int_equal(way->to, cases[i].to == CC_ABSENT ? CC_GONE : cc_spot(1, cases[i].to));
  }
  take_down(&w);
}

/* ---- paths ----------------------------------------------------------------------------------- */

/* Of 40,000 children in the first placement at the start of a year at rate 1.2, exp(-1.2) wait it
 * out; those who leave or move do so in the proportion 0.5 to 0.3 to 0.4. Four standard errors. */
static void test_first_events(void **state) {
  (void)state;
  static world w;
  enum { CHILDREN = 40000 };
  build(&w);
  w.ways.rate[cc_spot(1, 1)] = 0; /* whoever moves stays there */
  fill(&w, CHILDREN, cc_spot(1, 0), 200);
  for (int t = 0; t < 12; t++) {
    live_month(&w, t);
  }
  double left = 1 - exp(-1.2), waits = w.book.children[cc_spot(1, 0)];
  double home = exits(&w, CC_RETURN_HOME, 0), independent = exits(&w, CC_INDEPENDENCE, 0);
  double moved = w.book.children[cc_spot(1, 1)], joined = 0;
  for (int t = 0; t < 12; t++) {
    joined += w.leavers.joined[t];
  }
  cc_assert_near(waits / CHILDREN, 1 - left, 4 * sqrt(left * (1 - left) / CHILDREN));
  cc_assert_near(home / CHILDREN, left * 5 / 12, 4 * sqrt(0.25 / CHILDREN));
  cc_assert_near(independent / CHILDREN, left * 3 / 12, 4 * sqrt(0.25 / CHILDREN));
  cc_assert_near(moved / CHILDREN, left * 4 / 12, 4 * sqrt(0.25 / CHILDREN));
  cc_assert_near(waits + home + independent + moved, CHILDREN, 0);
  cc_assert_near(joined, independent, 0);
  cc_assert_near(w.book.taken[CC_COUNT_MOVES_OUT], moved, 0);
  cc_assert_near(w.book.taken[CC_COUNT_MOVES_IN + 1], moved, 0);
  assert_int_equal(w.children.n_free, (int)(home + independent));
  take_down(&w);
}

/* The time of those there at the month's start, as moved on, is the time lived: on average
 * (1 - exp(-r)) / r months of each in the first spot, r = 0.1 being the rate. */
static void test_time_adds_up(void **state) {
  (void)state;
  static world w;
  enum { CHILDREN = 40000 };
  build(&w);
  fill(&w, CHILDREN, cc_spot(1, 0), 200);
  live_month(&w, 0);
  double all = 0;
  for (int spot = 0; spot < CC_SPOTS; spot++) {
    all += w.book.months[spot];
  }
  cc_assert_near(all, CHILDREN, 1e-6 * CHILDREN);
  double expected = (1 - exp(-0.1)) / 0.1;
  cc_assert_near(w.book.months[cc_spot(1, 0)] / CHILDREN, expected, 4 * 0.17 / sqrt(CHILDREN));
  assert_true(w.book.months[cc_spot(1, 1)] > 0);
  take_down(&w);
}

/* At 20 events a month whoever leaves at once, or stays by moving in a circle, has met them all in
 * that month: with a way back, a mean of 20 moves a child, and everybody is there still. */
static void test_many_events_in_a_month(void **state) {
  (void)state;
  static world w;
  enum { CHILDREN = 2000 };
  cc_plan_fixture *f = &w.f;
  cc_fixture_init(f, 1);
  cc_fixture_placement(f, "first");
  cc_fixture_placement(f, "second");
  cc_fixture_demand(f);
  cc_fixture_move(f, 0, 0, 1, cc_fixture_constant(f, 240));
  cc_fixture_move(f, 0, 1, 0, cc_fixture_constant(f, 240));
  cc_fixture_finish(f);
  cc_fixture_project(f, 1);
  assert_int_equal(cc_ways_out_create(&f->plan, &w.ways), CC_OK);
  cc_ways_out_read(&f->plan, &f->workspace->set, 0, &w.ways);
  w.at = (cc_simulated_month){&f->plan, &w.history, &w.ways, 0, &w.children, &w.leavers, &w.book};
  fill(&w, CHILDREN, cc_spot(0, 0), 100);
  live_month(&w, 0);
  double moves = w.book.taken[CC_COUNT_MOVES_OUT] + w.book.taken[CC_COUNT_MOVES_OUT + 1];
  cc_assert_near(moves / CHILDREN, 20, 4 * sqrt(20.0 / CHILDREN));
  cc_assert_near(w.book.children[cc_spot(0, 0)] + w.book.children[cc_spot(0, 1)], CHILDREN, 0);
  take_down(&w);
}

/* ---- birthdays and slots --------------------------------------------------------------------- */

/* Where nothing else happens, a child of 190 months is in the older band after two months, and one
 * of 193 months is a care leaver after 23. */
static void test_birthdays(void **state) {
  (void)state;
  static world w;
  build(&w);
  w.ways.rate[cc_spot(1, 0)] = 0;
  assert_true(cc_simulated_children_reserve(&w.children, 2));
  cc_child_take_in(&w.at, cc_spot(0, 0), 190, 5, cc_child_address(1, 2, 3));
  cc_child_take_in(&w.at, cc_spot(1, 0), 193, 5, cc_child_address(1, 2, 4));
  for (int t = 0; t < 24; t++) {
    cc_assert_near(w.book.children[cc_spot(0, 0)], t < 2, 0);
    cc_assert_near(w.book.children[cc_spot(1, 0)], (t >= 2) + (t < 23), 0);
    cc_assert_near(w.book.turned_18[0], t >= 23, 0);
    live_month(&w, t);
    cc_children_grow_older(&w.at);
  }
  cc_assert_near(w.leavers.joined[22], 1, 0);
  assert_int_equal(w.children.n_free, 1);
  assert_int_equal(w.children.spot[1], CC_GONE);
  take_down(&w);
}

/* Names give streams of their own. */
static void test_names(void **state) {
  (void)state;
  assert_true(cc_name_of_chances("fostering") != cc_name_of_chances("residential"));
  assert_true(cc_name_of_chances("a") == 0xe40c292cu); /* of the function's own test vectors */
  assert_true(cc_name_of_chances("foobar") == 0xbf9cf968u);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_ways_out),
      cmocka_unit_test(test_way_taken),
      cmocka_unit_test(test_first_events),
      cmocka_unit_test(test_time_adds_up),
      cmocka_unit_test(test_many_events_in_a_month),
      cmocka_unit_test(test_birthdays),
      cmocka_unit_test(test_names),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
