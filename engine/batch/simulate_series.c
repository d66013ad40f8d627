/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The base is simulated first and stays, as every other scenario is set against it. */
#include "batch/simulate_series.h"

#include "base/interrupt.h"

typedef struct {
  cc_scenario *scenario;
  cc_simulation *simulation;
} simulated;

static void forget(simulated *one) {
  cc_simulation_free(one->simulation);
  cc_scenario_free(one->scenario);
  *one = (simulated){0};
}

static cc_status run_one(const cc_simulation_request *request, const cc_simulation_series *series,
                         int i, const simulated *base, simulated *one) {
  cc_status status = series->load(series->context, i, &one->scenario);
  if (status == CC_OK) {
    status = cc_simulate(one->scenario, request, base != NULL ? base->simulation : NULL,
                         &one->simulation);
  }
  return status == CC_OK ? series->take(series->context, i, one->scenario, one->simulation)
                         : status;
}

static cc_status run_all(const cc_simulation_request *request, const cc_simulation_series *series,
                         int *failed) {
  cc_simulation_request first = *request, other = *request;
  simulated base = {0};
  first.keep = series->count > 1;
  other.keep = false;
  *failed = series->base < 0 ? 0 : series->base;
  cc_status status = run_one(&first, series, *failed, NULL, &base);
  for (int i = 0, done = *failed; i < series->count && status == CC_OK; i++) {
    simulated one = {0};
    if (i != done) {
      *failed = i;
      status = run_one(&other, series, i, &base, &one);
    }
    forget(&one);
  }
  forget(&base);
  return status;
}

cc_status cc_simulate_series(const cc_simulation_request *request,
                             const cc_simulation_series *series, int *failed) {
  cc_interrupt interrupt;
  cc_interrupt_hold(&interrupt);
  cc_status status = run_all(request, series, failed);
  return cc_interrupt_release(&interrupt) ? CC_INTERRUPTED : status;
}
