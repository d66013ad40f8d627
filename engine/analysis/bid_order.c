/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A bid saves what is spent without it, less what is spent with it but for its own cost: with no
 * other bid that has effects on (alone), with those before it (written), or with all others (last).
 * Bids are switched off by not being active, which leaves the order of the rest as it is. */
#include "analysis/bid_order.h"

#include <stdlib.h>
#include <string.h>

#include "analysis/run.h"
#include "model/invest_to_save.h"

int cc_bid_order_count(const cc_plan *plan) {
  int count = 0;
  for (int i = 0; i < plan->n_interventions; i++) {
    count += cc_is_modelled_bid(&plan->interventions[i]);
  }
  return count > 1 ? count : 0;
}

/* What is asked: a scenario whose switches may be turned. */
typedef struct {
  cc_scenario scenario;
  cc_intervention *interventions; /* the copy's */
  const cc_intervention *written;
  int count; /* of interventions */
} switched;

/* Spending of all years with the bids that `is_on` says, beside bid `own`, GBP. */
static cc_status spend(switched *s, bool (*is_on)(int bid, int own), int own, double *spent) {
  for (int i = 0; i < s->count; i++) {
    s->interventions[i].active =
        s->written[i].active && (!cc_is_modelled_bid(&s->written[i]) || is_on(i, own));
  }
  cc_run run = {0};
  cc_status status = cc_run_start(&s->scenario, &run);
  if (status == CC_OK) {
    const cc_span all = {run.plan->rows.a_expenditure, 0, run.plan->n_years - 1};
    *spent = cc_span_value(run.plan, cc_alone(run.results), &all);
  }
  cc_run_free(&run);
  return status;
}

static bool none(int bid, int own) {
  (void)bid;
  (void)own;
  return false;
}
static bool only(int bid, int own) {
  return bid == own;
}
static bool before(int bid, int own) {
  return bid < own;
}
static bool up_to(int bid, int own) {
  return bid <= own;
}
static bool others(int bid, int own) {
  return bid != own;
}
static bool all(int bid, int own) {
  (void)bid;
  (void)own;
  return true;
}

/* What is spent less with bid `own` beside some others, its own cost apart. */
static cc_status save(switched *s, bool (*without)(int bid, int own),
                      bool (*with)(int bid, int own), int own, double cost, double *saved) {
  double off = 0.0, on = 0.0;
  cc_status status = spend(s, without, own, &off);
  if (status == CC_OK) {
    status = spend(s, with, own, &on);
  }
  *saved = off - on + cost;
  return status;
}

static cc_status find_one(switched *s, int own, double cost, cc_bid_order *order) {
  order->intervention = own;
  cc_status status = save(s, before, up_to, own, cost, &order->written);
  if (status == CC_OK) {
    status = save(s, none, only, own, cost, &order->alone);
  }
  return status == CC_OK ? save(s, others, all, own, cost, &order->last) : status;
}

/* Finds those of all bids, whose own cost is in `run`. */
static cc_status find_all(switched *s, const cc_run *run, cc_bid_order *orders) {
  cc_status status = CC_OK;
  for (int i = 0, bid = 0, count = 0; i < s->count && status == CC_OK; i++) {
    if (cc_is_modelled_bid(&s->written[i])) {
      const cc_span cost = {run->plan->rows.a_intervention_cost + bid, 0, run->plan->n_years - 1};
      status =
          find_one(s, i, cc_span_value(run->plan, cc_alone(run->results), &cost), &orders[count++]);
    }
    bid += cc_is_bid(&s->written[i]);
  }
  return status;
}

cc_status cc_bid_order_find(const cc_scenario *scenario, cc_bid_order *orders) {
  const cc_plan *plan = &scenario->plan;
  if (cc_bid_order_count(plan) == 0) {
    return CC_OK;
  }
  size_t bytes = (size_t)plan->n_interventions * sizeof *plan->interventions;
  switched s = {*scenario, malloc(bytes), plan->interventions, plan->n_interventions};
  if (s.interventions == NULL) {
    return CC_NO_MEMORY;
  }
  memcpy(s.interventions, plan->interventions, bytes);
  s.scenario.plan.interventions = s.interventions;
  cc_run run = {0};
  cc_status status = cc_run_start(scenario, &run);
  if (status == CC_OK) {
    status = find_all(&s, &run, orders);
  }
  cc_run_free(&run);
  free(s.interventions);
  return status;
}
