/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast sweep. */
#include "program.h"

#define TOWN "carecast sweep scenarios/town.yaml "
#define ARRIVALS "children_in_care.entries.streams.arrivals.per_year.0-17"

static void test_a_grid(void **state) {
  (void)state;
  expect(TOWN "-v " ARRIVALS "=20:60:3 --format csv", 0,
         "unit,town,per_year.0-17=20,per_year.0-17=40,per_year.0-17=60\n", NULL);
  expect(TOWN "-v " ARRIVALS "=20:60:2 -v 'placements.*.weekly_price=0.9:1.1:3' --format csv", 0,
         "\"per_year.0-17=60,placements=1\"", NULL);
}

/* A point is the scenario with the figure laid on it: more.yaml lays 60, fewer.yaml 20. */
static void test_points_are_scenarios(void **state) {
  (void)state;
  expect("carecast batch scenarios --base town -o \"$OUT\"/r --format csv"
         " | sed '/Scenario,/,$d' | cut -d, -f4- >\"$OUT\"/batch;" TOWN "-v " ARRIVALS
         "=20:60:2 --format csv | sed '/Scenario,/,$d' | cut -d, -f4- >\"$OUT\"/sweep;"
         " sed 's/per_year.0-17=20/fewer/; s/per_year.0-17=60/more/' \"$OUT\"/sweep"
         " | cmp - \"$OUT\"/batch && test -s \"$OUT\"/batch && echo same",
         0, "same\n", NULL);
}

/* The same with draws: ranges and paired differences are those of the scenarios. */
static void test_ranges_are_of_scenarios(void **state) {
  (void)state;
  expect("carecast batch scenarios --base town -o \"$OUT\"/d --draws 300 --format csv"
         " | sed '/Scenario,/,$d' | cut -d, -f4- >\"$OUT\"/batch;" TOWN "-v " ARRIVALS
         "=20:60:2 --draws 300 --format csv | sed '/Scenario,/,$d' | cut -d, -f4- >\"$OUT\"/sweep;"
         " sed 's/per_year.0-17=20/fewer/; s/per_year.0-17=60/more/' \"$OUT\"/sweep"
         " | cmp - \"$OUT\"/batch && grep -c fewer \"$OUT\"/batch",
         0, "2\n", NULL); /* what is likely, and the differences */
}

/* A price that is twice as high makes the cost of one placement, of which nothing else is in doubt,
 * twice what it was in every draw; so are its quantiles. */
static void test_doubt_keeps_its_proportion(void **state) {
  (void)state;
  expect(TOWN
         "--set 'placements.fostering.weekly_price={value: 800, uncertainty: {normal: {sd: 80}}}'"
         " -v placements.fostering.weekly_price=800:1600:2 --draws 300 --process none --format csv"
         " | awk -F, '/what is likely.*Fostering\",P[0-9]*,GBP,/"
         " {n++; twice += $NF / $(NF - 1) > 1.9999999 && $NF / $(NF - 1) < 2.0000001}"
         " END {print (n > 0 && twice == n ? \"twice\" : n)}'",
         0, "twice\n", NULL);
}

/* A point where the scenario stands differs from it in nothing; threads change nothing. */
static void test_pairs_and_jobs(void **state) {
  (void)state;
  expect("for j in 1 2 3 7; do " TOWN "-v " ARRIVALS "=40:60:2 --draws 300 --format csv -j $j"
         " >\"$OUT\"/jobs$j; cmp \"$OUT\"/jobs1 \"$OUT\"/jobs$j; done;"
         " sed -n '/ifferences/,/^$/p' \"$OUT\"/jobs1 | awk -F, '/P[0-9]/ {n++; if ($(NF - 1) + 0 "
         "!= 0)"
         " off++; if ($NF != 0) moved++} END {print (n > 0 && moved > 0 ? off + 0 : \"none\")}'",
         0, "0\n", NULL);
}

static void test_usage(void **state) {
  (void)state;
  expect(TOWN, 2, NULL, "`sweep` needs --vary PATH=FROM:TO:STEPS");
  expect(TOWN "-v " ARRIVALS "=20:60", 2, NULL, "--vary takes PATH=FROM:TO:STEPS");
  expect(TOWN "-v " ARRIVALS "=20:60:0", 2, NULL, "STEPS is the number of values");
  expect(TOWN "-v " ARRIVALS "=20:x:2", 2, NULL, "`x` for " ARRIVALS);
  expect(TOWN "-v services.team.cost=1m:2m:2", 2, NULL, "did you mean `services.teams.cost`?");
  expect(TOWN "-v " ARRIVALS "=20:60:2 -v 'children_in_care.entries.**=1:2:2'", 2, NULL, "");
  expect(TOWN "-v " ARRIVALS "=20:60:200 -v services.teams.cost=1m:2m:100", 2, NULL,
         "more than 10000 points");
  expect(TOWN "-v " ARRIVALS "=20:60:201 --draws 9", 2, NULL,
         "more than 200 points, the most with --draws");
  expect(TOWN "-v " ARRIVALS "=20:60:2 --seed 9", 2, NULL, "it needs --draws N");
  expect(TOWN "-v " ARRIVALS "=20:60:2 --draws 0", 2, NULL, "--draws takes a number");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_grid),
      cmocka_unit_test(test_points_are_scenarios),
      cmocka_unit_test(test_ranges_are_of_scenarios),
      cmocka_unit_test(test_doubt_keeps_its_proportion),
      cmocka_unit_test(test_pairs_and_jobs),
      cmocka_unit_test(test_usage),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
