/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast solve. */
#include "program.h"

#define TOWN "carecast solve scenarios/town.yaml "
#define ARRIVALS "--vary children_in_care.entries.streams.arrivals.per_year.0-17 "
#define CITY "carecast solve ../../scenarios/birmingham-2020/"

static void test_an_answer(void **state) {
  (void)state;
  expect(TOWN ARRIVALS "--until 'children_in_care.total@2021/22 <= 100'", 0,
         "What it takes: children_in_care.total@2021/22 <= 100", NULL);
  expect(TOWN "--vary contract.council_assumption.contract_sum"
              " --until 'contract.funding_gap@2020/21 <= 0' --format csv",
         0, "contract.council_assumption.contract_sum", NULL);
  expect(TOWN "--vary 'placements.*.weekly_price' --until 'placement_cost.net@2021/22 <= 5m'", 0,
         "One factor on 2 parameters.", NULL);
}

/* What is printed holds when it is laid on the scenario and run, and hardly more is possible. */
static void test_an_answer_holds(void **state) {
  (void)state;
  expect("x=$(" TOWN ARRIVALS "--until 'children_in_care.total@2021/22 <= 100'"
         " | sed -n 's/^It holds with \\([0-9.]*\\) .* and less.*/\\1/p');"
         " carecast explain scenarios/town.yaml -m children_in_care.total -y 2021/22 --format csv"
         " --set children_in_care.entries.streams.arrivals.per_year.0-17=$x"
         " | awk -F, '$1 ~ /2021/ || $2 ~ /2021/ || $3 ~ /2021/ {for (i = 1; i <= NF; i++)"
         " if ($i > 99.9 && $i <= 100) print \"holds\"}'",
         0, "holds", NULL);
}

/* What solve prints means by --set what it means in a sweep, to the last digit that is printed. The
 * price is written by years, and the answer stands for each of them. */
static void test_an_answer_is_put_in(void **state) {
  (void)state;
  expect("set=$(" TOWN "--vary placements.fostering.weekly_price"
         " --until 'expenditure.total@2021/22 <= 7.5m' | sed -n 's/^To put it in: --set //p');"
         " set=${set%% *}; x=${set#*=};"
         " ran=$(carecast run scenarios/town.yaml --set $set --format csv"
         " | sed -n '/Total expenditure/{s/.*GBP,//p;q}');"
         " swept=$(carecast sweep scenarios/town.yaml --vary ${set%=*}=$x:$x:1 --format csv"
         " | awk -F, '/^Scenarios compared,.Expenditure, £m.,20/ {print $NF}' | paste -sd,);"
         " [ -n \"$ran\" ] && [ \"$ran\" = \"$swept\" ] && echo same",
         0, "same", NULL);
}

static void test_shipped_answers(void **state) {
  (void)state;
  expect(CITY "core-city-rate.yaml --vary 'children_in_care.exits.per_year.return_home.*'"
              " --until 'children_in_care.total@2024/25 <= 2200'",
         0, "It holds with a factor of 1.145 (14.5% more than in the scenario) and more", NULL);
  expect(CITY "core-city-rate.yaml --vary children_in_care.entries.per_10k.16-17"
              " --until 'children_in_care.total@2024/25 <= 2200'",
         4, NULL, "holds nowhere");
  expect(CITY "base.yaml --vary contract.council_assumption.contract_sum --draws 100"
              " --until 'P(contract.funding_gap@2024/25 <= 0) >= 0.8'",
         0, "Share of draws in which it holds", NULL);
}

/* Any number of threads prints the same. */
static void test_jobs(void **state) {
  (void)state;
  expect("for j in 1 2 3 7; do " TOWN ARRIVALS
         "--until 'P(children_in_care.total@2021/22 <= 100) >= 0.8' --draws 100 -j $j"
         " >\"$OUT\"/jobs$j; cmp \"$OUT\"/jobs1 \"$OUT\"/jobs$j; done; cat \"$OUT\"/jobs1",
         0, "100 draws of parameters, each one history of the children", NULL);
  /* the gap: with chance from histories */
  expect("for j in 1 2 3; do " TOWN "--vary contract.council_assumption.contract_sum --until"
         " 'P(contract.funding_gap@2021/22 <= 0) >= 0.8' --draws 20 -j $j >\"$OUT\"/gap$j;"
         " cmp \"$OUT\"/gap1 \"$OUT\"/gap$j; done; cat \"$OUT\"/gap1",
         0, "20 draws of parameters, each one history of the children", NULL);
}

/* Chance is in everything that can be asked about. */
static void test_chance(void **state) {
  (void)state;
  expect(TOWN
         "--vary contract.council_assumption.contract_sum --draws 50 --until"
         " 'P(contract.funding_gap@2021/22 <= 1% * contract.total_contract_sum@2021/22) >= 0.8'",
         0, "50 draws of parameters, each one history of the children", NULL);
}

static void test_no_answer(void **state) {
  (void)state;
  expect(TOWN ARRIVALS "--until 'children_in_care.total@2021/22 <= 10'", 4, NULL,
         "no solution: with children_in_care.entries.streams.arrivals.per_year.0-17 between 0 and"
         " 160, `children_in_care.total@2021/22 <= 10` holds nowhere");
  expect(TOWN ARRIVALS "--until 'children_in_care.total@2021/22 <= 1000'", 4, NULL,
         "holds throughout");
  expect(TOWN ARRIVALS "--from 10 --to 20 --until 'children_in_care.total@2021/22 <= 100'", 4, NULL,
         "between 10 and 20");
  expect(TOWN "--vary placements.fostering.weekly_price"
              " --until 'children_in_care.total@2021/22 <= 100'",
         4, NULL, "does not depend on it");
}

static void test_usage(void **state) {
  (void)state;
  expect(TOWN ARRIVALS, 2, NULL, "`solve` needs --until CONDITION");
  expect(TOWN "--vary placements.home.weekly_price --until 'expenditure.total@2021/22 <= 5m'", 2,
         NULL, "reaches no parameter");
  expect(TOWN ARRIVALS "--until 'children_in_care.totl@2021/22 <= 100'", 2, NULL,
         "did you mean `children_in_care.total`?\n  children_in_care.totl@2021/22 <= 100\n  ^");
  expect(TOWN ARRIVALS "--until 'children_in_care.total@2021/22 <= 9' --draws 9", 2, NULL,
         "--draws needs a condition with a probability");
  expect(TOWN ARRIVALS "--until 'children_in_care.total@2021/22 <= 9' --from 9 --to 8", 2, NULL,
         "--from must lie below --to");
  expect(TOWN "--vary children_in_care.opening.by_band.0-17"
              " --until 'children_in_care.total@2021/22 <= 9'",
         2, NULL, "must sum with others");
  expect(TOWN ARRIVALS "--until 'P(children_in_care.total@2021/22 <= 9) >= 0.5' --draws x", 2, NULL,
         "--draws takes a number from 1 to 1000000");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_an_answer),
      cmocka_unit_test(test_an_answer_holds),
      cmocka_unit_test(test_an_answer_is_put_in),
      cmocka_unit_test(test_shipped_answers),
      cmocka_unit_test(test_jobs),
      cmocka_unit_test(test_chance),
      cmocka_unit_test(test_no_answer),
      cmocka_unit_test(test_usage),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
