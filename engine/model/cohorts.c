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
 * lands in the cell of 216 months has turned 18. Bands are taken from the youngest up, so that the
 * ages that a band fills up its last eight with are written over by the next.
 *
 * The number of children in a band obeys the same solution as its cells, less those who grow out of
 * it and plus those who grow into it, and is carried along in that way. So the cells serve only to
 * tell who grows out of a band, and towards the end of the projection fewer and fewer are needed.
 *
 * Children who are displaced for want of places are moved among the totals at once. Among the cells
 * they would be as much work as a step: with D the matrix of displacements, n D S0 is what follows,
 * so D goes into the next step's weights instead. */
#include "model/cohorts.h"

#include <string.h>

#include "base/wide.h"
#include "model/sum.h"

/* ---- states ---------------------------------------------------------------------------------- */

/* The states outside `known` in which there is anybody, or will be in the month. */
static cc_states find_states(int n, const double *stock, const double *entries, cc_states known) {
  cc_states states = 0;
  for (cc_states others = ~known & ((1u << n) - 1u); others != 0; others &= others - 1u) {
    int s = __builtin_ctz(others);
    states |= (unsigned)(stock[s] != 0.0 || entries[s] != 0.0) << s;
  }
  return states;
}

/* Empties the cells of states that become live: what stands there is from long before. */
static void empty_cells(const cc_plan *plan, int band, cc_states states, cc_cohorts *cohorts) {
  int first = plan->band_first_age[band], length = plan->band_first_age[band + 1] - first;
  for (int s = 0; s < plan->n_states; s++) {
    if (cc_has_state(states, s)) {
      memset(cc_cells(cohorts)[s] + first, 0, (size_t)length * sizeof(double));
    }
  }
}

/* The weights of a live state's row of cells. */
static void weigh_state(cc_band_step *step, int place) {
  double *weights = step->sums.weights[place];
  memcpy(weights, step->s0[place], sizeof step->s0[place]);
  weights[step->n] = step->to_independence[place];
}

static void make_sums(cc_band_step *step) {
  cc_row_sums *sums = &step->sums;
  int n = step->n;
  for (int i = 0; i < n; i++) {
    sums->in[i] = sums->out[i] = step->state[i] * CC_AGE_ROW;
    weigh_state(step, i);
  }
  sums->in[n] = CC_ENTRY_ROW * CC_AGE_ROW;
  sums->out[n] = CC_INDEPENDENCE_ROW * CC_AGE_ROW;
  sums->n_in = n + 1;
  sums->n_out = n + (step->has_independence ? 1 : 0);
  step->altered = 0;
}

/* Whatever is live in a band grows into the next, so it is live there too. */
void cc_cohorts_solve(const cc_plan *plan, const cc_series_set *set, int month, double years,
                      bool afresh, double *scratch, cc_cohorts *cohorts, cc_band_step *steps) {
  cc_states younger = 0;
  for (int b = 0; b < plan->n_bands; b++) {
    cc_states known = afresh ? 0 : steps[b].live;
    cc_states live = known | younger |
                     find_states(plan->n_states, cohorts->in_band[b], cohorts->entries[b], known);
    if (live != known) {
      live = cc_states_reached(plan, b, live);
    }
    if (live != known && !afresh) {
      empty_cells(plan, b, live & ~known, cohorts);
    }
    if (afresh || live != known || plan->demand.rates_change[b * plan->n_months + month]) {
      cc_band_step_solve(plan, set, month, b, years, live, scratch, &steps[b]);
      make_sums(&steps[b]);
    }
    younger = live;
  }
}

/* ---- a band as a whole ----------------------------------------------------------------------- */

