/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_CREW_H
#define CC_ANALYSIS_CREW_H

#include "model/microsimulation.h"
#include "model/wide.h"
#include "scenario/scenario.h"

/* Many projections of one scenario by several threads: for every question that takes a scenario at
 * many parameter vectors, or in many histories. */

/* What a thread projects with. */
typedef struct {
  const cc_scenario *scenario;
  const cc_plan *plan;       /* the scenario's */
  double *vectors[CC_WIDE];  /* [plan->vector_length] each, of the projections in hand */
  double *spare[2];          /* two more, for a task to keep something in */
  cc_wide *wide;             /* made for the first projection */
  cc_microsimulation *micro; /* made for the first history */
  cc_workspace *workspace;   /* of histories, and what the last of them left */
  cc_results *results;
} cc_projector;

/* The scenario must outlive it. A zeroed one may be stopped, and one whose start failed must be.
 * CC_NO_MEMORY. */
cc_status cc_projector_start(const cc_scenario *scenario, cc_projector *projector);
void cc_projector_stop(cc_projector *projector);

/* Projects a vector as one history of the children (microsimulation.h) into projector->results;
 * statuses of cc_project, CC_NO_MEMORY. */
cc_status cc_project_history(cc_projector *projector, const double *vector, uint64_t seed,
                             uint32_t history);

/* Projections by cohorts, known by number. `fill` puts the parameter vector of number i into
 * `vector`; `take` takes what is wanted from the projection that came of it,
 *
 *   cc_wide_projected(projector->wide, lane)    of the vector    projector->vectors[lane]
 *
 * and both may leave other things in places of their own. */
typedef struct {
  void *context;
  void (*fill)(void *context, int i, double *vector);
  cc_status (*take)(void *context, cc_projector *projector, int lane, int i);
} cc_projections;

/* Makes those from `first` to before `end`, several at a time: each is filled before any of them is
 * taken, and both go by rising number. Ends with the first status of `take` that is not CC_OK;
 * CC_NUMERIC where one cannot be projected; CC_NO_MEMORY. */
cc_status cc_project_all(cc_projector *projector, const cc_projections *of, int first, int end);

/* For `take`: an annual row in a plan year; CC_NUMERIC where that is not a finite number. */
cc_status cc_take_figure(const cc_projector *projector, int lane, int row, int year,
                         double *figure);

/* For `fill`: the scenario's central values. */
void cc_fill_centre(const cc_scenario *scenario, double *vector);

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

/* Makes the projections 0..count-1, on some thread, in any order; otherwise as cc_project_all, and
 * the same for any number of jobs. */
cc_status cc_crew_project_all(cc_crew *crew, int count, const cc_projections *projections);

#endif
