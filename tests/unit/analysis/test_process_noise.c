/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What chance does: against what is known of it, against histories that are run and added up here,
 * and of its two ways each against the other. */
#include "analysis/process_noise.h"

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/interrupt.h"
#include "model/microsimulation.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

/* One placement, `children` under 12, `entries` a year of the same ages, exits at 0.36: after five
 * years nobody is 18. 96 care leavers of 21 to 24, two of each month of age: in a year 24 turn 25,
 * and of the others the share exp(-0.2) is still in touch. The stated contract does not move with
 * the children. `more` may add a home with few places. */
#define FLAT(children, entries, cap, more)                                                         \
  "carecast: 1\ntitle: Test\nsource: s\nbasis: illustrative\nsources: {s: Made up.}\n"             \
  "start: 2020/21\nyears: 5\nbands: [0, 12]\n"                                                     \
  "placements:\n  home: {title: Home, weekly_price: 1000" more "}\n"                               \
  "  other: {title: Other, weekly_price: 1000}\n"                                                  \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {0-11: " children ", 12-17: 0},"                                           \
  " by_placement: {home: " children ", other: 0}}\n"                                               \
  "  entries: {streams: {all: {title: All, per_year: {0-11: " entries "},"                         \
  " first_placement: {home: 100%}}}}\n"                                                            \
  "  exits: {per_year: {return_home: {0-11: 0.36, 12-17: 0.36}}}\n"                                \
  "caps: {planning: {title: Planning, children: " cap ", policy: report}}\n"                       \
  "care_leavers: {opening: {16-17: 0, 18-20: 0, 21-24: 96}, attrition_per_year: 0.2,"              \
  " caseload: 20, cost_per_adviser: 45000}\n"                                                      \
  "contract: {brought_forward: 100m}\n"

/* A city, whose standard deviation after five years is known to be 45.04; and a tenth of it. */
#define CITY(more) FLAT("1929", "760", "2100", more)
#define TOWN(more) FLAT("193", "76", "210", more)
#define FULL ", capacity: {places: 195}, overflow_to: other"

enum { CHILDREN, ENTRIES, SPENDING, LEAVERS, GAP, ROWS, YEARS = 5, MONTHS = 60, SEED = 3 };
static const char *const names[ROWS] = {"children_in_care.total", "entries.total",
                                        "expenditure.total", "care_leavers.total",
                                        "contract.funding_gap"};
enum { SUMS = ROWS * YEARS, FIGURES = SUMS + ROWS };

/* Each row in each year, then all years of each. */
static void ask(const cc_plan *plan, cc_span spans[FIGURES]) {
  for (int r = 0; r < ROWS; r++) {
    int row = cc_row_find(&plan->rows.annual, names[r], NULL);
    for (int y = 0; y < YEARS; y++) {
      spans[r * YEARS + y] = (cc_span){row, y, y};
    }
    spans[SUMS + r] = (cc_span){row, 0, YEARS - 1};
  }
}

static cc_status make(const cc_scenario *scenario, int jobs, cc_process_noise *noise) {
  cc_span spans[FIGURES];
  cc_run run = cc_run_of(scenario);
  ask(run.plan, spans);
  cc_status status = cc_process_noise_make(&run, FIGURES, spans, SEED, jobs, noise);
  cc_run_free(&run);
  return status;
}

static cc_process_noise noise_of(const cc_scenario *scenario, int jobs) {
  cc_process_noise noise;
  assert_int_equal(make(scenario, jobs, &noise), CC_OK);
  return noise;
}

/* Four standard errors of a standard deviation from so many histories, as a share of it. */
static double relative(void) {
  return 4 / sqrt(2.0 * CC_NOISE_HISTORIES);
}

