/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a simulation says. The variance of a figure is that of its expected value over the draws
 * (parameters) and what chance adds to it (process): in closed form at the central values where
 * there is one, and else the variance that the histories have beyond the expected values. */
#include <math.h>

#include "base/calendar.h"
#include "batch/simulation_state.h"

#define UNSEEN                                                                                     \
  0.05             /* what does not happen in any draw does so by chance in this share of samples */
#define ENOUGH 0.8 /* the probability with which a contingency is to be enough */

cc_simulation_method cc_simulation_how(const cc_simulation *simulation) {
  return simulation->how;
}

/* ---- names ----------------------------------------------------------------------------------- */

int cc_simulation_count(const cc_simulation *simulation) {
  return simulation->n_figures;
}

static int year_of(const cc_simulation *s, const cc_span *span) {
  return span->first_year == span->last_year ? s->plan->first_year + span->first_year : CC_ABSENT;
}

cc_figure cc_simulation_name(const cc_simulation *s, int figure) {
  const cc_span *span = &s->spans[figure];
  const cc_row *row = &s->plan->rows.annual.items[span->row];
  return (cc_figure){row->measure, row->unit, year_of(s, span)};
}

int cc_simulation_find(const cc_simulation *s, const char *measure, int year) {
  int row = cc_row_find(&s->plan->rows.annual, measure, NULL);
  year = year == CC_ABSENT && s->plan->n_years == 1 ? s->plan->first_year : year;
  for (int f = 0; f < s->n_figures && row >= 0; f++) {
    if (s->spans[f].row == row && year_of(s, &s->spans[f]) == year) {
      return f;
    }
  }
  return CC_ABSENT;
}

/* ---- figures --------------------------------------------------------------------------------- */

static cc_partial total(const cc_simulation *s, const cc_partial *partials, int width, int i) {
  cc_partial sum = {0, 0};
  for (int chunk = 0; chunk < s->n_chunks; chunk++) {
    sum.sum += partials[(size_t)chunk * (size_t)width + (size_t)i].sum;
    sum.squares += partials[(size_t)chunk * (size_t)width + (size_t)i].squares;
  }
  return sum;
}

/* The variance of the expected values, from their distances to the central one. */
static double parameter_variance(const cc_simulation *s, int figure) {
  double n = s->how.n_draws;
  cc_partial sum = total(s, s->expected, s->n_figures, figure);
  return n > 1 ? fmax((sum.squares - sum.sum * sum.sum / n) / (n - 1), 0.0) : 0.0;
}

static double process_variance(const cc_simulation *s, int figure, double sd, double parameter) {
  if (s->how.process == CC_PROCESS_NONE) {
    return 0.0;
  }
  double deviation = s->chance_deviation[figure];
  return isnan(deviation) ? fmax(sd * sd - parameter, 0.0) : deviation * deviation;
}

static cc_likely likely_of(cc_summary summary, double central) {
  return (cc_likely){
      .central = central, .mean = summary.mean, .mean_error = summary.mean_error, .sd = summary.sd};
}

cc_likely cc_simulation_figure(const cc_simulation *s, int figure) {
  cc_likely likely = likely_of(cc_quantiles_summary(s->figures, figure), s->central[figure]);
  likely.parameter_variance = parameter_variance(s, figure);
  likely.process_variance = process_variance(s, figure, likely.sd, likely.parameter_variance);
  return likely;
}

bool cc_simulation_difference(const cc_simulation *s, int figure, cc_likely *likely) {
  if (s->differences == NULL || s->of_base[figure] == CC_ABSENT) {
    return false;
  }
  *likely = likely_of(cc_quantiles_summary(s->differences, figure),
                      s->central[figure] - s->base_central[figure]);
  return true;
}

double cc_simulation_quantile(cc_simulation *s, int figure, double p, double *error) {
  return cc_quantiles_at(s->figures, figure, p, error);
}

double cc_simulation_difference_quantile(cc_simulation *s, int figure, double p, double *error) {
  return cc_quantiles_at(s->differences, figure, p, error);
}

/* ---- chances --------------------------------------------------------------------------------- */

static cc_chance chance_of(const cc_simulation *s, int event) {
  double n = s->how.n_draws, p = total(s, s->chances, s->n_events, event).sum / n;
  bool all_agree = p == 0.0 || p == 1.0;
  return (cc_chance){p, all_agree ? 1.0 - pow(UNSEEN, 1.0 / n) : sqrt(p * (1.0 - p) / n)};
}

cc_chance cc_simulation_above_cap(const cc_simulation *s, int cap, int month) {
  return chance_of(s, cc_events_before(s->plan, cap) + month);
}

cc_chance cc_simulation_ever_above_cap(const cc_simulation *s, int cap) {
  return chance_of(s, cc_events_before(s->plan, cap) + s->plan->n_months);
}

int cc_simulation_likely_breach(const cc_simulation *s, int cap) {
  for (int t = 0; t < s->plan->n_months; t++) {
    if (cc_simulation_above_cap(s, cap, t).p > 0.5) {
      return cc_first_month(s->plan->first_year) + t;
    }
  }
  return -1;
}

bool cc_simulation_has_gap(const cc_simulation *s) {
  return s->gap_row != CC_ABSENT;
}

cc_chance cc_simulation_short(const cc_simulation *s, int year) {
  return chance_of(s, cc_events_before(s->plan, s->plan->n_caps) + year);
}

double cc_simulation_contingency(cc_simulation *s, int year, double *error) {
  return cc_simulation_quantile(s, s->gap_figure + year, ENOUGH, error);
}