static void solve_band(const cc_plan *plan, const cc_cohorts *cohorts, int band,
                       const cc_band_step *step, double years, cc_band_totals *totals,
                       cc_flows *flows) {
  const double *entries = cohorts->entries[band];
  for (int i = 0; i < step->n; i++) {
    totals->stock[i] = cohorts->in_band[band][step->state[i]];
    totals->entries[i] = entries[step->state[i]];
  }
  cohorts->kernel->solve_band(step, totals);
  memset(totals->all_child_years, 0, sizeof totals->all_child_years);
  memset(totals->all_moves_in, 0, sizeof totals->all_moves_in);
  for (int i = 0; i < step->n; i++) {
    totals->all_child_years[step->state[i]] = totals->child_years[i];
    totals->all_moves_in[step->state[i]] = totals->moves_in[i];
  }
  cohorts->kernel->count_flows(plan->n_states, step, totals, entries, years, flows);
}

/* ---- age by age ------------------------------------------------------------------------------ */

/* Puts the displacements before S0. Those who moved first meet the later moves, so the last one is
 * put there first. */
static void put_displacements(const cc_cohorts *cohorts, cc_band_step *step) {
  for (; step->altered != 0; step->altered &= step->altered - 1u) {
    weigh_state(step, step->place[__builtin_ctz(step->altered)]);
  }
  for (int i = cohorts->n_displacements - 1; i >= 0; i--) {
    const cc_displacement *moved = &cohorts->displacements[i];
    if (!cc_has_state(step->live, moved->from)) {
      continue;
    }
    double *from = step->sums.weights[step->place[moved->from]];
    const double *to = step->sums.weights[step->place[moved->to]];
    for (int j = 0; j < CC_MOST_ROWS; j++) {
      from[j] += moved->share * (to[j] - from[j]);
    }
    step->altered |= 1u << moved->from;
  }
}

/* The weights of the ages of entries. */
static void weigh_entries(const cc_band_totals *totals, cc_band_step *step) {
  double *weights = step->sums.weights[step->n];
  memcpy(weights, totals->entered, (size_t)step->n * sizeof *weights);
  weights[step->n] = 0.0;
  for (int i = 0; i < step->n && step->has_independence; i++) {
    weights[step->n] += totals->entries[i] * step->entries_to_independence[i];
  }
}

/* The youngest age of a band whose cell is kept up. Whoever is younger stays in the band, and below
 * 16, for all months left. */
static int first_kept(const cc_plan *plan, int band, const cc_cohorts *cohorts) {
  int first = plan->band_first_age[band], end = plan->band_first_age[band + 1];
  int goal = end > CC_LEAVER_FIRST_AGE ? CC_LEAVER_FIRST_AGE : end;
  return goal - cohorts->months_left > first ? goal - cohorts->months_left : first;
}

/* Solves the band age by age; its cells are written `shift` ages further on. */
static void move_cells(const cc_plan *plan, const cc_band_totals *totals, int band, int shift,
                       cc_band_step *step, cc_cohorts *cohorts) {
  int first = first_kept(plan, band, cohorts), length = plan->band_first_age[band + 1] - first;
  length = (length + CC_AGES_AT_ONCE - 1) / CC_AGES_AT_ONCE * CC_AGES_AT_ONCE;
  put_displacements(cohorts, step);
  weigh_entries(totals, step);
  cohorts->kernel->add_rows(&step->sums, length, cohorts->cells[cohorts->current][0] + first,
                            cohorts->cells[1 - cohorts->current][0] + first + shift);
}

/* Who left the band to independence from 16 on, age by age. */
static void count_independence(const cc_plan *plan, int band, int shift, const cc_cohorts *cohorts,
                               cc_flows *flows) {
  int first = plan->band_first_age[band], end = plan->band_first_age[band + 1];
  const double *left = cohorts->cells[1 - cohorts->current][CC_INDEPENDENCE_ROW] + shift;
  for (int a = first < CC_LEAVER_FIRST_AGE ? CC_LEAVER_FIRST_AGE : first; a < end; a++) {
    flows->to_independence[a - CC_LEAVER_FIRST_AGE] += left[a];
  }
}

/* ---- a step ---------------------------------------------------------------------------------- */

static void advance_band(const cc_plan *plan, cc_band_step *step, int band, double years, int shift,
                         cc_cohorts *cohorts, cc_flows *flows) {
  cc_band_totals totals;
  solve_band(plan, cohorts, band, step, years, &totals, flows);
  move_cells(plan, &totals, band, shift, step, cohorts);
  if (step->has_independence) {
    count_independence(plan, band, shift, cohorts, flows);
  }
  for (int i = 0; i < step->n; i++) {
    cohorts->in_band[band][step->state[i]] = totals.stayed[i] + totals.entered[i];
  }
}

