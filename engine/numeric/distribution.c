/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The distributions an uncertain parameter may have, by what is usually known of one: mean and
 * spread, the interval that holds the middle 80%, or low, most likely and high.
 *
 * By moments, with m the mean and s the standard deviation:
 *     lognormal   sd of log = sqrt(log(1 + (s/m)^2)), mean of log = log m - (sd of log)^2 / 2
 *     gamma       shape = (m/s)^2, scale = s^2 / m
 *     beta        a = m n, b = (1 - m) n with n = m (1 - m) / s^2 - 1
 * By p10 and p90, with z = 1.2816 the normal's 90% point: normal and lognormal (on logs) have mean
 * (p10 + p90) / 2 and sd (p90 - p10) / 2z. Gamma and beta have no closed form. One parameter
 * (scale, or b) is set so that 10% lie below p10; the mass below p90 then rises with the other
 * (shape, or a), as the distribution narrows, and the place where it is 90% is closed in on.
 *
 * Quantiles of gamma and beta are found here by Newton's method on the mass below, kept inside a
 * bracket, over y = log x or log(x / (1 - x)) so that no x is out of reach. GSL's own inverses do
 * not converge for every shape, and then stop the whole program; its masses and densities are good
 * to 1e-9 for the shapes let in below. What is narrower is as good as normal.
 *
 * PERT is the beta on low..high with a = 1 + 4 (mode - low) / (high - low) and b likewise from the
 * other side, so that its mean is (low + 4 mode + high) / 6. */
#include "numeric/distribution.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#define Z90 1.2815515655446004 /* the normal lies below this with probability 0.9 */
#define LAST_CHANGE 1e-12      /* of the logarithm of a shape */
#define LAST_STEP 1e-9         /* Newton's error after a step is about the square of it */
#define FAR_AWAY 745.0         /* exp(-745) is the least double above 0 */
#define LEAST_SHAPE 0.01
#define MOST_GAMMA_SHAPE 1e4 /* a cv of 1% */
#define MOST_BETA_SHAPE 2e5
#define EVERYTHING 1e6 /* no gamma let in has any mass beyond, in scales */

#define KIND_WORD(kind, word) word,
static const char *const words[CC_DISTRIBUTION_KINDS] = {CC_DISTRIBUTION_TABLE(KIND_WORD)};
#undef KIND_WORD

const char *cc_distribution_word(cc_distribution_kind kind) {
  return words[kind];
}

int cc_distribution_find(const char *word, cc_distribution_kind *kind) {
  for (int i = 0; i < CC_DISTRIBUTION_KINDS; i++) {
    if (strcmp(word, words[i]) == 0) {
      *kind = (cc_distribution_kind)i;
      return 1;
    }
  }
  return 0;
}

static cc_status refuse(const char **why, const char *reason) {
  *why = reason;
  return CC_INVALID;
}

static cc_distribution make(cc_distribution_kind kind, double first, double second) {
  double low = kind == CC_NORMAL ? -INFINITY : 0.0;
  double high = kind == CC_BETA ? 1.0 : INFINITY;
  return (cc_distribution){.kind = kind, .p = {first, second}, .low = low, .high = high};
}

static cc_status keep_shapes(cc_distribution made, cc_distribution *distribution,
                             const char **why) {
  int beta = made.kind == CC_BETA;
  double least = beta ? fmin(made.p[0], made.p[1]) : made.p[0];
  double most = beta ? fmax(made.p[0], made.p[1]) : made.p[0];
  if (!(least >= LEAST_SHAPE)) {
    return refuse(why, "the spread is too wide for this mean");
  }
  if (!(most <= (beta ? MOST_BETA_SHAPE : MOST_GAMMA_SHAPE))) {
    return refuse(why, "the spread is too narrow for this kind: write normal");
  }
  *distribution = made;
  return CC_OK;
}

static cc_status make_beta(double mean, double sd, cc_distribution *distribution,
                           const char **why) {
  if (!(mean > 0.0 && mean < 1.0)) {
    return refuse(why, "the mean of a beta must lie between 0 and 1");
  }
  double size = mean * (1.0 - mean) / (sd * sd) - 1.0;
  return keep_shapes(make(CC_BETA, mean * size, (1.0 - mean) * size), distribution, why);
}

