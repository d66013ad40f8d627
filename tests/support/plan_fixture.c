/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small plans in C. What the scenario room derives when it loads a file is derived here in the most
 * plain way: every parameter with more than one knot, growth, index or effect varies, and every
 * band's rates are taken to change in every month in which any of them may. */
#include "support/plan_fixture.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Sets `count` references to CC_ABSENT. */
static void make_absent(int *references, size_t count) {
  for (size_t i = 0; i < count; i++) {
    references[i] = CC_ABSENT;
  }
}

void cc_fixture_init(cc_plan_fixture *f, int n_years) {
  memset(f, 0, sizeof *f);
  assert_in_range(n_years, 1, CC_MAX_YEARS);
  f->plan.id = "fixture";
  f->plan.title = "Fixture";
  f->plan.first_year = 2020;
  f->plan.n_years = n_years;
  f->plan.n_months = 12 * n_years;
  f->plan.n_bands = 1;
  f->plan.band_names[0] = "all";
  f->plan.band_first_age[1] = CC_ADULT_AGE;
  f->plan.parameters = f->parameters;
  f->plan.order = f->order;
  f->plan.interventions = f->interventions;
  f->plan.discount_rate = CC_ABSENT;
  f->plan.deflator = CC_ABSENT;
  f->plan.demand.terms = f->terms;
  f->plan.demand.rates_change = f->rates_change;
}

void cc_fixture_free(cc_plan_fixture *f) {
  cc_results_free(f->results);
  cc_workspace_free(f->workspace);
  cc_arena_free(&f->arena);
  f->results = NULL;
  f->workspace = NULL;
}

void cc_fixture_bands(cc_plan_fixture *f, int n, const int *first_ages) {
  static const char *const names[CC_MAX_BANDS] = {"band_0", "band_1", "band_2", "band_3",
                                                  "band_4", "band_5", "band_6", "band_7"};
  assert_in_range(n, 1, CC_MAX_BANDS);
  f->plan.n_bands = n;
  for (int b = 0; b < n; b++) {
    f->plan.band_names[b] = names[b];
    f->plan.band_first_age[b] = first_ages[b];
  }
  f->plan.band_first_age[n] = CC_ADULT_AGE;
}

int cc_fixture_knots(cc_plan_fixture *f, cc_shape shape, int n, const int *months,
                     const double *values) {
  int number = f->plan.n_parameters++;
  assert_true(number < CC_FIXTURE_PARAMETERS);
  assert_true(f->plan.vector_length + n <= 2 * CC_FIXTURE_PARAMETERS);
  int *knots = cc_arena_array(&f->arena, (size_t)n, sizeof *knots);
  assert_non_null(knots);
  memcpy(knots, months, (size_t)n * sizeof *knots);
  memcpy(f->vector + f->plan.vector_length, values, (size_t)n * sizeof *values);
  f->parameters[number] = (cc_parameter){
      .path = "fixture",
      .unit = "",
      .low = -INFINITY,
      .high = INFINITY,
      .shape = shape,
      .first_value = f->plan.vector_length,
      .n_knots = n,
      .knots = knots,
      .factor = CC_ABSENT,
      .growth = CC_ABSENT,
      .index = CC_ABSENT,
  };
  f->order[number] = number;
  f->plan.vector_length += n;
  return number;
}

int cc_fixture_constant(cc_plan_fixture *f, double value) {
  return cc_fixture_knots(f, CC_STEPS, 1, &(int){0}, &value);
}

void cc_fixture_grow(cc_plan_fixture *f, int parameter, int growth, int index) {
  f->parameters[parameter].growth = growth;
  f->parameters[parameter].index = index;
}

void cc_fixture_set(cc_plan_fixture *f, int parameter, double value) {
  f->vector[f->parameters[parameter].first_value] = value;
}

