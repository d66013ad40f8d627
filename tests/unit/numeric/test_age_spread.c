/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Steffen's interpolation is written out here a second time, from the formulas of his paper (A
 * simple method for monotonic interpolation in one dimension, 1990). */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/ages.h"

#include "numeric/age_spread.h"

#define MONTHS 216
#define BANDS 5
#define MOST_BANDS 16

static const int edges[BANDS + 1] = {0, 12, 60, 120, 192, MONTHS}; /* those of SSDA903 */
static const double totals[BANDS] = {105.0, 262.0, 371.0, 790.0, 401.0};

static void cc_assert_near(double value, double expected, double tolerance) {
  if (!(fabs(value - expected) <= tolerance)) {
    fail_msg("%.17g is not %.17g within %g", value, expected, tolerance);
  }
}

static double sum_between(const double *by_month, int from, int to) {
  double sum = 0.0;
  for (int i = from; i < to; i++) {
    assert_true(by_month[i] >= 0.0);
    sum += by_month[i];
  }
  return sum;
}

static double sign_of(double x) {
  return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : 0.0;
}

/* The slope of the curve at edge i; at both ends it is that of the straight line. */
static double slope_at(int n_bands, const int *at, const double *cumulative, int i) {
  double slopes[2], widths[2];
  for (int side = 0; side < 2; side++) {
    int band = i - 1 + side;
    band = band < 0 ? 0 : band >= n_bands ? n_bands - 1 : band;
    widths[side] = at[band + 1] - at[band];
    slopes[side] = (cumulative[band + 1] - cumulative[band]) / widths[side];
  }
  if (i == 0 || i == n_bands) {
    return slopes[0];
  }
  double parabola = (slopes[0] * widths[1] + slopes[1] * widths[0]) / (widths[0] + widths[1]);
  double least = fmin(fmin(fabs(slopes[0]), fabs(slopes[1])), 0.5 * fabs(parabola));
  return (sign_of(slopes[0]) + sign_of(slopes[1])) * least;
}

static double steffen(int n_bands, const int *at, const double *cumulative, double x) {
  int i = 0;
  while (i < n_bands - 1 && x >= at[i + 1]) {
    i++;
  }
  double width = at[i + 1] - at[i], t = x - at[i];
  double line = (cumulative[i + 1] - cumulative[i]) / width;
  double left = slope_at(n_bands, at, cumulative, i);
  double right = slope_at(n_bands, at, cumulative, i + 1);
  double cubic = (left + right - 2.0 * line) / (width * width);
  double square = (3.0 * line - 2.0 * left - right) / width;
  return ((cubic * t + square) * t + left) * t + cumulative[i];
}

static void ages_follow_steffens_curve(void **state) {
  (void)state;
  double by_month[MONTHS], cumulative[BANDS + 1] = {0.0};
  for (int band = 0; band < BANDS; band++) {
    cumulative[band + 1] = cumulative[band] + totals[band];
  }
  cc_age_spread(BANDS, edges, totals, 0.0, by_month);
  for (int age = 0; age < MONTHS; age++) {
    double expected =
        steffen(BANDS, edges, cumulative, age + 1) - steffen(BANDS, edges, cumulative, age);
    cc_assert_near(by_month[age], expected, 1e-11);
  }
}

static void every_band_keeps_its_total(void **state) {
  (void)state;
  static const double cases[][BANDS] = {
      {105.0, 262.0, 371.0, 790.0, 401.0}, {0.0, 0.0, 10.0, 0.0, 0.0},
      {1e-9, 1e9, 1e-9, 1e9, 1e-9},        {7.0, 0.0, 0.0, 0.0, 3.0},
      {0.0, 0.0, 0.0, 0.0, 1e-300},        {1e20, 1.0, 1.0, 1.0, 1.0}};
  double by_month[MONTHS];
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    for (int births = 0; births < 2; births++) {
      double at_birth = 0.5 * cases[i][0] * births;
      cc_age_spread(BANDS, edges, cases[i], at_birth, by_month);
      for (int band = 0; band < BANDS; band++) {
        cc_assert_near(sum_between(by_month, edges[band], edges[band + 1]), cases[i][band],
                       1e-14 * cases[i][band]);
      }
    }
  }
}

