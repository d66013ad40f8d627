/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed Monte Carlo errors against what they say: how much a figure varies from seed to seed.
 * The variance over so many seeds is itself known to sqrt(2 / (seeds - 1)) of itself only, 8% here;
 * over figures that have little to do with each other the ratios of variance to squared error are
 * averaged, which leaves some 3%, and 1.5% of the root. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"
#include "support/simulated_town.h"

enum { SEEDS = 300, DRAWS = 100 };

/* Entries, exits and money of years that follow each other; of figures that are whole numbers of
 * children only the mean is asked, since their quantiles step. */
static const struct {
  const char *measure;
  int year;
  double quantile; /* 0: the mean */
} asked[] = {
    {"entries.total", 2020, 0},
    {"entries.total", 2021, 0},
    {"exits.total", 2020, 0},
    {"exits.total", 2021, 0},
    {"children_in_care.foster", 2021, 0},
    {"children_in_care.home", 2021, 0},
    {"placement_cost.foster", 2020, 0},
    {"placement_cost.home", 2020, 0.5},
    {"placement_cost.home", 2021, 0.1},
    {"placement_cost.foster", 2021, 0.9},
    {"placement_cost.foster", 2020, 0.5},
    {"expenditure.total", 2021, 0.8},
};
enum { ASKED = sizeof asked / sizeof asked[0] };

typedef struct {
  double mean, squares, errors; /* of the estimates; sums of squares */
} spread;

static void take(spread *s, int count, double estimate, double error) {
  double distance = estimate - s->mean;
  s->mean += distance / count;
  s->squares += distance * (estimate - s->mean);
  s->errors += error * error;
}

static void read_figure(cc_simulation *simulation, int i, double *estimate, double *error) {
  int figure = cc_simulation_find(simulation, asked[i].measure, asked[i].year);
  assert_true(figure != CC_ABSENT);
  if (asked[i].quantile > 0) {
    *estimate = cc_simulation_quantile(simulation, figure, asked[i].quantile, error);
  } else {
    cc_likely likely = cc_simulation_figure(simulation, figure);
    *estimate = likely.mean;
    *error = likely.mean_error;
  }
}

/* The ratio of what the estimates vary by to what is printed, of each figure, both squared. */
static void measure_ratios(cc_sample_method method, double ratios[ASKED]) {
  spread spreads[ASKED] = {{0, 0, 0}};
  cc_scenario *scenario = cc_load_text(CC_TOWN);
  for (int s = 0; s < SEEDS; s++) {
    cc_simulation_request request = cc_town_request(DRAWS, CC_PROCESS_EXACT, 1);
    request.method = method;
    request.seed = (uint64_t)s + 1;
    request.measures = NULL; /* every one */
    cc_simulation *simulation = cc_simulated(scenario, request, NULL);
    for (int i = 0; i < ASKED; i++) {
      double estimate, error;
      read_figure(simulation, i, &estimate, &error);
      take(&spreads[i], s + 1, estimate, error);
    }
    cc_simulation_free(simulation);
  }
  for (int i = 0; i < ASKED; i++) {
    ratios[i] = spreads[i].squares / (SEEDS - 1) / (spreads[i].errors / SEEDS);
  }
  cc_scenario_free(scenario);
}

/* Of 12 figures at once: means and quantiles are each right to 10%. */
static void compare(cc_sample_method method) {
  double ratios[ASKED], means = 0, quantiles = 0;
  int n_quantiles = 0;
  measure_ratios(method, ratios);
  for (int i = 0; i < ASKED; i++) {
    bool quantile = asked[i].quantile > 0;
    means += quantile ? 0 : ratios[i];
    quantiles += quantile ? ratios[i] : 0;
    n_quantiles += quantile;
  }
  cc_assert_near(sqrt(means / (ASKED - n_quantiles)), 1, 0.1);
  cc_assert_near(sqrt(quantiles / n_quantiles), 1, 0.1);
}

static void test_plain(void **state) {
  (void)state;
  compare(CC_SAMPLE_PLAIN);
}

static void test_latin(void **state) {
  (void)state;
  compare(CC_SAMPLE_LATIN);
}

static void test_sobol(void **state) {
  (void)state;
  compare(CC_SAMPLE_SOBOL);
}

/* Strata take from the error what comes from each figure in doubt alone. Entries have a variance of
 * 120 by chance and of (10% of 120)^2 = 144 by the doubt about their rate, which strata take away:
 * the error of the mean of 100 is sqrt(120 / 100). */
static void test_strata_err_less(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(CC_TOWN);
  double errors = 0;
  for (int s = 0; s < SEEDS; s++) {
    cc_simulation_request request = cc_town_request(DRAWS, CC_PROCESS_EXACT, 1);
    request.seed = (uint64_t)s + 1;
    request.measures = NULL;
    cc_simulation *simulation = cc_simulated(scenario, request, NULL);
    double estimate, error;
    read_figure(simulation, 0, &estimate, &error);
    errors += error * error;
    cc_simulation_free(simulation);
  }
  cc_assert_near(sqrt(errors / SEEDS), sqrt(120.0 / DRAWS), 0.05);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_plain),
      cmocka_unit_test(test_latin),
      cmocka_unit_test(test_sobol),
      cmocka_unit_test(test_strata_err_less),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
