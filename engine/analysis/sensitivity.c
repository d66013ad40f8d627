/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sobol's indices split the variance of a measure between the doubts: the first-order index of an
 * input is the share of the variance that would go if it were known, the total index the share that
 * would stay if all else were.
 *
 * The indices need independent inputs. Parameters that are correlated, directly or by way of
 * others, are therefore one input. Then two sets of draws A and B under different seeds give the
 * mixed sample: a draw of A with the numbers of one input taken from B is a draw of the same
 * distribution, because that input is independent of all others.
 *
 * Process noise is independent of the parameters but for its size, which is taken at the central
 * values, so that the whole variance is the sum of both. With s^2 the variance over N draws and m4
 * their fourth central moment, s^2 has the standard error sqrt((m4 - s^4) / N). */
#include "analysis/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/crew.h"
#include "analysis/dimensions.h"
#include "analysis/draws.h"

enum { RESAMPLES = 1000 };
#define LEVEL 0.95
#define OTHER_SEED UINT64_C(0x5bd1e995a7c3f24b) /* tells the seed of B from that of A */

typedef struct {
  const cc_sobol_request *request;
  cc_sobol_analysis *analysis;
  int row;
  int n_dimensions;
  cc_dimension *dimensions;
  cc_draws *a, *b;
  double *figures; /* of a, then of b, then one block for each input: [n_draws] each */
} design;

/* ---- independent inputs --------------------------------------------------------------------- */

/* Labels every parameter with the lowest number that it is correlated with, by way of others too.
 */
static void label_groups(const cc_scenario *scenario, int *label) {
  int count = scenario->plan.n_parameters;
  for (int i = 0; i < count; i++) {
    label[i] = i;
  }
  for (int c = 0; c < scenario->n_correlations; c++) {
    int a = label[scenario->correlations[c].first], b = label[scenario->correlations[c].second];
    for (int i = 0; i < count; i++) {
      label[i] = label[i] == (a > b ? a : b) ? (a > b ? b : a) : label[i];
    }
  }
}

static cc_status find_inputs(design *d) {
  const cc_scenario *scenario = d->request->scenario;
  cc_sobol_analysis *analysis = d->analysis;
  int count = scenario->plan.n_parameters, first = 0;
  int *label = cc_arena_array(&analysis->arena, (size_t)count + 1, sizeof *label);
  int *members = cc_arena_array(&analysis->arena, (size_t)count + 1, sizeof *members);
  analysis->inputs = cc_arena_array(&analysis->arena, (size_t)count + 1, sizeof *analysis->inputs);
  if (label == NULL || members == NULL || analysis->inputs == NULL) {
    return CC_NO_MEMORY;
  }
  label_groups(scenario, label);
  for (int group = 0; group < count; group++) {
    cc_sobol_input input = {.parameters = members};
    for (int i = group; i < count; i++) {
      if (label[i] == group && cc_dimensions_of(d->n_dimensions, d->dimensions, i, &first) > 0) {
        members[input.count++] = i;
      }
    }
    members += input.count;
    if (input.count > 0) {
      analysis->inputs[analysis->count++] = input;
    }
  }
  return CC_OK;
}

/* ---- Sobol's indices ------------------------------------------------------------------------ */

static cc_status start(design *d) {
  const cc_sobol_request *r = d->request;
  const cc_plan *plan = &r->scenario->plan;
  d->row = cc_row_find(&plan->rows.annual, r->measure, NULL);
  if (d->row < 0 || r->year < 0 || r->year >= plan->n_years) {
    return CC_USAGE;
  }
  cc_status status = cc_dimensions_find(r->scenario, &d->n_dimensions, &d->dimensions);
  status = status == CC_OK ? find_inputs(d) : status;
  if (status == CC_OK) {
    d->figures = calloc((size_t)r->n_draws * ((size_t)d->analysis->count + 2), sizeof(double));
    status = d->figures != NULL ? CC_OK : CC_NO_MEMORY;
  }
  if (status == CC_OK) {
    status = cc_draws_create(r->scenario, r->n_draws, CC_SAMPLE_LATIN, r->seed, &d->a);
  }
  return status == CC_OK ? cc_draws_create(r->scenario, r->n_draws, CC_SAMPLE_LATIN,
                                           r->seed ^ OTHER_SEED, &d->b)
                         : status;
}

static void finish(design *d) {
  cc_draws_free(d->a);
  cc_draws_free(d->b);
  free(d->figures);
  free(d->dimensions);
}

/* Takes the numbers of one input from another row. */
static void take_input(const design *d, const cc_sobol_input *input, const double *from,
                       double *vector) {
  for (int i = 0; i < input->count; i++) {
    int first = 0;
    int count = cc_dimensions_of(d->n_dimensions, d->dimensions, input->parameters[i], &first);
    for (int k = first; k < first + count; k++) {
      vector[d->dimensions[k].place] = from[d->dimensions[k].place];
    }
  }
}

