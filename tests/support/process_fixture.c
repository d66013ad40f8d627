/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/process_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/workspace.h"

double cc_variance_of(cc_moments moments) {
  return moments.opening_variance + moments.entry_variance;
}

cc_process *cc_fixture_process(cc_plan_fixture *f) {
  cc_process *process = NULL;
  cc_fixture_project(f, 1);
  assert_int_equal(cc_process_create(&f->plan, &process), CC_OK);
  assert_int_equal(cc_process_open(&f->plan, f->workspace, process), CC_OK);
  return process;
}

cc_moments cc_fixture_moments(const cc_plan_fixture *f, cc_process *process, const char *measure,
                              int first_year, int last_year) {
  cc_moments moments;
  int row = cc_row_find(&f->plan.rows.annual, measure, NULL);
  assert_int_not_equal(row, CC_ABSENT);
  assert_true(cc_process_row(&f->plan, row, first_year, last_year, process, &moments));
  return moments;
}

/* A quarter of the variance of the sum less that of the difference. */
double cc_fixture_covariance(const cc_plan_fixture *f, cc_process *process, int row, int year,
                             int other_row, int other_year) {
  static cc_linear_measure measure;
  double result = 0;
  for (int sign = -1; sign <= 1; sign += 2) {
    const cc_series_set *set = &f->workspace->set;
    cc_linear_measure_clear(&measure);
    assert_true(cc_linear_measure_add(&f->plan, set, row, year, 1, &measure));
    assert_true(cc_linear_measure_add(&f->plan, set, other_row, other_year, sign, &measure));
    result += sign * cc_variance_of(cc_process_moments(&f->plan, &measure, process)) / 4;
  }
  return result;
}
