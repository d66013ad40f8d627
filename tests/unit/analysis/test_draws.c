/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Draws against the distributions that the scenario states: marginals by their own quantiles,
 * correlations by the closed form for normals, pairing between scenarios to the last bit, and
 * Sobol's dimensions by the net that they are. */
#include "analysis/draws.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "numeric/block_sample.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

#define HEAD                                                                                       \
  "carecast: 1\ntitle: Test\nstart: 2020/21\nyears: 2\nsource: s\nbasis: illustrative\n"           \
  "sources: {s: Made up.}\n"
#define SERVICE(name, cost) "  " name ": {title: T, subjective: employees, cost: " cost "}\n"
#define NORMAL "{value: 1000, uncertainty: {normal: {sd: 100}}}"

static int place_of(const cc_scenario *scenario, const char *path) {
  int parameter = cc_resolution_find(&scenario->resolution, path);
  assert_true(parameter >= 0);
  return scenario->plan.parameters[parameter].first_value;
}

static cc_draws *drawn(const cc_scenario *scenario, int n, cc_sample_method method, uint64_t seed) {
  cc_draws *draws = NULL;
  assert_int_equal(cc_draws_create(scenario, n, method, seed, &draws), CC_OK);
  return draws;
}

/* All draws of one number. */
static double *values_of(const cc_scenario *scenario, const cc_draws *draws, int n, int place) {
  double *vector = calloc((size_t)scenario->plan.vector_length, sizeof *vector);
  double *values = calloc((size_t)n, sizeof *values);
  for (int i = 0; i < n; i++) {
    cc_draws_vector(draws, i, vector);
    values[i] = vector[place];
  }
  free(vector);
  return values;
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Of the latin draws of a block as many lie below a quantile as should, rounded up or down.
 * Normal 1000 with sd 100: 84.13% lie below 1100, 2.275% below 800 (printed tables). With n below
 * and above the size from which tables of quantiles are used. */
static void test_marginals(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(HEAD "services:\n" SERVICE("a", NORMAL)
                                           SERVICE("b", "{triangular: [500, 600, 1000]}"));
  for (int n = 200; n <= 20000; n *= 100) {
    cc_draws *draws = drawn(scenario, n, CC_SAMPLE_LATIN, 3);
    assert_int_equal(cc_draws_count(draws), 2);
    double *a = values_of(scenario, draws, n, place_of(scenario, "services.a.cost"));
    double *b = values_of(scenario, draws, n, place_of(scenario, "services.b.cost"));
    qsort(a, (size_t)n, sizeof *a, by_value);
    qsort(b, (size_t)n, sizeof *b, by_value);
    int blocks = cc_blocks_of(CC_SAMPLE_LATIN, n);
    int below_1100 = 0, below_800 = 0, below_mode = 0;
    for (int i = 0; i < n; i++) {
      below_1100 += a[i] < 1100;
      below_800 += a[i] < 800;
      below_mode += b[i] < 600;
    }
    assert_true(abs(below_1100 - (int)(0.8413447 * n)) <= blocks);
    assert_true(abs(below_800 - (int)(0.0227501 * n)) <= blocks);
    assert_true(abs(below_mode - n / 5) <= blocks); /* (600 - 500) / (1000 - 500) */
    assert_true(b[0] >= 500 && b[n - 1] <= 1000);
    free(a);
    free(b);
    cc_draws_free(draws);
  }
  cc_scenario_free(scenario);
}

/* What is certain keeps its central value, wherever it stands in the vector. */
static void test_the_certain_stays(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/birmingham-2020/base.yaml");
  int length = scenario->plan.vector_length, n = 400;
  cc_draws *draws = drawn(scenario, n, CC_SAMPLE_SOBOL, 1);
  double *vector = calloc((size_t)length, sizeof *vector);
  int *moved = calloc((size_t)length, sizeof *moved), count = 0;
  for (int i = 0; i < n; i++) {
    cc_draws_independent(draws, i, vector);
    for (int k = 0; k < length; k++) {
      moved[k] += vector[k] != scenario->vector[k];
    }
  }
  for (int k = 0; k < length; k++) {
    count += moved[k] > 0;
    assert_true(moved[k] == 0 || moved[k] == n);
  }
  assert_int_equal(count, cc_draws_count(draws));
  free(moved);
  free(vector);
  cc_draws_free(draws);
  cc_scenario_free(scenario);
}

/* A figure with years has one factor on all of them, and each knot its own doubt where it says so.
 */
static void test_years(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      HEAD
      "services:\n" SERVICE("a", "{2020/21: 100, 2021/22: 200, uncertainty: {normal: {cv: 10%}}}")
          SERVICE("b", "{2020/21: 100, 2021/22: {value: 200, uncertainty: {normal: "
                       "{sd: 10}}}}"));
  cc_draws *draws = drawn(scenario, 100, CC_SAMPLE_LATIN, 1);
  assert_int_equal(cc_draws_count(draws), 2);
  const cc_parameter *a =
      &scenario->plan.parameters[cc_resolution_find(&scenario->resolution, "services.a.cost")];
  double *factors = values_of(scenario, draws, 100, a->factor);
  double *certain = values_of(scenario, draws, 100, a->first_value + 1);
  double *second = values_of(scenario, draws, 100, place_of(scenario, "services.b.cost") + 1);
  double mean = 0, other = 0;
  for (int i = 0; i < 100; i++) {
    mean += factors[i] / 100;
    other += second[i] / 100;
    cc_assert_near(certain[i], 200, 0);
  }
  cc_assert_near(mean, 1, 0.005); /* a stratified mean: less than 0.1 / sqrt 100 */
  cc_assert_near(other, 200, 0.5);
  free(factors);
  free(certain);
  free(second);
  cc_draws_free(draws);
  cc_scenario_free(scenario);
}

