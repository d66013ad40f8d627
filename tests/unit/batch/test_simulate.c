/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulations against what is known without them: normal quantiles, the immigration-death process,
 * differences that are certain; and against histories that they did not make themselves. */
#include "batch/simulate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/microsimulation.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

#define HEAD "carecast: 1\ntitle: Test\nsource: s\nbasis: illustrative\nsources: {s: Made up.}\n"

/* Spending of 1m with an sd of 100k against a contract of 1.05m. */
#define MONEY(more)                                                                                \
  HEAD "start: 2020/21\nyears: 1\nservices:\n"                                                     \
       "  a: {title: A, subjective: employees, cost: {value: 1m, uncertainty: "                    \
       "{normal: {sd: 100k}}}}\n"                                                                  \
       "  b: {title: B, subjective: employees, cost: " more "}\n"                                  \
       "contract: {brought_forward: 1.05m}\n"

/* One placement, 1,929 children under 12, 760 entries a year, exits at 0.36: after five years
 * nobody is 18. Known: mean 2,081.0 and standard deviation 45.04. */
#define FLAT                                                                                       \
  HEAD "start: 2020/21\nyears: 5\nbands: [0, 12]\n"                                                \
       "placements: {home: {title: Home, weekly_price: 1000}}\n"                                   \
       "children_in_care:\n"                                                                       \
       "  opening: {by_band: {0-11: 1929, 12-17: 0}, by_placement: {home: 1929}}\n"                \
       "  entries: {streams: {all: {title: All, per_year: {0-11: 760},"                            \
       " first_placement: {home: 100%}}}}\n"                                                       \
       "  exits: {per_year: {return_home: {0-11: 0.36, 12-17: 0.36}}}\n"                           \
       "caps: {planning: {title: Planning, children: 2100, policy: report}}\n"

/* A town whose rates are in doubt. */
#define TOWN                                                                                       \
  HEAD "start: 2020/21\nyears: 2\nbands: [0]\n"                                                    \
       "placements:\n"                                                                             \
       "  foster: {title: Foster, weekly_price: {value: 600, uncertainty: {normal: {cv: 5%}}}}\n"  \
       "  home: {title: Home, weekly_price: 4000}\n"                                               \
       "children_in_care:\n"                                                                       \
       "  opening: {by_band: {0-17: 300}, by_placement: {foster: 240, home: 60}}\n"                \
       "  entries: {streams: {all: {title: All, per_year: {0-17: {value: 120, uncertainty: "       \
       "{gamma: {cv: 10%}}}}, first_placement: {foster: 80%, home: 20%}}}}\n"                      \
       "  exits: {per_year: {return_home: {0-17: {value: 0.3, uncertainty: {lognormal: "           \
       "{cv: 10%}}}}}}\n"                                                                          \
       "services: {a: {title: A, subjective: employees, cost: 1m}}\n"                              \
       "contract: {brought_forward: 20m}\n"

enum { CHILDREN, SPENDING, GAP, MEASURES };
static const char *const measures[MEASURES] = {"children_in_care.total", "expenditure.total",
                                               "contract.funding_gap"};

static cc_simulation_request request_of(int n_draws, cc_process_choice process, int jobs) {
  return (cc_simulation_request){.n_draws = n_draws,
                                 .method = CC_SAMPLE_LATIN,
                                 .seed = 11,
                                 .jobs = jobs,
                                 .process = process,
                                 .n_measures = MEASURES,
                                 .measures = measures};
}

static cc_simulation *simulated(const cc_scenario *scenario, cc_simulation_request request,
                                const cc_simulation *base) {
  cc_simulation *simulation = NULL;
  assert_int_equal(cc_simulate(scenario, &request, base, &simulation), CC_OK);
  return simulation;
}

static cc_likely figure_of(const cc_simulation *simulation, int measure, int year) {
  cc_likely likely = {0};
  assert_true(cc_simulation_figure(simulation, measure, year, &likely));
  return likely;
}

/* One normal figure: quantiles, the chance that money is short (30.85% lie more than half an sd
 * above the mean) and all of the variance from the parameter. */