/* The gap, from histories, varies as much as the expenditure, in closed form. */
static void test_two_ways(void **state) {
  (void)state;
  const double s = exp(-0.2);
  cc_scenario *scenario = cc_load_text(CITY(""));
  cc_process_noise noise = noise_of(scenario, 2);
  assert_true(noise.form == CC_CLOSED_FORM);
  assert_int_equal(noise.n_simulated, YEARS + 1);
  cc_assert_near(noise.figures[LEAVERS * YEARS], sqrt(72 * s * (1 - s)), 1e-9);
  cc_assert_near(noise.figures[CHILDREN * YEARS + 4], 45.04, 0.005);
  cc_assert_near(noise.children[59], 45.04, 0.005);
  for (int y = 0; y < YEARS; y++) {
    double spending = noise.figures[SPENDING * YEARS + y];
    cc_assert_near(noise.figures[GAP * YEARS + y], spending, relative() * spending);
  }
  cc_process_noise_free(&noise);
  cc_scenario_free(scenario);
}

/* Places that are short move children on and change no total: histories come to the closed form. */
static void test_where_a_limit_binds(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(CITY(", capacity: {places: 1950}, overflow_to: other"));
  cc_process_noise noise = noise_of(scenario, 2);
  assert_true(noise.form == CC_MICROSIMULATION);
  assert_int_equal(noise.n_simulated, FIGURES);
  cc_assert_near(noise.figures[CHILDREN * YEARS + 4], 45.04, relative() * 45.04);
  cc_assert_near(noise.children[59], noise.figures[CHILDREN * YEARS + 4], 1e-9);
  cc_process_noise_free(&noise);
  cc_scenario_free(scenario);
}

/* 76 entries a year and 380 in five, Poisson counts. Their histories, too, where a limit is near;
 * and all years of the gap vary as all years of the expenditure. */
static void test_sums_over_years(void **state) {
  (void)state;
  cc_scenario *flat = cc_load_text(TOWN("")), *full = cc_load_text(TOWN(FULL));
  cc_process_noise closed = noise_of(flat, 2), counted = noise_of(full, 2);
  assert_true(closed.form == CC_CLOSED_FORM && counted.form == CC_MICROSIMULATION);
  for (int y = 0; y < YEARS; y++) {
    cc_assert_near(closed.figures[ENTRIES * YEARS + y], sqrt(76), 1e-6);
  }
  cc_assert_near(closed.figures[SUMS + ENTRIES], sqrt(380), 1e-6);
  cc_assert_near(counted.figures[SUMS + ENTRIES], sqrt(380), relative() * sqrt(380));
  /* places that are short move costs from one placement to another of the same price */
  double spending = closed.figures[SUMS + SPENDING];
  cc_assert_near(closed.figures[SUMS + GAP], spending, relative() * spending);
  cc_assert_near(counted.figures[SUMS + SPENDING], spending, relative() * spending);
  cc_process_noise_free(&closed);
  cc_process_noise_free(&counted);
  cc_scenario_free(flat);
  cc_scenario_free(full);
}

/* ---- against histories, one after the other ---------------------------------------------------
 */

/* Standard deviations, updated by each value as it comes (Welford). */
typedef struct {
  int count;
  double mean[FIGURES + MONTHS], squares[FIGURES + MONTHS];
} tally;

static void take(tally *t, int i, double value) {
  double off = value - t->mean[i];
  t->mean[i] += off / t->count;
  t->squares[i] += off * (value - t->mean[i]);
}

static void take_history(tally *t, const cc_run *run, const cc_span *spans) {
  t->count++;
  for (int f = 0; f < FIGURES; f++) {
    double sum = 0;
    for (int y = spans[f].first_year; y <= spans[f].last_year; y++) {
      sum += cc_annual(run->plan, run->results, spans[f].row, y);
    }
    take(t, f, sum);
  }
  for (int m = 0; m < MONTHS; m++) {
    int home = run->plan->rows.m_stock;
    take(t, FIGURES + m,
         cc_monthly(run->plan, run->results, home, m) +
             cc_monthly(run->plan, run->results, home + 1, m));
  }
}

