/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The capital programme of Birmingham Children's Trust's business plan 2020, section 10, to the
 * printed digit; and that capital is apart from revenue. */
#include "model/capital.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/money_fixture.h"

static void test_printed_programme(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  cc_line improvements[] = {cc_fixture_line(&f, "programmed_works", 0.5e6, 0, 0),
                            cc_fixture_line(&f, "contact_centres", 1.2e6, 0, 0)};
  cc_line maintenance[] = {cc_fixture_line(&f, "planned", 0.3e6, 0, 0)};
  const cc_line_group groups[] = {{"improvements", "Improvements", 2, improvements},
                                  {"maintenance", "Planned maintenance", 1, maintenance}};
  f.plan.n_capital = 2;
  f.plan.capital = groups;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_printed(&f, "capital.improvements.programmed_works", 0, "0.5");
  cc_assert_printed(&f, "capital.improvements.contact_centres", 0, "1.2");
  cc_assert_printed(&f, "capital.improvements", 0, "1.7");
  cc_assert_printed(&f, "capital.maintenance", 0, "0.3");
  cc_assert_printed(&f, "capital.total", 0, "2.0");
  cc_assert_printed(&f, "capital.total", 1, "0.0");
  assert_int_equal(f.plan.rows.a_expenditure, CC_ABSENT);
  cc_fixture_free(&f);
}

static void test_capital_is_not_expenditure(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_line lines[] = {cc_fixture_line(&f, "homes", 5e6, 0, 0)};
  const cc_line_group groups[] = {{"building", "Building", 1, lines}};
  const cc_service services[] = {
      {"offices", "Offices", cc_fixture_constant(&f, 1e6), CC_ABSENT, CC_PREMISES, true, 0, NULL}};
  f.plan.n_capital = 1;
  f.plan.capital = groups;
  f.plan.n_services = 1;
  f.plan.services = services;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "expenditure.total", 0), 1e6, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "capital.total", 0), 5e6, CC_TINY);
  cc_fixture_free(&f);
}

static void test_no_capital_no_rows(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_fixture_finish(&f);
  assert_int_equal(f.plan.rows.a_capital, CC_ABSENT);
  assert_int_equal(f.plan.rows.a_capital_total, CC_ABSENT);
  cc_fixture_project(&f, 1);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_printed_programme),
      cmocka_unit_test(test_capital_is_not_expenditure),
      cmocka_unit_test(test_no_capital_no_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
