/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_COHORTS_H
#define CC_MODEL_COHORTS_H

#include "model/entry_ages.h"

/* What a step makes of a band as a whole, over its live states. */
typedef struct {
  cc_state_row stock;   /* at the start */
  cc_state_row stayed;  /* who was there before, and is there at the end */
  cc_state_row entries; /* a year */
  cc_state_row entered; /* who entered, and is there at the end */
  cc_state_row child_years;
} cc_band_totals;

/* Children in care. Their number in each band is all that a month needs but for who grows out of
 * the band at its end, and that takes their ages. A month of age is a cohort. Those that were in
 * the band at the start, its youngest apart, follow a curve that stays one (see cohorts.c); the
 * others come in one by one, and each has a row of its own for as long as it may grow out of the
 * band within the projection. Cohort m of a band reaches its youngest age at the start of month m;
 * of a youngest band that is wider than a year, whose first year has entries apart from the curve,
 * at the start of month m - 11, so that cohort 0 is 11 months old at the start. Both are over the
 * band's live states. */
typedef struct {
  int place[CC_MAX_BANDS][CC_MAX_STATES]; /* of a state in them, or CC_ABSENT */
  cc_state_row curve[CC_MAX_BANDS][CC_CURVE_TERMS];
  cc_state_row cohort[CC_MAX_BANDS][CC_MAX_MONTHS + CC_MONTHS_PER_YEAR];
  cc_state_row in_band[CC_MAX_BANDS]; /* children */
  cc_state_row entries[CC_MAX_BANDS]; /* of the month, children a year */
  cc_entry_ages entry_ages;           /* of the month */
  cc_band_totals totals;              /* of the band in hand */
  int month;                          /* the month in hand */
  cc_num lowest; /* the lowest cohort that grew out of a band, children; 0 when none is below */
} cc_cohorts;

/* What happened to the children in care in a month, by state, children unless it says otherwise. */
typedef struct {
  cc_state_row child_years;
  cc_state_row entries;
  cc_state_row exits[CC_DESTINATIONS];
  cc_state_row turned_18;
  cc_state_row moves_in, moves_out; /* between placements */
  cc_state_row displaced_in, displaced_out;
  cc_num diverted;
  /* exits by age from 16 on, in completed months; all of them at 16 where a projection is too short
   * for any of them to turn 25 */
  cc_num to_independence[CC_ADULT_AGE - CC_LEAVER_FIRST_AGE];
} cc_flows;

/* Whether it matters to care leavers at which age they left for independence. */
static inline bool cc_leavers_need_ages(const cc_plan *plan) {
  return plan->n_months > CC_LEAVER_LAST_AGE - CC_ADULT_AGE;
}

/* Nothing has happened, in any of `n_states`. */
void cc_flows_clear(int n_states, cc_flows *flows);

/* Starts the first month from the curves of all bands, which hold everybody. */
void cc_cohorts_open(const cc_plan *plan, cc_cohorts *cohorts);

/* Solves the rates of `month` over `years` of those bands whose rates may have changed, or where
 * children are in states they could not be in before; all bands when `afresh`, as in the first
 * month and where `years` is another. The month's entries are in `cohorts`. `steps` has one for
 * each band. */
void cc_cohorts_solve(const cc_plan *plan, const cc_series_set *set, int month, double years,
                      bool afresh, cc_band_step_work *work, cc_cohorts *cohorts,
                      cc_band_step *steps);

/* One step: exits, moves and entries, with what happened added to `flows`. With `ages`, the step is
 * the month's last: everybody is a month older at its end, and those who reach 216 months leave as
 * turned_18. `steps` are solved for these cohorts, over `years`. */
void cc_cohorts_advance(const cc_plan *plan, const cc_band_step *steps, double years, bool ages,
                        cc_cohorts *cohorts, cc_flows *flows);

/* Moves a share of everybody in a state, of every age, to the state that its placement overflows
 * to; returns how many children that are. */
cc_num cc_cohorts_displace(const cc_plan *plan, cc_num share, int from, int to,
                           cc_cohorts *cohorts);

/* The children of a band's oldest age, by live state: those who grow out of it at the month's end.
 */
const cc_num *cc_cohorts_oldest(const cc_plan *plan, const cc_cohorts *cohorts, int band);

/* Children in a placement now. */
cc_num cc_cohorts_in_placement(const cc_plan *plan, const cc_cohorts *cohorts, int placement);

#endif
