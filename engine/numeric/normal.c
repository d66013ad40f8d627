/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard normal: mass below z = erfc(-z / sqrt 2) / 2, which keeps its digits in the lower
 * tail, from the C library (half the time of GSL's); its inverse is GSL's, a ratio of polynomials
 * good to all digits. Each takes about 25 ns, so that neither needs a table. */
#include "numeric/normal.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

double cc_normal_cdf(double z) {
  return 0.5 * erfc(-M_SQRT1_2 * z);
}

double cc_normal_quantile(double u) {
  return gsl_cdf_ugaussian_Pinv(u);
}
