/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What chance does, worked out in two ways that must agree; and, on every shipped scenario, the
 * mean of simulated histories against the projection by cohorts. */
#include "analysis/process_noise.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "batch/scenario_list.h"
#include "model/microsimulation.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

/* One placement, 1,929 children, 760 entries a year, exits at 0.36, nobody 18: after five years the
 * standard deviation is known to be 45.04. A home with few places is added by `more`. */
#define FLAT(more)                                                                                 \
  "carecast: 1\ntitle: Test\nsource: s\nbasis: illustrative\nsources: {s: Made up.}\n"             \
  "start: 2020/21\nyears: 5\nbands: [0, 12]\n"                                                     \
  "placements:\n  home: {title: Home, weekly_price: 1000" more "}\n"                               \
  "  other: {title: Other, weekly_price: 1000}\n"                                                  \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {0-11: 1929, 12-17: 0}, by_placement: {home: 1929, other: 0}}\n"           \
  "  entries: {streams: {all: {title: All, per_year: {0-11: 760},"                                 \
  " first_placement: {home: 100%}}}}\n"                                                            \
  "  exits: {per_year: {return_home: {0-11: 0.36, 12-17: 0.36}}}\n"                                \
  "caps: {planning: {title: Planning, children: 2100, policy: report}}\n"                          \
  "contract: {brought_forward: 100m}\n"

enum { CHILDREN, SPENDING, GAP, ABSENT, ROWS, YEARS = 5 };

static cc_process_noise noise_of(const cc_scenario *scenario) {
  const cc_row_list *list = &scenario->plan.rows.annual;
  const int rows[ROWS] = {cc_row_find(list, "children_in_care.total", NULL),
                          cc_row_find(list, "expenditure.total", NULL),
                          cc_row_find(list, "contract.funding_gap", NULL), CC_ABSENT};
  cc_process_noise noise;
  assert_int_equal(cc_process_noise_make(scenario, ROWS, rows, 3, &noise), CC_OK);
  return noise;
}

/* The stated contract does not move with the children, so that the gap, from histories, varies as
 * much as the expenditure, in closed form. */
static void test_two_ways(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(FLAT(""));
  cc_process_noise noise = noise_of(scenario);
  assert_true(noise.form == CC_CLOSED_FORM);
  assert_int_equal(noise.n_closed, 2);
  assert_int_equal(noise.n_simulated, 1);
  cc_assert_near(noise.annual[CHILDREN * YEARS + 4], 45.04, 0.005);
  cc_assert_near(noise.children[59], 45.04, 0.005);
  for (int y = 0; y < YEARS; y++) {
    double spending = noise.annual[SPENDING * YEARS + y], gap = noise.annual[GAP * YEARS + y];
    cc_assert_near(gap, spending, 4 * spending / sqrt(2.0 * CC_NOISE_HISTORIES));
    cc_assert_near(noise.annual[ABSENT * YEARS + y], 0, 0);
  }
  cc_process_noise_free(&noise);
  cc_scenario_free(scenario);
}

/* Places that are short move children on and change no total: histories come to the closed form. */
static void test_where_a_limit_binds(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(FLAT(", capacity: {places: 1950}, overflow_to: other"));
  cc_process_noise noise = noise_of(scenario);
  cc_process_form form = CC_CLOSED_FORM;
  assert_int_equal(cc_process_form_of(scenario, &form), CC_OK);
  assert_true(form == CC_MICROSIMULATION && noise.form == CC_MICROSIMULATION);
  assert_int_equal(noise.n_closed, 0);
  assert_int_equal(noise.n_simulated, 3);
  cc_assert_near(noise.annual[CHILDREN * YEARS + 4], 45.04, 4 * 45.04 / sqrt(800));
  cc_assert_near(noise.children[59], noise.annual[CHILDREN * YEARS + 4], 1e-9);
  cc_process_noise_free(&noise);
  cc_scenario_free(scenario);
}

static void test_no_children_no_chance(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/birmingham-2020/published-plan.yaml");
  cc_process_noise noise = noise_of(scenario);
  assert_true(noise.form == CC_CLOSED_FORM);
  for (int i = 0; i < ROWS * YEARS; i++) {
    cc_assert_near(noise.annual[i], 0, 0);
  }
  cc_process_noise_free(&noise);
  cc_process_noise_free(&noise); /* empty: may be freed again */
  cc_scenario_free(scenario);
}

