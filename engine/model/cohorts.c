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

#include <string.h>

#include "model/sum.h"

/* Where gcc can, the work on a band is compiled twice, for registers of four numbers and of two,
 * and the machine that runs it chooses. Both do the same operations in the same order and fuse
 * none, so the results are the same to the last bit. */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__GLIBC__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif
#define INLINE static inline __attribute__((always_inline))

/* out = the weighted sum of one, two, four or eight rows of `length` cells. Each number of rows has
 * its own loop: a loop over rows inside would be many times slower. */
INLINE void set_one(int length, const double *const *row, const double *w, double *restrict out) {
  const double *restrict a = row[0];
  for (int i = 0; i < length; i++) {
    out[i] = w[0] * a[i];
  }
}

INLINE void set_two(int length, const double *const *row, const double *w, double *restrict out) {
  const double *restrict a = row[0], *restrict b = row[1];
  for (int i = 0; i < length; i++) {
    out[i] = w[0] * a[i] + w[1] * b[i];
  }
}

INLINE void set_four(int length, const double *const *row, const double *w, double *restrict out) {
  const double *restrict a = row[0], *restrict b = row[1];
  const double *restrict c = row[2], *restrict d = row[3];
  for (int i = 0; i < length; i++) {
    out[i] = (w[0] * a[i] + w[1] * b[i]) + (w[2] * c[i] + w[3] * d[i]);
  }
}

INLINE void set_eight(int length, const double *const *row, const double *w, double *restrict out) {
  const double *restrict a = row[0], *restrict b = row[1];
  const double *restrict c = row[2], *restrict d = row[3];
  const double *restrict e = row[4], *restrict f = row[5];
  const double *restrict g = row[6], *restrict h = row[7];
  for (int i = 0; i < length; i++) {
    out[i] = ((w[0] * a[i] + w[1] * b[i]) + (w[2] * c[i] + w[3] * d[i])) +
             ((w[4] * e[i] + w[5] * f[i]) + (w[6] * g[i] + w[7] * h[i]));
  }
}

/* out += the weighted sum of eight rows. */
INLINE void add_eight(int length, const double *const *row, const double *w, double *restrict out) {
  const double *restrict a = row[0], *restrict b = row[1];
  const double *restrict c = row[2], *restrict d = row[3];
  const double *restrict e = row[4], *restrict f = row[5];
  const double *restrict g = row[6], *restrict h = row[7];
  for (int i = 0; i < length; i++) {
    out[i] += ((w[0] * a[i] + w[1] * b[i]) + (w[2] * c[i] + w[3] * d[i])) +
              ((w[4] * e[i] + w[5] * f[i]) + (w[6] * g[i] + w[7] * h[i]));
  }
}

/* Where eight rows begin, of which `rows` has the numbers. */
INLINE void find_rows(double (*cells)[CC_AGE_ROW], int first, const int *rows, const double **row) {
  for (int k = 0; k < 8; k++) {
    row[k] = cells[rows[k]] + first;
  }
}

/* out = the weighted sum of `count` rows, filled up as cc_band_step_list_rows does: one, two, four
 * or eight, and then eights. */
INLINE void add_up(double (*cells)[CC_AGE_ROW], int first, int length, int count, const int *rows,
                   const double *weights, double *out) {
  const double *row[8];
  int done = (count + 7) % 8 + 1;
  find_rows(cells, first, rows, row);
  if (count == 0) {
    memset(out, 0, (size_t)length * sizeof *out);
  } else if (done == 8) {
    set_eight(length, row, weights, out);
  } else if (done == 4) {
    set_four(length, row, weights, out);
  } else if (done == 2) {
    set_two(length, row, weights, out);
  } else {
    set_one(length, row, weights, out);
  }
  for (; done < count; done += 8) {
    find_rows(cells, first, rows + done, row);
    add_eight(length, row, weights + done, out);
  }
}

/* What a step makes of one band, by state. */
typedef struct {
  double child_years[CC_MAX_STATES];
  double entered[CC_MAX_STATES]; /* who entered in the step and is there at its end */
  double stayed[CC_MAX_STATES];  /* who was there before, and is there at its end */
} band_outcome;

