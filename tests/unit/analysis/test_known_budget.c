/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A known budget, against the residual worked out by hand from what each draw makes of the rest:
 * 6,600 less a and b in the first year, whatever is done in it, and grown by 3% in the second. */
#include "analysis/known_budget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "analysis/draws.h"
#include "analysis/run.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

#define KNOWN(first_month, more)                                                                   \
  "carecast: 1\ntitle: Test\nstart: 2020/21\nyears: 2\nservices:\n"                                \
  "  a: {cost: {value: 1000, uncertainty: {normal: {sd: 100}}}}\n"                                 \
  "  b: {cost: {triangular: [500, 600, 1000]}}\n"                                                  \
  "unmodelled: {known_budget: yes, cost: {" first_month ": 5000, growth: 3%}}\n" more
#define HALVED "interventions: {i: {effects: [{target: services.a.cost, multiply: 50%}]}}\n"

enum { DRAWS = 500 };

typedef struct {
  cc_scenario *scenario;
  cc_run run;
  cc_draws *draws;
  double *vector;
} drawn;

static drawn open_drawn(const char *text) {
  drawn d = {.scenario = cc_load_text(text)};
  d.run = cc_run_of(d.scenario);
  assert_int_equal(cc_draws_create(d.scenario, DRAWS, CC_SAMPLE_LATIN, 7, &d.draws), CC_OK);
  d.vector = calloc((size_t)d.scenario->plan.vector_length, sizeof *d.vector);
  assert_non_null(d.vector);
  return d;
}

static void close_drawn(drawn *d) {
  free(d->vector);
  cc_draws_free(d->draws);
  cc_run_free(&d->run);
  cc_scenario_free(d->scenario);
}

static void project_draw(drawn *d, int draw) {
  cc_draws_vector(d->draws, draw, d->vector);
  assert_int_equal(cc_project(d->run.plan, d->vector, 1, d->run.workspace, d->run.results), CC_OK);
}

static void the_rest_gives_way(void **state) {
  (void)state;
  drawn d = open_drawn(KNOWN("2020/21", ""));
  double lowest = 1e9, highest = 0;
  for (int i = 0; i < DRAWS; i++) {
    project_draw(&d, i);
    double drawn_ones = cc_measure(&d.run, "services.a", 0) + cc_measure(&d.run, "services.b", 0);
    double rest = 6600 - drawn_ones;
    cc_assert_near(cc_measure(&d.run, "unmodelled", 0), rest, 1e-9);
    cc_assert_near(cc_measure(&d.run, "expenditure.total", 0), 6600, 1e-9);
    cc_assert_near(cc_measure(&d.run, "unmodelled", 1), 1.03 * rest, 1e-9);
    cc_assert_near(cc_measure(&d.run, "expenditure.total", 1), drawn_ones + 1.03 * rest, 1e-9);
    lowest = rest < lowest ? rest : lowest;
    highest = rest > highest ? rest : highest;
  }
  assert_true(lowest < 4800 && highest > 5100);
  close_drawn(&d);
}

/* What is written at the prices of the year before has grown by 3% when the budget is set. */
static void at_older_prices(void **state) {
  (void)state;
  drawn d = open_drawn(KNOWN("2019/20", ""));
  for (int i = 0; i < DRAWS; i++) {
    project_draw(&d, i);
    double rest = 6750 - cc_measure(&d.run, "services.a", 0) - cc_measure(&d.run, "services.b", 0);
    cc_assert_near(cc_measure(&d.run, "unmodelled", 0), rest, 1e-9);
    cc_assert_near(cc_measure(&d.run, "unmodelled", 1), 1.03 * rest, 1e-9);
  }
  close_drawn(&d);
}

/* A change in the first year is a change to the budget and not part of it: half of `a` is saved,
 * as much as it costs in the draw, and the rest is what it is without the change. */
static void a_change_is_not_absorbed(void **state) {
  (void)state;
  drawn base = open_drawn(KNOWN("2020/21", "")), changed = open_drawn(KNOWN("2020/21", HALVED));
  for (int i = 0; i < DRAWS; i++) {
    project_draw(&base, i);
    project_draw(&changed, i);
    cc_assert_near(cc_measure(&changed.run, "unmodelled", 0),
                   cc_measure(&base.run, "unmodelled", 0), 1e-9);
    cc_assert_near(cc_measure(&changed.run, "expenditure.total", 0),
                   6600 - cc_measure(&base.run, "services.a", 0) / 2, 1e-9);
  }
  close_drawn(&base);
  close_drawn(&changed);
}

/* The plan prints 205.1m for 2020/21: that is the mean of the base's draws, and all of them. */
static void the_base_spends_what_is_printed(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/birmingham-2020/base.yaml");
  cc_run run = cc_run_of(scenario);
  cc_draws *draws = NULL;
  double *vector = calloc((size_t)scenario->plan.vector_length, sizeof *vector);
  assert_non_null(vector);
  assert_int_equal(cc_draws_create(scenario, DRAWS, CC_SAMPLE_LATIN, 1, &draws), CC_OK);
  for (int i = 0; i < DRAWS; i++) {
    cc_draws_vector(draws, i, vector);
    assert_int_equal(cc_project(run.plan, vector, 1, run.workspace, run.results), CC_OK);
    cc_assert_near(cc_measure(&run, "expenditure.total", 0) / 1e6, 205.1, 0.05);
  }
  cc_draws_free(draws);
  free(vector);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_rest_gives_way),
      cmocka_unit_test(at_older_prices),
      cmocka_unit_test(a_change_is_not_absorbed),
      cmocka_unit_test(the_base_spends_what_is_printed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
