/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Closed forms of the textbooks, printed tables (normal and chi-squared points), and moments found
 * by adding up quantiles. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "numeric/distribution.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static void cc_assert_near(double value, double expected, double tolerance) {
  if (!(fabs(value - expected) <= tolerance)) {
    fail_msg("%.17g is not %.17g within %g", value, expected, tolerance);
  }
}

static cc_distribution by_sd(cc_distribution_kind kind, double mean, double sd) {
  cc_distribution made;
  const char *why = "";
  if (cc_distribution_by_sd(kind, mean, sd, &made, &why) != CC_OK) {
    fail_msg("%s(%g, %g): %s", cc_distribution_word(kind), mean, sd, why);
  }
  return made;
}

static cc_distribution by_mode(cc_distribution_kind kind, double low, double mode, double high) {
  cc_distribution made;
  const char *why = "";
  if (cc_distribution_by_mode(kind, low, mode, high, &made, &why) != CC_OK) {
    fail_msg("%s(%g, %g, %g): %s", cc_distribution_word(kind), low, mode, high, why);
  }
  return made;
}

static cc_distribution by_range(double low, double high) {
  cc_distribution made;
  const char *why = "";
  assert_int_equal(cc_distribution_by_range(low, high, &made, &why), CC_OK);
  return made;
}

/* Mean and variance by adding up the quantiles of a fine grid. */
static void add_up_moments(const cc_distribution *d, double *mean, double *variance) {
  enum { STEPS = 20000 };
  double sum = 0.0, squares = 0.0, middle = cc_distribution_quantile(d, 0.5);
  for (int i = 0; i < STEPS; i++) {
    double x = cc_distribution_quantile(d, (i + 0.5) / STEPS) - middle;
    sum += x / STEPS;
    squares += x * x / STEPS;
  }
  *mean = sum + middle;
  *variance = squares - sum * sum;
}

/* The grid misses part of the tails: 0.5% of the spread covers that. */
static void assert_moments(cc_distribution d, double mean, double sd) {
  double found_mean = 0.0, variance = 0.0;
  add_up_moments(&d, &found_mean, &variance);
  cc_assert_near(cc_distribution_mean(&d), mean, 1e-12 * fabs(mean));
  cc_assert_near(found_mean, mean, 0.005 * sd);
  cc_assert_near(sqrt(variance), sd, 0.005 * sd);
}

static void moments_are_those_asked_for(void **state) {
  (void)state;
  assert_moments(by_sd(CC_NORMAL, 820.0, 60.0), 820.0, 60.0);
  assert_moments(by_sd(CC_NORMAL, -3.0, 0.5), -3.0, 0.5);
  assert_moments(by_sd(CC_LOGNORMAL, 15.7, 1.256), 15.7, 1.256);
  assert_moments(by_sd(CC_GAMMA, 15.7, 1.256), 15.7, 1.256);
  assert_moments(by_sd(CC_GAMMA, 2.0, 3.0), 2.0, 3.0);
  assert_moments(by_sd(CC_BETA, 0.3, 0.05), 0.3, 0.05);
  assert_moments(by_sd(CC_BETA, 0.5, 0.35), 0.5, 0.35);
  assert_moments(by_range(2.0, 5.0), 3.5, 3.0 / sqrt(12.0));
  double a = 12.0, b = 15.7, c = 20.0;
  double variance = (a * a + b * b + c * c - a * b - a * c - b * c) / 18.0;
  assert_moments(by_mode(CC_TRIANGULAR, a, b, c), (a + b + c) / 3.0, sqrt(variance));
  double mean = (a + 4.0 * b + c) / 6.0;
  assert_moments(by_mode(CC_PERT, a, b, c), mean, sqrt((mean - a) * (c - mean) / 7.0));
}

static void a_cv_is_a_share_of_the_mean(void **state) {
  (void)state;
  cc_distribution d, e;
  const char *why = NULL;
  assert_int_equal(cc_distribution_by_cv(CC_NORMAL, -200.0, 0.08, &d, &why), CC_OK);
  cc_assert_near(d.p[1], 16.0, 1e-14);
  assert_int_equal(cc_distribution_by_cv(CC_GAMMA, 200.0, 0.08, &d, &why), CC_OK);
  e = by_sd(CC_GAMMA, 200.0, 16.0);
  cc_assert_near(d.p[0], e.p[0], 1e-11);
  cc_assert_near(d.p[1], e.p[1], 1e-14);
}

