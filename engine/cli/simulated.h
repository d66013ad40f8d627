/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_SIMULATED_H
#define CC_CLI_SIMULATED_H

#include "cli/asked_draws.h"
#include "report/table.h"

/* The tables of simulations. A zeroed one is empty and may be freed. */
typedef struct {
  cc_table *tables;
  int count;
} cc_simulated;

/* Simulates the scenarios that a command's operands name, as its options say: those of
 * cc_ask_draws, and --measure, --base and --set, each of which the command may do without. What is
 * wrong has been said on standard error. */
cc_status cc_simulated_make(const cc_arguments *arguments, cc_simulated *simulated);

/* Simulates one scenario, and collects every measure. `take` (may be NULL) is given the ranges,
 * with signals still held back. */
typedef struct {
  void *context;
  cc_status (*take)(void *context, const cc_ranges *ranges);
} cc_simulated_taker;
cc_status cc_simulated_of(const cc_arguments *arguments, const cc_scenario *scenario,
                          const cc_simulated_taker *taker, cc_simulated *simulated);
void cc_simulated_free(cc_simulated *simulated);

#endif
