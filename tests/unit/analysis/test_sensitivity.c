/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/process_noise.h"
#include "analysis/sensitivity.h"
#include "numeric/gsl_errors.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

/* Three services: deviations of 1m, 2m (over both years, by a common factor) and none. */
#define SUM                                                                                        \
  "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 2\n"                                              \
  "services:\n"                                                                                    \
  "  small: {cost: {value: 10m, uncertainty: {normal: {sd: 1m}}}}\n"                               \
  "  large: {cost: {2020/21: 20m, 2021/22: 20m, uncertainty: {normal: {cv: 10%}}}}\n"              \
  "  certain: {cost: 5m}\n"

static const char *path_of(const cc_scenario *scenario, int parameter) {
  return scenario->plan.parameters[parameter].path;
}

static cc_sobol_analysis analysed(const cc_scenario *scenario, const char *measure, int year,
                                  int n_draws, int jobs) {
  const cc_sobol_request request = {scenario, measure, year, n_draws, 7, jobs};
  cc_sobol_analysis analysis;
  assert_int_equal(cc_sobol_make(&request, &analysis), CC_OK);
  return analysis;
}

/* A sum of independent figures: each explains its part of the variance, 1/5 and 4/5, and nothing
 * is left to their acting together. */
static void indices_of_a_sum(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SUM);
  cc_sobol_analysis analysis = analysed(scenario, "expenditure.total", 1, 4000, 2);
  assert_int_equal(analysis.count, 2);
  assert_string_equal(path_of(scenario, analysis.inputs[0].parameters[0]), "services.large.cost");
  static const double expected[] = {0.8, 0.2};
  for (int i = 0; i < 2; i++) {
    const cc_sobol_index *index = &analysis.inputs[i].index;
    cc_assert_near(index->first.value, expected[i], 0.05);
    cc_assert_near(index->total.value, expected[i], 0.05);
    assert_true(index->first.low <= expected[i] && index->first.high >= expected[i]);
    assert_true(index->total.low <= expected[i] && index->total.high >= expected[i]);
  }
  cc_assert_near(analysis.mean, 35e6, 0.05e6);
  cc_assert_near(analysis.sd, sqrt(5) * 1e6, 0.05e6);
  assert_int_equal(analysis.projections, 4 * 4000);
  cc_sobol_free(&analysis);
  cc_scenario_free(scenario);
}

#define PAIR                                                                                       \
  "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 1\n"                                              \
  "services:\n"                                                                                    \
  "  a: {cost: {value: 10m, uncertainty: {normal: {sd: 1m}}}}\n"                                   \
  "  b: {cost: {value: 10m, uncertainty: {normal: {sd: 1m}}}}\n"                                   \
  "  c: {cost: {value: 10m, uncertainty: {normal: {sd: 2m}}}}\n"                                   \
  "correlations:\n"                                                                                \
  "  - {between: [services.a.cost, services.c.cost], coefficient: 0.5}\n"

/* a and c together have the variance 1 + 4 + 2 x 0.5 x 1 x 2 = 7 of 8; b has 1. */
static void correlated_figures_are_one_input(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(PAIR);
  cc_sobol_analysis analysis = analysed(scenario, "expenditure.total", 0, 4000, 2);
  assert_int_equal(analysis.count, 2);
  assert_int_equal(analysis.inputs[0].count, 2);
  assert_string_equal(path_of(scenario, analysis.inputs[0].parameters[1]), "services.c.cost");
  cc_assert_near(analysis.inputs[0].index.first.value, 7.0 / 8, 0.05);
  cc_assert_near(analysis.inputs[1].index.total.value, 1.0 / 8, 0.03);
  cc_assert_near(analysis.sd, sqrt(8) * 1e6, 0.06e6);
  cc_sobol_free(&analysis);
  cc_scenario_free(scenario);
}

/* 1,929 children under 12 in one placement, 760 entries of the same age a year with a cv of 10%,
 * exits at 0.36. */
#define ONE_PLACEMENT                                                                              \
  "carecast: 1\ntitle: One\nstart: 2020/21\nyears: 5\nbands: [0, 12]\n"                            \
  "placements: {home: {title: Home, weekly_price: 1000}}\n"                                        \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {0-11: 1929, 12-17: 0}, by_placement: {home: 1929}}\n"                     \
  "  entries: {streams: {all: {per_year: {0-11: {value: 760, uncertainty: {normal: {cv: 10%}}},"   \
  " 12-17: 0}, first_placement: {home: 100%}}}}\n"                                                 \
  "  exits: {per_year: {return_home: {0-11: 0.36, 12-17: 0.36}}}\n"

