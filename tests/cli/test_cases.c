/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures that were once other than what was written, in small scenarios whose right values are
 * known by hand (cases/). */
#include "program.h"

/* 40 enter a year, a fifth of them into the home when an effect sets its share to 20%; the others
 * give way: 8 and 32. */
static void test_a_share_that_an_effect_sets(void **state) {
  (void)state;
  expect(
      "carecast run cases/share.yaml --format csv | awk -F, '/,Fostering,children,/ {f = $(NF - 1)}"
      " /,Home,children,/ {h = $(NF - 1)} END {print (f - 132) ^ 2 + (h - 8) ^ 2 < 1e-18}'",
      0, "1\n", NULL);
}

/* What can act in no month is warned of by every command, once, and refused with --strict. */
static void test_warnings(void **state) {
  (void)state;
  expect("carecast check cases/never.yaml", 0, "1 intervention, 3 warnings\n", "warning[W904]");
  expect("carecast run cases/never.yaml 2>&1 >/dev/null | grep -c W904", 0, "3\n", NULL);
  expect("carecast batch cases --base home -o \"$OUT\"/b 2>&1 >/dev/null | grep -c W904", 0, "3\n",
         NULL);
  expect("carecast check cases/never.yaml --strict", 3, "not valid: 3 errors\n", "error[W904]");
  expect("carecast batch cases --base home -o \"$OUT\"/strict --strict", 3, NULL, "error[W904]");
  expect("carecast simulate cases/never.yaml -n 10 --strict", 3, NULL, "error[W904]");
  expect("carecast check cases/home.yaml --strict", 0, "valid", NULL);
}

/* Ranges of an earlier batch do not stay beside the figures of the next. */
static void test_outputs_of_an_earlier_batch(void **state) {
  (void)state;
  expect("carecast batch cases --base home -o \"$OUT\"/twice -n 20 >/dev/null 2>&1 &&"
         " ls \"$OUT\"/twice/comparison_ranges.csv >/dev/null &&"
         " carecast batch cases --base home -o \"$OUT\"/twice >/dev/null 2>&1 &&"
         " ls \"$OUT\"/twice",
         0, "comparison.csv\nhome\nmanifest.json\nnever\nsecure\nshare\n", NULL);
}

/* A placement that the base lacks has rows in every comparison: of 40 who enter in each of two
 * years, 8 live in the secure unit in the end; nobody of the base does. In `explain` it is mix,
 * since there are as many child-weeks. */
static void test_a_placement_that_the_base_lacks(void **state) {
  (void)state;
  expect("carecast batch cases/home.yaml cases/secure.yaml --base home -o \"$OUT\"/lacks", 0,
         "  Secure unit                            0       8\n", "");
  expect("awk -F, '/^secure,children_in_care.secure,2021.22,children/'"
         "'{printf \"%.9f %s %.9f\", $5, $6, $7}' \"$OUT\"/lacks/comparison.csv",
         0, "8.000000000 0 8.000000000", NULL);
  expect("carecast compare \"$OUT\"/lacks/secure \"$OUT\"/lacks/home --base home", 0,
         "Secure unit  ", "");
  expect("carecast batch cases/home.yaml cases/secure.yaml --base home -o \"$OUT\"/lacks -n 20", 0,
         "Where they live at the last 31 March: Secure unit", "");
  expect("carecast explain cases/secure.yaml -m placement_cost.net -y 2021/22 -a cases/home.yaml"
         " --format csv | awk -F, '/,Volume,|,Price,/ {if ($5 ^ 2 > 1e-9) print}'",
         0, NULL, NULL);
}

/* An effect that multiplies by 1, one on what is for the record, a doubt about it: each is warned
 * of where it stands; an amount in doubt, or one that grows, is none of them. Nobody turns a knob
 * that nothing hangs on. */
