/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Many draws of one scenario. Here is what comes before the draws: which figures are collected, the
 * room for them, the central values, and how much chance adds to each where a closed form says so.
 *
 * What takes room, for N draws of F figures: quantiles, 8 N F bytes up to 16 MB and otherwise some
 * 8 KB a figure; for differences the same again; what others are set against, 8 N F bytes up to 64
 * MB, and nothing beyond that, when the base is drawn again beside each of them; and some 3 MB for
 * each thread, to project eight draws at a time. So 100,000 draws of every measure need well under
 * 200 MB. */
#include "batch/simulate.h"

#include <stdlib.h>
#include <string.h>

#include "batch/simulation_state.h"
#include "numeric/block_sample.h"

enum {
  MOST_COUNTED_BYTES = 1 << 24, /* in all lanes of a store of quantiles */
  COUNTERS_BYTES = 16600        /* of a figure and lane there */
};
#define MOST_EXACT ((size_t)1 << 21) /* values that a store of quantiles keeps */
#define MOST_KEPT ((size_t)1 << 23)  /* values kept for others */

const char *const cc_process_choice_names[CC_PROCESS_CHOICES] = {"exact", "none"};

/* ---- figures --------------------------------------------------------------------------------- */

static void add_figure(cc_simulation *s, int row, int first_year, int last_year) {
  s->spans[s->n_figures++] = (cc_span){row, first_year, last_year};
}

static void add_row(cc_simulation *s, int row) {
  const cc_row *described = &s->plan->rows.annual.items[row];
  int n_years = s->plan->n_years;
  for (int y = 0; y < n_years; y++) {
    add_figure(s, row, y, y);
  }
  if (s->request.sums && described->gather == CC_SUM && n_years > 1) {
    add_figure(s, row, 0, n_years - 1);
  }
}

static bool has_row(const cc_simulation *s, int row) {
  for (int f = 0; f < s->n_figures; f++) {
    if (s->spans[f].row == row) {
      return true;
    }
  }
  return false;
}

/* The measures asked for, each once, and the gap. */
static void choose_figures(cc_simulation *s) {
  const cc_row_list *rows = &s->plan->rows.annual;
  const cc_simulation_request *r = &s->request;
  int count = r->measures != NULL ? r->n_measures : rows->count;
  for (int m = 0; m < count; m++) {
    int row = r->measures != NULL ? cc_row_find(rows, r->measures[m], NULL) : m;
    if (row >= 0 && !has_row(s, row)) {
      add_row(s, row);
    }
  }
  if (s->gap_row != CC_ABSENT && !has_row(s, s->gap_row)) {
    add_row(s, s->gap_row);
  }
  for (int f = s->n_figures - 1; f >= 0; f--) {
    s->gap_figure = s->spans[f].row == s->gap_row ? f : s->gap_figure;
  }
}

static cc_status find_figures(cc_simulation *s) {
  const cc_plan *plan = s->plan;
  size_t most = (size_t)plan->rows.annual.count * ((size_t)plan->n_years + 1) + 1;
  s->gap_row = plan->contract.present ? plan->rows.contract.funding_gap : CC_ABSENT;
  s->spans = calloc(most, sizeof *s->spans);
  if (s->spans == NULL) {
    return CC_NO_MEMORY;
  }
  choose_figures(s);
  return CC_OK;
}

/* Whether a figure is of a placement that the base does not have, in one of the base's years: there
 * it is nothing. */
static bool is_none_in_base(const cc_simulation *s, int figure) {
  const cc_plan *base = s->base->plan;
  const char *placement = s->plan->rows.annual.items[s->spans[figure].row].placement;
  int year = s->plan->first_year + s->spans[figure].first_year - base->first_year;
  int last = s->plan->first_year + s->spans[figure].last_year - base->first_year;
  bool has = *placement == '\0' || !base->demand.present || year < 0 || last >= base->n_years;
  for (int p = 0; p < base->n_placements; p++) {
    has = has || strcmp(base->placements[p].name, placement) == 0;
  }
  return !has;
}

/* Finds the base's figure beside each. */
static cc_status find_partners(cc_simulation *s) {
  size_t figures = (size_t)s->n_figures + 1;
  if (s->base == NULL) {
    return CC_OK;
  }
  s->of_base = calloc(figures, sizeof *s->of_base);
  s->base_central = calloc(figures, sizeof *s->base_central);
  if (s->of_base == NULL || s->base_central == NULL) {
    return CC_NO_MEMORY;
  }
  for (int f = 0; f < s->n_figures; f++) {
    cc_figure figure = cc_simulation_name(s, f);
    int there = cc_simulation_find(s->base, figure.measure, figure.year);
    s->of_base[f] = there == CC_ABSENT && is_none_in_base(s, f) ? CC_NONE_IN_BASE : there;
    s->base_central[f] = there < 0 ? 0.0 : s->base->central[there];
  }
  return CC_OK;
}

/* ---- room ------------------------------------------------------------------------------------ */

