/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "analysis/reconcile.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

#define HEAD                                                                                       \
  "carecast: 1\ntitle: Printed\nstart: 2020/21\n"                                                  \
  "services: {teams: {cost: {2020/21: 10.06m, 2021/22: 10.04m}}}\n"                                \
  "published:\n"

static cc_status reconcile_one(const char *text, cc_reconciled *row) {
  cc_scenario *scenario = cc_load_text(text);
  cc_run run = cc_run_of(scenario);
  cc_status status = cc_reconcile(&run, row);
  row->published = NULL; /* it belongs to the scenario */
  cc_run_free(&run);
  cc_scenario_free(scenario);
  return status;
}

static void agreement_is_to_the_printed_digit(void **state) {
  (void)state;
  cc_reconciled row;
  assert_int_equal(
      reconcile_one(
          HEAD "  - {measure: services.teams, year: 2020/21, printed: \"10.1\", unit: gbp_m}\n",
          &row),
      CC_OK);
  assert_int_equal(row.agreement, CC_AGREES);
  cc_assert_near(row.computed, 10.06, 1e-9);
  assert_int_equal(
      reconcile_one(
          HEAD "  - {measure: services.teams, year: 2021/22, printed: \"10.1\", unit: gbp_m}\n",
          &row),
      CC_UNRECONCILED);
  assert_int_equal(row.agreement, CC_DISAGREES);
  cc_assert_near(row.difference, -0.1, 1e-9);
}

static void negatives_print_in_brackets(void **state) {
  (void)state;
  cc_reconciled row;
  assert_int_equal(
      reconcile_one(HEAD "  - {measure: \"services.teams@2021/22 - services.teams@2020/21\", "
                         "printed: \"(20)\", unit: gbp_000}\n",
                    &row),
      CC_OK);
}

static void the_papers_own_errors_are_the_papers(void **state) {
  (void)state;
  cc_reconciled row;
  /* 120 pounds for each of 291,715 children is 35.0m; the paper prints 30m */
  assert_int_equal(reconcile_one(HEAD "  - {measure: \"120 * 291715\", printed: \"30\", "
                                      "unit: gbp_m, own_inconsistency: the population is larger}\n",
                                 &row),
                   CC_OK);
  assert_int_equal(row.agreement, CC_PAPERS_OWN);
  cc_assert_near(row.difference, 5, 1e-9);
  /* a mark on a figure that agrees is wrong itself */
  assert_int_equal(reconcile_one(HEAD "  - {measure: \"120 * 291715\", printed: \"35.0\", "
                                      "unit: gbp_m, own_inconsistency: none}\n",
                                 &row),
                   CC_UNRECONCILED);
  assert_int_equal(row.agreement, CC_OWN_AGREES);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(agreement_is_to_the_printed_digit),
      cmocka_unit_test(negatives_print_in_brackets),
      cmocka_unit_test(the_papers_own_errors_are_the_papers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
