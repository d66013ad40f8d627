/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The draws of a simulation, by several threads. They are cut into chunks of 256; a worker takes a
 * chunk, projects its draws eight at a time, and adds the chunk's figures to the quantiles. What is
 * summed is summed within a chunk by one worker and over chunks at the end in their order, and all
 * chance comes by address (numeric/random.h): so no figure knows how many threads there were.
 *
 * A draw's expected figures are those of the projection by cohorts. With process noise the draw is
 * projected once more, as a history of the children one by one: its figures are that history's, and
 * events are counted.
 *
 * Differences need the same draw of the base. It was kept, or is projected again beside: which of
 * the two changes no figure. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/crew.h"
#include "base/interrupt.h"
#include "base/money.h"
#include "base/pool.h"
#include "batch/simulation_state.h"
#include "model/caps.h"

enum { DRAWS_BETWEEN_LOOKS = CC_WIDE, CHUNK = CC_QUANTILES_CHUNK };

typedef struct {
  cc_projector own, base;        /* base: only where it is drawn again */
  double *figures, *differences; /* [CHUNK][n_figures] */
  double *base_figures;          /* [CHUNK][the base's n_figures], likewise */
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

static void count_event(cc_partial *partial, bool happens) {
  partial->sum += happens ? 1.0 : 0.0;
}

/* When a cap is passed by these children, by month, and whether it ever is. */
static void take_breaches(const cc_simulation *s, cc_projected projected, int cap,
                          const double *children, cc_partial *chances) {
  const cc_plan *plan = s->plan;
  bool ever = false;
  for (int t = 0; t < plan->n_months; t++) {
    double ceiling = cc_projected_monthly(plan, projected, plan->rows.m_caps + cap, t);
    bool above = cc_cap_in_force(&plan->caps[cap], t) && cc_is_above_cap(children[t], ceiling);
    count_event(&chances[t], above);
    ever = ever || above;
  }
  count_event(&chances[plan->n_months], ever);
}

/* What happens in a draw, from its results. */
static void take_events(const cc_simulation *s, cc_projected projected, cc_partial *chances) {
  const cc_plan *plan = s->plan;
  double children[CC_MAX_MONTHS];
  bool any = plan->n_caps > 0 && plan->demand.present;
  for (int t = 0; t < plan->n_months && any; t++) { /* once for all caps */
    children[t] = cc_children_at_end(plan, projected, t);
  }
  for (int c = 0; c < plan->n_caps && any; c++) {
    take_breaches(s, projected, c, children, chances + cc_events_before(plan, c));
  }
}

static void take_shortages(const cc_simulation *s, cc_projected projected, cc_partial *chances) {
  const cc_plan *plan = s->plan;
  for (int y = 0; y < plan->n_years && s->gap_row != CC_ABSENT; y++) {
    count_event(&chances[cc_events_before(plan, plan->n_caps) + y],
                cc_projected_annual(plan, projected, s->gap_row, y) > CC_HALF_A_PENNY);
  }
}

/* ---- chunks ---------------------------------------------------------------------------------- */

/* The draws of a chunk, and where what is wanted of them goes. */
typedef struct {
  const cc_simulation *s;
  int first;                      /* draw */
  cc_partial *expected, *chances; /* [n_figures], [n_events]; NULL: figures are all */
  cc_unfitted *unfitted;          /* likewise */
  double *figures;                /* [CHUNK][n_figures] */
} duty;

static void sample(void *context, int draw, double *vector) {
  cc_draws_vector(((const duty *)context)->s->draws, draw, vector);
}

/* The distances of expected figures from the central values. */
static void take_expected(const cc_simulation *s, const double *figures, cc_partial *expected) {
  for (int f = 0; f < s->n_figures; f++) {
    double off = figures[f] - s->central[f];
    expected[f].sum += off;
    expected[f].squares += off * off;
  }
}

static void take_figures(const cc_simulation *s, cc_projected projected, double *figures) {
  for (int f = 0; f < s->n_figures; f++) {
    figures[f] = cc_span_value(s->plan, projected, &s->spans[f]);
  }
}

static void take_unfitted(int draw, cc_unfitted *unfitted) {
  unfitted->first = unfitted->draws == 0 ? draw : unfitted->first;
  unfitted->draws++;
}

/* The figures of a draw's history. */
static cc_status follow_children(const cc_simulation *s, cc_projector *p, int lane, int draw,
                                 double *figures) {
  cc_status status = cc_project_history(p, p->vectors[lane], s->request.seed, (uint32_t)draw);
  if (status == CC_OK) {
    take_figures(s, cc_alone(p->results), figures);
  }
  return status;
}

/* The draw's figures, with process noise, and what else is wanted of it. Before each history, which
 * may be long, and once for those that are projected side by side, it is asked whether the reader
 * has had enough. */
static cc_status take(void *context, cc_projector *p, int lane, int draw) {
  const duty *d = context;
  const cc_simulation *s = d->s;
  double *figures = d->figures + (size_t)(draw - d->first) * (size_t)s->n_figures;
  cc_projected projected = cc_wide_projected(p->wide, lane);
  bool looks = s->how.process == CC_PROCESS_EXACT || draw % DRAWS_BETWEEN_LOOKS == 0;
  cc_status status = looks && cc_interrupted() ? CC_INTERRUPTED : CC_OK;
  take_figures(s, projected, figures);
  if (d->expected != NULL) {
    take_expected(s, figures, d->expected);
  }
  if (d->unfitted != NULL && projected.misplaced > 0.0) {
    take_unfitted(draw, d->unfitted);
  }
  if (s->how.process == CC_PROCESS_EXACT && status == CC_OK) {
    status = follow_children(s, p, lane, draw, figures);
    projected = cc_alone(p->results);
  }
  if (d->chances != NULL) {
    take_events(s, projected, d->chances);
    take_shortages(s, projected, d->chances);
  }
  return status;
}

static cc_status project_chunk(duty *d, cc_projector *p, int n_draws) {
  const cc_projections projections = {d, sample, take};
  return cc_project_all(p, &projections, d->first, d->first + n_draws);
}

/* The base's figures of the chunk: kept, or worked out once more. */
static cc_status find_base_figures(const cc_simulation *base, worker *w, int first, int n_draws,
                                   const double **figures) {
  if (base->kept != NULL) {
    *figures = base->kept + (size_t)first * (size_t)base->n_figures;
    return CC_OK;
  }
  duty d = {.s = base, .first = first, .figures = w->base_figures};
  *figures = w->base_figures;
  return project_chunk(&d, &w->base, n_draws);
}

static cc_status take_differences(const cc_simulation *s, worker *w, int first, int n_draws) {
  const double *of_base = NULL;
  cc_status status = find_base_figures(s->base, w, first, n_draws, &of_base);
  for (int i = 0; i < n_draws && status == CC_OK; i++) {
    const double *figures = w->figures + (size_t)i * (size_t)s->n_figures;
    const double *there = of_base + (size_t)i * (size_t)s->base->n_figures;
    double *differences = w->differences + (size_t)i * (size_t)s->n_figures;
    for (int f = 0; f < s->n_figures; f++) {
      bool has = s->of_base[f] >= 0;
      differences[f] =
          s->of_base[f] == CC_ABSENT ? 0.0 : figures[f] - (has ? there[s->of_base[f]] : 0.0);
    }
  }
  return status;
}

static cc_status draw_chunk(cc_simulation *s, worker *w, int chunk) {
  size_t n = (size_t)s->n_figures;
  int n_draws = cc_quantiles_chunk_draws(s->figures, chunk);
  duty d = {.s = s,
            .first = chunk * CHUNK,
            .expected = s->expected + (size_t)chunk * n,
            .chances = s->chances + (size_t)chunk * (size_t)s->n_events,
            .unfitted = &s->unfitted[chunk],
            .figures = w->figures};
  cc_status status = project_chunk(&d, &w->own, n_draws);
  if (status == CC_OK && s->kept != NULL) {
    memcpy(s->kept + (size_t)d.first * n, w->figures, (size_t)n_draws * n * sizeof *w->figures);
  }
  return status == CC_OK && s->differences != NULL ? take_differences(s, w, d.first, n_draws)
                                                   : status;
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

/* The figures of a chunk. */
static size_t room_for(const cc_simulation *s) {
  return (size_t)CHUNK * (size_t)(s->n_figures > 0 ? s->n_figures : 1);
}

static cc_status start_worker(const cc_simulation *s, worker *w) {
  bool again = s->base != NULL && s->base->kept == NULL;
  w->figures = calloc(room_for(s), sizeof *w->figures);
  w->differences = calloc(s->differences != NULL ? room_for(s) : 1, sizeof *w->differences);
  w->base_figures = calloc(again ? room_for(s->base) : 1, sizeof *w->base_figures);
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
