/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From chances to parameter vectors. Every number of the parameter vector that is in doubt is a
 * dimension (dimensions.h). A draw is a point u of the unit cube (sampling.h), correlated by the
 * copula (copula.h), and each dimension takes the value below which the share u of its distribution
 * lies.
 *
 * In latin and plain samples a dimension is known by its name, in Sobol's sequence by its place, of
 * which the first are the best and there are 40. So there the places go by falling importance
 * (importance.h), and dimensions beyond them are latin. Importance differs between scenarios; what
 * is to be paired with the draws of a base therefore takes the base's places: what the base has
 * stands where it stands there (also when that is no place, but latin), and only what the base does
 * not have takes the places that are left, by importance. A place of something that is not here
 * stays empty: another figure with the same chances would look as if it moved with the base's.
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

#include "analysis/importance.h"
#include "analysis/known_budget.h"
#include "numeric/block_sample.h"
#include "numeric/copula.h"
#include "numeric/quantile_table.h"
#include "numeric/sobol_sequence.h"

enum { DRAWS_WORTH_A_TABLE = 300, NO_PLACE = -1 };

struct cc_draws {
  const cc_scenario *scenario;
  int n_draws;
  int n_dimensions;
  cc_dimension *dimensions; /* by rising place in the vector */
  cc_quantile_table *tables;
  uint64_t *names;        /* [n_dimensions] */
  int *sobol_places;      /* [n_dimensions]: in Sobol's sequence, or NO_PLACE */
  int n_sobol;            /* places of the sequence that are taken, here or by the base */
  cc_block_sample *sobol; /* NULL when there are none */
  int n_by_name;          /* all other dimensions */
  cc_block_sample *by_name;
  cc_copula *copula;
  double *factors; /* [n_draws], of a known budget; NULL where there is none */
};

/* ---- places in Sobol's sequence -------------------------------------------------------------- */

typedef struct {
  int dimension, grade;
} ranked;

/* By falling importance; by the scenario's order where it is about the same. */
static int by_grade(const void *a, const void *b) {
  const ranked *one = a, *other = b;
  return one->grade != other->grade ? other->grade - one->grade : one->dimension - other->dimension;
}

/* Takes the base's places; dimensions that it does not have go to `others`. Returns how many. */
static int take_places(cc_draws *draws, const cc_draws *base, ranked *others) {
  int count = 0;
  for (int d = 0; d < draws->n_dimensions; d++) {
    int of_base = 0;
    while (base != NULL && of_base < base->n_dimensions &&
           base->names[of_base] != draws->names[d]) {
      of_base++;
    }
    if (base != NULL && of_base < base->n_dimensions) {
      draws->sobol_places[d] = base->sobol_places[of_base];
    } else {
      others[count++].dimension = d;
    }
  }
  draws->n_sobol = base != NULL ? base->n_sobol : 0;
  return count;
}

static cc_status rank(const cc_draws *draws, int count, ranked *others) {
  double *importance = calloc((size_t)draws->n_dimensions + 1, sizeof *importance);
  cc_status status = importance == NULL ? CC_NO_MEMORY
                                        : cc_importance(draws->scenario, draws->n_dimensions,
                                                        draws->dimensions, importance);
  for (int i = 0; i < count && status == CC_OK; i++) {
    others[i].grade = cc_importance_grade(importance[others[i].dimension]);
  }
  qsort(others, (size_t)count, sizeof *others, by_grade);
  free(importance);
  return status;
}

static cc_status find_places(cc_draws *draws, const cc_draws *base) {
  ranked *others = calloc((size_t)draws->n_dimensions + 1, sizeof *others);
  if (others == NULL) {
    return CC_NO_MEMORY;
  }
  int count = take_places(draws, base, others);
  cc_status status = count > 1 ? rank(draws, count, others) : CC_OK;
  for (int i = 0; i < count; i++) {
    bool room = draws->n_sobol < CC_SOBOL_DIMENSIONS;
    draws->sobol_places[others[i].dimension] = room ? draws->n_sobol++ : NO_PLACE;
  }
  free(others);
  return status;
}

