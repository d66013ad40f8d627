/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two answers to the question which doubt matters most. The tornado turns one parameter at a time
 * from its P10 to its P90 with all others central: easily understood, and blind to what two do
 * together. Sobol's indices split the variance instead: the first-order index of an input is the
 * share of the variance that would go if it were known, the total index the share that would stay
 * if all else were.
 *
 * The indices need independent inputs. Parameters that are correlated, directly or by way of
 * others, are therefore one input. Then two sets of draws A and B under different seeds give the
 * mixed sample: a draw of A with the numbers of one input taken from B is a draw of the same
 * distribution, because that input is independent of all others. */
#include "analysis/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/draws.h"
#include "model/projection.h"

enum { RESAMPLES = 1000 };
#define LEVEL 0.95
#define OTHER_SEED UINT64_C(0x5bd1e995a7c3f24b) /* tells the seed of B from that of A */

/* Projects vectors to one figure. */
typedef struct {
  const cc_scenario *scenario;
  const cc_plan *plan;
  int row, year;
  cc_workspace *workspace;
  cc_results *results;
  double *vector;
} projector;

static cc_status make_projector(const cc_scenario *scenario, const char *measure, int year,
                                projector *p) {
  *p = (projector){.scenario = scenario, .plan = &scenario->plan, .year = year};
  p->row = cc_row_find(&p->plan->rows.annual, measure, NULL);
  if (p->row < 0 || year < 0 || year >= p->plan->n_years) {
    return CC_USAGE;
  }
  p->vector = calloc((size_t)p->plan->vector_length + 1, sizeof *p->vector);
  cc_status status = p->vector == NULL ? CC_NO_MEMORY : CC_OK;
  status = status == CC_OK ? cc_workspace_create(p->plan, &p->workspace) : status;
  return status == CC_OK ? cc_results_create(p->plan, &p->results) : status;
}

static void free_projector(projector *p) {
  cc_results_free(p->results);
  cc_workspace_free(p->workspace);
  free(p->vector);
}

static cc_status project(const projector *p, double *figure) {
  cc_status status = cc_project(p->plan, p->vector, 1, p->workspace, p->results);
  *figure = status == CC_OK ? cc_annual(p->plan, p->results, p->row, p->year) : NAN;
  return status == CC_OK && !isfinite(*figure) ? CC_NUMERIC : status;
}

/* ---- the tornado ---------------------------------------------------------------------------- */

static bool is_uncertain(const cc_scenario *scenario, int parameter) {
  const cc_quantity *quantity = &scenario->resolution.items[parameter].quantity;
  bool uncertain = quantity->factor != NULL;
  for (int k = 0; k < scenario->plan.parameters[parameter].n_knots; k++) {
    uncertain = uncertain || (quantity->doubts != NULL && quantity->doubts[k] != NULL);
  }
  return uncertain;
}

static double clamped_quantile(const cc_distribution *distribution, double share,
                               const cc_parameter *parameter) {
  double value = cc_distribution_quantile(distribution, share);
  return fmin(fmax(value, parameter->low), parameter->high);
}

/* Sets the parameter's uncertain numbers to a quantile; returns the first of them. */
static double set_to_quantile(const projector *p, int number, double share, bool *is_factor) {
  const cc_quantity *quantity = &p->scenario->resolution.items[number].quantity;
  const cc_parameter *parameter = &p->plan->parameters[number];
  double first = NAN;
  *is_factor = false;
  for (int k = 0; quantity->doubts != NULL && k < parameter->n_knots; k++) {
    if (quantity->doubts[k] != NULL) {
      double value = clamped_quantile(quantity->doubts[k], share, parameter);
      p->vector[parameter->first_value + k] = value;
      first = isnan(first) ? value : first;
    }
  }
  if (quantity->factor != NULL) {
    double value = cc_distribution_quantile(quantity->factor, share);
    p->vector[parameter->factor] = value;
    *is_factor = isnan(first);
    first = isnan(first) ? value : first;
  }
  return first;
}

