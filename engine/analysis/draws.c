/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From chances to parameter vectors. Every number of the parameter vector that is in doubt is a
 * dimension: a knot with a distribution of its own, or the common factor on all knots of a figure.
 * A draw is a point u of the unit cube (sampling.h), correlated by the copula (copula.h), and each
 * dimension takes the value below which the share u of its distribution lies.
 *
 * A dimension is named by a hash of the parameter's path and, where the figure has years, of the
 * knot's month. The name decides its chances, so they are the same in every scenario that has it.
 *
 * A correlation is written between two figures, each of which may be several numbers. Knots of the
 * same month go together, and so do the two factors; where nothing goes together in this way (one
 * figure has a factor, the other one number), their first numbers do.
 *
 * A table of quantiles costs as much as two hundred of them, and so pays from some three hundred
 * draws on. */
#include "analysis/draws.h"

#include <stdlib.h>
#include <string.h>

#include "numeric/copula.h"
#include "numeric/quantile_table.h"

enum { DRAWS_WORTH_A_TABLE = 300, WHOLE = -1 /* in place of a month: the factor */ };

typedef struct {
  int parameter, place; /* `place`: in the vector */
  int month;            /* absolute, of the knot; 0 without years; WHOLE for the factor */
  double low, high;     /* what the value is clamped to */
  const cc_distribution *distribution;
} dimension;

struct cc_draws {
  const cc_scenario *scenario;
  int n_dimensions;
  dimension *dimensions; /* by rising place */
  cc_quantile_table *tables;
  cc_sample *sample;
  cc_copula *copula;
};

/* ---- what is in doubt ------------------------------------------------------------------------ */

/* The dimensions of a parameter; fills `out` unless it is NULL and returns how many. */
static int list_dimensions(const cc_scenario *scenario, int parameter, dimension *out) {
  const cc_quantity *quantity = &scenario->resolution.items[parameter].quantity;
  const cc_parameter *as = &scenario->plan.parameters[parameter];
  int count = 0;
  for (int k = 0; k < as->n_knots && quantity->doubts != NULL; k++) {
    if (quantity->doubts[k] != NULL) {
      int month = quantity->form == CC_Q_CONSTANT ? 0 : quantity->months[k];
      if (out != NULL) {
        out[count] = (dimension){parameter, as->first_value + k, month, as->low,
                                 as->high,  quantity->doubts[k]};
      }
      count++;
    }
  }
  if (quantity->factor != NULL) {
    if (out != NULL) {
      out[count] = (dimension){
          parameter,       as->factor, WHOLE, quantity->factor->low, quantity->factor->high,
          quantity->factor};
    }
    count++;
  }
  return count;
}

static cc_status find_dimensions(const cc_scenario *scenario, int *count, dimension **dimensions) {
  *count = 0;
  for (int i = 0; i < scenario->plan.n_parameters; i++) {
    *count += list_dimensions(scenario, i, NULL);
  }
  *dimensions = calloc((size_t)*count + 1, sizeof **dimensions);
  if (*dimensions == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0, n = 0; i < scenario->plan.n_parameters; i++) {
    n += list_dimensions(scenario, i, *dimensions + n);
  }
  return CC_OK;
}

/* FNV-1a with 64 bits, folded to the 56 that a name has. */
static uint64_t name_of(const cc_scenario *scenario, const dimension *d) {
  uint64_t hash = 14695981039346656037u;
  for (const char *c = scenario->plan.parameters[d->parameter].path; *c != '\0'; c++) {
    hash = (hash ^ (unsigned char)*c) * 1099511628211u;
  }
  for (int byte = 0; byte < 4; byte++) {
    hash = (hash ^ ((uint32_t)d->month >> 8 * byte & 0xff)) * 1099511628211u;
  }
  return (hash ^ hash >> 56) & 0x00ffffffffffffff;
}

static cc_status make_sample(cc_draws *draws, int n_draws, cc_sample_method method, uint64_t seed) {
  uint64_t *names = calloc((size_t)draws->n_dimensions + 1, sizeof *names);
  if (names == NULL) {
    return CC_NO_MEMORY;
  }
  for (int d = 0; d < draws->n_dimensions; d++) {
    names[d] = name_of(draws->scenario, &draws->dimensions[d]);
  }
  cc_status status =
      cc_sample_create(method, n_draws, draws->n_dimensions, names, seed, &draws->sample);
  free(names);
  return status;
}

static cc_status make_tables(cc_draws *draws, int n_draws) {
  if (n_draws < DRAWS_WORTH_A_TABLE) {
    return CC_OK;
  }
  draws->tables = calloc((size_t)draws->n_dimensions + 1, sizeof *draws->tables);
  if (draws->tables == NULL) {
    return CC_NO_MEMORY;
  }
  for (int d = 0; d < draws->n_dimensions; d++) {
    cc_quantile_table_init(&draws->tables[d], draws->dimensions[d].distribution);
  }
  return CC_OK;
}

/* ---- what moves together --------------------------------------------------------------------- */

/* Pairs of dimensions, and the correlation that each is of. */
typedef struct {
  cc_copula_pair *pairs;
  int *correlation;
  int count;
} pairing;

