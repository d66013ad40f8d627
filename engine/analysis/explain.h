/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_EXPLAIN_H
#define CC_ANALYSIS_EXPLAIN_H

#include "analysis/run.h"

/* Why a measure differs between two years of a run, or between two runs in a year. For placement
 * cost and expenditure: volume, mix, price and other, in pounds; for the rest the change alone. */
typedef struct {
  const char *measure, *title, *unit;
  double before, after;
  double volume, mix, price, other; /* sum to after - before, to the penny */
  int splits; /* 0: the measure has no volume, mix and price; all of the change is in `other` */
} cc_explanation;

/* `run_b` in plan year `year_b` against `run_a` in `year_a` (the earlier, or the base). A placement
 * that one of them lacks has no child-weeks there, and costs nothing. CC_USAGE when one of them has
 * no such measure or year. */
cc_status cc_explain_measure(const cc_run *run_a, int year_a, const cc_run *run_b, int year_b,
                             const char *measure, cc_explanation *explanation);

#endif
