/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who is displaced: as many as are too many, each as likely as any, once in a month, and the same
 * children but for one where there is one child more. */
#include "model/displaced_children.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/near.h"

/* Three states, each a placement; nothing happens in them by itself. */
typedef struct {
  cc_plan plan;
  cc_history history;
  cc_ways_out ways;
  cc_simulated_children children;
  cc_month_book book;
  cc_simulated_month at;
} world;

static void build(world *w) {
  memset(w, 0, sizeof *w);
  w->plan.n_bands = 1;
  w->plan.band_first_age[1] = 216;
  w->history = (cc_history){4, 0};
  w->at = (cc_simulated_month){&w->plan, &w->history, &w->ways, 0, &w->children, NULL, &w->book};
}

static void take_down(world *w) {
  cc_simulated_children_free(&w->children);
}

/* Takes in children number first, first + 1, ..., last - 1 of a stream. */
static void fill(world *w, int state, uint32_t first, uint32_t last) {
  assert_true(cc_simulated_children_reserve(&w->children, (int)(last - first)));
  for (uint32_t i = first; i < last; i++) {
    cc_child_take_in(&w->at, cc_spot(0, state), 100, 1.0f,
                     cc_child_address(cc_chances_of(CC_ENTRANTS, 0), 7, i));
  }
}

/* Displaces from the first state to the second. */
static void displace(world *w, int there, int excess) {
  cc_children_displace(&w->at, 1u << 0, 99, there, excess, 1);
}

static bool is_in(const world *w, int slot, int state) {
  return w->children.spot[slot] == cc_spot(0, state);
}

/* Who moves on twice in a month is displaced once, from the first placement to the last. */
static void test_once(void **state) {
  (void)state;
  static world w;
  build(&w);
  fill(&w, 0, 0, 1);
  cc_child_displace(&w.at, 0, 1);
  cc_child_displace(&w.at, 0, 2);
  cc_assert_near(w.book.displaced_out[0], 1, 0);
  cc_assert_near(w.book.displaced_out[1], 0, 0);
  cc_assert_near(w.book.displaced_in[1], 0, 0);
  cc_assert_near(w.book.displaced_in[2], 1, 0);
  cc_assert_near(w.book.children[cc_spot(0, 2)], 1, 0);
  w.at.month = 1;
  cc_child_displace(&w.at, 0, 0);
  cc_assert_near(w.book.displaced_out[2], 1, 0);
  take_down(&w);
}

/* From one of many to all there are, with others in other states between them. */
static void test_as_many_as_are_too_many(void **state) {
  (void)state;
  static const int excess[] = {1, 2, 30, 299, 300};
  for (size_t i = 0; i < sizeof excess / sizeof *excess; i++) {
    static world w;
    build(&w);
    fill(&w, 0, 0, 150);
    fill(&w, 2, 150, 300);
    fill(&w, 0, 300, 450);
    displace(&w, 300, excess[i]);
    int moved = 0;
    for (int slot = 0; slot < 450; slot++) {
      moved += is_in(&w, slot, 1);
      assert_true(slot < 150 || slot >= 300 || is_in(&w, slot, 2));
    }
    assert_int_equal(moved, excess[i]);
    cc_assert_near(w.book.displaced_out[0], excess[i], 0);
    cc_assert_near(w.book.children[cc_spot(0, 0)], 300 - excess[i], 0);
    take_down(&w);
  }
}

enum { DRAWS = 4000, THERE = 40, EXCESS = 6 };

/* Each of 40 is one of the 6 in 15% of the draws and months; a count of n such has the variance
 * n x 0.15 x 0.85, less where the 40 always sum to 6: the sum of squares is chi-squared with 39
 * degrees of freedom, which is below 90 but once in 100,000. Two in a row are both of the 6 with
 * chance 6/40 x 5/39, and so is one in two months with chance 0.15 x 0.15. */
static void test_each_as_likely_as_any(void **state) {
  (void)state;
  static int taken[THERE];
  double share = (double)EXCESS / THERE, squares = 0;
  double pairs = 0, again = 0, expected = DRAWS * share;
  memset(taken, 0, sizeof taken);
  for (int draw = 0; draw < DRAWS; draw++) {
    static world w;
    bool before[THERE] = {false};
    build(&w);
    w.history.draw = (uint32_t)draw;
    fill(&w, 0, 0, THERE);
    for (w.at.month = 0; w.at.month < 2; w.at.month++) {
      displace(&w, THERE, EXCESS);
      for (int i = 0; i < THERE; i++) {
        bool is = is_in(&w, i, 1), next = i + 1 < THERE && is_in(&w, i + 1, 1);
        taken[i] += w.at.month == 0 && is;
        pairs += w.at.month == 0 && is && next;
        again += before[i] && is;
        before[i] = is;
      }
      for (int i = 0; i < THERE; i++) {
        w.children.spot[i] = (int16_t)cc_spot(0, 0);
      }
    }
    take_down(&w);
  }
  for (int i = 0; i < THERE; i++) {
    squares += (taken[i] - expected) * (taken[i] - expected) / (expected * (1 - share));
  }
  assert_true(squares * (THERE - 1) / THERE < 90);
  double both = DRAWS * (THERE - 1) * share * (EXCESS - 1) / (THERE - 1);
  double twice = DRAWS * THERE * share * share;
  cc_assert_near(pairs, both, 4 * sqrt(both));
  cc_assert_near(again, twice, 4 * sqrt(twice));
}

/* The order of slots is nothing to it, and one child more displaces one more: that child, or the
 * next in turn. */
static void test_one_child_more(void **state) {
  (void)state;
  for (uint32_t draw = 0; draw < 50; draw++) {
    static world less, more;
    build(&less);
    build(&more);
    less.history.draw = more.history.draw = draw;
    fill(&less, 0, 0, 100);
    fill(&more, 0, 100, 101);
    fill(&more, 0, 50, 100);
    fill(&more, 0, 0, 50);
    displace(&less, 100, 20);
    displace(&more, 101, 21);
    for (int i = 0; i < 100; i++) {
      int there = 1 + (i + 50) % 100;
      assert_true(!is_in(&less, i, 1) || is_in(&more, there, 1));
    }
    take_down(&less);
    take_down(&more);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_once),
      cmocka_unit_test(test_as_many_as_are_too_many),
      cmocka_unit_test(test_each_as_likely_as_any),
      cmocka_unit_test(test_one_child_more),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
