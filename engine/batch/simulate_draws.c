/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draws of a simulation, by several threads. They are cut into chunks of 256; a worker takes a
 * chunk, projects each of its draws, and adds the chunk's figures to the quantiles. What is summed
 * is summed within a chunk by one worker and over chunks at the end in their order, and all chance
 * comes by address (numeric/random.h): so no figure knows how many threads there were.
 *
 * A draw's expected figures are those of the projection by cohorts. Process noise adds to a figure
 * x with standard deviation s by chance, in the fast form, s z with z a standard normal number
 * named by draw, measure and year, so that scenarios share it; and the chance that the figure lies
 * above a limit is known for each draw, Phi((x - limit) / s), which needs far fewer draws than
 * counting. In the exact form the draw is projected once more, as a history of the children one by
 * one, and events are counted. A cap that holds keeps the children at the cap, so the fast form
 * gives no noise to its count.
 *
 * Differences need the same draw of the base. It was kept, or is projected again beside: which of
 * the two changes no figure. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/crew.h"
#include "base/interrupt.h"
#include "base/pool.h"
#include "batch/simulation_state.h"
#include "numeric/normal.h"
#include "numeric/random.h"

#define HALF_A_PENNY 0.005
#define LEAST_EXCESS 1e-6 /* children */
enum { DRAWS_BETWEEN_LOOKS = 16, CHUNK = CC_QUANTILES_CHUNK };

typedef struct {
  cc_projector own, base;        /* base: only where it is drawn again */
  double *figures, *differences; /* [CHUNK][n_figures] */
  double *base_figures;          /* [the base's n_figures] */
} worker;

typedef struct {
  cc_simulation *simulation;
  int n_workers, window;
  worker *workers;
  cc_status *done; /* [window] */
  pthread_mutex_t *lanes;
  int n_draws_done;
} crew;

/* ---- one draw -------------------------------------------------------------------------------- */

/* The chance that x with its noise lies above the limit. */
static double chance_above(double x, double limit, double noise) {
  return noise > 0.0 ? cc_normal_cdf((x - limit) / noise) : x > limit ? 1.0 : 0.0;
}

static void count_chance(cc_partial *partial, double p) {
  partial->sum += p;
  partial->squares += p * p;
}

static bool is_noisy(const cc_simulation *s) {
  return s->how.process == CC_PROCESS_FAST && s->noise.figures != NULL;
}

/* What may happen in a draw, from its results: expected numbers where noise is to come. */
static void take_events(const cc_simulation *s, const cc_results *results, cc_partial *chances) {
  const cc_plan *plan = s->plan;
  for (int c = 0; c < plan->n_caps && plan->demand.present; c++) {
    bool counts_noise = is_noisy(s) && !plan->caps[c].hold;
    for (int t = 0; t < plan->n_months; t++) {
      double ceiling = cc_monthly(plan, results, plan->rows.m_caps + c, t);
      double noise = counts_noise ? s->noise.children[t] : 0.0;
      double limit = ceiling + (noise > 0.0 ? 0.0 : LEAST_EXCESS);
      count_chance(&chances[c * plan->n_months + t],
                   ceiling > 0.0 ? chance_above(cc_children_at_end(plan, results, t), limit, noise)
                                 : 0.0);
    }
  }
}

static void take_shortages(const cc_simulation *s, const cc_results *results, cc_partial *chances) {
  const cc_plan *plan = s->plan;
  for (int y = 0; y < plan->n_years && s->gap_row != CC_ABSENT; y++) {
    double noise = is_noisy(s) ? s->noise.figures[s->gap_figure + y] : 0.0;
    count_chance(&chances[plan->n_caps * plan->n_months + y],
                 chance_above(cc_annual(plan, results, s->gap_row, y), HALF_A_PENNY, noise));
  }
}

static double noise_of(const cc_simulation *s, int draw, int figure) {
  uint32_t words[4];
  if (!is_noisy(s) || s->noise.figures[figure] == 0.0) {
    return 0.0;
  }
  cc_random_named_block(s->request.seed, (uint32_t)draw, CC_STREAM_NOISE, s->names[figure], words);
  return s->noise.figures[figure] * cc_normal_quantile(cc_random_unit(words[0], words[1]));
}

