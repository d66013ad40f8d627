/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_LIKELY_CELLS_H
#define CC_CLI_LIKELY_CELLS_H

#include "report/table.h"

/* Cells of figures that another set of draws would change at random. With standard error e, the
 * last digit that is shown stands for the power of ten in e/5 to 2e, or more: whole children,
 * £0.1m, whole per cent, a tenth of a rate. Tables that are not for reading have every digit.
 *
 * `unit` is the full-precision figure's, as in a row of results: "GBP" is shown in £m. */
void cc_likely_cell(cc_table *table, const char *unit, bool for_reading, double value,
                    double error);

/* An error itself, with a digit more than what it is the error of. */
void cc_error_cell(cc_table *table, const char *unit, double error);

/* A share, as per cent. */
void cc_percent_cell(cc_table *table, bool for_reading, double share, double error);

#endif
