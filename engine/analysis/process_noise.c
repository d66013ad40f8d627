/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The spread by chance of each figure that a simulation collects. Two sources: the closed form of
 * model/process_variance.c, exact for sums over children where no limit turns a child aside; and
 * the variance of some hundred simulated histories, which holds for anything. With H histories a
 * standard deviation is known to 1 / sqrt(2 H) of itself, 3.5% at 400, which is far less than the
 * doubt about the rates does to a range.
 *
 * The contract sum and the gap are not sums over children, but move with them where demand
 * pressures are modelled; so histories answer for them, and only where such rows are asked for. */
#include "analysis/process_noise.h"

#include <math.h>
#include <stdlib.h>

#include "model/microsimulation.h"

/* What making the noise works with. */
typedef struct {
  const cc_scenario *scenario;
  const cc_plan *plan;
  int n_rows;
  const int *rows;
  cc_workspace *workspace;
  cc_results *results;
  cc_process *process;
  cc_microsimulation *micro;
  cc_linear_measure *measure;
  bool *closed;           /* [n_rows] */
  double *mean, *squares; /* [n_rows * n_years + n_months], of histories */
  cc_process_noise *noise;
} maker;

static cc_status project(maker *m) {
  return cc_project(m->plan, m->scenario->vector, 1, m->workspace, m->results);
}

