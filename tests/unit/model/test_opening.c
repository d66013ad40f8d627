/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where children start, from a plan's parameters into the cohorts: against tables worked out by
 * hand, and against the fit month by month (1e-9). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "model/workspace.h"
#include "support/near.h"
#include "support/plan_fixture.h"

/* ---- stock ----------------------------------------------------------------------------------- */

/* 100 children in each of two bands; 120 at home and 80 fostered. */
static void start(cc_plan_fixture *f) {
  cc_fixture_init(f, 1);
  cc_fixture_bands(f, 2, (int[]){0, 120});
  cc_fixture_placement(f, "home");
  cc_fixture_placement(f, "foster");
  cc_fixture_demand(f);
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, 100.0);
  f->plan.demand.opening_by_band[1] = cc_fixture_constant(f, 100.0);
  f->plan.demand.opening_by_placement[0] = cc_fixture_constant(f, 120.0);
  f->plan.demand.opening_by_placement[1] = cc_fixture_constant(f, 80.0);
}

static cc_status open_again(cc_plan_fixture *f) {
  cc_workspace *w = f->workspace;
  cc_parameters_expand(&f->plan, f->vector, w->switches, &w->set);
  return cc_opening_stock(&f->plan, &w->set, w->opening, &w->cohorts);
}

static cc_status open(cc_plan_fixture *f) {
  cc_fixture_finish(f);
  return open_again(f);
}

static void assert_table(const cc_plan_fixture *f, const double *expected) {
  for (int p = 0; p < 2; p++) {
    for (int b = 0; b < 2; b++) {
      cc_assert_near(f->workspace->cohorts.in_band[b][p], expected[2 * p + b], 1e-6);
    }
  }
}

/* Parameters that are written are read: a weight of 4 is of the placement and the band that it is
 * written for, and makes odds of 4 to 1 or 1 to 4, a table of two thirds and one third. A weight
 * that is not written is 1. */
static void a_plan_s_figures_make_the_table(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  assert_int_equal(open(&f), CC_OK);
  assert_table(&f, (double[]){60.0, 60.0, 40.0, 40.0});
  cc_fixture_free(&f);
  for (int i = 0; i < 4; i++) {
    double here = i / 2 == i % 2 ? 200.0 / 3.0 : 100.0 / 3.0;
    start(&f);
    cc_fixture_set(&f, f.plan.demand.opening_by_placement[0], 100.0);
    cc_fixture_set(&f, f.plan.demand.opening_by_placement[1], 100.0);
    f.plan.demand.age_pattern[i / 2][i % 2] = cc_fixture_constant(&f, 4.0);
    assert_int_equal(open(&f), CC_OK);
    assert_table(&f, (double[]){here, 100.0 - here, 100.0 - here, here});
    cc_fixture_free(&f);
  }
}

/* All cohorts of a band together, and each of them: the youngest has a row of its own, and so have
 * all of the first year of a band that is wider. */
static void the_cohorts_are_those_of_the_fit(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  cc_fixture_set(&f, f.plan.demand.opening_by_band[1], 300.0);
  assert_int_equal(open(&f), CC_OK);
  const cc_cohorts *cohorts = &f.workspace->cohorts;
  for (int s = 0; s < 2; s++) {
    double children[CC_ADULT_AGE];
    cc_opening_by_age(&f.plan, &f.workspace->opening[0], s, children);
    for (int b = 0; b < 2; b++) {
      int first = f.plan.band_first_age[b], end = f.plan.band_first_age[b + 1];
      double sum = 0.0;
      for (int a = first; a < end; a++) {
        double k = end - 1 - a;
        cc_assert_near(cohorts->curve[b][0][s] + cohorts->curve[b][1][s] * k +
                           cohorts->curve[b][2][s] * k * k,
                       children[a], 1e-9);
        sum += children[a];
      }
      cc_assert_near(cohorts->in_band[b][s], sum, 1e-9);
      for (int a = 0; a < (b == 0 ? 12 : 1); a++) {
        int cohort = (b == 0 ? 11 : 0) - a;
        cc_assert_near(cohorts->cohort[b][cohort][s], children[first + a], 1e-9);
      }
      cc_assert_near(cc_cohorts_oldest(&f.plan, cohorts, b)[s], children[end - 1], 1e-9);
    }
  }
  cc_fixture_free(&f);
}

