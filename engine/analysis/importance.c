/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A first estimate of Sobol's first-order indices from two projections a dimension. Where a figure
 * answers to dimension d nearly as a straight line, its variance is that of d times the slope
 * squared, and the swing between P10 and P90 is proportional to the root of that. So
 *
 *     importance_d = sum over figures of  swing_d^2 / (sum over all dimensions of swing^2)
 *
 * which has no unit, so that children and pounds can be added. Projections cost what a few dozen
 * draws do, once. It depends on the scenario only, neither on seed nor threads.
 *
 * Machines agree on projections to 1e-12, and an order must be the same on all of them: so
 * importance is graded, in steps of 9%, and figures and dimensions that hardly move are left out,
 * whose swings are rounding. The steps begin where no simple ratio lies. */
#include "analysis/importance.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/crew.h"

static const char *const measures[] = {"children_in_care.total", "expenditure.total",
                                       "contract.total_contract_sum", "contract.funding_gap"};
enum { MEASURES = sizeof measures / sizeof measures[0], STEPS_AN_OCTAVE = 8, NO_GRADE = -1000 };
#define STILL 1e-9 /* of a figure: a swing that is none */
#define LEAST_IMPORTANCE 1e-8
#define ODD_START 0.381966011250105

typedef struct {
  const cc_dimension *dimensions;
  int count;
  int rows[MEASURES]; /* annual; -1: the scenario has none */
  int n_figures;      /* MEASURES * n_years */
  double *swings;     /* [count][n_figures] */
  double central[MEASURES * CC_MAX_YEARS];
} asked;

static cc_status project(const asked *a, cc_projector *p, double *figures) {
  int n_years = p->plan->n_years;
  cc_status status = cc_project_vector(p);
  for (int f = 0; f < a->n_figures && status == CC_OK; f++) {
    int row = a->rows[f / n_years];
    figures[f] = row < 0 ? 0.0 : cc_annual(p->plan, p->results, row, f % n_years);
  }
  return status;
}

static cc_status project_at(const asked *a, cc_projector *p, int d, double share, double *figures) {
  const cc_dimension *dimension = &a->dimensions[d];
  cc_project_centre(p);
  p->vector[dimension->place] = cc_dimension_quantile(dimension, share);
  return project(a, p, figures);
}

/* Fills the swings of a dimension; of the one after the last, the central figures. */
static cc_status swing(void *context, cc_projector *p, int d) {
  asked *a = context;
  double *swings = a->swings + (size_t)d * (size_t)a->n_figures, low[MEASURES * CC_MAX_YEARS];
  if (d == a->count) {
    cc_project_centre(p);
    return project(a, p, a->central);
  }
  cc_status status = project_at(a, p, d, 0.9, swings);
  if (status == CC_OK) {
    status = project_at(a, p, d, 0.1, low);
  }
  for (int f = 0; f < a->n_figures && status == CC_OK; f++) {
    swings[f] -= low[f];
  }
  return status;
}

/* The squares of a figure's swings, together. */
static double sum_of_squares(const asked *a, int figure) {
  double sum = 0.0;
  for (int d = 0; d < a->count; d++) {
    double one = a->swings[(size_t)d * (size_t)a->n_figures + (size_t)figure];
    sum += one * one;
  }
  return sum;
}

static void add_up(const asked *a, double *importance) {
  for (int d = 0; d < a->count; d++) {
    importance[d] = 0.0;
  }
  for (int f = 0; f < a->n_figures; f++) {
    double sum = sum_of_squares(a, f), still = STILL * a->central[f];
    for (int d = 0; d < a->count && sum > still * still; d++) {
      double one = a->swings[(size_t)d * (size_t)a->n_figures + (size_t)f];
      importance[d] += one * one / sum;
    }
  }
}

cc_status cc_importance(const cc_scenario *scenario, int count, const cc_dimension *dimensions,
                        double *importance) {
  asked a = {
      .dimensions = dimensions, .count = count, .n_figures = MEASURES * scenario->plan.n_years};
  cc_crew *crew = NULL;
  for (int m = 0; m < MEASURES; m++) {
    a.rows[m] = cc_row_find(&scenario->plan.rows.annual, measures[m], NULL);
  }
  a.swings = calloc((size_t)count * (size_t)a.n_figures + 1, sizeof *a.swings);
  cc_status status = a.swings != NULL ? cc_crew_create(scenario, 1, &crew) : CC_NO_MEMORY;
  if (status == CC_OK) {
    status = cc_crew_each(crew, count + 1, swing, &a);
  }
  if (status == CC_OK) {
    add_up(&a, importance);
  }
  cc_crew_free(crew);
  free(a.swings);
  return status;
}

int cc_importance_grade(double importance) {
  return importance > LEAST_IMPORTANCE ? (int)floor(STEPS_AN_OCTAVE * log2(importance) + ODD_START)
                                       : NO_GRADE;
}