/* Solves the band as a whole. */
INLINE void solve_band(int n, const cc_band_step *step, const double *stock, const double *entries,
                       band_outcome *outcome) {
  for (int p = 0; p < n; p++) {
    double here = stock[p], coming = entries[p];
    for (int q = 0; q < CC_MAX_STATES; q++) {
      double years = p == 0 ? 0.0 : outcome->child_years[q];
      double entered = p == 0 ? 0.0 : outcome->entered[q];
      double stayed = p == 0 ? 0.0 : outcome->stayed[q];
      outcome->child_years[q] = years + (here * step->s1[p][q] + coming * step->s2[p][q]);
      outcome->entered[q] = entered + coming * step->s1[p][q];
      outcome->stayed[q] = stayed + here * step->s0[p][q];
    }
  }
}

/* Solves the band age by age; its cells are written `shift` ages further on. */
INLINE void move_stock(const cc_plan *plan, cc_band_step *step, int band, int shift,
                       const double *entered, cc_cohorts *cohorts) {
  int first = plan->band_first_age[band];
  int length = plan->band_first_age[band + 1] - first;
  double(*now)[CC_AGE_ROW] = cohorts->cells[cohorts->current];
  double(*next)[CC_AGE_ROW] = cohorts->cells[1 - cohorts->current];
  for (int q = 0; q < plan->n_states; q++) {
    int row = step->first_row[q];
    step->weights[step->entry_row[q]] = entered[q];
    add_up(now, first, length, step->first_row[q + 1] - row, step->rows + row, step->weights + row,
           next[q] + first + shift);
  }
}

/* Entries, exits and moves of one band. */
INLINE void count_flows(const cc_band_step *step, double years, const double *entries,
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

/* Who leaves to independence, by age from 16 on: the band's child-years again, age by age. */
static void count_independence(const cc_plan *plan, const cc_band_step *step, int band,
                               const cc_cohorts *cohorts, cc_flows *flows) {
  int n = plan->n_states, end = plan->band_first_age[band + 1];
  int first = plan->band_first_age[band];
  first = first < CC_LEAVER_FIRST_AGE ? CC_LEAVER_FIRST_AGE : first;
  const double *entry_ages = cohorts->cells[0][CC_ENTRY_ROW];
  for (int p = 0; p < n; p++) {
    const double *cells = cohorts->cells[cohorts->current][p];
    double of_stock = 0.0, of_entries = 0.0;
    for (int q = 0; q < n; q++) {
      of_stock += step->s1[p][q] * step->exits[CC_INDEPENDENCE][q];
      of_entries += step->s2[p][q] * step->exits[CC_INDEPENDENCE][q];
    }
    of_entries *= cohorts->entries[band][p];
    if (of_stock != 0.0 || of_entries != 0.0) {
      for (int a = first; a < end; a++) {
        flows->to_independence[a - CC_LEAVER_FIRST_AGE] +=
            cells[a] * of_stock + entry_ages[a] * of_entries;
      }
    }
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

WIDE static void advance_band(const cc_plan *plan, cc_band_step *step, int band, double years,
                              int shift, cc_cohorts *cohorts, cc_flows *flows) {
  band_outcome outcome;
  double *stock = cohorts->in_band[band], *entries = cohorts->entries[band];
  solve_band(plan->n_states, step, stock, entries, &outcome);
  count_flows(step, years, entries, outcome.child_years, flows);
  move_stock(plan, step, band, shift, outcome.entered, cohorts);
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
  int n = plan->n_states;
  for (int b = 0; b < plan->n_bands; b++) {
    cc_band_step *step = &steps[b];
    cc_band_step_list_rows(n, states_with(n, cohorts->in_band[b]),
                           states_with(n, cohorts->entries[b]), step);
    if (step->has_independence && plan->band_first_age[b + 1] > CC_LEAVER_FIRST_AGE) {
      count_independence(plan, step, b, cohorts, flows);
    }
    advance_band(plan, step, b, years, ages ? 1 : 0, cohorts, flows);
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
