/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distributions as written become the distributions meant: checked by their moments and quantiles,
 * which numeric/distribution.h computes from the parameters and not from what was written. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "scenario/quantity.h"
#include "support/layers_fixture.h"
#include "support/near.h"

static const cc_schema rate = {
    .key = "rate", .kind = CC_S_QUANTITY, .unit = CC_U_PER_10K, .low = 0.0, .high = 1e4};
static const cc_schema share = {
    .key = "share", .kind = CC_S_QUANTITY, .unit = CC_U_SHARE, .low = 0.0, .high = 1.0};
static const cc_schema growth = {
    .key = "growth", .kind = CC_S_QUANTITY, .unit = CC_U_GROWTH, .low = -0.5, .high = 1.0};

/* The distribution of a figure, which must be good; its central value goes to *central. */
static cc_distribution read(const cc_schema *schema, const char *text, double *central) {
  cc_arena arena = {0};
  cc_diagnostics findings = {0};
  cc_quantity quantity;
  bool ok = false;
  const cc_node *node = cc_parse_tree(&arena, text);
  assert_int_equal(cc_quantity_read(node, schema, "a", &arena, &findings, &quantity, &ok), CC_OK);
  if (!ok) {
    fail_msg("%s: %s", text, findings.items[0].message);
  }
  *central = quantity.values[0];
  cc_distribution made =
      quantity.factor != NULL ? quantity.factor->distribution : quantity.doubts[0]->distribution;
  cc_arena_free(&arena);
  return made;
}

/* Standard deviation from quantiles, by the midpoint rule on 20,000 equal shares of the mass. */
static double spread(const cc_distribution *d) {
  double mean = cc_distribution_mean(d), sum = 0.0;
  for (int i = 0; i < 20000; i++) {
    double x = cc_distribution_quantile(d, (i + 0.5) / 20000.0) - mean;
    sum += x * x;
  }
  return sqrt(sum / 20000.0);
}

static void test_by_sd_and_cv(void **state) {
  (void)state;
  static const struct {
    const char *kind, *width;
  } cases[] = {{"normal", "sd: 1.5"}, {"lognormal", "sd: 1.5"}, {"gamma", "sd: 1.5"},
               {"normal", "cv: 10%"}, {"lognormal", "cv: 10%"}, {"gamma", "cv: 10%"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char text[100];
    double central = 0.0;
    snprintf(text, sizeof text, "{value: 15, uncertainty: {%s: {%s}}}", cases[i].kind,
             cases[i].width);
    cc_distribution d = read(&rate, text, &central);
    assert_string_equal(cc_distribution_word(d.kind), cases[i].kind);
    cc_assert_near(central, 15.0, 0.0);
    cc_assert_near(cc_distribution_mean(&d), 15.0, 1e-9);
    cc_assert_near(spread(&d), 1.5, 2e-3);
  }
}

static void test_beta_of_a_share(void **state) {
  (void)state;
  double central = 0.0;
  cc_distribution d = read(&share, "{value: 78%, uncertainty: {beta: {sd: 4%}}}", &central);
  cc_assert_near(cc_distribution_mean(&d), 0.78, 1e-12);
  cc_assert_near(spread(&d), 0.04, 1e-4);
}

/* A negative rate has a cv too: of its size. */
static void test_cv_of_a_negative_rate(void **state) {
  (void)state;
  double central = 0.0;
  cc_distribution d = read(&growth, "{value: -2%, uncertainty: {normal: {cv: 50%}}}", &central);
  cc_assert_near(d.p[0], -0.02, 1e-15);
  cc_assert_near(d.p[1], 0.01, 1e-15);
}

static void test_by_interval(void **state) {
  (void)state;
  static const char *const kinds[] = {"normal", "lognormal", "gamma"};
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    char text[100];
    double central = 0.0;
    snprintf(text, sizeof text, "{value: 44, uncertainty: {%s: {p10: 38, p90: 50}}}", kinds[i]);
    cc_distribution d = read(&rate, text, &central);
    cc_assert_near(central, 44.0, 0.0);
    cc_assert_near(cc_distribution_cdf(&d, 38.0), 0.1, 1e-6);
    cc_assert_near(cc_distribution_cdf(&d, 50.0), 0.9, 1e-6);
  }
}

static void test_lists_as_values(void **state) {
  (void)state;
  double central = 0.0;
  cc_distribution d = read(&rate, "{triangular: [12, 15.7, 20], source: x}", &central);
  cc_assert_near(central, 15.7, 0.0);
  cc_assert_near(d.low, 12.0, 0.0);
  cc_assert_near(d.high, 20.0, 0.0);
  d = read(&rate, "{pert: [12, 14, 18]}", &central);
  cc_assert_near(central, 14.0, 0.0);
  /* (low + 4 mode + high) / 6 */
  cc_assert_near(cc_distribution_mean(&d), (12.0 + 4.0 * 14.0 + 18.0) / 6.0, 1e-9);
  d = read(&growth, "{uniform: [3%, 7%]}", &central);
  cc_assert_near(central, 0.05, 1e-15);
  cc_assert_near(cc_distribution_mean(&d), 0.05, 1e-12);
}

static void test_lists_around_values(void **state) {
  (void)state;
  double central = 0.0;
  cc_distribution d =
      read(&share, "{value: 80%, uncertainty: {triangular: [60%, 80%, 100%]}}", &central);
  cc_assert_near(central, 0.8, 0.0);
  cc_assert_near(cc_distribution_mode(&d), 0.8, 0.0);
  d = read(&growth, "{value: 5% per year, uncertainty: {uniform: [3%, 7%]}}", &central);
  cc_assert_near(d.low, 0.03, 0.0);
  /* at the very end is still inside */
  d = read(&growth, "{value: 3%, uncertainty: {uniform: [3%, 7%]}}", &central);
  cc_assert_near(central, 0.03, 0.0);
}

/* Over years the doubt is a factor around 1, whatever the unit. */
static void test_factors_on_years(void **state) {
  (void)state;
  double central = 0.0;
  cc_distribution d =
      read(&rate, "{2020/21: 15, 2021/22: 16, uncertainty: {lognormal: {cv: 8%}}}", &central);
  cc_assert_near(central, 15.0, 0.0);
  cc_assert_near(cc_distribution_mean(&d), 1.0, 1e-12);
  cc_assert_near(spread(&d), 0.08, 2e-4);
  d = read(&rate, "{2020/21: 15, uncertainty: {normal: {p10: 90%, p90: 110%}}}", &central);
  cc_assert_near(cc_distribution_cdf(&d, 0.9), 0.1, 1e-9);
  d = read(&rate, "{mid-2020: 15, uncertainty: {uniform: [95%, 105%]}}", &central);
  cc_assert_near(cc_distribution_mean(&d), 1.0, 1e-12);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_by_sd_and_cv),          cmocka_unit_test(test_beta_of_a_share),
      cmocka_unit_test(test_cv_of_a_negative_rate), cmocka_unit_test(test_by_interval),
      cmocka_unit_test(test_lists_as_values),       cmocka_unit_test(test_lists_around_values),
      cmocka_unit_test(test_factors_on_years),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