static int first_of(int count, const dimension *dimensions, int parameter) {
  int d = 0;
  while (d < count && dimensions[d].parameter != parameter) {
    d++;
  }
  return d;
}

static void add_pair(pairing *p, const cc_scenario *scenario, int correlation, int a, int b) {
  p->correlation[p->count] = correlation;
  p->pairs[p->count++] = (cc_copula_pair){a, b, scenario->correlations[correlation].coefficient};
}

/* Adds the pairs of one correlation, at most one for each dimension. */
static void pair_up(pairing *p, const cc_scenario *scenario, int correlation, int count,
                    const dimension *dimensions) {
  const cc_correlation *c = &scenario->correlations[correlation];
  int first = first_of(count, dimensions, c->first), before = p->count;
  int second = first_of(count, dimensions, c->second);
  if (first == count || second == count) {
    return;
  }
  for (int a = first; a < count && dimensions[a].parameter == c->first; a++) {
    for (int b = second; b < count && dimensions[b].parameter == c->second; b++) {
      if (dimensions[a].month == dimensions[b].month) {
        add_pair(p, scenario, correlation, a, b);
      }
    }
  }
  if (p->count == before) {
    add_pair(p, scenario, correlation, first, second);
  }
}

/* Makes the copula; *wrong is a place in scenario->correlations. */
static cc_status make_copula(const cc_scenario *scenario, int count, const dimension *dimensions,
                             cc_copula **copula, const char **why, int *wrong) {
  size_t room = 1;
  for (int i = 0; i < scenario->n_correlations; i++) {
    room += (size_t)list_dimensions(scenario, scenario->correlations[i].first, NULL) + 1;
  }
  pairing p = {calloc(room, sizeof *p.pairs), calloc(room, sizeof *p.correlation), 0};
  cc_status status = CC_NO_MEMORY;
  *copula = NULL;
  if (p.pairs != NULL && p.correlation != NULL) {
    int pair = 0;
    for (int i = 0; i < scenario->n_correlations; i++) {
      pair_up(&p, scenario, i, count, dimensions);
    }
    status = p.count > 0 ? cc_copula_create(p.count, p.pairs, copula, why, &pair) : CC_OK;
    *wrong = p.correlation[pair];
  }
  free(p.pairs);
  free(p.correlation);
  return status;
}

cc_status cc_draws_correlations(const cc_scenario *scenario, const char **why, int *wrong) {
  int count = 0;
  dimension *dimensions = NULL;
  cc_copula *copula = NULL;
  cc_status status = find_dimensions(scenario, &count, &dimensions);
  if (status == CC_OK) {
    status = make_copula(scenario, count, dimensions, &copula, why, wrong);
  }
  cc_copula_free(copula);
  free(dimensions);
  return status;
}

/* ---- draws ----------------------------------------------------------------------------------- */

cc_status cc_draws_create(const cc_scenario *scenario, int n_draws, cc_sample_method method,
                          uint64_t seed, cc_draws **draws) {
  const char *why = NULL;
  int wrong = 0;
  *draws = NULL;
  cc_draws *made = calloc(1, sizeof *made);
  if (made == NULL) {
    return CC_NO_MEMORY;
  }
  made->scenario = scenario;
  cc_status status = find_dimensions(scenario, &made->n_dimensions, &made->dimensions);
  if (status == CC_OK) {
    status = make_sample(made, n_draws, method, seed);
  }
  if (status == CC_OK) {
    status = make_tables(made, n_draws);
  }
  if (status == CC_OK) {
    status =
        make_copula(scenario, made->n_dimensions, made->dimensions, &made->copula, &why, &wrong);
  }
  if (status != CC_OK) {
    cc_draws_free(made);
    return status;
  }
  *draws = made;
  return CC_OK;
}

void cc_draws_free(cc_draws *draws) {
  if (draws != NULL) {
    cc_copula_free(draws->copula);
    cc_sample_free(draws->sample);
    free(draws->tables);
    free(draws->dimensions);
    free(draws);
  }
}

int cc_draws_count(const cc_draws *draws) {
  return draws->n_dimensions;
}

static double value_at(const cc_draws *draws, int d, double u) {
  const dimension *of = &draws->dimensions[d];
  double value = draws->tables != NULL ? cc_quantile_table_at(&draws->tables[d], u)
                                       : cc_distribution_quantile(of->distribution, u);
  return value < of->low ? of->low : value > of->high ? of->high : value;
}

/* The chances are first written to the vector's own beginning. Places rise with the dimensions, so
 * that no place lies before its dimension, and going from the last to the first no chance is
 * overwritten before it was used. */
void cc_draws_vector(const cc_draws *draws, int draw, double *vector) {
  const double *central = draws->scenario->vector;
  int end = draws->scenario->plan.vector_length;
  cc_sample_draw(draws->sample, draw, vector);
  if (draws->copula != NULL) {
    cc_copula_apply(draws->copula, vector);
  }
  for (int d = draws->n_dimensions - 1; d >= 0; d--) {
    int place = draws->dimensions[d].place;
    double value = value_at(draws, d, vector[d]);
    memcpy(vector + place + 1, central + place + 1, (size_t)(end - place - 1) * sizeof *vector);
    vector[place] = value;
    end = place;
  }
  memcpy(vector, central, (size_t)end * sizeof *vector);
}
