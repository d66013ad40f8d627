/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many draws of one scenario, by several threads. The draws are cut into chunks of 256; a worker
 * takes a chunk, projects each of its draws, and adds the chunk's figures to the quantiles. What is
 * summed is summed within a chunk by one worker and over chunks at the end in their order, and all
 * chance comes by address (numeric/random.h): so no figure knows how many threads there were.
 *
 * A draw's expected figures are those of the projection by cohorts. Process noise adds to a figure
 * x with standard deviation s by chance, in the fast form, s z with z a standard normal number
 * named by draw, measure and year, so that scenarios share it; and the chance that the figure lies
 * above a limit is known for each draw, Phi((x - limit) / s), which needs far fewer draws than
 * counting. In the exact form the draw is projected once more, as a history of the children one by
 * one, and events are counted. A cap that holds keeps the children at the cap, so the fast form
 * gives no noise to its count. */
#include "batch/simulate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/run.h"
#include "base/calendar.h"
#include "batch/pool.h"
#include "batch/simulation_state.h"
#include "model/microsimulation.h"
#include "numeric/normal.h"
#include "numeric/random.h"

#define HALF_A_PENNY 0.005
#define LEAST_EXCESS 1e-6 /* children */

const char *const cc_process_choice_names[CC_PROCESS_CHOICES] = {"fast", "exact", "none"};

/* What a thread writes on. */
typedef struct {
  cc_workspace *workspace;
  cc_results *results;
  cc_microsimulation *micro; /* exact form only */
  double *vector;
  double *figures, *differences; /* [CC_QUANTILES_CHUNK][n_figures] */
} worker;

typedef struct {
  cc_simulation *simulation;
  int n_workers, window;
  worker *workers;
  cc_status *done; /* [window] */
} crew;

/* ---- one draw -------------------------------------------------------------------------------- */

static double figure_of(const cc_simulation *s, const cc_results *results, int figure) {
  int row = s->rows[figure / s->plan->n_years];
  return row == CC_ABSENT ? 0.0 : cc_annual(s->plan, results, row, figure % s->plan->n_years);
}

static double children_in(const cc_plan *plan, const cc_results *results, int month) {
  double children = 0.0;
  for (int p = 0; p < plan->n_placements; p++) {
    children += cc_monthly(plan, results, plan->rows.m_stock + p, month);
  }
  return children;
}

/* The chance that x with its noise lies above the limit. */
static double chance_above(double x, double limit, double noise) {
  return noise > 0.0 ? cc_normal_cdf((x - limit) / noise) : x > limit ? 1.0 : 0.0;
}

static void count_chance(cc_partial *partial, double p) {
  partial->sum += p;
  partial->squares += p * p;
}

/* What may happen in a draw, from its results; `noisy`: expected numbers, still without noise. */
static void take_events(const cc_simulation *s, const cc_results *results, bool noisy,
                        cc_partial *chances) {
  const cc_plan *plan = s->plan;
  for (int c = 0; c < plan->n_caps && plan->demand.present; c++) {
    bool counts_noise = noisy && !plan->caps[c].hold;
    for (int t = 0; t < plan->n_months; t++) {
      double ceiling = cc_monthly(plan, results, plan->rows.m_caps + c, t);
      double noise = counts_noise ? s->noise.children[t] : 0.0;
      double limit = ceiling + (noise > 0.0 ? 0.0 : LEAST_EXCESS);
      count_chance(&chances[c * plan->n_months + t],
                   ceiling > 0.0 ? chance_above(children_in(plan, results, t), limit, noise) : 0.0);
    }
  }
}

static void take_shortages(const cc_simulation *s, const cc_results *results, bool noisy,
                           cc_partial *chances) {
  const cc_plan *plan = s->plan;
  for (int y = 0; y < plan->n_years && s->gap_row != CC_ABSENT; y++) {
    double noise = noisy ? s->noise.annual[(s->n_rows - 1) * plan->n_years + y] : 0.0;
    count_chance(&chances[plan->n_caps * plan->n_months + y],
                 chance_above(cc_annual(plan, results, s->gap_row, y), HALF_A_PENNY, noise));
  }
}

