/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator Q of one band: a move from p to q at rate lambda adds lambda to Q[p][q], and every
 * move and every exit takes its rate off Q[p][p]. Rates are per child and year. */
#include "model/band_step.h"

#include <string.h>

/* No set of states: an unsigned has more bits than there can be states. */
static const unsigned no_states = ~0u;

static void add_term(const cc_plan *plan, const cc_rate_term *term, double rate, double *q,
                     cc_band_step *step) {
  int n = plan->n_states, from = term->from, to = term->to;
  q[from * n + from] -= rate;
  if (to == CC_ABSENT) {
    step->exits[term->destination][from] += rate;
    step->has_independence |= term->destination == CC_INDEPENDENCE;
    return;
  }
  q[from * n + to] += rate;
  if (plan->state_placement[from] != plan->state_placement[to]) {
    step->moves_out[from] += rate;
    step->moves[step->n_moves++] = (cc_move){from, to, rate};
  }
}

static void copy_matrix(int n, const double *packed, cc_state_matrix matrix) {
  memset(matrix, 0, sizeof(cc_state_matrix));
  for (int p = 0; p < n; p++) {
    memcpy(matrix[p], packed + p * n, (size_t)n * sizeof *packed);
  }
}

/* Child-years in each state times the rate there. */
static void find_independence(int n, cc_band_step *step) {
  const double *rates = step->exits[CC_INDEPENDENCE];
  for (int p = 0; p < n; p++) {
    step->to_independence[p] = step->entries_to_independence[p] = 0.0;
    for (int q = 0; q < n; q++) {
      step->to_independence[p] += step->s1[p][q] * rates[q];
      step->entries_to_independence[p] += step->s2[p][q] * rates[q];
    }
  }
}

void cc_band_step_solve(const cc_plan *plan, const cc_series_set *set, int month, int band,
                        double years, double *scratch, cc_band_step *step) {
  const cc_demand *demand = &plan->demand;
  int n = plan->n_states;
  double q[CC_MAX_STATES * CC_MAX_STATES] = {0}, s0[CC_MAX_STATES * CC_MAX_STATES];
  double s1[CC_MAX_STATES * CC_MAX_STATES], s2[CC_MAX_STATES * CC_MAX_STATES];
  memset(step->exits, 0, sizeof step->exits);
  memset(step->moves_out, 0, sizeof step->moves_out);
  step->n_moves = 0;
  step->has_independence = false;
  for (int i = demand->first_term[band]; i < demand->first_term[band + 1]; i++) {
    const cc_rate_term *term = &demand->terms[i];
    add_term(plan, term, cc_value(set, term->rate, month, 0.0), q, step);
  }
  cc_generator_integrals(n, q, years, s0, s1, s2, scratch);
  copy_matrix(n, s0, step->s0);
  copy_matrix(n, s1, step->s1);
  copy_matrix(n, s2, step->s2);
  find_independence(n, step);
  step->occupied = step->entered = no_states;
}

static void add_row(cc_band_step *step, int *count, int row, double weight) {
  step->rows[*count] = row * CC_AGE_ROW;
  step->weights[*count] = weight;
  *count += 1;
}

/* The rows of one output: `of_stock` and `of_entries` have what each state gives to it, `stride`
 * apart. Returns the count so far. */
static int list_output(int n_states, const double *of_stock, const double *of_entries, int stride,
                       int output, int count, cc_band_step *step) {
  step->first_row[output] = count;
  bool takes_entries = false;
  for (int p = 0; p < n_states; p++) {
    if ((step->occupied >> p & 1u) != 0 && of_stock[p * stride] != 0.0) {
      add_row(step, &count, p, of_stock[p * stride]);
    }
    takes_entries |= (step->entered >> p & 1u) != 0 && of_entries[p * stride] != 0.0;
  }
  step->entry_row[output] = takes_entries ? count : CC_MAX_ROWS - 1;
  if (takes_entries) {
    add_row(step, &count, CC_ENTRY_ROW, 0.0);
  }
  return count;
}

void cc_band_step_list_rows(int n_states, unsigned occupied, unsigned entered, cc_band_step *step) {
  if (step->occupied == occupied && step->entered == entered) {
    return;
  }
  int count = 0;
  step->occupied = occupied;
  step->entered = entered;
  for (int q = 0; q < n_states; q++) {
    count = list_output(n_states, &step->s0[0][q], &step->s1[0][q], CC_MAX_STATES, q, count, step);
  }
  count = list_output(n_states, step->to_independence, step->entries_to_independence, 1, n_states,
                      count, step);
  step->first_row[n_states + 1] = count;
}