/* ---- chances --------------------------------------------------------------------------------- */

static cc_status make_names(cc_draws *draws) {
  size_t room = (size_t)draws->n_dimensions + 1;
  draws->names = calloc(room, sizeof *draws->names);
  draws->sobol_places = calloc(room, sizeof *draws->sobol_places);
  if (draws->names == NULL || draws->sobol_places == NULL) {
    return CC_NO_MEMORY;
  }
  for (int d = 0; d < draws->n_dimensions; d++) {
    draws->names[d] = cc_dimension_name(draws->scenario, &draws->dimensions[d]);
    draws->sobol_places[d] = NO_PLACE;
  }
  return CC_OK;
}

/* The sample of all dimensions without a place, in their order. */
static cc_status sample_by_name(cc_draws *draws, int n_draws, cc_sample_method method,
                                uint64_t seed) {
  uint64_t *names = calloc((size_t)draws->n_dimensions + 1, sizeof *names);
  if (names == NULL) {
    return CC_NO_MEMORY;
  }
  for (int d = 0; d < draws->n_dimensions; d++) {
    if (draws->sobol_places[d] == NO_PLACE) {
      names[draws->n_by_name++] = draws->names[d];
    }
  }
  cc_status status =
      cc_block_sample_create(method, n_draws, draws->n_by_name, names, seed, &draws->by_name);
  free(names);
  return status;
}

static cc_status make_sample(cc_draws *draws, int n_draws, cc_sample_method method, uint64_t seed,
                             const cc_draws *base) {
  cc_status status = make_names(draws);
  if (status == CC_OK && method == CC_SAMPLE_SOBOL) {
    status = find_places(draws, base);
  }
  if (status == CC_OK && draws->n_sobol > 0) {
    status = cc_block_sample_create(method, n_draws, draws->n_sobol, NULL, seed, &draws->sobol);
    method = CC_SAMPLE_LATIN;
  }
  return status == CC_OK ? sample_by_name(draws, n_draws, method, seed) : status;
}

/* Fills u[n_dimensions]. What goes by name comes side by side and is spread out from its end, where
 * no number is overwritten before it was moved. */
