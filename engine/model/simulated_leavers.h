/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_SIMULATED_LEAVERS_H
#define CC_MODEL_SIMULATED_LEAVERS_H

#include "model/care_leavers.h"
#include "numeric/random.h"

/* Care leavers one by one: what care_leavers.h does by cohorts. Plans without care leavers have
 * none, and every function below does nothing. */
typedef struct {
  /* what the clock of attrition, the same for all, reads at each month's start and at the end */
  double reading[CC_MAX_MONTHS + 1];
  double joined[CC_MAX_MONTHS], lost[CC_MAX_MONTHS], aged_out[CC_MAX_MONTHS]; /* people */
  double people; /* at the end of the month that was last kept */
} cc_simulated_leavers;

/* Makes whole people of the expected ones, each with a clock. `start` is random, uniform in (0,1).
 */
void cc_simulated_leavers_open(const cc_plan *plan, const cc_series_set *set,
                               const cc_leavers *expected, double start, cc_wait_reader *clocks,
                               cc_simulated_leavers *leavers);

/* A child who is `age` completed months old in `month` leaves care as a care leaver at `when`, in
 * months from the start, with a clock of a unit exponential. */
void cc_simulated_leavers_join(const cc_plan *plan, int month, int age, double when, double clock,
                               cc_simulated_leavers *leavers);

/* Fills a month's rows; months are kept one after another. */
void cc_simulated_leavers_keep(const cc_plan *plan, int month, cc_simulated_leavers *leavers,
                               cc_results *results);

#endif
