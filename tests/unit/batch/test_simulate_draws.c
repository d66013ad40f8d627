/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the draws of a simulation are made: nothing that must not matter does, those who listen are
 * told, and a signal ends it. */
#include "batch/simulate.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/interrupt.h"
#include "numeric/quantiles.h"
#include "support/scenario_fixture.h"

#define HEAD "carecast: 1\ntitle: Test\nsource: s\nbasis: illustrative\nsources: {s: Made up.}\n"

/* A town whose rates are in doubt. */
#define TOWN                                                                                       \
  HEAD "start: 2020/21\nyears: 2\nbands: [0]\n"                                                    \
       "placements:\n"                                                                             \
       "  foster: {title: Foster, weekly_price: {value: 600, uncertainty: {normal: {cv: 5%}}}}\n"  \
       "  home: {title: Home, weekly_price: 4000}\n"                                               \
       "children_in_care:\n"                                                                       \
       "  opening: {by_band: {0-17: 300}, by_placement: {foster: 240, home: 60}}\n"                \
       "  entries: {streams: {all: {title: All, per_year: {0-17: {value: 120, uncertainty: "       \
       "{gamma: {cv: 10%}}}}, first_placement: {foster: 80%, home: 20%}}}}\n"                      \
       "  exits: {per_year: {return_home: {0-17: {value: 0.3, uncertainty: {lognormal: "           \
       "{cv: 10%}}}}}}\n"                                                                          \
       "services: {a: {title: A, subjective: employees, cost: 1m}}\n"                              \
       "contract: {brought_forward: 20m}\n"

enum { CHILDREN, SPENDING, GAP, MEASURES };
static const char *const measures[MEASURES] = {"children_in_care.total", "expenditure.total",
                                               "contract.funding_gap"};

static cc_simulation_request request_of(int n_draws, cc_process_choice process, int jobs) {
  return (cc_simulation_request){.n_draws = n_draws,
                                 .method = CC_SAMPLE_LATIN,
                                 .seed = 11,
                                 .jobs = jobs,
                                 .process = process,
                                 .n_measures = MEASURES,
                                 .measures = measures};
}

static cc_simulation *simulated(const cc_scenario *scenario, cc_simulation_request request,
                                const cc_simulation *base) {
  cc_simulation *simulation = NULL;
  assert_int_equal(cc_simulate(scenario, &request, base, &simulation), CC_OK);
  return simulation;
}

/* The simulation's number of a measure in a year of the plan. */
static int number_of(const cc_simulation *simulation, int measure, int year) {
  int figure = cc_simulation_find(simulation, measures[measure], 2020 + year);
  assert_true(figure != CC_ABSENT);
  return figure;
}

static cc_likely figure_of(const cc_simulation *simulation, int measure, int year) {
  return cc_simulation_figure(simulation, number_of(simulation, measure, year));
}

static double quantile_of(cc_simulation *simulation, int measure, int year, double p,
                          double *error) {
  return cc_simulation_quantile(simulation, number_of(simulation, measure, year), p, error);
}

/* A base that was not kept is drawn again beside each draw of the other: to the same bit. */
static void test_a_base_drawn_again(void **state) {
  (void)state;
  cc_scenario *less = cc_load_text(TOWN);
  cc_scenario *more = cc_load_text_set(TOWN, "services.a.cost=2m");
  for (int process = CC_PROCESS_FAST; process <= CC_PROCESS_NONE; process++) {
    cc_simulation_request request = request_of(300, (cc_process_choice)process, 3);
    cc_simulation *again = simulated(less, request, NULL);
    request.keep = true;
    cc_simulation *kept = simulated(less, request, NULL);
    cc_simulation *a = simulated(more, request, kept), *b = simulated(more, request, again);
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
  cc_scenario *scenario = cc_load_text(TOWN);
  for (int jobs = 1; jobs <= 3; jobs++) {
    heard h = {0};
    cc_simulation_request request = request_of(1111, CC_PROCESS_NONE, jobs);
    request.listener = (cc_draws_listener){&h, hear};
    cc_simulation_free(simulated(scenario, request, NULL));
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
  cc_scenario *scenario = cc_load_text(TOWN);
  for (int jobs = 1; jobs <= 2; jobs++) {
    cc_simulation *simulation = NULL;
    cc_simulation_request request = request_of(100000, CC_PROCESS_FAST, jobs);
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

static bool same_likely(cc_likely a, cc_likely b) {
  return a.central == b.central && a.mean == b.mean && a.sd == b.sd &&
         a.mean_error == b.mean_error && a.parameter_variance == b.parameter_variance &&
         a.process_variance == b.process_variance;
}

/* Every answer is the same to the last bit, also with a last chunk that is not full. */
static void test_jobs_change_nothing(void **state) {
  (void)state;
  static const int jobs[] = {2, 3, 7};
  cc_scenario *scenario = cc_load_text(TOWN);
  for (int process = CC_PROCESS_FAST; process <= CC_PROCESS_EXACT; process++) {
    cc_simulation *one = simulated(scenario, request_of(1111, (cc_process_choice)process, 1), NULL);
    for (int j = 0; j < 3; j++) {
      cc_simulation *s =
          simulated(scenario, request_of(1111, (cc_process_choice)process, jobs[j]), NULL);
      for (int m = 0; m < MEASURES; m++) {
        assert_true(same_likely(figure_of(one, m, 1), figure_of(s, m, 1)));
        for (double p = 0.05; p < 1; p += 0.15) {
          double a = quantile_of(one, m, 1, p, NULL);
          double b = quantile_of(s, m, 1, p, NULL);
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
      cmocka_unit_test(test_a_base_drawn_again),
      cmocka_unit_test(test_who_listens_is_told),
      cmocka_unit_test(test_interrupted),
      cmocka_unit_test(test_jobs_change_nothing),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
