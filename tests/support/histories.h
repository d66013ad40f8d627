/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_HISTORIES_H
#define CC_TESTS_HISTORIES_H

#include "model/microsimulation.h"
#include "support/plan_fixture.h"

/* A plan of about 150 children with all that moves them: three placements (foster, home,
 * supported), five bands, moves between placements, exits by every destination, rates that change
 * in April, entries per 10,000 and as a stream, newborns, prices with a contribution, one-off costs
 * on each kind of flow, care leavers. Three years. No capacity and no cap. The caller may add to
 * it and then calls cc_fixture_finish. */
enum { CC_SMALL_FOSTER, CC_SMALL_HOME, CC_SMALL_SUPPORTED };
void cc_fixture_small_plan(cc_plan_fixture *f);

/* One placement, "home", and nobody near 18: `children` under 12 at the start, `entries` a year of
 * the same ages, exits at `rate`. At most five years. The caller calls cc_fixture_finish. */
void cc_fixture_flat_plan(cc_plan_fixture *f, int n_years, double children, double entries,
                          double rate);

/* Mean and variance of every figure over many simulated histories of a finished fixture. */
typedef struct {
  const cc_plan *plan;
  int count;
  double *monthly, *monthly_squares; /* laid out as cc_results; means, and sums of squared */
  double *annual, *annual_squares;   /* distances from them */
  double worst_imbalance;            /* of any history */
} cc_histories;

/* Simulates draws 0 to count - 1 of a seed; f->results are the last one's. Fails the test when
 * anything fails. */
void cc_histories_run(cc_plan_fixture *f, uint64_t seed, int count, cc_histories *histories);
/* The same for any plan and vector, on a workspace and results of theirs. */
void cc_histories_of(const cc_plan *plan, const double *vector, cc_workspace *workspace,
                     cc_results *results, uint64_t seed, int count, cc_histories *histories);
void cc_histories_free(cc_histories *histories);

/* A row's month of histories->monthly or histories->monthly_squares. */
double cc_histories_month(const cc_histories *histories, const double *monthly, int row, int month);

/* Of an annual row; the row must exist. */
double cc_histories_mean(const cc_histories *histories, const char *measure, int year);
double cc_histories_variance(const cc_histories *histories, const char *measure, int year);

/* Fails unless the mean of every annual row that adds up over children is within `errors` standard
 * errors of f->results (a projection by cohorts), and that of every month within one more. Counts
 * are taken to vary at least as much as Poisson numbers of a tenth of their mean, lest something
 * rare that no history met should count as certain. */
void cc_histories_assert_agree(const cc_histories *histories, const cc_plan_fixture *f,
                               double errors);
/* The annual rows only, against other results; `name` is for the message. */
void cc_histories_assert_annual(const cc_histories *histories, const cc_results *expected,
                                double errors, const char *name);

#endif
