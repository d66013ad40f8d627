/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_BRIDGE_H
#define CC_ANALYSIS_BRIDGE_H

#include "analysis/run.h"

/* From one amount of the contract to another, between two years of a run or two runs, on named
 * lines that sum to the change. */

/* A line, GBP; `id` and `label` are the plans', or static. */
typedef struct {
  const char *id, *label;
  double amount;
} cc_bridge_line;

typedef struct {
  cc_bridge_line *lines; /* [count]; freed by cc_bridge_free */
  int count, room;
} cc_bridge;

/* One side: a run in a plan year. */
typedef struct {
  const cc_run *run;
  int year;
} cc_bridge_side;

/* Whether an annual measure is an amount that a bridge can be made for: the contract sum, the
 * budget, the funding proposed, or a gap. */
bool cc_bridge_is_for(const char *measure);

/* Whether it is expenditure less the lines: a gap. */
bool cc_bridge_is_a_gap(const char *measure);

/* Makes the lines of a measure that both sides have; of a gap all but expenditure. CC_NO_MEMORY,
 * with an empty bridge. */
cc_status cc_bridge_make(cc_bridge_side before, cc_bridge_side after, const char *measure,
                         cc_bridge *bridge);
void cc_bridge_free(cc_bridge *bridge);

#endif
