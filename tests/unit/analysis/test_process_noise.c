/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What chance does: against what is known of it, and of its two ways each against the other. */
#include "analysis/process_noise.h"

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/interrupt.h"
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

enum { CHILDREN, ENTRIES, SPENDING, LEAVERS, GAP, ROWS, YEARS = 5, SEED = 3, HISTORIES = 1000 };
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

static void deviations_of(const cc_scenario *scenario, double deviations[FIGURES]) {
  cc_span spans[FIGURES];
  cc_run run = cc_run_of(scenario);
  ask(run.plan, spans);
  assert_int_equal(cc_process_deviations(&run, FIGURES, spans, deviations), CC_OK);
  cc_run_free(&run);
}

/* Of the histories of figure f, the standard deviation. */
static double counted(const cc_scenario *scenario, int f, int jobs) {
  cc_span spans[FIGURES];
  double figures[HISTORIES], mean = 0, squares = 0;
  ask(&scenario->plan, spans);
  assert_int_equal(cc_process_histories(scenario, &spans[f], SEED, jobs, HISTORIES, figures),
                   CC_OK);
  for (int i = 0; i < HISTORIES; i++) {
    double off = figures[i] - mean;
    mean += off / (i + 1);
    squares += off * (figures[i] - mean);
    assert_true(i == 0 || figures[i] >= figures[i - 1]);
  }
  return sqrt(squares / (HISTORIES - 1));
}

/* Four standard errors of a standard deviation from so many histories, as a share of it. */
static double relative(void) {
  return 4 / sqrt(2.0 * HISTORIES);
}

/* What is known in closed form, and what is not: the gap is no sum over children. 76 entries a year
 * and 380 in five are Poisson counts. */
static void test_closed_form(void **state) {
  (void)state;
  const double s = exp(-0.2);
  double city[FIGURES], town[FIGURES];
  cc_scenario *scenario = cc_load_text(CITY("")), *small = cc_load_text(TOWN(""));
  deviations_of(scenario, city);
  deviations_of(small, town);
  cc_assert_near(city[LEAVERS * YEARS], sqrt(72 * s * (1 - s)), 1e-9);
  cc_assert_near(city[CHILDREN * YEARS + 4], 45.04, 0.005);
  for (int y = 0; y < YEARS; y++) {
    assert_true(isnan(city[GAP * YEARS + y]));
    cc_assert_near(town[ENTRIES * YEARS + y], sqrt(76), 1e-6);
  }
  cc_assert_near(town[SUMS + ENTRIES], sqrt(380), 1e-6);
  cc_scenario_free(scenario);
  cc_scenario_free(small);
}

/* Where a limit binds there is no closed form. */
static void test_where_a_limit_binds(void **state) {
  (void)state;
  double deviations[FIGURES];
  cc_scenario *scenario = cc_load_text(TOWN(FULL));
  deviations_of(scenario, deviations);
  for (int f = 0; f < FIGURES; f++) {
    assert_true(isnan(deviations[f]));
  }
  cc_scenario_free(scenario);
}

/* Histories come to the closed form, and the gap, which has none, varies as the expenditure does.
 * Places that are short move children on at the same price and change no total. */
static void test_histories_against_the_closed_form(void **state) {
  (void)state;
  static const int asked[] = {CHILDREN * YEARS + 4, ENTRIES * YEARS + 2, SPENDING * YEARS + 3,
                              LEAVERS * YEARS + 1,  SUMS + ENTRIES,      SUMS + SPENDING};
  double closed[FIGURES];
  cc_scenario *flat = cc_load_text(TOWN("")), *full = cc_load_text(TOWN(FULL));
  deviations_of(flat, closed);
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
    int f = asked[i];
    cc_assert_near(counted(flat, f, 2), closed[f], relative() * closed[f]);
    cc_assert_near(counted(full, f, 2), closed[f], relative() * closed[f]);
  }
  double spending = closed[SUMS + SPENDING];
  cc_assert_near(counted(flat, SUMS + GAP, 2), spending, relative() * spending);
  cc_scenario_free(flat);
  cc_scenario_free(full);
}

static void test_jobs_change_nothing(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(TOWN(FULL));
  double one = counted(scenario, CHILDREN * YEARS, 1);
  for (int jobs = 2; jobs < 8; jobs += 2) {
    cc_assert_near(counted(scenario, CHILDREN * YEARS, jobs), one, 0);
  }
  cc_scenario_free(scenario);
}

static void test_interrupted(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(TOWN(FULL));
  const cc_span span = {0, 0, 0};
  double figures[HISTORIES];
  cc_interrupt interrupt;
  cc_interrupt_hold(&interrupt);
  kill(getpid(), SIGINT);
  assert_int_equal(cc_process_histories(scenario, &span, 1, 2, HISTORIES, figures), CC_INTERRUPTED);
  assert_true(cc_interrupt_release(&interrupt));
  cc_scenario_free(scenario);
}

static void test_no_children_no_chance(void **state) {
  (void)state;
  double deviations[FIGURES];
  cc_scenario *scenario = cc_load_file("scenarios/birmingham-2020/published-plan.yaml");
  deviations_of(scenario, deviations);
  for (int f = 0; f < FIGURES; f++) {
    cc_assert_near(deviations[f], 0, 0);
  }
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_closed_form),
      cmocka_unit_test(test_where_a_limit_binds),
      cmocka_unit_test(test_histories_against_the_closed_form),
      cmocka_unit_test(test_jobs_change_nothing),
      cmocka_unit_test(test_interrupted),
      cmocka_unit_test(test_no_children_no_chance),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
