/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The variance of a measure given the rates. Children do not affect one another, so that a measure
 * that adds up what each child counts, R, has
 *
 *   children there at the start, known:   mean  sum of E[R]     variance  sum of E[R^2] - E[R]^2
 *   entries, a Poisson number:            mean  sum of E[R]     variance  sum of E[R^2]
 *
 * (for the stock at a later date R is 0 or 1, with chance s of 1: s (1 - s) for a child there at
 * the start, and the Poisson variance, which is the mean, for entries). E[R] and E[R^2] of what a
 * child will count from here on depend only on the child's state and age, and are worked out
 * backward, month by month. Within a month, with generator Q, w what a child-year in a state
 * counts, c what an exit counts and mu its rate, and time running backward (column vectors over the
 * states),
 *
 *   d E[R] / dt    =  Q E[R] + w + sum of mu c
 *   d E[R^2] / dt  =  Q E[R^2] + 2 w E[R] + sum of mu c^2
 *
 * which the integrals S0, S1, S2 of the generator and their slopes S0', S1', S2' in the direction
 * diag(w) solve. From f and g at the month's end, with a = w + sum of mu c and j = sum of mu c^2,
 *
 *   at the month's start         E[R] = S0 f + S1 a     E[R^2] = S0 g + 2 S0' f + S1 j + 2 S1' a
 *   summed over the entries,     E[R] = S1 f + S2 a     E[R^2] = S1 g + 2 S1' f + S2 j + 2 S2' a
 *   one a year through the month
 *
 * Ageing reads f and g one age further on. What counts at once, v for being there at the month's
 * end, turns (E[R], E[R^2]) into (E[R] + v, E[R^2] + 2 v E[R] + v^2); an entry and an 18th birthday
 * do the same. A measure costs months x ages x states^2. */
#include "model/process_variance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "model/caps.h"
#include "model/workspace.h"
#include "numeric/generator_slope.h"

const char *const cc_process_form_names[2] = {
    [CC_CLOSED_FORM] = "closed form",
    [CC_MICROSIMULATION] = "microsimulation",
};

/* How near to a limit, in standard deviations of the children it counts, chance may meet it. */
static const double reach = 4.0;

/* One month of one band: how moments at its end become moments at its start. */
typedef struct {
  cc_sloped s0, s1, s2;
  double first[CC_MAX_STATES], second[CC_MAX_STATES];             /* what the month itself adds */
  double entry_first[CC_MAX_STATES], entry_second[CC_MAX_STATES]; /* to those who enter in it */
} backward_step;

typedef double age_rows[CC_MAX_STATES][CC_AGE_ROW];

struct cc_process {
  alignas(64) age_rows opening;        /* children there at the start */
  alignas(64) age_rows first[2];       /* E[R] by state and age, at one month and the one before */
  alignas(64) age_rows second[2];      /* E[R^2] */
  alignas(64) double ages[CC_AGE_ROW]; /* of entries; sums to 1 in every band */
  double (*entries)[CC_MAX_BANDS][CC_MAX_STATES]; /* [n_months], children a year */
  backward_step steps[CC_MAX_BANDS];
  const cc_series_set *set;
  cc_linear_measure measure; /* of cc_process_row */
};

/* ---- which form ------------------------------------------------------------------------------ */

bool cc_limits_bind(const cc_plan *plan, const cc_results *results) {
  const cc_rows *rows = &plan->rows;
  double aside = 0.0;
  for (int t = 0; t < plan->n_months && plan->demand.present; t++) {
    aside += cc_monthly(plan, results, rows->m_diverted, t);
    for (int p = 0; p < plan->n_placements; p++) {
      aside += cc_monthly(plan, results, rows->m_displaced_out + p, t);
    }
  }
  return aside > 0.0;
}

/* A count of independent children has a variance of at most its mean. */
static bool near(double children, double limit) {
  return limit - children < reach * sqrt(children);
}

static bool near_any_limit(const cc_plan *plan, const cc_series_set *set, int month,
                           const cc_results *results) {
  const cc_rows *rows = &plan->rows;
  int cap = cc_cap_binding(plan, set, month);
  double total = 0.0;
  bool met = false;
  for (int p = 0; p < plan->n_placements; p++) {
    double children = cc_monthly(plan, results, rows->m_stock + p, month);
    total += children;
    if (plan->placements[p].overflow_to != CC_ABSENT) {
      met = met || near(children, cc_monthly(plan, results, rows->m_capacity + p, month));
    }
  }
  return met ||
         (cap != CC_ABSENT && near(total, cc_value(set, plan->caps[cap].children, month, 0)));
}

cc_process_form cc_process_form_for(const cc_plan *plan, const cc_workspace *workspace,
                                    const cc_results *results) {
  bool met = cc_limits_bind(plan, results);
  for (int t = 0; t < plan->n_months && plan->demand.present && !met; t++) {
    met = near_any_limit(plan, &workspace->set, t, results);
  }
  return met ? CC_MICROSIMULATION : CC_CLOSED_FORM;
}

/* ---- memory ---------------------------------------------------------------------------------- */

