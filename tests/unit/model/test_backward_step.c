/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A month of one state, backward, against the moments of one exponential waiting time, worked out
 * by hand. The child leaves at rate a to its family, counting x, and at rate b to independence,
 * counting y; l = a + b; a year in care counts w; h is a month. With e = exp(-lh),
 *
 *   p = (1 - e) / l                      the integral of exp(-lt) over 0..h: years in care
 *   t = (1 - e (1 + lh)) / l^2           of t exp(-lt)
 *   u = (2 - e (2 + 2 lh + l^2 h^2)) / l^3   of t^2 exp(-lt)
 *
 * and R, what the month counts, is w t + x or w t + y for a child who leaves after t, w h for one
 * who stays. Entries come evenly: theirs are the integrals over 0..h of all this as functions of h,
 * here by Simpson's rule. */
#include "model/backward_step.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/workspace.h"
#include "support/near.h"
#include "support/plan_fixture.h"

enum { MONTH_OF_PLAN = 5 };
static const double a = 0.9, b = 1.4, x = 30, y = -7, w = 100;

static void build(cc_plan_fixture *f) {
  cc_fixture_init(f, 1);
  int home = cc_fixture_placement(f, "home");
  cc_fixture_demand(f);
  cc_fixture_exit(f, 0, home, CC_RETURN_HOME, cc_fixture_constant(f, a));
  cc_fixture_exit(f, 0, home, CC_INDEPENDENCE, cc_fixture_constant(f, b));
  cc_fixture_finish(f);
  cc_fixture_project(f, 1);
}

static cc_backward_step solve(const cc_plan_fixture *f) {
  static cc_linear_measure measure;
  cc_backward_step step;
  cc_linear_measure_clear(&measure);
  measure.in_state[MONTH_OF_PLAN][0] = w;
  measure.on_exit[MONTH_OF_PLAN][CC_RETURN_HOME] = x;
  measure.on_exit[MONTH_OF_PLAN][CC_INDEPENDENCE] = y;
  cc_backward_step_solve(&f->plan, &f->workspace->set, &measure, MONTH_OF_PLAN, 0, &step);
  return step;
}

/* E[R], E[R^2], who leaves to independence and what they count, of a child with h years to go and
 * worth `first` and `second` at their end. */
typedef struct {
  double first, second, leaving, counted;
} moments;

static moments by_hand(double h, double first, double second) {
  double l = a + b, e = exp(-l * h);
  double p = (1 - e) / l, t = (1 - e * (1 + l * h)) / (l * l);
  double u = (2 - e * (2 + 2 * l * h + l * l * h * h)) / (l * l * l), stays = w * h;
  return (moments){
      .first = w * l * t + (a * x + b * y) * p + e * (stays + first),
      .second = w * w * l * u + 2 * w * (a * x + b * y) * t + (a * x * x + b * y * y) * p +
                e * (stays * stays + 2 * stays * first + second),
      .leaving = b * p,
      .counted = b * (w * t + y * p),
  };
}

static void test_there_at_the_start(void **state) {
  (void)state;
  static cc_plan_fixture f;
  build(&f);
  cc_backward_step step = solve(&f);
  moments nothing = by_hand(1.0 / 12, 0, 0), more = by_hand(1.0 / 12, 3, 20);
  double s0 = step.s0.value[0], slope = step.s0.slope[0];
  cc_assert_near(step.first[0], nothing.first, 1e-12);
  cc_assert_near(step.second[0], nothing.second, 1e-10);
  cc_assert_near(step.first[0] + s0 * 3, more.first, 1e-12);
  cc_assert_near(step.second[0] + s0 * 20 + 2 * slope * 3, more.second, 1e-10);
  assert_true(step.has_independence);
  cc_assert_near(step.leaving[0], nothing.leaving, 1e-14);
  cc_assert_near(step.counted[0], nothing.counted, 1e-12);
  cc_fixture_free(&f);
}

static void test_entries(void **state) {
  (void)state;
  static cc_plan_fixture f;
  const double after_first = 3, after_second = 20, h = 1.0 / 12;
  moments sum = {0, 0, 0, 0};
  enum { PARTS = 64 };
  double first, second;
  build(&f);
  cc_backward_step step = solve(&f);
  for (int i = 0; i <= PARTS; i++) {
    double weight = (i == 0 || i == PARTS ? 1 : i % 2 == 1 ? 4 : 2) * h / PARTS / 3;
    moments of = by_hand(h * i / PARTS, after_first, after_second);
    sum.first += weight * of.first;
    sum.second += weight * of.second;
    sum.leaving += weight * of.leaving;
    sum.counted += weight * of.counted;
  }
  cc_backward_step_enter(1, &step, &after_first, &after_second, &first, &second);
  cc_assert_near(first, sum.first, 1e-11);
  cc_assert_near(second, sum.second, 1e-9);
  cc_assert_near(step.entry_leaving[0], sum.leaving, 1e-12);
  cc_assert_near(step.entry_counted[0], sum.counted, 1e-10);
  cc_fixture_free(&f);
}

static void test_without_independence(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_linear_measure measure;
  cc_backward_step step;
  cc_fixture_init(&f, 1);
  int home = cc_fixture_placement(&f, "home");
  cc_fixture_demand(&f);
  cc_fixture_exit(&f, 0, home, CC_ADOPTION, cc_fixture_constant(&f, a));
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_backward_step_solve(&f.plan, &f.workspace->set, &measure, 0, 0, &step);
  assert_false(step.has_independence);
  cc_assert_near(step.leaving[0], 0, 0);
  cc_assert_near(step.counted[0], 0, 0);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_there_at_the_start),
      cmocka_unit_test(test_entries),
      cmocka_unit_test(test_without_independence),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