/* ---- shipped scenarios ----------------------------------------------------------------------- */

#ifdef CARECAST_SLOW_BUILD
enum { HISTORIES = 30 };
#else
enum { HISTORIES = 150 };
#endif

/* Rows of all children together: exits do not depend on which foster home a child lives in, so that
 * capacities leave these alone, and only a cap that holds does not. */
static const char *const untouched[] = {"children_in_care.total",
                                        "children_in_care.average",
                                        "children_in_care.band.under_1",
                                        "children_in_care.band.1-4",
                                        "children_in_care.band.5-9",
                                        "children_in_care.band.10-15",
                                        "children_in_care.band.16-17",
                                        "entries.total",
                                        "turned_18.total"};
enum { UNTOUCHED = sizeof untouched / sizeof untouched[0] };

static void expect_means(const cc_scenario *scenario, const double *sums, const double *squares,
                         const cc_run *cohorts) {
  for (int i = 0; i < UNTOUCHED * cohorts->plan->n_years; i++) {
    int year = i % cohorts->plan->n_years;
    const char *measure = untouched[i / cohorts->plan->n_years];
    double mean = sums[i] / HISTORIES, expected = cc_measure(cohorts, measure, year);
    double variance = (squares[i] - sums[i] * mean) / (HISTORIES - 1);
    if (!(fabs(mean - expected) <= 4 * sqrt(variance / HISTORIES) + 1e-9)) {
      fail_msg("%s: %s in year %d: histories %.2f, cohorts %.2f", scenario->id, measure, year, mean,
               expected);
    }
  }
}

static void compare_histories(const cc_scenario *scenario) {
  cc_run cohorts = cc_run_of(scenario), run = cc_run_of(scenario);
  cc_microsimulation *micro = NULL;
  size_t figures = (size_t)(UNTOUCHED * run.plan->n_years);
  double *sums = calloc(figures, sizeof *sums), *squares = calloc(figures, sizeof *squares);
  assert_int_equal(cc_microsimulation_create(run.plan, &micro), CC_OK);
  cc_workspace_simulate(run.workspace, micro);
  for (int h = 0; h < HISTORIES; h++) {
    cc_microsimulation_choose(micro, 2020, (uint32_t)h);
    assert_int_equal(cc_project(run.plan, scenario->vector, 1, run.workspace, run.results), CC_OK);
    for (size_t i = 0; i < figures; i++) {
      int year = (int)i % run.plan->n_years;
      double value = cc_measure(&run, untouched[(int)i / run.plan->n_years], year);
      sums[i] += value;
      squares[i] += value * value;
    }
  }
  expect_means(scenario, sums, squares, &cohorts);
  cc_microsimulation_free(micro);
  free(squares);
  free(sums);
  cc_run_free(&run);
  cc_run_free(&cohorts);
}

static bool has_cap_that_holds(const cc_plan *plan) {
  bool holds = false;
  for (int c = 0; c < plan->n_caps; c++) {
    holds = holds || plan->caps[c].hold;
  }
  return holds;
}

/* Within four standard errors, in every scenario with children and without a cap that holds. */
static void test_shipped_scenarios(void **state) {
  (void)state;
  cc_scenario_list list = {0};
  int compared = 0;
  assert_int_equal(cc_scenario_list_add(&list, CARECAST_SOURCE_DIR "/scenarios/birmingham-2020"),
                   CC_OK);
  assert_int_equal(cc_scenario_list_add(&list, CARECAST_SOURCE_DIR "/scenarios/birmingham-2025"),
                   CC_OK);
  for (int i = 0; i < list.count; i++) {
    cc_scenario *scenario = cc_load_file(list.paths[i] + strlen(CARECAST_SOURCE_DIR "/"));
    if (scenario->plan.demand.present && !has_cap_that_holds(&scenario->plan)) {
      compare_histories(scenario);
      compared++;
    }
    cc_scenario_free(scenario);
  }
  assert_true(compared >= 13);
  cc_scenario_list_free(&list);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_two_ways),
      cmocka_unit_test(test_where_a_limit_binds),
      cmocka_unit_test(test_no_children_no_chance),
      cmocka_unit_test(test_shipped_scenarios),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