cc_status cc_distribution_by_sd(cc_distribution_kind kind, double mean, double sd,
                                cc_distribution *distribution, const char **why) {
  if (!isfinite(mean) || !isfinite(sd)) {
    return refuse(why, "the mean and the spread must be finite");
  }
  if (!(sd > 0.0)) {
    return refuse(why, "the spread must be above 0");
  }
  if (kind == CC_BETA) {
    return make_beta(mean, sd, distribution, why);
  }
  if (kind == CC_NORMAL) {
    *distribution = make(kind, mean, sd);
    return CC_OK;
  }
  if (kind != CC_LOGNORMAL && kind != CC_GAMMA) {
    return refuse(why, "only normal, lognormal, gamma and beta are given by mean and spread");
  }
  if (!(mean > 0.0)) {
    return refuse(why, "the mean must be above 0");
  }
  double cv = sd / mean;
  if (kind == CC_GAMMA) {
    return keep_shapes(make(kind, 1.0 / (cv * cv), sd * cv), distribution, why);
  }
  double variance = log1p(cv * cv);
  *distribution = make(kind, log(mean) - variance / 2.0, sqrt(variance));
  return CC_OK;
}

cc_status cc_distribution_by_cv(cc_distribution_kind kind, double mean, double cv,
                                cc_distribution *distribution, const char **why) {
  if (mean == 0.0) {
    return refuse(why, "a cv needs a mean other than 0");
  }
  return cc_distribution_by_sd(kind, mean, cv * fabs(mean), distribution, why);
}

/* A gamma of scale 1 (b is 0) or a beta, as a function of y. */
typedef struct {
  double a, b;
} shapes;

static double value_at(shapes s, double y) {
  return s.b > 0.0 ? 1.0 / (1.0 + exp(-y)) : exp(y);
}

static double mass_below(shapes s, double x) {
  return s.b > 0.0 ? gsl_cdf_beta_P(x, s.a, s.b) : gsl_cdf_gamma_P(fmin(x, EVERYTHING), s.a, 1.0);
}

static double density_over_y(shapes s, double x) {
  return s.b > 0.0 ? gsl_ran_beta_pdf(x, s.a, s.b) * x * (1.0 - x)
                   : gsl_ran_gamma_pdf(x, s.a, 1.0) * x;
}

/* The x that has the mass u below it, 0 < u < 1. A Newton step that leaves the bracket, or is more
 * than half the last one, gives way to halving the bracket. */
static double find_quantile(shapes s, double u) {
  double low = -FAR_AWAY, high = FAR_AWAY, last_step = high - low;
  double y = s.b > 0.0 ? log(s.a / s.b) : log(s.a);
  while (high - low > LAST_STEP) {
    double x = value_at(s, y);
    double excess = mass_below(s, x) - u;
    double step = -excess / density_over_y(s, x);
    if (fabs(step) <= LAST_STEP) {
      return value_at(s, y + step);
    }
    low = excess > 0.0 ? low : y;
    high = excess > 0.0 ? y : high;
    if (!(y + step > low && y + step < high && fabs(step) <= 0.5 * fabs(last_step))) {
      step = 0.5 * (low + high) - y;
    }
    last_step = step;
    y += step;
  }
  return value_at(s, y);
}

/* A function that rises with a shape, what it needs to know, and the greatest shape to try. */
typedef struct {
  double (*value)(const void *known, double argument);
  const void *known;
  double most;
} rising;

/* Narrows a bracket by a point inside it. */
static void keep_inside(double *low, double *at_low, double *high, double *at_high, double point,
                        double at_point) {
  if (at_point < 0.0 && point > *low) {
    *low = point;
    *at_low = at_point;
  }
  if (at_point >= 0.0 && point < *high) {
    *high = point;
    *at_high = at_point;
  }
}

/* Where a rising function of a shape reaches `target`; the nearer end when it does not. Ridders'
 * method: the middle of the bracket and a point beside it, where the line through the three values
 * would be 0 once an exponential is divided out of them. */
static double find_shape(rising function, double target) {
  double low = log(LEAST_SHAPE), high = log(function.most), last = low, next = high;
  double at_low = function.value(function.known, LEAST_SHAPE) - target;
  double at_high = function.value(function.known, function.most) - target;
  if (at_low >= 0.0 || at_high <= 0.0) {
    return at_low >= 0.0 ? LEAST_SHAPE : function.most;
  }
  while (fabs(next - last) > LAST_CHANGE) {
    double middle = 0.5 * (low + high);
    double at_middle = function.value(function.known, exp(middle)) - target;
    last = next;
    next = middle - (middle - low) * at_middle / sqrt(at_middle * at_middle - at_low * at_high);
    double at_next = function.value(function.known, exp(next)) - target;
    keep_inside(&low, &at_low, &high, &at_high, middle, at_middle);
    keep_inside(&low, &at_low, &high, &at_high, next, at_next);
  }
  return exp(next);
}