static void modes_are_the_peaks(void **state) {
  (void)state;
  cc_distribution d = by_sd(CC_NORMAL, 3.0, 1.0);
  cc_assert_near(cc_distribution_mode(&d), 3.0, 0.0);
  d = (cc_distribution){.kind = CC_LOGNORMAL, .p = {0.5, 0.4}};
  cc_assert_near(cc_distribution_mode(&d), exp(0.34), 1e-15);
  d = (cc_distribution){.kind = CC_GAMMA, .p = {4.0, 2.0}};
  cc_assert_near(cc_distribution_mode(&d), 6.0, 0.0);
  d.p[0] = 0.5;
  cc_assert_near(cc_distribution_mode(&d), 0.0, 0.0);
  static const double betas[][3] = {
      {3.0, 2.0, 2.0 / 3.0}, {0.5, 2.0, 0.0}, {2.0, 0.5, 1.0}, {0.5, 0.5, 0.5}, {1.0, 1.0, 0.5}};
  for (size_t i = 0; i < COUNT(betas); i++) {
    d = (cc_distribution){.kind = CC_BETA, .p = {betas[i][0], betas[i][1]}};
    cc_assert_near(cc_distribution_mode(&d), betas[i][2], 1e-15);
  }
  d = by_mode(CC_TRIANGULAR, 1.0, 1.0, 4.0);
  cc_assert_near(cc_distribution_mode(&d), 1.0, 0.0);
  d = by_mode(CC_PERT, 1.0, 3.0, 4.0);
  cc_assert_near(cc_distribution_mode(&d), 3.0, 0.0);
  d = by_range(1.0, 4.0);
  cc_assert_near(cc_distribution_mode(&d), 2.5, 0.0);
}

static void quantiles_are_those_of_the_tables(void **state) {
  (void)state;
  cc_distribution d = by_sd(CC_NORMAL, 10.0, 2.0);
  cc_assert_near(cc_distribution_quantile(&d, 0.975), 10.0 + 2.0 * 1.959963984540054, 1e-13);
  d = (cc_distribution){.kind = CC_LOGNORMAL, .p = {1.0, 0.5}, .high = INFINITY};
  cc_assert_near(cc_distribution_quantile(&d, 0.975), exp(1.0 + 0.5 * 1.959963984540054), 1e-13);
  /* chi-squared with 10 degrees of freedom: 3.940 at 5%, 18.307 at 95% */
  d = (cc_distribution){.kind = CC_GAMMA, .p = {5.0, 2.0}, .high = INFINITY};
  cc_assert_near(cc_distribution_quantile(&d, 0.05), 3.940, 0.0005);
  cc_assert_near(cc_distribution_quantile(&d, 0.95), 18.307, 0.0005);
  /* with 100: 77.929 and 124.342 */
  d = (cc_distribution){.kind = CC_GAMMA, .p = {50.0, 2.0}, .high = INFINITY};
  cc_assert_near(cc_distribution_quantile(&d, 0.05), 77.929, 0.0005);
  cc_assert_near(cc_distribution_quantile(&d, 0.95), 124.342, 0.0005);
}

/* Gamma of shape 1 is exponential; a beta with a = 1 has the cdf 1 - (1 - x)^b. */
static void quantiles_follow_closed_forms(void **state) {
  (void)state;
  for (double percent = 0.5; percent < 100.0; percent += 0.5) {
    double u = percent / 100.0;
    cc_distribution d = {.kind = CC_GAMMA, .p = {1.0, 3.0}, .high = INFINITY};
    cc_assert_near(cc_distribution_quantile(&d, u), -3.0 * log1p(-u), 1e-12);
    d = (cc_distribution){.kind = CC_BETA, .p = {1.0, 4.0}, .high = 1.0};
    cc_assert_near(cc_distribution_quantile(&d, u), 1.0 - pow(1.0 - u, 0.25), 1e-13);
    double x = u;
    d = by_mode(CC_PERT, 0.0, 0.5, 1.0); /* beta 3, 3 */
    cc_assert_near(cc_distribution_cdf(&d, x), x * x * x * (10.0 + x * (-15.0 + 6.0 * x)), 1e-13);
    d = by_mode(CC_TRIANGULAR, 0.0, 0.25, 1.0);
    cc_assert_near(cc_distribution_cdf(&d, x),
                   x < 0.25 ? 4.0 * x * x : 1.0 - 4.0 / 3.0 * (1.0 - x) * (1.0 - x), 1e-14);
  }
}

