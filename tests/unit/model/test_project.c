/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The copies of the model for one projection. Those for sets that fuse agree to the last bit, in
 * rows, openings and what is reported of the projection; with the one for any machine, to 1e-12. */
#include "model/project.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "analysis/draws.h"
#include "support/histories.h"
#include "support/near.h"
#include "support/shipped.h"

enum { DRAWS = 8 };

/* What each copy makes of a vector. They share the workspace: it is the same in all. */
typedef struct {
  const cc_plan *plan;
  cc_workspace *workspace;
  cc_results *results[CC_INSTRUCTION_SETS];
} comparison;

static void open_comparison(const cc_plan *plan, comparison *c) {
  c->plan = plan;
  assert_int_equal(cc_workspace_create(plan, &c->workspace), CC_OK);
  for (int set = 0; set < CC_INSTRUCTION_SETS; set++) {
    assert_int_equal(cc_results_create(plan, &c->results[set]), CC_OK);
  }
}

static void close_comparison(comparison *c) {
  for (int set = 0; set < CC_INSTRUCTION_SETS; set++) {
    cc_results_free(c->results[set]);
  }
  cc_workspace_free(c->workspace);
}

/* The largest magnitude of all rows in a row's unit. */
static double magnitude(const cc_row_list *list, int columns, const double *values, int row) {
  double largest = 0.0;
  for (int i = 0; i < list->count * columns; i++) {
    bool counts = strcmp(list->items[i / columns].unit, list->items[row].unit) == 0;
    largest = counts ? fmax(largest, fabs(values[i])) : largest;
  }
  return largest;
}

/* What is fused and what is not, to 1e-12 of what there is in the same unit. */
static void assert_near_rows(const cc_row_list *list, int columns, const double *a,
                             const double *b) {
  for (int row = 0; row < list->count; row++) {
    double tolerance = 1e-12 * magnitude(list, columns, a, row);
    for (int i = row * columns; i < (row + 1) * columns; i++) {
      cc_assert_near(b[i], a[i], tolerance);
    }
  }
}

static void assert_near(const cc_plan *plan, const cc_results *a, const cc_results *b) {
  assert_near_rows(&plan->rows.annual, plan->n_years, a->annual, b->annual);
  assert_near_rows(&plan->rows.monthly, plan->n_months, a->monthly, b->monthly);
}

static void assert_same(const cc_plan *plan, const cc_results *a, const cc_results *b) {
  size_t monthly = (size_t)(plan->rows.monthly.count * plan->n_months);
  size_t annual = (size_t)(plan->rows.annual.count * plan->n_years);
  assert_memory_equal(a->monthly, b->monthly, monthly * sizeof *a->monthly);
  assert_memory_equal(a->annual, b->annual, annual * sizeof *a->annual);
  assert_memory_equal(a->opening, b->opening, sizeof a->opening);
  assert_memory_equal(&a->opening_leavers, &b->opening_leavers, sizeof a->opening_leavers);
  assert_memory_equal(&a->worst_imbalance, &b->worst_imbalance, sizeof a->worst_imbalance);
  assert_memory_equal(&a->most_negative, &b->most_negative, sizeof a->most_negative);
}

static void compare(const comparison *c, const double *vector, int steps) {
  for (int set = 0; set <= (int)cc_best_instruction_set(); set++) {
    assert_int_equal(cc_project_with((cc_instruction_set)set, c->plan, vector, steps, c->workspace,
                                     c->results[set]),
                     CC_OK);
    assert_near(c->plan, c->results[CC_ANY_MACHINE], c->results[set]);
    if (set > CC_ANY_MACHINE + 1) {
      assert_same(c->plan, c->results[CC_ANY_MACHINE + 1], c->results[set]);
    }
  }
}

/* A plan whose cap turns children away and whose foster places run out. */
static void finish_with_limits(cc_plan_fixture *f, cc_cap *cap) {
  cc_fixture_small_plan(f);
  f->plan.placements[CC_SMALL_FOSTER].places = cc_fixture_constant(f, 50.0);
  f->plan.placements[CC_SMALL_FOSTER].overflow_to = CC_SMALL_HOME;
  *cap = (cc_cap){.name = "cap",
                  .title = "Cap",
                  .children = cc_fixture_constant(f, 140.0),
                  .from = 7,
                  .until = 30,
                  .hold = true,
                  .diversion_cost = cc_fixture_constant(f, 1000.0)};
  f->plan.n_caps = 1;
  f->plan.caps = cap;
  cc_fixture_finish(f);
}

