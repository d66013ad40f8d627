/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_AGES_H
#define CC_TESTS_AGES_H

#include "numeric/age_spread.h"

/* cc_age_curves age by age, with those at birth: by_month[0] is the first age of all. Of up to 16
 * bands. */
void cc_age_spread(int n_bands, const int *first_age_months, const double *totals, double at_birth,
                   double *by_month);

#endif
