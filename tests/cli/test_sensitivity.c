/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast sensitivity. */
#include "program.h"

#define TOWN "carecast sensitivity scenarios/town.yaml "

static void test_a_tornado(void **state) {
  (void)state;
  expect(TOWN "-m children_in_care.total -y 2021/22", 0, "1 that move it of 1 in", NULL);
  expect(TOWN "-m children_in_care.total -y 2021/22", 0, "=============|-------------",
         NULL); /* more return home, fewer stay */
  expect(TOWN "-m expenditure.total -y 2021/22 --format json", 0,
         "\"label\": \"children_in_care.exits.per_year.return_home.0-17\"", NULL);
}

static void test_indices(void **state) {
  (void)state;
  expect(TOWN "-m children_in_care.total -y 2021/22 -n 64 >\"$OUT\"/a;" TOWN
              "-m children_in_care.total -y 2021/22 -n 64 --seed 1 >\"$OUT\"/b;"
              " cmp \"$OUT\"/a \"$OUT\"/b && grep projections \"$OUT\"/a",
         0, "64 draws, 192 projections.", NULL);
}

static void test_usage(void **state) {
  (void)state;
  expect(TOWN "-m children_in_care.total", 2, NULL, "`sensitivity` needs --year YEAR");
  expect(TOWN "-m children_in_care.totl -y 2021/22", 2, NULL,
         "did you mean `children_in_care.total`?");
  expect(TOWN "-m children_in_care.total -y 2029/30", 2, NULL, "has no year 2029/30");
  expect(TOWN "-m children_in_care.total -y 2021", 2, NULL, "is not a financial year");
  expect(TOWN "-m children_in_care.total -y 2021/22 -n 1", 2, NULL, "--draws takes a number");
  expect(TOWN "-m children_in_care.total -y 2021/22 -n 9 --seed x", 2, NULL, "--seed takes");
  expect(TOWN "-m children_in_care.total -y 2021/22"
              " --set children_in_care.exits.per_year.return_home.0-17=0.3",
         2, NULL, "states no doubt about any figure");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_tornado),
      cmocka_unit_test(test_indices),
      cmocka_unit_test(test_usage),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
