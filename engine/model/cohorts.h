/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_COHORTS_H
#define CC_MODEL_COHORTS_H

#include <stdalign.h>

#include "model/band_step.h"

/* Children in care by state and age in completed months: the ages of a state lie side by side, so
 * that a loop over the ages of a band is one the compiler can make wide. A row has room for ages 0
 * to 216 in whole cache lines, and its length is not a divisor of a page, so that a row read and
 * the row written beside it do not compete for the same place in the cache. */
typedef struct {
  /* the month's start, and what follows; row CC_ENTRY_ROW of both holds the ages of entries, which
   * sum to 1 in every band */
  alignas(64) double cells[2][CC_MAX_STATES + 1][CC_AGE_ROW];
  int current;                                 /* which of the two holds the stock now */
  double in_band[CC_MAX_BANDS][CC_MAX_STATES]; /* children in the current cells */
  double entries[CC_MAX_BANDS][CC_MAX_STATES]; /* of the month, children a year */
  double most_negative;                        /* lowest cell met, children; 0 when none is */
} cc_cohorts;

/* What happened to the children in care in a month, by state, children unless it says otherwise. */
typedef struct {
  double child_years[CC_MAX_STATES];
  double entries[CC_MAX_STATES];
  double exits[CC_DESTINATIONS][CC_MAX_STATES];
  double turned_18[CC_MAX_STATES];
  double moves_in[CC_MAX_STATES], moves_out[CC_MAX_STATES]; /* between placements */
  double displaced_in[CC_MAX_STATES], displaced_out[CC_MAX_STATES];
  double diverted;
  double to_independence[CC_ADULT_AGE - CC_LEAVER_FIRST_AGE]; /* exits by age from 16 on */
} cc_flows;

static inline double (*cc_cells(cc_cohorts *cohorts))[CC_AGE_ROW] {
  return cohorts->cells[cohorts->current];
}

/* Counts the current cells afresh into in_band, and notes the lowest. */
void cc_cohorts_recount(const cc_plan *plan, cc_cohorts *cohorts);

/* One step of `years`: exits, moves and entries, with what happened added to `flows`. With `ages`,
 * the step is the month's last: everybody is a month older at its end, and those who reach 216
 * months leave as turned_18. `steps` has one for each band. */
void cc_cohorts_advance(const cc_plan *plan, cc_band_step *steps, double years, bool ages,
                        cc_cohorts *cohorts, cc_flows *flows);

/* Children in a placement now. */
double cc_cohorts_in_placement(const cc_plan *plan, const cc_cohorts *cohorts, int placement);

#endif
