/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The spread by chance of each figure of a simulation. Two sources, as in analysis/process_noise.c,
 * which answers for single years of a few rows: the closed form of model/process_variance.c, exact
 * for sums over children where no limit turns a child aside, and also for their sums over years;
 * and the variance of some hundred histories, which holds for anything:
 *
 *     variance = sum of (x - mean)^2 / (H - 1),   H histories
 *
 * Every history leaves its figures in a row of a table, whoever ran it, and the table is added up
 * in the order of the histories: so threads change nothing. */
#include "batch/figure_noise.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/process_noise.h"
#include "base/pool.h"
#include "batch/interrupt.h"
#include "model/microsimulation.h"

enum { HISTORIES = CC_NOISE_HISTORIES };

/* What a thread writes on. */
typedef struct {
  cc_workspace *workspace;
  cc_results *results;
  cc_microsimulation *micro;
} bench;

typedef struct {
  const cc_scenario *scenario;
  const cc_plan *plan;
  int n_figures, n_open, width; /* width: numbers that a history leaves */
  const cc_span *spans;
  int *open; /* [n_open]: figures that histories answer for */
  uint64_t seed;
  int jobs;
  bench *benches;  /* [jobs]; the first also for the closed form */
  cc_status *done; /* [HISTORIES] */
  double *figures; /* [HISTORIES][width]: open figures, then children by month */
  cc_figure_noise *noise;
} maker;

double cc_span_value(const cc_plan *plan, const cc_results *results, const cc_span *span) {
  double sum = cc_annual(plan, results, span->row, span->first_year);
  for (int y = span->first_year + 1; y <= span->last_year; y++) {
    sum += cc_annual(plan, results, span->row, y);
  }
  return sum;
}

static double children_in(const cc_plan *plan, const cc_results *results, int month) {
  double children = 0.0;
  for (int p = 0; p < plan->n_placements; p++) {
    children += cc_monthly(plan, results, plan->rows.m_stock + p, month);
  }
  return children;
}

static cc_status start_bench(const cc_plan *plan, bench *b) {
  cc_status status = cc_workspace_create(plan, &b->workspace);
  if (status == CC_OK) {
    status = cc_results_create(plan, &b->results);
  }
  return status == CC_OK ? cc_microsimulation_create(plan, &b->micro) : status;
}

static void stop_bench(bench *b) {
  cc_microsimulation_free(b->micro);
  cc_results_free(b->results);
  cc_workspace_free(b->workspace);
}

/* ---- closed form ----------------------------------------------------------------------------- */

static double spread(cc_moments moments) {
  return sqrt(fmax(moments.opening_variance + moments.entry_variance, 0.0));
}

static void close_figures(maker *m, cc_process *process) {
  for (int f = 0; f < m->n_figures; f++) {
    const cc_span *span = &m->spans[f];
    cc_moments moments = {0};
    if (cc_process_row(m->plan, span->row, span->first_year, span->last_year, process, &moments)) {
      m->noise->figures[f] = spread(moments);
    } else {
      m->open[m->n_open++] = f;
    }
  }
}

static cc_status close_children(maker *m, cc_process *process) {
  cc_linear_measure *measure = calloc(1, sizeof *measure);
  if (measure == NULL) {
    return CC_NO_MEMORY;
  }
  for (int t = 0; t < m->plan->n_months && m->plan->n_caps > 0; t++) {
    cc_linear_measure_clear(measure);
    cc_linear_measure_add_children(m->plan, t, 1.0, measure);
    m->noise->children[t] = spread(cc_process_moments(m->plan, measure, process));
  }
  free(measure);
  return CC_OK;
}

static cc_status use_closed_form(maker *m) {
  cc_process *process = NULL;
  cc_status status = cc_process_create(m->plan, &process);
  if (status == CC_OK) {
    status = cc_process_open(m->plan, m->benches[0].workspace, process);
  }
  if (status == CC_OK) {
    close_figures(m, process);
    status = close_children(m, process);
  }
  cc_process_free(process);
  return status;
}

/* ---- histories ------------------------------------------------------------------------------- */

static void run_history(void *context, int task, int slot, int worker) {
  const maker *m = context;
  bench *b = &m->benches[worker];
  double *figures = m->figures + (size_t)task * (size_t)m->width;
  (void)slot;
  cc_workspace_simulate(b->workspace, b->micro);
  cc_microsimulation_choose(b->micro, m->seed, (uint32_t)task);
  m->done[task] = cc_project(m->plan, m->scenario->vector, 1, b->workspace, b->results);
  for (int i = 0; i < m->n_open; i++) {
    figures[i] = cc_span_value(m->plan, b->results, &m->spans[m->open[i]]);
  }
  for (int t = 0; t < m->plan->n_months; t++) {
    figures[m->n_open + t] = children_in(m->plan, b->results, t);
  }
}

