/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_SIMULATED_H
#define CC_CLI_SIMULATED_H

#include "cli/options.h"
#include "report/table.h"

/* The tables of simulations. A zeroed one is empty and may be freed. */
typedef struct {
  cc_table *tables;
  int count;
} cc_simulated;

/* Simulates the scenarios that a command's operands name, as its options say: --draws, --seed,
 * --jobs, --method, --process, --quantiles, --measure, --base, --set, --format, each of which the
 * command may do without. What is wrong has been said on standard error. */
cc_status cc_simulated_make(const cc_arguments *arguments, cc_simulated *simulated);
void cc_simulated_free(cc_simulated *simulated);

/* Options that commands with draws share. */
#define CC_OPTION_SEED                                                                             \
  { "seed", "S", "another seed, other chances (1 without it)", NULL, 0, 0, false }

#endif