cc_status cc_process_create(const cc_plan *plan, cc_process **process) {
  cc_process *p = aligned_alloc(alignof(cc_process), sizeof *p);
  *process = NULL;
  if (p == NULL) {
    return CC_NO_MEMORY;
  }
  memset(p, 0, sizeof *p);
  p->entries = calloc((size_t)plan->n_months, sizeof *p->entries);
  if (p->entries == NULL) {
    cc_process_free(p);
    return CC_NO_MEMORY;
  }
  *process = p;
  return CC_OK;
}

void cc_process_free(cc_process *process) {
  if (process != NULL) {
    free(process->entries);
    free(process);
  }
}

/* ---- who is there and who comes -------------------------------------------------------------- */

cc_status cc_process_open(const cc_plan *plan, cc_workspace *workspace, cc_process *process) {
  cc_cohorts *cohorts = &workspace->cohorts;
  const cc_series_set *set = process->set = &workspace->set;
  if (!plan->demand.present) {
    return CC_OK;
  }
  cc_status status = cc_opening_stock(plan, set, workspace->age_spread, cohorts);
  if (status != CC_OK) {
    return status;
  }
  memcpy(process->opening, cc_cells(cohorts), (size_t)plan->n_states * sizeof process->opening[0]);
  cc_first_placements_read(plan, set, &workspace->first);
  for (int t = 0; t < plan->n_months; t++) {
    cc_entries(plan, set, t, &workspace->first, process->entries[t]);
  }
  memcpy(cohorts->entries, process->entries[0], sizeof cohorts->entries);
  status = cc_opening_entry_ages(plan, set, workspace->age_spread, cohorts);
  memcpy(process->ages, cohorts->cells[0][CC_ENTRY_ROW], sizeof process->ages);
  return status;
}

/* ---- backward -------------------------------------------------------------------------------- */

/* result = matrix x column */
static void product(int n, const double *matrix, const double *column, double *result) {
  for (int p = 0; p < n; p++) {
    result[p] = 0.0;
    for (int q = 0; q < n; q++) {
      result[p] += matrix[p * n + q] * column[q];
    }
  }
}

/* result = matrix x column + 2 matrix' x other */
static void moment_product(int n, const cc_sloped *matrix, const double *column,
                           const double *other, double *result) {
  double turned[CC_MAX_STATES];
  product(n, matrix->value, column, result);
  product(n, matrix->slope, other, turned);
  for (int p = 0; p < n; p++) {
    result[p] += 2.0 * turned[p];
  }
}

static void solve(const cc_plan *plan, const cc_series_set *set, const cc_linear_measure *measure,
                  int month, int band, backward_step *step) {
  const cc_demand *demand = &plan->demand;
  int n = plan->n_states;
  double q[CC_MAX_STATES * CC_MAX_STATES] = {0}, counts[CC_MAX_STATES], jumps[CC_MAX_STATES] = {0};
  memcpy(counts, measure->in_state[month], sizeof counts);
  for (int i = demand->first_term[band]; i < demand->first_term[band + 1]; i++) {
    const cc_rate_term *term = &demand->terms[i];
    double rate = cc_value(set, term->rate, month, 0.0);
    q[term->from * n + term->from] -= rate;
    if (term->to != CC_ABSENT) {
      q[term->from * n + term->to] += rate;
    } else {
      double on_exit = measure->on_exit[month][term->destination];
      counts[term->from] += rate * on_exit;
      jumps[term->from] += rate * on_exit * on_exit;
    }
  }
  cc_generator_slopes(n, q, measure->in_state[month], 1.0 / CC_MONTHS_PER_YEAR, &step->s0,
                      &step->s1, &step->s2);
  product(n, step->s1.value, counts, step->first);
  moment_product(n, &step->s1, jumps, counts, step->second);
  product(n, step->s2.value, counts, step->entry_first);
  moment_product(n, &step->s2, jumps, counts, step->entry_second);
}

static bool differ(int n, const double *a, const double *b) {
  int i = 0;
  while (i < n && a[i] == b[i]) {
    i++;
  }
  return i < n;
}

/* Whether a band's rates, or what its children count, may differ in a month from the next one. */
static bool changes(const cc_plan *plan, const cc_linear_measure *measure, int month, int band) {
  return month == measure->n_months - 1 ||
         plan->demand.rates_change[band * plan->n_months + month + 1] ||
         differ(plan->n_states, measure->in_state[month], measure->in_state[month + 1]) ||
         differ(CC_DESTINATIONS, measure->on_exit[month], measure->on_exit[month + 1]);
}

/* Adds what counts at once to the moments of `length` ages. */
static void count_at_once(double value, int length, double *first, double *second) {
  for (int i = 0; i < length && value != 0.0; i++) {
    second[i] += value * (2.0 * first[i] + value);
    first[i] += value;
  }
}

