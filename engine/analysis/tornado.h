/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_TORNADO_H
#define CC_ANALYSIS_TORNADO_H

#include <stdbool.h>

#include "scenario/scenario.h"

/* Which doubt moves one annual measure in one plan year the furthest. */
typedef struct {
  const cc_scenario *scenario;
  const char *measure;
  int year;         /* of the plan */
  double low, high; /* shares: 0.1 and 0.9 for P10 and P90 */
  int jobs;         /* threads; nothing else depends on it */
} cc_tornado_request;

/* An uncertain parameter at its low and its high quantile, all others at their central values. */
typedef struct {
  int parameter;
  double from, to;  /* of its first uncertain number, in its own unit */
  double low, high; /* the measure with the parameter at its low quantile, and at its high one */
  bool is_factor;   /* from and to are of a factor common to all its years */
} cc_swing;

typedef struct {
  double central; /* the measure, all parameters central */
  int count;
  cc_swing *swings; /* by falling |high - low|; the caller frees them with cc_tornado_free */
} cc_tornado;

/* CC_NO_MEMORY, CC_NUMERIC; CC_USAGE: no such measure or year. A parameter with doubts about
 * several years has all of them at their low quantile, then all at their high one. */
cc_status cc_tornado_make(const cc_tornado_request *request, cc_tornado *tornado);
void cc_tornado_free(cc_tornado *tornado);

#endif