static void every_copy_projects_the_same(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_cap cap;
  comparison c;
  finish_with_limits(&f, &cap);
  open_comparison(&f.plan, &c);
  for (int steps = 1; steps <= 3; steps += 2) {
    compare(&c, f.vector, steps);
  }
  cc_fixture_project(&f, 3); /* whoever does not choose gets a copy that agrees */
  assert_same(&f.plan, f.results, c.results[cc_best_instruction_set()]);
  assert_true(cc_fixture_annual(&f, "diverted.total", 1) > 1.0);
  assert_true(cc_fixture_annual(&f, "displaced.total", 1) > 1.0);
  assert_true(f.results->worst_imbalance < 1e-9);
  close_comparison(&c);
  cc_fixture_free(&f);
}

/* Children in the placement without a limit at the end of all. */
static double at_home(const comparison *c) {
  int row = c->plan->rows.m_stock + CC_SMALL_HOME;
  return cc_monthly(c->plan, c->results[CC_ANY_MACHINE], row, c->plan->n_months - 1);
}

/* Children one by one are simulated the same in all, and what is paid for them is the same. */
static void every_copy_simulates_the_same(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_cap cap;
  comparison c;
  cc_microsimulation *micro = NULL;
  finish_with_limits(&f, &cap);
  open_comparison(&f.plan, &c);
  assert_int_equal(cc_microsimulation_create(&f.plan, &micro), CC_OK);
  compare(&c, f.vector, 1);
  double stock = at_home(&c);
  for (uint32_t draw = 0; draw < 4; draw++) {
    cc_microsimulation_choose(micro, 11, draw);
    cc_workspace_simulate(c.workspace, micro);
    compare(&c, f.vector, 1);
    assert_true(at_home(&c) == round(at_home(&c)));
  }
  assert_true(stock != round(stock));
  cc_workspace_simulate(c.workspace, NULL);
  compare(&c, f.vector, 1);
  assert_true(at_home(&c) == stock);
  cc_microsimulation_free(micro);
  close_comparison(&c);
  cc_fixture_free(&f);
}

static void every_copy_says_what_cannot_be_projected(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_cap cap;
  comparison c;
  finish_with_limits(&f, &cap);
  open_comparison(&f.plan, &c);
  f.vector[f.parameters[f.plan.demand.opening_by_placement[0]].first_value] = NAN;
  for (int set = 0; set <= (int)cc_best_instruction_set(); set++) {
    assert_int_equal(
        cc_project_with((cc_instruction_set)set, &f.plan, f.vector, 1, c.workspace, c.results[set]),
        CC_NUMERIC);
  }
  close_comparison(&c);
  cc_fixture_free(&f);
}

static void look(cc_scenario *scenario, int number, void *context) {
  (void)context;
  const cc_plan *plan = &scenario->plan;
  comparison c;
  cc_draws *draws = NULL;
  double *vector = malloc((size_t)plan->vector_length * sizeof *vector);
  assert_non_null(vector);
  open_comparison(plan, &c);
  compare(&c, scenario->vector, 1);
  assert_int_equal(cc_draws_create(scenario, DRAWS, CC_SAMPLE_LATIN, (uint64_t)number + 1, &draws),
                   CC_OK);
  for (int i = 0; i < DRAWS; i++) {
    cc_draws_vector(draws, i, vector);
    compare(&c, vector, 1);
  }
  cc_draws_free(draws);
  close_comparison(&c);
  free(vector);
}

static void every_copy_agrees_on_the_shipped_scenarios(void **state) {
  (void)state;
  cc_each_shipped(look, NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_copy_projects_the_same),
      cmocka_unit_test(every_copy_simulates_the_same),
      cmocka_unit_test(every_copy_says_what_cannot_be_projected),
      cmocka_unit_test(every_copy_agrees_on_the_shipped_scenarios),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