/* Figures that two scenarios share have the same draws in both, also where another figure became
 * uncertain before them and matters more. */
static void test_pairing(void **state) {
  (void)state;
  cc_scenario *one = cc_load_text(HEAD "services:\n" SERVICE("a", "900") SERVICE("b", NORMAL));
  cc_scenario *two = cc_load_text(HEAD "services:\n" SERVICE(
      "a", "{value: 900, uncertainty: {normal: {sd: 300}}}") SERVICE("b", NORMAL));
  int n = 500;
  for (int method = 0; method < CC_SAMPLE_METHODS; method++) {
    cc_draws *of_one = drawn(one, n, (cc_sample_method)method, 9), *of_two = NULL;
    assert_int_equal(cc_draws_create_paired(two, n, (cc_sample_method)method, 9, of_one, &of_two),
                     CC_OK);
    double *b1 = values_of(one, of_one, n, place_of(one, "services.b.cost"));
    double *b2 = values_of(two, of_two, n, place_of(two, "services.b.cost"));
    double *a2 = values_of(two, of_two, n, place_of(two, "services.a.cost"));
    assert_memory_equal(b1, b2, (size_t)n * sizeof *b1);
    assert_memory_not_equal(a2, b2, (size_t)n * sizeof *a2);
    free(a2);
    free(b2);
    free(b1);
    cc_draws_free(of_one);
    cc_draws_free(of_two);
  }
  cc_scenario_free(one);
  cc_scenario_free(two);
}

/* `n` services s0, s1, ... with an sd of 100, but of 1,000 for the two from `large` on. */
static cc_scenario *many_services(int n, int large) {
  cc_text text = {0};
  cc_text_add(&text, HEAD "services:\n");
  for (int i = 0; i < n; i++) {
    cc_text_print(&text, "  s%d: {cost: {value: 10k, uncertainty: {normal: {sd: %d}}}}\n", i,
                  i == large || i == large + 1 ? 1000 : 100);
  }
  cc_scenario *scenario = cc_load_text(text.data);
  cc_text_free(&text);
  return scenario;
}

static double *service_draws(const cc_scenario *scenario, const cc_draws *draws, int n, int i) {
  char path[32];
  snprintf(path, sizeof path, "services.s%d.cost", i);
  return values_of(scenario, draws, n, place_of(scenario, path));
}

/* Which of n equal strata a draw lies in: how many of the draws are below it. */
static int stratum(int n, const double *values, int draw) {
  int below = 0;
  for (int i = 0; i < n; i++) {
    below += values[i] < values[draw];
  }
  return below;
}

enum { POINTS = 64, BITS = 6, ALL_POINTS = POINTS * CC_MOST_BLOCKS };

/* Those of the last block. */
static double *points_of(const cc_scenario *scenario, const cc_draws *draws, int i) {
  double *all = service_draws(scenario, draws, ALL_POINTS, i);
  for (int point = 0; point < POINTS; point++) {
    all[point] = all[(point + 1) * CC_MOST_BLOCKS - 1];
  }
  return all;
}

