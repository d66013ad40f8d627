/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast sensitivity. */
#include "program.h"

#define TOWN "carecast sensitivity scenarios/town.yaml "

static void test_a_tornado(void **state) {
  (void)state;
  expect(TOWN "-m children_in_care.total -y 2021/22", 0, "1 that move it of 1 in", NULL);
  expect(TOWN "-m children_in_care.total -y 2021/22", 0, "        =======|-------\n",
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

/* Chance stands beside the parameters, and splits the variance with them. */
static void test_chance(void **state) {
  (void)state;
  expect(TOWN "-m children_in_care.total -y 2021/22", 0, "Chance: which children come and go",
         NULL);
  /* title,label,unit,deviation,share,error; a title that has a comma makes seven fields */
  expect(TOWN
         "-m children_in_care.total -y 2021/22 -n 64 --format csv | sed -n "
         "'/^table,section,line/,/^$/p'"
         " | awk -F, '/Doubt about/ {a = $6; x = $7} /,Chance/ {b = $6; y = $7} /,Both/ {c = $6}"
         " END {d = a * a + b * b - c * c; e = x + y - 1;"
         " print (a > 0 && b > 0 && d * d < 1e-18 && e * e < 1e-18 ? \"adds up\" : \"no\")}'",
         0, "adds up\n", NULL);
  expect(TOWN "-m services.teams -y 2021/22 --format csv | grep -c Chance:", 1, "0\n", "");
}

static void test_quantiles(void **state) {
  (void)state;
  expect(TOWN "-m children_in_care.total -y 2021/22 --quantiles 97.5,2.5", 0, "At P2.5", NULL);
  expect(TOWN "-m children_in_care.total -y 2021/22 --quantiles 2.5,97.5", 0,
         "at its P2.5 and its P97.5", NULL);
  expect(TOWN "-m children_in_care.total -y 2021/22 --quantiles 10", 2, NULL,
         "--quantiles takes 2 numbers from 1 to 99, such as 10,90, not `10`");
  expect(TOWN "-m children_in_care.total -y 2021/22 --quantiles 0,90", 2, NULL, "not `0,90`");
  expect(TOWN "-m children_in_care.total -y 2021/22 --quantiles 10,50,90", 2, NULL, "takes 2");
}

/* Any number of threads prints the same. */
static void test_jobs(void **state) {
  (void)state;
  expect(
      "for j in 1 2 3 7; do " TOWN "-m expenditure.total -y 2021/22 -n 100 --format csv -j $j"
      " >\"$OUT\"/jobs$j; cmp \"$OUT\"/jobs1 \"$OUT\"/jobs$j; done; grep -c Chance: \"$OUT\"/jobs1",
      0, "2\n", NULL);
  /* the gap: with chance from histories */
  expect("for j in 1 2 3; do " TOWN "-m contract.funding_gap -y 2021/22 --format csv -j $j"
         " >\"$OUT\"/gap$j; cmp \"$OUT\"/gap1 \"$OUT\"/gap$j; done; grep -c Chance: \"$OUT\"/gap1",
         0, "1\n", NULL);
  expect(TOWN "-m expenditure.total -y 2021/22 -j 0", 2, NULL,
         "--jobs takes a number from 1 to 256");
}

static void test_usage(void **state) {
  (void)state;
  expect(TOWN "-m children_in_care.total", 2, NULL, "`sensitivity` needs --year YEAR");
  expect(TOWN "-m children_in_care.totl -y 2021/22", 2, NULL,
         "has no annual measure `children_in_care.totl`; near it: `children_in_care.total`");
  expect(TOWN "-m children_in_care.total -y 2029/30", 2, NULL, "has no year 2029/30");
  expect(TOWN "-m children_in_care.total -y 2021", 2, NULL, "is not a financial year");
  expect(TOWN "-m children_in_care.total -y 2021/22 -n 1", 2, NULL, "--draws takes a number");
  expect(TOWN "-m children_in_care.total -y 2021/22 -n 9 --seed x", 2, NULL, "--seed takes");
  expect(TOWN "-m children_in_care.total -y 2021/22"
              " --set children_in_care.exits.per_year.return_home.0-17.uncertainty=none",
         2, NULL, "states no doubt about any figure");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_tornado), cmocka_unit_test(test_indices),
      cmocka_unit_test(test_chance),    cmocka_unit_test(test_quantiles),
      cmocka_unit_test(test_jobs),      cmocka_unit_test(test_usage),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
