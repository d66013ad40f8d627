/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every figure that a paper prints, beside the one recomputed from the scenario. They agree when
 * the recomputed figure, rounded as it was printed, is the same to the last digit. */
#include "analysis/reconcile.h"

#include <math.h>

#include "base/money.h"
#include "scenario/expression.h"

static cc_agreement judge(const cc_published *published, double difference) {
  /* half of the last printed digit, small enough to tell digits apart and no more */
  bool equal = fabs(difference) < 0.25 * pow(10, -published->decimals);
  if (published->own_inconsistency != NULL) {
    return equal ? CC_OWN_AGREES : CC_PAPERS_OWN;
  }
  return equal ? CC_AGREES : CC_DISAGREES;
}

cc_status cc_reconcile(const cc_run *run, cc_reconciled *rows) {
  cc_status status = CC_OK;
  for (int i = 0; i < run->scenario->n_published; i++) {
    const cc_published *published = &run->scenario->published[i];
    cc_expression_fault fault;
    double value = 0;
    if (!cc_expression(run->plan, run->results->annual, published->measure, published->year, &value,
                       &fault)) {
      return CC_INTERNAL; /* measures are checked when the scenario is loaded */
    }
    rows[i].published = published;
    rows[i].computed = value / published->scale;
    rows[i].difference = cc_round(rows[i].computed, published->decimals) - published->value;
    rows[i].agreement = judge(published, rows[i].difference);
    if (rows[i].agreement == CC_DISAGREES || rows[i].agreement == CC_OWN_AGREES) {
      status = CC_UNRECONCILED;
    }
  }
  return status;
}