static void nothing_gives_zeros(void **state) {
  (void)state;
  static const double none[BANDS] = {0.0};
  double by_month[MONTHS];
  by_month[3] = 1.0;
  cc_age_spread(BANDS, edges, none, 0.0, by_month);
  for (int age = 0; age < MONTHS; age++) {
    assert_true(by_month[age] == 0.0);
  }
}

static void an_even_population_stays_even(void **state) {
  (void)state;
  double by_month[MONTHS], even[BANDS];
  for (int band = 0; band < BANDS; band++) {
    even[band] = 2.5 * (edges[band + 1] - edges[band]);
  }
  cc_age_spread(BANDS, edges, even, 0.0, by_month);
  for (int age = 0; age < MONTHS; age++) {
    cc_assert_near(by_month[age], 2.5, 1e-12);
  }
}

/* Half of the first year at birth, the rest as if they were all there is. */
static void births_are_put_at_the_first_age(void **state) {
  (void)state;
  double with[MONTHS], without[MONTHS];
  const double rest[BANDS] = {52.5, 262.0, 371.0, 790.0, 401.0};
  cc_age_spread(BANDS, edges, totals, 52.5, with);
  cc_age_spread(BANDS, edges, rest, 0.0, without);
  cc_assert_near(with[0], without[0] + 52.5, 1e-12);
  for (int age = 1; age < MONTHS; age++) {
    cc_assert_near(with[age], without[age], 1e-11);
  }
  cc_age_spread(BANDS, edges, totals, totals[0], with);
  cc_assert_near(with[0], totals[0], 1e-12);
  cc_assert_near(sum_between(with, 1, 12), 0.0, 1e-12);
}

static void one_band_is_spread_evenly(void **state) {
  (void)state;
  static const int one[] = {192, 216};
  const double total = 48.0;
  double by_month[24];
  cc_age_spread(1, one, &total, 24.0, by_month);
  cc_assert_near(by_month[0], 25.0, 1e-13);
  for (int age = 1; age < 24; age++) {
    cc_assert_near(by_month[age], 1.0, 1e-13);
  }
}

/* 0-9 and 10-17 years: the curve rises towards the older band, and starts with the straight line.
 */
static void two_bands_have_a_curve(void **state) {
  (void)state;
  static const int two[] = {0, 120, 216};
  static const double fewer_young[] = {120.0, 960.0};
  double by_month[MONTHS];
  cc_age_spread(2, two, fewer_young, 0.0, by_month);
  cc_assert_near(sum_between(by_month, 0, 120), 120.0, 1e-11);
  cc_assert_near(sum_between(by_month, 120, 216), 960.0, 1e-11);
  assert_true(by_month[119] > by_month[60]);
  assert_true(by_month[120] < by_month[168]);
}

static void the_most_bands_are_spread(void **state) {
  (void)state;
  int many[MOST_BANDS + 2];
  double each[MOST_BANDS + 1], by_month[MONTHS];
  for (int band = 0; band <= MOST_BANDS + 1; band++) {
    many[band] = 12 * band;
  }
  for (int band = 0; band <= MOST_BANDS; band++) {
    each[band] = 1.0 + band % 3;
  }
  cc_age_spread(MOST_BANDS, many, each, 0.0, by_month);
  for (int band = 0; band < MOST_BANDS; band++) {
    cc_assert_near(sum_between(by_month, many[band], many[band + 1]), each[band], 1e-13);
  }
}

/* ---- curves ---------------------------------------------------------------------------------- */

static const double many_totals[][BANDS] = {
    {105.0, 262.0, 371.0, 790.0, 401.0}, {0.0, 0.0, 10.0, 0.0, 0.0}, {1e-9, 1e9, 1e-9, 1e9, 1e-9},
    {7.0, 0.0, 0.0, 0.0, 3.0},           {1e20, 1.0, 1.0, 1.0, 1.0}, {0.0, 0.0, 0.0, 0.0, 0.0}};
enum { CASES = 6 };

