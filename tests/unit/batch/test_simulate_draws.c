/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the draws of a simulation are made: nothing that must not matter does, those who listen are
 * told, and a signal ends it. */
#include "batch/simulate.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/interrupt.h"
#include "numeric/quantiles.h"
#include "support/scenario_fixture.h"
#include "support/simulated_town.h"

/* A base that was not kept is drawn again beside each draw of the other: to the same bit. */
static void test_a_base_drawn_again(void **state) {
  (void)state;
  cc_scenario *less = cc_load_text(CC_TOWN);
  cc_scenario *more = cc_load_text_set(CC_TOWN, "services.a.cost=2m");
  for (int process = CC_PROCESS_EXACT; process <= CC_PROCESS_NONE; process++) {
    cc_simulation_request request = cc_town_request(300, (cc_process_choice)process, 3);
    cc_simulation *again = cc_simulated(less, request, NULL);
    request.keep = true;
    cc_simulation *kept = cc_simulated(less, request, NULL);
    cc_simulation *a = cc_simulated(more, request, kept), *b = cc_simulated(more, request, again);
    for (int f = 0; f < cc_simulation_count(a); f++) {
      for (double p = 0.05; p < 1; p += 0.3) {
        double x = cc_simulation_difference_quantile(a, f, p, NULL);
        double y = cc_simulation_difference_quantile(b, f, p, NULL);
        assert_memory_equal(&x, &y, sizeof x);
      }
    }
    cc_simulation_free(a);
    cc_simulation_free(b);
    cc_simulation_free(kept);
    cc_simulation_free(again);
  }
  cc_scenario_free(less);
  cc_scenario_free(more);
}

typedef struct {
  int last, calls;
} heard;

static void hear(void *context, int done, int of) {
  heard *h = context;
  assert_true(done > h->last && of == 1111);
  h->last = done;
  h->calls++;
}

static void test_who_listens_is_told(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(CC_TOWN);
  for (int jobs = 1; jobs <= 3; jobs++) {
    heard h = {0};
    cc_simulation_request request = cc_town_request(1111, CC_PROCESS_NONE, jobs);
    request.listener = (cc_draws_listener){&h, hear};
    cc_simulation_free(cc_simulated(scenario, request, NULL));
    assert_int_equal(h.last, 1111);
    assert_int_equal(h.calls, 5); /* chunks of 256 */
  }
  cc_scenario_free(scenario);
}

/* A signal that is held back ends it; one that comes in the middle, too. */
static void raise_once(void *context, int done, int of) {
  (void)context;
  (void)of;
  if (done == CC_QUANTILES_CHUNK) {
    kill(getpid(), SIGTERM);
  }
}

static void test_interrupted(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(CC_TOWN);
  for (int jobs = 1; jobs <= 2; jobs++) {
    cc_simulation *simulation = NULL;
    cc_simulation_request request = cc_town_request(100000, CC_PROCESS_EXACT, jobs);
    cc_interrupt interrupt;
    request.listener.done = raise_once;
    cc_interrupt_hold(&interrupt);
    assert_int_equal(cc_simulate(scenario, &request, NULL, &simulation), CC_INTERRUPTED);
    assert_null(simulation);
    assert_int_equal(cc_simulate(scenario, &request, NULL, &simulation), CC_INTERRUPTED);
    assert_true(cc_interrupt_release(&interrupt));
  }
  cc_scenario_free(scenario);
}

/* The least and the most of a measure in the first year over draws that are projected one by one.
 */
static void project_one_by_one(const cc_scenario *scenario, cc_simulation_request request,
                               const char *measure, double extremes[2]) {
  cc_run run = cc_run_of(scenario);
  cc_draws *draws = NULL;
  double *vector = calloc((size_t)run.plan->vector_length, sizeof *vector);
  assert_int_equal(cc_draws_create(scenario, request.n_draws, request.method, request.seed, &draws),
                   CC_OK);
  for (int i = 0; i < request.n_draws; i++) {
    cc_draws_vector(draws, i, vector);
    assert_int_equal(cc_project(run.plan, vector, 1, run.workspace, run.results), CC_OK);
    double x = cc_measure(&run, measure, 0);
    extremes[0] = i == 0 || x < extremes[0] ? x : extremes[0];
    extremes[1] = i == 0 || x > extremes[1] ? x : extremes[1];
  }
  cc_draws_free(draws);
  free(vector);
  cc_run_free(&run);
}

/* Whatever their number is eight times, draws are what each is by itself, to the same bit. */
static void test_draws_by_themselves(void **state) {
  (void)state;
  static const int counts[] = {1, 2, 7, 8, 9, 15, 16, 17, 257};
  cc_scenario *scenario = cc_load_text(CC_TOWN);
  for (int i = 0; i < 9; i++) {
    cc_simulation_request request = cc_town_request(counts[i], CC_PROCESS_NONE, 2);
    cc_simulation *s = cc_simulated(scenario, request, NULL);
    for (int m = 0; m < CC_TOWN_MEASURES; m++) {
      double alone[2], together[2];
      project_one_by_one(scenario, request, cc_town_measures[m], alone);
      together[0] = cc_quantile_of(s, m, 0, 0, NULL);
      together[1] = cc_quantile_of(s, m, 0, 1, NULL);
      assert_memory_equal(together, alone, sizeof alone);
    }
    cc_simulation_free(s);
  }
  cc_scenario_free(scenario);
}

static bool same_likely(cc_likely a, cc_likely b) {
  return a.central == b.central && a.mean == b.mean && a.sd == b.sd &&
         a.mean_error == b.mean_error && a.parameter_variance == b.parameter_variance &&
         a.process_variance == b.process_variance;
}

/* Every answer is the same to the last bit, also with a last chunk that is not full. */
static void test_jobs_change_nothing(void **state) {
  (void)state;
  static const int jobs[] = {2, 3, 7};
  cc_scenario *scenario = cc_load_text(CC_TOWN);
  for (int process = CC_PROCESS_EXACT; process <= CC_PROCESS_NONE; process++) {
    cc_simulation *one =
        cc_simulated(scenario, cc_town_request(1111, (cc_process_choice)process, 1), NULL);
    for (int j = 0; j < 3; j++) {
      cc_simulation *s =
          cc_simulated(scenario, cc_town_request(1111, (cc_process_choice)process, jobs[j]), NULL);
      for (int m = 0; m < CC_TOWN_MEASURES; m++) {
        assert_true(same_likely(cc_figure_of(one, m, 1), cc_figure_of(s, m, 1)));
        for (double p = 0.05; p < 1; p += 0.15) {
          double a = cc_quantile_of(one, m, 1, p, NULL);
          double b = cc_quantile_of(s, m, 1, p, NULL);
          assert_memory_equal(&a, &b, sizeof a);
        }
      }
      double a = cc_simulation_short(one, 1).p, b = cc_simulation_short(s, 1).p;
      assert_memory_equal(&a, &b, sizeof a);
      cc_simulation_free(s);
    }
    cc_simulation_free(one);
  }
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_base_drawn_again),  cmocka_unit_test(test_who_listens_is_told),
      cmocka_unit_test(test_interrupted),         cmocka_unit_test(test_jobs_change_nothing),
      cmocka_unit_test(test_draws_by_themselves),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