/* After ageing: the first cell of every band holds those who grew out of the one before, and is
 * empty where that has no such state. The oldest have turned 18. */
static void cross_bands(const cc_plan *plan, const cc_band_step *steps, cc_cohorts *cohorts,
                        cc_flows *flows) {
  double(*cells)[CC_AGE_ROW] = cc_cells(cohorts);
  cc_states younger = 0;
  for (int b = 0; b < plan->n_bands; b++) {
    int first = plan->band_first_age[b], end = plan->band_first_age[b + 1];
    double *out = cohorts->in_band[b];
    double *in = b + 1 < plan->n_bands ? cohorts->in_band[b + 1] : flows->turned_18;
    for (int i = 0; i < steps[b].n; i++) {
      int s = steps[b].state[i];
      double grown = cells[s][end], left = out[s] - grown;
      out[s] = left > 0.0 ? left : 0.0; /* rounding leaves no fewer than nobody */
      in[s] += grown;
      cells[s][first] = cc_has_state(younger, s) ? cells[s][first] : 0.0;
    }
    younger = steps[b].live;
  }
}

void cc_cohorts_advance(const cc_plan *plan, cc_band_step *steps, double years, bool ages,
                        cc_cohorts *cohorts, cc_flows *flows) {
  for (int b = 0; b < plan->n_bands; b++) {
    advance_band(plan, &steps[b], b, years, ages ? 1 : 0, cohorts, flows);
  }
  cohorts->n_displacements = 0;
  cohorts->current = 1 - cohorts->current;
  if (ages) {
    cross_bands(plan, steps, cohorts, flows);
  }
}

/* ---- counting and displacing ----------------------------------------------------------------- */

double cc_cohorts_displace(const cc_plan *plan, double share, int from, int to,
                           cc_cohorts *cohorts) {
  double children = 0.0;
  cohorts->displacements[cohorts->n_displacements++] = (cc_displacement){from, to, share};
  for (int b = 0; b < plan->n_bands; b++) {
    double moved = share * cohorts->in_band[b][from];
    cohorts->in_band[b][from] -= moved;
    cohorts->in_band[b][to] += moved;
    children += moved;
  }
  return children;
}

void cc_cohorts_of_age(const cc_plan *plan, const cc_cohorts *cohorts, int age,
                       double by_state[CC_MAX_STATES]) {
  for (int s = 0; s < plan->n_states; s++) {
    by_state[s] = cohorts->cells[cohorts->current][s][age];
  }
  for (int i = 0; i < cohorts->n_displacements; i++) {
    const cc_displacement *moved = &cohorts->displacements[i];
    double leaving = moved->share * by_state[moved->from];
    by_state[moved->from] -= leaving;
    by_state[moved->to] += leaving;
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

void cc_cohorts_count(const cc_plan *plan, cc_cohorts *cohorts) {
  for (int b = 0; b < plan->n_bands; b++) {
    int first = plan->band_first_age[b], length = plan->band_first_age[b + 1] - first;
    for (int s = 0; s < plan->n_states; s++) {
      cohorts->in_band[b][s] = cc_sum(cc_cells(cohorts)[s] + first, length);
    }
  }
}

CC_FOR_EVERY_MACHINE
static double lowest_of(const double *cells, int length, double lowest) {
  return cc_lowest(cells, length, lowest);
}

void cc_cohorts_note_lowest(const cc_plan *plan, const cc_band_step *steps, cc_cohorts *cohorts) {
  for (int b = 0; b < plan->n_bands; b++) {
    int first = first_kept(plan, b, cohorts), length = plan->band_first_age[b + 1] - first;
    for (int i = 0; i < steps[b].n; i++) {
      cohorts->most_negative =
          lowest_of(cc_cells(cohorts)[steps[b].state[i]] + first, length, cohorts->most_negative);
    }
  }
}
