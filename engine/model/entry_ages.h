/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_ENTRY_AGES_H
#define CC_MODEL_ENTRY_AGES_H

#include "base/calendar.h"
#include "model/band_step.h"
#include "numeric/age_spread.h"

/* How old the children are who enter in a month: a curve of ages for every band, and those of the
 * youngest who come at birth. Zeroed at first; filled by cc_entry_ages_follow. */
typedef struct {
  cc_num curve[CC_MAX_BANDS][CC_CURVE_TERMS]; /* of a band's entries, shares */
  cc_num at_birth; /* the share of the youngest band's that comes at birth besides */
  cc_num under_1;  /* what is left of the youngest band's curve below 1 year; 1 where that band is
                      no wider */
  cc_num by_band[CC_MAX_BANDS], newborn_share; /* what it was made of: children a year, a share */
  unsigned changes; /* how often it has been made; another number says that ages are others */
} cc_entry_ages;

/* Whether the youngest band begins at birth and goes on after the first birthday. */
static inline bool cc_first_band_is_wider(const cc_plan *plan) {
  return plan->band_first_age[0] == 0 && plan->band_first_age[1] > CC_MONTHS_PER_YEAR;
}

/* How many ages of a band, from its youngest on, have shares that are not on its curve: the first
 * year of a youngest band that is wider, else the first month. */
static inline int cc_entry_ages_apart(const cc_plan *plan, int band) {
  return band == 0 && cc_first_band_is_wider(plan) ? CC_MONTHS_PER_YEAR : 1;
}

/* Spreads the month's entries, children a year by band, over ages, where they are not those that
 * `ages` was made of already. */
void cc_entry_ages_follow(const cc_plan *plan, const cc_series_set *set, int month,
                          const cc_num by_band[CC_MAX_BANDS], cc_entry_ages *ages);

/* The share of a band's entries that come `k` months younger than its oldest age. */
static inline cc_num cc_entry_share(const cc_plan *plan, const cc_entry_ages *ages, int band,
                                    int k) {
  cc_num share = cc_age_curve_at(ages->curve[band], k);
  int age = plan->band_first_age[band + 1] - 1 - k;
  if (band == 0 && age < CC_MONTHS_PER_YEAR) {
    share = share * ages->under_1 + (age == 0 ? ages->at_birth : cc_all(0.0));
  }
  return share;
}

/* The share of a band's entries that are of an age, in completed months, or younger; 1 at its
 * oldest.
 */
static inline cc_num cc_entry_share_up_to(const cc_plan *plan, const cc_entry_ages *ages, int band,
                                          int age) {
  int older = plan->band_first_age[band + 1] - 1 - age;
  cc_num share = 1.0 - cc_age_curve_sum(ages->curve[band], older);
  if (band == 0 && age < CC_MONTHS_PER_YEAR && cc_first_band_is_wider(plan)) {
    share = ages->at_birth + ages->under_1 * share;
  }
  return share;
}

/* The shares one by one, of each age in completed months, from the youngest band's first age on. */
void cc_entry_shares(const cc_plan *plan, const cc_entry_ages *ages, cc_num shares[CC_ADULT_AGE]);

#endif
