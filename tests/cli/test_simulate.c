/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast simulate, whole and interrupted. */
#include "program.h"

#include <pty.h>
#include <stdbool.h>

static void test_one_scenario(void **state) {
  (void)state;
  expect(
      "carecast simulate scenarios/town.yaml --draws 400", 0,
      "What is likely: A small town\n400 draws (latin, seed 1); uncertain figures: 1.\nChance: each"
      " draw is one history of the children, followed one by one.\n",
      NULL);
  expect("carecast simulate scenarios/town.yaml --draws 400", 0,
         "Probability of more children than the cap, %: A small town\n400 draws (latin, seed 1);"
         " uncertain figures: 1.\n",
         NULL);
  expect("carecast simulate scenarios/town.yaml --draws 400", 0,
         "\nPlanning ceiling: first likely breach 2020-", NULL);
  expect("carecast simulate scenarios/town.yaml -n 60 --measure expenditure.total | grep -c"
         " '^Total expenditure'",
         0, "1\n", NULL);
  expect("carecast simulate scenarios/town.yaml --draws 400 --quantiles 5,97.5", 0, "\n  P97.5  ",
         NULL);
  expect("carecast simulate scenarios/town.yaml --draws 400", 0,
         "Probability that it is insufficient, %", NULL);
  expect("carecast simulate scenarios/town.yaml -n 50 --set contract.reserves=2m | grep -c"
         " 'Reserves on 31 March'",
         0, "2\n", NULL);
  expect("carecast simulate scenarios/town.yaml -n 50 --process exact", 0,
         "Chance: each draw is one history of the children, followed one by one", NULL);
  expect("carecast simulate scenarios/town.yaml -n 50 --process none", 0, "Expected numbers only",
         NULL);
  expect("carecast simulate scenarios/town.yaml -n 64 --method sobol --measure entries.total", 0,
         "\nEntries\n", NULL);
  expect("carecast simulate scenarios/town.yaml -n 50 --format csv", 0,
         "\"P10, Monte Carlo error\",children,", NULL);
  expect("carecast simulate scenarios/town.yaml -n 50 --format json", 0,
         "\"label\": \"Contingency at P80\"", NULL);
}

/* Of 1,000 with a standard deviation of 100 half the draws are over 1,000, and of latin draws just
 * as many: with 0.01 more to spare none of the others is. */
static void test_over_a_known_budget(void **state) {
  (void)state;
  expect(
      "printf 'carecast: 1\ntitle: T\nstart: 2020/21\nyears: 1\nservices: {a: {cost: {value:"
      " 1000, uncertainty: {normal: {sd: 100}}}}}\nunmodelled: {known_budget: yes, cost: 0.01}\n'"
      " > \"$OUT\"/over.yaml; carecast simulate \"$OUT\"/over.yaml -n 64",
      0, "In 32 of 64 draws what is modelled costs more than the whole known budget", NULL);
}

/* Of 1m agreed, delivered from 50% to 90% and most likely 80%: the mean of a triangle is the mean
 * of its corners, so that 266,667 are not delivered on average, and 200,000 if all goes as written.
 */
static void test_savings_at_risk(void **state) {
  (void)state;
  expect(
      "printf 'carecast: 1\ntitle: T\nstart: 2020/21\nyears: 1\nservices: {a: {cost: 10m}}\n"
      "contract: {brought_forward: 10m, demand_pressures: {mitigations: {plan: {lines: {a:"
      " {amount: 1m, in: 2020/21, delivery: {triangular: [50%%, 80%%, 90%%]}}}}}}}\n'"
      " > \"$OUT\"/risk.yaml; carecast simulate \"$OUT\"/risk.yaml -n 2000 --format csv | awk -F,"
      " '/not delivered.*,Mean,GBP/ {mean = $NF} /not delivered.*,At the central/ {central = $NF}"
      " END {print (mean - 266666.67) ^ 2 < 300 ^ 2, (central - 200000) ^ 2 < 1e-6}'",
      0, "1 1\n", NULL);
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
  expect("for j in 1 2 3 7; do for p in none exact; do carecast simulate scenarios --base town -n"
         " 600 --seed 5 --process $p -j $j --format csv >\"$OUT\"/$p$j || exit; done; done;"
         " for j in 2 3 7; do for p in none exact; do cmp \"$OUT\"/${p}1 \"$OUT\"/$p$j || exit;"
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
         "--quantiles takes 1 to 20 numbers from 1 to 99, such as 10,50,90, not `10,100`");
  expect("carecast simulate scenarios/town.yaml --quantiles 10,", 2, NULL, "not `10,`");
  expect("carecast simulate scenarios/town.yaml --method magic", 2, NULL, "magic");
  expect("carecast simulate scenarios/town.yaml --measure entries.totl", 2, NULL,
         "`entries.total`");
  expect("carecast simulate nowhere.yaml", 1, NULL, "nowhere.yaml");
}

