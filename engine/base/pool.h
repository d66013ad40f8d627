/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_POOL_H
#define CC_BASE_POOL_H

#include "carecast/status.h"

/* Tasks 0..tasks-1, worked on by several threads and delivered by the calling one in their order,
 * so that what comes out does not depend on the number of threads. At most `window` tasks are
 * between being taken and being delivered: a result lives in one of `window` slots that the caller
 * owns, and memory does not grow with the number of tasks. */
typedef struct {
  int tasks;
  int jobs;   /* threads; 1: everything in the calling thread */
  int window; /* slots; at least jobs */
  void *context;
  /* On thread `worker` (0..jobs-1); leaves its result, good or bad, in slot `slot`. */
  void (*work)(void *context, int task, int slot, int worker);
  /* On the calling thread; what is not CC_OK ends the run: no task is begun any more, those begun
   * are finished and not delivered. */
  cc_status (*deliver)(void *context, int task, int slot);
} cc_pool;

/* The first status of `deliver` that is not CC_OK; CC_NO_MEMORY. */
cc_status cc_pool_run(const cc_pool *pool);

#endif
