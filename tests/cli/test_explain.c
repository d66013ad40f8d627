/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast explain. */
#include "program.h"

#define EXPLAIN "carecast explain scenarios/town.yaml "

static void test_against_a_year(void **state) {
  (void)state;
  expect(EXPLAIN "--measure placement_cost.net --year 2021/22", 0,
         ": 2021/22 against 2020/21\n£m, nominal pounds (placement_cost.net)", NULL);
  expect(EXPLAIN "-m placement_cost.net -y 2021/22 -a 2020/21", 0, "\nVolume", NULL);
  expect(EXPLAIN "-m placement_cost.net -y 2020/21 -a 2021/22", 0, ": 2020/21 against 2021/22",
         NULL);
  expect(EXPLAIN "-m children_in_care.total -y 2021/22", 0,
         "this measure has no volume, mix and price", NULL);
}

static void test_against_a_file(void **state) {
  (void)state;
  expect(EXPLAIN "-m expenditure.total -y 2021/22 -a scenarios/more.yaml", 0,
         ": town, 2021/22 against more, 2021/22\n", NULL);
  expect(EXPLAIN "-m expenditure.total -y 2021/22 -a nowhere.yaml", 1, NULL, "E001");
}

/* The parts sum to the change, in full precision. */
static void test_the_parts_sum(void **state) {
  (void)state;
  expect(EXPLAIN "-m expenditure.total -y 2021/22 --format csv | sed 's/^.*,,//' | awk -F, "
                 "'/^(Volume|Mix|Price|Other),/"
                 " {sum += $3} /^Change,/ {d = sum - $3; print (d < 0.005 && d > -0.005)}'",
         0, "1\n", NULL);
}

/* Contract sums by their lines, spending by placement. */
static void test_lines_and_placements(void **state) {
  (void)state;
  expect("carecast explain ../../scenarios/birmingham-2020/base.yaml"
         " -m contract.total_contract_sum -y 2021/22",
         0, "\nPrices, as modelled", NULL);
  expect(EXPLAIN "-m contract.funding_gap -y 2021/22 --by placement", 0, "\nPlacements, net", NULL);
  expect(EXPLAIN "-m placement_cost.net -y 2021/22 --by placement --format csv | sed 1d |"
                 " awk -F, '/Placements, net/ {all = $NF; next} {sum += $NF}"
                 " END {d = sum - all; print (d < 0.005 && d > -0.005)}'",
         0, "1\n", NULL);
  expect(EXPLAIN "-m entries.total -y 2021/22 --by placement", 2, NULL,
         "`entries.total` is not split by placement; expenditure.total and placement_cost.net are");
  expect(EXPLAIN "-m entries.total -y 2021/22 --by band", 2, NULL, "--by takes placement, not");
}

static void test_names(void **state) {
  (void)state;
  expect(EXPLAIN "-m list", 0, "contract.total_contract_sum", NULL);
  expect(EXPLAIN "-m placement_cost.nett -y 2021/22", 2, NULL, "near it: `placement_cost.net`");
  expect(EXPLAIN "-m contract_sum -y 2021/22", 2, NULL, "`contract.total_contract_sum`");
  expect(EXPLAIN "-m e -y 2021/22", 2, NULL, " more (`carecast explain FILE --measure list`");
  expect(EXPLAIN "-m zebra -y 2021/22", 2, NULL,
         "has no annual measure `zebra`; `carecast explain FILE --measure list` prints all\n");
}

static void test_usage(void **state) {
  (void)state;
  expect(EXPLAIN, 2, NULL, "`explain` needs --measure NAME");
  expect(EXPLAIN "-m expenditure.total", 2, NULL, "`explain` needs --year YEAR");
  expect(EXPLAIN "-m expenditure.total -y 2021", 2, NULL, "`2021` is not a financial year");
  expect(EXPLAIN "-m expenditure.total -y 2030/31", 2, NULL,
         "has no year 2030/31, only 2020/21 to 2021/22");
  expect(EXPLAIN "-m expenditure.total -y 2020/21", 2, NULL, "2020/21 is the first year");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_against_a_year), cmocka_unit_test(test_against_a_file),
      cmocka_unit_test(test_the_parts_sum),  cmocka_unit_test(test_lines_and_placements),
      cmocka_unit_test(test_names),          cmocka_unit_test(test_usage),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