static void test_what_changes_nothing(void **state) {
  (void)state;
  expect(
      "cat >\"$OUT\"/idle.yaml <<'.'\n"
      "carecast: 1\ntitle: Idle\nstart: 2020/21\n"
      "services:\n"
      "  teams: {cost: 1m, fte: {value: 30, uncertainty: {normal: {cv: 5%}}}}\n"
      "interventions:\n"
      "  a:\n"
      "    effects:\n"
      "      - {target: services.teams.cost, multiply: 1}\n"
      "      - {target: services.teams.fte, multiply: 0.5}\n"
      "      - {target: services.teams.cost, add: 0}\n"
      "      - {target: services.teams.cost, multiply: {value: 1, uncertainty: {normal: {sd: "
      "5%}}}}\n"
      "      - {target: services.teams.*, multiply: 0.9}\n"
      ".\n"
      "carecast check \"$OUT\"/idle.yaml 2>&1 | grep -E '^[^ ].*W906' | sed 's/.*idle.yaml//'",
      0,
      ":5:26: warning[W906]: nothing is reckoned from it, so that its uncertainty changes nothing\n"
      ":9:9: warning[W906]: to multiply by 1 changes nothing\n"
      ":10:18: warning[W906]: nothing is reckoned from `services.teams.fte`, so that the effect"
      " changes nothing\n"
      ":11:9: warning[W906]: to add 0 changes nothing\n",
      NULL);
  expect("carecast sweep \"$OUT\"/idle.yaml --vary services.teams.fte=1:40:2", 2, NULL,
         "nothing is reckoned from `services.teams.fte`: it is for the record");
  expect("carecast solve \"$OUT\"/idle.yaml --vary services.teams.fte --until"
         " 'expenditure.total@2020/21 <= 1m'",
         2, NULL, "nothing is reckoned from `services.teams.fte`");
  expect("carecast sweep cases/home.yaml --set 'indexes={pay: 2%}' --vary indexes.pay=1%:3%:2", 2,
         NULL, "nothing is reckoned from `indexes.pay`: nothing rises by it");
  expect("carecast sweep cases/home.yaml --set 'interventions={off: {active: no, cost: 1m}}' --vary"
         " interventions.off.cost=1m:3m:2",
         2, NULL,
         "nothing is reckoned from `interventions.off.cost`: its intervention is switched");
}

/* 29 February 2024 is a day like any: 100 children for 366 days at 700 a week are 3.66m. */
static void test_a_leap_year(void **state) {
  (void)state;
  expect("carecast run cases/home.yaml --set start=2023/24 --set"
         " children_in_care.entries.streams.all.per_year.0-9=0 --format csv |"
         " awk -F, '/^\"?Child-days.*,Fostering,/ {print $5, $6}' | awk '{printf \"%.0f %.0f\\n\","
         " $1, $2}'",
         0, "36600 36500\n", NULL);
}

/* A fraction is no quantile; names that other readers of YAML take for something else are quoted.
 */
static void test_words_that_mean_two_things(void **state) {
  (void)state;
  expect("carecast simulate cases/home.yaml -n 10 --quantiles 0.1,0.9", 2, NULL, "per cent");
  expect("carecast simulate cases/home.yaml -n 10 --quantiles 0x1p3", 2, NULL, "per cent");
  expect("sed 's/fostering/no/g; s/home:/1e3:/; s/home /1e3 /' cases/home.yaml >\"$OUT\"/no.yaml;"
         " carecast check \"$OUT\"/no.yaml --resolved | grep -c '^  \"no\":'",
         0, "1\n", NULL);
}

/* Nothing out of 50, and one draw: what can be said of the error. */
static void test_errors_that_cannot_be_seen(void **state) {
  (void)state;
  expect("carecast simulate cases/home.yaml -n 50", 0, "at most 5.8 percentage points", NULL);
  expect("carecast simulate cases/home.yaml -n 1 --format csv | grep 'Mean, Monte Carlo error' |"
         " head -1 | grep -c ',children,,$'",
         0, "1\n", NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_share_that_an_effect_sets),
      cmocka_unit_test(test_warnings),
      cmocka_unit_test(test_outputs_of_an_earlier_batch),
      cmocka_unit_test(test_a_placement_that_the_base_lacks),
      cmocka_unit_test(test_what_changes_nothing),
      cmocka_unit_test(test_a_leap_year),
      cmocka_unit_test(test_words_that_mean_two_things),
      cmocka_unit_test(test_errors_that_cannot_be_seen),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