/* How many of the boxes of 2^a by 2^(6-a) equal sides, for all a, hold other than one of 64 draws.
 */
static int uneven_boxes(const double *x, const double *y) {
  int uneven = 0;
  for (int a = 0; a <= BITS; a++) {
    int counts[POINTS] = {0};
    for (int i = 0; i < POINTS; i++) {
      int column = stratum(POINTS, x, i) >> (BITS - a), row = stratum(POINTS, y, i) >> a;
      counts[(column << (BITS - a)) + row]++;
    }
    for (int box = 0; box < POINTS; box++) {
      uneven += counts[box] != 1;
    }
  }
  return uneven;
}

/* Sobol's first two dimensions are a (0, 6, 2)-net in base 2: 64 points of a block, one in every
 * box of area 1/64 (Sobol 1967). They serve the two figures that matter most, wherever they stand;
 * the order of definition would make them latin here, which fills no such boxes. */
static void test_sobol_serves_what_matters(void **state) {
  (void)state;
  const int large = 42, n = 45;
  cc_scenario *scenario = many_services(n, large);
  cc_draws *draws = drawn(scenario, ALL_POINTS, CC_SAMPLE_SOBOL, 11);
  cc_draws *latin = drawn(scenario, ALL_POINTS, CC_SAMPLE_LATIN, 11);
  double *x = points_of(scenario, draws, large);
  double *y = points_of(scenario, draws, large + 1);
  assert_int_equal(uneven_boxes(x, y), 0);
  double *x_latin = points_of(scenario, latin, large);
  double *y_latin = points_of(scenario, latin, large + 1);
  assert_true(uneven_boxes(x_latin, y_latin) > POINTS);
  /* the last five of equal importance are beyond the 40th: as in a latin sample */
  double *last = points_of(scenario, draws, n - 1);
  double *last_latin = points_of(scenario, latin, n - 1);
  assert_memory_equal(last, last_latin, POINTS * sizeof *last);
  free(last_latin);
  free(last);
  free(y_latin);
  free(x_latin);
  free(y);
  free(x);
  cc_draws_free(latin);
  cc_draws_free(draws);
  cc_scenario_free(scenario);
}

/* The same, in standard deviations from the mean: what is left are the chances. */
static double *service_chances(const cc_scenario *scenario, const cc_draws *draws, int n, int i,
                               double sd) {
  double *values = service_draws(scenario, draws, n, i);
  for (int draw = 0; draw < n; draw++) {
    values[draw] = (values[draw] - 10e3) / sd;
  }
  return values;
}

static double furthest(int n, const double *x, const double *y) {
  double most = 0;
  for (int i = 0; i < n; i++) {
    most = fmax(most, fabs(x[i] - y[i]));
  }
  return most;
}

/* More figures than Sobol has dimensions, in another order of importance, some of them in one
 * scenario only: what both have is drawn alike, and what is new is drawn like nothing of the base.
 */
static void test_sobol_is_paired(void **state) {
  (void)state;
  enum { N = 200, IN_BASE = 42, IN_OTHER = 48, LARGE = 3, NOW_LARGE = 44 };
  cc_scenario *base = many_services(IN_BASE, LARGE), *other = many_services(IN_OTHER, NOW_LARGE);
  cc_draws *of_base = drawn(base, N, CC_SAMPLE_SOBOL, 5), *of_other = NULL;
  assert_int_equal(cc_draws_create_paired(other, N, CC_SAMPLE_SOBOL, 5, of_base, &of_other), CC_OK);
  for (int i = 0; i < IN_OTHER; i++) {
    double sd = i == NOW_LARGE || i == NOW_LARGE + 1 ? 1000 : 100;
    double *there = service_chances(other, of_other, N, i, sd);
    for (int j = 0; j < IN_BASE; j++) {
      double *here =
          service_chances(base, of_base, N, j, j == LARGE || j == LARGE + 1 ? 1000 : 100);
      assert_true(i == j ? furthest(N, here, there) < 1e-9 : furthest(N, here, there) > 0.5);
      free(here);
    }
    free(there);
  }
  cc_draws_free(of_base);
  cc_draws_free(of_other);
  cc_scenario_free(base);
  cc_scenario_free(other);
}

