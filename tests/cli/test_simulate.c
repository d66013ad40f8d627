/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast simulate. */
#include "program.h"

static void test_one_scenario(void **state) {
  (void)state;
  expect("carecast simulate scenarios/town.yaml --draws 400", 0,
         "What is likely: A small town\n400 draws; uncertain figures: 1.\nChance: fast form, its"
         " spread in closed form at the central values.\n",
         NULL);
  expect("carecast simulate scenarios/town.yaml --draws 400", 0,
         "Probability of more children than the cap, %: A small town\nPlanning ceiling: first"
         " likely breach 2020-",
         NULL);
  expect("carecast simulate scenarios/town.yaml --draws 400 --quantiles 5,97.5", 0, "\n  P97.5  ",
         NULL);
  expect("carecast simulate scenarios/town.yaml --draws 400", 0,
         "Probability that it is insufficient, %", NULL);
  expect("carecast simulate scenarios/town.yaml -n 50 --process exact", 0,
         "Chance: each draw is one history of the children one by one", NULL);
  expect("carecast simulate scenarios/town.yaml -n 50 --process none", 0, "Expected numbers only",
         NULL);
  expect("carecast simulate scenarios/town.yaml -n 64 --method sobol --measure entries.total", 0,
         "\nEntries\n", NULL);
  expect("carecast simulate scenarios/town.yaml -n 50 --format csv", 0,
         "\"P10, Monte Carlo error\",children,", NULL);
  expect("carecast simulate scenarios/town.yaml -n 50 --format json", 0,
         "\"label\": \"Contingency at P80\"", NULL);
}

static void test_run_with_draws(void **state) {
  (void)state;
  expect("carecast run scenarios/town.yaml --draws 50", 0, "\nWhat is likely: A small town\n",
         NULL);
  expect("carecast run scenarios/town.yaml --draws 50 --format json | grep -c '\"tables\":'", 0,
         "1\n", NULL);
  expect("carecast run scenarios/town.yaml --draws many", 2, NULL, "--draws takes a number");
}

static void test_a_folder(void **state) {
  (void)state;
  expect("carecast simulate scenarios --base town -n 300", 0,
         "Likely differences: Fewer children come, from town\n", NULL);
  expect("carecast simulate scenarios --base town -n 300 | grep -c 'What is likely'", 0, "3\n",
         NULL);
}

static void test_same_for_any_jobs(void **state) {
  (void)state;
  expect("for j in 1 2 3 7; do for p in fast exact; do carecast simulate scenarios --base town -n"
         " 600 --seed 5 --process $p -j $j --format csv >\"$OUT\"/$p$j || exit; done; done;"
         " for j in 2 3 7; do for p in fast exact; do cmp \"$OUT\"/${p}1 \"$OUT\"/$p$j || exit;"
         " done; done; echo same",
         0, "same\n", NULL);
  expect("for s in 5 6; do carecast simulate scenarios/town.yaml -n 600 --seed $s >\"$OUT\"/seed$s;"
         " done; cmp -s \"$OUT\"/seed5 \"$OUT\"/seed6 || echo differ",
         0, "differ\n", NULL);
}

static void test_usage(void **state) {
  (void)state;
  expect("carecast simulate", 2, NULL, "`simulate` needs DIR|FILE...");
  expect("carecast simulate scenarios", 2, NULL, "name it with --base ID");
  expect("carecast simulate scenarios --base nobody", 2, NULL, "no scenario has the id `nobody`");
  expect("carecast simulate scenarios/town.yaml -n 0", 2, NULL,
         "--draws takes a number from 1 to 10000000, not `0`");
  expect("carecast simulate scenarios/town.yaml --seed x", 2, NULL, "--seed takes a whole number");
  expect("carecast simulate scenarios/town.yaml --quantiles 10,100", 2, NULL,
         "between 0 and 100, such as 10,50,90, not `10,100`");
  expect("carecast simulate scenarios/town.yaml --quantiles 10,", 2, NULL, "not `10,`");
  expect("carecast simulate scenarios/town.yaml --method magic", 2, NULL, "magic");
  expect("carecast simulate scenarios/town.yaml --measure entries.totl", 2, NULL,
         "did you mean `entries.total`?");
  expect("carecast simulate nowhere.yaml", 1, NULL, "nowhere.yaml");
}

static void test_correlations_that_contradict(void **state) {
  (void)state;
  expect("cp scenarios/town.yaml \"$OUT\" && cat >\"$OUT\"/odd.yaml <<'.'\n"
         "carecast: 1\ntitle: Odd\nextends: town.yaml\n"
         "services:\n"
         "  a: {title: A, cost: {value: 1m, uncertainty: {normal: {cv: 5%}}},"
         " subjective: employees}\n"
         "  b: {title: B, cost: {value: 1m, uncertainty: {normal: {cv: 5%}}},"
         " subjective: employees}\n"
         "  c: {title: C, cost: {value: 1m, uncertainty: {normal: {cv: 5%}}},"
         " subjective: employees}\n"
         "correlations:\n"
         "  - {between: [services.a.cost, services.b.cost], coefficient: -0.9}\n"
         "  - {between: [services.b.cost, services.c.cost], coefficient: -0.9}\n"
         "  - {between: [services.a.cost, services.c.cost], coefficient: -0.9}\n"
         ".\n"
         "carecast simulate \"$OUT\"/odd.yaml",
         3, NULL, "the correlations contradict each other");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_scenario), cmocka_unit_test(test_run_with_draws),
      cmocka_unit_test(test_a_folder),     cmocka_unit_test(test_same_for_any_jobs),
      cmocka_unit_test(test_usage),        cmocka_unit_test(test_correlations_that_contradict),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
