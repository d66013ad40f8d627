/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_CAPS_H
#define CC_MODEL_CAPS_H

#include "model/cohorts.h"
#include "model/projection.h"

/* Caps on the number of children in care. */

static inline bool cc_cap_in_force(const cc_cap *cap, int month) {
  return month >= cap->from && month < cap->until;
}

/* Adds the rows of diverted children, and of each cap. Caps need demand; without it there are no
 * rows. CC_NO_MEMORY, CC_OK. */
cc_status cc_caps_lay_out(cc_plan *plan, cc_arena *arena);

/* Whether any cap holds in a month. The lowest of them binds: its number of children, and what it
 * costs to divert one, GBP. Without any the two are INFINITY and 0. */
bool cc_cap_binding(const cc_plan *plan, const cc_series_set *set, int month, cc_num *children,
                    cc_num *diversion_cost);

/* Whether so many children are more than a cap has, expected ones or whole ones: any at all where
 * it has 0. A cap that holds is met but for rounding, which is no excess. */
static inline cc_truth cc_is_above_cap(cc_num children, cc_num ceiling) {
  return children > ceiling * (1.0 + 1e-9);
}

/* Takes just enough off the month's entries, of all bands and streams alike, that no more children
 * are in care at its end than the binding cap allows, and returns how many children are diverted.
 * `n_steps` is how many steps the month has. */
cc_num cc_caps_divert(const cc_plan *plan, const cc_series_set *set, const cc_band_step *steps,
                      int month, int n_steps, cc_cohorts *cohorts);

/* Fills the rows of each cap from the stock that `results` holds. */
void cc_caps_report(const cc_plan *plan, const cc_series_set *set, cc_results *results);

#endif
