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
  const cc_scenario *scenario;
  const cc_dimension *dimensions;
  int count;
  int rows[MEASURES]; /* annual; -1: the scenario has none */
  int n_figures;      /* MEASURES * n_years */
  double *figures;    /* [2 count + 1][n_figures]: each dimension high, then low; all central */
} asked;

static void fill(void *context, int i, double *vector) {
  const asked *a = context;
  cc_fill_centre(a->scenario, vector);
  if (i < 2 * a->count) {
    const cc_dimension *dimension = &a->dimensions[i / 2];
    vector[dimension->place] = cc_dimension_quantile(dimension, i % 2 == 0 ? 0.9 : 0.1);
  }
}

static cc_status take(void *context, cc_projector *p, int lane, int i) {
  const asked *a = context;
  int n_years = p->plan->n_years;
  cc_projected projected = cc_wide_projected(p->wide, lane);
  double *figures = a->figures + (size_t)i * (size_t)a->n_figures;
  for (int f = 0; f < a->n_figures; f++) {
    int row = a->rows[f / n_years];
    figures[f] = row < 0 ? 0.0 : cc_projected_annual(p->plan, projected, row, f % n_years);
  }
  return CC_OK;
}

static double swing_of(const asked *a, int d, int figure) {
  const double *high = a->figures + 2 * (size_t)d * (size_t)a->n_figures + figure;
  return high[0] - high[a->n_figures];
}

/* The squares of a figure's swings, together. */
static double sum_of_squares(const asked *a, int figure) {
  double sum = 0.0;
  for (int d = 0; d < a->count; d++) {
    double one = swing_of(a, d, figure);
    sum += one * one;
  }
  return sum;
}

static void add_up(const asked *a, double *importance) {
  const double *central = a->figures + 2 * (size_t)a->count * (size_t)a->n_figures;
  for (int d = 0; d < a->count; d++) {
    importance[d] = 0.0;
  }
  for (int f = 0; f < a->n_figures; f++) {
    double sum = sum_of_squares(a, f), still = STILL * central[f];
    for (int d = 0; d < a->count && sum > still * still; d++) {
      double one = swing_of(a, d, f);
      importance[d] += one * one / sum;
    }
  }
}

cc_status cc_importance(const cc_scenario *scenario, int count, const cc_dimension *dimensions,
                        double *importance) {
  asked a = {scenario, dimensions, count, .n_figures = MEASURES * scenario->plan.n_years};
  const cc_projections projections = {&a, fill, take};
  int n = 2 * count + 1;
  cc_projector p = {0};
  for (int m = 0; m < MEASURES; m++) {
    a.rows[m] = cc_row_find(&scenario->plan.rows.annual, measures[m], NULL);
  }
  a.figures = calloc((size_t)n * (size_t)a.n_figures, sizeof *a.figures);
  cc_status status = a.figures != NULL ? cc_projector_start(scenario, &p) : CC_NO_MEMORY;
  if (status == CC_OK) {
    status = cc_project_all(&p, &projections, 0, n);
  }
  if (status == CC_OK) {
    add_up(&a, importance);
  }
  cc_projector_stop(&p);
  free(a.figures);
  return status;
}

int cc_importance_grade(double importance) {
  return importance > LEAST_IMPORTANCE ? (int)floor(STEPS_AN_OCTAVE * log2(importance) + ODD_START)
                                       : NO_GRADE;
}