typedef struct {
  double p10, p90;
} interval;

static double gamma_scale(const interval *ends, double shape) {
  return ends->p10 / find_quantile((shapes){shape, 0.0}, 0.1);
}

static double gamma_below_p90(const void *known, double shape) {
  const interval *ends = known;
  return mass_below((shapes){shape, 0.0}, ends->p90 / gamma_scale(ends, shape));
}

typedef struct {
  double p10, a;
} beta_start;

static double beta_below_p10(const void *known, double b) {
  const beta_start *start = known;
  return gsl_cdf_beta_P(start->p10, start->a, b);
}

static double beta_b(const interval *ends, double a) {
  beta_start start = {ends->p10, a};
  return find_shape((rising){beta_below_p10, &start, MOST_BETA_SHAPE}, 0.1);
}

static double beta_below_p90(const void *known, double a) {
  const interval *ends = known;
  double b = beta_b(ends, a);
  /* At an end of its range b does not meet p10: as narrow, or as wide, as can be. */
  if (b <= LEAST_SHAPE || b >= MOST_BETA_SHAPE) {
    return b >= MOST_BETA_SHAPE ? 1.0 : 0.0;
  }
  return gsl_cdf_beta_P(ends->p90, a, b);
}

/* Gamma and beta; what was found counts only when it meets both ends. */
static cc_status fit_interval(cc_distribution_kind kind, const interval *ends,
                              cc_distribution *distribution, const char **why) {
  cc_distribution found;
  if (kind == CC_GAMMA) {
    double shape = find_shape((rising){gamma_below_p90, ends, MOST_GAMMA_SHAPE}, 0.9);
    found = make(kind, shape, gamma_scale(ends, shape));
  } else {
    double a = find_shape((rising){beta_below_p90, ends, MOST_BETA_SHAPE}, 0.9);
    found = make(kind, a, beta_b(ends, a));
  }
  double miss = fabs(cc_distribution_cdf(&found, ends->p10) - 0.1) +
                fabs(cc_distribution_cdf(&found, ends->p90) - 0.9);
  if (!(miss < 1e-9)) {
    return refuse(why, "p10 and p90 are too near to each other, or too far apart, for this kind");
  }
  *distribution = found;
  return CC_OK;
}

cc_status cc_distribution_by_interval(cc_distribution_kind kind, double p10, double p90,
                                      cc_distribution *distribution, const char **why) {
  if (!isfinite(p10) || !isfinite(p90) || !(p10 < p90)) {
    return refuse(why, "p10 must lie below p90");
  }
  if (kind > CC_BETA) {
    return refuse(why, "only normal, lognormal, gamma and beta are given by p10 and p90");
  }
  if (kind == CC_NORMAL) {
    *distribution = make(kind, 0.5 * (p10 + p90), (p90 - p10) / (2.0 * Z90));
    return CC_OK;
  }
  if (!(p10 > 0.0)) {
    return refuse(why, "p10 must be above 0");
  }
  if (kind == CC_LOGNORMAL) {
    double mean = 0.5 * (log(p10) + log(p90));
    *distribution = make(kind, mean, (log(p90) - log(p10)) / (2.0 * Z90));
    return CC_OK;
  }
  if (kind == CC_BETA && !(p90 < 1.0)) {
    return refuse(why, "p90 of a beta must be below 1");
  }
  interval ends = {p10, p90};
  return fit_interval(kind, &ends, distribution, why);
}

cc_status cc_distribution_by_mode(cc_distribution_kind kind, double low, double mode, double high,
                                  cc_distribution *distribution, const char **why) {
  if (kind != CC_TRIANGULAR && kind != CC_PERT) {
    return refuse(why, "only triangular and pert are given by low, mode and high");
  }
  if (!isfinite(low) || !isfinite(high) || !(low < high)) {
    return refuse(why, "low must lie below high");
  }
  if (!(low <= mode && mode <= high)) {
    return refuse(why, "the mode must lie between low and high");
  }
  *distribution = (cc_distribution){.kind = kind, .p = {low, mode, high}, .low = low, .high = high};
  return CC_OK;
}

cc_status cc_distribution_by_range(double low, double high, cc_distribution *distribution,
                                   const char **why) {
  if (!isfinite(low) || !isfinite(high) || !(low < high)) {
    return refuse(why, "low must lie below high");
  }
  *distribution = (cc_distribution){.kind = CC_UNIFORM, .p = {low, high}, .low = low, .high = high};
  return CC_OK;
}