/* A scenario turned from 1,000 to 3,000, or to 0, keeps the sd of its doubt: every draw is as much
 * more or less. (Before, it kept its proportion, which an overlay of the same number does not.) */
static void test_turned(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text(HEAD "services:\n" SERVICE("a", NORMAL) SERVICE("b", NORMAL));
  int n = 400, a = place_of(scenario, "services.a.cost"), b = place_of(scenario, "services.b.cost");
  double vector[64];
  assert_true(scenario->plan.vector_length <= 64);
  memcpy(vector, scenario->vector, (size_t)scenario->plan.vector_length * sizeof *vector);
  vector[a] = 3000;
  vector[b] = 0;
  cc_scenario turned = *scenario;
  turned.vector = vector;
  cc_draws *before = drawn(scenario, n, CC_SAMPLE_LATIN, 2);
  cc_draws *after = drawn(&turned, n, CC_SAMPLE_LATIN, 2);
  double *x = values_of(scenario, before, n, a), *y = values_of(&turned, after, n, a);
  double *nil = values_of(&turned, after, n, b), *z = values_of(scenario, before, n, b);
  for (int i = 0; i < n; i++) {
    cc_assert_near(y[i], 2000 + x[i], 1e-9);
    cc_assert_near(nil[i], z[i] - 1000, 1e-9);
  }
  free(z);
  free(nil);
  free(y);
  free(x);
  cc_draws_free(before);
  cc_draws_free(after);
  cc_scenario_free(scenario);
}

#define THREE HEAD "services:\n" SERVICE("a", NORMAL) SERVICE("b", NORMAL) SERVICE("c", NORMAL)
#define PAIR(a, b, r)                                                                              \
  "  - {between: [services." a ".cost, services." b ".cost], coefficient: " r "}\n"

static double correlation(int n, const double *x, const double *y) {
  double sx = 0, sy = 0, xx = 0, yy = 0, xy = 0;
  for (int i = 0; i < n; i++) {
    double a = x[i] - 1000, b = y[i] - 1000;
    sx += a;
    sy += b;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return (xy - sx * sy / n) / sqrt((xx - sx * sx / n) * (yy - sy * sy / n));
}

/* The correlation of two normals is the copula's. Its standard error is (1 - r^2) / sqrt n. */
static void test_correlation(void **state) {
  (void)state;
  enum { N = 20000 };
  cc_scenario *scenario = cc_load_text(THREE "correlations:\n" PAIR("a", "b", "-0.8"));
  cc_draws *draws = drawn(scenario, N, CC_SAMPLE_PLAIN, 5);
  double *a = values_of(scenario, draws, N, place_of(scenario, "services.a.cost"));
  double *b = values_of(scenario, draws, N, place_of(scenario, "services.b.cost"));
  double *c = values_of(scenario, draws, N, place_of(scenario, "services.c.cost"));
  cc_assert_near(correlation(N, a, b), -0.8, 4 * 0.36 / sqrt(N));
  cc_assert_near(correlation(N, a, c), 0, 4 / sqrt(N));
  free(a);
  free(b);
  free(c);
  cc_draws_free(draws);
  cc_scenario_free(scenario);
}

/* Values keep to the range of their parameter: costs may be below nothing, shares may not. */
static void test_range(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(HEAD "services:\n" SERVICE(
      "a", "1000") "placements:\n"
                   "  home: {title: Home, weekly_price: {value: 100, uncertainty: {normal: "
                   "{sd: 30.4}}}}\n");
  int n = 10000, negative = 0, nil = 0;
  cc_draws *draws = drawn(scenario, n, CC_SAMPLE_LATIN, 1);
  double *price = values_of(scenario, draws, n, place_of(scenario, "placements.home.weekly_price"));
  for (int i = 0; i < n; i++) {
    negative += price[i] < 0;
    nil += price[i] == 0;
  }
  assert_int_equal(negative, 0);
  assert_true(abs(nil - 5) <= 1); /* 0.05% of a normal lie below the mean less 3.289 sd */
  free(price);
  cc_draws_free(draws);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_marginals),
      cmocka_unit_test(test_the_certain_stays),
      cmocka_unit_test(test_years),
      cmocka_unit_test(test_pairing),
      cmocka_unit_test(test_sobol_serves_what_matters),
      cmocka_unit_test(test_sobol_is_paired),
      cmocka_unit_test(test_turned),
      cmocka_unit_test(test_correlation),
      cmocka_unit_test(test_range),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
