/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Prices of the first year, by hand. */
#include "model/real_terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/money_fixture.h"

static void expect(const cc_plan_fixture *f, const char *measure, const double expected[3]) {
  for (int y = 0; y < 3; y++) {
    cc_assert_near(cc_fixture_annual(f, measure, y), expected[y], 1e-9);
  }
}

/* Prices rise by 25%, then by 60%, to 1.25 and 2 times those of the first year. A service of 100 a
 * year, and a bid that costs 10 a year and saves 30 in the last: net 10, 10, -20. */
static void test_first_year_prices(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 3);
  int index = cc_fixture_yearly(&f, 3, (double[]){0.1, 0.25, 0.6});
  const cc_service teams = {
      "teams", "Teams", cc_fixture_constant(&f, 100), CC_ABSENT, CC_EMPLOYEES, true, 0, NULL};
  f.plan.n_services = 1;
  f.plan.services = &teams;
  int bid = cc_fixture_intervention(&f);
  f.interventions[bid].cost = cc_fixture_constant(&f, 10);
  f.interventions[bid].benefit = cc_fixture_yearly(&f, 3, (double[]){0, 0, 30});
  f.plan.deflator = index;
  f.plan.discount_rate = cc_fixture_constant(&f, 0);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  expect(&f, "invest_to_save.intervention.npv", (double[]){-10, -18, -8});
  cc_results_to_real(&f.plan, f.workspace, index, f.results);
  expect(&f, "services.teams", (double[]){100, 80, 50});
  expect(&f, "expenditure.total", (double[]){110, 88, 40});
  expect(&f, "invest_to_save.intervention.net", (double[]){10, 8, -10});
  expect(&f, "invest_to_save.intervention.cumulative", (double[]){10, 18, 8});
  expect(&f, "invest_to_save.intervention.npv", (double[]){-10, -18, -8});
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_first_year_prices),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
