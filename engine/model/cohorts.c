/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One step of the children in care, exactly. In a band with generator Q, over a step of h years,
 * with e entries a year (row vectors over the states):
 *
 *   S0 = exp(Qh)      S1 = integral of exp(Qs) over s in 0..h      S2 = integral of S1
 *   stock afterwards  n' = n S0 + e S1          for every age, e by the ages of entries
 *   child-years       L  = n S1 + e S2          only for the band as a whole
 *   flow of a term    L[from] x its rate, whole-band: exits, and moves between placements
 *
 * The number of children in a band obeys the same solution as each of its ages, less those who grow
 * out of it and plus those who grow into it, and is carried along in that way. So ages serve only
 * to tell who grows out of a band.
 *
 * Both the opening stock and entries are spread within a band by cubics of the cumulative count
 * (numeric/age_spread.c), so that those k months younger than the band's oldest age are a
 * polynomial
 *
 *   n(k) = n0 + n1 k + n2 k^2          u(k) = u0 + u1 k + u2 k^2   of entries
 *
 * with row vectors for coefficients. A step keeps it one, for n S0 + e S1 u is linear in n and u;
 * and so does a month of age, n'(k) = n(k + 1):
 *
 *   n0' = n0 + n1 + n2     n1' = n1 + 2 n2     n2' = n2
 *
 * and so it stays when the ages of entries change: another month's u is another polynomial. Three
 * rows stand for all ages of a band, exactly. Those who were at the youngest age at the start (in
 * their first year, where the newborn share bends only a part of a band's entries), and all who
 * grow into a band later, are not on its curve: each month of them is a row of its own.
 */
#include "model/cohorts.h"

#include <string.h>

/* ---- rows ------------------------------------------------------------------------------------ */

/* Which rows tell the ages of a band in the month in hand: its curve, and cohorts from the first to
 * the last. */
typedef struct {
  int months; /* of age, in the band */
  bool curve;
  int first, last;
} known_rows;

static int months_of(const cc_plan *plan, int band) {
  return plan->band_first_age[band + 1] - plan->band_first_age[band];
}

/* Whether it has to be known who leaves a band for independence at which age: where that decides
 * when they turn 25, or whether they are care leavers at all. */
static bool needs_ages(const cc_plan *plan, int band) {
  return plan->band_first_age[band + 1] > CC_LEAVER_FIRST_AGE &&
         (plan->band_first_age[band] < CC_LEAVER_FIRST_AGE || cc_leavers_need_ages(plan));
}

/* The last cohort that grows out of its band within the projection, or reaches 16 where it needs
 * ages: nobody asks for the ages of later ones. */
static int last_cohort(const cc_plan *plan, int band) {
  int first = plan->band_first_age[band], apart = cc_entry_ages_apart(plan, band);
  if (!needs_ages(plan, band)) {
    return plan->n_months - months_of(plan, band) + apart - 1;
  }
  int until_16 = first < CC_LEAVER_FIRST_AGE ? CC_LEAVER_FIRST_AGE - first : 0;
  return plan->n_months - 1 - until_16 + apart - 1;
}

/* The cohort that is at the youngest age of a band in the month in hand. */
static int newest_cohort(const cc_plan *plan, const cc_cohorts *cohorts, int band) {
  return cohorts->month + cc_entry_ages_apart(plan, band) - 1;
}

static known_rows find_rows(const cc_plan *plan, const cc_cohorts *cohorts, int band) {
  int newest = newest_cohort(plan, cohorts, band), last = last_cohort(plan, band);
  int months = months_of(plan, band), oldest = newest - (months - 1);
  return (known_rows){.months = months,
                      .curve = oldest < 0,
                      .first = oldest < 0 ? 0 : oldest,
                      .last = last < newest ? last : newest};
}

const cc_num *cc_cohorts_oldest(const cc_plan *plan, const cc_cohorts *cohorts, int band) {
  int oldest = newest_cohort(plan, cohorts, band) - (months_of(plan, band) - 1);
  return oldest < 0 ? cohorts->curve[band][0] : cohorts->cohort[band][oldest];
}

/* A band's curve in one state, all months of it into its total, and the ages that are apart into
 * cohorts of their own. */
static void open_state(const cc_plan *plan, int band, int state, cc_cohorts *cohorts) {
  int months = months_of(plan, band), apart = cc_entry_ages_apart(plan, band);
  cc_num curve[CC_CURVE_TERMS];
  for (int i = 0; i < CC_CURVE_TERMS; i++) {
    curve[i] = cohorts->curve[band][i][state];
  }
  cohorts->in_band[band][state] = cc_age_curve_sum(curve, months);
  for (int m = 0; m < apart; m++) {
    cohorts->cohort[band][m][state] = cc_age_curve_at(curve, months - apart + m);
  }
}

void cc_cohorts_open(const cc_plan *plan, cc_cohorts *cohorts) {
  cohorts->month = 0;
  cohorts->lowest = cc_all(0.0);
  for (int b = 0; b < plan->n_bands; b++) {
    for (int s = 0; s < plan->n_states; s++) {
      cohorts->place[b][s] = s;
      open_state(plan, b, s, cohorts);
    }
  }
}

void cc_flows_clear(int n_states, cc_flows *flows) {
  const cc_num none = cc_all(0.0);
  for (int s = 0; s < n_states; s++) {
    flows->child_years[s] = flows->entries[s] = flows->turned_18[s] = none;
    flows->moves_in[s] = flows->moves_out[s] = none;
    flows->displaced_in[s] = flows->displaced_out[s] = none;
    for (int d = 0; d < CC_DESTINATIONS; d++) {
      flows->exits[d][s] = none;
    }
  }
  flows->diverted = none;
  for (int a = 0; a < CC_ADULT_AGE - CC_LEAVER_FIRST_AGE; a++) {
    flows->to_independence[a] = none;
  }
}

/* ---- states ---------------------------------------------------------------------------------- */

/* The states outside `known` in which there is anybody, or will be in the month. */
static cc_states find_states(int n, const cc_num *stock, const cc_num *entries, cc_states known) {
  cc_states states = 0;
  for (cc_states others = ~known & ((1u << n) - 1u); others != 0; others &= others - 1u) {
    int s = __builtin_ctz(others);
    states |= (unsigned)cc_any((stock[s] != 0.0) | (entries[s] != 0.0)) << s;
  }
  return states;
}

/* A row over some states becomes one over those of a step, with nobody in new ones. */
static void repack_row(const cc_band_step *step, const int *place, cc_num *row) {
  cc_state_row before;
  memcpy(before, row, sizeof before);
  for (int i = 0; i < step->n; i++) {
    int from = place[step->state[i]];
    row[i] = from == CC_ABSENT ? cc_all(0.0) : before[from];
  }
}

static void repack(const cc_plan *plan, const cc_band_step *step, int band, cc_cohorts *cohorts) {
  known_rows known = find_rows(plan, cohorts, band);
  int *place = cohorts->place[band];
  for (int i = 0; i < CC_CURVE_TERMS; i++) {
    repack_row(step, place, cohorts->curve[band][i]);
  }
  for (int m = known.first; m <= known.last; m++) {
    repack_row(step, place, cohorts->cohort[band][m]);
  }
  memcpy(place, step->place, sizeof step->place);
}

/* Whatever is live in a band grows into the next, so it is live there too. */
void cc_cohorts_solve(const cc_plan *plan, const cc_series_set *set, int month, double years,
                      bool afresh, cc_band_step_work *work, cc_cohorts *cohorts,
                      cc_band_step *steps) {
  cc_states younger = 0;
  for (int b = 0; b < plan->n_bands; b++) {
    cc_states known = afresh ? 0 : steps[b].live;
    cc_states live = known | younger |
                     find_states(plan->n_states, cohorts->in_band[b], cohorts->entries[b], known);
    if (afresh || live != known || plan->demand.rates_change[b * plan->n_months + month]) {
      live = cc_states_reached(plan, set, month, b, live);
      cc_band_step_solve(plan, set, month, b, years, live, work, &steps[b]);
      repack(plan, &steps[b], b, cohorts);
    }
    younger = live;
  }
}

/* ---- a step ---------------------------------------------------------------------------------- */

static cc_num product(int n, const cc_num *a, const cc_num *b) {
  cc_num sum = cc_all(0.0);
  for (int p = 0; p < n; p++) {
    sum += a[p] * b[p];
  }
  return sum;
}

static const cc_state_row nobody;

static void solve_band(const cc_band_step *step, const cc_cohorts *cohorts, int band,
                       cc_band_totals *totals) {
  const cc_num one = cc_all(1.0);
  int n = step->n;
  for (int i = 0; i < n; i++) {
    totals->stock[i] = cohorts->in_band[band][step->state[i]];
    totals->entries[i] = cohorts->entries[band][step->state[i]];
  }
  cc_band_step_product(step, one, nobody, totals->stock, step->s0, totals->stayed);
  cc_band_step_product(step, one, nobody, totals->entries, step->s1, totals->entered);
  cc_band_step_product(step, one, nobody, totals->stock, step->s1, totals->child_years);
  cc_band_step_product(step, one, totals->child_years, totals->entries, step->s2,
                       totals->child_years);
}

static void count_flows(const cc_band_step *step, const cc_band_totals *totals, double years,
                        cc_flows *flows) {
  for (int i = 0; i < step->n; i++) {
    int s = step->state[i];
    flows->child_years[s] += totals->child_years[i];
    flows->entries[s] += years * totals->entries[i];
    flows->moves_out[s] += totals->child_years[i] * step->moves_out[i];
  }
  const cc_way_out *way = step->ways;
  const cc_num *rate = step->rates;
  for (int i = 0; i < step->n_exits; i++, way++, rate++) {
    flows->exits[way->destination][way->from] += totals->child_years[way->place] * *rate;
  }
  for (int i = step->n_exits; i < step->n_ways; i++, way++, rate++) {
    flows->moves_in[way->to] += totals->child_years[way->place] * *rate;
  }
}

/* Those who entered are spread over the ages: each row takes its share of them. */
static void step_rows(const cc_plan *plan, const cc_band_step *step, int band,
                      const cc_num *entered, cc_cohorts *cohorts) {
  known_rows known = find_rows(plan, cohorts, band);
  int n_rows = known.last + 1 - known.first;
  int newest = newest_cohort(plan, cohorts, band);
  cc_num shares[CC_MAX_MONTHS + CC_MONTHS_PER_YEAR];
  if (known.curve) {
    cc_rows_product(step->n, CC_CURVE_TERMS, cohorts->entry_ages.curve[band], entered, step->s0,
                    cohorts->curve[band][0]);
  }
  for (int i = 0; i < n_rows; i++) {
    int k = known.months - 1 - (newest - known.first - i);
    shares[i] = cc_entry_share(plan, &cohorts->entry_ages, band, k);
  }
  if (n_rows > 0) {
    cc_rows_product(step->n, n_rows, shares, entered, step->s0, cohorts->cohort[band][known.first]);
  }
}

/* Who leaves for independence from 16 on, age by age. Before the rows have made the step. */
static void count_ages(const cc_plan *plan, const cc_band_step *step, int band,
                       const cc_num *entries, const cc_cohorts *cohorts, cc_flows *flows) {
  int first = plan->band_first_age[band], end = plan->band_first_age[band + 1];
  cc_num of_curve[CC_CURVE_TERMS];
  cc_num of_entries = product(step->n, entries, step->entries_to_independence);
  for (int i = 0; i < CC_CURVE_TERMS; i++) {
    of_curve[i] = product(step->n, cohorts->curve[band][i], step->to_independence);
  }
  for (int a = first < CC_LEAVER_FIRST_AGE ? CC_LEAVER_FIRST_AGE : first; a < end; a++) {
    int k = end - 1 - a, m = newest_cohort(plan, cohorts, band) - (a - first);
    cc_num left = m < 0 ? cc_age_curve_at(of_curve, k)
                        : product(step->n, cohorts->cohort[band][m], step->to_independence);
    flows->to_independence[cc_leavers_need_ages(plan) ? a - CC_LEAVER_FIRST_AGE : 0] +=
        left + of_entries * cc_entry_share(plan, &cohorts->entry_ages, band, k);
  }
}

static void count_independence(const cc_plan *plan, const cc_band_step *step, int band,
                               const cc_band_totals *totals, const cc_cohorts *cohorts,
                               cc_flows *flows) {
  if (!step->has_independence) {
    return;
  }
  if (needs_ages(plan, band)) {
    count_ages(plan, step, band, totals->entries, cohorts, flows);
  } else {
    flows->to_independence[0] += product(step->n, totals->child_years, step->independence);
  }
}

static void advance_band(const cc_plan *plan, const cc_band_step *step, int band, double years,
                         cc_cohorts *cohorts, cc_flows *flows) {
  cc_band_totals *totals = &cohorts->totals;
  solve_band(step, cohorts, band, totals);
  count_flows(step, totals, years, flows);
  count_independence(plan, step, band, totals, cohorts, flows);
  step_rows(plan, step, band, totals->entered, cohorts);
  for (int i = 0; i < step->n; i++) {
    cohorts->in_band[band][step->state[i]] = totals->stayed[i] + totals->entered[i];
  }
}

/* ---- a month of age -------------------------------------------------------------------------- */

/* Takes those who grow out of a band off it, by place, and gives them to `in`. Rounding leaves no
 * fewer than nobody. The lowest is reported of one projection alone. */
static void cross(const cc_band_step *step, const cc_num *grown, cc_num *out, cc_num *in,
                  cc_num *lowest) {
  cc_num low = *lowest;
  for (int i = 0; i < step->n; i++) {
    int s = step->state[i];
    out[s] = cc_higher(out[s] - grown[i], cc_all(0.0));
    in[s] += grown[i];
    low = CC_LANES == 1 ? cc_lower(grown[i], low) : low;
  }
  *lowest = low;
}

static void age_curve(int n, cc_state_row *curve) {
  for (int i = 0; i < n; i++) {
    curve[0][i] += curve[1][i] + curve[2][i];
    curve[1][i] += 2.0 * curve[2][i];
  }
}

/* Those who grow out of a band, `grown`, are the youngest of the next, whose states are its own and
 * others. */
static void come_in(const cc_band_step *from, const cc_num *grown, const cc_band_step *to,
                    cc_num *cohort) {
  memset(cohort, 0, (size_t)to->n * sizeof *cohort);
  for (int i = 0; i < from->n; i++) {
    cohort[to->place[from->state[i]]] = grown[i];
  }
}

/* Everybody is a month older, from the oldest band down. The oldest have turned 18. */
static void age(const cc_plan *plan, const cc_band_step *steps, cc_cohorts *cohorts,
                cc_flows *flows) {
  int next = cohorts->month + 1, last = plan->n_bands - 1;
  for (int b = last; b >= 0; b--) {
    const cc_num *grown = cc_cohorts_oldest(plan, cohorts, b);
    cross(&steps[b], grown, cohorts->in_band[b],
          b < last ? cohorts->in_band[b + 1] : flows->turned_18, &cohorts->lowest);
    if (b < last && next <= last_cohort(plan, b + 1)) {
      come_in(&steps[b], grown, &steps[b + 1], cohorts->cohort[b + 1][next]);
    }
    if (find_rows(plan, cohorts, b).curve) {
      age_curve(steps[b].n, cohorts->curve[b]);
    }
  }
  cohorts->month = next;
  int newest = newest_cohort(plan, cohorts, 0);
  if (newest <= last_cohort(plan, 0)) {
    memset(cohorts->cohort[0][newest], 0, (size_t)steps[0].n * sizeof(cc_num));
  }
}

void cc_cohorts_advance(const cc_plan *plan, const cc_band_step *steps, double years, bool ages,
                        cc_cohorts *cohorts, cc_flows *flows) {
  for (int b = 0; b < plan->n_bands; b++) {
    advance_band(plan, &steps[b], b, years, cohorts, flows);
  }
  if (ages) {
    age(plan, steps, cohorts, flows);
  }
}

/* ---- counting and displacing ----------------------------------------------------------------- */

static cc_num displace(cc_num share, int from, int to, cc_num *row) {
  cc_num moved = share * row[from];
  row[from] -= moved;
  row[to] += moved;
  return moved;
}

/* Among those whose age is known. */
static void displace_rows(const cc_plan *plan, cc_num share, int from, int to, int band,
                          cc_cohorts *cohorts) {
  known_rows known = find_rows(plan, cohorts, band);
  for (int i = 0; i < CC_CURVE_TERMS && known.curve; i++) {
    displace(share, from, to, cohorts->curve[band][i]);
  }
  for (int m = known.first; m <= known.last; m++) {
    displace(share, from, to, cohorts->cohort[band][m]);
  }
}

cc_num cc_cohorts_displace(const cc_plan *plan, cc_num share, int from, int to,
                           cc_cohorts *cohorts) {
  cc_num children = cc_all(0.0);
  for (int b = 0; b < plan->n_bands; b++) {
    const int *place = cohorts->place[b];
    if (place[from] != CC_ABSENT) {
      children += displace(share, from, to, cohorts->in_band[b]);
      displace_rows(plan, share, place[from], place[to], b, cohorts);
    }
  }
  return children;
}

cc_num cc_cohorts_in_placement(const cc_plan *plan, const cc_cohorts *cohorts, int placement) {
  cc_num children = cc_all(0.0);
  for (int s = 0; s < plan->n_states; s++) {
    for (int b = 0; b < plan->n_bands && plan->state_placement[s] == placement; b++) {
      children += cohorts->in_band[b][s];
    }
  }
  return children;
}
