/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The spread by chance against counts that are Poisson, against analysis/process_noise.c, which
 * answers for single years by code of its own, and of each of its two ways against the other. */
#include "batch/figure_noise.h"

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "analysis/process_noise.h"
#include "batch/interrupt.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

/* One placement, 193 children under 12, 76 entries a year, exits at 0.36: after five years
 * nobody is 18. The stated contract does not move with the children. */
#define FLAT(more)                                                                                 \
  "carecast: 1\ntitle: Test\nsource: s\nbasis: illustrative\nsources: {s: Made up.}\n"             \
  "start: 2020/21\nyears: 5\nbands: [0, 12]\n"                                                     \
  "placements:\n  home: {title: Home, weekly_price: 1000" more "}\n"                               \
  "  other: {title: Other, weekly_price: 1000}\n"                                                  \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {0-11: 193, 12-17: 0}, by_placement: {home: 193, other: 0}}\n"             \
  "  entries: {streams: {all: {title: All, per_year: {0-11: 76},"                                  \
  " first_placement: {home: 100%}}}}\n"                                                            \
  "  exits: {per_year: {return_home: {0-11: 0.36, 12-17: 0.36}}}\n"                                \
  "caps: {planning: {title: Planning, children: 210, policy: report}}\n"                           \
  "contract: {brought_forward: 100m}\n"
#define LIMITED ", capacity: {places: 195}, overflow_to: other"

enum { CHILDREN, ENTRIES, SPENDING, GAP, ROWS, YEARS = 5, SEED = 3 };
static const char *const names[ROWS] = {"children_in_care.total", "entries.total",
                                        "expenditure.total", "contract.funding_gap"};

/* Each row in each year, then all years of each. */
typedef struct {
  int rows[ROWS];
  cc_span spans[ROWS * YEARS + ROWS];
} asked;
enum { FIGURES = ROWS * YEARS + ROWS, SUMS = ROWS * YEARS };

static asked ask(const cc_scenario *scenario) {
  asked a;
  for (int r = 0; r < ROWS; r++) {
    a.rows[r] = cc_row_find(&scenario->plan.rows.annual, names[r], NULL);
    for (int y = 0; y < YEARS; y++) {
      a.spans[r * YEARS + y] = (cc_span){a.rows[r], y, y};
    }
    a.spans[SUMS + r] = (cc_span){a.rows[r], 0, YEARS - 1};
  }
  return a;
}

static cc_figure_noise noise_of(const cc_scenario *scenario, int jobs) {
  asked a = ask(scenario);
  cc_figure_noise noise;
  assert_int_equal(cc_figure_noise_make(scenario, FIGURES, a.spans, SEED, jobs, &noise), CC_OK);
  return noise;
}

static void test_span_values(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(FLAT(""));
  cc_run run = cc_run_of(scenario);
  asked a = ask(scenario);
  cc_assert_near(cc_span_value(run.plan, run.results, &a.spans[ENTRIES * YEARS]), 76, 1e-9);
  cc_assert_near(cc_span_value(run.plan, run.results, &a.spans[SUMS + ENTRIES]), 380, 1e-9);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* 380 entries in five years, a Poisson count. Its histories, too, where a limit is near: to four
 * standard errors of a standard deviation from 400. */
static void test_sums_over_years(void **state) {
  (void)state;
  cc_scenario *flat = cc_load_text(FLAT("")), *limited = cc_load_text(FLAT(LIMITED));
  cc_figure_noise closed = noise_of(flat, 2), counted = noise_of(limited, 2);
  const double relative = 4.0 / sqrt(2.0 * CC_NOISE_HISTORIES);
  assert_true(closed.form == CC_CLOSED_FORM && counted.form == CC_MICROSIMULATION);
  assert_int_equal(closed.n_simulated, YEARS + 1); /* the gap */
  assert_int_equal(counted.n_simulated, FIGURES);
  cc_assert_near(closed.figures[SUMS + ENTRIES], sqrt(380), 1e-6);
  cc_assert_near(counted.figures[SUMS + ENTRIES], sqrt(380), relative * sqrt(380));
  /* the gap is spending less what is certain; places that are short move costs from one placement
   * to another of the same price */
  double spending = closed.figures[SUMS + SPENDING];
  cc_assert_near(closed.figures[SUMS + GAP], spending, relative * spending);
  cc_assert_near(counted.figures[SUMS + SPENDING], spending, relative * spending);
  cc_figure_noise_free(&closed);
  cc_figure_noise_free(&counted);
  cc_scenario_free(flat);
  cc_scenario_free(limited);
}

static void expect_as_process_noise(const char *text) {
  cc_scenario *scenario = cc_load_text(text);
  asked a = ask(scenario);
  cc_figure_noise noise = noise_of(scenario, 2);
  cc_process_noise other;
  assert_int_equal(cc_process_noise_make(scenario, ROWS, a.rows, SEED, &other), CC_OK);
  assert_true(noise.form == other.form);
  for (int i = 0; i < SUMS; i++) {
    cc_assert_near(noise.figures[i], other.annual[i], 1e-9 * other.annual[i] + 1e-9);
  }
  for (int t = 0; t < scenario->plan.n_months; t++) {
    cc_assert_near(noise.children[t], other.children[t], 1e-9 * other.children[t]);
  }
  cc_process_noise_free(&other);
  cc_figure_noise_free(&noise);
  cc_scenario_free(scenario);
}

static void test_single_years(void **state) {
  (void)state;
  expect_as_process_noise(FLAT(""));
  expect_as_process_noise(FLAT(LIMITED));
}

static void test_jobs_change_nothing(void **state) {
  (void)state;
  static const int jobs[] = {2, 3, 7};
  cc_scenario *scenario = cc_load_text(FLAT(LIMITED));
  cc_figure_noise one = noise_of(scenario, 1);
  for (int j = 0; j < 3; j++) {
    cc_figure_noise other = noise_of(scenario, jobs[j]);
    assert_memory_equal(one.figures, other.figures, FIGURES * sizeof *one.figures);
    assert_memory_equal(one.children, other.children, 60 * sizeof *one.children);
    cc_figure_noise_free(&other);
  }
  cc_figure_noise_free(&one);
  cc_scenario_free(scenario);
}

static void test_no_children_no_chance(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/birmingham-2020/published-plan.yaml");
  const cc_span spending = {cc_row_find(&scenario->plan.rows.annual, "expenditure.total", NULL), 0,
                            0};
  cc_figure_noise noise;
  assert_int_equal(cc_figure_noise_make(scenario, 1, &spending, SEED, 2, &noise), CC_OK);
  cc_assert_near(noise.figures[0], 0, 0);
  assert_int_equal(noise.n_simulated, 0);
  cc_figure_noise_free(&noise);
  cc_figure_noise_free(&noise); /* empty: may be freed again */
  cc_scenario_free(scenario);
}

static void test_interrupted(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(FLAT(LIMITED));
  asked a = ask(scenario);
  cc_figure_noise noise;
  cc_interrupt interrupt;
  cc_interrupt_hold(&interrupt);
  kill(getpid(), SIGINT);
  assert_int_equal(cc_figure_noise_make(scenario, FIGURES, a.spans, SEED, 2, &noise),
                   CC_INTERRUPTED);
  assert_true(cc_interrupt_release(&interrupt));
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_span_values),           cmocka_unit_test(test_sums_over_years),
      cmocka_unit_test(test_single_years),          cmocka_unit_test(test_jobs_change_nothing),
      cmocka_unit_test(test_no_children_no_chance), cmocka_unit_test(test_interrupted),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
