/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every shipped scenario as it is, with its capacities and caps. A limit is met by chance before it
 * is met on average, so that the mean of the histories is not the projection by cohorts wherever a
 * limit counts: more children are turned aside, and fewer are where the limit is.
 *
 * What limits leave alone, all children together where no cap turns any away, must agree with the
 * cohorts within four standard errors. (Being displaced to an agency changes next to nothing about
 * when a child leaves care.) What they do not has a theory to agree with. In the first month, the
 * children above a limit c are those of a normal number of mean m and standard deviation s, with
 * z = (c - m) / s,
 *
 *     E max(0, X - c)  =  s (phi(z) - z (1 - Phi(z)))
 *
 * m from the cohorts and s from the closed form. Later, the places W left free at a month's end are
 * a walk that may not go below 0: where the cohorts turn aside b children in a month, and the
 * month's change has a variance of v, its mean in the long run is (Spitzer)
 *
 *     E W  =  sum over k = 1, 2, ... of  E max(0, S_k) / k        S_k normal, mean -b k, variance v
 * k
 *
 * which is the same formula again. A month's change varies as those do who come and go by chance,
 * which 18th birthdays, mostly of children there from the start, hardly do. Fewer children leave
 * where some places are free, which the walk leaves out; so it is asked to be right by a third, and
 * only where it forgets within eight months, v / b^2. Seeds are fixed. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "model/process_variance.h"
#include "numeric/normal.h"
#include "support/histories.h"
#include "support/near.h"
#include "support/scenario_fixture.h"
#include "support/shipped.h"

enum { HISTORIES = 60, HISTORIES_OF_A_CAP = 600 };

/* One scenario in both ways. */
typedef struct {
  const cc_scenario *scenario;
  const cc_plan *plan;
  cc_run cohorts;
  cc_histories histories;
} both_ways;

static double expected(const both_ways *both, int row, int month) {
  return cc_monthly(both->plan, both->cohorts.results, row, month);
}

static double simulated(const both_ways *both, int row, int month) {
  return cc_histories_month(&both->histories, both->histories.monthly, row, month);
}

/* Of a simulated month's mean. */
static double standard_error(const both_ways *both, int row, int month) {
  double squares =
      cc_histories_month(&both->histories, both->histories.monthly_squares, row, month);
  return sqrt(squares / (both->histories.count - 1) / both->histories.count);
}

/* Of a simulated year's mean. */
static double error_of_year(const both_ways *both, const char *measure, int year) {
  return sqrt(cc_histories_variance(&both->histories, measure, year) / both->histories.count);
}

/* ---- theory ---------------------------------------------------------------------------------- */

static double overflow(double mean, double sd, double limit) {
  double z = (limit - mean) / sd;
  return sd * (exp(-z * z / 2) / sqrt(2 * 3.14159265358979323846) - z * cc_normal_cdf(-z));
}

static double free_places(double turned_aside, double variance) {
  double sum = 0;
  for (int k = 1; k <= 400; k++) {
    sum += overflow(-turned_aside * k, sqrt(variance * k), 0) / k;
  }
  return sum;
}

/* ---- what limits leave alone ----------------------------------------------------------------- */

static const char *const untouched[] = {"children_in_care.total",
                                        "children_in_care.average",
                                        "children_in_care.band.under_1",
                                        "children_in_care.band.1-4",
                                        "children_in_care.band.5-9",
                                        "children_in_care.band.10-15",
                                        "children_in_care.band.16-17",
                                        "entries.total",
                                        "exits.total",
                                        "exits.return_home",
                                        "exits.special_guardianship",
                                        "exits.other",
                                        "turned_18.total",
                                        "care_leavers.total"};
enum { UNTOUCHED = sizeof untouched / sizeof untouched[0] };

static void check_untouched(const both_ways *both) {
  for (int i = 0; i < UNTOUCHED * both->plan->n_years; i++) {
    const char *measure = untouched[i / both->plan->n_years];
    int year = i % both->plan->n_years;
    double mean = cc_histories_mean(&both->histories, measure, year);
    double error = error_of_year(both, measure, year);
    double cohorts = cc_measure(&both->cohorts, measure, year);
    if (!(fabs(mean - cohorts) <= 4 * error + 1e-9)) {
      fail_msg("%s: %s in year %d: histories %.2f, cohorts %.2f", both->scenario->id, measure, year,
               mean, cohorts);
    }
  }
}

