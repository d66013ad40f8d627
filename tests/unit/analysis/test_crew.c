/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every projection once, whatever its number is eight times, and the first failure by number, for
 * any number of threads; a projector by cohorts and by histories in turn. */
#include "analysis/crew.h"

#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/interrupt.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

#define SERVICE                                                                                    \
  "carecast: 1\ntitle: S\nstart: 2020/21\nyears: 1\nservices: {a: {cost: 100}, b: {cost: 5}}\n"

enum { TASKS = 1000 };

typedef struct {
  const cc_scenario *scenario;
  int row, fail_from, numberless; /* numberless: a number that has no figure; 0: none */
  double spending[TASKS];
  int times[TASKS];
} record;

/* The first service costs i. */
static void fill(void *context, int i, double *vector) {
  const record *r = context;
  const cc_scenario *scenario = r->scenario;
  int parameter = cc_resolution_find(&scenario->resolution, "services.a.cost");
  cc_fill_centre(scenario, vector);
  vector[scenario->plan.parameters[parameter].first_value] =
      r->numberless > 0 && i == r->numberless ? (double)NAN : i;
}

static cc_status take(void *context, cc_projector *p, int lane, int i) {
  record *r = context;
  if (cc_take_figure(p, lane, r->row, 0, &r->spending[i]) != CC_OK) {
    return CC_NUMERIC;
  }
  r->times[i]++;
  return i < r->fail_from ? CC_OK : i % 2 == 0 ? CC_NUMERIC : CC_IO;
}

static cc_status spend_all(const cc_scenario *scenario, int jobs, int count, record *r) {
  cc_crew *crew = NULL;
  const cc_projections projections = {r, fill, take};
  r->scenario = scenario;
  r->row = cc_row_find(&scenario->plan.rows.annual, "expenditure.total", NULL);
  assert_int_equal(cc_crew_create(scenario, jobs, &crew), CC_OK);
  cc_status status = cc_crew_project_all(crew, count, &projections);
  cc_crew_free(crew);
  return status;
}

static void test_every_task_once(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SERVICE);
  for (int jobs = 1; jobs <= 7; jobs++) {
    record r = {.fail_from = TASKS};
    assert_int_equal(spend_all(scenario, jobs, TASKS, &r), CC_OK);
    for (int i = 0; i < TASKS; i++) {
      assert_int_equal(r.times[i], 1);
      cc_assert_near(r.spending[i], i + 5.0, 1e-9);
    }
  }
  cc_scenario_free(scenario);
}

static void test_the_first_failure(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SERVICE);
  for (int jobs = 1; jobs <= 3; jobs++) {
    record r = {.fail_from = 501};
    assert_int_equal(spend_all(scenario, jobs, TASKS, &r), CC_IO);
    r.fail_from = 700;
    assert_int_equal(spend_all(scenario, jobs, TASKS, &r), CC_NUMERIC);
  }
  cc_scenario_free(scenario);
}

static void test_few_tasks(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SERVICE);
  for (int count = 0; count <= 40; count++) {
    record r = {.fail_from = TASKS};
    assert_int_equal(spend_all(scenario, 4, count, &r), CC_OK);
    for (int i = 0; i < 100; i++) {
      assert_int_equal(r.times[i], i < count);
    }
  }
  cc_scenario_free(scenario);
}

/* A part of the numbers, by one projector: those and no others, in their order. */
static void test_some_of_them(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SERVICE);
  record r = {.scenario = scenario, .fail_from = TASKS};
  const cc_projections projections = {&r, fill, take};
  cc_projector p;
  r.row = cc_row_find(&scenario->plan.rows.annual, "expenditure.total", NULL);
  assert_int_equal(cc_projector_start(scenario, &p), CC_OK);
  assert_int_equal(cc_project_all(&p, &projections, 3, 3), CC_OK);
  assert_int_equal(cc_project_all(&p, &projections, 5, 22), CC_OK);
  for (int i = 0; i < 30; i++) {
    assert_int_equal(r.times[i], i >= 5 && i < 22);
    cc_assert_near(r.spending[i], i >= 5 && i < 22 ? i + 5.0 : 0, 1e-9);
  }
  cc_projector_stop(&p);
  cc_scenario_free(scenario);
}

/* A figure that is not a finite number is none; those before it are. */
static void test_no_figure(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SERVICE);
  for (int jobs = 1; jobs <= 2; jobs++) {
    record r = {.fail_from = TASKS, .numberless = 85};
    assert_int_equal(spend_all(scenario, jobs, 100, &r), CC_NUMERIC);
    for (int i = 0; i < 85; i++) {
      cc_assert_near(r.spending[i], i + 5.0, 1e-9);
    }
    assert_int_equal(r.times[85], 0);
  }
  cc_scenario_free(scenario);
}

