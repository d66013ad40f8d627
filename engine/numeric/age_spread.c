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
 * age 0.
 *
 * F only rises, so that Steffen's slope at an edge between bands with means (children a month) of s
 * and t, over g and h months, is the least of 2s, 2t and (s h + t g) / (g + h); at both ends of all
 * ages it is the mean of the band. That is short enough to be written out here, for several lanes
 * at once and every month that entries change in: GSL has it for one number at a time. */
#include "numeric/age_spread.h"

/* A band, in months and per month. */
typedef struct {
  double months, per_month;
  cc_num mean;
} band;

static band band_of(const int *edges, cc_num total) {
  double months = edges[1] - edges[0], per_month = 1.0 / months;
  return (band){months, per_month, total * per_month};
}

static cc_num slope_between(const band *a, const band *b) {
  cc_num parabola = (a->mean * b->months + b->mean * a->months) * (1.0 / (a->months + b->months));
  return cc_lower(cc_lower(2.0 * a->mean, 2.0 * b->mean), parabola);
}

/* The months of one band: differences of its cubic F(x) = y + d x + c x^2 + e x^3, taken on the
 * coefficients, F(x + 1) - F(x) = d + c (2x + 1) + e (3x^2 + 3x + 1), which cancels nothing. The
 * slopes at both edges say which cubic it is. Seen from the band's oldest month of age, k months
 * before its end, x = months - 1 - k. */
static void take_curve(const band *of, cc_num slope, cc_num next_slope, cc_num *curve) {
  double x = of->months - 1.0;
  cc_num c = (3.0 * of->mean - 2.0 * slope - next_slope) * of->per_month;
  cc_num e = (slope + next_slope - 2.0 * of->mean) * (of->per_month * of->per_month);
  curve[0] = slope + c * (2.0 * x + 1.0) + e * (3.0 * x * x + 3.0 * x + 1.0);
  curve[1] = -2.0 * c - e * (6.0 * x + 3.0);
  curve[2] = 3.0 * e;
}

void cc_age_curves(int n_bands, const int *first_age_months, const cc_num *totals, cc_num at_birth,
                   cc_num curves[][CC_CURVE_TERMS]) {
  band this = band_of(first_age_months, totals[0] - at_birth);
  cc_num slope = this.mean;
  for (int b = 0; b + 1 < n_bands; b++) {
    band next = band_of(first_age_months + b + 1, totals[b + 1]);
    cc_num next_slope = slope_between(&this, &next);
    take_curve(&this, slope, next_slope, curves[b]);
    this = next;
    slope = next_slope;
  }
  take_curve(&this, slope, this.mean, curves[n_bands - 1]);
}