/* ---- capacities ------------------------------------------------------------------------------ */

/* Sums over scenarios. */
typedef struct {
  int scenarios, holds;                       /* holds: years in which a cap turns children away */
  int first_months, long_runs;                /* placements compared */
  double from_theory, from_cohorts, variance; /* of the first months' displaced children */
  double free_by_theory, free_found;          /* places, in the long run */
} tally;

/* The standard deviation by the closed form, which knows no limits, of the children in a placement
 * at the end of the first month. */
static double first_month_sd(const both_ways *both, int placement) {
  static cc_linear_measure measure;
  cc_process *process = NULL;
  assert_int_equal(cc_process_create(both->plan, &process), CC_OK);
  assert_int_equal(cc_process_open(both->plan, both->cohorts.workspace, process), CC_OK);
  cc_linear_measure_clear(&measure);
  measure.n_months = 1;
  for (int s = 0; s < both->plan->n_states; s++) {
    measure.at_end[0][s] = both->plan->state_placement[s] == placement;
  }
  cc_moments moments = cc_process_moments(both->plan, &measure, process);
  cc_process_free(process);
  return sqrt(moments.opening_variance + moments.entry_variance);
}

static void check_first_month(const both_ways *both, int placement, tally *sums) {
  const cc_rows *rows = &both->plan->rows;
  int row = rows->m_displaced_out + placement;
  double cohorts = expected(both, row, 0), mean = simulated(both, row, 0);
  double children = expected(both, rows->m_stock + placement, 0) + cohorts;
  double theory = overflow(children, first_month_sd(both, placement),
                           expected(both, rows->m_capacity + placement, 0));
  double error = fmax(standard_error(both, row, 0), sqrt(0.1 * theory / both->histories.count));
  cc_assert_near(mean, theory, 4 * error);
  sums->first_months++;
  sums->from_theory += mean - theory;
  sums->from_cohorts += mean - cohorts;
  sums->variance += error * error;
}

/* Children who come to a placement or leave it by chance in a month. */
static double come_and_go(const both_ways *both, int placement, int month) {
  const cc_rows *rows = &both->plan->rows;
  double children = expected(both, rows->m_entries + placement, month) +
                    expected(both, rows->m_moves_in + placement, month) +
                    expected(both, rows->m_moves_out + placement, month);
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    int exits = rows->m_exits + d * both->plan->n_placements;
    children += expected(both, exits + placement, month);
  }
  return children;
}

/* Free places from the second year on, by theory and in the histories. Leaves out a placement whose
 * walk forgets too slowly. */
static void compare_long_run(const both_ways *both, int placement, tally *sums) {
  const cc_rows *rows = &both->plan->rows;
  int first = CC_MONTHS_PER_YEAR, months = both->plan->n_months - first;
  double theory = 0, found = 0;
  for (int t = first; t < both->plan->n_months; t++) {
    double variance = come_and_go(both, placement, t);
    double displaced = expected(both, rows->m_displaced_out + placement, t);
    if (!(displaced * displaced >= variance / 8)) {
      return;
    }
    theory += free_places(displaced, variance) / months;
    found += (expected(both, rows->m_capacity + placement, t) -
              simulated(both, rows->m_stock + placement, t)) /
             months;
  }
  sums->long_runs++;
  sums->free_by_theory += theory;
  sums->free_found += found;
}

/* More children are displaced than in the cohorts, and fewer live where places are short. */
static void check_direction(const both_ways *both, int placement) {
  const cc_rows *rows = &both->plan->rows;
  for (int t = 0; t < both->plan->n_months; t++) {
    int row = rows->m_stock + placement;
    assert_true(simulated(both, row, t) <=
                expected(both, row, t) + 4 * standard_error(both, row, t) + 1e-9);
  }
  for (int y = 0; y < both->plan->n_years; y++) {
    double error = error_of_year(both, "displaced.total", y);
    assert_true(cc_histories_mean(&both->histories, "displaced.total", y) >=
                cc_measure(&both->cohorts, "displaced.total", y) - 4 * error);
  }
}

