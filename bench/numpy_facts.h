/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BENCH_NUMPY_FACTS_H
#define CC_BENCH_NUMPY_FACTS_H

#include <stdio.h>

#include "analysis/run.h"

/* Writes what numpy_draws.py needs to do the work of a draw, as one JSON object: figures and their
 * doubts, rates, the opening stock, entries, prices; and what the engine makes of them. `run` is of
 * central values. Stops the program where the scenario has what that model leaves out. */
void bench_numpy_facts(const cc_run *run, FILE *out);

#endif