int cc_fixture_placement(cc_plan_fixture *f, const char *name) {
  int number = f->plan.n_placements++;
  assert_true(number < CC_MAX_STATES);
  f->plan.placements[number] = (cc_placement){
      .name = name,
      .title = name,
      .weekly_price = CC_ABSENT,
      .places = CC_ABSENT,
      .households = CC_ABSENT,
      .recruited_per_year = CC_ABSENT,
      .resigned_per_year = CC_ABSENT,
      .places_per_household = CC_ABSENT,
      .usable_share = CC_ABSENT,
      .overflow_to = CC_ABSENT,
      .subjective = CC_THIRD_PARTY_PAYMENTS,
  };
  f->plan.n_states = f->plan.n_placements;
  f->plan.state_placement[number] = number;
  return number;
}

void cc_fixture_demand(cc_plan_fixture *f) {
  cc_demand *demand = &f->plan.demand;
  demand->present = true;
  make_absent(demand->opening_by_band, CC_MAX_BANDS);
  make_absent(demand->opening_by_placement, CC_MAX_STATES);
  make_absent(&demand->age_pattern[0][0], (size_t)CC_MAX_STATES * CC_MAX_BANDS);
  make_absent(demand->per_10k, CC_MAX_BANDS);
  make_absent(demand->population, CC_MAX_BANDS);
  demand->newborn_share = CC_ABSENT;
  make_absent(&demand->first_placement[0][0], (size_t)CC_MAX_BANDS * CC_MAX_STATES);
}

void cc_fixture_leavers(cc_plan_fixture *f) {
  f->plan.care_leavers = (cc_care_leavers){
      .present = true,
      .opening_16_17 = CC_ABSENT,
      .opening_18_20 = CC_ABSENT,
      .opening_21_24 = CC_ABSENT,
      .attrition_per_year = CC_ABSENT,
      .caseload = CC_ABSENT,
      .cost_per_adviser = CC_ABSENT,
      .subjective = CC_EMPLOYEES,
  };
}

void cc_fixture_stream(cc_plan_fixture *f, int band, int placement, int per_year) {
  int number = f->plan.demand.n_streams++;
  assert_true(number < CC_MAX_STREAMS);
  cc_stream *stream = &f->plan.demand.streams[number];
  stream->name = stream->title = "stream";
  stream->own_placement = true;
  make_absent(stream->per_year, CC_MAX_BANDS);
  make_absent(&stream->first_placement[0][0], (size_t)CC_MAX_BANDS * CC_MAX_STATES);
  stream->per_year[band] = per_year;
  stream->first_placement[band][placement] = cc_fixture_constant(f, 1.0);
}

static void add_term(cc_plan_fixture *f, cc_rate_term term) {
  assert_true(f->plan.demand.n_terms < CC_FIXTURE_TERMS);
  f->terms[f->plan.demand.n_terms++] = term;
}

void cc_fixture_exit(cc_plan_fixture *f, int band, int from, cc_destination to, int rate) {
  add_term(f, (cc_rate_term){band, from, CC_ABSENT, (int)to, rate});
}

void cc_fixture_move(cc_plan_fixture *f, int band, int from, int to, int rate) {
  add_term(f, (cc_rate_term){band, from, to, CC_ABSENT, rate});
}

int cc_fixture_intervention(cc_plan_fixture *f) {
  int number = f->plan.n_interventions++;
  assert_true(number < CC_FIXTURE_INTERVENTIONS);
  f->interventions[number] = (cc_intervention){
      .name = "intervention",
      .title = "Intervention",
      .delivery = CC_ABSENT,
      .cost = CC_ABSENT,
      .benefit = CC_ABSENT,
      .active = true,
      .subjective = CC_SUPPLIES_AND_SERVICES,
      .capital = CC_ABSENT,
      .capital_life = CC_ABSENT,
      .capital_interest = CC_ABSENT,
      .optimism_bias = CC_ABSENT,
  };
  return number;
}

void cc_fixture_effect(cc_plan_fixture *f, int parameter, cc_effect effect) {
  assert_true(f->n_effects < CC_FIXTURE_EFFECTS);
  f->effects[f->n_effects].parameter = parameter;
  f->effects[f->n_effects++].effect = effect;
  f->interventions[effect.intervention].modelled = true;
}

