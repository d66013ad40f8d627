/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_COMPARISON_TABLES_H
#define CC_CLI_COMPARISON_TABLES_H

#include "batch/runner.h"
#include "cli/options.h"

/* Prints a comparison: every figure with a column for each scenario, the differences from the base,
 * and last, as what is left on a terminal, one line for each scenario with what matters most. The
 * base is columns[0]. `n_scenarios` is how many there are in all, shown or not; `prices` says what
 * pounds money is in (NULL: nominal). */
cc_status cc_print_comparison(const cc_arguments *arguments, const cc_comparison *comparison,
                              const cc_batch_column *columns, int n_columns, int n_scenarios,
                              const char *prices);

#endif
