/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast reconcile. */
#include "program.h"

static void test_figures_that_agree(void **state) {
  (void)state;
  expect("carecast reconcile scenarios/town.yaml", 0,
         "\n2 printed figures: 2 agree to the printed digit, 0 do not; 1 more are the paper's own"
         " inconsistencies.\n",
         NULL);
  expect("carecast reconcile scenarios/town.yaml", 0,
         "Figures on which the paper disagrees with itself\n", NULL);
  expect("carecast reconcile scenarios/town.yaml", 0, "The text says 0.5, the table 0.4.", NULL);
}

static void test_figures_that_do_not(void **state) {
  (void)state;
  expect("carecast reconcile scenarios/town.yaml --set contract.brought_forward=10.2m", 5,
         "\n2 printed figures: 0 agree to the printed digit, 2 do not;", NULL);
  expect("carecast reconcile scenarios/town.yaml --set contract.brought_forward=10.04m", 0,
         "agrees", NULL);
  expect("carecast reconcile scenarios/town.yaml"
         " --set contract.permanent_adjustments.grant.amount=-400k",
         5, "the mark is out of date", NULL);
}

static void test_formats_and_usage(void **state) {
  (void)state;
  expect("carecast reconcile scenarios/town.yaml --format csv", 0,
         "Total contract sum,2020/21,£m,10.0,10,0,agrees,", NULL);
  expect("carecast reconcile wrong/good.yaml", 2, NULL, "no `published:` figures");
  expect("carecast reconcile wrong/misspelt.yaml", 3, NULL, "E101");
  expect("carecast reconcile scenarios/town.yaml >/dev/full", 1, NULL, "No space left");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_figures_that_agree),
      cmocka_unit_test(test_figures_that_do_not),
      cmocka_unit_test(test_formats_and_usage),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
