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
 * backward, month by month, as backward_step.c has it. Ageing reads them one age further on. What
 * counts at once, v for being there at the month's end, turns (E[R], E[R^2]) into
 * (E[R] + v, E[R^2] + 2 v E[R] + v^2); an entry and an 18th birthday do the same.
 *
 * A care leaver is a child whose path goes on, with moments F and G that depend on age alone. A
 * share exp(-r h) is in touch a month of h years later, r being attrition. Whoever turns 18 takes
 * over F and G at that age at the month's end. Whoever leaves to independence from 16 on is in
 * touch at the month's end with the chance k = (1 - exp(-rh)) / rh, whenever in the month it was:
 * so care_leavers.c has it, and so do the means here.
 *
 * A measure costs months x ages x states^2. */
#include "model/process_variance.h"

#include <math.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "model/backward_step.h"
#include "model/caps.h"
#include "model/workspace.h"

const char *const cc_process_form_names[2] = {
    [CC_CLOSED_FORM] = "closed form",
    [CC_MICROSIMULATION] = "microsimulation",
};

/* How near to a limit, in standard deviations of the children it counts, chance may meet it. */
static const double reach = 4.0;

/* Room for the ages of a state, the 18th birthday included, in whole lines of the cache. */
enum { AGE_ROW = 224 };
typedef double age_rows[CC_MAX_STATES][AGE_ROW];

/* Care leavers by age from 16 on; nobody reaches the last. */
typedef struct {
  double opening[CC_LEAVER_AGES];
  double first[CC_LEAVER_AGES + 1], second[CC_LEAVER_AGES + 1]; /* E[R], E[R^2] at a month's end */
  double kept, kept_of_new; /* in the month, of those at its start and of who come in it */
} leaver_moments;

struct cc_process {
  alignas(64) age_rows opening;   /* children there at the start */
  alignas(64) age_rows first[2];  /* E[R] by state and age, at one month and the one before */
  alignas(64) age_rows second[2]; /* E[R^2] */
  alignas(64) double ages[CC_ADULT_AGE]; /* of the month's entries; sums to 1 in every band */
  unsigned ages_of;                      /* which of them (entry_ages.h) */
  cc_entry_ages *entry_ages;             /* [n_months] */
  double (*entries)[CC_MAX_BANDS][CC_MAX_STATES]; /* [n_months], children a year */
  cc_backward_step steps[CC_MAX_BANDS];
  leaver_moments leavers;
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
  double ceiling, cost, total = 0.0;
  bool capped = cc_cap_binding(plan, set, month, &ceiling, &cost), met = false;
  for (int p = 0; p < plan->n_placements; p++) {
    double children = cc_monthly(plan, results, rows->m_stock + p, month);
    total += children;
    if (plan->placements[p].overflow_to != CC_ABSENT) {
      met = met || near(children, cc_monthly(plan, results, rows->m_capacity + p, month));
    }
  }
  return met || (capped && near(total, ceiling));
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
  p->entry_ages = calloc((size_t)plan->n_months, sizeof *p->entry_ages);
  if (p->entries == NULL || p->entry_ages == NULL) {
    cc_process_free(p);
    return CC_NO_MEMORY;
  }
  *process = p;
  return CC_OK;
}

void cc_process_free(cc_process *process) {
  if (process != NULL) {
    free(process->entry_ages);
    free(process->entries);
    free(process);
  }
}

/* ---- who is there and who comes -------------------------------------------------------------- */

static void open_leavers(const cc_plan *plan, cc_workspace *workspace, cc_process *process) {
  const cc_leavers *leavers = &workspace->leavers;
  cc_results unseen = {0};
  cc_care_leavers_open(plan, &workspace->set, &workspace->leavers, &unseen);
  for (int i = 0; i < CC_LEAVER_AGES && plan->care_leavers.present; i++) {
    process->leavers.opening[i] = leavers->cells[leavers->youngest + i];
  }
}

