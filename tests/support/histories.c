/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many simulated histories of a fixture, summed up as they come (Welford). */
#include "support/histories.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* ---- the small plan -------------------------------------------------------------------------- */

enum { BANDS = 5 };

static int yearly(cc_plan_fixture *f, double first, double second, double third) {
  return cc_fixture_knots(f, CC_STEPS, 3, (int[]){0, 12, 24}, (double[]){first, second, third});
}

static void small_opening(cc_plan_fixture *f) {
  static const double by_band[BANDS] = {9, 20, 25, 60, 36};
  static const double by_placement[3] = {95, 30, 25};
  cc_demand *demand = &f->plan.demand;
  for (int b = 0; b < BANDS; b++) {
    demand->opening_by_band[b] = cc_fixture_constant(f, by_band[b]);
  }
  for (int p = 0; p < 3; p++) {
    demand->opening_by_placement[p] = cc_fixture_constant(f, by_placement[p]);
  }
  for (int b = 0; b < BANDS - 1; b++) {
    demand->age_pattern[CC_SMALL_SUPPORTED][b] = cc_fixture_constant(f, b == 3 ? 0.05 : 0);
  }
}

static void small_entries(cc_plan_fixture *f) {
  static const double per_10k[BANDS] = {60, 20, 15, 20, 30};
  static const double residents[BANDS] = {2000, 8000, 10000, 12000, 4000};
  cc_demand *demand = &f->plan.demand;
  for (int b = 0; b < BANDS; b++) {
    demand->per_10k[b] = yearly(f, per_10k[b], 1.2 * per_10k[b], 0.9 * per_10k[b]);
    demand->population[b] = cc_fixture_knots(f, CC_LINEAR, 2, (int[]){3, 27},
                                             (double[]){residents[b], 1.05 * residents[b]});
    demand->first_placement[b][CC_SMALL_FOSTER] = cc_fixture_constant(f, b == 4 ? 0.4 : 0.9);
    demand->first_placement[b][CC_SMALL_HOME] = cc_fixture_constant(f, 0.1);
    demand->first_placement[b][CC_SMALL_SUPPORTED] = cc_fixture_constant(f, b == 4 ? 0.5 : 0);
  }
  demand->newborn_share = yearly(f, 0.5, 0.9, 0.2);
  cc_fixture_stream(f, 4, CC_SMALL_SUPPORTED, yearly(f, 8, 10, 12));
}

static void small_rates(cc_plan_fixture *f) {
  for (int b = 0; b < BANDS; b++) {
    for (int p = 0; p < 3; p++) {
      double more = 1 + 0.5 * p;
      cc_fixture_exit(f, b, p, CC_RETURN_HOME, yearly(f, 0.2 * more, 0.25 * more, 0.2 * more));
      cc_fixture_exit(f, b, p, CC_OTHER_EXIT, cc_fixture_constant(f, 0.05));
    }
    cc_fixture_move(f, b, CC_SMALL_FOSTER, CC_SMALL_HOME, yearly(f, 0.15, 0.1, 0.2));
    cc_fixture_move(f, b, CC_SMALL_HOME, CC_SMALL_FOSTER, cc_fixture_constant(f, 0.3));
  }
  cc_fixture_exit(f, 0, CC_SMALL_FOSTER, CC_ADOPTION, cc_fixture_constant(f, 0.6));
  cc_fixture_exit(f, 1, CC_SMALL_FOSTER, CC_ADOPTION, cc_fixture_constant(f, 0.3));
  cc_fixture_exit(f, 2, CC_SMALL_FOSTER, CC_SPECIAL_GUARDIANSHIP, cc_fixture_constant(f, 0.2));
  cc_fixture_exit(f, 4, CC_SMALL_SUPPORTED, CC_INDEPENDENCE, yearly(f, 0.5, 0.7, 0.6));
  cc_fixture_move(f, 4, CC_SMALL_FOSTER, CC_SMALL_SUPPORTED, cc_fixture_constant(f, 0.4));
  cc_fixture_move(f, 4, CC_SMALL_HOME, CC_SMALL_SUPPORTED, cc_fixture_constant(f, 1.5));
}

