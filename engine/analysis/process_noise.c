/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The closed form of model/process_variance.c is exact for sums over children where no limit turns
 * a child aside. Histories hold for anything. */
#include "analysis/process_noise.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/crew.h"
#include "model/process_variance.h"
#include "numeric/sort.h"

static void find_deviations(const cc_run *run, int n_figures, const cc_span *spans,
                            cc_process *process, double *deviations) {
  for (int f = 0; f < n_figures; f++) {
    const cc_span *span = &spans[f];
    cc_moments moments = {0};
    if (cc_process_row(run->plan, span->row, span->first_year, span->last_year, process,
                       &moments)) {
      deviations[f] = sqrt(fmax(moments.opening_variance + moments.entry_variance, 0.0));
    }
  }
}

cc_status cc_process_deviations(const cc_run *run, int n_figures, const cc_span *spans,
                                double *deviations) {
  cc_process *process = NULL;
  for (int f = 0; f < n_figures; f++) {
    deviations[f] = run->plan->demand.present ? (double)NAN : 0.0;
  }
  if (!run->plan->demand.present ||
      cc_process_form_for(run->plan, run->workspace, run->results) != CC_CLOSED_FORM) {
    return CC_OK;
  }
  cc_status status = cc_process_create(run->plan, &process);
  if (status == CC_OK) {
    status = cc_process_open(run->plan, run->workspace, process);
  }
  if (status == CC_OK) {
    find_deviations(run, n_figures, spans, process, deviations);
  }
  cc_process_free(process);
  return status;
}

typedef struct {
  const cc_span *span;
  uint64_t seed;
  double *figures;
} wanted;

static cc_status follow(void *context, cc_projector *p, int history) {
  const wanted *w = context;
  cc_status status = cc_project_history(p, p->scenario->vector, w->seed, (uint32_t)history);
  w->figures[history] = cc_span_value(p->plan, cc_alone(p->results), w->span);
  return status;
}

cc_status cc_process_histories(const cc_scenario *scenario, const cc_span *span, uint64_t seed,
                               int jobs, int count, double *figures) {
  wanted w = {span, seed, figures};
  cc_crew *crew = NULL;
  double *scratch = calloc((size_t)count, sizeof *scratch);
  cc_status status = scratch != NULL ? cc_crew_create(scenario, jobs, &crew) : CC_NO_MEMORY;
  if (status == CC_OK) {
    status = cc_crew_each(crew, count, follow, &w);
  }
  if (status == CC_OK) {
    cc_sort((size_t)count, figures, scratch);
  }
  cc_crew_free(crew);
  free(scratch);
  return status;
}