static void close_month(const cc_plan *plan, const cc_linear_measure *measure, int month,
                        age_rows first, age_rows second) {
  double birthday = measure->on_birthday[month];
  for (int s = 0; s < plan->n_states; s++) {
    for (int b = 0; b < plan->n_bands; b++) {
      int age = plan->band_first_age[b], length = plan->band_first_age[b + 1] - age;
      double value = measure->at_end[month][s] + measure->at_end_in_band[month][b];
      count_at_once(value, length, first[s] + age, second[s] + age);
    }
    first[s][CC_ADULT_AGE] = birthday;
    second[s][CC_ADULT_AGE] = birthday * birthday;
  }
}

/* Adds the month's entries of a band to the moments of the measure. */
static void enter(const cc_plan *plan, const cc_linear_measure *measure, int month, int band,
                  age_rows first, age_rows second, const cc_process *process, cc_moments *moments) {
  const backward_step *step = &process->steps[band];
  double f[CC_MAX_STATES] = {0}, g[CC_MAX_STATES] = {0};
  double mean[CC_MAX_STATES], square[CC_MAX_STATES];
  for (int s = 0; s < plan->n_states; s++) {
    for (int a = plan->band_first_age[band]; a < plan->band_first_age[band + 1]; a++) {
      f[s] += process->ages[a] * first[s][a + 1];
      g[s] += process->ages[a] * second[s][a + 1];
    }
  }
  product(plan->n_states, step->s1.value, f, mean);
  moment_product(plan->n_states, &step->s1, g, f, square);
  double one = measure->on_entry[month], years = 1.0 / CC_MONTHS_PER_YEAR;
  for (int s = 0; s < plan->n_states; s++) {
    double a_year = process->entries[month][band][s];
    mean[s] += step->entry_first[s];
    square[s] += step->entry_second[s];
    moments->mean += a_year * (mean[s] + one * years);
    moments->entry_variance += a_year * (square[s] + one * (2.0 * mean[s] + one * years));
  }
}

static void fill_row(int length, double value, double *out) {
  for (int i = 0; i < length; i++) {
    out[i] = value;
  }
}

/* What `length` ages of one state at the month's end bring to those of one state at its start. */
static void add_ages(int length, double share, double slope, const double *restrict first,
                     const double *restrict second, double *restrict first_before,
                     double *restrict second_before) {
  double twice = 2.0 * slope;
  for (int i = 0; i < length; i++) {
    first_before[i] += share * first[i];
    second_before[i] += share * second[i] + twice * first[i];
  }
}

/* From the moments at a month's end to those at its start, for the ages of one band. */
static void go_back(const cc_plan *plan, int band, const backward_step *step, age_rows first,
                    age_rows second, age_rows first_before, age_rows second_before) {
  int n = plan->n_states, age = plan->band_first_age[band];
  int length = plan->band_first_age[band + 1] - age;
  for (int p = 0; p < n; p++) {
    fill_row(length, step->first[p], first_before[p] + age);
    fill_row(length, step->second[p], second_before[p] + age);
    for (int q = 0; q < n; q++) {
      double share = step->s0.value[p * n + q], slope = step->s0.slope[p * n + q];
      if (share != 0.0 || slope != 0.0) {
        add_ages(length, share, slope, first[q] + age + 1, second[q] + age + 1,
                 first_before[p] + age, second_before[p] + age);
      }
    }
  }
}

static void count_opening(const cc_plan *plan, age_rows opening, age_rows first, age_rows second,
                          cc_moments *moments) {
  for (int s = 0; s < plan->n_states; s++) {
    for (int a = plan->band_first_age[0]; a < CC_ADULT_AGE; a++) {
      moments->mean += opening[s][a] * first[s][a];
      moments->opening_variance += opening[s][a] * (second[s][a] - first[s][a] * first[s][a]);
    }
  }
}

cc_moments cc_process_moments(const cc_plan *plan, const cc_linear_measure *measure,
                              cc_process *process) {
  cc_moments moments = {0};
  int now = 0;
  memset(process->first[now], 0, (size_t)plan->n_states * sizeof process->first[0][0]);
  memset(process->second[now], 0, (size_t)plan->n_states * sizeof process->second[0][0]);
  for (int t = measure->n_months - 1; t >= 0; t--, now = 1 - now) {
    close_month(plan, measure, t, process->first[now], process->second[now]);
    for (int b = 0; b < plan->n_bands; b++) {
      if (changes(plan, measure, t, b)) {
        solve(plan, process->set, measure, t, b, &process->steps[b]);
      }
      enter(plan, measure, t, b, process->first[now], process->second[now], process, &moments);
      go_back(plan, b, &process->steps[b], process->first[now], process->second[now],
              process->first[1 - now], process->second[1 - now]);
    }
  }
  count_opening(plan, process->opening, process->first[now], process->second[now], &moments);
  return moments;
}

bool cc_process_row(const cc_plan *plan, int row, int first_year, int last_year,
                    cc_process *process, cc_moments *moments) {
  cc_linear_measure *measure = &process->measure;
  cc_linear_measure_clear(measure);
  for (int year = first_year; year <= last_year; year++) {
    if (!cc_linear_measure_add(plan, process->set, row, year, 1.0, measure)) {
      return false;
    }
  }
  *moments = cc_process_moments(plan, measure, process);
  return true;
}