/* Newborns are left out of the first, and cut are those of months who are a little below zero. */
static void curves_hold_what_is_at_every_month(void **state) {
  (void)state;
  for (int i = 0; i < CASES; i++) {
    for (int births = 0; births < 3; births++) {
      double by_month[MONTHS], at_birth = 0.5 * many_totals[i][0] * births;
      double curves[BANDS + 1][CC_CURVE_TERMS];
      curves[BANDS][0] = 99.0;
      cc_age_spread(BANDS, edges, many_totals[i], at_birth, by_month);
      cc_age_curves(BANDS, edges, many_totals[i], at_birth, curves);
      cc_age_curves(BANDS, edges, many_totals[i], at_birth, curves);
      for (int band = 0; band < BANDS; band++) {
        for (int age = edges[band]; age < edges[band + 1]; age++) {
          double there = cc_age_curve_at(curves[band], edges[band + 1] - 1 - age);
          cc_assert_near(there, by_month[age] - (age == 0 ? at_birth : 0.0),
                         1e-14 * many_totals[i][band]);
        }
      }
      assert_true(curves[BANDS][0] == 99.0);
    }
  }
}

/* The sums of 1, k and k^2 over k = 0 .. n - 1 are n, n (n - 1) / 2 and n (n - 1) (2n - 1) / 6. */
static void the_sum_of_a_curve_is_its_band_s_total(void **state) {
  (void)state;
  for (int i = 0; i < CASES; i++) {
    for (int births = 0; births < 3; births++) {
      double at_birth = 0.5 * many_totals[i][0] * births;
      double curves[BANDS][CC_CURVE_TERMS];
      cc_age_curves(BANDS, edges, many_totals[i], at_birth, curves);
      for (int band = 0; band < BANDS; band++) {
        double n = edges[band + 1] - edges[band];
        const double *terms = curves[band];
        double sum = n * terms[0] + n * (n - 1.0) / 2.0 * terms[1] +
                     n * (n - 1.0) * (2.0 * n - 1.0) / 6.0 * terms[2];
        double total = many_totals[i][band] - (band == 0 ? at_birth : 0.0);
        cc_assert_near(sum, total, 2e-14 * total);
      }
    }
  }
}

/* Differences of the interpolated cumulative count, its edges moved by those who come at birth. */
static void curves_are_steffens(void **state) {
  (void)state;
  for (int births = 0; births < 3; births++) {
    double cumulative[BANDS + 1] = {0.5 * totals[0] * births}, below = 0.0;
    double curves[BANDS][CC_CURVE_TERMS];
    for (int band = 0; band < BANDS; band++) {
      cumulative[band + 1] = below += totals[band];
    }
    cc_age_curves(BANDS, edges, totals, cumulative[0], curves);
    for (int band = 0; band < BANDS; band++) {
      for (int age = edges[band]; age < edges[band + 1]; age++) {
        double expected =
            steffen(BANDS, edges, cumulative, age + 1) - steffen(BANDS, edges, cumulative, age);
        cc_assert_near(cc_age_curve_at(curves[band], edges[band + 1] - 1 - age), expected, 1e-11);
      }
    }
  }
}

static void a_band_of_one_month_has_it_all_there(void **state) {
  (void)state;
  static const int narrow[] = {0, 100, 101, 216};
  const double each[] = {50.0, 3.0, 40.0};
  double curves[3][CC_CURVE_TERMS];
  cc_age_curves(3, narrow, each, 0.0, curves);
  cc_assert_near(cc_age_curve_at(curves[1], 0), 3.0, 1e-14);
}

static void one_band_s_curve_is_level(void **state) {
  (void)state;
  static const int one[] = {192, 216};
  const double total = 48.0;
  double curve[1][CC_CURVE_TERMS];
  cc_age_curves(1, one, &total, 24.0, curve);
  assert_true(curve[0][0] == 1.0 && curve[0][1] == 0.0 && curve[0][2] == 0.0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(ages_follow_steffens_curve),
      cmocka_unit_test(every_band_keeps_its_total),
      cmocka_unit_test(nothing_gives_zeros),
      cmocka_unit_test(an_even_population_stays_even),
      cmocka_unit_test(births_are_put_at_the_first_age),
      cmocka_unit_test(one_band_is_spread_evenly),
      cmocka_unit_test(two_bands_have_a_curve),
      cmocka_unit_test(the_most_bands_are_spread),
      cmocka_unit_test(curves_hold_what_is_at_every_month),
      cmocka_unit_test(the_sum_of_a_curve_is_its_band_s_total),
      cmocka_unit_test(curves_are_steffens),
      cmocka_unit_test(a_band_of_one_month_has_it_all_there),
      cmocka_unit_test(one_band_s_curve_is_level),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
