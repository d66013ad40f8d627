/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool with a projector for each thread. A projection takes tens of microseconds, little more
 * than handing it over, so that tasks are handed over in blocks. Every block has a place for its
 * status; the pool hears them in order, so that the first that fails is the same for any number of
 * threads. */
#include "analysis/crew.h"

#include <stdlib.h>
#include <string.h>

#include "base/pool.h"

enum { BLOCK = 16 };

struct cc_crew {
  int jobs;
  cc_projector *projectors; /* [jobs] */
  cc_status *done;          /* [window] */
  int window;
};

typedef struct {
  cc_crew *crew;
  int count;
  cc_crew_task task;
  void *context;
} duty;

/* ---- projectors ------------------------------------------------------------------------------ */

static cc_status start_projector(const cc_scenario *scenario, cc_projector *p) {
  size_t length = (size_t)scenario->plan.vector_length + 1;
  p->scenario = scenario;
  p->plan = &scenario->plan;
  p->vector = calloc(length, sizeof *p->vector);
  p->spare[0] = calloc(length, sizeof *p->vector);
  p->spare[1] = calloc(length, sizeof *p->vector);
  if (p->vector == NULL || p->spare[0] == NULL || p->spare[1] == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_workspace_create(p->plan, &p->workspace);
  return status == CC_OK ? cc_results_create(p->plan, &p->results) : status;
}

static void stop_projector(cc_projector *p) {
  cc_results_free(p->results);
  cc_workspace_free(p->workspace);
  free(p->spare[1]);
  free(p->spare[0]);
  free(p->vector);
}

cc_status cc_project_vector(cc_projector *projector) {
  return cc_project(projector->plan, projector->vector, 1, projector->workspace,
                    projector->results);
}

void cc_project_centre(cc_projector *projector) {
  memcpy(projector->vector, projector->scenario->vector,
         (size_t)projector->plan->vector_length * sizeof *projector->vector);
}

/* ---- the crew -------------------------------------------------------------------------------- */

cc_status cc_crew_create(const cc_scenario *scenario, int jobs, cc_crew **crew) {
  cc_crew *made = calloc(1, sizeof *made);
  cc_status status = made != NULL ? CC_OK : CC_NO_MEMORY;
  *crew = NULL;
  if (status == CC_OK) {
    made->jobs = jobs > 1 ? jobs : 1;
    made->window = 2 * made->jobs;
    made->projectors = calloc((size_t)made->jobs, sizeof *made->projectors);
    made->done = calloc((size_t)made->window, sizeof *made->done);
    status = made->projectors != NULL && made->done != NULL ? CC_OK : CC_NO_MEMORY;
  }
  for (int i = 0; status == CC_OK && i < made->jobs; i++) {
    status = start_projector(scenario, &made->projectors[i]);
  }
  if (status != CC_OK) {
    cc_crew_free(made);
    return status;
  }
  *crew = made;
  return CC_OK;
}

void cc_crew_free(cc_crew *crew) {
  if (crew != NULL) {
    for (int i = 0; i < crew->jobs && crew->projectors != NULL; i++) {
      stop_projector(&crew->projectors[i]);
    }
    free(crew->done);
    free(crew->projectors);
    free(crew);
  }
}

static void work(void *context, int task, int slot, int worker) {
  const duty *d = context;
  int end = (task + 1) * BLOCK < d->count ? (task + 1) * BLOCK : d->count;
  cc_status status = CC_OK;
  for (int i = task * BLOCK; i < end && status == CC_OK; i++) {
    status = d->task(d->context, &d->crew->projectors[worker], i);
  }
  d->crew->done[slot] = status;
}

static cc_status deliver(void *context, int task, int slot) {
  (void)task;
  return ((const duty *)context)->crew->done[slot];
}

cc_status cc_crew_each(cc_crew *crew, int count, cc_crew_task task, void *context) {
  duty d = {crew, count, task, context};
  int blocks = (count + BLOCK - 1) / BLOCK;
  const cc_pool pool = {.tasks = blocks,
                        .jobs = crew->jobs < blocks ? crew->jobs : blocks,
                        .window = crew->window,
                        .context = &d,
                        .work = work,
                        .deliver = deliver};
  return cc_pool_run(&pool);
}
