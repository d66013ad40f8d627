/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_SIMULATED_LEAVERS_H
#define CC_MODEL_SIMULATED_LEAVERS_H

#include "model/care_leavers.h"
#include "model/child_path.h"

/* Care leavers one by one: what care_leavers.h does by cohorts. Plans without care leavers have
 * none, and every function below does nothing. */
typedef struct {
  cc_children people;
  double reading; /* of the clock that attrition runs, at the month's start */
  double rate;    /* of attrition a year, in the month in hand */
  double joined;  /* in the month in hand, people */
} cc_simulated_leavers;

/* Makes whole people of the expected ones. `start` is random, uniform in (0,1). Returns false when
 * memory is out, as does joining. */
bool cc_simulated_leavers_open(const cc_plan *plan, const cc_history *history,
                               const cc_leavers *expected, double start,
                               cc_simulated_leavers *leavers);

/* A month begins. */
void cc_simulated_leavers_begin(const cc_plan *plan, const cc_series_set *set, int month,
                                cc_simulated_leavers *leavers);

/* A child leaves care as a care leaver with `years` of the month left. */
bool cc_simulated_leavers_join(const cc_plan *plan, const cc_history *history, cc_child child,
                               double years, cc_simulated_leavers *leavers);

/* A month ends: who has lost touch, who reaches 25; fills the month's rows. */
void cc_simulated_leavers_end(const cc_plan *plan, int month, cc_simulated_leavers *leavers,
                              cc_results *results);

#endif
