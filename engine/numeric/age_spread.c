/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ages within a band. Published counts come by band of age; a band spread evenly puts the same
 * number at every month, and then jumps at the edge. What is known exactly is the cumulative count
 *
 *     F(edge b) = totals[0] + ... + totals[b - 1]
 *
 * at the edges of the bands. F is interpolated between them by Steffen's method (1990), a cubic
 * that never leaves the range of its neighbours, and age m gets F(m + 1) - F(m): never negative as
 * F only rises, and summing to the total of each band as F passes through the edges. Children who
 * enter at birth would bend the curve of a whole first year, so they are taken off first and put at
 * age 0. */
#include "numeric/age_spread.h"

#include <gsl/gsl_interp.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_EDGES 3 /* fewer points have no curve: spread evenly */
#define MOST_EDGES (CC_AGE_SPREAD_BANDS + 1)

struct cc_age_spread_work {
  gsl_interp *curves[MOST_EDGES + 1]; /* GSL wants one made for each number of points */
  double edges[MOST_EDGES];
  double below[MOST_EDGES]; /* F */
};

cc_status cc_age_spread_create(cc_age_spread_work **work) {
  cc_age_spread_work *made = calloc(1, sizeof *made);
  *work = NULL;
  if (made == NULL) {
    return CC_NO_MEMORY;
  }
  for (size_t edges = LEAST_EDGES; edges <= MOST_EDGES; edges++) {
    made->curves[edges] = gsl_interp_alloc(gsl_interp_steffen, edges);
    if (made->curves[edges] == NULL) {
      cc_age_spread_free(made);
      return CC_NO_MEMORY;
    }
  }
  *work = made;
  return CC_OK;
}

void cc_age_spread_free(cc_age_spread_work *work) {
  if (work == NULL) {
    return;
  }
  for (size_t edges = LEAST_EDGES; edges <= MOST_EDGES; edges++) {
    gsl_interp_free(work->curves[edges]);
  }
  free(work);
}

static int arguments_hold(int n_bands, const int *first_age_months, const double *totals,
                          double at_birth) {
  if (n_bands < 1 || n_bands > CC_AGE_SPREAD_BANDS) {
    return 0;
  }
  for (int band = 0; band < n_bands; band++) {
    if (first_age_months[band] >= first_age_months[band + 1] ||
        !(totals[band] >= 0.0 && isfinite(totals[band]))) {
      return 0;
    }
  }
  return at_birth >= 0.0 && at_birth <= totals[0];
}

static void set_curve(cc_age_spread_work *work, int n_bands, const int *edges, const double *totals,
                      double at_birth) {
  double below = 0.0;
  work->edges[0] = edges[0];
  work->below[0] = at_birth;
  for (int band = 0; band < n_bands; band++) {
    below += totals[band];
    work->edges[band + 1] = edges[band + 1];
    work->below[band + 1] = below;
  }
}

/* The months of one band: differences of its cubic F(x) = y + d x + c x^2 + e x^3, taken on the
 * coefficients, F(x + 1) - F(x) = d + c (2x + 1) + e (3x^2 + 3x + 1), which cancels nothing. The
 * slopes at both edges say which cubic it is. Seen from the band's oldest month of age, k months
 * before its end, x = months - 1 - k. */
static cc_age_curve curve_of_band(double months, double count, double slope, double next_slope) {
  double mean = count / months, x = months - 1.0;
  double c = (3.0 * mean - 2.0 * slope - next_slope) / months;
  double e = (slope + next_slope - 2.0 * mean) / (months * months);
  return (cc_age_curve){{
      slope + c * (2.0 * x + 1.0) + e * (3.0 * x * x + 3.0 * x + 1.0),
      -2.0 * c - e * (6.0 * x + 3.0),
      3.0 * e,
  }};
}

static void take_curves(cc_age_spread_work *work, size_t n_edges, cc_age_curve *curves) {
  gsl_interp *curve = work->curves[n_edges];
  const double *edges = work->edges, *below = work->below;
  gsl_interp_init(curve, edges, below, n_edges);
  double slope = gsl_interp_eval_deriv(curve, edges, below, edges[0], NULL);
  for (size_t band = 0; band + 1 < n_edges; band++) {
    double next_slope = gsl_interp_eval_deriv(curve, edges, below, edges[band + 1], NULL);
    curves[band] = curve_of_band(edges[band + 1] - edges[band], below[band + 1] - below[band],
                                 slope, next_slope);
    slope = next_slope;
  }
}

/* What a curve holds over all months of its band. */
static double sum_of_curve(double months, const cc_age_curve *curve) {
  const double *terms = curve->terms;
  return months *
         (terms[0] + (months - 1.0) / 2.0 * (terms[1] + (2.0 * months - 1.0) / 3.0 * terms[2]));
}

/* Takes the rounding of the differences out of a band. One that has no curve, or is too small
 * beside the cumulative count to show in it, is spread evenly. */
static void scale_to_total(double months, double total, cc_age_curve *curve) {
  double sum = sum_of_curve(months, curve);
  if (!(sum > 0.0)) {
    *curve = (cc_age_curve){{total / months, 0.0, 0.0}};
    return;
  }
  for (int i = 0; i < 3; i++) {
    curve->terms[i] *= total / sum;
  }
}

cc_status cc_age_curves(cc_age_spread_work *work, int n_bands, const int *first_age_months,
                        const double *totals, double at_birth, cc_age_curve *curves) {
  const int *edges = first_age_months;
  if (!arguments_hold(n_bands, edges, totals, at_birth)) {
    return CC_INTERNAL;
  }
  size_t n_edges = (size_t)n_bands + 1;
  set_curve(work, n_bands, edges, totals, at_birth);
  memset(curves, 0, (size_t)n_bands * sizeof *curves);
  if (n_edges >= LEAST_EDGES) {
    take_curves(work, n_edges, curves);
  }
  for (int band = 0; band < n_bands; band++) {
    double total = band == 0 ? totals[0] - at_birth : totals[band];
    scale_to_total(edges[band + 1] - edges[band], total, &curves[band]);
  }
  return CC_OK;
}
