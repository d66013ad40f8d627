/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is agreed and what is delivered of it, by hand. */
#include "model/savings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/money_fixture.h"

typedef struct {
  cc_plan_fixture f;
  cc_line lines[3];
  cc_line_group group;
  cc_service teams;
} world;

/* Spending of 100 if all is delivered, and a contract sum of 100 before mitigations: 4 agreed in
 * the first year for good, 10% more of them delivered each year, from half; 2 more in each of the
 * first two years, nothing of which is delivered until October of the second; 8 in the second year
 * alone, a quarter of which is. */
static void build(world *w) {
  cc_plan_fixture *f = &w->f;
  cc_fixture_init(f, 3);
  w->lines[0] = cc_fixture_line(f, "moves", 4, 0, 0);
  w->lines[1] = cc_fixture_line(f, "homes", 2, 0, 1);
  w->lines[2] = cc_fixture_line(f, "posts", 8, 1, 1);
  w->lines[2].one_off = true;
  w->lines[0].delivery = cc_fixture_yearly(f, 3, (double[]){0.5, 0.6, 0.7});
  w->lines[1].delivery = cc_fixture_knots(f, CC_STEPS, 2, (int[]){0, 18}, (double[]){0, 1});
  w->lines[2].delivery = cc_fixture_constant(f, 0.25);
  w->group = (cc_line_group){"demand", "Demand", 3, w->lines};
  w->teams = (cc_service){
      "teams", "Teams", cc_fixture_constant(f, 100), CC_ABSENT, CC_EMPLOYEES, true, 0, NULL};
  f->plan.n_services = 1;
  f->plan.services = &w->teams;
  f->plan.contract = cc_fixture_contract(3);
  f->plan.contract.brought_forward = cc_fixture_constant(f, 106);
  f->plan.contract.n_mitigations = 1;
  f->plan.contract.mitigations = &w->group;
}

static void expect(const world *w, const char *measure, const double expected[3]) {
  for (int y = 0; y < 3; y++) {
    cc_assert_near(cc_fixture_annual(&w->f, measure, y), expected[y], 1e-9);
  }
}

static void test_tracker(void **state) {
  (void)state;
  static world w;
  build(&w);
  cc_fixture_finish(&w.f);
  cc_fixture_project(&w.f, 1);
  expect(&w, "savings.demand.moves.target", (double[]){4, 4, 4});
  expect(&w, "savings.demand.moves.delivered", (double[]){2, 2.4, 2.8});
  expect(&w, "savings.demand.homes.target", (double[]){2, 4, 4});
  expect(&w, "savings.demand.homes.delivered", (double[]){0, 2, 4});
  expect(&w, "savings.demand.posts.target", (double[]){0, 8, 0});
  expect(&w, "savings.demand.posts.slippage", (double[]){0, 6, 0});
  const double slippage[] = {2 + 2, 1.6 + 2 + 6, 1.2};
  expect(&w, "savings.slippage", slippage);
  expect(&w, "expenditure.total", (double[]){104, 109.6, 101.2});
  expect(&w, "subjective.third_party_payments", slippage);
  /* as agreed: 106 - 6, then 2 and the 8 that come back */
  expect(&w, "contract.total_contract_sum", (double[]){100, 90, 98});
  expect(&w, "contract.funding_gap", (double[]){4, 19.6, 3.2});
  cc_fixture_free(&w.f);
}

/* Where the contract is modelled, what slips in a year is asked for in the next. */
static void test_slippage_is_asked_for_a_year_later(void **state) {
  (void)state;
  static world w;
  build(&w);
  w.group.n_lines = 1;
  w.f.plan.contract.indexation_modelled_from = w.f.plan.contract.pressures_modelled_from = 1;
  cc_fixture_finish(&w.f);
  cc_fixture_project(&w.f, 1);
  expect(&w, "expenditure.total", (double[]){102, 101.6, 101.2});
  expect(&w, "contract.total_contract_sum", (double[]){102, 102, 101.6});
  expect(&w, "contract.demand_pressures.modelled.slippage", (double[]){0, 0, -0.4});
  cc_fixture_free(&w.f);
}

/* Nothing is tracked where nothing says what is delivered, or nothing is spent. */
static void test_no_tracker(void **state) {
  (void)state;
  static world w;
  build(&w);
  for (int i = 0; i < 3; i++) {
    w.lines[i].delivery = CC_ABSENT;
  }
  cc_fixture_finish(&w.f);
  assert_int_equal(w.f.plan.rows.a_savings, CC_ABSENT);
  cc_fixture_project(&w.f, 1);
  expect(&w, "expenditure.total", (double[]){100, 100, 100});
  cc_fixture_free(&w.f);
  build(&w);
  w.f.plan.n_services = 0;
  cc_fixture_finish(&w.f);
  assert_int_equal(w.f.plan.rows.a_savings_slippage, CC_ABSENT);
  cc_fixture_free(&w.f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_tracker),
      cmocka_unit_test(test_slippage_is_asked_for_a_year_later),
      cmocka_unit_test(test_no_tracker),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