cc_status cc_process_open(const cc_plan *plan, cc_workspace *workspace, cc_process *process) {
  cc_cohorts *cohorts = &workspace->cohorts;
  const cc_series_set *set = process->set = &workspace->set;
  open_leavers(plan, workspace, process);
  if (!plan->demand.present) {
    return CC_OK;
  }
  cc_status status = cc_opening_stock(plan, set, workspace->opening, cohorts);
  if (status != CC_OK) {
    return status;
  }
  for (int s = 0; s < plan->n_states; s++) {
    cc_opening_by_age(plan, &workspace->opening[0], s, process->opening[s]);
  }
  cc_first_placements_read(plan, set, &workspace->first);
  double by_band[CC_MAX_BANDS];
  process->ages_of = 0;
  for (int t = 0; t < plan->n_months; t++) {
    cc_entries(plan, set, t, &workspace->first, process->entries[t]);
    cc_entries_by_band(plan, set, t, by_band);
    cc_entry_ages_follow(plan, set, t, by_band, &cohorts->entry_ages);
    process->entry_ages[t] = cohorts->entry_ages;
  }
  return CC_OK;
}

/* ---- backward -------------------------------------------------------------------------------- */

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
                        leaver_moments *leavers, age_rows first, age_rows second) {
  const int adult = CC_ADULT_AGE - CC_LEAVER_FIRST_AGE;
  count_at_once(measure->leaver_at_end[month], CC_LEAVER_AGES, leavers->first, leavers->second);
  for (int s = 0; s < plan->n_states; s++) {
    for (int b = 0; b < plan->n_bands; b++) {
      int age = plan->band_first_age[b], length = plan->band_first_age[b + 1] - age;
      double value = measure->at_end[month][s] + measure->at_end_in_band[month][b];
      count_at_once(value, length, first[s] + age, second[s] + age);
    }
    first[s][CC_ADULT_AGE] = leavers->first[adult];
    second[s][CC_ADULT_AGE] = leavers->second[adult];
    count_at_once(measure->on_birthday[month], 1, first[s] + CC_ADULT_AGE,
                  second[s] + CC_ADULT_AGE);
  }
}

/* What the entries of a band who leave to independence in the same month bring back from their time
 * as care leavers, for one entry a year into each state. */
static void enter_and_leave(const cc_plan *plan, int band, const cc_process *process, double *mean,
                            double *square) {
  const cc_backward_step *step = &process->steps[band];
  const leaver_moments *leavers = &process->leavers;
  int begin = plan->band_first_age[band], end = plan->band_first_age[band + 1];
  double first = 0.0, second = 0.0;
  for (int a = begin > CC_LEAVER_FIRST_AGE ? begin : CC_LEAVER_FIRST_AGE; a < end; a++) {
    first += process->ages[a] * leavers->first[a + 1 - CC_LEAVER_FIRST_AGE];
    second += process->ages[a] * leavers->second[a + 1 - CC_LEAVER_FIRST_AGE];
  }
  for (int s = 0; s < plan->n_states && step->has_independence; s++) {
    mean[s] += leavers->kept_of_new * step->entry_leaving[s] * first;
    square[s] += leavers->kept_of_new *
                 (step->entry_leaving[s] * second + 2.0 * step->entry_counted[s] * first);
  }
}

