/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_SIMULATE_SERIES_H
#define CC_BATCH_SIMULATE_SERIES_H

#include "batch/simulate.h"

/* Simulations of several scenarios, one after the other and each by all threads, with differences
 * from one of them draw by draw. There are never more than two in memory: the base's and another.
 *
 * `load` makes scenario i, which the series frees, or says what is wrong. `take` is called for each
 * simulation, on the calling thread, the base's first and then the others' in their order; the
 * scenario and the simulation live until it returns. */
typedef struct {
  void *context;
  int count;
  int base; /* -1 where there is only one, which is compared with nothing */
  cc_status (*load)(void *context, int i, cc_scenario **scenario);
  cc_status (*take)(void *context, int i, const cc_scenario *scenario, cc_simulation *simulation);
} cc_simulation_series;

/* The first status of `load`, `take` or cc_simulate (*failed: of which scenario) that is not CC_OK.
 * SIGINT and SIGTERM are held back meanwhile: CC_INTERRUPTED, soon after one of them. `keep` of the
 * request is chosen here. */
cc_status cc_simulate_series(const cc_simulation_request *request,
                             const cc_simulation_series *series, int *failed);

#endif
