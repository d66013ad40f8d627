/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What chance does, worked out in two ways that must agree. */
#include "analysis/process_noise.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"

/* One placement, 1,929 children, 760 entries a year, exits at 0.36, nobody 18: after five years the
 * standard deviation is known to be 45.04. 96 care leavers of 21 to 24, two of each month of age:
 * in a year 24 turn 25, and of the others the share exp(-0.2) is still in touch. A home with few
 * places is added by `more`. */
#define FLAT(more)                                                                                 \
  "carecast: 1\ntitle: Test\nsource: s\nbasis: illustrative\nsources: {s: Made up.}\n"             \
  "start: 2020/21\nyears: 5\nbands: [0, 12]\n"                                                     \
  "placements:\n  home: {title: Home, weekly_price: 1000" more "}\n"                               \
  "  other: {title: Other, weekly_price: 1000}\n"                                                  \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {0-11: 1929, 12-17: 0}, by_placement: {home: 1929, other: 0}}\n"           \
  "  entries: {streams: {all: {title: All, per_year: {0-11: 760},"                                 \
  " first_placement: {home: 100%}}}}\n"                                                            \
  "  exits: {per_year: {return_home: {0-11: 0.36, 12-17: 0.36}}}\n"                                \
  "caps: {planning: {title: Planning, children: 2100, policy: report}}\n"                          \
  "care_leavers: {opening: {16-17: 0, 18-20: 0, 21-24: 96}, attrition_per_year: 0.2,"              \
  " caseload: 20, cost_per_adviser: 45000}\n"                                                      \
  "contract: {brought_forward: 100m}\n"

enum { CHILDREN, SPENDING, LEAVERS, GAP, ABSENT, ROWS, YEARS = 5 };

static cc_process_noise noise_of(const cc_scenario *scenario) {
  const cc_row_list *list = &scenario->plan.rows.annual;
  const int rows[ROWS] = {cc_row_find(list, "children_in_care.total", NULL),
                          cc_row_find(list, "expenditure.total", NULL),
                          cc_row_find(list, "care_leavers.total", NULL),
                          cc_row_find(list, "contract.funding_gap", NULL), CC_ABSENT};
  cc_process_noise noise;
  assert_int_equal(cc_process_noise_make(scenario, ROWS, rows, 3, &noise), CC_OK);
  return noise;
}

/* The stated contract does not move with the children, so that the gap, from histories, varies as
 * much as the expenditure, in closed form. */
static void test_two_ways(void **state) {
  (void)state;
  const double s = exp(-0.2);
  cc_scenario *scenario = cc_load_text(FLAT(""));
  cc_process_noise noise = noise_of(scenario);
  assert_true(noise.form == CC_CLOSED_FORM);
  assert_int_equal(noise.n_closed, 3);
  assert_int_equal(noise.n_simulated, 1);
  cc_assert_near(noise.annual[LEAVERS * YEARS], sqrt(72 * s * (1 - s)), 1e-9);
  cc_assert_near(noise.annual[CHILDREN * YEARS + 4], 45.04, 0.005);
  cc_assert_near(noise.children[59], 45.04, 0.005);
  for (int y = 0; y < YEARS; y++) {
    double spending = noise.annual[SPENDING * YEARS + y], gap = noise.annual[GAP * YEARS + y];
    cc_assert_near(gap, spending, 4 * spending / sqrt(2.0 * CC_NOISE_HISTORIES));
    cc_assert_near(noise.annual[ABSENT * YEARS + y], 0, 0);
  }
  cc_process_noise_free(&noise);
  cc_scenario_free(scenario);
}

/* Places that are short move children on and change no total: histories come to the closed form. */
static void test_where_a_limit_binds(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(FLAT(", capacity: {places: 1950}, overflow_to: other"));
  cc_process_noise noise = noise_of(scenario);
  cc_process_form form = CC_CLOSED_FORM;
  assert_int_equal(cc_process_form_of(scenario, &form), CC_OK);
  assert_true(form == CC_MICROSIMULATION && noise.form == CC_MICROSIMULATION);
  assert_int_equal(noise.n_closed, 0);
  assert_int_equal(noise.n_simulated, 4);
  cc_assert_near(noise.annual[CHILDREN * YEARS + 4], 45.04, 4 * 45.04 / sqrt(800));
  cc_assert_near(noise.children[59], noise.annual[CHILDREN * YEARS + 4], 1e-9);
  cc_process_noise_free(&noise);
  cc_scenario_free(scenario);
}

static void test_no_children_no_chance(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/birmingham-2020/published-plan.yaml");
  cc_process_noise noise = noise_of(scenario);
  assert_true(noise.form == CC_CLOSED_FORM);
  for (int i = 0; i < ROWS * YEARS; i++) {
    cc_assert_near(noise.annual[i], 0, 0);
  }
  cc_process_noise_free(&noise);
  cc_process_noise_free(&noise); /* empty: may be freed again */
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_two_ways),
      cmocka_unit_test(test_where_a_limit_binds),
      cmocka_unit_test(test_no_children_no_chance),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