static void small_money(cc_plan_fixture *f) {
  static cc_contribution contribution = {"grant", "Grant", CC_PER_CHILD_WEEK, 0};
  static cc_one_off_cost costs[3] = {
      {"set_up", "Set-up", CC_FLOW_ENTRIES, CC_RETURN_HOME, 0, CC_ABSENT, CC_EMPLOYEES},
      {"fee", "Adoption fee", CC_FLOW_EXITS, CC_ADOPTION, 0, 0, CC_THIRD_PARTY_PAYMENTS},
      {"grant", "Setting-up grant", CC_FLOW_TURNED_18, CC_RETURN_HOME, 0, CC_ABSENT,
       CC_TRANSFER_PAYMENTS}};
  f->plan.placements[CC_SMALL_FOSTER].weekly_price = yearly(f, 500, 520, 530);
  f->plan.placements[CC_SMALL_HOME].weekly_price = yearly(f, 4000, 4200, 4500);
  f->plan.placements[CC_SMALL_SUPPORTED].weekly_price = cc_fixture_constant(f, 900);
  contribution.amount = yearly(f, 200, 220, 240);
  f->plan.placements[CC_SMALL_HOME].contributions = &contribution;
  f->plan.placements[CC_SMALL_HOME].n_contributions = 1;
  costs[0].amount = cc_fixture_constant(f, 3000);
  costs[1].amount = yearly(f, 31000, 33000, 33000);
  costs[1].share = cc_fixture_constant(f, 0.4);
  costs[2].amount = cc_fixture_constant(f, 2000);
  f->plan.one_off_costs = costs;
  f->plan.n_one_off_costs = 3;
}

static void small_leavers(cc_plan_fixture *f) {
  cc_fixture_leavers(f);
  f->plan.care_leavers.opening_16_17 = cc_fixture_constant(f, 6);
  f->plan.care_leavers.opening_18_20 = cc_fixture_constant(f, 40);
  f->plan.care_leavers.opening_21_24 = cc_fixture_constant(f, 30);
  f->plan.care_leavers.attrition_per_year = yearly(f, 0.1, 0.2, 0.15);
  f->plan.care_leavers.caseload = cc_fixture_constant(f, 20);
  f->plan.care_leavers.cost_per_adviser = cc_fixture_constant(f, 45000);
}

void cc_fixture_small_plan(cc_plan_fixture *f) {
  cc_fixture_init(f, 3);
  cc_fixture_bands(f, BANDS, (int[]){0, 12, 60, 120, 192});
  cc_fixture_placement(f, "foster");
  cc_fixture_placement(f, "home");
  cc_fixture_placement(f, "supported");
  cc_fixture_demand(f);
  small_opening(f);
  small_entries(f);
  small_rates(f);
  small_money(f);
  small_leavers(f);
}

void cc_fixture_flat_plan(cc_plan_fixture *f, int n_years, double children, double entries,
                          double rate) {
  cc_fixture_init(f, n_years);
  cc_fixture_bands(f, 2, (int[]){0, 144});
  int home = cc_fixture_placement(f, "home");
  cc_fixture_demand(f);
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, children);
  f->plan.demand.opening_by_placement[home] = cc_fixture_constant(f, children);
  cc_fixture_stream(f, 0, home, cc_fixture_constant(f, entries));
  for (int b = 0; b < 2; b++) {
    cc_fixture_exit(f, b, home, CC_RETURN_HOME, cc_fixture_constant(f, rate));
  }
}

/* ---- histories ------------------------------------------------------------------------------- */

static double *zeroed(int count) {
  double *numbers = calloc((size_t)count, sizeof *numbers);
  assert_non_null(numbers);
  return numbers;
}

/* Takes one more history into means and squares. */
static void take(int n, int count, const double *values, double *means, double *squares) {
  for (int i = 0; i < n; i++) {
    double distance = values[i] - means[i];
    means[i] += distance / count;
    squares[i] += distance * (values[i] - means[i]);
  }
}

void cc_histories_of(const cc_plan *plan, const double *vector, cc_workspace *workspace,
                     cc_results *results, uint64_t seed, int count, cc_histories *histories) {
  int monthly = plan->rows.monthly.count * plan->n_months;
  int annual = plan->rows.annual.count * plan->n_years;
  cc_microsimulation *micro = NULL;
  *histories = (cc_histories){
      plan, count, zeroed(monthly), zeroed(monthly), zeroed(annual), zeroed(annual), 0.0};
  assert_int_equal(cc_microsimulation_create(plan, &micro), CC_OK);
  cc_workspace_simulate(workspace, micro);
  for (int i = 0; i < count; i++) {
    cc_microsimulation_choose(micro, seed, (uint32_t)i);
    assert_int_equal(cc_project(plan, vector, 1, workspace, results), CC_OK);
    take(monthly, i + 1, results->monthly, histories->monthly, histories->monthly_squares);
    take(annual, i + 1, results->annual, histories->annual, histories->annual_squares);
    histories->worst_imbalance = fmax(histories->worst_imbalance, results->worst_imbalance);
  }
  cc_workspace_simulate(workspace, NULL);
  cc_microsimulation_free(micro);
}

