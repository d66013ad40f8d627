/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_NORMAL_H
#define CC_NUMERIC_NORMAL_H

/* The standard normal, to a relative error of 1e-14. */

/* The share of the mass below z. */
double cc_normal_cdf(double z);

/* The z below which the share u of the mass lies, 0 < u < 1. */
double cc_normal_quantile(double u);

#endif