/* Projects a draw by cohorts: `expected` (may be NULL) gets its distances from the central values,
 * `figures` its figures with the fast form's noise. */
static cc_status draw_expected(const cc_simulation *s, cc_projector *p, int draw,
                               cc_partial *expected, double *figures) {
  cc_draws_vector(s->draws, draw, p->vector);
  cc_status status = cc_project_vector(p);
  for (int f = 0; f < s->n_figures && status == CC_OK; f++) {
    double value = cc_span_value(s->plan, p->results, &s->spans[f]), off = value - s->central[f];
    if (expected != NULL) {
      expected[f].sum += off;
      expected[f].squares += off * off;
    }
    figures[f] = value + noise_of(s, draw, f);
  }
  return status;
}

/* Projects it again, as a history of the children. */
static cc_status draw_history(const cc_simulation *s, cc_projector *p, int draw, double *figures) {
  cc_draws_vector(s->draws, draw, p->vector);
  cc_status status = cc_project_history(p, s->request.seed, (uint32_t)draw);
  for (int f = 0; f < s->n_figures && status == CC_OK; f++) {
    figures[f] = cc_span_value(s->plan, p->results, &s->spans[f]);
  }
  return status;
}

/* Fills the draw's figures, with process noise. */
static cc_status run_draw(const cc_simulation *s, cc_projector *p, int draw, cc_partial *expected,
                          cc_partial *chances, double *figures) {
  cc_status status = draw_expected(s, p, draw, expected, figures);
  if (status == CC_OK && s->how.process == CC_PROCESS_EXACT) {
    status = draw_history(s, p, draw, figures);
  }
  if (status == CC_OK) {
    take_events(s, p->results, chances);
    take_shortages(s, p->results, chances);
  }
  return status;
}

/* ---- differences ----------------------------------------------------------------------------- */

/* The base's figures of a draw: kept, or worked out once more. */
static cc_status find_base_figures(const cc_simulation *s, worker *w, int draw,
                                   const double **figures) {
  const cc_simulation *base = s->base;
  if (base->kept != NULL) {
    *figures = base->kept + (size_t)draw * (size_t)base->n_figures;
    return CC_OK;
  }
  *figures = w->base_figures;
  return base->how.process == CC_PROCESS_EXACT
             ? draw_history(base, &w->base, draw, w->base_figures)
             : draw_expected(base, &w->base, draw, NULL, w->base_figures);
}

static cc_status take_differences(const cc_simulation *s, worker *w, int draw,
                                  const double *figures, double *differences) {
  const double *of_base = NULL;
  cc_status status = find_base_figures(s, w, draw, &of_base);
  for (int f = 0; f < s->n_figures && status == CC_OK; f++) {
    int there = s->of_base[f];
    differences[f] = there == CC_ABSENT ? 0.0 : figures[f] - of_base[there];
  }
  return status;
}

/* ---- chunks ---------------------------------------------------------------------------------- */

static cc_status draw_chunk(cc_simulation *s, worker *w, int chunk) {
  size_t n = (size_t)s->n_figures;
  cc_partial *expected = s->expected + (size_t)chunk * n;
  cc_partial *chances = s->chances + (size_t)chunk * (size_t)s->n_events;
  cc_status status = CC_OK;
  for (int i = 0; i < cc_quantiles_chunk_draws(s->figures, chunk) && status == CC_OK; i++) {
    int draw = chunk * CHUNK + i;
    double *figures = w->figures + (size_t)i * n;
    status = i % DRAWS_BETWEEN_LOOKS == 0 && cc_interrupted()
                 ? CC_INTERRUPTED
                 : run_draw(s, &w->own, draw, expected, chances, figures);
    if (status == CC_OK && s->kept != NULL) {
      memcpy(s->kept + (size_t)draw * n, figures, n * sizeof *figures);
    }
    if (status == CC_OK && s->differences != NULL) {
      status = take_differences(s, w, draw, figures, w->differences + (size_t)i * n);
    }
  }
  return status;
}