static void what_is_no_number_is_an_error(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  cc_fixture_set(&f, f.plan.demand.opening_by_band[0], NAN);
  assert_int_equal(open(&f), CC_NUMERIC);
  cc_fixture_free(&f);
}

/* ---- memory ---------------------------------------------------------------------------------- */

/* The last opening is kept for the next projection, but only for the same figures; one that failed
 * is not kept. */
static void an_opening_is_remembered_for_its_own_figures(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  assert_int_equal(open(&f), CC_OK);
  cc_cohorts *cohorts = &f.workspace->cohorts;
  cc_num curve[CC_CURVE_TERMS][CC_MAX_STATES];
  memcpy(curve, cohorts->curve[1], sizeof curve);
  memset(cohorts, 0x55, sizeof *cohorts);
  assert_int_equal(open_again(&f), CC_OK);
  assert_table(&f, (double[]){60.0, 60.0, 40.0, 40.0});
  for (int i = 0; i < CC_CURVE_TERMS; i++) {
    assert_memory_equal(curve[i], cohorts->curve[1][i], 2 * sizeof(double));
  }
  cc_fixture_set(&f, f.plan.demand.opening_by_band[0], 0.0);
  assert_int_equal(open_again(&f), CC_OK);
  assert_table(&f, (double[]){0.0, 60.0, 0.0, 40.0});
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[0], NAN);
  assert_int_equal(open_again(&f), CC_NUMERIC);
  assert_int_equal(open_again(&f), CC_NUMERIC);
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[1], 0.0);
  cc_fixture_set(&f, f.plan.demand.opening_by_placement[0], 60.0);
  assert_int_equal(open_again(&f), CC_OK);
  assert_table(&f, (double[]){0.0, 100.0, 0.0, 0.0});
  cc_fixture_free(&f);
}

/* Every figure counts: a change of any one makes another opening, and the change back the first. */
static void each_figure_is_looked_at(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start(&f);
  int figures[8], n = 0;
  for (int i = 0; i < 2; i++) {
    figures[n++] = f.plan.demand.opening_by_band[i];
    figures[n++] = f.plan.demand.opening_by_placement[i];
    for (int b = 0; b < 2; b++) {
      figures[n++] = f.plan.demand.age_pattern[i][b] = cc_fixture_constant(&f, 1.0);
    }
  }
  assert_int_equal(open(&f), CC_OK);
  for (int i = 0; i < n; i++) {
    double before = f.vector[f.parameters[figures[i]].first_value];
    cc_fixture_set(&f, figures[i], 1.5 * before);
    assert_int_equal(open_again(&f), CC_OK);
    double moved = 0.0;
    for (int k = 0; k < 4; k++) {
      double change = f.workspace->cohorts.in_band[k % 2][k / 2] - (k < 2 ? 60.0 : 40.0);
      moved += change * change;
    }
    assert_true(moved > 1.0);
    cc_fixture_set(&f, figures[i], before);
    assert_int_equal(open_again(&f), CC_OK);
    assert_table(&f, (double[]){60.0, 60.0, 40.0, 40.0});
  }
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_plan_s_figures_make_the_table),
      cmocka_unit_test(the_cohorts_are_those_of_the_fit),
      cmocka_unit_test(what_is_no_number_is_an_error),
      cmocka_unit_test(an_opening_is_remembered_for_its_own_figures),
      cmocka_unit_test(each_figure_is_looked_at),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