/* Immigration and death: with s = exp(-0.36 x 5) the share that stays five years, 1929 s (1 - s) of
 * those in care, and Poisson entrants with the mean 760 (1 - s) / 0.36, so that chance has the
 * standard deviation 45.04 (issue 3); and the parameter has 76 (1 - s) / 0.36. */
static void the_share_of_process(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(ONE_PLACEMENT);
  cc_sobol_analysis analysis = analysed(scenario, "children_in_care.total", 4, 2000, 1);
  double s = exp(-0.36 * 5), process = 1929 * s * (1 - s) + 760 * (1 - s) / 0.36;
  double by_parameter = 76 * (1 - s) / 0.36;
  cc_run run = cc_run_of(scenario);
  const cc_span span = {run.plan->rows.a_children, 4, 4};
  double deviation = 0;
  assert_int_equal(cc_process_deviations(&run, 1, &span, &deviation), CC_OK);
  cc_assert_near(sqrt(process), 45.04, 0.005);
  cc_assert_near(deviation, sqrt(process), 0.01);
  double expected = process / (process + by_parameter * by_parameter); /* 0.084 */
  cc_share share = cc_sobol_process_share(&analysis, deviation, 0);
  cc_assert_near(share.value, expected, 3 * share.error);
  /* a normal's variance from N figures has the standard error sqrt(2 / N) of itself */
  cc_assert_near(analysis.variance_error, by_parameter * by_parameter * sqrt(2.0 / 4000),
                 0.1 * analysis.variance_error);
  cc_assert_near(share.error, expected * (1 - expected) * sqrt(2.0 / 4000), 0.1 * share.error);
  cc_run_free(&run);
  cc_sobol_free(&analysis);
  cc_scenario_free(scenario);
}

static void errors_of_the_share(void **state) {
  (void)state;
  const cc_sobol_analysis equal = {.sd = 3, .variance_error = 0}, none = {.sd = 0};
  /* v / (v + 9) at v = 9: its slope over the deviation is 2 x 3 x 9 / 18^2 = 1/6 */
  cc_share share = cc_sobol_process_share(&equal, 3, 0.06);
  cc_assert_near(share.value, 0.5, 1e-15);
  cc_assert_near(share.error, 0.01, 1e-15);
  share = cc_sobol_process_share(&none, 0, 0);
  assert_true(isnan(share.value) && isnan(share.error)); /* of nothing there is no share */
  cc_assert_near(cc_sobol_process_share(&none, 2, 0.1).value, 1, 0);
  cc_assert_near(cc_sobol_process_share(&equal, 0, 0).value, 0, 0);
}

static void jobs_change_nothing(void **state) {
  (void)state;
  static const int jobs[] = {2, 3, 7};
  cc_scenario *scenario = cc_load_text(PAIR);
  cc_sobol_analysis one = analysed(scenario, "expenditure.total", 0, 333, 1);
  for (int j = 0; j < 3; j++) {
    cc_sobol_analysis other = analysed(scenario, "expenditure.total", 0, 333, jobs[j]);
    assert_memory_equal(&one.sd, &other.sd, sizeof one.sd);
    assert_int_equal(one.count, other.count);
    for (int i = 0; i < one.count; i++) {
      assert_memory_equal(&one.inputs[i].index, &other.inputs[i].index, sizeof one.inputs[i].index);
    }
    cc_sobol_free(&other);
  }
  cc_sobol_free(&one);
  cc_scenario_free(scenario);
}

static void what_there_is_not(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SUM);
  cc_sobol_request request = {scenario, "expenditure.totl", 0, 10, 1, 1};
  cc_sobol_analysis analysis;
  assert_int_equal(cc_sobol_make(&request, &analysis), CC_USAGE);
  request.measure = "expenditure.total";
  request.year = 2;
  assert_int_equal(cc_sobol_make(&request, &analysis), CC_USAGE);
  cc_scenario_free(scenario);
}

int main(void) {
  cc_gsl_errors_return();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(indices_of_a_sum),     cmocka_unit_test(correlated_figures_are_one_input),
      cmocka_unit_test(the_share_of_process), cmocka_unit_test(errors_of_the_share),
      cmocka_unit_test(jobs_change_nothing),  cmocka_unit_test(what_there_is_not),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