static const cc_distribution varied[] = {{CC_NORMAL, {0.0, 1.0}, -INFINITY, INFINITY},
                                         {CC_NORMAL, {820.0, 60.0}, -INFINITY, INFINITY},
                                         {CC_LOGNORMAL, {2.0, 0.08}, 0.0, INFINITY},
                                         {CC_LOGNORMAL, {0.0, 1.5}, 0.0, INFINITY},
                                         {CC_GAMMA, {0.05, 2.0}, 0.0, INFINITY},
                                         {CC_GAMMA, {0.5, 1.0}, 0.0, INFINITY},
                                         {CC_GAMMA, {156.0, 0.1}, 0.0, INFINITY},
                                         {CC_GAMMA, {1e4, 1e-4}, 0.0, INFINITY},
                                         {CC_BETA, {0.5, 0.7}, 0.0, 1.0},
                                         {CC_BETA, {2.0, 30.0}, 0.0, 1.0},
                                         {CC_BETA, {1e5, 300.0}, 0.0, 1.0},
                                         {CC_TRIANGULAR, {12.0, 15.7, 20.0}, 12.0, 20.0},
                                         {CC_TRIANGULAR, {1.0, 1.0, 2.0}, 1.0, 2.0},
                                         {CC_TRIANGULAR, {1.0, 2.0, 2.0}, 1.0, 2.0},
                                         {CC_PERT, {12.0, 15.7, 20.0}, 12.0, 20.0},
                                         {CC_PERT, {0.0, 0.0, 1.0}, 0.0, 1.0},
                                         {CC_UNIFORM, {-2.0, 5.0}, -2.0, 5.0}};

static void the_cdf_undoes_the_quantile(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(varied); i++) {
    double last = varied[i].low;
    for (int k = 1; k < 1000; k++) {
      double u = k / 1000.0;
      double x = cc_distribution_quantile(&varied[i], u);
      assert_true(x >= last && x <= varied[i].high);
      cc_assert_near(cc_distribution_cdf(&varied[i], x), u, 1e-9);
      last = x;
    }
  }
}

static void the_ends_hold_everything(void **state) {
  (void)state;
  for (size_t i = 0; i < COUNT(varied); i++) {
    const cc_distribution *d = &varied[i];
    assert_true(cc_distribution_quantile(d, 0.0) == d->low);
    assert_true(cc_distribution_quantile(d, 1.0) == d->high);
    assert_true(cc_distribution_cdf(d, d->low) == 0.0);
    assert_true(cc_distribution_cdf(d, d->high) == 1.0);
    assert_true(cc_distribution_cdf(d, d->low - 1.0) == 0.0);
    assert_true(cc_distribution_cdf(d, d->high + 1.0) == 1.0);
    assert_true(isfinite(cc_distribution_quantile(d, 1e-12)));
    assert_true(isfinite(cc_distribution_quantile(d, 1.0 - 1e-12)));
  }
}

static void an_interval_is_hit_at_both_ends(void **state) {
  (void)state;
  static const struct {
    cc_distribution_kind kind;
    double p10, p90;
  } intervals[] = {{CC_NORMAL, -1.0, 4.0},    {CC_NORMAL, 700.0, 900.0}, {CC_LOGNORMAL, 12.0, 20.0},
                   {CC_LOGNORMAL, 1e-3, 1e3}, {CC_GAMMA, 12.0, 20.0},    {CC_GAMMA, 0.001, 40.0},
                   {CC_GAMMA, 98.0, 102.0},   {CC_BETA, 0.2, 0.4},       {CC_BETA, 0.001, 0.002},
                   {CC_BETA, 0.01, 0.99},     {CC_BETA, 0.97, 0.99},     {CC_BETA, 0.495, 0.505}};
  for (size_t i = 0; i < COUNT(intervals); i++) {
    cc_distribution d;
    const char *why = NULL;
    double p10 = intervals[i].p10, p90 = intervals[i].p90;
    assert_int_equal(cc_distribution_by_interval(intervals[i].kind, p10, p90, &d, &why), CC_OK);
    assert_int_equal(d.kind, intervals[i].kind);
    cc_assert_near(cc_distribution_cdf(&d, p10), 0.1, 1e-9);
    cc_assert_near(cc_distribution_cdf(&d, p90), 0.9, 1e-9);
    cc_assert_near(cc_distribution_quantile(&d, 0.1), p10, 1e-7 * fabs(p10));
    cc_assert_near(cc_distribution_quantile(&d, 0.9), p90, 1e-7 * fabs(p90));
  }
}

