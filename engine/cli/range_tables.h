/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_RANGE_TABLES_H
#define CC_CLI_RANGE_TABLES_H

#include "cli/asked_draws.h"

/* Prints a comparison by draws: what is likely of every figure, of every paired difference from the
 * base, and last one line for each scenario with what matters most. The base is columns[0]. */
cc_status cc_print_ranges(const cc_arguments *arguments, const cc_asked_draws *asked,
                          const cc_ranges_outcome *outcome);

#endif
