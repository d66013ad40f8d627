/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Series of simulations: the order, what is set against what, and where one ends. */
#include "batch/simulate_series.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"

/* Spending of 1m with an sd of 100k, and `i` times 100k. */
static cc_scenario *spending(int i) {
  char text[512];
  snprintf(text, sizeof text,
           "carecast: 1\ntitle: Test\nsource: s\nbasis: illustrative\nsources: {s: Made up.}\n"
           "start: 2020/21\nyears: 1\nservices:\n"
           "  a: {title: A, subjective: employees, cost: {value: 1m, uncertainty: "
           "{normal: {sd: 100k}}}}\n"
           "  b: {title: B, subjective: employees, cost: %d}\n"
           "contract: {brought_forward: 1.05m}\n",
           100000 * i);
  return cc_load_text(text);
}

enum { SCENARIOS = 4 };
typedef struct {
  int base;
  int loaded[SCENARIOS], n_loaded, taken[SCENARIOS], n_taken;
  int wrong;        /* cannot be loaded; -1: all can */
  int signal_after; /* taken; 0: never */
} recorder;

static cc_status load(void *context, int i, cc_scenario **scenario) {
  recorder *r = context;
  if (i == r->wrong) {
    return CC_INVALID;
  }
  r->loaded[r->n_loaded++] = i;
  *scenario = spending(i);
  return CC_OK;
}

static cc_status take(void *context, int i, const cc_scenario *scenario,
                      cc_simulation *simulation) {
  recorder *r = context;
  int figure = cc_simulation_find(simulation, "expenditure.total", 2020);
  cc_likely difference;
  bool compared = cc_simulation_difference(simulation, figure, &difference);
  assert_non_null(scenario);
  assert_true(compared == (r->base >= 0 && i != r->base));
  if (compared) {
    cc_assert_near(difference.mean, 1e5 * (i - r->base), 1e-6);
    cc_assert_near(difference.sd, 0, 1e-6);
  }
  r->taken[r->n_taken++] = i;
  if (r->n_taken == r->signal_after) {
    kill(getpid(), SIGTERM);
  }
  return CC_OK;
}

static cc_status run_series(recorder *r, int count, int *failed) {
  const cc_simulation_request request = {
      .n_draws = 300, .seed = 1, .jobs = 2, .process = CC_PROCESS_EXACT};
  const cc_simulation_series series = {r, count, r->base, load, take};
  return cc_simulate_series(&request, &series, failed);
}

static void test_the_base_first(void **state) {
  (void)state;
  static const int order[] = {2, 0, 1, 3};
  recorder r = {.base = 2, .wrong = -1};
  int failed = 0;
  assert_int_equal(run_series(&r, SCENARIOS, &failed), CC_OK);
  assert_int_equal(r.n_taken, SCENARIOS);
  assert_memory_equal(r.taken, order, sizeof order);
  assert_memory_equal(r.loaded, order, sizeof order);
}

static void test_one_alone(void **state) {
  (void)state;
  recorder r = {.base = -1, .wrong = -1};
  int failed = 0;
  assert_int_equal(run_series(&r, 1, &failed), CC_OK);
  assert_int_equal(r.n_taken, 1);
}

static void test_it_ends_where_one_fails(void **state) {
  (void)state;
  recorder r = {.base = 0, .wrong = 2};
  int failed = 0;
  assert_int_equal(run_series(&r, SCENARIOS, &failed), CC_INVALID);
  assert_int_equal(failed, 2);
  assert_int_equal(r.n_taken, 2);
}

static void test_a_signal_ends_it(void **state) {
  (void)state;
  recorder r = {.base = 0, .wrong = -1, .signal_after = 2};
  int failed = 0;
  assert_int_equal(run_series(&r, SCENARIOS, &failed), CC_INTERRUPTED);
  assert_int_equal(r.n_taken, 2);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_the_base_first),
      cmocka_unit_test(test_one_alone),
      cmocka_unit_test(test_it_ends_where_one_fails),
      cmocka_unit_test(test_a_signal_ends_it),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
