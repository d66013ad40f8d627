/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of the children in care, exactly. In a band with generator Q, over a step of h years,
 * with e entries a year (row vectors over the states):
 *
 *   S0 = exp(Qh)      S1 = integral of exp(Qs) over s in 0..h      S2 = integral of S1
 *   stock afterwards  n' = n S0 + e S1          for every age, e by the ages of entries
 *   child-years       L  = n S1 + e S2          only for the band as a whole
 *   flow of a term    L[from] x its rate, whole-band: exits, and moves between placements
 *
 * The stock of a state is a weighted sum of rows of ages: of the states that its children come
 * from, and of the ages of entries, which never change within a band, with the weight (e S1)[q]. On
 * the last step of a month the sum is written one age further on: that is all that ageing is. What
 * lands in the cell of 216 months has turned 18.
 *
 * The number of children in a band obeys the same solution as its cells, less those who grow out of
 * it and plus those who grow into it. It is carried along in that way, which is cheaper than adding
 * up thousands of cells every month, and counted afresh from the cells now and then; a difference
 * would show as an imbalance of that month (identities.c). */
#include "model/cohorts.h"

#include <assert.h>

#include "model/sum.h"
#include "model/weighted_rows.h"

/* What a step makes of one band, by state. */
typedef struct {
  double child_years[CC_MAX_STATES];
  double entered[CC_MAX_STATES]; /* who entered in the step and is there at its end */
  double stayed[CC_MAX_STATES];  /* who was there before, and is there at its end */
} band_outcome;

/* vector x matrix, over the states. */
static void multiply(cc_weighted_rows add, int n, const double *vector,
                     const cc_state_matrix matrix, double *product) {
  static const int rows[CC_MAX_STATES] = {0,   16,  32,  48,  64,  80,  96,  112,
                                          128, 144, 160, 176, 192, 208, 224, 240};
  static_assert(CC_MAX_STATES == 16, "rows lists where the rows of a matrix begin");
  add(CC_MAX_STATES, n, matrix[0], rows, vector, product);
}

/* Solves the band as a whole. */
static void solve_band(cc_weighted_rows add, int n, const cc_band_step *step, const double *stock,
                       const double *entries, band_outcome *outcome) {
  double of_entries[CC_MAX_STATES];
  multiply(add, n, stock, step->s0, outcome->stayed);
  multiply(add, n, stock, step->s1, outcome->child_years);
  multiply(add, n, entries, step->s1, outcome->entered);
  multiply(add, n, entries, step->s2, of_entries);
  for (int s = 0; s < CC_MAX_STATES; s++) {
    outcome->child_years[s] += of_entries[s];
  }
}

/* One output of the band, age by age: a state's cells, or who leaves to independence. `entered` is
 * the weight of the row of entries. */
static void add_output(cc_weighted_rows add, cc_band_step *step, int output, double entered,
                       const double *cells, int length, double *out) {
  int first = step->first_row[output];
  step->weights[step->entry_row[output]] = entered;
  add(length, step->first_row[output + 1] - first, cells, step->rows + first, step->weights + first,
      out);
}

/* Solves the band age by age; its cells are written `shift` ages further on. */
static void move_stock(cc_weighted_rows add, const cc_plan *plan, cc_band_step *step, int band,
                       int shift, const double *entered, cc_cohorts *cohorts) {
  int first = plan->band_first_age[band];
  int length = plan->band_first_age[band + 1] - first;
  const double *now = cohorts->cells[cohorts->current][0] + first;
  double(*next)[CC_AGE_ROW] = cohorts->cells[1 - cohorts->current];
  for (int q = 0; q < plan->n_states; q++) {
    add_output(add, step, q, entered[q], now, length, next[q] + first + shift);
  }
}

/* Who leaves the band to independence from 16 on, age by age. */
static void count_independence(cc_weighted_rows add, const cc_plan *plan, cc_band_step *step,
                               int band, const cc_cohorts *cohorts, cc_flows *flows) {
  int first = plan->band_first_age[band], end = plan->band_first_age[band + 1];
  double leaving[CC_AGE_ROW], of_entries = 0.0;
  for (int s = 0; s < plan->n_states; s++) {
    of_entries += cohorts->entries[band][s] * step->entries_to_independence[s];
  }
  add_output(add, step, plan->n_states, of_entries, cohorts->cells[cohorts->current][0] + first,
             end - first, leaving);
  for (int a = first < CC_LEAVER_FIRST_AGE ? CC_LEAVER_FIRST_AGE : first; a < end; a++) {
    flows->to_independence[a - CC_LEAVER_FIRST_AGE] += leaving[a - first];
  }
}

