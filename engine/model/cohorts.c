/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of the children in care, exactly. In a band with generator Q, over a step of h years, with
 * e entries a year (row vectors over the states):
 *
 *   S0 = exp(Qh)      S1 = integral of exp(Qs) over s in 0..h      S2 = integral of S1
 *   stock afterwards  n' = n S0 + e S1          for every age, e by the ages of entries
 *   child-years       L  = n S1 + e S2          only for the band as a whole
 *   flow of a term    L[from] x its rate, whole-band: exits, and moves between placements
 *
 * The stock of a state is a weighted sum of rows of ages: of the states that its children come from,
 * and of the ages of entries, which never change within a band, with the weight (e S1)[q]. On the last
 * step of a month the sum is written one age further on: that is all that ageing is. What lands in the
 * cell of 216 months has turned 18.
 *
 * The number of children in a band obeys the same solution as its cells, less those who grow out of it
 * and plus those who grow into it. It is carried along in that way, which is cheaper than adding up
 * thousands of cells every month, and counted afresh from the cells now and then; a difference would
 * show as an imbalance of that month (identities.c). */
#include "model/cohorts.h"

#include <string.h>

#include "model/sum.h"

/* Rows of cells to add up, each with a weight. */
typedef struct {
  const double *row[CC_MAX_STATES + 1];
  double weight[CC_MAX_STATES + 1];
  int count;
} weighted_rows;

/* out = the weighted sum of `count` rows, 0 to 4, `length` cells of each. One loop for each count:
 * a loop over rows inside would be many times slower. */
static void set_rows(int length, int count, const double *const *row, const double *weight,
                     double *restrict out) {
  const double *restrict a = count > 0 ? row[0] : NULL, *restrict b = count > 1 ? row[1] : NULL;
  const double *restrict c = count > 2 ? row[2] : NULL, *restrict d = count > 3 ? row[3] : NULL;
  const double *w = weight;
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
static void add_four(int length, const double *const *row, const double *weight,
                     double *restrict out) {
  const double *restrict a = row[0], *restrict b = row[1];
  const double *restrict c = row[2], *restrict d = row[3];
  const double *w = weight;
  for (int i = 0; i < length; i++) {
    out[i] += (w[0] * a[i] + w[1] * b[i]) + (w[2] * c[i] + w[3] * d[i]);
  }
}

/* out = the weighted sum of the rows, in the `length` ages from `first` on. */
static void add_up(weighted_rows *rows, int first, int length, double *out) {
  int done = rows->count == 0 ? 0 : (rows->count - 1) % 4 + 1;
  for (int i = 0; i < rows->count; i++) {
    rows->row[i] += first;
  }
  set_rows(length, done, rows->row, rows->weight, out + first);
  for (; done < rows->count; done += 4) {
    add_four(length, rows->row + done, rows->weight + done, out + first);
  }
}

/* What a step makes of one band, by state. */
typedef struct {
  double child_years[CC_MAX_STATES];
  double stock[CC_MAX_STATES]; /* at its end */
} band_outcome;

/* The states that anybody in the band is in or comes to, a bit each. */
static unsigned occupied_states(int n, const double *stock, const double *entries) {
  unsigned occupied = 0;
  for (int s = 0; s < n; s++) {
    occupied |= (unsigned)(stock[s] != 0.0 || entries[s] != 0.0) << s;
  }
  return occupied;
}

/* Finds what comes into state q: the rows of ages that make up its stock, and the band's totals. */
static void gather(const cc_band_step *step, const cc_cohorts *cohorts, int band, int q,
                   weighted_rows *rows, band_outcome *outcome) {
  const double *stock = cohorts->in_band[band], *entries = cohorts->entries[band];
  double child_years = 0.0, staying = 0.0, entering = 0.0;
  rows->count = 0;
  for (int i = step->first_way[q]; i < step->first_way[q + 1]; i++) {
    const cc_way *way = &step->ways[i];
    rows->row[rows->count] = cohorts->cells[cohorts->current][way->from];
    rows->weight[rows->count++] = way->s0;
    staying += stock[way->from] * way->s0;
    entering += entries[way->from] * way->s1;
    child_years += stock[way->from] * way->s1 + entries[way->from] * way->s2;
  }
  if (entering != 0.0) {
    rows->row[rows->count] = cohorts->entry_ages;
    rows->weight[rows->count++] = entering;
  }
  outcome->child_years[q] = child_years;
  outcome->stock[q] = staying + entering;
}

/* Solves one band; its cells are written `shift` ages further on. */
static void move_stock(const cc_plan *plan, cc_band_step *step, int band, int shift,
                       cc_cohorts *cohorts, band_outcome *outcome) {
  int n = plan->n_states, first = plan->band_first_age[band];
  int length = plan->band_first_age[band + 1] - first;
  double(*next)[CC_AGE_ROW] = cohorts->cells[1 - cohorts->current];
  unsigned occupied = occupied_states(n, cohorts->in_band[band], cohorts->entries[band]);
  cc_band_step_find_ways(n, occupied, step);
  for (int q = 0; q < n; q++) {
    weighted_rows rows;
    gather(step, cohorts, band, q, &rows, outcome);
    add_up(&rows, first, length, next[q] + shift);
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
          cells[a] * of_stock + cohorts->entry_ages[a] * of_entries;
    }
  }
}

static void advance_band(const cc_plan *plan, cc_band_step *step, int band, const double *rates,
                         double years, bool ages, cc_cohorts *cohorts, cc_flows *flows) {
  band_outcome outcome = {{0}, {0}};
  move_stock(plan, step, band, ages ? 1 : 0, cohorts, &outcome);
  count_flows(plan, rates, band, years, cohorts->entries[band], outcome.child_years, flows);
  if (step->has_independence && plan->band_first_age[band + 1] > CC_LEAVER_FIRST_AGE) {
    count_independence(plan, step, band, cohorts, flows);
  }
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

void cc_cohorts_advance(const cc_plan *plan, cc_band_step *steps, const double *rates,
                        double years, bool ages, cc_cohorts *cohorts, cc_flows *flows) {
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
