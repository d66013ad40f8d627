/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A doubt that goes with its number: each way of writing it, moved, against what would be written
 * about the new number by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"

#define HEAD "carecast: 1\ntitle: T\nstart: 2020/21\n"
#define COST "services.a.cost"

static const cc_quantity *quantity_of(const cc_scenario *scenario, const char *path) {
  int i = cc_resolution_find(&scenario->resolution, path);
  assert_true(i >= 0);
  return &scenario->resolution.items[i].quantity;
}

/* Laid over `written` of the figure at `path`, `number` gives the distribution that `by_hand`
 * gives: to the last bit, or near where a form is fitted again. */
static void assert_moved(const char *before, const char *after, const char *path,
                         const char *written, const char *number, const char *by_hand) {
  char text[600], hand[600], setting[200];
  snprintf(text, sizeof text, HEAD "%s%s%s", before, written, after);
  snprintf(hand, sizeof hand, HEAD "%s%s%s", before, by_hand, after);
  snprintf(setting, sizeof setting, "%s=%s", path, number);
  cc_scenario *moved = cc_load_text_set(text, setting), *plain = cc_load_text(hand);
  const cc_doubt *a = quantity_of(moved, path)->doubts[0], *b = quantity_of(plain, path)->doubts[0];
  cc_assert_near(quantity_of(moved, path)->values[0], quantity_of(plain, path)->values[0], 0);
  assert_int_equal(a->distribution.kind, b->distribution.kind);
  cc_assert_near(a->scale, 1, 0);
  for (int k = 0; k < 4; k++) {
    cc_assert_near(a->distribution.p[k], b->distribution.p[k], 1e-12 * fabs(b->distribution.p[k]));
  }
  cc_scenario_free(plain);
  cc_scenario_free(moved);
}

#define SERVICE "services: {a: {cost: "
#define SHARE "interventions: {a: {cost: 1, delivery: "

static void each_form(void **state) {
  (void)state;
  static const char *const cases[][3] = {
      {"{value: 1000, uncertainty: {normal: {sd: 100}}}", "2000",
       "{value: 2000, uncertainty: {normal: {sd: 100}}}"},
      {"{value: 1000, uncertainty: {lognormal: {sd: 100}}}", "2000",
       "{value: 2000, uncertainty: {lognormal: {sd: 100}}}"},
      {"{value: 1000, uncertainty: {gamma: {cv: 10%}}}", "2000",
       "{value: 2000, uncertainty: {gamma: {cv: 10%}}}"},
      {"{value: 1000, uncertainty: {normal: {p10: 900, p90: 1200}}}", "2000",
       "{value: 2000, uncertainty: {normal: {p10: 1800, p90: 2400}}}"},
      {"{triangular: [800, 1000, 1300]}", "2000", "{triangular: [1600, 2000, 2600]}"},
      {"{value: 1000, uncertainty: {pert: [800, 1000, 1300]}}", "500", "{pert: [400, 500, 650]}"},
      {"{uniform: [800, 1200]}", "2000", "{uniform: [1600, 2400]}"},
      /* a saving written negative: a factor below 0 turns the ends round */
      {"{triangular: [800, 1000, 1300]}", "-1000", "{triangular: [-1300, -1000, -800]}"},
      {"{triangular: [-200, 0, 100]}", "1000", "{triangular: [800, 1000, 1100]}"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_moved(SERVICE, "}}\n", COST, cases[i][0], cases[i][1], cases[i][2]);
  }
  assert_moved(SHARE, "}}\n", "interventions.a.delivery",
               "{value: 50%, uncertainty: {beta: {sd: 4%}}}", "60%",
               "{value: 60%, uncertainty: {beta: {sd: 4%}}}");
}

/* Where nothing is like that, what is drawn keeps its proportion: a mean of 100% has no beta, and
 * nothing has no cv. */
static void in_proportion(void **state) {
  (void)state;
  cc_scenario *half = cc_load_text(HEAD SHARE "{value: 50%, uncertainty: {beta: {sd: 4%}}}}}\n");
  const cc_doubt *written = quantity_of(half, "interventions.a.delivery")->doubts[0];
  const cc_doubt whole = cc_doubt_about(written, 1.0);
  cc_assert_near(whole.scale, 2, 0);
  cc_assert_near(cc_distribution_mean(&whole.distribution), 0.5, 1e-12);
  cc_scenario_free(half);
  cc_scenario *nothing = cc_load_text_set(
      HEAD SERVICE "{value: 9, uncertainty: {lognormal: {cv: 8%}}}}}\n", COST "=0");
  cc_assert_near(quantity_of(nothing, COST)->doubts[0]->scale, 0, 0);
  cc_scenario_free(nothing);
}

/* Over years it is the factor that the one number would be drawn with, under the same name. */
static void as_a_factor(void **state) {
  (void)state;
  const char *grants = "contract.grants_via_council";
  cc_scenario *scenario = cc_load_text_set(
      HEAD "contract: {brought_forward: 9000, grants_via_council: {triangular: [800, 1000, "
           "1300]}}\n",
      "contract.grants_via_council={2022/23: 2000}");
  const cc_quantity *quantity = quantity_of(scenario, grants);
  assert_int_equal(quantity->n_knots, 2);
  assert_int_equal(quantity->months[0], CC_BEFORE);
  cc_assert_near(quantity->values[0], 1000, 0);
  cc_assert_near(quantity->values[1], 2000, 0);
  assert_null(quantity->doubts);
  cc_assert_near(quantity->factor->scale * quantity->factor->distribution.p[0], 0.8, 1e-15);
  cc_assert_near(quantity->factor->scale * quantity->factor->distribution.p[2], 1.3, 1e-15);
  cc_scenario_free(scenario);
}

/* Moved there and back it is what it was, to the last bit. */
static void there_and_back(void **state) {
  (void)state;
  cc_doubt doubt = {.scale = 1, .way = CC_BY_ENDS, .written = {0.7, 1, 1.9}, .around = 1};
  const char *why = "";
  assert_int_equal(cc_distribution_by_mode(CC_PERT, 0.7, 1, 1.9, &doubt.distribution, &why), CC_OK);
  cc_doubt away = cc_doubt_about(&doubt, 1.0 / 3.0), back = cc_doubt_about(&away, 1);
  assert_memory_equal(back.distribution.p, doubt.distribution.p, sizeof doubt.distribution.p);
  /* and a number drawn is carried with its share of the mass */
  double u = 0.3, x = cc_distribution_quantile(&doubt.distribution, u);
  cc_assert_near(cc_doubt_carry(&doubt, &away, x), x / 3, 1e-9);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(each_form),
      cmocka_unit_test(in_proportion),
      cmocka_unit_test(as_a_factor),
      cmocka_unit_test(there_and_back),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
