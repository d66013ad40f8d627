/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_AGE_SPREAD_H
#define CC_NUMERIC_AGE_SPREAD_H

#include "carecast/status.h"

#define CC_AGE_SPREAD_BANDS 16 /* most bands that can be spread */

/* What the spreading works with. Made once; not to be shared between threads. */
typedef struct cc_age_spread_work cc_age_spread_work;

/* CC_NO_MEMORY with *work NULL, or CC_OK. */
cc_status cc_age_spread_create(cc_age_spread_work **work);
void cc_age_spread_free(cc_age_spread_work *work); /* NULL is allowed */

/* A curve of ages: those k months younger than the oldest age of a band are
 * terms[0] + terms[1] k + terms[2] k^2. */
typedef struct {
  double terms[3];
} cc_age_curve;

/* Spreads totals of age bands over completed months of age, without allocating.
 *
 * Band b holds the ages first_age_months[b] .. first_age_months[b + 1] - 1; the n_bands + 1 edges
 * rise, the last is where the ages end (216). totals[b] >= 0 is what band b holds, children or
 * children a year. `at_birth` is the part of totals[0] that stands at the very first age (children
 * who enter at birth), at most totals[0]; 0 for a stock.
 *
 * Writes curves[n_bands]: none negative at any age but for rounding, and each summing to its band's
 * total within rounding, the youngest to what is left of it without `at_birth`. A single band is
 * spread evenly. CC_INTERNAL when the arguments are not as described. */
cc_status cc_age_curves(cc_age_spread_work *work, int n_bands, const int *first_age_months,
                        const double *totals, double at_birth, cc_age_curve *curves);

static inline double cc_age_curve_at(const cc_age_curve *curve, int k) {
  return curve->terms[0] + k * (curve->terms[1] + k * curve->terms[2]);
}

#endif