void cc_histories_run(cc_plan_fixture *f, uint64_t seed, int count, cc_histories *histories) {
  cc_histories_of(&f->plan, f->vector, f->workspace, f->results, seed, count, histories);
}

void cc_histories_free(cc_histories *histories) {
  free(histories->monthly);
  free(histories->monthly_squares);
  free(histories->annual);
  free(histories->annual_squares);
}

static int place_of(const cc_histories *histories, const char *measure, int year) {
  int row = cc_row_find(&histories->plan->rows.annual, measure, NULL);
  assert_int_not_equal(row, CC_ABSENT);
  return row * histories->plan->n_years + year;
}

double cc_histories_mean(const cc_histories *histories, const char *measure, int year) {
  return histories->annual[place_of(histories, measure, year)];
}

double cc_histories_month(const cc_histories *histories, const double *monthly, int row,
                          int month) {
  return monthly[month * histories->plan->rows.monthly.count + row];
}

double cc_histories_variance(const cc_histories *histories, const char *measure, int year) {
  return histories->annual_squares[place_of(histories, measure, year)] / (histories->count - 1);
}

/* ---- agreement ------------------------------------------------------------------------------- */

/* Rates and ratios of children are not sums over them; what caps count is not either, nor is what
 * a surplus or an overspend alone leads to. */
static bool adds_up(const cc_row *row) {
  static const char *const no_sums[] = {"caps.", "contract.gain_share", "contract.risk_share",
                                        "contract.reserves", "contract.overspend"};
  for (size_t i = 0; i < sizeof no_sums / sizeof no_sums[0]; i++) {
    if (strncmp(row->measure, no_sums[i], strlen(no_sums[i])) == 0) {
      return false;
    }
  }
  return row->gather != CC_RATIO || strcmp(row->unit, "children") == 0;
}

/* The row's figures are `stride` apart. */
static void assert_row_agrees(const char *name, const cc_row *row, int length, int stride,
                              int count, const double *means, const double *squares,
                              const double *expected, double errors) {
  for (int n = 0, i = 0; n < length && adds_up(row); n++, i += stride) {
    double variance = squares[i] / (count - 1);
    if (strcmp(row->unit, "children") == 0) {
      variance = fmax(variance, 0.1 * fabs(expected[i]));
    }
    double distance = fabs(means[i] - expected[i]);
    double least = strcmp(row->unit, "GBP") == 0 ? 0.005 : 1e-9;
    double tolerance = errors * sqrt(variance / count) + 1e-9 * fabs(expected[i]) + least;
    if (!(distance <= tolerance)) {
      fail_msg("%s: %s %s at %d: mean %.6f, expected %.6f, %.2f standard errors apart", name,
               row->measure, row->placement, n, means[i], expected[i],
               distance / sqrt(variance / count));
    }
  }
}

void cc_histories_assert_annual(const cc_histories *histories, const cc_results *expected,
                                double errors, const char *name) {
  const cc_row_list *annual = &histories->plan->rows.annual;
  int n_years = histories->plan->n_years;
  for (int i = 0; i < annual->count; i++) {
    int first = i * n_years;
    assert_row_agrees(name, &annual->items[i], n_years, 1, histories->count,
                      histories->annual + first, histories->annual_squares + first,
                      expected->annual + first, errors);
  }
}

void cc_histories_assert_agree(const cc_histories *histories, const cc_plan_fixture *f,
                               double errors) {
  const cc_row_list *monthly = &f->plan.rows.monthly;
  cc_histories_assert_annual(histories, f->results, errors, "years");
  for (int i = 0; i < monthly->count; i++) {
    assert_row_agrees("months", &monthly->items[i], f->plan.n_months, monthly->count,
                      histories->count, histories->monthly + i, histories->monthly_squares + i,
                      f->results->monthly + i, errors + 1);
  }
}
