/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_SIMULATED_TOWN_H
#define CC_TESTS_SIMULATED_TOWN_H

#include "batch/simulate.h"

/* A town whose rates are in doubt. */
#define CC_TOWN                                                                                    \
  "carecast: 1\ntitle: Test\nsource: s\nbasis: illustrative\nsources: {s: Made up.}\n"             \
  "start: 2020/21\nyears: 2\nbands: [0]\n"                                                         \
  "placements:\n"                                                                                  \
  "  foster: {title: Foster, weekly_price: {value: 600, uncertainty: {normal: {cv: 5%}}}}\n"       \
  "  home: {title: Home, weekly_price: 4000}\n"                                                    \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {0-17: 300}, by_placement: {foster: 240, home: 60}}\n"                     \
  "  entries: {streams: {all: {title: All, per_year: {0-17: {value: 120, uncertainty: "            \
  "{gamma: {cv: 10%}}}}, first_placement: {foster: 80%, home: 20%}}}}\n"                           \
  "  exits: {per_year: {return_home: {0-17: {value: 0.3, uncertainty: {lognormal: "                \
  "{cv: 10%}}}}}}\n"                                                                               \
  "services: {a: {title: A, subjective: employees, cost: 1m}}\n"                                   \
  "contract: {brought_forward: 20m}\n"

enum { CC_TOWN_CHILDREN, CC_TOWN_SPENDING, CC_TOWN_GAP, CC_TOWN_MEASURES };
extern const char *const cc_town_measures[CC_TOWN_MEASURES];

/* All of these measures, by Latin draws with one seed. */
cc_simulation_request cc_town_request(int n_draws, cc_process_choice process, int jobs);

/* Simulates, or fails the test. */
cc_simulation *cc_simulated(const cc_scenario *scenario, cc_simulation_request request,
                            const cc_simulation *base);

/* The simulation's number of a measure in a year of a plan that starts in 2020/21, what is known of
 * it, and a quantile of it. Fails the test where there is no such figure. */
int cc_number_of(const cc_simulation *simulation, int measure, int year);
cc_likely cc_figure_of(const cc_simulation *simulation, int measure, int year);
double cc_quantile_of(cc_simulation *simulation, int measure, int year, double p, double *error);

#endif
