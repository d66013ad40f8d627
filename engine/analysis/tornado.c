/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A tornado turns one parameter at a time from its P10 to its P90 with all others central: easily
 * understood, and blind to what two do together (sensitivity.c sees that). */
#include "analysis/tornado.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/crew.h"
#include "analysis/dimensions.h"

typedef struct {
  const cc_tornado_request *request;
  int row;
  int n_dimensions;
  cc_dimension *dimensions;
  cc_tornado *tornado;
} maker;

/* Sets all dimensions of a parameter to a quantile; returns the first of them. */
static double set_to_quantile(const maker *m, cc_swing *swing, double share, double *vector) {
  int first = 0;
  int count = cc_dimensions_of(m->n_dimensions, m->dimensions, swing->parameter, &first);
  for (int d = first; d < first + count; d++) {
    vector[m->dimensions[d].place] = cc_dimension_quantile(&m->dimensions[d], share);
  }
  swing->is_factor = m->dimensions[first].month == CC_WHOLE;
  return vector[m->dimensions[first].place];
}

/* Of projections 2 i and 2 i + 1 swing i is low and high; the last one is central. */
static void fill(void *context, int i, double *vector) {
  const maker *m = context;
  cc_swing *swing = &m->tornado->swings[i / 2];
  cc_fill_centre(m->request->scenario, vector);
  if (i < 2 * m->tornado->count) {
    bool low = i % 2 == 0;
    double share = low ? m->request->low : m->request->high;
    *(low ? &swing->from : &swing->to) = set_to_quantile(m, swing, share, vector);
  }
}

static cc_status take(void *context, cc_projector *p, int lane, int i) {
  const maker *m = context;
  cc_tornado *t = m->tornado;
  cc_swing *swing = &t->swings[i / 2];
  double *figure = i == 2 * t->count ? &t->central : i % 2 == 0 ? &swing->low : &swing->high;
  return cc_take_figure(p, lane, m->row, m->request->year, figure);
}

/* By falling swing; by the scenario's order where they are the same. */
static int by_swing(const void *a, const void *b) {
  const cc_swing *one = a, *other = b;
  double x = fabs(one->high - one->low), y = fabs(other->high - other->low);
  return x != y ? (x < y) - (x > y) : one->parameter - other->parameter;
}

/* One swing for each parameter that has dimensions. */
static cc_status list_swings(maker *m) {
  cc_tornado *t = m->tornado;
  cc_status status = cc_dimensions_find(m->request->scenario, &m->n_dimensions, &m->dimensions);
  t->swings = calloc((size_t)m->n_dimensions + 1, sizeof *t->swings);
  if (status != CC_OK || t->swings == NULL) {
    return CC_NO_MEMORY;
  }
  for (int d = 0; d < m->n_dimensions; d++) {
    int parameter = m->dimensions[d].parameter;
    if (t->count == 0 || t->swings[t->count - 1].parameter != parameter) {
      t->swings[t->count++].parameter = parameter;
    }
  }
  return CC_OK;
}

cc_status cc_tornado_make(const cc_tornado_request *request, cc_tornado *tornado) {
  const cc_plan *plan = &request->scenario->plan;
  maker m = {.request = request, .tornado = tornado};
  const cc_projections projections = {&m, fill, take};
  cc_crew *crew = NULL;
  *tornado = (cc_tornado){0};
  m.row = cc_row_find(&plan->rows.annual, request->measure, NULL);
  if (m.row < 0 || request->year < 0 || request->year >= plan->n_years) {
    return CC_USAGE;
  }
  cc_status status = list_swings(&m);
  status = status == CC_OK ? cc_crew_create(request->scenario, request->jobs, &crew) : status;
  status =
      status == CC_OK ? cc_crew_project_all(crew, 2 * tornado->count + 1, &projections) : status;
  if (status == CC_OK) {
    qsort(tornado->swings, (size_t)tornado->count, sizeof *tornado->swings, by_swing);
  } else {
    cc_tornado_free(tornado);
  }
  cc_crew_free(crew);
  free(m.dimensions);
  return status;
}

void cc_tornado_free(cc_tornado *tornado) {
  free(tornado->swings);
  *tornado = (cc_tornado){0};
}