static cc_status deliver(void *context, int task, int slot) {
  const maker *m = context;
  (void)slot;
  return m->done[task] == CC_OK && cc_interrupted() ? CC_INTERRUPTED : m->done[task];
}

static double spread_of_column(const maker *m, int column) {
  double mean = 0.0, squares = 0.0;
  for (int h = 0; h < HISTORIES; h++) {
    mean += m->figures[(size_t)h * (size_t)m->width + (size_t)column] / HISTORIES;
  }
  for (int h = 0; h < HISTORIES; h++) {
    double off = m->figures[(size_t)h * (size_t)m->width + (size_t)column] - mean;
    squares += off * off;
  }
  return sqrt(squares / (HISTORIES - 1));
}

static cc_status simulate(maker *m) {
  m->width = m->n_open + m->plan->n_months;
  m->figures = calloc((size_t)HISTORIES * (size_t)m->width, sizeof *m->figures);
  if (m->figures == NULL) {
    return CC_NO_MEMORY;
  }
  const cc_pool pool = {HISTORIES, m->jobs, HISTORIES, m, run_history, deliver};
  cc_status status = cc_pool_run(&pool);
  for (int i = 0; i < m->n_open && status == CC_OK; i++) {
    m->noise->figures[m->open[i]] = spread_of_column(m, i);
  }
  bool binds = m->noise->form == CC_MICROSIMULATION;
  for (int t = 0; t < m->plan->n_months && binds && status == CC_OK; t++) {
    m->noise->children[t] = spread_of_column(m, m->n_open + t);
  }
  return status;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static cc_status start(maker *m) {
  size_t figures = (size_t)m->n_figures + 1, months = (size_t)m->plan->n_months + 1;
  m->noise->figures = calloc(figures, sizeof *m->noise->figures);
  m->noise->children = calloc(months, sizeof *m->noise->children);
  m->open = calloc(figures, sizeof *m->open);
  m->done = calloc(HISTORIES, sizeof *m->done);
  m->benches = calloc((size_t)m->jobs, sizeof *m->benches);
  bool whole = m->noise->figures != NULL && m->noise->children != NULL && m->open != NULL &&
               m->done != NULL && m->benches != NULL;
  cc_status status = whole ? CC_OK : CC_NO_MEMORY;
  for (int i = 0; i < m->jobs && status == CC_OK; i++) {
    status = start_bench(m->plan, &m->benches[i]);
  }
  return status;
}

static void finish(maker *m) {
  for (int i = 0; i < m->jobs && m->benches != NULL; i++) {
    stop_bench(&m->benches[i]);
  }
  free(m->figures);
  free(m->benches);
  free(m->done);
  free(m->open);
}

static cc_status make(maker *m) {
  bench *b = &m->benches[0];
  cc_status status = cc_project(m->plan, m->scenario->vector, 1, b->workspace, b->results);
  if (status != CC_OK) {
    return status;
  }
  m->noise->form = cc_process_form_for(m->plan, b->workspace, b->results);
  if (m->noise->form == CC_CLOSED_FORM) {
    status = use_closed_form(m);
  }
  for (int f = 0; f < m->n_figures && m->noise->form == CC_MICROSIMULATION; f++) {
    m->open[m->n_open++] = f;
  }
  m->noise->n_simulated = m->n_open;
  return status == CC_OK && m->n_open > 0 ? simulate(m) : status;
}

cc_status cc_figure_noise_make(const cc_scenario *scenario, int n_figures, const cc_span *spans,
                               uint64_t seed, int jobs, cc_figure_noise *noise) {
  maker m = {.scenario = scenario,
             .plan = &scenario->plan,
             .n_figures = n_figures,
             .spans = spans,
             .seed = seed,
             .jobs = jobs,
             .noise = noise};
  *noise = (cc_figure_noise){0};
  cc_status status = start(&m);
  if (status == CC_OK && m.plan->demand.present) {
    status = make(&m);
  }
  finish(&m);
  if (status != CC_OK) {
    cc_figure_noise_free(noise);
  }
  return status;
}

void cc_figure_noise_free(cc_figure_noise *noise) {
  free(noise->figures);
  free(noise->children);
  *noise = (cc_figure_noise){0};
}