/* The beta that a PERT is on 0..1. */
static double pert_a(const double *p) {
  return 1.0 + 4.0 * (p[1] - p[0]) / (p[2] - p[0]);
}

static double pert_b(const double *p) {
  return 1.0 + 4.0 * (p[2] - p[1]) / (p[2] - p[0]);
}

double cc_distribution_mean(const cc_distribution *distribution) {
  const double *p = distribution->p;
  switch (distribution->kind) {
  case CC_NORMAL:
    return p[0];
  case CC_LOGNORMAL:
    return exp(p[0] + p[1] * p[1] / 2.0);
  case CC_GAMMA:
    return p[0] * p[1];
  case CC_BETA:
    return p[0] / (p[0] + p[1]);
  case CC_TRIANGULAR:
    return (p[0] + p[1] + p[2]) / 3.0;
  case CC_PERT:
    return (p[0] + 4.0 * p[1] + p[2]) / 6.0;
  case CC_UNIFORM:
  default:
    return 0.5 * (p[0] + p[1]);
  }
}

/* A beta has one peak unless both ends are as high as any place between. */
static double beta_mode(double a, double b) {
  if (a <= 1.0 && b <= 1.0) {
    return a / (a + b);
  }
  return fmin(fmax((a - 1.0) / (a + b - 2.0), 0.0), 1.0);
}

double cc_distribution_mode(const cc_distribution *distribution) {
  const double *p = distribution->p;
  switch (distribution->kind) {
  case CC_LOGNORMAL:
    return exp(p[0] - p[1] * p[1]);
  case CC_GAMMA:
    return p[0] > 1.0 ? (p[0] - 1.0) * p[1] : 0.0;
  case CC_BETA:
    return beta_mode(p[0], p[1]);
  case CC_TRIANGULAR:
  case CC_PERT:
    return p[1];
  default:
    return cc_distribution_mean(distribution);
  }
}

static double triangular_cdf(const double *p, double x) {
  double width = p[2] - p[0];
  if (x < p[1]) {
    return (x - p[0]) * (x - p[0]) / (width * (p[1] - p[0]));
  }
  return p[1] < p[2] ? 1.0 - (p[2] - x) * (p[2] - x) / (width * (p[2] - p[1])) : 1.0;
}

static double triangular_quantile(const double *p, double u) {
  double width = p[2] - p[0];
  if (u * width < p[1] - p[0]) {
    return p[0] + sqrt(u * width * (p[1] - p[0]));
  }
  return p[2] - sqrt((1.0 - u) * width * (p[2] - p[1]));
}

double cc_distribution_cdf(const cc_distribution *distribution, double x) {
  const double *p = distribution->p;
  if (x <= distribution->low) {
    return 0.0;
  }
  if (x >= distribution->high) {
    return 1.0;
  }
  switch (distribution->kind) {
  case CC_NORMAL:
    return gsl_cdf_gaussian_P(x - p[0], p[1]);
  case CC_LOGNORMAL:
    return gsl_cdf_gaussian_P(log(x) - p[0], p[1]);
  case CC_GAMMA:
    return mass_below((shapes){p[0], 0.0}, x / p[1]);
  case CC_BETA:
    return gsl_cdf_beta_P(x, p[0], p[1]);
  case CC_TRIANGULAR:
    return triangular_cdf(p, x);
  case CC_PERT:
    return gsl_cdf_beta_P((x - p[0]) / (p[2] - p[0]), pert_a(p), pert_b(p));
  case CC_UNIFORM:
  default:
    return (x - p[0]) / (p[1] - p[0]);
  }
}

double cc_distribution_quantile(const cc_distribution *distribution, double u) {
  const double *p = distribution->p;
  if (u <= 0.0) {
    return distribution->low;
  }
  if (u >= 1.0) {
    return distribution->high;
  }
  switch (distribution->kind) {
  case CC_NORMAL:
    return p[0] + gsl_cdf_gaussian_Pinv(u, p[1]);
  case CC_LOGNORMAL:
    return exp(p[0] + gsl_cdf_gaussian_Pinv(u, p[1]));
  case CC_GAMMA:
    return p[1] * find_quantile((shapes){p[0], 0.0}, u);
  case CC_BETA:
    return find_quantile((shapes){p[0], p[1]}, u);
  case CC_TRIANGULAR:
    return triangular_quantile(p, u);
  case CC_PERT:
    return p[0] + (p[2] - p[0]) * find_quantile((shapes){pert_a(p), pert_b(p)}, u);
  case CC_UNIFORM:
  default:
    return p[0] + u * (p[1] - p[0]);
  }
}