static void check_capacities(const both_ways *both, tally *sums) {
  const cc_demand *demand = &both->plan->demand;
  for (int i = 0; i < demand->n_overflow; i++) {
    int placement = demand->overflow_order[i];
    check_direction(both, placement);
    if (expected(both, both->plan->rows.m_capacity + placement, 0) < 50) {
      continue; /* too few places for a normal number of children */
    }
    check_first_month(both, placement, sums);
    compare_long_run(both, placement, sums);
  }
}

/* ---- caps that hold -------------------------------------------------------------------------- */

static double turned_away(const both_ways *both, int year) {
  return cc_measure(&both->cohorts, "diverted.total", year);
}

/* Children all of whom come, go or are turned away by chance in a month. */
static double all_come_and_go(const both_ways *both, int month) {
  double children = expected(both, both->plan->rows.m_diverted, month);
  for (int p = 0; p < both->plan->n_placements; p++) {
    children += come_and_go(both, p, month) -
                expected(both, both->plan->rows.m_moves_in + p, month) -
                expected(both, both->plan->rows.m_moves_out + p, month);
  }
  return children;
}

/* On 31 March there are fewer children than the cap allows, by the places that chance leaves free;
 * in years after that in which the cohorts first meet the cap. Nearly every child who would enter
 * would be there at the month's end, so that those turned away are the walk's drift. */
static void check_cap(const both_ways *both, tally *sums) {
  int first = 0;
  while (turned_away(both, first) <= 0) {
    first++;
  }
  for (int y = first + 1; y < both->plan->n_years; y++) {
    int march = CC_MONTHS_PER_YEAR * (y + 1) - 1;
    double diverted = expected(both, both->plan->rows.m_diverted, march);
    double theory = free_places(diverted, all_come_and_go(both, march));
    double error = error_of_year(both, "children_in_care.total", y);
    double found = cc_measure(&both->cohorts, "children_in_care.total", y) -
                   cc_histories_mean(&both->histories, "children_in_care.total", y);
    assert_true(found > 4 * error);
    cc_assert_near(found, theory, theory / 3 + 4 * error);
    sums->holds++;
  }
}

/* ---- scenarios ------------------------------------------------------------------------------- */

static bool turns_any_away(const both_ways *both) {
  bool any = false;
  for (int y = 0; y < both->plan->n_years; y++) {
    any = any || turned_away(both, y) > 0;
  }
  return any;
}

static void compare(const cc_scenario *scenario, uint64_t seed, tally *sums) {
  both_ways both = {scenario, &scenario->plan, cc_run_of(scenario), {0}};
  cc_run run = cc_run_of(scenario);
  bool held = turns_any_away(&both);
  cc_histories_of(run.plan, scenario->vector, run.workspace, run.results, seed,
                  held ? HISTORIES_OF_A_CAP : HISTORIES, &both.histories);
  cc_assert_near(both.histories.worst_imbalance, 0, 0);
  if (held) {
    check_cap(&both, sums);
  } else {
    check_untouched(&both);
  }
  check_capacities(&both, sums);
  sums->scenarios++;
  cc_histories_free(&both.histories);
  cc_run_free(&run);
  cc_run_free(&both.cohorts);
}

static void look(cc_scenario *scenario, int number, void *context) {
  compare(scenario, 4000 + (uint64_t)number, context);
}

static void test_every_scenario(void **state) {
  (void)state;
  tally sums = {0};
  cc_each_shipped(look, &sums);
  assert_true(sums.scenarios >= 16 / CC_SHIPPED_EVERY &&
              sums.first_months >= 16 / CC_SHIPPED_EVERY);
  assert_true(sums.holds >= 4 && sums.long_runs >= 9 / CC_SHIPPED_EVERY);
  cc_assert_near(sums.free_found, sums.free_by_theory, sums.free_by_theory / 3);
  cc_assert_near(sums.from_theory, 0, 4 * sqrt(sums.variance));
  assert_true(CC_SHIPPED_EVERY > 1 || sums.from_cohorts > 4 * sqrt(sums.variance));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_scenario),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
