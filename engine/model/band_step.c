/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator Q of one band: a move from p to q at rate lambda adds lambda to Q[p][q], and every
 * move and every exit takes its rate off Q[p][p]. Rates are per child and year. */
#include "model/band_step.h"

#include <string.h>

/* No set of states: CC_MAX_STATES bits are fewer than unsigned has. */
static const unsigned no_ways = ~0u;

void cc_band_step_solve(const cc_plan *plan, const cc_series_set *set, int month, int band,
                        double years, double *rates, double *scratch, cc_band_step *step) {
  const cc_demand *demand = &plan->demand;
  int n = plan->n_states;
  double q[CC_MAX_STATES * CC_MAX_STATES] = {0};
  memset(step->to_independence, 0, sizeof step->to_independence);
  step->has_independence = false;
  for (int i = demand->first_term[band]; i < demand->first_term[band + 1]; i++) {
    const cc_rate_term *term = &demand->terms[i];
    double rate = rates[i] = cc_value(set, term->rate, month, 0.0);
    q[term->from * n + term->from] -= rate;
    if (term->to != CC_ABSENT) {
      q[term->from * n + term->to] += rate;
    } else if (term->destination == CC_INDEPENDENCE) {
      step->to_independence[term->from] += rate;
      step->has_independence = true;
    }
  }
  cc_generator_integrals(n, q, years, step->s0, step->s1, step->s2, scratch);
  step->occupied = no_ways;
}

void cc_band_step_find_ways(int n_states, unsigned occupied, cc_band_step *step) {
  if (step->occupied == occupied) {
    return;
  }
  int n_rows = 0;
  step->occupied = occupied;
  step->n_ways = 0;
  for (int q = 0; q < n_states; q++) {
    step->first_row[q] = n_rows;
    for (int p = 0; p < n_states; p++) {
      int i = p * n_states + q;
      if ((occupied >> p & 1u) != 0 && step->s0[i] != 0.0) {
        step->ways[step->n_ways++] = (cc_way){p, q, step->s0[i], step->s1[i], step->s2[i]};
        step->rows[n_rows] = p;
        step->weights[n_rows++] = step->s0[i];
      }
    }
    step->rows[n_rows++] = CC_ENTRY_ROW;
  }
  step->first_row[n_states] = n_rows;
}
