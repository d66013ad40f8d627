/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_COMPARISON_CSV_H
#define CC_BATCH_COMPARISON_CSV_H

#include "analysis/compare.h"
#include "base/text.h"
#include "batch/simulation_csv.h"

/* comparison.csv: every figure of every scenario of a batch beside the base's, one a line:
 *   scenario,measure,financial_year,unit,value,base_value,difference
 * financial_year is `all` for sums over all years and for a cap's first month. Money is in pounds.
 * A month is written 2021-10, its difference in months. A figure that a scenario does not have is
 * left empty; one that neither has is left out. */
void cc_comparison_csv_header(cc_text *out);
void cc_comparison_csv_rows(const cc_comparison *comparison, const char *scenario,
                            const double *values, const double *base_values, cc_text *out);

/* comparison_ranges.csv: the same figures as ranges, and those of the paired differences from the
 * base, in full precision, two lines for each:
 *   scenario,measure,financial_year,unit,of,central,mean,mean_error,sd,p10,p10_error,...
 * where `of` is `value` or `difference`. Caps have no line; probabilities.csv has them. */
void cc_comparison_ranges_header(const cc_ranges *ranges, cc_text *out);
void cc_comparison_ranges_rows(const cc_comparison *comparison, const char *scenario,
                               const cc_ranges *ranges, cc_text *out);

/* The figure of a simulation that stands for an item; CC_ABSENT where there is none. */
int cc_comparison_figure(const cc_comparison *comparison, const cc_item *item,
                         const cc_simulation *simulation);

#endif
