/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every shipped scenario, with its capacities and caps so high that none is ever met: then children
 * do not affect one another, the projection by cohorts is the mean of the simulated histories, and
 * the closed form is their variance. Each scenario has histories of its own (its own seed), so that
 * what holds in each of them can be pooled, and a bias of a fraction of one scenario's standard
 * error shows. Seeds are fixed: a test that passes keeps passing. With another seed, one of some
 * 7,000 figures beyond four standard errors would be no more unlikely than one in three. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "model/process_variance.h"
#include "support/histories.h"
#include "support/near.h"
#include "support/scenario_fixture.h"
#include "support/shipped.h"

enum { HISTORIES = 60 };

/* ---- limits ---------------------------------------------------------------------------------- */

/* Sets a parameter, and whatever effects set it to, to a million. */
static void raise(cc_scenario *scenario, int parameter) {
  const cc_parameter *as = &scenario->plan.parameters[parameter];
  for (int k = 0; k < as->n_knots; k++) {
    scenario->vector[as->first_value + k] = 1e6;
  }
  for (int e = 0; e < as->n_effects; e++) {
    if (as->effects[e].kind == CC_SET) {
      raise(scenario, as->effects[e].amount);
    }
  }
}

static void take_limits_away(cc_scenario *scenario) {
  const cc_plan *plan = &scenario->plan;
  for (int i = 0; i < plan->demand.n_overflow; i++) {
    const cc_placement *placement = &plan->placements[plan->demand.overflow_order[i]];
    raise(scenario, placement->households != CC_ABSENT ? placement->households : placement->places);
  }
  for (int c = 0; c < plan->n_caps; c++) {
    raise(scenario, plan->caps[c].children);
  }
}

/* ---- pooled over scenarios ------------------------------------------------------------------- */

static const char *const measures[] = {"children_in_care.total",
                                       "children_in_care.average",
                                       "children_in_care.fostering_in_house",
                                       "children_in_care.fostering_kinship",
                                       "children_in_care.fostering_agency",
                                       "children_in_care.residential",
                                       "children_in_care.supported_external",
                                       "children_in_care.with_parents",
                                       "children_in_care.placed_for_adoption",
                                       "children_in_care.average.residential",
                                       "child_days.supported_external",
                                       "children_in_care.band.under_1",
                                       "children_in_care.band.16-17",
                                       "entries.total",
                                       "exits.total",
                                       "exits.adoption",
                                       "turned_18.total",
                                       "care_leavers.total",
                                       "care_leavers.cost",
                                       "placement_cost.residential",
                                       "placement_cost.net",
                                       "expenditure.total"};
enum { MEASURES = sizeof measures / sizeof measures[0], TIMES = 3 };
static const int years[TIMES] = {0, 2, 4};

/* Of each measure and year: distances from the cohorts in standard errors by the closed form, and
 * variances as a share of the closed form's, summed over scenarios. */
typedef struct {
  int scenarios, count[MEASURES]; /* scenarios, and those that have the measure */
  double distance[MEASURES][TIMES], share[MEASURES][TIMES];
} pool;

static void add_to_pool(const cc_run *cohorts, const cc_histories *histories, cc_process *process,
                        pool *p) {
  p->scenarios++;
  for (int m = 0; m < MEASURES; m++) {
    int row = cc_row_find(&cohorts->plan->rows.annual, measures[m], NULL);
    p->count[m] += row != CC_ABSENT;
    for (int i = 0; i < TIMES && row != CC_ABSENT && years[i] < cohorts->plan->n_years; i++) {
      cc_moments moments;
      assert_true(cc_process_row(cohorts->plan, row, years[i], years[i], process, &moments));
      double variance = moments.opening_variance + moments.entry_variance;
      p->distance[m][i] += (cc_histories_mean(histories, measures[m], years[i]) -
                            cc_annual(cohorts->plan, cohorts->results, row, years[i])) /
                           sqrt(variance / HISTORIES);
      p->share[m][i] += cc_histories_variance(histories, measures[m], years[i]) / variance;
    }
  }
}

/* A sample's variance has a standard error of sqrt((2 + kurtosis) / degrees of freedom) of itself;
 * a count's kurtosis is at most 1 / (its variance), and below 0.1 here. */
static void check_pool(const pool *p) {
  for (int m = 0; m < MEASURES; m++) {
    double error = sqrt(2.1 / (p->count[m] * (HISTORIES - 1)));
    assert_true(p->count[m] >= 15 / CC_SHIPPED_EVERY);
    for (int i = 0; i < TIMES; i++) {
      double distance = p->distance[m][i] / sqrt(p->count[m]);
      double share = p->share[m][i] / p->count[m];
      if (!(fabs(distance) <= 4 && fabs(share - 1) <= 4 * error)) {
        fail_msg("%s in year %d: %.2f standard errors from the cohorts, variance %.3f of the "
                 "closed form's",
                 measures[m], years[i], distance, share);
      }
    }
  }
}

/* ---- scenarios ------------------------------------------------------------------------------- */

static void compare(cc_scenario *scenario, uint64_t seed, pool *p) {
  cc_histories histories;
  cc_process *process = NULL;
  take_limits_away(scenario);
  cc_run cohorts = cc_run_of(scenario), run = cc_run_of(scenario);
  assert_false(cc_limits_bind(cohorts.plan, cohorts.results));
  assert_int_equal(cc_process_form_for(cohorts.plan, cohorts.workspace, cohorts.results),
                   CC_CLOSED_FORM);
  cc_histories_of(run.plan, scenario->vector, run.workspace, run.results, seed, HISTORIES,
                  &histories);
  cc_assert_near(histories.worst_imbalance, 0, 0);
  cc_histories_assert_annual(&histories, cohorts.results, 4, scenario->id);
  assert_int_equal(cc_process_create(cohorts.plan, &process), CC_OK);
  assert_int_equal(cc_process_open(cohorts.plan, cohorts.workspace, process), CC_OK);
  add_to_pool(&cohorts, &histories, process, p);
  cc_process_free(process);
  cc_histories_free(&histories);
  cc_run_free(&run);
  cc_run_free(&cohorts);
}

static void look(cc_scenario *scenario, int number, void *context) {
  compare(scenario, 2020 + (uint64_t)number, context);
}

static void test_every_scenario(void **state) {
  (void)state;
  pool p = {0};
  cc_each_shipped(look, &p);
  assert_true(p.scenarios >= 16 / CC_SHIPPED_EVERY);
  check_pool(&p);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_scenario),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