static tally tally_of(const cc_scenario *scenario) {
  tally t = {.count = 0};
  cc_span spans[FIGURES];
  cc_run run = cc_run_of(scenario);
  cc_microsimulation *micro = NULL;
  assert_int_equal(cc_microsimulation_create(run.plan, &micro), CC_OK);
  ask(run.plan, spans);
  cc_workspace_simulate(run.workspace, micro);
  for (uint32_t h = 0; h < CC_NOISE_HISTORIES; h++) {
    cc_microsimulation_choose(micro, SEED, h);
    assert_int_equal(cc_project(run.plan, scenario->vector, 1, run.workspace, run.results), CC_OK);
    take_history(&t, &run, spans);
  }
  cc_microsimulation_free(micro);
  cc_run_free(&run);
  return t;
}

/* What is from histories is the same as here; what is in closed form is near. */
static void expect_histories(const char *text) {
  cc_scenario *scenario = cc_load_text(text);
  cc_process_noise noise = noise_of(scenario, 2);
  const tally t = tally_of(scenario);
  bool closed = noise.form == CC_CLOSED_FORM;
  for (int i = 0; i < FIGURES + MONTHS; i++) {
    bool gap = i / YEARS == GAP || i == SUMS + GAP;
    double sd = sqrt(t.squares[i] / (t.count - 1));
    double made = i < FIGURES ? noise.figures[i] : noise.children[i - FIGURES];
    cc_assert_near(made, sd, (closed && !gap ? relative() : 1e-9) * sd + 1e-9);
  }
  cc_process_noise_free(&noise);
  cc_scenario_free(scenario);
}

static void test_against_histories(void **state) {
  (void)state;
  expect_histories(TOWN(""));
  expect_histories(TOWN(FULL));
}

/* ---- threads and signals ----------------------------------------------------------------------
 */

static void expect_one_result(const char *text) {
  static const int jobs[] = {2, 3, 7};
  cc_scenario *scenario = cc_load_text(text);
  cc_process_noise one = noise_of(scenario, 1);
  for (int j = 0; j < 3; j++) {
    cc_process_noise other = noise_of(scenario, jobs[j]);
    assert_memory_equal(one.figures, other.figures, FIGURES * sizeof *one.figures);
    assert_memory_equal(one.children, other.children, MONTHS * sizeof *one.children);
    cc_process_noise_free(&other);
  }
  cc_process_noise_free(&one);
  cc_scenario_free(scenario);
}

static void test_jobs_change_nothing(void **state) {
  (void)state;
  expect_one_result(TOWN(""));
  expect_one_result(TOWN(FULL));
}

static void test_interrupted(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(TOWN(FULL));
  cc_process_noise noise;
  cc_interrupt interrupt;
  cc_interrupt_hold(&interrupt);
  kill(getpid(), SIGINT);
  assert_int_equal(make(scenario, 2, &noise), CC_INTERRUPTED);
  assert_true(cc_interrupt_release(&interrupt));
  assert_null(noise.figures);
  cc_scenario_free(scenario);
}

static void test_no_children_no_chance(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/birmingham-2020/published-plan.yaml");
  cc_process_noise noise = noise_of(scenario, 2);
  assert_true(noise.form == CC_CLOSED_FORM);
  assert_int_equal(noise.n_simulated, 0);
  for (int f = 0; f < FIGURES; f++) {
    cc_assert_near(noise.figures[f], 0, 0);
  }
  cc_process_noise_free(&noise);
  cc_process_noise_free(&noise); /* empty: may be freed again */
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_two_ways),
      cmocka_unit_test(test_where_a_limit_binds),
      cmocka_unit_test(test_sums_over_years),
      cmocka_unit_test(test_against_histories),
      cmocka_unit_test(test_jobs_change_nothing),
      cmocka_unit_test(test_interrupted),
      cmocka_unit_test(test_no_children_no_chance),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
