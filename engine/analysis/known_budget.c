/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A budget that was set is known, though the prices in it are not: where a draw has dearer
 * placements, whatever is not modelled must have cost less. With E the spending of the first year
 * and R what the unmodelled line comes to in it,
 *
 *   factor(draw) = 1 - (E(draw) - E(central)) / R(draw)
 *
 * on the unmodelled line makes E(draw) what it is centrally, and later years inherit the line as it
 * then is. Both E are of the plan as it was when the budget was set: no intervention acts and no
 * cap holds. So a scenario and what it is set against, draw by draw, have the same line.
 *
 * Only the first year is projected, a fifth of the work. */
#include "analysis/known_budget.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/crew.h"
#include "base/calendar.h"
#include "base/interrupt.h"

enum { DRAWS_BETWEEN_INTERRUPTS = 4096 };

typedef struct {
  const cc_scenario *scenario;
  void *draws;
  void (*fill)(void *draws, int i, double *vector);
  int n_draws;
  int unmodelled; /* its row */
  double central; /* E(central) */
  double *factors;
} known;

/* A scenario's first year as planned, and what is its own of it. */
typedef struct {
  cc_scenario scenario;
  cc_intervention *interventions;
  cc_cap *caps;
  bool *rates_change;
} first_year;

static void forget(first_year *first) {
  free(first->rates_change);
  free(first->caps);
  free(first->interventions);
}

/* Copies `count` elements, with room for one where there are none. */
static void *copy_of(const void *from, int count, size_t size) {
  void *copy = calloc((size_t)count + 1, size);
  return copy == NULL || count == 0 ? copy : memcpy(copy, from, (size_t)count * size);
}

static cc_status make_first_year(const cc_scenario *scenario, first_year *first) {
  const cc_plan *all = &scenario->plan;
  first->scenario = *scenario;
  cc_plan *plan = &first->scenario.plan;
  first->interventions =
      copy_of(all->interventions, all->n_interventions, sizeof *first->interventions);
  first->caps = copy_of(all->caps, all->n_caps, sizeof *first->caps);
  first->rates_change = calloc((size_t)all->n_bands * CC_MONTHS_PER_YEAR + 1, sizeof(bool));
  if (first->interventions == NULL || first->caps == NULL || first->rates_change == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < all->n_interventions; i++) {
    first->interventions[i].active = false;
  }
  for (int i = 0; i < all->n_caps; i++) {
    first->caps[i].hold = false;
  }
  for (int b = 0; all->demand.present && b < all->n_bands; b++) {
    memcpy(first->rates_change + b * CC_MONTHS_PER_YEAR,
           all->demand.rates_change + b * all->n_months, CC_MONTHS_PER_YEAR * sizeof(bool));
  }
  plan->n_years = 1;
  plan->n_months = CC_MONTHS_PER_YEAR;
  plan->interventions = first->interventions;
  plan->caps = first->caps;
  plan->demand.rates_change = first->rates_change;
  return CC_OK;
}

/* The projection after the last draw's is the central one, and it is made first. */
static void fill(void *context, int i, double *vector) {
  const known *k = context;
  if (i == k->n_draws) {
    cc_fill_centre(k->scenario, vector);
  } else {
    k->fill(k->draws, i, vector);
  }
}

static cc_status take(void *context, cc_projector *p, int lane, int i) {
  known *k = context;
  double spent = 0.0, unmodelled = 0.0;
  cc_status status = cc_take_figure(p, lane, p->plan->rows.a_expenditure, 0, &spent);
  if (status == CC_OK) {
    status = cc_take_figure(p, lane, k->unmodelled, 0, &unmodelled);
  }
  if (i == k->n_draws) {
    k->central = spent;
  } else if (status == CC_OK) {
    k->factors[i] = 1.0 - (spent - k->central) / unmodelled;
    status = isfinite(k->factors[i]) ? CC_OK : CC_NUMERIC;
  }
  return status;
}

/* A million draws take some seconds, in which one may want to stop. */
static cc_status project_draws(cc_projector *p, const cc_projections *of, int n_draws) {
  cc_status status = CC_OK;
  for (int first = 0; first < n_draws && status == CC_OK; first += DRAWS_BETWEEN_INTERRUPTS) {
    int left = n_draws - first;
    int end = left < DRAWS_BETWEEN_INTERRUPTS ? n_draws : first + DRAWS_BETWEEN_INTERRUPTS;
    status = cc_interrupted() ? CC_INTERRUPTED : cc_project_all(p, of, first, end);
  }
  return status;
}

cc_status cc_known_budget_factors(const cc_scenario *scenario, void *context,
                                  void (*fill_draw)(void *context, int i, double *vector),
                                  int n_draws, double *factors) {
  const cc_plan *plan = &scenario->plan;
  known k = {.scenario = scenario,
             .draws = context,
             .fill = fill_draw,
             .n_draws = n_draws,
             .unmodelled = plan->rows.a_services + plan->n_services - 1};
  const cc_projections projections = {&k, fill, take};
  first_year first = {0};
  cc_projector p = {0};
  k.factors = factors;
  cc_status status = make_first_year(scenario, &first);
  if (status == CC_OK) {
    status = cc_projector_start(&first.scenario, &p);
  }
  if (status == CC_OK) {
    status = cc_project_all(&p, &projections, n_draws, n_draws + 1);
  }
  if (status == CC_OK) {
    status = project_draws(&p, &projections, n_draws);
  }
  cc_projector_stop(&p);
  forget(&first);
  return status;
}

void cc_known_budget_apply(const cc_plan *plan, double factor, double *vector) {
  const cc_parameter *line = &plan->parameters[plan->services[plan->n_services - 1].cost];
  for (int k = 0; k < line->n_knots; k++) {
    vector[line->first_value + k] *= factor;
  }
}
