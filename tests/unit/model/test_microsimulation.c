/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated histories against the projection by cohorts, which is their expectation, and against
 * what holds in every single one of them. */
#include "model/microsimulation.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "support/histories.h"
#include "support/near.h"

/* ---- the mean -------------------------------------------------------------------------------- */

/* Moves, ageing over five bands, a stream, all destinations, rates that change, care leavers,
 * money: each figure within four standard errors (months: five) of the cohorts. */
static void test_mean_is_the_cohorts(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_histories histories;
  cc_fixture_small_plan(&f);
  cc_fixture_finish(&f);
  cc_histories_run(&f, 1, 2000, &histories);
  cc_assert_near(histories.worst_imbalance, 0, 0);
  cc_fixture_project(&f, 1);
  cc_histories_assert_agree(&histories, &f, 4);
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

/* Capacities and a cap that are never met change nothing. */
static void test_slack_limits(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_cap cap = {"high", "High", 0, 0, 36, true, CC_ABSENT};
  cc_histories histories;
  cc_fixture_small_plan(&f);
  f.plan.placements[CC_SMALL_FOSTER].places = cc_fixture_constant(&f, 300);
  f.plan.placements[CC_SMALL_FOSTER].overflow_to = CC_SMALL_HOME;
  cap.children = cc_fixture_constant(&f, 500);
  f.plan.caps = &cap;
  f.plan.n_caps = 1;
  cc_fixture_finish(&f);
  cc_histories_run(&f, 2, 500, &histories);
  cc_fixture_project(&f, 1);
  cc_histories_assert_agree(&histories, &f, 4);
  for (int y = 0; y < 3; y++) {
    cc_assert_near(cc_histories_mean(&histories, "displaced.total", y), 0, 0);
    cc_assert_near(cc_histories_mean(&histories, "diverted.total", y), 0, 0);
  }
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

/* A placement of two states, an early and a late one: a move between them is no move. */
static void test_states_of_a_placement(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_histories histories;
  cc_fixture_init(&f, 2);
  int home = cc_fixture_placement(&f, "home"), foster = cc_fixture_placement(&f, "foster");
  cc_fixture_demand(&f);
  f.plan.n_states = 3;
  f.plan.state_placement[2] = home;
  f.plan.demand.opening_by_band[0] = cc_fixture_constant(&f, 60);
  f.plan.demand.opening_by_placement[home] = cc_fixture_constant(&f, 60);
  cc_fixture_stream(&f, 0, home, cc_fixture_constant(&f, 40));
  cc_fixture_move(&f, 0, 0, 2, cc_fixture_constant(&f, 1));
  cc_fixture_move(&f, 0, 2, foster, cc_fixture_constant(&f, 0.5));
  cc_fixture_exit(&f, 0, 0, CC_RETURN_HOME, cc_fixture_constant(&f, 0.8));
  cc_fixture_exit(&f, 0, 2, CC_RETURN_HOME, cc_fixture_constant(&f, 0.1));
  cc_fixture_finish(&f);
  cc_histories_run(&f, 3, 1000, &histories);
  cc_assert_near(histories.worst_imbalance, 0, 0);
  cc_fixture_project(&f, 1);
  cc_histories_assert_agree(&histories, &f, 4);
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

/* 1,929 children at the start, all under 12, 760 entries a year and exits at 0.36: in five years
 * 1,929 s + 760 (1 - s) / 0.36 = 2,081.0 with s = exp(-1.8), and a variance of 1,929 s (1 - s) plus
 * the Poisson mean of the entries that stayed, 45.04^2. */
static void test_five_years_of_1929_children(void **state) {
  (void)state;
  static cc_plan_fixture f;
  enum { HISTORIES = 600 };
  cc_histories histories;
  cc_fixture_flat_plan(&f, 5, 1929, 760, 0.36);
  cc_fixture_finish(&f);
  cc_histories_run(&f, 4, HISTORIES, &histories);
  double sd = sqrt(cc_histories_variance(&histories, "children_in_care.total", 4));
  cc_assert_near(cc_histories_mean(&histories, "children_in_care.total", 4), 2081.0,
                 4 * 45.04 / sqrt(HISTORIES));
  cc_assert_near(sd, 45.04, 4 * 45.04 / sqrt(2 * HISTORIES));
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

/* ---- the opening ----------------------------------------------------------------------------- */

/* With nobody coming or going, what is found on 31 March is the opening. The known totals are met
 * by every history; bands, which a placement's children are spread over, on average and each time
 * within the two that rounding 30 cells may leave. */
static void test_opening_is_known(void **state) {
  (void)state;
  static cc_plan_fixture f;
  enum { HISTORIES = 400 };
  cc_microsimulation *micro = NULL;
  double mean[5] = {0};
  static const double by_band[5] = {9, 20, 25, 60, 36}, by_placement[3] = {95, 30, 25};
  cc_fixture_small_plan(&f);
  f.plan.demand.n_terms = f.plan.demand.n_streams = 0;
  memset(f.plan.demand.per_10k, 0xff, sizeof f.plan.demand.per_10k);
  cc_fixture_bands(&f, 5, (int[]){0, 12, 60, 120, 192});
  cc_fixture_finish(&f);
  assert_int_equal(cc_microsimulation_create(&f.plan, &micro), CC_OK);
  cc_workspace_simulate(f.workspace, micro);
  for (int i = 0; i < HISTORIES; i++) {
    cc_microsimulation_choose(micro, 5, (uint32_t)i);
    cc_fixture_project(&f, 1);
    double turned_18 = 0;
    for (int p = 0; p < 3; p++) {
      cc_assert_near(f.results->opening[p], by_placement[p], 0);
      turned_18 += cc_monthly(&f.plan, f.results, f.plan.rows.m_turned_18 + p, 0);
    }
    for (int b = 0; b < 5; b++) {
      double children = cc_monthly(&f.plan, f.results, f.plan.rows.m_stock_by_band + b, 0);
      mean[b] += children / HISTORIES;
    }
    assert_true(turned_18 <= 4);
  }
  cc_workspace_simulate(f.workspace, NULL);
  cc_fixture_project(&f, 1);
  for (int b = 0; b < 5; b++) {
    double expected = cc_monthly(&f.plan, f.results, f.plan.rows.m_stock_by_band + b, 0);
    cc_assert_near(mean[b], expected, 4 * 1.0 / sqrt(HISTORIES));
    assert_true(fabs(expected - by_band[b]) < 3); /* a month's ageing moves no more */
  }
  cc_microsimulation_free(micro);
  cc_fixture_free(&f);
}

/* ---- limits ---------------------------------------------------------------------------------- */

/* Everybody leaves at the same rate wherever they live, so that being displaced changes no total.
 * Foster care has 60.4 places, a home 20, and so many children enter that both overflow in every
 * month of every history (50 enter a month where some 4 leave). */
static void build_full_placements(cc_plan_fixture *f) {
  static const char *const names[3] = {"foster", "home", "away"};
  cc_fixture_init(f, 2);
  cc_fixture_demand(f);
  for (int p = 0; p < 3; p++) {
    cc_fixture_placement(f, names[p]);
    cc_fixture_exit(f, 0, p, CC_RETURN_HOME, cc_fixture_constant(f, 0.4));
  }
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, 150);
  f->plan.demand.opening_by_placement[0] = cc_fixture_constant(f, 150);
  cc_fixture_stream(f, 0, 0, cc_fixture_constant(f, 600));
  f->plan.placements[0].places = cc_fixture_constant(f, 60.4);
  f->plan.placements[0].overflow_to = 1;
  f->plan.placements[1].places = cc_fixture_constant(f, 20);
  f->plan.placements[1].overflow_to = 2;
}

static void test_capacity_binds(void **state) {
  (void)state;
  static cc_plan_fixture f;
  enum { HISTORIES = 1500 };
  cc_histories histories;
  build_full_placements(&f);
  cc_fixture_finish(&f);
  cc_histories_run(&f, 6, HISTORIES, &histories);
  cc_assert_near(histories.worst_imbalance, 0, 0);
  cc_fixture_project(&f, 1);
  cc_histories_assert_agree(&histories, &f, 4);
  assert_true(cc_fixture_annual(&f, "displaced.total", 0) > 60);
  for (int t = 0; t < 24; t++) { /* 60 or 61 children, the same in all months of a history */
    double foster = cc_fixture_monthly(&f, "children_in_care", "foster", t);
    double home = cc_fixture_monthly(&f, "children_in_care", "home", t);
    cc_assert_near(foster, 60.4, 1e-9);
    cc_assert_near(home, 20, 1e-9);
  }
  cc_assert_near(cc_histories_mean(&histories, "children_in_care.foster", 0), 60.4,
                 4 * sqrt(0.24 / HISTORIES));
  cc_assert_near(cc_histories_variance(&histories, "children_in_care.foster", 1), 0.24, 0.02);
  cc_assert_near(cc_histories_variance(&histories, "children_in_care.home", 1), 0, 0);
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

/* A cap of 150 where 400 children a year would enter and 60 leave. In every history there are 150
 * children at each month's end, and as many are turned away as in the cohorts, up to what chance
 * does within a month: those who leave within it free a place that the cohorts fill with a share of
 * a child. */
static void test_cap_holds(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_cap cap = {"cap", "Cap", 0, 0, 24, true, CC_ABSENT};
  enum { HISTORIES = 1500 };
  cc_histories histories;
  cc_fixture_flat_plan(&f, 2, 150, 400, 0.4);
  cap.children = cc_fixture_constant(&f, 150);
  f.plan.caps = &cap;
  f.plan.n_caps = 1;
  cc_fixture_finish(&f);
  cc_histories_run(&f, 7, HISTORIES, &histories);
  cc_assert_near(histories.worst_imbalance, 0, 0);
  cc_fixture_project(&f, 1);
  for (int y = 0; y < 2; y++) {
    double se = sqrt(cc_histories_variance(&histories, "diverted.total", y) / HISTORIES);
    cc_assert_near(cc_histories_variance(&histories, "children_in_care.total", y), 0, 0);
    cc_assert_near(cc_histories_mean(&histories, "children_in_care.total", y), 150, 0);
    cc_assert_near(cc_histories_mean(&histories, "diverted.total", y),
                   cc_fixture_annual(&f, "diverted.total", y), 4 * se + 0.5);
    cc_assert_near(cc_histories_mean(&histories, "caps.cap.months_above", y), 0, 0);
  }
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

/* Too few entries to turn away: everybody who would enter is, and the stock stays above. */
static void test_cap_that_cannot_hold(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_cap cap = {"cap", "Cap", 0, 0, 12, true, CC_ABSENT};
  cc_histories histories;
  cc_fixture_flat_plan(&f, 1, 200, 30, 0.1);
  cap.children = cc_fixture_constant(&f, 100);
  f.plan.caps = &cap;
  f.plan.n_caps = 1;
  cc_fixture_finish(&f);
  cc_histories_run(&f, 8, 400, &histories);
  cc_fixture_project(&f, 1);
  cc_histories_assert_agree(&histories, &f, 4);
  cc_assert_near(cc_histories_mean(&histories, "entries.total", 0), 0, 0);
  cc_assert_near(cc_histories_mean(&histories, "caps.cap.months_above", 0), 12, 0);
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

/* ---- histories ------------------------------------------------------------------------------- */

/* Projects one history into a copy of the monthly figures. */
static double *monthly_of(cc_plan_fixture *f, cc_microsimulation *micro, uint64_t seed,
                          uint32_t draw) {
  size_t size = (size_t)(f->plan.rows.monthly.count * f->plan.n_months) * sizeof(double);
  double *copy = malloc(size);
  assert_non_null(copy);
  cc_microsimulation_choose(micro, seed, draw);
  cc_fixture_project(f, 1);
  memcpy(copy, f->results->monthly, size);
  return copy;
}

/* The same history is the same to the last bit, whatever ran before and in whatever workspace. */
static void test_same_history_same_result(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_microsimulation *micro[2] = {NULL, NULL};
  double *result[5];
  cc_fixture_small_plan(&f);
  cc_fixture_finish(&f);
  size_t size = (size_t)(f.plan.rows.monthly.count * f.plan.n_months) * sizeof(double);
  for (int i = 0; i < 2; i++) {
    assert_int_equal(cc_microsimulation_create(&f.plan, &micro[i]), CC_OK);
  }
  cc_workspace_simulate(f.workspace, micro[0]);
  result[0] = monthly_of(&f, micro[0], 9, 3);
  result[1] = monthly_of(&f, micro[0], 9, 4);
  result[2] = monthly_of(&f, micro[0], 10, 3);
  result[3] = monthly_of(&f, micro[0], 9, 3);
  cc_workspace_simulate(f.workspace, micro[1]);
  result[4] = monthly_of(&f, micro[1], 9, 3);
  assert_memory_equal(result[0], result[3], size);
  assert_memory_equal(result[0], result[4], size);
  assert_true(memcmp(result[0], result[1], size) != 0);
  assert_true(memcmp(result[0], result[2], size) != 0);
  for (int i = 0; i < 5; i++) {
    free(result[i]);
  }
  cc_microsimulation_free(micro[0]);
  cc_microsimulation_free(micro[1]);
  cc_fixture_free(&f);
}

/* Back to cohorts after a simulation: nothing is left of it. */
static void test_cohorts_again(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_microsimulation *micro = NULL;
  cc_fixture_small_plan(&f);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  double before = cc_fixture_annual(&f, "expenditure.total", 2);
  assert_int_equal(cc_microsimulation_create(&f.plan, &micro), CC_OK);
  cc_workspace_simulate(f.workspace, micro);
  cc_fixture_project(&f, 1);
  assert_true(cc_fixture_annual(&f, "expenditure.total", 2) != before);
  cc_workspace_simulate(f.workspace, NULL);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "expenditure.total", 2), before, 0);
  cc_microsimulation_free(micro);
  cc_fixture_free(&f);
}

/* Exits one per cent more frequent: each history moves by little, for its children keep their
 * chances. Unpaired, the difference would vary by twice the variance, some 4,000. */
static void test_differences_are_paired(void **state) {
  (void)state;
  static cc_plan_fixture f;
  enum { HISTORIES = 100 };
  cc_microsimulation *micro = NULL;
  double mean = 0, squares = 0;
  cc_fixture_flat_plan(&f, 5, 1929, 760, 0.36);
  cc_fixture_finish(&f);
  int rate = f.plan.demand.terms[0].rate;
  assert_int_equal(cc_microsimulation_create(&f.plan, &micro), CC_OK);
  cc_workspace_simulate(f.workspace, micro);
  for (int i = 0; i < HISTORIES; i++) {
    cc_microsimulation_choose(micro, 11, (uint32_t)i);
    for (int b = 0; b < 2; b++) {
      cc_fixture_set(&f, f.plan.demand.terms[b].rate, 0.36);
    }
    cc_fixture_project(&f, 1);
    double difference = cc_fixture_annual(&f, "children_in_care.total", 4);
    cc_fixture_set(&f, rate, 0.3636);
    cc_fixture_project(&f, 1);
    difference -= cc_fixture_annual(&f, "children_in_care.total", 4);
    double distance = difference - mean;
    mean += distance / (i + 1);
    squares += distance * (difference - mean);
  }
  assert_true(mean > 0);
  assert_true(squares / (HISTORIES - 1) < 200);
  cc_microsimulation_free(micro);
  cc_fixture_free(&f);
}

/* A bid that multiplies entries by 1 saves nothing, in each single history: both runs of a
 * projection follow the same one. */
static void test_variants_share_a_history(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_microsimulation *micro = NULL;
  cc_fixture_small_plan(&f);
  int bid = cc_fixture_intervention(&f);
  f.interventions[bid].cost = cc_fixture_constant(&f, 1000);
  cc_effect effect = {CC_MULTIPLY, cc_fixture_constant(&f, 1), bid, 0, 36, 0};
  cc_fixture_effect(&f, f.plan.demand.per_10k[2], effect);
  cc_fixture_finish(&f);
  assert_int_equal(cc_microsimulation_create(&f.plan, &micro), CC_OK);
  cc_workspace_simulate(f.workspace, micro);
  cc_fixture_project(&f, 1);
  for (int y = 0; y < 3; y++) {
    cc_assert_near(cc_annual(&f.plan, f.results, f.plan.rows.a_intervention_benefit, y), 0, 0);
  }
  cc_microsimulation_free(micro);
  cc_fixture_free(&f);
}

static void test_care_leavers_alone(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_histories histories;
  cc_fixture_init(&f, 1);
  cc_fixture_leavers(&f);
  f.plan.care_leavers.opening_21_24 = cc_fixture_constant(&f, 96);
  f.plan.care_leavers.attrition_per_year = cc_fixture_constant(&f, 0.2);
  cc_fixture_finish(&f);
  cc_histories_run(&f, 12, 500, &histories);
  cc_assert_near(histories.worst_imbalance, 0, 0);
  cc_fixture_project(&f, 1);
  double mean = cc_fixture_annual(&f, "care_leavers.total", 0);
  cc_assert_near(cc_histories_mean(&histories, "care_leavers.total", 0), mean,
                 4 * sqrt(mean / 500));
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_mean_is_the_cohorts),
      cmocka_unit_test(test_slack_limits),
      cmocka_unit_test(test_states_of_a_placement),
      cmocka_unit_test(test_five_years_of_1929_children),
      cmocka_unit_test(test_opening_is_known),
      cmocka_unit_test(test_capacity_binds),
      cmocka_unit_test(test_cap_holds),
      cmocka_unit_test(test_cap_that_cannot_hold),
      cmocka_unit_test(test_same_history_same_result),
      cmocka_unit_test(test_cohorts_again),
      cmocka_unit_test(test_differences_are_paired),
      cmocka_unit_test(test_variants_share_a_history),
      cmocka_unit_test(test_care_leavers_alone),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
