/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulations against what is known without them: normal quantiles, the immigration-death process,
 * differences that are certain; and against histories that they did not make themselves. */
#include "batch/simulate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "model/microsimulation.h"
#include "support/near.h"
#include "support/scenario_fixture.h"
#include "support/simulated_town.h"

#define HEAD "carecast: 1\ntitle: Test\nsource: s\nbasis: illustrative\nsources: {s: Made up.}\n"

/* Spending of 1m with an sd of 100k against a contract of 1.05m. */
#define MONEY(more)                                                                                \
  HEAD "start: 2020/21\nyears: 1\nservices:\n"                                                     \
       "  a: {title: A, subjective: employees, cost: {value: 1m, uncertainty: "                    \
       "{normal: {sd: 100k}}}}\n"                                                                  \
       "  b: {title: B, subjective: employees, cost: " more "}\n"                                  \
       "contract: {brought_forward: 1.05m}\n"

/* One placement, 1,929 children under 12, 760 entries a year, exits at 0.36: after five years
 * nobody is 18. Known: mean 2,081.0 and standard deviation 45.04. */
#define FLAT FLAT_AND("", "")
#define FLAT_AND(placement, stream)                                                                \
  HEAD "start: 2020/21\nyears: 5\nbands: [0, 12]\n"                                                \
       "placements: {home: {title: Home, weekly_price: 1000}" placement "}\n"                      \
       "children_in_care:\n"                                                                       \
       "  opening: {by_band: {0-11: 1929, 12-17: 0}, by_placement: {home: 1929}}\n"                \
       "  entries: {streams: {all: {title: All, per_year: {0-11: 760},"                            \
       " first_placement: {home: 100%}}" stream "}}\n"                                             \
       "  exits: {per_year: {return_home: {0-11: 0.36, 12-17: 0.36}}}\n"                           \
       "caps: {planning: {title: Planning, children: 2100, policy: report}}\n"

/* One normal figure: quantiles, the chance that money is short (30.85% lie more than half an sd
 * above the mean) and all of the variance from the parameter. */
static void test_one_normal(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(MONEY("0"));
  cc_simulation *s = cc_simulated(scenario, cc_town_request(4000, CC_PROCESS_EXACT, 2), NULL);
  cc_likely spending = cc_figure_of(s, CC_TOWN_SPENDING, 0);
  double error = 0;
  cc_assert_near(spending.mean, 1e6, 50);
  cc_assert_near(spending.sd, 1e5, 200);
  cc_assert_near(spending.mean, 1e6, 4 * spending.mean_error);
  /* strata leave far less than the error of independent draws */
  assert_true(spending.mean_error < 0.1 * 1e5 / sqrt(4000));
  cc_assert_near(spending.parameter_variance, 1e10, 5e7);
  cc_assert_near(spending.process_variance, 0, 0);
  cc_assert_near(cc_quantile_of(s, CC_TOWN_SPENDING, 0, 0.1, &error), 871845, 150);
  assert_true(error > 0 && error < 0.2 * 1e5 / 0.17550 * sqrt(0.09 / 4000));
  cc_assert_near(cc_quantile_of(s, CC_TOWN_GAP, 0, 0.8, NULL), 84162 - 50000, 150);
  assert_true(cc_simulation_has_gap(s));
  cc_assert_near(cc_simulation_short(s, 0).p, 0.308538, 0.0005);
  cc_assert_near(cc_simulation_short(s, 0).error, sqrt(0.3085 * 0.6915 / 4000), 1e-4);
  assert_int_equal(cc_simulation_find(s, "children_in_care.total", 2020), CC_ABSENT);
  assert_int_equal(cc_simulation_find(s, "expenditure.total", 2021), CC_ABSENT);
  cc_assert_near(cc_simulation_contingency(s, 0, NULL),
                 cc_quantile_of(s, CC_TOWN_GAP, 0, 0.8, NULL), 0);
  assert_int_equal(cc_simulation_how(s).n_uncertain, 1);
  assert_true(cc_simulation_how(s).process == CC_PROCESS_EXACT);
  cc_simulation_free(s);
  cc_scenario_free(scenario);
}

