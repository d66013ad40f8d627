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

/* Whether children move by a term in a month. */
static bool is_moved_by(const cc_rate_term *term, const cc_series_set *set, int month) {
  return term->to != CC_ABSENT && cc_any(cc_value(set, term->rate, month, 0.0) != 0.0);
}

cc_states cc_states_reached(const cc_plan *plan, const cc_series_set *set, int month, int band,
                            cc_states states) {
  const cc_demand *demand = &plan->demand;
  cc_states before;
  do {
    before = states;
    for (int s = 0; s < plan->n_states; s++) {
      states |= cc_has_state(states, s) ? overflow_of(plan, s) : 0;
    }
    for (int i = demand->first_term[band]; i < demand->first_term[band + 1]; i++) {
      const cc_rate_term *term = &demand->terms[i];
      if (cc_has_state(states, term->from) && is_moved_by(term, set, month)) {
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
    step->place[s] = cc_has_state(live, s) ? step->n : CC_ABSENT;
    if (cc_has_state(live, s)) {
      step->state[step->n++] = s;
    }
  }
  step->width = CC_PRODUCT_WIDTH(step->n);
}

static void add_way(const cc_rate_term *term, cc_num rate, cc_band_step *step) {
  if (cc_any(rate != 0.0)) {
    step->rates[step->n_ways] = rate;
    step->ways[step->n_ways++] =
        (cc_way_out){step->place[term->from], term->from, term->to, term->destination};
  }
}

static void add_exit(const cc_plan *plan, const cc_rate_term *term, cc_num rate, cc_num *q,
                     cc_band_step *step) {
  int from = step->place[term->from];
  q[from * step->n + from] -= rate;
  add_way(term, rate, step);
  step->n_exits = step->n_ways;
  if (term->destination == CC_INDEPENDENCE &&
      plan->band_first_age[term->band + 1] > CC_LEAVER_FIRST_AGE) {
    step->has_independence = true;
    step->independence[from] += rate;
  }
}

/* A state that anybody moves to is live. */
static void add_move(const cc_plan *plan, const cc_rate_term *term, cc_num rate, cc_num *q,
                     cc_band_step *step) {
  int from = step->place[term->from], to = step->place[term->to];
  if (to == CC_ABSENT) {
    return;
  }
  q[from * step->n + from] -= rate;
  q[from * step->n + to] += rate;
  if (plan->state_placement[term->from] != plan->state_placement[term->to]) {
    add_way(term, rate, step);
    step->moves_out[from] += rate;
  }
}

/* Adds the band's exits, or its moves, to the generator and to the ways out. */
static void add_terms(const cc_plan *plan, const cc_series_set *set, int month, int band,
                      bool exits, cc_band_step_work *work, cc_band_step *step) {
  const cc_demand *demand = &plan->demand;
  for (int i = demand->first_term[band]; i < demand->first_term[band + 1]; i++) {
    const cc_rate_term *term = &demand->terms[i];
    if ((term->to == CC_ABSENT) != exits) {
      continue;
    }
    cc_num rate = cc_value(set, term->rate, month, 0.0);
    work->magnitude[term->from] += exits ? rate : 2.0 * rate;
    if (cc_has_state(step->live, term->from)) {
      (exits ? add_exit : add_move)(plan, term, rate, work->q, step);
    }
  }
}

static void copy_matrix(int n, int width, const cc_num *packed, cc_num *matrix) {
  memset(matrix, 0, (size_t)(n * width) * sizeof *matrix);
  for (int p = 0; p < n; p++) {
    memcpy(matrix + p * width, packed + p * n, (size_t)n * sizeof *packed);
  }
}

/* Child-years in each state times the rate there. */
static void find_independence(cc_band_step *step) {
  memset(step->to_independence, 0, sizeof step->to_independence);
  memset(step->entries_to_independence, 0, sizeof step->entries_to_independence);
  for (int q = 0; q < step->n && step->has_independence; q++) {
    for (int p = 0; p < step->n; p++) {
      step->to_independence[p] += step->s1[p * step->width + q] * step->independence[q];
      step->entries_to_independence[p] += step->s2[p * step->width + q] * step->independence[q];
    }
  }
}

static cc_num largest(int n, const cc_num *values) {
  cc_num found = cc_all(0.0);
  for (int i = 0; i < n; i++) {
    found = cc_higher(values[i], found);
  }
  return found;
}

/* The generator's norm is taken over all states of the band, live or not, so that a result does not
 * change, not in its last bit, with whether others are there. */
void cc_band_step_solve(const cc_plan *plan, const cc_series_set *set, int month, int band,
                        double years, cc_states live, cc_band_step_work *work, cc_band_step *step) {
  list_states(plan->n_states, live, step);
  int n = step->n;
  memset(work->magnitude, 0, sizeof work->magnitude);
  memset(work->q, 0, (size_t)(n * n) * sizeof *work->q);
  memset(step->moves_out, 0, sizeof step->moves_out);
  memset(step->independence, 0, sizeof step->independence);
  step->has_independence = false;
  step->n_ways = step->n_exits = 0;
  add_terms(plan, set, month, band, true, work, step);
  add_terms(plan, set, month, band, false, work, step);
  cc_generator_integrals(n, work->q, largest(plan->n_states, work->magnitude), years, work->s0,
                         work->s1, work->s2, work->scratch);
  copy_matrix(n, step->width, work->s0, step->s0);
  copy_matrix(n, step->width, work->s1, step->s1);
  copy_matrix(n, step->width, work->s2, step->s2);
  find_independence(step);
}