static double noise_of(const cc_simulation *s, int draw, int figure) {
  uint32_t words[4];
  if (s->noise.annual == NULL || s->noise.annual[figure] == 0.0) {
    return 0.0;
  }
  cc_random_named_block(s->request.seed, (uint32_t)draw, CC_STREAM_NOISE, s->names[figure], words);
  return s->noise.annual[figure] * cc_normal_quantile(cc_random_unit(words[0], words[1]));
}

static void take_expected(const cc_simulation *s, const cc_results *results, int draw,
                          cc_partial *expected, double *figures) {
  for (int f = 0; f < s->n_figures; f++) {
    double value = figure_of(s, results, f), off = value - s->central[f];
    expected[f].sum += off;
    expected[f].squares += off * off;
    figures[f] = value + noise_of(s, draw, f);
  }
}

/* Fills the draw's figures, with process noise. */
static cc_status run_draw(const cc_simulation *s, worker *w, int draw, cc_partial *expected,
                          cc_partial *chances, double *figures) {
  bool exact = s->how.process == CC_PROCESS_EXACT;
  cc_draws_vector(s->draws, draw, w->vector);
  cc_workspace_simulate(w->workspace, NULL);
  cc_status status = cc_project(s->plan, w->vector, 1, w->workspace, w->results);
  if (status != CC_OK) {
    return status;
  }
  take_expected(s, w->results, draw, expected, figures);
  if (exact) {
    cc_workspace_simulate(w->workspace, w->micro);
    cc_microsimulation_choose(w->micro, s->request.seed, (uint32_t)draw);
    status = cc_project(s->plan, w->vector, 1, w->workspace, w->results);
    for (int f = 0; f < s->n_figures; f++) {
      figures[f] = figure_of(s, w->results, f);
    }
  }
  bool noisy = s->how.process == CC_PROCESS_FAST && s->noise.annual != NULL;
  take_events(s, w->results, noisy, chances);
  take_shortages(s, w->results, noisy, chances);
  return status;
}

/* ---- chunks ---------------------------------------------------------------------------------- */

int cc_simulation_base_figure(const cc_simulation *s, const cc_simulation *base, int figure) {
  int measure = figure / s->plan->n_years, year = figure % s->plan->n_years;
  int there = year + s->plan->first_year - base->plan->first_year;
  if (there < 0 || there >= base->plan->n_years || base->rows[measure] == CC_ABSENT ||
      s->rows[measure] == CC_ABSENT) {
    return CC_ABSENT;
  }
  return measure * base->plan->n_years + there;
}

static void take_differences(const cc_simulation *s, int draw, const double *figures,
                             double *differences) {
  const double *kept = s->base->kept + (size_t)draw * (size_t)s->base->n_figures;
  for (int f = 0; f < s->n_figures; f++) {
    int of_base = cc_simulation_base_figure(s, s->base, f);
    differences[f] = of_base == CC_ABSENT ? 0.0 : figures[f] - kept[of_base];
  }
}

static cc_status run_chunk(cc_simulation *s, worker *w, int lane, int chunk) {
  int count = cc_quantiles_chunk_draws(s->figures, chunk);
  size_t n = (size_t)s->n_figures;
  cc_partial *expected = s->expected + (size_t)chunk * n;
  cc_partial *chances = s->chances + (size_t)chunk * (size_t)s->n_events;
  for (int i = 0; i < count; i++) {
    int draw = chunk * CC_QUANTILES_CHUNK + i;
    double *figures = w->figures + (size_t)i * n;
    cc_status status = run_draw(s, w, draw, expected, chances, figures);
    if (status != CC_OK) {
      return status;
    }
    if (s->kept != NULL) {
      memcpy(s->kept + (size_t)draw * n, figures, n * sizeof *figures);
    }
    if (s->differences != NULL) {
      take_differences(s, draw, figures, w->differences + (size_t)i * n);
    }
  }
  cc_quantiles_add(s->figures, lane, chunk, w->figures);
  if (s->differences != NULL) {
    cc_quantiles_add(s->differences, lane, chunk, w->differences);
  }
  return CC_OK;
}

/* The pool's task t is chunk t + 1: chunk 0 comes before all others. */
static void work(void *context, int task, int slot, int number) {
  crew *c = context;
  c->done[slot] = run_chunk(c->simulation, &c->workers[number], number, task + 1);
}