/* Entries, exits and moves of one band. */
static void count_flows(const cc_band_step *step, double years, const double *entries,
                        const double *child_years, cc_flows *flows) {
  for (int s = 0; s < CC_MAX_STATES; s++) {
    flows->child_years[s] += child_years[s];
    flows->entries[s] += entries[s] * years;
    flows->moves_out[s] += child_years[s] * step->moves_out[s];
  }
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    for (int s = 0; s < CC_MAX_STATES; s++) {
      flows->exits[d][s] += child_years[s] * step->exits[d][s];
    }
  }
  for (int i = 0; i < step->n_moves; i++) {
    const cc_move *move = &step->moves[i];
    flows->moves_in[move->to] += child_years[move->from] * move->rate;
  }
}

/* The states in which there is anybody, a bit each. */
static unsigned states_with(int n, const double *children) {
  unsigned states = 0;
  for (int s = 0; s < n; s++) {
    states |= (unsigned)(children[s] != 0.0) << s;
  }
  return states;
}

static void advance_band(cc_weighted_rows add, const cc_plan *plan, cc_band_step *step, int band,
                         double years, int shift, cc_cohorts *cohorts, cc_flows *flows) {
  band_outcome outcome;
  double *stock = cohorts->in_band[band], *entries = cohorts->entries[band];
  solve_band(add, plan->n_states, step, stock, entries, &outcome);
  count_flows(step, years, entries, outcome.child_years, flows);
  if (step->has_independence && plan->band_first_age[band + 1] > CC_LEAVER_FIRST_AGE) {
    count_independence(add, plan, step, band, cohorts, flows);
  }
  move_stock(add, plan, step, band, shift, outcome.entered, cohorts);
  for (int s = 0; s < CC_MAX_STATES; s++) {
    stock[s] = outcome.stayed[s] + outcome.entered[s];
  }
}

/* After ageing: the first cell of every band holds those who grew out of the one before. The
 * youngest cells are empty, and the oldest have turned 18. */
static void cross_bands(const cc_plan *plan, cc_cohorts *cohorts, cc_flows *flows) {
  double(*cells)[CC_AGE_ROW] = cc_cells(cohorts);
  int last = plan->n_bands - 1;
  for (int s = 0; s < plan->n_states; s++) {
    cells[s][plan->band_first_age[0]] = 0.0;
    for (int b = 0; b <= last; b++) {
      double grown = cells[s][plan->band_first_age[b + 1]];
      double left = cohorts->in_band[b][s] - grown;
      cohorts->in_band[b][s] = left > 0.0 ? left : 0.0; /* rounding leaves no fewer than nobody */
      if (b < last) {
        cohorts->in_band[b + 1][s] += grown;
      }
    }
    flows->turned_18[s] += cells[s][CC_ADULT_AGE];
    cells[s][CC_ADULT_AGE] = 0.0;
  }
}

void cc_cohorts_advance(const cc_plan *plan, cc_band_step *steps, double years, bool ages,
                        cc_cohorts *cohorts, cc_flows *flows) {
  cc_weighted_rows add = cc_weighted_rows_best();
  int n = plan->n_states;
  for (int b = 0; b < plan->n_bands; b++) {
    cc_band_step *step = &steps[b];
    cc_band_step_list_rows(n, states_with(n, cohorts->in_band[b]),
                           states_with(n, cohorts->entries[b]), step);
    advance_band(add, plan, step, b, years, ages ? 1 : 0, cohorts, flows);
  }
  cohorts->current = 1 - cohorts->current;
  if (ages) {
    cross_bands(plan, cohorts, flows);
  }
}

void cc_cohorts_recount(const cc_plan *plan, cc_cohorts *cohorts) {
  for (int b = 0; b < plan->n_bands; b++) {
    int first = plan->band_first_age[b], length = plan->band_first_age[b + 1] - first;
    for (int s = 0; s < plan->n_states; s++) {
      const double *cells = cc_cells(cohorts)[s] + first;
      cohorts->in_band[b][s] = cc_sum(cells, length);
      cohorts->most_negative = cc_lowest(cells, length, cohorts->most_negative);
    }
  }
}

double cc_cohorts_in_placement(const cc_plan *plan, const cc_cohorts *cohorts, int placement) {
  double children = 0.0;
  for (int s = 0; s < plan->n_states; s++) {
    for (int b = 0; b < plan->n_bands && plan->state_placement[s] == placement; b++) {
      children += cohorts->in_band[b][s];
    }
  }
  return children;
}