static cc_status make_quantiles(const cc_simulation *s, cc_quantiles **quantiles) {
  int figures = s->n_figures > 0 ? s->n_figures : 1;
  int blocks = cc_blocks_of(s->request.method, s->request.n_draws);
  return cc_quantiles_create(s->request.n_draws, blocks, figures, s->n_lanes, MOST_EXACT,
                             quantiles);
}

/* Threads share lanes where each would need much room for itself. */
static int lanes_for(const cc_simulation *s) {
  int figures = s->n_figures > 0 ? s->n_figures : 1;
  int lanes = MOST_COUNTED_BYTES / (COUNTERS_BYTES * figures);
  lanes = lanes < 1 ? 1 : lanes;
  return lanes < s->request.jobs ? lanes : s->request.jobs;
}

static cc_status make_stores(cc_simulation *s) {
  size_t figures = (size_t)s->n_figures + 1, draws = (size_t)s->request.n_draws;
  s->n_lanes = lanes_for(s);
  cc_status status = make_quantiles(s, &s->figures);
  if (status == CC_OK && s->base != NULL) {
    status = make_quantiles(s, &s->differences);
  }
  if (status != CC_OK) {
    return status;
  }
  s->n_chunks = cc_quantiles_chunks(s->figures);
  s->n_events = cc_events_before(s->plan, s->plan->n_caps) + s->plan->n_years;
  s->central = calloc(figures, sizeof *s->central);
  s->chance_deviation = calloc(figures, sizeof *s->chance_deviation);
  s->expected = calloc((size_t)s->n_chunks * figures, sizeof *s->expected);
  s->chances = calloc((size_t)s->n_chunks * (size_t)s->n_events, sizeof *s->chances);
  s->unfitted = calloc((size_t)s->n_chunks, sizeof *s->unfitted);
  bool keep = s->request.keep && draws <= MOST_KEPT / figures;
  s->kept = keep ? calloc(draws * figures, sizeof *s->kept) : NULL;
  bool whole = s->central != NULL && s->chance_deviation != NULL && s->expected != NULL &&
               s->chances != NULL && s->unfitted != NULL && (s->kept != NULL || !keep);
  return whole ? CC_OK : CC_NO_MEMORY;
}

/* ---- beforehand ------------------------------------------------------------------------------ */

static cc_status take_central(cc_simulation *s) {
  cc_run run = {0};
  cc_status status = cc_run_start(s->scenario, &run);
  for (int f = 0; f < s->n_figures && status == CC_OK; f++) {
    s->central[f] = cc_span_value(s->plan, cc_alone(run.results), &s->spans[f]);
  }
  if (status == CC_OK && s->how.process == CC_PROCESS_EXACT) {
    status = cc_process_deviations(&run, s->n_figures, s->spans, s->chance_deviation);
  }
  cc_run_free(&run);
  return status;
}

static cc_status prepare(cc_simulation *s) {
  const cc_simulation_request *r = &s->request;
  const cc_draws *draws_of_base = s->base != NULL ? s->base->draws : NULL;
  cc_status status =
      cc_draws_create_paired(s->scenario, r->n_draws, r->method, r->seed, draws_of_base, &s->draws);
  if (status == CC_OK) {
    s->how = (cc_simulation_method){.n_draws = r->n_draws,
                                    .n_uncertain = cc_draws_count(s->draws),
                                    .method = r->method,
                                    .seed = r->seed,
                                    .process = r->process,
                                    .n_over_budget = cc_draws_over_budget(s->draws)};
    status = find_figures(s);
  }
  if (status == CC_OK) {
    status = find_partners(s);
  }
  if (status == CC_OK) {
    status = make_stores(s);
  }
  return status == CC_OK ? take_central(s) : status;
}

static void count_unfitted(cc_simulation *s) {
  for (int chunk = s->n_chunks - 1; chunk >= 0; chunk--) {
    const cc_unfitted *here = &s->unfitted[chunk];
    s->how.n_unfitted += here->draws;
    s->how.first_unfitted = here->draws > 0 ? here->first : s->how.first_unfitted;
  }
}

/* ---- the whole ------------------------------------------------------------------------------- */

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
  cc_status status = prepare(s);
  if (status == CC_OK) {
    status = cc_simulation_draw_all(s);
  }
  if (status != CC_OK) {
    cc_simulation_free(s);
    return status;
  }
  count_unfitted(s);
  s->base = NULL;
  s->request.measures = NULL;
  *simulation = s;
  return CC_OK;
}

void cc_simulation_free(cc_simulation *simulation) {
  if (simulation != NULL) {
    cc_quantiles_free(simulation->figures);
    cc_quantiles_free(simulation->differences);
    cc_draws_free(simulation->draws);
    free(simulation->kept);
    free(simulation->chances);
    free(simulation->unfitted);
    free(simulation->expected);
    free(simulation->base_central);
    free(simulation->of_base);
    free(simulation->central);
    free(simulation->chance_deviation);
    free(simulation->spans);
    free(simulation);
  }
}
