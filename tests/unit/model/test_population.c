/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Residents and entries, worked out by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/population.h"
#include "model/workspace.h"
#include "support/near.h"
#include "support/plan_fixture.h"

static cc_series_set *expand(cc_plan_fixture *f) {
  cc_fixture_finish(f);
  cc_parameters_expand(&f->plan, f->vector, f->workspace->switches, &f->workspace->set);
  return &f->workspace->set;
}

/* Two bands, two placements: 12 for every 10,000 of 20,000 under 10, 30 of 5,000 older. */
static void start(cc_plan_fixture *f) {
  cc_fixture_init(f, 1);
  cc_fixture_bands(f, 2, (int[]){0, 120});
  cc_fixture_placement(f, "home");
  cc_fixture_placement(f, "foster");
  cc_fixture_demand(f);
  cc_demand *demand = &f->plan.demand;
  const double population[] = {20000.0, 5000.0}, per_10k[] = {12.0, 30.0};
  for (int b = 0; b < 2; b++) {
    demand->population[b] = cc_fixture_constant(f, population[b]);
    demand->per_10k[b] = cc_fixture_constant(f, per_10k[b]);
    demand->first_placement[b][1] = cc_fixture_constant(f, 0.75);
  }
  demand->first_placement[0][0] = cc_fixture_constant(f, 0.25);
}

static void counts_residents_of_bands_that_have_them(void **state) {
  (void)state;
  cc_plan_fixture f;
  start(&f);
  assert_true(cc_has_population(&f.plan));
  cc_assert_near(cc_residents(&f.plan, expand(&f), 0), 25000.0, 0.0);
  f.plan.demand.population[1] = CC_ABSENT;
  cc_assert_near(cc_residents(&f.plan, &f.workspace->set, 0), 20000.0, 0.0);
  f.plan.demand.population[0] = CC_ABSENT;
  assert_false(cc_has_population(&f.plan));
  cc_fixture_free(&f);
}

/* 24 a year in the first band, by 25% and 75%; 15 in the second, whose only share is 75% of 75%. */
static void entries_are_a_rate_times_residents(void **state) {
  (void)state;
  cc_plan_fixture f;
  double entries[CC_MAX_BANDS][CC_MAX_STATES];
  start(&f);
  cc_series_set *set = expand(&f);
  cc_first_placements first;
  cc_first_placements_read(&f.plan, set, &first);
  cc_entries(&f.plan, set, 0, &first, entries);
  cc_assert_near(entries[0][0], 6.0, 1e-12);
  cc_assert_near(entries[0][1], 18.0, 1e-12);
  cc_assert_near(entries[1][0], 0.0, 0.0);
  cc_assert_near(entries[1][1], 15.0, 1e-12);
  cc_fixture_free(&f);
}

static void a_stream_adds_children_in_its_own_placements(void **state) {
  (void)state;
  cc_plan_fixture f;
  double entries[CC_MAX_BANDS][CC_MAX_STATES];
  start(&f);
  cc_fixture_stream(&f, 1, 0, cc_fixture_constant(&f, 7.0));
  cc_series_set *set = expand(&f);
  cc_first_placements first;
  cc_first_placements_read(&f.plan, set, &first);
  cc_entries(&f.plan, set, 0, &first, entries);
  cc_assert_near(entries[1][0], 7.0, 1e-12);
  cc_assert_near(entries[1][1], 15.0, 1e-12);
  cc_fixture_free(&f);
}

/* The first band's share of home goes from 25% to 75% in October: then 25:75 becomes 75:75. */
static void shares_that_change_still_sum_to_one(void **state) {
  (void)state;
  cc_plan_fixture f;
  double entries[CC_MAX_BANDS][CC_MAX_STATES];
  start(&f);
  f.plan.demand.first_placement[0][0] =
      cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 6}, (double[]){0.25, 0.75});
  cc_series_set *set = expand(&f);
  cc_first_placements first;
  cc_first_placements_read(&f.plan, set, &first);
  for (int t = 0; t < 12; t++) {
    cc_entries(&f.plan, set, t, &first, entries);
    cc_assert_near(entries[0][0], t < 6 ? 6.0 : 12.0, 1e-12);
    cc_assert_near(entries[0][1], t < 6 ? 18.0 : 12.0, 1e-12);
  }
  cc_fixture_free(&f);
}

/* A placement with two stages takes children into the first of them. */
static void children_enter_the_first_state_of_a_placement(void **state) {
  (void)state;
  cc_plan_fixture f;
  double entries[CC_MAX_BANDS][CC_MAX_STATES];
  start(&f);
  f.plan.n_states = 3;
  f.plan.state_placement[1] = 0;
  f.plan.state_placement[2] = 1;
  assert_int_equal(cc_first_state(&f.plan, 0), 0);
  assert_int_equal(cc_first_state(&f.plan, 1), 2);
  cc_series_set *set = expand(&f);
  cc_first_placements first;
  cc_first_placements_read(&f.plan, set, &first);
  cc_entries(&f.plan, set, 0, &first, entries);
  cc_assert_near(entries[0][0], 6.0, 1e-12);
  cc_assert_near(entries[0][1], 0.0, 0.0);
  cc_assert_near(entries[0][2], 18.0, 1e-12);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(counts_residents_of_bands_that_have_them),
      cmocka_unit_test(entries_are_a_rate_times_residents),
      cmocka_unit_test(a_stream_adds_children_in_its_own_placements),
      cmocka_unit_test(shares_that_change_still_sum_to_one),
      cmocka_unit_test(children_enter_the_first_state_of_a_placement),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