static void test_a_signal_ends_it(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(SERVICE);
  for (int jobs = 1; jobs <= 3; jobs++) {
    record r = {.fail_from = TASKS};
    cc_interrupt interrupt;
    cc_interrupt_hold(&interrupt);
    raise(SIGTERM);
    assert_int_equal(spend_all(scenario, jobs, TASKS, &r), CC_INTERRUPTED);
    assert_int_equal(r.times[TASKS - 1], 0);
    assert_true(cc_interrupt_release(&interrupt));
  }
  cc_scenario_free(scenario);
}

/* 300 children, 120 entries a year, exits at 0.36, nobody near 18: the mean is a closed form, and a
 * history has whole children. */
#define TOWN                                                                                       \
  "carecast: 1\ntitle: T\nstart: 2020/21\nyears: 1\nbands: [0, 12]\n"                              \
  "placements: {home: {title: Home, weekly_price: 1000}}\n"                                        \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {0-11: 300, 12-17: 0}, by_placement: {home: 300}}\n"                       \
  "  entries: {streams: {all: {title: All, per_year: {0-11: 120},"                                 \
  " first_placement: {home: 100%}}}}\n"                                                            \
  "  exits: {per_year: {return_home: {0-11: 0.36, 12-17: 0.36}}}\n"

typedef struct {
  const cc_scenario *scenario;
  double children[3], histories[3];
} town;

static void fill_town(void *context, int i, double *vector) {
  (void)i;
  cc_fill_centre(((town *)context)->scenario, vector);
}

static cc_status take_town(void *context, cc_projector *p, int lane, int i) {
  town *t = context;
  int row = p->plan->rows.a_children;
  cc_status status = cc_project_history(p, p->vectors[lane], 1, (uint32_t)i);
  t->histories[i] = cc_annual(p->plan, p->results, row, 0);
  return status == CC_OK ? cc_take_figure(p, lane, row, 0, &t->children[i]) : status;
}

static void test_cohorts_and_histories(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(TOWN);
  town t = {.scenario = scenario};
  const cc_projections projections = {&t, fill_town, take_town};
  cc_projector p;
  double level = 120 / 0.36;
  assert_int_equal(cc_projector_start(scenario, &p), CC_OK);
  assert_int_equal(cc_project_all(&p, &projections, 0, 3), CC_OK);
  for (int i = 0; i < 3; i++) {
    cc_assert_near(t.histories[i], round(t.histories[i]), 0);
    cc_assert_near(t.children[i], level + (300 - level) * exp(-0.36), 1e-9);
  }
  assert_true(t.histories[0] != t.histories[1]); /* alike once in fifty pairs, not in this one */
  cc_projector_stop(&p);
  cc_scenario_free(scenario);
}

#define CROWD(there, coming)                                                                       \
  "carecast: 1\ntitle: C\nstart: 2020/21\nyears: 1\nbands: [0, 12]\n"                              \
  "placements: {home: {weekly_price: 1000}}\n"                                                     \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {0-11: " there ", 12-17: 0}, by_placement: {home: " there "}}\n"           \
  "  entries: {streams: {all: {title: All, per_year: {0-11: " coming                               \
  "}, first_placement: {home: 100%}}}}\n"                                                          \
  "  exits: {per_year: {return_home: {0-11: 0.36, 12-17: 0.36}}}\n"

/* One history, while a signal waits or not. */
static cc_status live(const char *text, bool signalled) {
  cc_projector p = {0};
  cc_interrupt interrupt;
  cc_scenario *scenario = cc_load_text(text);
  assert_int_equal(cc_projector_start(scenario, &p), CC_OK);
  cc_fill_centre(scenario, p.vectors[0]);
  cc_interrupt_hold(&interrupt);
  if (signalled) {
    raise(SIGINT);
  }
  cc_status status = cc_project_history(&p, p.vectors[0], 1, 0);
  assert_int_equal(cc_interrupt_release(&interrupt), signalled);
  cc_projector_stop(&p);
  cc_scenario_free(scenario);
  return status;
}

/* A single history of so many children that it lasts ends within itself; an ordinary one is too
 * short to be asked. */
static void test_a_signal_ends_a_long_history(void **state) {
  (void)state;
  assert_int_equal(live(CROWD("100", "100000"), false), CC_OK);
  assert_int_equal(live(CROWD("100", "100000"), true), CC_INTERRUPTED);
  assert_int_equal(live(CROWD("50000", "1"), false), CC_OK);
  assert_int_equal(live(CROWD("50000", "1"), true), CC_INTERRUPTED);
  assert_int_equal(live(TOWN, true), CC_OK);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_task_once),
      cmocka_unit_test(test_the_first_failure),
      cmocka_unit_test(test_few_tasks),
      cmocka_unit_test(test_some_of_them),
      cmocka_unit_test(test_no_figure),
      cmocka_unit_test(test_a_signal_ends_it),
      cmocka_unit_test(test_cohorts_and_histories),
      cmocka_unit_test(test_a_signal_ends_a_long_history),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
