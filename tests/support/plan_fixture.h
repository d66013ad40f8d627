/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_PLAN_FIXTURE_H
#define CC_TESTS_PLAN_FIXTURE_H

#include "model/parameter.h"
#include "model/plan.h"
#include "model/projection.h"

/* Small plans in C, for unit tests of the model room: the scenario room's part, without YAML.
 *
 *   cc_plan_fixture f;
 *   cc_fixture_init(&f, 5);                          2020/21 to 2024/25, one band of all ages
 *   int home = cc_fixture_placement(&f, "home");
 *   cc_fixture_demand(&f);                           demand is present, with nothing in it
 *   f.plan.demand.opening_by_band[0] = cc_fixture_constant(&f, 100);
 *   cc_fixture_exit(&f, 0, home, CC_RETURN_HOME, cc_fixture_constant(&f, 0.36));
 *   cc_fixture_finish(&f);                           derives the rest and lays out the rows
 *   cc_fixture_project(&f, 1);                       f.results
 *   cc_fixture_free(&f);
 *
 * Every function fails the running test when something does not fit. Sections that are only read
 * (services, contract, caps, ...) are set on f.plan directly, before cc_fixture_finish. The plan
 * points into the fixture: do not copy it. */
enum {
  CC_FIXTURE_PARAMETERS = 600,
  CC_FIXTURE_TERMS = 500,
  CC_FIXTURE_INTERVENTIONS = 8,
  CC_FIXTURE_EFFECTS = 32
};

typedef struct {
  cc_plan plan;
  cc_arena arena;
  double vector[2 * CC_FIXTURE_PARAMETERS];
  cc_parameter parameters[CC_FIXTURE_PARAMETERS];
  int order[CC_FIXTURE_PARAMETERS];
  cc_rate_term terms[CC_FIXTURE_TERMS];
  bool rates_change[CC_MAX_BANDS * CC_MAX_MONTHS];
  cc_intervention interventions[CC_FIXTURE_INTERVENTIONS];
  struct {
    int parameter;
    cc_effect effect;
  } effects[CC_FIXTURE_EFFECTS];
  int n_effects;
  cc_workspace *workspace;
  cc_results *results;
} cc_plan_fixture;

/* A plan that starts on 1 April 2020, with one band (0 to 17, "all") and nothing else in it. */
void cc_fixture_init(cc_plan_fixture *f, int n_years);
/* Legal also after a test failed half-way through building the plan. */
void cc_fixture_free(cc_plan_fixture *f);

/* Replaces the bands. `first_ages` are completed months, `n` of them, rising. */
void cc_fixture_bands(cc_plan_fixture *f, int n, const int *first_ages);

/* A parameter that never changes; any range. Returns its number. Parameters are expanded in the
 * order in which they were added: an index or an effect's amount comes before what uses it. */
int cc_fixture_constant(cc_plan_fixture *f, double value);
/* A parameter with `n` knots. */
int cc_fixture_knots(cc_plan_fixture *f, cc_shape shape, int n, const int *months,
                     const double *values);
/* Growth and index of a parameter (parameters, or CC_ABSENT). */
void cc_fixture_grow(cc_plan_fixture *f, int parameter, int growth, int index);
/* Changes the number in the vector that a parameter's first knot reads. */
void cc_fixture_set(cc_plan_fixture *f, int parameter, double value);

/* A placement without capacity or price, titled by its name (static memory). Returns its number. */
int cc_fixture_placement(cc_plan_fixture *f, const char *name);
/* Demand with no children, no entries, and every reference CC_ABSENT; care leavers stay absent. */
void cc_fixture_demand(cc_plan_fixture *f);
/* Care leavers with no one at the start and every other reference CC_ABSENT. */
void cc_fixture_leavers(cc_plan_fixture *f);
/* Entries of a band as a stream of `per_year` children (a parameter), all first in `placement`. */
void cc_fixture_stream(cc_plan_fixture *f, int band, int placement, int per_year);
void cc_fixture_exit(cc_plan_fixture *f, int band, int from, cc_destination to, int rate);
void cc_fixture_move(cc_plan_fixture *f, int band, int from, int to, int rate);

/* An active intervention without cost or delivery. Returns its number. */
int cc_fixture_intervention(cc_plan_fixture *f);
/* Adds an effect to `parameter`, and marks the intervention as modelled. */
void cc_fixture_effect(cc_plan_fixture *f, int parameter, cc_effect effect);

/* Derives what the scenario room derives: which parameters vary, which rates change when, the order
 * of terms and overflows. Lays out the rows and makes workspace and results. */
void cc_fixture_finish(cc_plan_fixture *f);

/* Projects f->vector; the status must be CC_OK. */
void cc_fixture_project(cc_plan_fixture *f, int steps);

/* Reads a row by name after a projection; the row must exist. `placement` may be NULL. */
double cc_fixture_annual(const cc_plan_fixture *f, const char *measure, int year);
double cc_fixture_monthly(const cc_plan_fixture *f, const char *measure, const char *placement,
                          int month);

#endif