static void centre(const projector *p) {
  memcpy(p->vector, p->scenario->vector, (size_t)p->plan->vector_length * sizeof *p->vector);
}

static cc_status swing_one(const projector *p, int number, cc_swing *swing) {
  swing->parameter = number;
  centre(p);
  swing->p10 = set_to_quantile(p, number, 0.1, &swing->is_factor);
  cc_status status = project(p, &swing->low);
  swing->p90 = set_to_quantile(p, number, 0.9, &swing->is_factor);
  return status == CC_OK ? project(p, &swing->high) : status;
}

/* By falling swing; by the scenario's order where they are the same. */
static int by_swing(const void *a, const void *b) {
  const cc_swing *one = a, *other = b;
  double x = fabs(one->high - one->low), y = fabs(other->high - other->low);
  return x != y ? (x < y) - (x > y) : one->parameter - other->parameter;
}

cc_status cc_tornado_make(const cc_scenario *scenario, const char *measure, int year,
                          cc_tornado *tornado) {
  projector p;
  *tornado = (cc_tornado){0};
  cc_status status = make_projector(scenario, measure, year, &p);
  if (status == CC_OK) {
    centre(&p);
    status = project(&p, &tornado->central);
  }
  if (status == CC_OK) {
    tornado->swings = calloc((size_t)p.plan->n_parameters + 1, sizeof *tornado->swings);
    status = tornado->swings == NULL ? CC_NO_MEMORY : CC_OK;
  }
  for (int i = 0; i < p.plan->n_parameters && status == CC_OK; i++) {
    if (is_uncertain(scenario, i)) {
      status = swing_one(&p, i, &tornado->swings[tornado->count++]);
    }
  }
  if (status == CC_OK) {
    qsort(tornado->swings, (size_t)tornado->count, sizeof *tornado->swings, by_swing);
  } else {
    cc_tornado_free(tornado);
  }
  free_projector(&p);
  return status;
}

void cc_tornado_free(cc_tornado *tornado) {
  free(tornado->swings);
  *tornado = (cc_tornado){0};
}

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