/* Chance alone: children are counted, and their spread is known in closed form besides; and the
 * chance of passing a cap, in a month and in any of them. */
static void test_chance_alone(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(FLAT);
  const int n = 2000, last = 4;
  cc_simulation *s = cc_simulated(scenario, cc_town_request(n, CC_PROCESS_EXACT, 2), NULL);
  cc_likely children = cc_figure_of(s, CC_TOWN_CHILDREN, last);
  cc_assert_near(children.central, 2081.0, 0.05);
  cc_assert_near(children.mean, 2081.0, 4 * 45.04 / sqrt(n));
  cc_assert_near(children.sd, 45.04, 4 * 45.04 / sqrt(2 * n));
  cc_assert_near(children.parameter_variance, 0, 1e-9);
  cc_assert_near(sqrt(children.process_variance), 45.04, 0.005);
  cc_assert_near(cc_quantile_of(s, CC_TOWN_CHILDREN, last, 0.9, NULL), 2081.0 + 57.72, 7.5);
  /* more than 2,100 is from 2,101 on, cut at 2,100.5: 19.5 / 45.04 = 0.4329 sd above the mean */
  cc_chance above = cc_simulation_above_cap(s, 0, 59), ever = cc_simulation_ever_above_cap(s, 0);
  cc_assert_near(above.p, 0.3325, 4 * sqrt(0.3325 * 0.6675 / n));
  cc_assert_near(above.error, sqrt(0.3325 * 0.6675 / n), 0.0005);
  assert_true(ever.p > above.p && ever.p < 1);
  assert_int_equal(cc_simulation_likely_breach(s, 0), -1);
  cc_simulation_free(s);
  cc_simulation *none = cc_simulated(scenario, cc_town_request(10, CC_PROCESS_NONE, 1), NULL);
  cc_assert_near(cc_figure_of(none, CC_TOWN_CHILDREN, last).sd, 0, 1e-9);
  cc_assert_near(cc_simulation_above_cap(none, 0, 59).p, 0, 0);
  /* 0 of 10: up to 25.9% is possible, 1 - 0.05^(1/10) */
  cc_assert_near(cc_simulation_above_cap(none, 0, 59).error, 0.2589, 0.0001);
  cc_simulation_free(none);
  cc_scenario_free(scenario);
}

/* One draw shows no error. */
static void test_one_draw(void **state) {
  (void)state;
  double error = 0;
  cc_scenario *scenario = cc_load_text(FLAT);
  cc_simulation *s = cc_simulated(scenario, cc_town_request(1, CC_PROCESS_EXACT, 1), NULL);
  cc_likely children = cc_figure_of(s, CC_TOWN_CHILDREN, 0);
  (void)cc_quantile_of(s, CC_TOWN_CHILDREN, 0, 0.5, &error);
  assert_true(isnan(children.sd) && isnan(children.mean_error) && isnan(error));
  cc_assert_near(cc_simulation_above_cap(s, 0, 0).error, 0.95, 1e-9);
  cc_simulation_free(s);
  cc_scenario_free(scenario);
}

/* A cap below the mean is likely passed from some month on. On the way to 2,081 the mean passes
 * 2,005.5 = 2111.1 - 182.1 exp(-0.36 t) at t = 1.512 years, in month 18 (0: April), October 2021; a
 * share near a half needs some draws to be told from it, so that a month either way is as good. */
static void test_first_likely_breach(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text_set(FLAT, "caps.planning.children=2005");
  cc_simulation *s = cc_simulated(scenario, cc_town_request(2000, CC_PROCESS_EXACT, 2), NULL);
  assert_in_range(cc_simulation_likely_breach(s, 0), 2021 * 12 + 8, 2021 * 12 + 10);
  cc_simulation_free(s);
  cc_scenario_free(scenario);
}

