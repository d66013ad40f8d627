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

static void test_usage(void **state) {
  (void)state;
  expect(TOWN, 2, NULL, "`sweep` needs --vary PATH=FROM:TO:STEPS");
  expect(TOWN "-v " ARRIVALS "=20:60", 2, NULL, "--vary takes PATH=FROM:TO:STEPS");
  expect(TOWN "-v " ARRIVALS "=20:60:1", 2, NULL, "STEPS is the number of values");
  expect(TOWN "-v " ARRIVALS "=20:x:2", 2, NULL, "`x` for " ARRIVALS);
  expect(TOWN "-v services.team.cost=1m:2m:2", 2, NULL, "did you mean `services.teams.cost`?");
  expect(TOWN "-v " ARRIVALS "=20:60:2 -v 'children_in_care.entries.**=1:2:2'", 2, NULL, "");
  expect(TOWN "-v " ARRIVALS "=20:60:200 -v services.teams.cost=1m:2m:100", 2, NULL,
         "more than 10000 points");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_grid),
      cmocka_unit_test(test_points_are_scenarios),
      cmocka_unit_test(test_usage),
  };
  return cmocka_run_group_tests(tests, make_out, remove_out);
}
