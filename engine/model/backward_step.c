/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Let R be what a child will count from here on. Within a month, with generator Q, w what a
 * child-year in a state counts, c what an exit counts and mu its rate, and time running backward
 * (column vectors over the states),
 *
 *   d E[R] / dt    =  Q E[R] + w + sum of mu c
 *   d E[R^2] / dt  =  Q E[R^2] + 2 w E[R] + sum of mu c^2
 *
 * which the integrals S0, S1, S2 of the generator and their slopes S0', S1', S2' in the direction
 * diag(w) solve. From f and g at the month's end, with a = w + sum of mu c and j = sum of mu c^2,
 *
 *   at the month's start         E[R] = S0 f + S1 a     E[R^2] = S0 g + 2 S0' f + S1 j + 2 S1' a
 *   summed over the entries,     E[R] = S1 f + S2 a     E[R^2] = S1 g + 2 S1' f + S2 j + 2 S2' a
 *   one a year through the month
 *
 * An exit after which a child goes on to count, F and G at the month's end, of those who are in
 * touch then, a share k, adds with its rates m and c
 *
 *   at the month's start         E[R]  k S1 m F         E[R^2]  k (S1 m G + 2 (S1' m + c S1 m) F)
 *
 * and for entries the same with S2: S1 m is how many leave, S1' m what they have counted by then.
 */
#include "model/backward_step.h"

#include <string.h>

#include "base/calendar.h"

/* result = matrix x column */
static void product(int n, const double *matrix, const double *column, double *result) {
  for (int p = 0; p < n; p++) {
    result[p] = 0.0;
    for (int q = 0; q < n; q++) {
      result[p] += matrix[p * n + q] * column[q];
    }
  }
}

/* result = matrix x column + 2 matrix' x other */
static void moment_product(int n, const cc_sloped *matrix, const double *column,
                           const double *other, double *result) {
  double turned[CC_MAX_STATES];
  product(n, matrix->value, column, result);
  product(n, matrix->slope, other, turned);
  for (int p = 0; p < n; p++) {
    result[p] += 2.0 * turned[p];
  }
}

/* The generator of a band; what a child counts for each year in a state, its exits included, and
 * the rates times the squares of what exits count; the rates to independence. */
typedef struct {
  double q[CC_MAX_STATES * CC_MAX_STATES];
  double counts[CC_MAX_STATES], jumps[CC_MAX_STATES], independence[CC_MAX_STATES];
} band_rates;

static void add_exit(const cc_rate_term *term, double rate, double on_exit, band_rates *rates) {
  rates->counts[term->from] += rate * on_exit;
  rates->jumps[term->from] += rate * on_exit * on_exit;
  if (term->destination == CC_INDEPENDENCE) {
    rates->independence[term->from] += rate;
  }
}

static void read_rates(const cc_plan *plan, const cc_series_set *set,
                       const cc_linear_measure *measure, int month, int band, band_rates *rates) {
  const cc_demand *demand = &plan->demand;
  int n = plan->n_states;
  memset(rates, 0, sizeof *rates);
  memcpy(rates->counts, measure->in_state[month], sizeof rates->counts);
  for (int i = demand->first_term[band]; i < demand->first_term[band + 1]; i++) {
    const cc_rate_term *term = &demand->terms[i];
    double rate = cc_value(set, term->rate, month, 0.0);
    rates->q[term->from * n + term->from] -= rate;
    if (term->to != CC_ABSENT) {
      rates->q[term->from * n + term->to] += rate;
    } else {
      add_exit(term, rate, measure->on_exit[month][term->destination], rates);
    }
  }
}

/* Who leaves to independence, by an integral of the generator, and what they counted with it.
 * Returns whether anybody does. */
static bool solve_leaving(int n, const cc_sloped *integral, const double *rates, double on_exit,
                          double *leaving, double *counted) {
  bool any = false;
  product(n, integral->value, rates, leaving);
  product(n, integral->slope, rates, counted);
  for (int p = 0; p < n; p++) {
    counted[p] += on_exit * leaving[p];
    any = any || leaving[p] != 0.0;
  }
  return any;
}

void cc_backward_step_solve(const cc_plan *plan, const cc_series_set *set,
                            const cc_linear_measure *measure, int month, int band,
                            cc_backward_step *step) {
  int n = plan->n_states;
  double on_independence = measure->on_exit[month][CC_INDEPENDENCE];
  band_rates rates;
  read_rates(plan, set, measure, month, band, &rates);
  cc_generator_slopes(n, rates.q, measure->in_state[month], 1.0 / CC_MONTHS_PER_YEAR, &step->s0,
                      &step->s1, &step->s2);
  product(n, step->s1.value, rates.counts, step->first);
  moment_product(n, &step->s1, rates.jumps, rates.counts, step->second);
  product(n, step->s2.value, rates.counts, step->entry_first);
  moment_product(n, &step->s2, rates.jumps, rates.counts, step->entry_second);
  step->has_independence = solve_leaving(n, &step->s1, rates.independence, on_independence,
                                         step->leaving, step->counted);
  solve_leaving(n, &step->s2, rates.independence, on_independence, step->entry_leaving,
                step->entry_counted);
}

void cc_backward_step_enter(int n_states, const cc_backward_step *step, const double *first_after,
                            const double *second_after, double *first, double *second) {
  product(n_states, step->s1.value, first_after, first);
  moment_product(n_states, &step->s1, second_after, first_after, second);
  for (int s = 0; s < n_states; s++) {
    first[s] += step->entry_first[s];
    second[s] += step->entry_second[s];
  }
}
