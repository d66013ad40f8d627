/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_PROCESS_FIXTURE_H
#define CC_TESTS_PROCESS_FIXTURE_H

#include "model/process_variance.h"
#include "support/plan_fixture.h"

/* Projects a finished fixture by cohorts and opens the closed form on it. Fails the test when
 * anything fails, as all of these do. The caller frees the process. */
cc_process *cc_fixture_process(cc_plan_fixture *f);

/* Moments of an annual row, which must be a sum over children, over some years. */
cc_moments cc_fixture_moments(const cc_plan_fixture *f, cc_process *process, const char *measure,
                              int first_year, int last_year);

/* All of the variance. */
double cc_variance_of(cc_moments moments);

/* Covariance of two annual rows, each in a year of its own. */
double cc_fixture_covariance(const cc_plan_fixture *f, cc_process *process, int row, int year,
                             int other_row, int other_year);

#endif
