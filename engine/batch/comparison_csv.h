/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_COMPARISON_CSV_H
#define CC_BATCH_COMPARISON_CSV_H

#include "analysis/compare.h"
#include "base/text.h"

/* comparison.csv: every figure of every scenario of a batch beside the base's, one a line:
 *   scenario,measure,financial_year,unit,value,base_value,difference
 * financial_year is `all` for sums over all years and for a cap's first month. Money is in pounds.
 * A month is written 2021-10, its difference in months. A figure that a scenario does not have is
 * left empty; one that neither has is left out. */
void cc_comparison_csv_header(cc_text *out);
void cc_comparison_csv_rows(const cc_comparison *comparison, const char *scenario,
                            const double *values, const double *base_values, cc_text *out);

#endif
