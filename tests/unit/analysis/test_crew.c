/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every task once, each with a projector that nobody else has, and the first failure by number, for
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
  int row, fail_from;
  double spending[TASKS];
  int times[TASKS];
} record;

/* Spending with the first service at i. */
static cc_status spend(void *context, cc_projector *p, int i) {
  record *r = context;
  cc_project_centre(p);
  p->vector[p->plan->parameters[cc_resolution_find(&p->scenario->resolution, "services.a.cost")]
                .first_value] = i;
  cc_status status = cc_project_vector(p);
  r->spending[i] = cc_annual(p->plan, p->results, r->row, 0);
  r->times[i]++;
  return i < r->fail_from ? status : i % 2 == 0 ? CC_NUMERIC : CC_IO;
}

static cc_status spend_all(const cc_scenario *scenario, int jobs, int count, record *r) {
  cc_crew *crew = NULL;
  r->row = cc_row_find(&scenario->plan.rows.annual, "expenditure.total", NULL);
  assert_int_equal(cc_crew_create(scenario, jobs, &crew), CC_OK);
  cc_status status = cc_crew_each(crew, count, spend, r);
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
  for (int count = 0; count <= 40; count += 20) {
    record r = {.fail_from = TASKS};
    assert_int_equal(spend_all(scenario, 4, count, &r), CC_OK);
    for (int i = 0; i < 100; i++) {
      assert_int_equal(r.times[i], i < count);
    }
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

static void test_cohorts_and_histories(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(TOWN);
  cc_projector p;
  double level = 120 / 0.36, found = 0, histories[2];
  assert_int_equal(cc_projector_start(scenario, &p), CC_OK);
  cc_project_centre(&p);
  for (uint32_t h = 0; h < 2; h++) {
    assert_int_equal(cc_project_history(&p, 1, h), CC_OK);
    histories[h] = cc_annual(p.plan, p.results, p.plan->rows.a_children, 0);
    cc_assert_near(histories[h], round(histories[h]), 0);
    assert_int_equal(cc_project_figure(&p, p.plan->rows.a_children, 0, &found), CC_OK);
    cc_assert_near(found, level + (300 - level) * exp(-0.36), 1e-9);
  }
  assert_true(histories[0] != histories[1]); /* alike once in fifty pairs, and not in this one */
  cc_projector_stop(&p);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_every_task_once),
      cmocka_unit_test(test_the_first_failure),
      cmocka_unit_test(test_few_tasks),
      cmocka_unit_test(test_a_signal_ends_it),
      cmocka_unit_test(test_cohorts_and_histories),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
