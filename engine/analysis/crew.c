/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool with a projector for each thread. A projection takes tens of microseconds, little more
 * than handing it over, so that tasks are handed over in blocks. Every block has a place for its
 * status; the pool hears them in order, so that the first that fails is the same for any number of
 * threads. */
#include "analysis/crew.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/interrupt.h"
#include "base/pool.h"

enum { BLOCK = 4 };

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

cc_status cc_projector_start(const cc_scenario *scenario, cc_projector *p) {
  size_t length = (size_t)scenario->plan.vector_length + 1;
  *p = (cc_projector){.scenario = scenario, .plan = &scenario->plan};
  p->vector = calloc(length, sizeof *p->vector);
  p->spare[0] = calloc(length, sizeof *p->vector);
  p->spare[1] = calloc(length, sizeof *p->vector);
  if (p->vector == NULL || p->spare[0] == NULL || p->spare[1] == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_workspace_create(p->plan, &p->workspace);
  return status == CC_OK ? cc_results_create(p->plan, &p->results) : status;
}

void cc_projector_stop(cc_projector *p) {
  cc_microsimulation_free(p->micro);
  cc_results_free(p->results);
  cc_workspace_free(p->workspace);
  free(p->spare[1]);
  free(p->spare[0]);
  free(p->vector);
}

static cc_status project(cc_projector *p, cc_microsimulation *micro) {
  cc_workspace_simulate(p->workspace, micro);
  return cc_project(p->plan, p->vector, 1, p->workspace, p->results);
}

cc_status cc_project_vector(cc_projector *p) {
  return project(p, NULL);
}

cc_status cc_project_history(cc_projector *p, uint64_t seed, uint32_t history) {
  cc_status status = p->micro == NULL ? cc_microsimulation_create(p->plan, &p->micro) : CC_OK;
  if (status != CC_OK) {
    return status;
  }
  cc_microsimulation_choose(p->micro, seed, history);
  return project(p, p->micro);
}

cc_status cc_project_figure(cc_projector *p, int row, int year, double *figure) {
  cc_status status = cc_project_vector(p);
  *figure = status == CC_OK ? cc_annual(p->plan, p->results, row, year) : (double)NAN;
  return status == CC_OK && !isfinite(*figure) ? CC_NUMERIC : status;
}

void cc_project_centre(cc_projector *p) {
  memcpy(p->vector, p->scenario->vector, (size_t)p->plan->vector_length * sizeof *p->vector);
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
    status = cc_projector_start(scenario, &made->projectors[i]);
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
      cc_projector_stop(&crew->projectors[i]);
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
  cc_status status = ((const duty *)context)->crew->done[slot];
  (void)task;
  return status == CC_OK && cc_interrupted() ? CC_INTERRUPTED : status;
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