/* A known gamma and beta are found again from their own points. */
static void an_interval_finds_the_shape_it_came_from(void **state) {
  (void)state;
  const char *why = NULL;
  cc_distribution d, gamma = by_sd(CC_GAMMA, 50.0, 10.0), beta = by_sd(CC_BETA, 0.2, 0.1);
  assert_int_equal(cc_distribution_by_interval(CC_GAMMA, cc_distribution_quantile(&gamma, 0.1),
                                               cc_distribution_quantile(&gamma, 0.9), &d, &why),
                   CC_OK);
  cc_assert_near(d.p[0], gamma.p[0], 1e-6);
  cc_assert_near(d.p[1], gamma.p[1], 1e-6);
  assert_int_equal(cc_distribution_by_interval(CC_BETA, cc_distribution_quantile(&beta, 0.1),
                                               cc_distribution_quantile(&beta, 0.9), &d, &why),
                   CC_OK);
  cc_assert_near(d.p[0], beta.p[0], 1e-6);
  cc_assert_near(d.p[1], beta.p[1], 1e-6);
}

static void assert_refused(cc_status status, const char *why, const char *part) {
  assert_int_equal(status, CC_INVALID);
  assert_non_null(why);
  if (strstr(why, part) == NULL) {
    fail_msg("\"%s\" does not say \"%s\"", why, part);
  }
}

static void impossible_moments_are_refused(void **state) {
  (void)state;
  static const struct {
    cc_distribution_kind kind;
    double mean, sd;
    const char *part;
  } refused[] = {{CC_NORMAL, 1.0, 0.0, "spread must be above 0"},
                 {CC_LOGNORMAL, 1.0, -1.0, "spread must be above 0"},
                 {CC_NORMAL, NAN, 1.0, "finite"},
                 {CC_NORMAL, 1.0, INFINITY, "finite"},
                 {CC_LOGNORMAL, 0.0, 1.0, "mean must be above 0"},
                 {CC_GAMMA, -2.0, 1.0, "mean must be above 0"},
                 {CC_GAMMA, 1.0, 11.0, "too wide"},
                 {CC_GAMMA, 1.0, 1e-4, "too narrow"},
                 {CC_BETA, 0.0, 0.1, "between 0 and 1"},
                 {CC_BETA, 1.5, 0.1, "between 0 and 1"},
                 {CC_BETA, 0.5, 0.5, "too wide"},
                 {CC_BETA, 0.5, 0.6, "too wide"},
                 {CC_BETA, 0.5, 1e-5, "too narrow"},
                 {CC_TRIANGULAR, 0.5, 0.1, "only normal"},
                 {CC_UNIFORM, 0.5, 0.1, "only normal"}};
  for (size_t i = 0; i < COUNT(refused); i++) {
    cc_distribution d;
    const char *why = NULL;
    cc_status status =
        cc_distribution_by_sd(refused[i].kind, refused[i].mean, refused[i].sd, &d, &why);
    assert_refused(status, why, refused[i].part);
  }
  cc_distribution d;
  const char *why = NULL;
  cc_status status;
  status = cc_distribution_by_cv(CC_NORMAL, 0.0, 0.1, &d, &why);
  assert_refused(status, why, "other than 0");
  status = cc_distribution_by_cv(CC_NORMAL, 1.0, -0.1, &d, &why);
  assert_refused(status, why, "above 0");
}

