/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ages of those who enter. Entries of a month, of every source together, are spread over months
 * of age by a monotone curve through the bands' cumulative counts (numeric/age_spread.c), anew in
 * every month in which the bands' proportions are others: when a stream begins, residents change or
 * a measure keeps babies out of care, those who come are of other ages. A band that nobody enters
 * has no curve, and is spread evenly.
 *
 * `newborn_share` is the share of under-1 entries that come at birth. Where the youngest band is
 * the first year of life, its total says how many they are; the newborns are taken off before the
 * curve is laid through the rest. A youngest band that is wider says nothing of its first year:
 * then the curve through all bands says how many enter under 1, that share of them comes at birth
 * instead, and everybody from 1 on is where the curve has them:
 *
 *   at birth = share x U      under 1, every age x (1 - share)      U = sum of the curve below 1
 *
 * Of 160 entries a year at 0-15, evenly, 10 are under 1, so that half of them are 5 at birth.
 * Where ages begin later than at birth there are no newborns. */
#include "model/entry_ages.h"

#include <float.h>

static int months_of(const cc_plan *plan, int band) {
  return plan->band_first_age[band + 1] - plan->band_first_age[band];
}

/* Makes a band's curve one of shares. */
static void take_shares(double months, cc_num total, cc_num curve[CC_CURVE_TERMS]) {
  cc_truth some = total > DBL_MIN;
  cc_num each = 1.0 / cc_where(some, total, cc_all(1.0));
  for (int i = 0; i < CC_CURVE_TERMS; i++) {
    cc_num evenly = cc_all(i == 0 ? 1.0 / months : 0.0);
    curve[i] = cc_where(some, curve[i] * each, evenly);
  }
}

static void spread(const cc_plan *plan, cc_entry_ages *ages) {
  bool wider = cc_first_band_is_wider(plan);
  cc_num newborn = plan->band_first_age[0] == 0 ? ages->newborn_share : cc_all(0.0);
  cc_num taken_off = wider ? cc_all(0.0) : newborn;
  cc_age_curves(plan->n_bands, plan->band_first_age, ages->by_band, taken_off * ages->by_band[0],
                ages->curve);
  for (int b = 0; b < plan->n_bands; b++) {
    take_shares(months_of(plan, b), ages->by_band[b], ages->curve[b]);
  }
  ages->at_birth = cc_where(ages->by_band[0] > DBL_MIN, taken_off, cc_all(0.0));
  ages->under_1 = cc_all(1.0);
  if (wider) {
    cc_num later = cc_age_curve_sum(ages->curve[0], months_of(plan, 0) - CC_MONTHS_PER_YEAR);
    ages->at_birth = newborn * (1.0 - later);
    ages->under_1 = 1.0 - newborn;
  }
}

void cc_entry_ages_follow(const cc_plan *plan, const cc_series_set *set, int month,
                          const cc_num by_band[CC_MAX_BANDS], cc_entry_ages *ages) {
  cc_num newborn_share = cc_value(set, plan->demand.newborn_share, month, 0.0);
  bool differ = ages->changes == 0 || cc_any(newborn_share != ages->newborn_share);
  ages->newborn_share = newborn_share;
  for (int b = 0; b < plan->n_bands; b++) {
    differ = differ || cc_any(by_band[b] != ages->by_band[b]);
    ages->by_band[b] = by_band[b];
  }
  if (differ) {
    spread(plan, ages);
    ages->changes++;
  }
}

void cc_entry_shares(const cc_plan *plan, const cc_entry_ages *ages, cc_num shares[CC_ADULT_AGE]) {
  for (int b = 0; b < plan->n_bands; b++) {
    int end = plan->band_first_age[b + 1];
    for (int a = plan->band_first_age[b]; a < end; a++) {
      shares[a] = cc_higher(cc_entry_share(plan, ages, b, end - 1 - a), cc_all(0.0));
    }
  }
}
