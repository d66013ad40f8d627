/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/simulated_town.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

const char *const cc_town_measures[CC_TOWN_MEASURES] = {
    "children_in_care.total", "expenditure.total", "contract.funding_gap"};

cc_simulation_request cc_town_request(int n_draws, cc_process_choice process, int jobs) {
  return (cc_simulation_request){.n_draws = n_draws,
                                 .method = CC_SAMPLE_LATIN,
                                 .seed = 11,
                                 .jobs = jobs,
                                 .process = process,
                                 .n_measures = CC_TOWN_MEASURES,
                                 .measures = cc_town_measures};
}

cc_simulation *cc_simulated(const cc_scenario *scenario, cc_simulation_request request,
                            const cc_simulation *base) {
  cc_simulation *simulation = NULL;
  assert_int_equal(cc_simulate(scenario, &request, base, &simulation), CC_OK);
  return simulation;
}

int cc_number_of(const cc_simulation *simulation, int measure, int year) {
  int figure = cc_simulation_find(simulation, cc_town_measures[measure], 2020 + year);
  assert_true(figure != CC_ABSENT);
  return figure;
}

cc_likely cc_figure_of(const cc_simulation *simulation, int measure, int year) {
  return cc_simulation_figure(simulation, cc_number_of(simulation, measure, year));
}

double cc_quantile_of(cc_simulation *simulation, int measure, int year, double p, double *error) {
  return cc_simulation_quantile(simulation, cc_number_of(simulation, measure, year), p, error);
}
