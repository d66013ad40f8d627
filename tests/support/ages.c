/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/ages.h"

/* Rounding may leave a tiny negative one; it is cut. */
cc_status cc_age_spread(cc_age_spread_work *work, int n_bands, const int *first_age_months,
                        const double *totals, double at_birth, double *by_month) {
  const int *edges = first_age_months;
  cc_age_curve curves[CC_AGE_SPREAD_BANDS];
  cc_status status = cc_age_curves(work, n_bands, edges, totals, at_birth, curves);
  if (status != CC_OK) {
    return status;
  }
  for (int band = 0; band < n_bands; band++) {
    for (int age = edges[band]; age < edges[band + 1]; age++) {
      double there = cc_age_curve_at(&curves[band], edges[band + 1] - 1 - age);
      by_month[age - edges[0]] = there > 0.0 ? there : 0.0;
    }
  }
  by_month[0] += at_birth;
  return CC_OK;
}