/* 100,000 more, in every draw. */
static void test_paired_differences(void **state) {
  (void)state;
  cc_scenario *less = cc_load_text(MONEY("100k")), *more = cc_load_text(MONEY("200k"));
  cc_simulation_request request = cc_town_request(500, CC_PROCESS_EXACT, 3);
  request.keep = true;
  cc_simulation *base = cc_simulated(less, request, NULL);
  cc_simulation *other = cc_simulated(more, cc_town_request(500, CC_PROCESS_EXACT, 1), base);
  cc_likely difference;
  assert_false(
      cc_simulation_difference(base, cc_number_of(base, CC_TOWN_SPENDING, 0), &difference));
  assert_true(
      cc_simulation_difference(other, cc_number_of(other, CC_TOWN_SPENDING, 0), &difference));
  cc_assert_near(difference.mean, 1e5, 1e-6);
  cc_assert_near(difference.sd, 0, 1e-6);
  cc_assert_near(difference.central, 1e5, 1e-6);
  cc_assert_near(
      cc_simulation_difference_quantile(other, cc_number_of(other, CC_TOWN_GAP, 0), 0.9, NULL), 1e5,
      1e-6);
  cc_simulation_free(base);
  cc_simulation_free(other);
  cc_scenario_free(less);
  cc_scenario_free(more);
}

/* Ten a year more, in the same placement or another, with a doubt of 20% about how many. Of them
 * 10 / 0.36 x (1 - exp(-1.8)) = 23.186 are there after five years: Poisson in each draw, of a mean
 * that has a deviation of a fifth of itself, sqrt(23.186 + 4.637^2) = 6.685, and nobody else's life
 * changes. 5,000 draws know a deviation to 1%. */
static void test_ten_more(void **state) {
  (void)state;
#define MORE(placement)                                                                            \
  ", more: {title: More, per_year: {0-11: {value: 10, uncertainty: {lognormal: {cv: 20%}}}},"      \
  " first_placement: {" placement ": 100%}}"
#define AWAY ", away: {title: Away, weekly_price: 900}"
  static const char *const texts[] = {FLAT_AND("", MORE("home")), FLAT_AND(AWAY, MORE("away"))};
  cc_scenario *less = cc_load_text(FLAT);
  cc_simulation_request request = cc_town_request(5000, CC_PROCESS_EXACT, 2);
  request.keep = true;
  request.measures = NULL; /* every one */
  cc_simulation *base = cc_simulated(less, request, NULL);
  for (int i = 0; i < 2; i++) {
    cc_likely difference;
    cc_scenario *more = cc_load_text(texts[i]);
    cc_simulation *other = cc_simulated(more, request, base);
    assert_true(
        cc_simulation_difference(other, cc_number_of(other, CC_TOWN_CHILDREN, 4), &difference));
    cc_assert_near(difference.mean, 23.186, 4 * difference.mean_error + 0.001);
    cc_assert_near(difference.sd, 6.685, 0.04 * 6.685);
    if (i == 1) { /* the base has nobody there, and its difference is all of it */
      int away = cc_simulation_find(other, "children_in_care.away", 2024);
      assert_true(cc_simulation_difference(other, away, &difference));
      cc_assert_near(difference.mean, cc_simulation_figure(other, away).mean, 0);
      cc_assert_near(difference.sd, 6.685, 0.04 * 6.685);
    }
    cc_simulation_free(other);
    cc_scenario_free(more);
  }
  cc_simulation_free(base);
  cc_scenario_free(less);
#undef MORE
#undef AWAY
}

/* What only one of the two has in doubt is all the doubt that the difference has: 200k with an sd
 * of 50k, whose P10 and P90 lie 1.28155 sd from it, to 0.5% of that as strata have it. */
