/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_MEASURE_YEAR_H
#define CC_CLI_MEASURE_YEAR_H

#include "analysis/run.h"

/* The row of an annual measure as a user gives it. What is wrong has been complained about, with
 * what is near: CC_USAGE; CC_NO_MEMORY. */
cc_status cc_find_measure(const cc_scenario *scenario, const char *measure, int *row);

/* The plan year of a financial year ("2024/25") as a user gives it. What is wrong has been
 * complained about: CC_USAGE. */
cc_status cc_find_year(const cc_run *run, const char *financial_year, int *year);

/* Both. */
cc_status cc_find_measure_year(const cc_run *run, const char *measure, const char *financial_year,
                               int *row, int *year);

#endif
