/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pool with a projector for each thread. A projection takes tens of microseconds, little more
 * than handing it over, so that tasks are handed over in blocks. Every block has a place for its
 * status; the pool hears them in order, so that the first that fails is the same for any number of
 * threads.
 *
 * Projections by cohorts go eight at a time (wide.h). Where fewer are left, the last one stands in
 * for those missing, and is not taken. */
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
  double *numbers = calloc((CC_WIDE + 2) * length, sizeof *numbers);
  if (numbers == NULL) {
    return CC_NO_MEMORY;
  }
  for (int lane = 0; lane < CC_WIDE; lane++) {
    p->vectors[lane] = numbers + (size_t)lane * length;
  }
  p->spare[0] = numbers + CC_WIDE * length;
  p->spare[1] = p->spare[0] + length;
  cc_status status = cc_workspace_create(p->plan, &p->workspace);
  return status == CC_OK ? cc_results_create(p->plan, &p->results) : status;
}

void cc_projector_stop(cc_projector *p) {
  cc_results_free(p->results);
  cc_workspace_free(p->workspace);
  cc_microsimulation_free(p->micro);
  cc_wide_free(p->wide);
  free(p->vectors[0]);
}

cc_status cc_project_history(cc_projector *p, const double *vector, uint64_t seed,
                             uint32_t history) {
  cc_status status = p->micro == NULL ? cc_microsimulation_create(p->plan, &p->micro) : CC_OK;
  if (status != CC_OK) {
    return status;
  }
  cc_microsimulation_choose(p->micro, seed, history);
  cc_workspace_simulate(p->workspace, p->micro);
  return cc_project(p->plan, vector, 1, p->workspace, p->results);
}

/* ---- eight at a time ------------------------------------------------------------------------- */

static cc_status project_some(cc_projector *p, const cc_projections *of, int first, int count) {
  const double *vectors[CC_WIDE];
  for (int lane = 0; lane < CC_WIDE; lane++) {
    if (lane < count) {
      of->fill(of->context, first + lane, p->vectors[lane]);
    }
    vectors[lane] = p->vectors[lane < count ? lane : count - 1];
  }
  cc_status status = cc_wide_project(vectors, p->wide);
  for (int lane = 0; lane < count && status == CC_OK; lane++) {
    status = of->take(of->context, p, lane, first + lane);
  }
  return status;
}

cc_status cc_project_all(cc_projector *p, const cc_projections *of, int first, int end) {
  cc_status status = p->wide == NULL ? cc_wide_create(p->plan, &p->wide) : CC_OK;
  for (int i = first; i < end && status == CC_OK; i += CC_WIDE) {
    status = project_some(p, of, i, end - i < CC_WIDE ? end - i : CC_WIDE);
  }
  return status;
}

cc_status cc_take_figure(const cc_projector *p, int lane, int row, int year, double *figure) {
  *figure = cc_projected_annual(p->plan, cc_wide_projected(p->wide, lane), row, year);
  return isfinite(*figure) ? CC_OK : CC_NUMERIC;
}

void cc_fill_centre(const cc_scenario *scenario, double *vector) {
  memcpy(vector, scenario->vector, (size_t)scenario->plan.vector_length * sizeof *vector);
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

typedef struct {
  const cc_projections *projections;
  int count;
} eights;

static cc_status project_eight(void *context, cc_projector *p, int i) {
  const eights *e = context;
  int end = (i + 1) * CC_WIDE < e->count ? (i + 1) * CC_WIDE : e->count;
  return cc_project_all(p, e->projections, i * CC_WIDE, end);
}

cc_status cc_crew_project_all(cc_crew *crew, int count, const cc_projections *projections) {
  eights e = {projections, count};
  return cc_crew_each(crew, (count + CC_WIDE - 1) / CC_WIDE, project_eight, &e);
}