static void test_a_difference_in_doubt(void **state) {
  (void)state;
  cc_scenario *less = cc_load_text(MONEY("100k"));
  cc_scenario *more = cc_load_text(MONEY("{value: 300k, uncertainty: {normal: {sd: 50k}}}"));
  cc_simulation_request request = cc_town_request(4000, CC_PROCESS_EXACT, 3);
  request.keep = true;
  cc_simulation *base = cc_simulated(less, request, NULL),
                *other = cc_simulated(more, request, base);
  int figure = cc_number_of(other, CC_TOWN_SPENDING, 0);
  cc_likely difference;
  double error = 0;
  assert_true(cc_simulation_difference(other, figure, &difference));
  cc_assert_near(difference.central, 2e5, 1e-6);
  cc_assert_near(difference.mean, 2e5, 50);
  cc_assert_near(difference.sd, 5e4, 100);
  cc_assert_near(cc_simulation_difference_quantile(other, figure, 0.1, NULL), 2e5 - 64078, 320);
  cc_assert_near(cc_simulation_difference_quantile(other, figure, 0.9, &error), 2e5 + 64078, 320);
  /* far less than sqrt(p (1 - p) / n) over the density 0.17550 / sd */
  assert_true(error > 0 && error < 0.2 * sqrt(0.09 / 4000) / (0.17550 / 5e4));
  cc_simulation_free(base);
  cc_simulation_free(other);
  cc_scenario_free(less);
  cc_scenario_free(more);
}

/* A base of two years, one of three: differences are of the same financial year, and where the base
 * has no such year there are none. */
static void test_years_of_the_base(void **state) {
  (void)state;
  cc_scenario *two = cc_load_text_set(MONEY("0"), "years=2");
  cc_scenario *later = cc_load_text_set(MONEY("100k"), "start=2021/22");
  cc_simulation_request request = cc_town_request(100, CC_PROCESS_NONE, 1);
  request.keep = true;
  cc_simulation *base = cc_simulated(two, request, NULL);
  cc_simulation *other = cc_simulated(later, request, base);
  cc_likely difference;
  assert_true(
      cc_simulation_difference(other, cc_number_of(other, CC_TOWN_SPENDING, 1), &difference));
  cc_assert_near(difference.central, 1e5, 1e-6);
  cc_simulation *wide = cc_simulated(two, request, other);
  assert_false(
      cc_simulation_difference(wide, cc_number_of(wide, CC_TOWN_SPENDING, 0), &difference));
  assert_true(cc_simulation_difference(wide, cc_number_of(wide, CC_TOWN_SPENDING, 1), &difference));
  cc_simulation_free(wide);
  cc_simulation_free(other);
  cc_simulation_free(base);
  cc_scenario_free(later);
  cc_scenario_free(two);
}

/* All years together: 1m twice, uncertain as one figure, is 2m with an sd of 200k; and five years
 * of 760 entries a year are a Poisson count of 3,800, sd 61.644. Stocks have no sum. */
static void test_all_years_together(void **state) {
  (void)state;
  cc_scenario *money = cc_load_text_set(MONEY("0"), "years=2"), *flat = cc_load_text(FLAT);
  cc_simulation_request request = cc_town_request(4000, CC_PROCESS_EXACT, 2);
  request.sums = true;
  request.measures = NULL;
  cc_simulation *s = cc_simulated(money, request, NULL);
  int figure = cc_simulation_find(s, "expenditure.total", CC_ABSENT);
  assert_true(figure != CC_ABSENT);
  assert_int_equal(cc_simulation_name(s, figure).year, CC_ABSENT);
  cc_assert_near(cc_simulation_figure(s, figure).mean, 2e6, 100);
  cc_assert_near(cc_simulation_figure(s, figure).sd, 2e5, 400);
  cc_simulation_free(s);
  request.n_draws = 500;
  s = cc_simulated(flat, request, NULL);
  cc_likely entries = cc_simulation_figure(s, cc_simulation_find(s, "entries.total", CC_ABSENT));
  cc_assert_near(entries.central, 3800, 1e-6);
  cc_assert_near(entries.mean, 3800, 4 * entries.mean_error);
  cc_assert_near(entries.sd, 61.644, 4 * 61.644 / sqrt(2.0 * request.n_draws));
  assert_int_equal(cc_simulation_find(s, "children_in_care.total", CC_ABSENT), CC_ABSENT);
  cc_simulation_free(s);
  cc_scenario_free(money);
  cc_scenario_free(flat);
}

