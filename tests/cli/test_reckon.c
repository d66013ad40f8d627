/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast reckon. */
#include "program.h"

#define RECKON "carecast reckon scenarios/town.yaml "

static void test_usual_changes(void **state) {
  (void)state;
  expect(RECKON, 0, "Ready reckoner, change in the total contract sum: ", NULL);
  expect(RECKON "--format csv | grep -c 'Ten more entries'", 0, "6\n", NULL);
  expect("for f in ../../scenarios/*/*.yaml ../../scenarios/explained.yaml; do"
         " carecast reckon $f >/dev/null || echo $f; done",
         0, "", NULL);
}

/* 1m more for the teams in each year is 1m more spent, in the units of the table. What the user's
 * own words are warned of is told. */
static void test_own_changes(void **state) {
  (void)state;
  expect(RECKON "--only -i 'Dearer teams=services.teams.cost=2m' --format csv |"
                " grep 'total expenditure' | cut -d, -f3-",
         0, "Dearer teams,GBP,1000000,1000000\n", NULL);
  expect(RECKON "--only -i 'Later=services.teams.cost={2021/22: 3m}' | grep -c Later", 0, "3\n",
         "warning[W902]");
  expect(RECKON "--only --item 'Two=services.teams.cost=2m; services.teams.subjective=premises' | "
                "grep -c Two",
         0, "3\n", NULL);
}

static void test_usage(void **state) {
  (void)state;
  expect(RECKON "--item nothing", 2, NULL, "--item takes TITLE=PATH=VALUE");
  expect(RECKON "--only --item 'Wrong=services.team.cost=1'", 3, NULL,
         "`Wrong` cannot be reckoned");
  expect("carecast reckon nowhere.yaml", 1, NULL, "E001");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_usual_changes),
      cmocka_unit_test(test_own_changes),
      cmocka_unit_test(test_usage),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