static void impossible_intervals_are_refused(void **state) {
  (void)state;
  static const struct {
    cc_distribution_kind kind;
    double p10, p90;
    const char *part;
  } refused[] = {{CC_NORMAL, 2.0, 2.0, "p10 must lie below p90"},
                 {CC_GAMMA, 3.0, 2.0, "p10 must lie below p90"},
                 {CC_NORMAL, NAN, 2.0, "p10 must lie below p90"},
                 {CC_NORMAL, 1.0, INFINITY, "p10 must lie below p90"},
                 {CC_LOGNORMAL, 0.0, 2.0, "p10 must be above 0"},
                 {CC_GAMMA, -1.0, 2.0, "p10 must be above 0"},
                 {CC_BETA, 0.0, 0.5, "p10 must be above 0"},
                 {CC_BETA, 0.5, 1.0, "below 1"},
                 {CC_GAMMA, 1.0, 1.0001, "too near"},
                 {CC_BETA, 0.5, 0.50001, "too near"},
                 {CC_GAMMA, 1e-300, 1e300, "too far"},
                 {CC_TRIANGULAR, 1.0, 2.0, "only normal"},
                 {CC_UNIFORM, 1.0, 2.0, "only normal"}};
  for (size_t i = 0; i < COUNT(refused); i++) {
    cc_distribution d;
    const char *why = NULL;
    cc_status status =
        cc_distribution_by_interval(refused[i].kind, refused[i].p10, refused[i].p90, &d, &why);
    assert_refused(status, why, refused[i].part);
  }
}

static void impossible_ranges_are_refused(void **state) {
  (void)state;
  cc_distribution d;
  const char *why = NULL;
  cc_status status;
  status = cc_distribution_by_mode(CC_PERT, 1.0, 0.5, 2.0, &d, &why);
  assert_refused(status, why, "the mode");
  status = cc_distribution_by_mode(CC_PERT, 1.0, 2.5, 2.0, &d, &why);
  assert_refused(status, why, "the mode");
  status = cc_distribution_by_mode(CC_PERT, 1.0, NAN, 2.0, &d, &why);
  assert_refused(status, why, "the mode");
  status = cc_distribution_by_mode(CC_TRIANGULAR, 2.0, 2.0, 2.0, &d, &why);
  assert_refused(status, why, "low");
  status = cc_distribution_by_mode(CC_TRIANGULAR, -INFINITY, 2.0, 3.0, &d, &why);
  assert_refused(status, why, "low");
  status = cc_distribution_by_mode(CC_NORMAL, 1.0, 2.0, 3.0, &d, &why);
  assert_refused(status, why, "only");
  status = cc_distribution_by_range(2.0, 1.0, &d, &why);
  assert_refused(status, why, "low");
  status = cc_distribution_by_range(2.0, NAN, &d, &why);
  assert_refused(status, why, "low");
}

static void kinds_are_found_by_their_words(void **state) {
  (void)state;
  cc_distribution_kind kind = CC_UNIFORM;
  for (int i = 0; i < CC_DISTRIBUTION_KINDS; i++) {
    assert_int_equal(cc_distribution_find(cc_distribution_word((cc_distribution_kind)i), &kind), 1);
    assert_int_equal(kind, i);
  }
  assert_int_equal(cc_distribution_find("pert", &kind), 1);
  assert_int_equal(kind, CC_PERT);
  assert_int_equal(cc_distribution_find("PERT", &kind), 0);
  assert_int_equal(cc_distribution_find("", &kind), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(moments_are_those_asked_for),
      cmocka_unit_test(a_cv_is_a_share_of_the_mean),
      cmocka_unit_test(modes_are_the_peaks),
      cmocka_unit_test(quantiles_are_those_of_the_tables),
      cmocka_unit_test(quantiles_follow_closed_forms),
      cmocka_unit_test(the_cdf_undoes_the_quantile),
      cmocka_unit_test(the_ends_hold_everything),
      cmocka_unit_test(an_interval_is_hit_at_both_ends),
      cmocka_unit_test(an_interval_finds_the_shape_it_came_from),
      cmocka_unit_test(impossible_moments_are_refused),
      cmocka_unit_test(impossible_intervals_are_refused),
      cmocka_unit_test(impossible_ranges_are_refused),
      cmocka_unit_test(kinds_are_found_by_their_words),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
