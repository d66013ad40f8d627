/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rates to a step's matrices, against closed forms (1e-12), and the ways that are left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "model/workspace.h"
#include "support/near.h"
#include "support/plan_fixture.h"

/* Children move from home to foster at 0.4 a year; they leave home at 0.3 (home) and foster at 0.5
 * (independence). Nobody comes to the third placement. */
static void start(cc_plan_fixture *f) {
  cc_fixture_init(f, 1);
  cc_fixture_placement(f, "home");
  cc_fixture_placement(f, "foster");
  cc_fixture_placement(f, "kin");
  cc_fixture_demand(f);
  cc_fixture_move(f, 0, 0, 1, cc_fixture_constant(f, 0.4));
  cc_fixture_exit(f, 0, 0, CC_RETURN_HOME, cc_fixture_constant(f, 0.3));
  cc_fixture_exit(f, 0, 1, CC_INDEPENDENCE, cc_fixture_constant(f, 0.5));
  cc_fixture_finish(f);
  cc_workspace *w = f->workspace;
  cc_parameters_expand(&f->plan, f->vector, w->switches, &w->set);
  cc_band_step_solve(&f->plan, &w->set, 0, 0, 1.0, w->rates, w->scratch, &w->steps[0]);
}

static void rates_make_the_generator(void **state) {
  (void)state;
  cc_plan_fixture f;
  start(&f);
  const cc_band_step *step = &f.workspace->steps[0];
  double a = exp(-0.7), b = exp(-0.5);
  cc_assert_near(step->s0[0], a, 1e-12);
  cc_assert_near(step->s0[1], 0.4 / (0.7 - 0.5) * (b - a), 1e-12);
  cc_assert_near(step->s0[4], b, 1e-12);
  cc_assert_near(step->s0[8], 1.0, 1e-12);
  cc_assert_near(step->s1[0], (1.0 - a) / 0.7, 1e-12);
  cc_assert_near(step->s2[4], (1.0 - (1.0 - b) / 0.5) / 0.5, 1e-12);
  cc_assert_near(f.workspace->rates[0], 0.4, 0.0);
  cc_assert_near(f.workspace->rates[2], 0.5, 0.0);
  assert_true(step->has_independence);
  cc_assert_near(step->to_independence[1], 0.5, 0.0);
  cc_assert_near(step->to_independence[0], 0.0, 0.0);
  cc_fixture_free(&f);
}

static void ways_are_those_of_occupied_states(void **state) {
  (void)state;
  cc_plan_fixture f;
  start(&f);
  cc_band_step *step = &f.workspace->steps[0];
  cc_band_step_find_ways(3, 1u << 0, step);
  assert_int_equal(step->n_ways, 2);
  assert_int_equal(step->ways[1].from, 0);
  assert_int_equal(step->ways[1].to, 1);
  cc_assert_near(step->ways[1].s0, step->s0[1], 0.0);
  assert_int_equal(step->first_row[1], 2); /* home is made of home and of entries */
  assert_int_equal(step->rows[0], 0);
  assert_int_equal(step->rows[1], CC_ENTRY_ROW);
  cc_band_step_find_ways(3, 1u << 0 | 1u << 2, step);
  assert_int_equal(step->n_ways, 3);
  assert_int_equal(step->ways[2].to, 2);
  cc_band_step_find_ways(3, 0u, step);
  assert_int_equal(step->n_ways, 0);
  assert_int_equal(step->first_row[3], 3);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rates_make_the_generator),
      cmocka_unit_test(ways_are_those_of_occupied_states),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
