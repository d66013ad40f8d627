/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_MEASURE_YEAR_H
#define CC_CLI_MEASURE_YEAR_H

#include "analysis/run.h"

/* The plan year of a financial year ("2024/25") as a user gives it. What is wrong has been
 * complained about: CC_USAGE. */
cc_status cc_find_year(const cc_run *run, const char *financial_year, int *year);

/* The row and the plan year of a measure and a financial year ("2024/25") as a user gives them.
 * What is wrong has been complained about, with what is near: CC_USAGE. */
cc_status cc_find_measure_year(const cc_run *run, const char *measure, const char *financial_year,
                               int *row, int *year);

#endif
