/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_CREW_H
#define CC_ANALYSIS_CREW_H

#include "model/microsimulation.h"
#include "scenario/scenario.h"

/* Many projections of one scenario by several threads: for every question that takes a scenario at
 * many parameter vectors, or in many histories. */

/* What a thread projects with. */
typedef struct {
  const cc_scenario *scenario;
  const cc_plan *plan; /* the scenario's */
  double *vector;      /* [plan->vector_length], for the task to fill, and two more of them */
  double *spare[2];
  cc_workspace *workspace;
  cc_results *results;
  cc_microsimulation *micro; /* made for the first history */
} cc_projector;

/* The scenario must outlive it. A zeroed one may be stopped, and one whose start failed must be.
 * CC_NO_MEMORY. */
cc_status cc_projector_start(const cc_scenario *scenario, cc_projector *projector);
void cc_projector_stop(cc_projector *projector);

/* Projects projector->vector into projector->results, by cohorts or as one history of the children
 * (microsimulation.h); statuses of cc_project, CC_NO_MEMORY. */
cc_status cc_project_vector(cc_projector *projector);
cc_status cc_project_history(cc_projector *projector, uint64_t seed, uint32_t history);

/* Projects it by cohorts and takes an annual row in a plan year; CC_NUMERIC also where that is not
 * a finite number. */
cc_status cc_project_figure(cc_projector *projector, int row, int year, double *figure);

/* Puts the scenario's central values into projector->vector. */
void cc_project_centre(cc_projector *projector);

/* A crew of `jobs` threads (below 1: 1); the scenario must outlive it. CC_NO_MEMORY. */
typedef struct cc_crew cc_crew;
cc_status cc_crew_create(const cc_scenario *scenario, int jobs, cc_crew **crew);
void cc_crew_free(cc_crew *crew);

/* Does task(context, projector, i) for every i in 0..count-1, on some thread, in any order. A task
 * that leaves its result in a place of its own, and reads nothing that another writes, gives the
 * same results for any number of jobs. Returns the status of the first task, by number, that did
 * not return CC_OK; CC_NO_MEMORY; CC_INTERRUPTED when a signal that is held back has come
 * (interrupt.h). */
typedef cc_status (*cc_crew_task)(void *context, cc_projector *projector, int i);
cc_status cc_crew_each(cc_crew *crew, int count, cc_crew_task task, void *context);

#endif
