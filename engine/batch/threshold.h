/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_THRESHOLD_H
#define CC_BATCH_THRESHOLD_H

#include "analysis/run.h"

/* What --fail-on may ask about. */
enum {
  CC_BREACH_CAP = 1, /* children in care are above a cap at some month's end */
  CC_BREACH_GAP = 2  /* contract.funding_gap is above half a penny in some year */
};

/* Which of them a run breaches: a sum of the above. */
unsigned cc_run_breaches(const cc_run *run);

#endif