static void draw_chances(const cc_draws *draws, int draw, double *u) {
  double point[CC_SOBOL_DIMENSIONS];
  int left = draws->n_by_name;
  cc_block_sample_draw(draws->by_name, draw, u);
  if (draws->sobol == NULL) {
    return;
  }
  cc_block_sample_draw(draws->sobol, draw, point);
  for (int d = draws->n_dimensions - 1; d >= 0; d--) {
    int place = draws->sobol_places[d];
    u[d] = place != NO_PLACE ? point[place] : u[--left];
  }
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
    cc_quantile_table_init(&draws->tables[d], &draws->dimensions[d].distribution);
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

static void add_pair(pairing *p, const cc_scenario *scenario, int correlation, int a, int b) {
  p->correlation[p->count] = correlation;
  p->pairs[p->count++] = (cc_copula_pair){a, b, scenario->correlations[correlation].coefficient};
}

/* Adds the pairs of one correlation, at most one for each dimension. */
static void pair_up(pairing *p, const cc_scenario *scenario, int correlation, int count,
                    const cc_dimension *dimensions) {
  const cc_correlation *c = &scenario->correlations[correlation];
  int first = 0, second = 0, before = p->count;
  int n_first = cc_dimensions_of(count, dimensions, c->first, &first);
  int n_second = cc_dimensions_of(count, dimensions, c->second, &second);
  if (n_first == 0 || n_second == 0) {
    return;
  }
  for (int a = first; a < first + n_first; a++) {
    for (int b = second; b < second + n_second; b++) {
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
static cc_status make_copula(const cc_scenario *scenario, int count, const cc_dimension *dimensions,
                             cc_copula **copula, const char **why, int *wrong) {
  size_t room = 1;
  for (int i = 0, first = 0; i < scenario->n_correlations; i++) {
    room += (size_t)cc_dimensions_of(count, dimensions, scenario->correlations[i].first, &first);
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
  cc_dimension *dimensions = NULL;
  cc_copula *copula = NULL;
  cc_status status = cc_dimensions_find(scenario, &count, &dimensions);
  if (status == CC_OK) {
    status = make_copula(scenario, count, dimensions, &copula, why, wrong);
  }
  cc_copula_free(copula);
  free(dimensions);
  return status;
}

/* ---- draws ----------------------------------------------------------------------------------- */

static void fill_independent(void *draws, int draw, double *vector) {
  cc_draws_independent(draws, draw, vector);
}

static cc_status know_budget(cc_draws *draws, int n_draws) {
  if (!draws->scenario->plan.known_budget) {
    return CC_OK;
  }
  draws->factors = calloc((size_t)n_draws, sizeof *draws->factors);
  return draws->factors == NULL ? CC_NO_MEMORY
                                : cc_known_budget_factors(draws->scenario, draws, fill_independent,
                                                          n_draws, draws->factors);
}

cc_status cc_draws_create_paired(const cc_scenario *scenario, int n_draws, cc_sample_method method,
                                 uint64_t seed, const cc_draws *base, cc_draws **draws) {
  const char *why = NULL;
  int wrong = 0;
  *draws = NULL;
  cc_draws *made = calloc(1, sizeof *made);
  if (made == NULL) {
    return CC_NO_MEMORY;
  }
  made->scenario = scenario;
  made->n_draws = n_draws;
  cc_status status = cc_dimensions_find(scenario, &made->n_dimensions, &made->dimensions);
  if (status == CC_OK) {
    status = make_sample(made, n_draws, method, seed, base);
  }
  if (status == CC_OK) {
    status = make_tables(made, n_draws);
  }
  if (status == CC_OK) {
    status =
        make_copula(scenario, made->n_dimensions, made->dimensions, &made->copula, &why, &wrong);
  }
  if (status == CC_OK) {
    status = know_budget(made, n_draws);
  }
  if (status != CC_OK) {
    cc_draws_free(made);
    return status;
  }
  *draws = made;
  return CC_OK;
}

cc_status cc_draws_create(const cc_scenario *scenario, int n_draws, cc_sample_method method,
                          uint64_t seed, cc_draws **draws) {
  return cc_draws_create_paired(scenario, n_draws, method, seed, NULL, draws);
}

void cc_draws_free(cc_draws *draws) {
  if (draws != NULL) {
    free(draws->factors);
    cc_copula_free(draws->copula);
    cc_block_sample_free(draws->by_name);
    cc_block_sample_free(draws->sobol);
    free(draws->sobol_places);
    free(draws->names);
    free(draws->tables);
    free(draws->dimensions);
    free(draws);
  }
}

int cc_draws_over_budget(const cc_draws *draws) {
  int count = 0;
  for (int i = 0; i < draws->n_draws && draws->factors != NULL; i++) {
    count += draws->factors[i] < 0.0;
  }
  return count;
}

int cc_draws_count(const cc_draws *draws) {
  return draws->n_dimensions;
}

static double value_at(const cc_draws *draws, int d, double u) {
  const cc_dimension *of = &draws->dimensions[d];
  return cc_dimension_value(of, draws->tables != NULL
                                    ? cc_quantile_table_at(&draws->tables[d], u)
                                    : cc_distribution_quantile(&of->distribution, u));
}

/* The chances are first written to the vector's own beginning. Places rise with the dimensions, so
 * that no place lies before its dimension, and going from the last to the first no chance is
 * overwritten before it was used. */
void cc_draws_independent(const cc_draws *draws, int draw, double *vector) {
  const double *central = draws->scenario->vector;
  int end = draws->scenario->plan.vector_length;
  draw_chances(draws, draw, vector);
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

void cc_draws_vector(const cc_draws *draws, int draw, double *vector) {
  cc_draws_independent(draws, draw, vector);
  if (draws->factors != NULL) {
    cc_known_budget_apply(&draws->scenario->plan, draws->factors[draw], vector);
  }
}