/* Every annual measure in every year is there once, also when it is asked for twice. */
static void test_which_figures(void **state) {
  (void)state;
  static const char *const twice[] = {"expenditure.total", "expenditure.total", "no.such"};
  cc_scenario *scenario = cc_load_text(CC_TOWN);
  cc_simulation_request request = cc_town_request(10, CC_PROCESS_NONE, 1);
  request.measures = NULL;
  cc_simulation *every = cc_simulated(scenario, request, NULL);
  const cc_row_list *rows = &scenario->plan.rows.annual;
  assert_int_equal(cc_simulation_count(every), 2 * rows->count);
  for (int r = 0; r < rows->count; r++) {
    int figure = cc_simulation_find(every, rows->items[r].measure, 2021);
    assert_int_equal(figure, 2 * r + 1);
    assert_string_equal(cc_simulation_name(every, figure).measure, rows->items[r].measure);
    assert_string_equal(cc_simulation_name(every, figure).unit, rows->items[r].unit);
    assert_int_equal(cc_simulation_name(every, figure).year, 2021);
  }
  request.measures = twice;
  cc_simulation *few = cc_simulated(scenario, request, NULL);
  assert_int_equal(cc_simulation_count(few), 4); /* with the gap */
  cc_simulation_free(few);
  cc_simulation_free(every);
  cc_scenario_free(scenario);
}

/* A scenario of which nothing that is asked for is there. */
static void test_no_figures(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text(HEAD "start: 2020/21\nyears: 1\nservices: {a: {title: A, subjective: "
                        "employees, cost: 1m}}\n");
  cc_simulation_request request = cc_town_request(300, CC_PROCESS_EXACT, 2);
  request.n_measures = 1; /* children in care */
  cc_simulation *s = cc_simulated(scenario, request, NULL);
  assert_int_equal(cc_simulation_count(s), 0);
  assert_false(cc_simulation_has_gap(s));
  cc_simulation_free(s);
  cc_scenario_free(scenario);
}

/* A future of the town: a vector drawn, and a history of its children, by other seeds. */
typedef struct {
  cc_scenario *scenario;
  cc_draws *draws;
  cc_microsimulation *micro;
  cc_run run;
  double *vector;
} futures;

static double future_of(futures *f, int draw, const char *measure) {
  cc_draws_vector(f->draws, draw, f->vector);
  cc_microsimulation_choose(f->micro, 4242, (uint32_t)draw);
  assert_int_equal(cc_project(f->run.plan, f->vector, 1, f->run.workspace, f->run.results), CC_OK);
  return cc_measure(&f->run, measure, 1);
}

/* In 500 futures the range from P10 to P90 holds what comes in 75% to 85% of them. */
static void test_coverage(void **state) {
  (void)state;
  enum { FUTURES = 500 };
  futures f = {.scenario = cc_load_text(CC_TOWN)};
  f.run = cc_run_of(f.scenario);
  f.vector = calloc((size_t)f.run.plan->vector_length, sizeof *f.vector);
  assert_int_equal(cc_draws_create(f.scenario, FUTURES, CC_SAMPLE_PLAIN, 777, &f.draws), CC_OK);
  assert_int_equal(cc_microsimulation_create(f.run.plan, &f.micro), CC_OK);
  cc_workspace_simulate(f.run.workspace, f.micro);
  cc_simulation *s = cc_simulated(f.scenario, cc_town_request(2000, CC_PROCESS_EXACT, 2), NULL);
  for (int m = 0; m < CC_TOWN_MEASURES; m++) {
    int inside = 0;
    for (int i = 0; i < FUTURES; i++) {
      double x = future_of(&f, i, cc_town_measures[m]);
      inside += x >= cc_quantile_of(s, m, 1, 0.1, NULL) && x <= cc_quantile_of(s, m, 1, 0.9, NULL);
    }
    assert_in_range(inside, 375, 425);
  }
  cc_simulation_free(s);
  cc_microsimulation_free(f.micro);
  cc_draws_free(f.draws);
  free(f.vector);
  cc_run_free(&f.run);
  cc_scenario_free(f.scenario);
}