static void gather_effects(cc_plan_fixture *f, int parameter) {
  cc_effect *effects = cc_arena_array(&f->arena, CC_FIXTURE_EFFECTS, sizeof *effects);
  assert_non_null(effects);
  int count = 0;
  for (int e = 0; e < f->n_effects; e++) {
    if (f->effects[e].parameter == parameter) {
      effects[count++] = f->effects[e].effect;
    }
  }
  f->parameters[parameter].effects = effects;
  f->parameters[parameter].n_effects = count;
}

static void find_what_varies(cc_plan_fixture *f) {
  for (int i = 0; i < f->plan.n_parameters; i++) {
    cc_parameter *parameter = &f->parameters[i];
    gather_effects(f, i);
    parameter->varies = parameter->n_knots > 1 || parameter->growth != CC_ABSENT ||
                        parameter->index != CC_ABSENT || parameter->n_effects > 0;
    if (parameter->varies) {
      parameter->row = f->plan.n_series++;
    }
  }
}

static int compare_terms(const void *a, const void *b) {
  const cc_rate_term *first = a, *second = b;
  return first->band - second->band;
}

static void sort_terms(cc_plan_fixture *f) {
  cc_demand *demand = &f->plan.demand;
  qsort(f->terms, (size_t)demand->n_terms, sizeof f->terms[0], compare_terms);
  for (int b = 0, i = 0; b < f->plan.n_bands; b++) {
    demand->first_term[b] = i;
    bool varies = false;
    for (; i < demand->n_terms && f->terms[i].band == b; i++) {
      varies = varies || f->parameters[f->terms[i].rate].varies;
    }
    demand->first_term[b + 1] = i;
    for (int t = 0; t < f->plan.n_months; t++) {
      f->rates_change[b * f->plan.n_months + t] = varies || t == 0;
    }
  }
}

/* How many overflows lead away from a placement, one after another. */
static int chain_length(const cc_plan *plan, int placement) {
  int length = 0;
  for (int p = placement; plan->placements[p].overflow_to != CC_ABSENT; length++) {
    p = plan->placements[p].overflow_to;
    assert_true(length < CC_MAX_STATES);
  }
  return length;
}

/* Longest chain first, so that each placement comes before where it flows to. */
static void order_overflows(cc_plan *plan) {
  for (int length = CC_MAX_STATES; length > 0; length--) {
    for (int p = 0; p < plan->n_placements; p++) {
      if (chain_length(plan, p) == length) {
        plan->demand.overflow_order[plan->demand.n_overflow++] = p;
      }
    }
  }
}

void cc_fixture_finish(cc_plan_fixture *f) {
  find_what_varies(f);
  if (f->plan.demand.present) {
    sort_terms(f);
    order_overflows(&f->plan);
  }
  assert_int_equal(cc_plan_lay_out(&f->plan, &f->arena), CC_OK);
  assert_int_equal(cc_workspace_create(&f->plan, &f->workspace), CC_OK);
  assert_int_equal(cc_results_create(&f->plan, &f->results), CC_OK);
}

void cc_fixture_project(cc_plan_fixture *f, int steps) {
  assert_int_equal(cc_project(&f->plan, f->vector, steps, f->workspace, f->results), CC_OK);
}

double cc_fixture_annual(const cc_plan_fixture *f, const char *measure, int year) {
  int row = cc_row_find(&f->plan.rows.annual, measure, NULL);
  assert_int_not_equal(row, CC_ABSENT);
  return cc_annual(&f->plan, f->results, row, year);
}

double cc_fixture_monthly(const cc_plan_fixture *f, const char *measure, const char *placement,
                          int month) {
  int row = cc_row_find(&f->plan.rows.monthly, measure, placement);
  assert_int_not_equal(row, CC_ABSENT);
  return cc_monthly(&f->plan, f->results, row, month);
}