/* A row of A and of B, and what is mixed of them: block 0 is A, block 1 is B, and the others are A
 * with one input from B. */
typedef struct {
  const design *d;
  int row;
  const double *of_a, *of_b;
} mixture;

static void fill(void *context, int block, double *vector) {
  const mixture *m = context;
  size_t bytes = (size_t)m->d->request->scenario->plan.vector_length * sizeof *vector;
  memcpy(vector, block == 1 ? m->of_b : m->of_a, bytes);
  if (block > 1) {
    take_input(m->d, &m->d->analysis->inputs[block - 2], m->of_b, vector);
  }
}

static cc_status take(void *context, cc_projector *p, int lane, int block) {
  const mixture *m = context;
  const cc_sobol_request *r = m->d->request;
  size_t place = (size_t)block * (size_t)r->n_draws + (size_t)m->row;
  return cc_take_figure(p, lane, m->d->row, r->year, &m->d->figures[place]);
}

static cc_status project_row(void *context, cc_projector *p, int row) {
  const design *d = context;
  mixture m = {d, row, p->spare[0], p->spare[1]};
  const cc_projections projections = {&m, fill, take};
  cc_draws_independent(d->a, row, p->spare[0]);
  cc_draws_independent(d->b, row, p->spare[1]);
  return cc_project_all(p, &projections, 0, d->analysis->count + 2);
}

static cc_status project_all(design *d) {
  cc_crew *crew = NULL;
  cc_status status = cc_crew_create(d->request->scenario, d->request->jobs, &crew);
  if (status == CC_OK) {
    status = cc_crew_each(crew, d->request->n_draws, project_row, d);
  }
  cc_crew_free(crew);
  return status;
}

static int by_total(const void *a, const void *b) {
  const cc_sobol_input *one = a, *other = b;
  double x = one->index.total.value, y = other->index.total.value;
  return x != y ? (x < y) - (x > y) : one->parameters[0] - other->parameters[0];
}

static void summarise(const design *d) {
  cc_sobol_analysis *analysis = d->analysis;
  int n = 2 * d->request->n_draws; /* A and B */
  double sum = 0, squares = 0, fourths = 0;
  for (int i = 0; i < n; i++) {
    sum += d->figures[i];
  }
  analysis->mean = sum / n;
  for (int i = 0; i < n; i++) {
    double distance = d->figures[i] - analysis->mean, square = distance * distance;
    squares += square;
    fourths += square * square;
  }
  double variance = squares / (n - 1);
  analysis->sd = sqrt(variance);
  analysis->variance_error = sqrt(fmax(fourths / n - variance * variance, 0) / n);
  analysis->projections = d->request->n_draws * (analysis->count + 2);
}

static cc_status find_indices(const design *d) {
  cc_sobol_analysis *analysis = d->analysis;
  int n = d->request->n_draws;
  cc_sobol_index *indices = calloc((size_t)analysis->count + 1, sizeof *indices);
  cc_sobol_values values = {.n_rows = n,
                            .n_inputs = analysis->count,
                            .a = d->figures,
                            .b = d->figures + n,
                            .ab = d->figures + 2 * (size_t)n};
  cc_status status = indices == NULL
                         ? CC_NO_MEMORY
                         : cc_sobol_indices(&values, RESAMPLES, LEVEL, d->request->seed, indices);
  for (int i = 0; i < analysis->count && status == CC_OK; i++) {
    analysis->inputs[i].index = indices[i];
  }
  free(indices);
  return status;
}

cc_status cc_sobol_make(const cc_sobol_request *request, cc_sobol_analysis *analysis) {
  design d = {.request = request, .analysis = analysis};
  *analysis = (cc_sobol_analysis){0};
  cc_status status = start(&d);
  status = status == CC_OK ? project_all(&d) : status;
  status = status == CC_OK ? find_indices(&d) : status;
  if (status == CC_OK) {
    summarise(&d);
    qsort(analysis->inputs, (size_t)analysis->count, sizeof *analysis->inputs, by_total);
  } else {
    cc_sobol_free(analysis);
  }
  finish(&d);
  return status;
}

void cc_sobol_free(cc_sobol_analysis *analysis) {
  cc_arena_free(&analysis->arena);
  *analysis = (cc_sobol_analysis){0};
}

cc_share cc_sobol_process_share(const cc_sobol_analysis *analysis, double process_sd,
                                double process_error) {
  double process = process_sd * process_sd, parameters = analysis->sd * analysis->sd;
  double whole = process + parameters;
  if (!(whole > 0)) {
    return (cc_share){NAN, NAN};
  }
  double by_process = parameters * 2 * process_sd * process_error;
  double by_parameters = process * analysis->variance_error;
  return (cc_share){process / whole, hypot(by_process, by_parameters) / (whole * whole)};
}