static void test_one_normal(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(MONEY("0"));
  cc_simulation *s = simulated(scenario, request_of(4000, CC_PROCESS_AUTOMATIC, 2), NULL);
  cc_likely spending = figure_of(s, SPENDING, 0), none;
  double error = 0;
  cc_assert_near(spending.mean, 1e6, 50);
  cc_assert_near(spending.sd, 1e5, 200);
  cc_assert_near(spending.mean_error, 1e5 / sqrt(4000), 10);
  cc_assert_near(spending.parameter_variance, 1e10, 5e7);
  cc_assert_near(spending.process_variance, 0, 0);
  cc_assert_near(cc_simulation_quantile(s, SPENDING, 0, 0.1, &error), 871845, 150);
  assert_true(error > 1000 && error < 5000);
  cc_assert_near(cc_simulation_quantile(s, GAP, 0, 0.8, NULL), 84162 - 50000, 150);
  assert_true(cc_simulation_has_gap(s));
  cc_assert_near(cc_simulation_short(s, 0).p, 0.308538, 0.0005);
  cc_assert_near(cc_simulation_short(s, 0).error, sqrt(0.3085 * 0.6915 / 4000), 1e-4);
  assert_false(cc_simulation_figure(s, CHILDREN, 0, &none));
  assert_int_equal(cc_simulation_how(s).n_uncertain, 1);
  assert_true(cc_simulation_how(s).process == CC_PROCESS_FAST);
  cc_simulation_free(s);
  cc_scenario_free(scenario);
}

/* Chance alone: the spread in closed form, by draws with noise and by histories, and the chance of
 * passing a cap. */
static void test_chance_alone(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(FLAT);
  const int n = 2000, last = 4;
  for (int process = CC_PROCESS_FAST; process <= CC_PROCESS_EXACT; process++) {
    cc_simulation *s = simulated(scenario, request_of(n, (cc_process_choice)process, 2), NULL);
    cc_likely children = figure_of(s, CHILDREN, last);
    cc_assert_near(children.central, 2081.0, 0.05);
    cc_assert_near(children.mean, 2081.0, 4 * 45.04 / sqrt(n));
    cc_assert_near(children.sd, 45.04, 4 * 45.04 / sqrt(2 * n));
    cc_assert_near(children.parameter_variance, 0, 1e-9);
    double tolerance = process == CC_PROCESS_FAST ? 0.005 : 4 * 45.04 / sqrt(2 * n);
    cc_assert_near(sqrt(children.process_variance), 45.04, tolerance);
    cc_assert_near(cc_simulation_quantile(s, CHILDREN, last, 0.9, NULL), 2081.0 + 57.72, 7.5);
    /* 19.0 / 45.04 = 0.4218 sd above the mean; counted, a child more or less is 1.6% of it */
    cc_chance above = cc_simulation_above_cap(s, 0, 59);
    cc_assert_near(above.p, 0.3366, process == CC_PROCESS_FAST ? 0.0005 : 0.05);
    assert_int_equal(cc_simulation_likely_breach(s, 0), -1);
    cc_simulation_free(s);
  }
  cc_simulation *none = simulated(scenario, request_of(10, CC_PROCESS_NONE, 1), NULL);
  cc_assert_near(figure_of(none, CHILDREN, last).sd, 0, 1e-9);
  cc_assert_near(cc_simulation_above_cap(none, 0, 59).p, 0, 0);
  cc_simulation_free(none);
  cc_scenario_free(scenario);
}

/* A cap below the mean is likely passed from some month on. Half-way to 2,081: the mean passes
 * 2,005 = 2111.1 - 182.1 exp(-0.36 t) at t = 1.501 years, in month 18 (0: April), October 2021. */
static void test_first_likely_breach(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text_set(FLAT, "caps.planning.children=2005");
  cc_simulation *s = simulated(scenario, request_of(10, CC_PROCESS_FAST, 1), NULL);
  assert_int_equal(cc_simulation_likely_breach(s, 0), 2021 * 12 + 9);
  cc_simulation_free(s);
  cc_scenario_free(scenario);
}

/* 100,000 more, in every draw. */
static void test_paired_differences(void **state) {
  (void)state;
  cc_scenario *less = cc_load_text(MONEY("100k")), *more = cc_load_text(MONEY("200k"));
  cc_simulation_request request = request_of(500, CC_PROCESS_AUTOMATIC, 3);
  request.keep = true;
  cc_simulation *base = simulated(less, request, NULL);
  cc_simulation *other = simulated(more, request_of(500, CC_PROCESS_AUTOMATIC, 1), base);
  cc_likely difference;
  assert_false(cc_simulation_difference(base, SPENDING, 0, &difference));
  assert_false(cc_simulation_difference(other, CHILDREN, 0, &difference));
  assert_true(cc_simulation_difference(other, SPENDING, 0, &difference));
  cc_assert_near(difference.mean, 1e5, 1e-6);
  cc_assert_near(difference.sd, 0, 1e-6);
  cc_assert_near(difference.central, 1e5, 1e-6);
  cc_assert_near(cc_simulation_difference_quantile(other, GAP, 0, 0.9, NULL), 1e5, 1e-6);
  cc_simulation_free(base);
  cc_simulation_free(other);
  cc_scenario_free(less);
  cc_scenario_free(more);
}

static bool same_likely(cc_likely a, cc_likely b) {
  return a.central == b.central && a.mean == b.mean && a.sd == b.sd &&
         a.mean_error == b.mean_error && a.parameter_variance == b.parameter_variance &&
         a.process_variance == b.process_variance;
}

