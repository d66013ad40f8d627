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

/* Spreads totals of age bands over completed months of age, without allocating.
 *
 * Band b holds the ages first_age_months[b] .. first_age_months[b + 1] - 1; the n_bands + 1 edges
 * rise, the last is where the ages end (216). totals[b] >= 0 is what band b holds, children or
 * children a year. `at_birth` is the part of totals[0] that stands at the very first age (children
 * who enter at birth), at most totals[0]; 0 for a stock.
 *
 * Writes by_month[first_age_months[n_bands] - first_age_months[0]]: none negative, and those of a
 * band sum to its total within rounding. A single band is spread evenly.
 * CC_INTERNAL when the arguments are not as described. */
cc_status cc_age_spread(cc_age_spread_work *work, int n_bands, const int *first_age_months,
                        const double *totals, double at_birth, double *by_month);

#endif
