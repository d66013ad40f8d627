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
  step->occupied = step->entered = no_states;
}

static int add_row(cc_band_step *step, int count, int row, double weight) {
  step->rows[count] = row;
  step->weights[count] = weight;
  return count + 1;
}

/* The next number of rows that is a whole number of eights and at most one four, two or one. */
static int round_up(int rows) {
  int rest = rows % 8;
  if (rest == 3) {
    return rows + 1;
  }
  return rest > 4 ? rows + 8 - rest : rows;
}

void cc_band_step_list_rows(int n_states, unsigned occupied, unsigned entered, cc_band_step *step) {
  if (step->occupied == occupied && step->entered == entered) {
    return;
  }
  int count = 0;
  step->occupied = occupied;
  step->entered = entered;
  for (int q = 0; q < n_states; q++) {
    int first = step->first_row[q] = count;
    bool takes_entries = false;
    for (int p = 0; p < n_states; p++) {
      if ((occupied >> p & 1u) != 0 && step->s0[p][q] != 0.0) {
        count = add_row(step, count, p, step->s0[p][q]);
      }
      takes_entries = takes_entries || ((entered >> p & 1u) != 0 && step->s1[p][q] != 0.0);
    }
    step->entry_row[q] = takes_entries ? count : CC_MAX_ROWS - 1;
    if (takes_entries) {
      count = add_row(step, count, CC_ENTRY_ROW, 0.0);
    }
    for (int end = first + round_up(count - first); count < end;) {
      count = add_row(step, count, CC_ENTRY_ROW, 0.0);
    }
  }
  step->first_row[n_states] = count;
}