static cc_status start(maker *m) {
  size_t figures = (size_t)m->n_rows * (size_t)m->plan->n_years + (size_t)m->plan->n_months;
  m->measure = calloc(1, sizeof *m->measure);
  m->closed = calloc((size_t)m->n_rows + 1, sizeof *m->closed);
  m->mean = calloc(figures, sizeof *m->mean);
  m->squares = calloc(figures, sizeof *m->squares);
  m->noise->annual = calloc((size_t)(m->n_rows * m->plan->n_years) + 1, sizeof(double));
  m->noise->children = calloc((size_t)m->plan->n_months, sizeof(double));
  if (m->measure == NULL || m->closed == NULL || m->mean == NULL || m->squares == NULL ||
      m->noise->annual == NULL || m->noise->children == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_workspace_create(m->plan, &m->workspace);
  if (status == CC_OK) {
    status = cc_results_create(m->plan, &m->results);
  }
  if (status == CC_OK) {
    status = cc_process_create(m->plan, &m->process);
  }
  if (status == CC_OK) {
    status = cc_microsimulation_create(m->plan, &m->micro);
  }
  return status == CC_OK ? project(m) : status;
}

static void finish(maker *m) {
  cc_microsimulation_free(m->micro);
  cc_process_free(m->process);
  cc_results_free(m->results);
  cc_workspace_free(m->workspace);
  free(m->squares);
  free(m->mean);
  free(m->closed);
  free(m->measure);
}

/* ---- closed form ----------------------------------------------------------------------------- */

static double spread(cc_moments moments) {
  return sqrt(fmax(moments.opening_variance + moments.entry_variance, 0.0));
}

static cc_status use_closed_form(maker *m) {
  cc_status status = cc_process_open(m->plan, m->workspace, m->process);
  for (int r = 0; r < m->n_rows && status == CC_OK; r++) {
    m->closed[r] = m->rows[r] != CC_ABSENT;
    for (int y = 0; y < m->plan->n_years && m->closed[r]; y++) {
      cc_moments moments = {0};
      m->closed[r] = cc_process_row(m->plan, m->rows[r], y, y, m->process, &moments);
      m->noise->annual[r * m->plan->n_years + y] = spread(moments);
    }
  }
  for (int t = 0; t < m->plan->n_months && m->plan->n_caps > 0 && status == CC_OK; t++) {
    cc_linear_measure_clear(m->measure);
    cc_linear_measure_add_children(m->plan, t, 1.0, m->measure);
    m->noise->children[t] = spread(cc_process_moments(m->plan, m->measure, m->process));
  }
  return status;
}

/* ---- histories ------------------------------------------------------------------------------- */

/* Takes one more value into mean and squared distances (Welford). */
static void take(maker *m, int figure, int count, double value) {
  double off = value - m->mean[figure];
  m->mean[figure] += off / count;
  m->squares[figure] += off * (value - m->mean[figure]);
}

static double children_in(const cc_plan *plan, const cc_results *results, int month) {
  double children = 0.0;
  for (int p = 0; p < plan->n_placements; p++) {
    children += cc_monthly(plan, results, plan->rows.m_stock + p, month);
  }
  return children;
}

static void take_history(maker *m, int count) {
  int n_years = m->plan->n_years;
  for (int i = 0; i < m->n_rows * n_years; i++) {
    int row = m->rows[i / n_years];
    take(m, i, count, row == CC_ABSENT ? 0.0 : cc_annual(m->plan, m->results, row, i % n_years));
  }
  for (int t = 0; t < m->plan->n_months; t++) {
    take(m, m->n_rows * n_years + t, count, children_in(m->plan, m->results, t));
  }
}

static void keep_histories(maker *m) {
  int n_years = m->plan->n_years, n_annual = m->n_rows * n_years;
  double divisor = CC_NOISE_HISTORIES - 1;
  for (int i = 0; i < n_annual; i++) {
    if (!m->closed[i / n_years]) {
      m->noise->annual[i] = sqrt(m->squares[i] / divisor);
    }
  }
  for (int t = 0; t < m->plan->n_months && m->noise->form == CC_MICROSIMULATION; t++) {
    m->noise->children[t] = sqrt(m->squares[n_annual + t] / divisor);
  }
}

static cc_status simulate(maker *m, uint64_t seed) {
  cc_status status = CC_OK;
  cc_workspace_simulate(m->workspace, m->micro);
  for (int h = 0; h < CC_NOISE_HISTORIES && status == CC_OK; h++) {
    cc_microsimulation_choose(m->micro, seed, (uint32_t)h);
    status = project(m);
    if (status == CC_OK) {
      take_history(m, h + 1);
    }
  }
  if (status == CC_OK) {
    keep_histories(m);
  }
  return status;
}

static void count_rows(maker *m) {
  for (int r = 0; r < m->n_rows; r++) {
    m->noise->n_closed += m->closed[r];
    m->noise->n_simulated += m->rows[r] != CC_ABSENT && !m->closed[r];
  }
}

static cc_status make(maker *m, uint64_t seed) {
  cc_status status = CC_OK;
  m->noise->form = cc_process_form_for(m->plan, m->workspace, m->results);
  if (m->noise->form == CC_CLOSED_FORM) {
    status = use_closed_form(m);
  }
  count_rows(m);
  return status == CC_OK && m->noise->n_simulated > 0 ? simulate(m, seed) : status;
}

cc_status cc_process_noise_make(const cc_scenario *scenario, int n_rows, const int *rows,
                                uint64_t seed, cc_process_noise *noise) {
  maker m = {.scenario = scenario,
             .plan = &scenario->plan,
             .n_rows = n_rows,
             .rows = rows,
             .noise = noise};
  *noise = (cc_process_noise){0};
  cc_status status = start(&m);
  if (status == CC_OK && m.plan->demand.present) {
    status = make(&m, seed);
  }
  finish(&m);
  if (status != CC_OK) {
    cc_process_noise_free(noise);
  }
  return status;
}

void cc_process_noise_free(cc_process_noise *noise) {
  free(noise->annual);
  free(noise->children);
  *noise = (cc_process_noise){0};
}

cc_status cc_process_form_of(const cc_scenario *scenario, cc_process_form *form) {
  cc_workspace *workspace = NULL;
  cc_results *results = NULL;
  const cc_plan *plan = &scenario->plan;
  *form = CC_CLOSED_FORM;
  cc_status status = cc_workspace_create(plan, &workspace);
  if (status == CC_OK) {
    status = cc_results_create(plan, &results);
  }
  if (status == CC_OK) {
    status = cc_project(plan, scenario->vector, 1, workspace, results);
  }
  if (status == CC_OK) {
    *form = cc_process_form_for(plan, workspace, results);
  }
  cc_results_free(results);
  cc_workspace_free(workspace);
  return status;
}
