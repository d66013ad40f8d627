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

/* Where gcc can, the loops over ages are compiled twice, for registers of four numbers and of two,
 * and the machine that runs them chooses. Both do the same operations in the same order and fuse
 * none, so the results are the same to the last bit. */
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__GLIBC__)
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif
#define INLINE static inline __attribute__((always_inline))

/* out = the weighted sum of `count` rows, 0 to 4, `length` cells of each. One loop for each count:
 * a loop over rows inside would be many times slower. */
INLINE void set_rows(int length, int count, const double *const *row, const double *w,
                     double *restrict out) {
  const double *restrict a = row[0], *restrict b = row[1];
  const double *restrict c = row[2], *restrict d = row[3];
  switch (count) {
  case 0:
    for (int i = 0; i < length; i++) {
      out[i] = 0.0;
    }
    break;
  case 1:
    for (int i = 0; i < length; i++) {
      out[i] = w[0] * a[i];
    }
    break;
  case 2:
    for (int i = 0; i < length; i++) {
      out[i] = w[0] * a[i] + w[1] * b[i];
    }
    break;
  case 3:
    for (int i = 0; i < length; i++) {
      out[i] = (w[0] * a[i] + w[1] * b[i]) + w[2] * c[i];
    }
    break;
  default:
    for (int i = 0; i < length; i++) {
      out[i] = (w[0] * a[i] + w[1] * b[i]) + (w[2] * c[i] + w[3] * d[i]);
    }
  }
}

/* out += the weighted sum of four rows. */
INLINE void add_rows(int length, const double *const *row, const double *w, double *restrict out) {
  const double *restrict a = row[0], *restrict b = row[1];
  const double *restrict c = row[2], *restrict d = row[3];
  for (int i = 0; i < length; i++) {
    out[i] += (w[0] * a[i] + w[1] * b[i]) + (w[2] * c[i] + w[3] * d[i]);
  }
}

/* out = the weighted sum of `count` rows, of which `rows` has the numbers. */
INLINE void add_up(double (*cells)[CC_AGE_ROW], int first, int length, int count, const int *rows,
                   const double *weights, double *out) {
  int done = 0;
  do {
    const double *row[4];
    int now = done == 0 ? (count + 3) % 4 + 1 : 4;
    for (int k = 0; k < 4; k++) {
      row[k] = cells[k < now ? rows[done + k] : 0] + first;
    }
    if (done == 0) {
      set_rows(length, count == 0 ? 0 : now, row, weights, out);
    } else {
      add_rows(length, row, weights + done, out);
    }
    done += now;
  } while (done < count);
}

/* What a step makes of one band, by state. */
typedef struct {
  double child_years[CC_MAX_STATES];
  double entered[CC_MAX_STATES]; /* who entered in the step and is there at its end */
  double stock[CC_MAX_STATES];   /* who is there at its end */
} band_outcome;

/* The states that anybody in the band is in or comes to, a bit each. */
static unsigned occupied_states(int n, const double *stock, const double *entries) {
  unsigned occupied = 0;
  for (int s = 0; s < n; s++) {
    occupied |= (unsigned)(stock[s] != 0.0 || entries[s] != 0.0) << s;
  }
  return occupied;
}

/* Solves the band as a whole. */
static void solve_band(const cc_plan *plan, const double *stock, const double *entries,
                       cc_band_step *step, band_outcome *outcome) {
  cc_band_step_find_ways(plan->n_states, occupied_states(plan->n_states, stock, entries), step);
  for (int i = 0; i < step->n_ways; i++) {
    const cc_way *way = &step->ways[i];
    double present = stock[way->from], entering = entries[way->from];
    outcome->child_years[way->to] += present * way->s1 + entering * way->s2;
    outcome->entered[way->to] += entering * way->s1;
    outcome->stock[way->to] += present * way->s0 + entering * way->s1;
  }
}

/* Solves the band age by age; its cells are written `shift` ages further on. */
WIDE static void move_stock(const cc_plan *plan, cc_band_step *step, int band, int shift,
                            const double *entered, cc_cohorts *cohorts) {
  int first = plan->band_first_age[band];
  int length = plan->band_first_age[band + 1] - first;
  double(*now)[CC_AGE_ROW] = cohorts->cells[cohorts->current];
  double(*next)[CC_AGE_ROW] = cohorts->cells[1 - cohorts->current];
  for (int q = 0; q < plan->n_states; q++) {
    int row = step->first_row[q], last = step->first_row[q + 1] - 1;
    step->weights[last] = entered[q];
    add_up(now, first, length, entered[q] == 0.0 ? last - row : last - row + 1, step->rows + row,
           step->weights + row, next[q] + first + shift);
  }
}

/* Entries, exits and moves of one band. */
static void count_flows(const cc_plan *plan, const double *rates, int band, double years,
                        const double *entries, const double *child_years, cc_flows *flows) {
  const int *placement = plan->state_placement;
  for (int s = 0; s < plan->n_states; s++) {
    flows->child_years[placement[s]] += child_years[s];
    flows->entries[placement[s]] += entries[s] * years;
  }
  for (int i = plan->demand.first_term[band]; i < plan->demand.first_term[band + 1]; i++) {
    const cc_rate_term *term = &plan->demand.terms[i];
    double children = child_years[term->from] * rates[i];
    int from = placement[term->from];
    if (term->to == CC_ABSENT) {
      flows->exits[term->destination][from] += children;
    } else if (placement[term->to] != from) {
      flows->moves_out[from] += children;
      flows->moves_in[placement[term->to]] += children;
    }
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
      of_stock += step->s1[p * n + q] * step->to_independence[q];
      of_entries += step->s2[p * n + q] * step->to_independence[q];
    }
    of_entries *= cohorts->entries[band][p];
    for (int a = first; a < end && (of_stock != 0.0 || of_entries != 0.0); a++) {
      flows->to_independence[a - CC_LEAVER_FIRST_AGE] +=
          cells[a] * of_stock + entry_ages[a] * of_entries;
    }
  }
}

static void advance_band(const cc_plan *plan, cc_band_step *step, int band, const double *rates,
                         double years, bool ages, cc_cohorts *cohorts, cc_flows *flows) {
  band_outcome outcome = {{0}, {0}, {0}};
  const double *entries = cohorts->entries[band];
  solve_band(plan, cohorts->in_band[band], entries, step, &outcome);
  count_flows(plan, rates, band, years, entries, outcome.child_years, flows);
  if (step->has_independence && plan->band_first_age[band + 1] > CC_LEAVER_FIRST_AGE) {
    count_independence(plan, step, band, cohorts, flows);
  }
  move_stock(plan, step, band, ages ? 1 : 0, outcome.entered, cohorts);
  memcpy(cohorts->in_band[band], outcome.stock, sizeof outcome.stock);
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
    flows->turned_18[plan->state_placement[s]] += cells[s][CC_ADULT_AGE];
    cells[s][CC_ADULT_AGE] = 0.0;
  }
}

void cc_cohorts_advance(const cc_plan *plan, cc_band_step *steps, const double *rates, double years,
                        bool ages, cc_cohorts *cohorts, cc_flows *flows) {
  for (int b = 0; b < plan->n_bands; b++) {
    advance_band(plan, &steps[b], b, rates, years, ages, cohorts, flows);
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
