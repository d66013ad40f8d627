/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bid saves what is spent without it, less what is spent with it but for its own cost: with no
 * other bid that has effects on (alone), or with all others (last). Bids are switched off by not
 * being active, which leaves the order of the rest as it is. */
#include "analysis/bid_order.h"

#include <stdlib.h>
#include <string.h>

#include "model/invest_to_save.h"

int cc_bid_order_count(const cc_plan *plan) {
  int count = 0;
  for (int i = 0; i < plan->n_interventions; i++) {
    count += cc_is_modelled_bid(&plan->interventions[i]);
  }
  return count > 1 ? count : 0;
}

/* A scenario whose bids may be switched off. */
typedef struct {
  cc_scenario scenario;
  cc_intervention *interventions; /* the copy's */
} switched;

static cc_status start_switched(const cc_scenario *scenario, switched *s) {
  const cc_plan *plan = &scenario->plan;
  size_t bytes = (size_t)plan->n_interventions * sizeof *plan->interventions;
  *s = (switched){*scenario, malloc(bytes)};
  if (s->interventions == NULL) {
    return CC_NO_MEMORY;
  }
  memcpy(s->interventions, plan->interventions, bytes);
  s->scenario.plan.interventions = s->interventions;
  return CC_OK;
}

/* Of all years together. */
static double sum_of(const cc_run *run, int row) {
  return cc_span_value(run->plan, cc_alone(run->results),
                       &(cc_span){row, 0, run->plan->n_years - 1});
}

/* Spending as bids are switched, GBP. */
static cc_status spend(const switched *s, double *spent) {
  cc_run run = {0};
  cc_status status = cc_run_start(&s->scenario, &run);
  if (status == CC_OK) {
    *spent = sum_of(&run, run.plan->rows.a_expenditure);
  }
  cc_run_free(&run);
  return status;
}

/* Switches those bids that have effects, all but one. */
static void switch_others(const cc_plan *plan, int own, bool on, switched *s) {
  for (int i = 0; i < plan->n_interventions; i++) {
    bool other = i != own && cc_is_modelled_bid(&plan->interventions[i]);
    s->interventions[i].active = other ? on : plan->interventions[i].active;
  }
}

/* Fills an order but for `alone` and `last`, which are given what is spent with the bid alone and
 * with all others. */
static cc_status find_one(const cc_run *run, int own, int bid, switched *s, cc_bid_order *order) {
  *order = (cc_bid_order){.intervention = own,
                          .written = sum_of(run, run->plan->rows.a_intervention_benefit + bid)};
  switch_others(run->plan, own, false, s);
  cc_status status = spend(s, &order->alone);
  if (status == CC_OK) {
    switch_others(run->plan, own, true, s);
    s->interventions[own].active = false;
    status = spend(s, &order->last);
  }
  return status;
}

/* From what is spent to what is saved; `none` is spent with no bid that has effects. */
static void turn_to_savings(const cc_run *run, int bid, double none, cc_bid_order *order) {
  double cost = sum_of(run, run->plan->rows.a_intervention_cost + bid);
  order->alone = none - order->alone + cost;
  order->last = order->last - sum_of(run, run->plan->rows.a_expenditure) + cost;
}

static cc_status find_all(const cc_run *run, switched *s, cc_bid_order *orders) {
  const cc_plan *plan = run->plan;
  double none = 0.0;
  switch_others(plan, CC_ABSENT, false, s);
  cc_status status = spend(s, &none);
  for (int i = 0, bid = 0, count = 0; i < plan->n_interventions && status == CC_OK; i++) {
    if (cc_is_modelled_bid(&plan->interventions[i])) {
      status = find_one(run, i, bid, s, &orders[count]);
      turn_to_savings(run, bid, none, &orders[count++]);
    }
    bid += cc_is_bid(&plan->interventions[i]);
  }
  return status;
}

cc_status cc_bid_order_find(const cc_run *run, cc_bid_order *orders) {
  if (cc_bid_order_count(run->plan) == 0) {
    return CC_OK;
  }
  switched s = {0};
  cc_status status = start_switched(run->scenario, &s);
  if (status == CC_OK) {
    status = find_all(run, &s, orders);
  }
  free(s.interventions);
  return status;
}
