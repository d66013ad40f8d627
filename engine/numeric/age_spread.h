/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_AGE_SPREAD_H
#define CC_NUMERIC_AGE_SPREAD_H

#include "numeric/lanes.h"

/* A curve of ages: those k months younger than the oldest age of a band are
 * curve[0] + curve[1] k + curve[2] k^2. */
enum { CC_CURVE_TERMS = 3 };

/* Spreads totals of age bands over completed months of age.
 *
 * Band b holds the ages first_age_months[b] .. first_age_months[b + 1] - 1; the n_bands + 1 edges
 * rise, the last is where the ages end (216). totals[b] >= 0 is what band b holds, children or
 * children a year. `at_birth` is the part of totals[0] that stands at the very first age (children
 * who enter at birth), at most totals[0]; 0 for a stock.
 *
 * Writes curves[n_bands]: none negative at any age but for rounding, and each summing to its band's
 * total within rounding, the youngest to what is left of it without `at_birth`. A single band is
 * spread evenly. */
void cc_age_curves(int n_bands, const int *first_age_months, const cc_num *totals, cc_num at_birth,
                   cc_num curves[][CC_CURVE_TERMS]);

static inline cc_num cc_age_curve_at(const cc_num curve[CC_CURVE_TERMS], int k) {
  return curve[0] + (double)k * (curve[1] + (double)k * curve[2]);
}

/* What a curve holds over the `months` ages that are the oldest of its band. */
static inline cc_num cc_age_curve_sum(const cc_num curve[CC_CURVE_TERMS], int months) {
  double n = months;
  return n * (curve[0] + (n - 1.0) / 2.0 * (curve[1] + (2.0 * n - 1.0) / 3.0 * curve[2]));
}

#endif
