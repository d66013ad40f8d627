/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ages.h"

/* Rounding may leave a tiny negative one; it is cut. */
void cc_age_spread(int n_bands, const int *first_age_months, const double *totals, double at_birth,
                   double *by_month) {
  const int *edges = first_age_months;
  double curves[16][CC_CURVE_TERMS];
  cc_age_curves(n_bands, edges, totals, at_birth, curves);
  for (int band = 0; band < n_bands; band++) {
    for (int age = edges[band]; age < edges[band + 1]; age++) {
      double there = cc_age_curve_at(curves[band], edges[band + 1] - 1 - age);
      by_month[age - edges[0]] = there > 0.0 ? there : 0.0;
    }
  }
  by_month[0] += at_birth;
}
