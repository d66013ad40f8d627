/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_CREW_H
#define CC_ANALYSIS_CREW_H

#include "model/projection.h"
#include "scenario/scenario.h"

/* Many projections of one scenario by several threads: for every question that takes a scenario at
 * many parameter vectors. */

/* What a thread projects with. */
typedef struct {
  const cc_scenario *scenario;
  const cc_plan *plan; /* the scenario's */
  double *vector;   /* [plan->vector_length], for the task to fill; cc_project_vector projects it */
  double *spare[2]; /* two more of them */
  cc_workspace *workspace;
  cc_results *results;
} cc_projector;

/* Projects projector->vector into projector->results; statuses of cc_project. */
cc_status cc_project_vector(cc_projector *projector);

/* Puts the scenario's central values into projector->vector. */
void cc_project_centre(cc_projector *projector);

/* A crew of `jobs` threads (below 1: 1); the scenario must outlive it. CC_NO_MEMORY. */
typedef struct cc_crew cc_crew;
cc_status cc_crew_create(const cc_scenario *scenario, int jobs, cc_crew **crew);
void cc_crew_free(cc_crew *crew);

/* Does task(context, projector, i) for every i in 0..count-1, on some thread, in any order. A task
 * that leaves its result in a place of its own, and reads nothing that another writes, gives the
 * same results for any number of jobs. Returns the status of the first task, by number, that did
 * not return CC_OK; CC_NO_MEMORY. */
typedef cc_status (*cc_crew_task)(void *context, cc_projector *projector, int i);
cc_status cc_crew_each(cc_crew *crew, int count, cc_crew_task task, void *context);

#endif
