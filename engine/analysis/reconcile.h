/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_RECONCILE_H
#define CC_ANALYSIS_RECONCILE_H

#include "analysis/run.h"

/* A printed figure beside the recomputed one. */
typedef enum {
  CC_AGREES, /* equal to the printed digit */
  CC_DISAGREES,
  CC_PAPERS_OWN, /* differs, and the scenario says that the paper disagrees with itself */
  CC_OWN_AGREES  /* marked as the paper's own inconsistency, yet agrees: the mark is wrong */
} cc_agreement;

typedef struct {
  const cc_published *published;
  double computed;   /* in the printed unit */
  double difference; /* computed, rounded to the printed digit, less printed */
  cc_agreement agreement;
} cc_reconciled;

/* Fills rows[scenario->n_published]. Returns CC_OK, or CC_UNRECONCILED when any row is
 * CC_DISAGREES or CC_OWN_AGREES. A measure that the run does not have is refused when the scenario
 * is loaded. */
cc_status cc_reconcile(const cc_run *run, cc_reconciled *rows);

#endif