static cc_status find_inputs(const cc_scenario *scenario, cc_sobol_analysis *analysis) {
  int count = scenario->plan.n_parameters;
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
      if (label[i] == group && is_uncertain(scenario, i)) {
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

/* The two samples, one row of each, and the figures of all. */
typedef struct {
  cc_draws *a, *b;
  double *row_a, *row_b;
  double *figures; /* a, then b, then one block for each input: [n_rows] each */
  int n_rows;
} design;

static cc_status make_design(const cc_scenario *scenario, int n_inputs, int n_rows, uint64_t seed,
                             design *d) {
  size_t length = (size_t)scenario->plan.vector_length + 1;
  *d = (design){.n_rows = n_rows};
  d->row_a = calloc(length, sizeof(double));
  d->row_b = calloc(length, sizeof(double));
  d->figures = calloc((size_t)n_rows * ((size_t)n_inputs + 2), sizeof(double));
  if (d->row_a == NULL || d->row_b == NULL || d->figures == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_draws_create(scenario, n_rows, CC_SAMPLE_LATIN, seed, &d->a);
  return status == CC_OK
             ? cc_draws_create(scenario, n_rows, CC_SAMPLE_LATIN, seed ^ OTHER_SEED, &d->b)
             : status;
}

static void free_design(design *d) {
  cc_draws_free(d->a);
  cc_draws_free(d->b);
  free(d->row_a);
  free(d->row_b);
  free(d->figures);
}

/* The row of A with one input from the row of B. */
static void mix(const projector *p, const design *d, const cc_sobol_input *input) {
  memcpy(p->vector, d->row_a, (size_t)p->plan->vector_length * sizeof *p->vector);
  for (int i = 0; i < input->count; i++) {
    const cc_parameter *parameter = &p->plan->parameters[input->parameters[i]];
    memcpy(p->vector + parameter->first_value, d->row_b + parameter->first_value,
           (size_t)parameter->n_knots * sizeof *p->vector);
    if (parameter->factor != CC_ABSENT) {
      p->vector[parameter->factor] = d->row_b[parameter->factor];
    }
  }
}

static cc_status project_row(const projector *p, design *d, const cc_sobol_analysis *analysis,
                             int row) {
  size_t bytes = (size_t)p->plan->vector_length * sizeof *p->vector;
  double *figure = d->figures + row;
  cc_draws_vector(d->a, row, d->row_a);
  cc_draws_vector(d->b, row, d->row_b);
  memcpy(p->vector, d->row_a, bytes);
  cc_status status = project(p, figure);
  if (status == CC_OK) {
    memcpy(p->vector, d->row_b, bytes);
    status = project(p, figure + d->n_rows);
  }
  for (int i = 0; i < analysis->count && status == CC_OK; i++) {
    mix(p, d, &analysis->inputs[i]);
    status = project(p, figure + (size_t)(i + 2) * (size_t)d->n_rows);
  }
  return status;
}

static int by_total(const void *a, const void *b) {
  const cc_sobol_input *one = a, *other = b;
  double x = one->index.total.value, y = other->index.total.value;
  return x != y ? (x < y) - (x > y) : one->parameters[0] - other->parameters[0];
}

static void summarise(const design *d, cc_sobol_analysis *analysis) {
  int n = 2 * d->n_rows; /* A and B */
  double sum = 0, squares = 0;
  for (int i = 0; i < n; i++) {
    sum += d->figures[i];
  }
  analysis->mean = sum / n;
  for (int i = 0; i < n; i++) {
    double distance = d->figures[i] - analysis->mean;
    squares += distance * distance;
  }
  analysis->sd = sqrt(squares / (n - 1));
  analysis->projections = d->n_rows * (analysis->count + 2);
}

static cc_status find_indices(const design *d, uint64_t seed, cc_sobol_analysis *analysis) {
  cc_sobol_index *indices = calloc((size_t)analysis->count + 1, sizeof *indices);
  cc_sobol_values values = {.n_rows = d->n_rows,
                            .n_inputs = analysis->count,
                            .a = d->figures,
                            .b = d->figures + d->n_rows,
                            .ab = d->figures + 2 * (size_t)d->n_rows};
  cc_status status =
      indices == NULL ? CC_NO_MEMORY : cc_sobol_indices(&values, RESAMPLES, LEVEL, seed, indices);
  for (int i = 0; i < analysis->count && status == CC_OK; i++) {
    analysis->inputs[i].index = indices[i];
  }
  free(indices);
  return status;
}

cc_status cc_sobol_make(const cc_scenario *scenario, const char *measure, int year, int n_draws,
                        uint64_t seed, cc_sobol_analysis *analysis) {
  projector p;
  design d = {0};
  *analysis = (cc_sobol_analysis){0};
  cc_status status = make_projector(scenario, measure, year, &p);
  status = status == CC_OK ? find_inputs(scenario, analysis) : status;
  status = status == CC_OK ? make_design(scenario, analysis->count, n_draws, seed, &d) : status;
  for (int row = 0; row < n_draws && status == CC_OK; row++) {
    status = project_row(&p, &d, analysis, row);
  }
  status = status == CC_OK ? find_indices(&d, seed, analysis) : status;
  if (status == CC_OK) {
    summarise(&d, analysis);
    qsort(analysis->inputs, (size_t)analysis->count, sizeof *analysis->inputs, by_total);
  } else {
    cc_sobol_free(analysis);
  }
  free_design(&d);
  free_projector(&p);
  return status;
}

void cc_sobol_free(cc_sobol_analysis *analysis) {
  cc_arena_free(&analysis->arena);
  *analysis = (cc_sobol_analysis){0};
}