/* Every answer is the same to the last bit, also with a last chunk that is not full. */
static void test_jobs_change_nothing(void **state) {
  (void)state;
  static const int jobs[] = {2, 3, 7};
  cc_scenario *scenario = cc_load_text(TOWN);
  for (int process = CC_PROCESS_FAST; process <= CC_PROCESS_EXACT; process++) {
    cc_simulation *one = simulated(scenario, request_of(1111, (cc_process_choice)process, 1), NULL);
    for (int j = 0; j < 3; j++) {
      cc_simulation *s =
          simulated(scenario, request_of(1111, (cc_process_choice)process, jobs[j]), NULL);
      for (int m = 0; m < MEASURES; m++) {
        assert_true(same_likely(figure_of(one, m, 1), figure_of(s, m, 1)));
        for (double p = 0.05; p < 1; p += 0.15) {
          double a = cc_simulation_quantile(one, m, 1, p, NULL);
          double b = cc_simulation_quantile(s, m, 1, p, NULL);
          assert_memory_equal(&a, &b, sizeof a);
        }
      }
      double a = cc_simulation_short(one, 1).p, b = cc_simulation_short(s, 1).p;
      assert_memory_equal(&a, &b, sizeof a);
      cc_simulation_free(s);
    }
    cc_simulation_free(one);
  }
  cc_scenario_free(scenario);
}

/* A future of the town: a vector drawn, and a history of its children, by other seeds. */
typedef struct {
  cc_scenario *scenario;
  cc_draws *draws;
  cc_microsimulation *micro;
  cc_run run;
  double *vector;
} futures;

static double future_of(futures *f, int draw, const char *measure) {
  cc_draws_vector(f->draws, draw, f->vector);
  cc_microsimulation_choose(f->micro, 4242, (uint32_t)draw);
  assert_int_equal(cc_project(f->run.plan, f->vector, 1, f->run.workspace, f->run.results), CC_OK);
  return cc_measure(&f->run, measure, 1);
}

/* In 500 futures the range from P10 to P90 holds what comes in 75% to 85% of them, with the fast
 * form as with the exact one. */
static void test_coverage(void **state) {
  (void)state;
  enum { FUTURES = 500 };
  futures f = {.scenario = cc_load_text(TOWN)};
  f.run = cc_run_of(f.scenario);
  f.vector = calloc((size_t)f.run.plan->vector_length, sizeof *f.vector);
  assert_int_equal(cc_draws_create(f.scenario, FUTURES, CC_SAMPLE_PLAIN, 777, &f.draws), CC_OK);
  assert_int_equal(cc_microsimulation_create(f.run.plan, &f.micro), CC_OK);
  cc_workspace_simulate(f.run.workspace, f.micro);
  cc_simulation *fast = simulated(f.scenario, request_of(2000, CC_PROCESS_FAST, 2), NULL);
  cc_simulation *exact = simulated(f.scenario, request_of(2000, CC_PROCESS_EXACT, 2), NULL);
  for (int m = 0; m < MEASURES; m++) {
    int in_fast = 0, in_exact = 0;
    for (int i = 0; i < FUTURES; i++) {
      double x = future_of(&f, i, measures[m]);
      in_fast += x >= cc_simulation_quantile(fast, m, 1, 0.1, NULL) &&
                 x <= cc_simulation_quantile(fast, m, 1, 0.9, NULL);
      in_exact += x >= cc_simulation_quantile(exact, m, 1, 0.1, NULL) &&
                  x <= cc_simulation_quantile(exact, m, 1, 0.9, NULL);
    }
    assert_in_range(in_fast, 375, 425);
    assert_in_range(in_exact, 375, 425);
  }
  cc_simulation_free(fast);
  cc_simulation_free(exact);
  cc_microsimulation_free(f.micro);
  cc_draws_free(f.draws);
  free(f.vector);
  cc_run_free(&f.run);
  cc_scenario_free(f.scenario);
}

/* 100,000 stratified draws give a quantile of one normal to 0.05% of its sd. */
static void test_many_draws(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(MONEY("0"));
  cc_simulation *s = simulated(scenario, request_of(100000, CC_PROCESS_NONE, 2), NULL);
  cc_assert_near(cc_simulation_quantile(s, SPENDING, 0, 0.9, NULL), 1128155, 50);
  cc_simulation_free(s);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_normal),          cmocka_unit_test(test_chance_alone),
      cmocka_unit_test(test_first_likely_breach), cmocka_unit_test(test_paired_differences),
      cmocka_unit_test(test_jobs_change_nothing), cmocka_unit_test(test_coverage),
      cmocka_unit_test(test_many_draws),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
