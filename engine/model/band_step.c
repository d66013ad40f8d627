/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator Q of one band: a move from p to q at rate lambda adds lambda to Q[p][q], and every
 * move and every exit takes its rate off Q[p][p]. Rates are per child and year. As no move leads
 * out of the live states, the solution over them is that over all states. */
#include "model/band_step.h"

#include <string.h>

#include "model/population.h"

/* Where children of a state go for want of places, or nowhere. */
static cc_states overflow_of(const cc_plan *plan, int state) {
  int to = plan->placements[plan->state_placement[state]].overflow_to;
  return to == CC_ABSENT ? 0 : 1u << cc_first_state(plan, to);
}

cc_states cc_states_reached(const cc_plan *plan, int band, cc_states states) {
  const cc_demand *demand = &plan->demand;
  cc_states before;
  do {
    before = states;
    for (int s = 0; s < plan->n_states; s++) {
      states |= cc_has_state(states, s) ? overflow_of(plan, s) : 0;
    }
    for (int i = demand->first_term[band]; i < demand->first_term[band + 1]; i++) {
      const cc_rate_term *term = &demand->terms[i];
      if (term->to != CC_ABSENT && cc_has_state(states, term->from)) {
        states |= 1u << term->to;
      }
    }
  } while (states != before);
  return states;
}

static void list_states(int n_states, cc_states live, cc_band_step *step) {
  step->live = live;
  step->n = 0;
  for (int s = 0; s < n_states; s++) {
    if (cc_has_state(live, s)) {
      step->place[s] = step->n;
      step->state[step->n++] = s;
    }
  }
}

static void add_term(const cc_plan *plan, const cc_rate_term *term, double rate, double *q,
                     cc_band_step *step) {
  int n = step->n, from = step->place[term->from];
  q[from * n + from] -= rate;
  if (term->to == CC_ABSENT) {
    step->exits[term->destination][term->from] += rate;
    step->has_independence |= term->destination == CC_INDEPENDENCE &&
                              plan->band_first_age[term->band + 1] > CC_LEAVER_FIRST_AGE;
    return;
  }
  int to = step->place[term->to];
  q[from * n + to] += rate;
  if (plan->state_placement[term->from] != plan->state_placement[term->to]) {
    step->moves_out[term->from] += rate;
    step->moves[from][to] += rate;
  }
}

static void copy_matrix(int n, const double *packed, cc_state_matrix matrix) {
  memset(matrix, 0, (size_t)n * sizeof(cc_state_row));
  for (int p = 0; p < n; p++) {
    memcpy(matrix[p], packed + p * n, (size_t)n * sizeof *packed);
  }
}

/* Child-years in each state times the rate there. */
static void find_independence(cc_band_step *step) {
  memset(step->to_independence, 0, sizeof step->to_independence);
  memset(step->entries_to_independence, 0, sizeof step->entries_to_independence);
  for (int q = 0; q < step->n; q++) {
    double rate = step->exits[CC_INDEPENDENCE][step->state[q]];
    for (int p = 0; p < step->n && rate != 0.0; p++) {
      step->to_independence[p] += step->s1[p][q] * rate;
      step->entries_to_independence[p] += step->s2[p][q] * rate;
    }
  }
}

void cc_band_step_solve(const cc_plan *plan, const cc_series_set *set, int month, int band,
                        double years, cc_states live, double *scratch, cc_band_step *step) {
  const cc_demand *demand = &plan->demand;
  double q[CC_MAX_STATES * CC_MAX_STATES] = {0}, s0[CC_MAX_STATES * CC_MAX_STATES];
  double s1[CC_MAX_STATES * CC_MAX_STATES], s2[CC_MAX_STATES * CC_MAX_STATES];
  list_states(plan->n_states, live, step);
  memset(step->exits, 0, sizeof step->exits);
  memset(step->moves, 0, sizeof step->moves);
  memset(step->moves_out, 0, sizeof step->moves_out);
  step->has_independence = false;
  for (int i = demand->first_term[band]; i < demand->first_term[band + 1]; i++) {
    const cc_rate_term *term = &demand->terms[i];
    if (cc_has_state(live, term->from)) {
      add_term(plan, term, cc_value(set, term->rate, month, 0.0), q, step);
    }
  }
  cc_generator_integrals(step->n, q, years, s0, s1, s2, scratch);
  copy_matrix(step->n, s0, step->s0);
  copy_matrix(step->n, s1, step->s1);
  copy_matrix(step->n, s2, step->s2);
  find_independence(step);
}