/* Adds the month's entries of a band to the moments of the measure. */
static void enter(const cc_plan *plan, const cc_linear_measure *measure, int month, int band,
                  age_rows first, age_rows second, const cc_process *process, cc_moments *moments) {
  const cc_backward_step *step = &process->steps[band];
  double f[CC_MAX_STATES] = {0}, g[CC_MAX_STATES] = {0};
  double mean[CC_MAX_STATES], square[CC_MAX_STATES];
  for (int s = 0; s < plan->n_states; s++) {
    for (int a = plan->band_first_age[band]; a < plan->band_first_age[band + 1]; a++) {
      f[s] += process->ages[a] * first[s][a + 1];
      g[s] += process->ages[a] * second[s][a + 1];
    }
  }
  cc_backward_step_enter(plan->n_states, step, f, g, mean, square);
  enter_and_leave(plan, band, process, mean, square);
  double one = measure->on_entry[month], years = 1.0 / CC_MONTHS_PER_YEAR;
  for (int s = 0; s < plan->n_states; s++) {
    double a_year = process->entries[month][band][s];
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
static void go_back(const cc_plan *plan, int band, const cc_backward_step *step, age_rows first,
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

/* The same for those of a band who leave to independence in the month. */
static void go_back_from_independence(const cc_plan *plan, int band, const cc_process *process,
                                      age_rows first_before, age_rows second_before) {
  const cc_backward_step *step = &process->steps[band];
  const leaver_moments *leavers = &process->leavers;
  int begin = plan->band_first_age[band], end = plan->band_first_age[band + 1];
  begin = begin > CC_LEAVER_FIRST_AGE ? begin : CC_LEAVER_FIRST_AGE;
  for (int p = 0; p < plan->n_states && step->has_independence && begin < end; p++) {
    int after = begin + 1 - CC_LEAVER_FIRST_AGE;
    add_ages(end - begin, leavers->kept_of_new * step->leaving[p],
             leavers->kept_of_new * step->counted[p], leavers->first + after,
             leavers->second + after, first_before[p] + begin, second_before[p] + begin);
  }
}

/* A month back for care leavers: read one age further on, as long as they are in touch. */
static void go_back_leavers(leaver_moments *leavers) {
  for (int i = 0; i < CC_LEAVER_AGES; i++) {
    leavers->first[i] = leavers->kept * leavers->first[i + 1];
    leavers->second[i] = leavers->kept * leavers->second[i + 1];
  }
}

static void read_attrition(const cc_plan *plan, const cc_series_set *set, int month,
                           leaver_moments *leavers) {
  const cc_care_leavers *section = &plan->care_leavers;
  double rate = section->present ? cc_value(set, section->attrition_per_year, month, 0.0) : 0.0;
  double exposure = rate / CC_MONTHS_PER_YEAR;
  leavers->kept = exp(-exposure);
  leavers->kept_of_new = exposure > 0.0 ? -expm1(-exposure) / exposure : 1.0;
}

static void count_opening(int length, const double *people, const double *first,
                          const double *second, cc_moments *moments) {
  for (int i = 0; i < length; i++) {
    moments->mean += people[i] * first[i];
    moments->opening_variance += people[i] * (second[i] - first[i] * first[i]);
  }
}

static void count_openings(const cc_plan *plan, const cc_linear_measure *measure, age_rows first,
                           age_rows second, cc_process *process, cc_moments *moments) {
  leaver_moments *leavers = &process->leavers;
  int youngest = plan->band_first_age[0];
  for (int s = 0; s < plan->n_states && plan->demand.present; s++) {
    count_opening(CC_ADULT_AGE - youngest, process->opening[s] + youngest, first[s] + youngest,
                  second[s] + youngest, moments);
  }
  count_at_once(measure->leaver_at_start, CC_LEAVER_AGES, leavers->first, leavers->second);
  count_opening(CC_LEAVER_AGES, leavers->opening, leavers->first, leavers->second, moments);
}

/* The ages of entries of a month, where they are not those of the month in hand before it. */
static void take_ages(const cc_plan *plan, int month, cc_process *process) {
  const cc_entry_ages *ages = &process->entry_ages[month];
  if (process->ages_of != ages->changes && plan->demand.present) {
    process->ages_of = ages->changes;
    cc_entry_shares(plan, ages, process->ages);
  }
}

static void start_at_end(const cc_plan *plan, cc_process *process) {
  size_t rows = (size_t)plan->n_states * sizeof process->first[0][0];
  memset(process->first[0], 0, rows);
  memset(process->second[0], 0, rows);
  memset(process->leavers.first, 0, sizeof process->leavers.first);
  memset(process->leavers.second, 0, sizeof process->leavers.second);
}

cc_moments cc_process_moments(const cc_plan *plan, const cc_linear_measure *measure,
                              cc_process *process) {
  cc_moments moments = {0};
  int now = 0;
  start_at_end(plan, process);
  for (int t = measure->n_months - 1; t >= 0; t--, now = 1 - now) {
    double(*first)[AGE_ROW] = process->first[now], (*second)[AGE_ROW] = process->second[now];
    close_month(plan, measure, t, &process->leavers, first, second);
    read_attrition(plan, process->set, t, &process->leavers);
    take_ages(plan, t, process);
    for (int b = 0; b < plan->n_bands && plan->demand.present; b++) {
      if (changes(plan, measure, t, b)) {
        cc_backward_step_solve(plan, process->set, measure, t, b, &process->steps[b]);
      }
      enter(plan, measure, t, b, first, second, process, &moments);
      go_back(plan, b, &process->steps[b], first, second, process->first[1 - now],
              process->second[1 - now]);
      go_back_from_independence(plan, b, process, process->first[1 - now],
                                process->second[1 - now]);
    }
    go_back_leavers(&process->leavers);
  }
  count_openings(plan, measure, process->first[now], process->second[now], process, &moments);
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
