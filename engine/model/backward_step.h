/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_BACKWARD_STEP_H
#define CC_MODEL_BACKWARD_STEP_H

#include "model/linear_measure.h"
#include "numeric/generator_slope.h"

/* One month of one band, backward: how the first and second moments of what a child will count from
 * the month's end on (process_variance.c) become those of its start. By state at the start. */
typedef struct {
  cc_sloped s0, s1, s2;                                           /* in the direction of in_state */
  double first[CC_MAX_STATES], second[CC_MAX_STATES];             /* what the month itself adds */
  double entry_first[CC_MAX_STATES], entry_second[CC_MAX_STATES]; /* to one entry a year */

  /* Those who leave to independence in the month: how many, and what they counted in it, that exit
   * included; and the same of one entry a year. */
  bool has_independence;
  double leaving[CC_MAX_STATES], counted[CC_MAX_STATES];
  double entry_leaving[CC_MAX_STATES], entry_counted[CC_MAX_STATES];
} cc_backward_step;

/* Solves a band's rates of `month` for what the measure counts in it. Allocates nothing. */
void cc_backward_step_solve(const cc_plan *plan, const cc_series_set *set,
                            const cc_linear_measure *measure, int month, int band,
                            cc_backward_step *step);

/* First and second moments, summed over the children who enter each state at one a year through the
 * month, when those who are in care at its end will count `first_after` and `second_after` there.
 */
void cc_backward_step_enter(int n_states, const cc_backward_step *step, const double *first_after,
                            const double *second_after, double *first, double *second);

#endif
