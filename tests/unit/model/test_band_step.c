/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rates to a step's matrices, against closed forms (1e-12), and what the cells of a state are
 * made of. */
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
  cc_band_step_solve(&f->plan, &w->set, 0, 0, 1.0, w->scratch, &w->steps[0]);
}

static void rates_make_the_generator(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  const cc_band_step *step = &f.workspace->steps[0];
  double a = exp(-0.7), b = exp(-0.5);
  cc_assert_near(step->s0[0][0], a, 1e-12);
  cc_assert_near(step->s0[0][1], 0.4 / (0.7 - 0.5) * (b - a), 1e-12);
  cc_assert_near(step->s0[1][1], b, 1e-12);
  cc_assert_near(step->s0[2][2], 1.0, 1e-12);
  cc_assert_near(step->s1[0][0], (1.0 - a) / 0.7, 1e-12);
  cc_assert_near(step->s2[1][1], (1.0 - (1.0 - b) / 0.5) / 0.5, 1e-12);
  for (int s = 3; s < CC_MAX_STATES; s++) {
    cc_assert_near(step->s0[0][s], 0.0, 0.0);
  }
  cc_fixture_free(&f);
}

static void rates_are_kept_by_state(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  const cc_band_step *step = &f.workspace->steps[0];
  assert_int_equal(step->n_moves, 1);
  assert_int_equal(step->moves[0].from, 0);
  assert_int_equal(step->moves[0].to, 1);
  cc_assert_near(step->moves[0].rate, 0.4, 0.0);
  cc_assert_near(step->moves_out[0], 0.4, 0.0);
  cc_assert_near(step->exits[CC_RETURN_HOME][0], 0.3, 0.0);
  cc_assert_near(step->exits[CC_INDEPENDENCE][1], 0.5, 0.0);
  cc_assert_near(step->exits[CC_INDEPENDENCE][0], 0.0, 0.0);
  assert_true(step->has_independence);
  cc_fixture_free(&f);
}

static void rows_are_those_that_children_come_from(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  cc_band_step *step = &f.workspace->steps[0];
  cc_band_step_list_rows(3, 1u << 0, 0u, step); /* all at home, nobody enters */
  assert_int_equal(step->first_row[1], 1);
  assert_int_equal(step->rows[0], 0);
  cc_assert_near(step->weights[0], step->s0[0][0], 0.0);
  assert_int_equal(step->first_row[2], 2);
  assert_int_equal(step->rows[1], 0);
  cc_assert_near(step->weights[1], step->s0[0][1], 0.0);
  assert_int_equal(step->first_row[3], 2);
  assert_int_equal(step->entry_row[1], CC_MAX_ROWS - 1);
  cc_band_step_list_rows(3, 1u << 0 | 1u << 1, 1u << 1 | 1u << 2, step);
  assert_int_equal(step->entry_row[0], CC_MAX_ROWS - 1); /* nobody comes from foster care to home */
  assert_int_equal(step->first_row[1], 1);
  assert_int_equal(step->entry_row[1], 3); /* behind those of home and of foster care */
  assert_int_equal(step->first_row[2], 4);
  assert_int_equal(step->entry_row[2], 4);
  assert_int_equal(step->rows[4], CC_ENTRY_ROW * CC_AGE_ROW);
  assert_int_equal(step->first_row[3], 5);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rates_make_the_generator),
      cmocka_unit_test(rates_are_kept_by_state),
      cmocka_unit_test(rows_are_those_that_children_come_from),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
