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

static void test_errors_are_the_spread(void **state) {
  (void)state;
  double ratios[ASKED], means = 0, quantiles = 0;
  int n_quantiles = 0;
  measure_ratios(CC_SAMPLE_PLAIN, ratios);
  for (int i = 0; i < ASKED; i++) {
    bool quantile = asked[i].quantile > 0;
    means += quantile ? 0 : ratios[i];
    quantiles += quantile ? ratios[i] : 0;
    n_quantiles += quantile;
  }
  cc_assert_near(sqrt(means / (ASKED - n_quantiles)), 1, 0.1);
  cc_assert_near(sqrt(quantiles / n_quantiles), 1, 0.1);
}

/* Strata take from the error what comes from each figure in doubt alone. The printed error is that
 * of independent draws, so that it is the most that it can be ("at most" in the tables). Entries
 * have a variance of 120 by chance and of (10% of 120)^2 = 144 by the doubt about their rate, which
 * strata take away: the root of 120 / 264 is 0.674. */
static void test_strata_err_less(void **state) {
  (void)state;
  double ratios[ASKED];
  measure_ratios(CC_SAMPLE_LATIN, ratios);
  for (int i = 0; i < ASKED; i++) {
    assert_true(sqrt(ratios[i]) < 1.1);
  }
  cc_assert_near(sqrt((ratios[0] + ratios[1]) / 2), sqrt(120.0 / 264),
                 4 * 0.674 / sqrt(4.0 * SEEDS));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_errors_are_the_spread),
      cmocka_unit_test(test_strata_err_less),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