static cc_status run_chunk(crew *c, int number, int chunk) {
  cc_simulation *s = c->simulation;
  worker *w = &c->workers[number];
  int lane = number % s->n_lanes;
  cc_status status = draw_chunk(s, w, chunk);
  if (status != CC_OK) {
    return status;
  }
  pthread_mutex_lock(&c->lanes[lane]);
  cc_quantiles_add(s->figures, lane, chunk, w->figures);
  if (s->differences != NULL) {
    cc_quantiles_add(s->differences, lane, chunk, w->differences);
  }
  pthread_mutex_unlock(&c->lanes[lane]);
  return CC_OK;
}

static void tell(crew *c, int chunk) {
  const cc_draws_listener *listener = &c->simulation->request.listener;
  c->n_draws_done += cc_quantiles_chunk_draws(c->simulation->figures, chunk);
  if (listener->done != NULL) {
    listener->done(listener->context, c->n_draws_done, c->simulation->request.n_draws);
  }
}

/* The pool's task t is chunk t + 1: chunk 0 comes before all others. */
static void work(void *context, int task, int slot, int number) {
  crew *c = context;
  c->done[slot] = run_chunk(c, number, task + 1);
}

static cc_status deliver(void *context, int task, int slot) {
  crew *c = context;
  if (c->done[slot] == CC_OK) {
    tell(c, task + 1);
  }
  return c->done[slot];
}

/* ---- the crew -------------------------------------------------------------------------------- */

static cc_status start_worker(const cc_simulation *s, worker *w) {
  size_t room = (size_t)CHUNK * (size_t)(s->n_figures > 0 ? s->n_figures : 1);
  bool again = s->base != NULL && s->base->kept == NULL;
  w->figures = calloc(room, sizeof *w->figures);
  w->differences = calloc(s->differences != NULL ? room : 1, sizeof *w->differences);
  w->base_figures = calloc(again ? (size_t)s->base->n_figures + 1 : 1, sizeof *w->base_figures);
  if (w->figures == NULL || w->differences == NULL || w->base_figures == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_projector_start(s->scenario, &w->own);
  return status == CC_OK && again ? cc_projector_start(s->base->scenario, &w->base) : status;
}

static void stop_worker(worker *w) {
  cc_projector_stop(&w->own);
  cc_projector_stop(&w->base);
  free(w->base_figures);
  free(w->differences);
  free(w->figures);
}

static cc_status start_crew(const cc_simulation *s, crew *c) {
  c->workers = calloc((size_t)c->n_workers, sizeof *c->workers);
  c->done = calloc((size_t)c->window, sizeof *c->done);
  c->lanes = calloc((size_t)s->n_lanes, sizeof *c->lanes);
  for (int i = 0; i < s->n_lanes && c->lanes != NULL; i++) {
    pthread_mutex_init(&c->lanes[i], NULL);
  }
  cc_status status =
      c->workers == NULL || c->done == NULL || c->lanes == NULL ? CC_NO_MEMORY : CC_OK;
  for (int i = 0; i < c->n_workers && status == CC_OK; i++) {
    status = start_worker(s, &c->workers[i]);
  }
  return status;
}

static void dismiss(crew *c) {
  for (int i = 0; i < c->n_workers && c->workers != NULL; i++) {
    stop_worker(&c->workers[i]);
  }
  for (int i = 0; i < c->simulation->n_lanes && c->lanes != NULL; i++) {
    pthread_mutex_destroy(&c->lanes[i]);
  }
  free(c->workers);
  free(c->done);
  free(c->lanes);
}

cc_status cc_simulation_draw_all(cc_simulation *s) {
  int jobs = s->request.jobs > 1 ? s->request.jobs : 1;
  crew c = {.simulation = s, .n_workers = jobs, .window = 2 * jobs};
  cc_status status = start_crew(s, &c);
  if (status == CC_OK) {
    status = run_chunk(&c, 0, 0);
  }
  if (status == CC_OK) {
    tell(&c, 0);
    const cc_pool pool = {s->n_chunks - 1, c.n_workers, c.window, &c, work, deliver};
    status = cc_pool_run(&pool);
  }
  dismiss(&c);
  if (status == CC_OK) {
    cc_quantiles_finish(s->figures);
  }
  if (status == CC_OK && s->differences != NULL) {
    cc_quantiles_finish(s->differences);
  }
  return status;
}