static cc_status deliver(void *context, int task, int slot) {
  (void)task;
  return ((crew *)context)->done[slot];
}

static cc_status start_worker(const cc_simulation *s, worker *w) {
  size_t room = (size_t)CC_QUANTILES_CHUNK * (size_t)s->n_figures + 1;
  w->vector = calloc((size_t)s->plan->vector_length + 1, sizeof *w->vector);
  w->figures = calloc(room, sizeof *w->figures);
  w->differences = calloc(s->base != NULL ? room : 1, sizeof *w->differences);
  if (w->vector == NULL || w->figures == NULL || w->differences == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_workspace_create(s->plan, &w->workspace);
  if (status == CC_OK) {
    status = cc_results_create(s->plan, &w->results);
  }
  if (status == CC_OK && s->how.process == CC_PROCESS_EXACT) {
    status = cc_microsimulation_create(s->plan, &w->micro);
  }
  return status;
}

static void stop_worker(worker *w) {
  cc_microsimulation_free(w->micro);
  cc_results_free(w->results);
  cc_workspace_free(w->workspace);
  free(w->differences);
  free(w->figures);
  free(w->vector);
}

static cc_status run_chunks(cc_simulation *s) {
  crew c = {.simulation = s, .n_workers = s->request.jobs, .window = 2 * s->request.jobs};
  cc_status status = CC_OK;
  c.workers = calloc((size_t)c.n_workers, sizeof *c.workers);
  c.done = calloc((size_t)c.window, sizeof *c.done);
  if (c.workers == NULL || c.done == NULL) {
    status = CC_NO_MEMORY;
  }
  for (int i = 0; i < c.n_workers && status == CC_OK; i++) {
    status = start_worker(s, &c.workers[i]);
  }
  if (status == CC_OK) {
    status = run_chunk(s, &c.workers[0], 0, 0);
  }
  if (status == CC_OK) {
    const cc_pool pool = {s->n_chunks - 1, c.n_workers, c.window, &c, work, deliver};
    status = cc_pool_run(&pool);
  }
  for (int i = 0; i < c.n_workers && c.workers != NULL; i++) {
    stop_worker(&c.workers[i]);
  }
  free(c.workers);
  free(c.done);
  return status;
}

/* ---- beforehand ------------------------------------------------------------------------------ */

/* FNV-1a of the measure and the financial year, with the 56 bits that a name has. */
static uint64_t name_of(const char *measure, int financial_year) {
  uint64_t hash = 14695981039346656037u;
  for (; *measure != '\0'; measure++) {
    hash = (hash ^ (unsigned char)*measure) * 1099511628211u;
  }
  hash = (hash ^ (uint32_t)financial_year) * 1099511628211u;
  return (hash ^ hash >> 56) & 0x00ffffffffffffff;
}

static cc_status find_rows(cc_simulation *s) {
  const cc_plan *plan = s->plan;
  int n = s->request.n_measures;
  s->n_rows = n + 1;
  s->n_figures = n * plan->n_years;
  s->gap_row = plan->contract.present ? plan->rows.contract.funding_gap : CC_ABSENT;
  s->rows = calloc((size_t)s->n_rows, sizeof *s->rows);
  s->names = calloc((size_t)s->n_figures + 1, sizeof *s->names);
  if (s->rows == NULL || s->names == NULL) {
    return CC_NO_MEMORY;
  }
  for (int m = 0; m < n; m++) {
    int row = cc_row_find(&plan->rows.annual, s->request.measures[m], NULL);
    s->rows[m] = row < 0 ? CC_ABSENT : row;
    for (int y = 0; y < plan->n_years; y++) {
      s->names[m * plan->n_years + y] = name_of(s->request.measures[m], plan->first_year + y);
    }
  }
  s->rows[n] = s->gap_row;
  return CC_OK;
}

static cc_status choose_process(cc_simulation *s) {
  cc_process_form form = CC_CLOSED_FORM;
  cc_status status = cc_process_form_of(s->scenario, &form);
  s->how.limits = form == CC_MICROSIMULATION;
  s->how.process = s->request.process;
  if (s->request.process == CC_PROCESS_AUTOMATIC) {
    bool exact = s->how.limits && s->request.n_draws <= CC_MOST_EXACT_DRAWS;
    s->how.process = exact ? CC_PROCESS_EXACT : CC_PROCESS_FAST;
  }
  if (status == CC_OK && s->how.process == CC_PROCESS_FAST) {
    status = cc_process_noise_make(s->scenario, s->n_rows, s->rows, s->request.seed, &s->noise);
    s->how.n_simulated = s->noise.n_simulated;
  }
  return status;
}

static cc_status take_central(cc_simulation *s) {
  cc_run run = {0};
  cc_status status = cc_run_start(s->scenario, &run);
  for (int f = 0; f < s->n_figures && status == CC_OK; f++) {
    s->central[f] = figure_of(s, run.results, f);
    int of_base = s->base != NULL ? cc_simulation_base_figure(s, s->base, f) : CC_ABSENT;
    s->base_central[f] = of_base == CC_ABSENT ? (double)NAN : s->base->central[of_base];
  }
  cc_run_free(&run);
  return status;
}

static cc_status make_stores(cc_simulation *s) {
  const cc_simulation_request *r = &s->request;
  int measures = s->n_figures > 0 ? s->n_figures : 1;
  cc_status status =
      cc_quantiles_create(r->n_draws, measures, r->jobs, CC_QUANTILES_EXACT, &s->figures);
  if (status == CC_OK && s->base != NULL) {
    status =
        cc_quantiles_create(r->n_draws, measures, r->jobs, CC_QUANTILES_EXACT, &s->differences);
  }
  if (status != CC_OK) {
    return status;
  }
  size_t figures = (size_t)measures;
  s->n_chunks = cc_quantiles_chunks(s->figures);
  s->n_events = s->plan->n_caps * s->plan->n_months + s->plan->n_years;
  s->central = calloc(figures, sizeof *s->central);
  s->base_central = calloc(figures, sizeof *s->base_central);
  s->expected = calloc((size_t)s->n_chunks * figures, sizeof *s->expected);
  s->chances = calloc((size_t)s->n_chunks * (size_t)s->n_events, sizeof *s->chances);
  s->kept = r->keep ? calloc((size_t)r->n_draws * figures, sizeof *s->kept) : NULL;
  bool whole = s->central != NULL && s->base_central != NULL && s->expected != NULL &&
               s->chances != NULL && (s->kept != NULL || !r->keep);
  return whole ? CC_OK : CC_NO_MEMORY;
}

static cc_status run(cc_simulation *s) {
  cc_status status = cc_draws_create(s->scenario, s->request.n_draws, s->request.method,
                                     s->request.seed, &s->draws);
  if (status == CC_OK) {
    s->how.n_draws = s->request.n_draws;
    s->how.n_uncertain = cc_draws_count(s->draws);
    status = find_rows(s);
  }
  if (status == CC_OK) {
    status = make_stores(s);
  }
  if (status == CC_OK) {
    status = take_central(s);
  }
  if (status == CC_OK) {
    status = choose_process(s);
  }
  if (status == CC_OK) {
    status = run_chunks(s);
  }
  return status;
}

cc_status cc_simulate(const cc_scenario *scenario, const cc_simulation_request *request,
                      const cc_simulation *base, cc_simulation **simulation) {
  *simulation = NULL;
  cc_simulation *s = calloc(1, sizeof *s);
  if (s == NULL) {
    return CC_NO_MEMORY;
  }
  s->scenario = scenario;
  s->plan = &scenario->plan;
  s->request = *request;
  s->base = base;
  cc_status status = run(s);
  if (status != CC_OK) {
    cc_simulation_free(s);
    return status;
  }
  cc_quantiles_finish(s->figures);
  if (s->differences != NULL) {
    cc_quantiles_finish(s->differences);
  }
  s->base = NULL;
  s->request.measures = NULL;
  *simulation = s;
  return CC_OK;
}

void cc_simulation_free(cc_simulation *simulation) {
  if (simulation != NULL) {
    cc_quantiles_free(simulation->figures);
    cc_quantiles_free(simulation->differences);
    cc_process_noise_free(&simulation->noise);
    cc_draws_free(simulation->draws);
    free(simulation->kept);
    free(simulation->chances);
    free(simulation->expected);
    free(simulation->base_central);
    free(simulation->central);
    free(simulation->names);
    free(simulation->rows);
    free(simulation);
  }
}