/* 50 children under 16, none of whom may be in supported accommodation, and 55 older, with an sd of
 * 6; 55 and 50 are written by placement. Of x older children 50 (50 + x) / 105 should be supported,
 * who are x at most: not where x is below 45.4545, 1.5909 sd under 55, which a share of 5.582% of
 * draws is. Stratified draws have that share to one draw; both ways of drawing see the same ones,
 * with as many threads as there are. */
static void test_draws_that_cannot_be_fitted(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      HEAD "start: 2020/21\nyears: 1\nbands: [0, 16]\n"
           "placements: {home: {weekly_price: 1}, supported: {weekly_price: 1}}\n"
           "children_in_care:\n  opening:\n"
           "    by_band: {0-15: 50, 16-17: {value: 55, uncertainty: {normal: {sd: 6}}}}\n"
           "    by_placement: {home: 55, supported: 50}\n"
           "    age_pattern: {supported: {0-15: 0}}\n");
  int first = CC_ABSENT;
  for (int i = 0; i < 3; i++) {
    cc_process_choice process = i == 2 ? CC_PROCESS_NONE : CC_PROCESS_EXACT;
    cc_simulation *s = cc_simulated(scenario, cc_town_request(2000, process, 1 + i), NULL);
    cc_simulation_method how = cc_simulation_how(s);
    assert_in_range(how.n_unfitted, 111, 112);
    assert_in_range(how.first_unfitted, 0, 200);
    assert_true(i == 0 || how.first_unfitted == first);
    first = how.first_unfitted;
    cc_simulation_free(s);
  }
  cc_scenario_free(scenario);
}

static void test_all_draws_are_fitted(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(FLAT);
  cc_simulation *s = cc_simulated(scenario, cc_town_request(100, CC_PROCESS_NONE, 1), NULL);
  assert_int_equal(cc_simulation_how(s).n_unfitted, 0);
  cc_simulation_free(s);
  cc_scenario_free(scenario);
}

/* 100,000 stratified draws give a quantile of one normal to 0.05% of its sd. */
static void test_many_draws(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(MONEY("0"));
  cc_simulation *s = cc_simulated(scenario, cc_town_request(100000, CC_PROCESS_NONE, 2), NULL);
  cc_assert_near(cc_quantile_of(s, CC_TOWN_SPENDING, 0, 0.9, NULL), 1128155, 50);
  cc_simulation_free(s);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_one_normal),
      cmocka_unit_test(test_chance_alone),
      cmocka_unit_test(test_first_likely_breach),
      cmocka_unit_test(test_paired_differences),
      cmocka_unit_test(test_ten_more),
      cmocka_unit_test(test_a_difference_in_doubt),
      cmocka_unit_test(test_years_of_the_base),
      cmocka_unit_test(test_one_draw),
      cmocka_unit_test(test_all_years_together),
      cmocka_unit_test(test_which_figures),
      cmocka_unit_test(test_no_figures),
      cmocka_unit_test(test_coverage),
      cmocka_unit_test(test_draws_that_cannot_be_fitted),
      cmocka_unit_test(test_all_draws_are_fitted),
      cmocka_unit_test(test_many_draws),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
