/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The spread by chance of each figure of a projection. Two sources: the closed form of
 * model/process_variance.c, exact for sums over children where no limit turns a child aside; and
 * the variance of some hundred simulated histories, which holds for anything:
 *
 *     variance = sum of (x - mean)^2 / (H - 1),   H histories
 *
 * so that a standard deviation is known to 1 / sqrt(2 H) of itself, 3.5% at 400, which is far less
 * than the doubt about the rates does to a range. The contract sum and the gap are not sums over
 * children, but move with them where demand pressures are modelled; so histories answer for them,
 * and only where such figures are asked for.
 *
 * Every history leaves its figures in a row of a table, whoever ran it, and the table is added up
 * in the order of the histories: so threads change nothing. */
#include "analysis/process_noise.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/crew.h"

typedef struct {
  const cc_run *run;
  int n_figures;
  const cc_span *spans;
  uint64_t seed;
  int n_open, *open; /* figures that histories answer for */
  int width;         /* numbers that a history leaves: open figures, then children by month */
  double *table;     /* [CC_NOISE_HISTORIES][width] */
  cc_process_noise *noise;
} maker;

/* ---- closed form ----------------------------------------------------------------------------- */

static double spread(cc_moments moments) {
  return sqrt(fmax(moments.opening_variance + moments.entry_variance, 0.0));
}

static void close_figures(maker *m, cc_process *process) {
  for (int f = 0; f < m->n_figures; f++) {
    const cc_span *span = &m->spans[f];
    cc_moments moments = {0};
    if (cc_process_row(m->run->plan, span->row, span->first_year, span->last_year, process,
                       &moments)) {
      m->noise->figures[f] = spread(moments);
    } else {
      m->open[m->n_open++] = f;
    }
  }
}

static cc_status close_children(maker *m, cc_process *process) {
  const cc_plan *plan = m->run->plan;
  cc_linear_measure *measure = calloc(1, sizeof *measure);
  if (measure == NULL) {
    return CC_NO_MEMORY;
  }
  for (int t = 0; t < plan->n_months && plan->n_caps > 0; t++) {
    cc_linear_measure_clear(measure);
    cc_linear_measure_add_children(plan, t, 1.0, measure);
    m->noise->children[t] = spread(cc_process_moments(plan, measure, process));
  }
  free(measure);
  return CC_OK;
}

static cc_status use_closed_form(maker *m) {
  cc_process *process = NULL;
  cc_status status = cc_process_create(m->run->plan, &process);
  if (status == CC_OK) {
    status = cc_process_open(m->run->plan, m->run->workspace, process);
  }
  if (status == CC_OK) {
    close_figures(m, process);
    status = close_children(m, process);
  }
  cc_process_free(process);
  return status;
}

/* ---- histories ------------------------------------------------------------------------------- */

static cc_status run_history(void *context, cc_projector *p, int history) {
  const maker *m = context;
  double *figures = m->table + (size_t)history * (size_t)m->width;
  cc_status status = cc_project_history(p, p->scenario->vector, m->seed, (uint32_t)history);
  for (int i = 0; i < m->n_open; i++) {
    figures[i] = cc_span_value(p->plan, cc_alone(p->results), &m->spans[m->open[i]]);
  }
  for (int t = 0; t < p->plan->n_months; t++) {
    figures[m->n_open + t] = cc_children_at_end(p->plan, cc_alone(p->results), t);
  }
  return status;
}

static double spread_of_column(const maker *m, int column) {
  double mean = 0.0, squares = 0.0;
  for (int h = 0; h < CC_NOISE_HISTORIES; h++) {
    mean += m->table[(size_t)h * (size_t)m->width + (size_t)column] / CC_NOISE_HISTORIES;
  }
  for (int h = 0; h < CC_NOISE_HISTORIES; h++) {
    double off = m->table[(size_t)h * (size_t)m->width + (size_t)column] - mean;
    squares += off * off;
  }
  return sqrt(squares / (CC_NOISE_HISTORIES - 1));
}

static void add_up(const maker *m) {
  for (int i = 0; i < m->n_open; i++) {
    m->noise->figures[m->open[i]] = spread_of_column(m, i);
  }
  for (int t = m->n_open; t < m->width && m->noise->form == CC_MICROSIMULATION; t++) {
    m->noise->children[t - m->n_open] = spread_of_column(m, t);
  }
}

static cc_status simulate(maker *m, int jobs) {
  cc_crew *crew = NULL;
  m->width = m->n_open + m->run->plan->n_months;
  m->table = calloc((size_t)CC_NOISE_HISTORIES * (size_t)m->width, sizeof *m->table);
  cc_status status =
      m->table != NULL ? cc_crew_create(m->run->scenario, jobs, &crew) : CC_NO_MEMORY;
  if (status == CC_OK) {
    status = cc_crew_each(crew, CC_NOISE_HISTORIES, run_history, m);
  }
  if (status == CC_OK) {
    add_up(m);
  }
  cc_crew_free(crew);
  free(m->table);
  return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static cc_status make(maker *m, int jobs) {
  const cc_run *run = m->run;
  cc_status status = CC_OK;
  m->noise->form = cc_process_form_for(run->plan, run->workspace, run->results);
  if (m->noise->form == CC_CLOSED_FORM) {
    status = use_closed_form(m);
  }
  for (int f = 0; f < m->n_figures && m->noise->form == CC_MICROSIMULATION; f++) {
    m->open[m->n_open++] = f;
  }
  m->noise->n_simulated = m->n_open;
  bool closed = m->noise->form == CC_CLOSED_FORM && m->n_open == 0;
  return status == CC_OK && !closed ? simulate(m, jobs) : status;
}

cc_status cc_process_noise_make(const cc_run *run, int n_figures, const cc_span *spans,
                                uint64_t seed, int jobs, cc_process_noise *noise) {
  size_t figures = (size_t)n_figures + 1;
  maker m = {.run = run, .n_figures = n_figures, .spans = spans, .seed = seed, .noise = noise};
  m.open = calloc(figures, sizeof *m.open);
  *noise = (cc_process_noise){.figures = calloc(figures, sizeof(double)),
                              .children = calloc((size_t)run->plan->n_months, sizeof(double))};
  bool whole = m.open != NULL && noise->figures != NULL && noise->children != NULL;
  cc_status status = whole ? CC_OK : CC_NO_MEMORY;
  if (status == CC_OK && run->plan->demand.present) {
    status = make(&m, jobs);
  }
  free(m.open);
  if (status != CC_OK) {
    cc_process_noise_free(noise);
  }
  return status;
}

void cc_process_noise_free(cc_process_noise *noise) {
  free(noise->figures);
  free(noise->children);
  *noise = (cc_process_noise){0};
}