/* Of x children of 16 and over 50 are to be in supported accommodation, where nobody else lives:
 * the 15 draws or so in 100 with fewer have an opening that cannot be fitted. A point of a sweep,
 * or of what it takes, is as a scenario that says so, and is refused as that is. */
static void test_an_opening_that_cannot_be_fitted(void **state) {
  (void)state;
  static const char write[] =
      "cat >\"$OUT\"/opening.yaml <<'.'\n"
      "carecast: 1\ntitle: Opening\nstart: 2020/21\nyears: 1\nbands: [0, 16]\n"
      "placements: {home: {weekly_price: 1}, supported: {weekly_price: 1}}\n"
      "children_in_care:\n"
      "  opening:\n"
      "    by_band: {0-15: 1000, 16-17: {value: 60, uncertainty: {normal: {sd: 10}}}}\n"
      "    by_placement: {home: 1010, supported: 50}\n"
      "    age_pattern: {supported: {0-15: 0, 16-17: 0.5}}\n"
      ".\n";
  char line[COMMAND_ROOM];
  snprintf(line, sizeof line, "%scarecast simulate \"$OUT\"/opening.yaml --draws 100", write);
  expect(line, 0, "of 100 draws (number ", NULL);
  expect("carecast sweep \"$OUT\"/opening.yaml"
         " --vary children_in_care.opening.age_pattern.supported.16-17=0:1:2",
         3, NULL, "placements cannot take the children that opening.by_band");
  expect("carecast solve \"$OUT\"/opening.yaml"
         " --vary children_in_care.opening.age_pattern.supported.16-17"
         " --until 'children_in_care.supported@2020/21 <= 1'",
         1, NULL, "opening.yaml");
  expect("carecast run \"$OUT\"/opening.yaml"
         " --set children_in_care.opening.age_pattern.supported.16-17=0",
         3, NULL, "by_band has 1060 children of 0-15 and 16-17, but by_placement only 1010");
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

/* So many histories of the town take more than a minute on any machine. */
#define LONG "simulate scenarios/town.yaml -n 10000000 --jobs 2"

static void expect_130_after(const char *signal) {
  char command[512];
  snprintf(command, sizeof command,
           "env --default-signal=%s \"$carecast\" " LONG " & p=$!; sleep 1; kill -%s $p; wait $p",
           signal, signal);
  expect(command, 130, NULL, "carecast: interrupted\n");
}

static void test_interrupted(void **state) {
  (void)state;
  expect_130_after("INT");
  expect_130_after("TERM");
}

/* Reads what a terminal shows until `wanted` is there, or all of it. */
static bool read_until(int terminal, const char *wanted) {
  char shown[1 << 16];
  size_t length = 0;
  while (length < sizeof shown - 1) {
    ssize_t count = read(terminal, shown + length, sizeof shown - 1 - length);
    if (count <= 0) {
      return false;
    }
    length += (size_t)count;
    shown[length] = '\0';
    if (strstr(shown, wanted) != NULL) {
      return true;
    }
  }
  return false;
}

/* On a terminal a line says how far it has come; Ctrl-C takes it away and ends the program. */
static void test_progress_on_a_terminal(void **state) {
  (void)state;
  int terminal = -1, status = 0;
  pid_t child = forkpty(&terminal, NULL, NULL, NULL);
  if (child == 0) {
    execl("/bin/sh", "sh", "-c", "exec \"$carecast\" " LONG, (char *)NULL);
    _exit(127);
  }
  assert_true(child > 0);
  assert_true(read_until(terminal, " of 10000000 draws\033[K"));
  assert_int_equal(write(terminal, "\003", 1), 1);
  assert_true(read_until(terminal, "\r\033[Kcarecast: interrupted"));
  assert_false(read_until(terminal, "What is likely"));
  assert_int_equal(waitpid(child, &status, 0), child);
  assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 130);
  close(terminal);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_scenario),
      cmocka_unit_test(test_over_a_known_budget),
      cmocka_unit_test(test_savings_at_risk),
      cmocka_unit_test(test_a_folder),
      cmocka_unit_test(test_same_for_any_jobs),
      cmocka_unit_test(test_usage),
      cmocka_unit_test(test_an_opening_that_cannot_be_fitted),
      cmocka_unit_test(test_correlations_that_contradict),
      cmocka_unit_test(test_interrupted),
      cmocka_unit_test(test_progress_on_a_terminal),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
