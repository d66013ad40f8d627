/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run from the text of a scenario to its measures, against closed forms. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "carecast/carecast.h"
#include "support/near.h"
#include "support/scenario_fixture.h"

/* 1,929 children, 760 entries and 0.36 exits a year; all so young that nobody turns 18 within five
 * years, so that ageing cannot show. */
#define ONE_PLACEMENT                                                                              \
  "carecast: 1\n"                                                                                  \
  "title: One placement\n"                                                                         \
  "start: 2020/21\n"                                                                               \
  "bands: [0, 5, 12]\n"                                                                            \
  "placements: {care: {weekly_price: 1000}}\n"                                                     \
  "children_in_care:\n"                                                                            \
  "  opening: {by_band: {0-4: 1929}, by_placement: {care: 1929}}\n"                                \
  "  entries:\n"                                                                                   \
  "    first_placement: {0-4: {care: 100%}}\n"                                                     \
  "    streams: {all: {per_year: {0-4: 760}}}\n"                                                   \
  "  exits: {per_year: {return_home: {0-4: 0.36, 5-11: 0.36, 12-17: 0.36}}}\n"

static double closed_form(double years) {
  double level = 760 / 0.36;
  return level + (1929 - level) * exp(-0.36 * years);
}

static void one_placement_follows_its_exponential(void **state) {
  (void)state;
  /* what the closed form prints to; the issue and the paper's arithmetic give the same */
  const double printed[] = {1984, 2022, 2049, 2068, 2081};
  cc_scenario *scenario = cc_load_text(ONE_PLACEMENT);
  cc_run run = cc_run_of(scenario);
  for (int y = 0; y < 5; y++) {
    double children = cc_measure(&run, "children_in_care.total", y);
    cc_assert_near(children, closed_form(y + 1), 1e-9);
    cc_assert_near(round(children), printed[y], 0);
    cc_assert_near(cc_measure(&run, "entries.total", y), 760, 1e-9);
  }
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void a_span_is_a_year_or_several(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(ONE_PLACEMENT);
  cc_run run = cc_run_of(scenario);
  cc_span span = {run.plan->rows.a_entries, 3, 3};
  cc_assert_near(cc_span_value(run.plan, cc_alone(run.results), &span), 760, 1e-9);
  span.first_year = 0;
  cc_assert_near(cc_span_value(run.plan, cc_alone(run.results), &span), 3040, 1e-9);
  cc_assert_near(cc_children_at_end(run.plan, cc_alone(run.results), 17), closed_form(1.5), 1e-9);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* Child-years are the integral of the exponential, each month has its own days, and cost is
 * child-weeks x price. */
static void cost_is_child_days_times_price(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(ONE_PLACEMENT);
  cc_run run = cc_run_of(scenario);
  static const int days_of[12] = {30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31};
  double level = 760 / 0.36;
  for (int y = 0; y < 5; y++) {
    double child_days = 0, days = y == 3 ? 366 : 365; /* 2023/24 has a 29 February */
    for (int t = 0; t < 12; t++) {
      double from = y + t / 12.0, to = from + 1 / 12.0;
      double child_years =
          level / 12 + (1929 - level) * (exp(-0.36 * from) - exp(-0.36 * to)) / 0.36;
      child_days += 12 * (days_of[t] + (y == 3 && t == 10)) * child_years;
    }
    cc_assert_near(cc_measure(&run, "child_days.care", y), child_days, 1e-6);
    cc_assert_near(cc_measure(&run, "placement_cost.care", y), child_days / 7 * 1000, 0.005);
    cc_assert_near(cc_measure(&run, "children_in_care.average", y), child_days / days, 1e-9);
  }
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void identities_hold_and_are_listed(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/explained.yaml");
  cc_run run = cc_run_of(scenario);
  cc_identity identities[CC_MAX_IDENTITIES];
  int count = cc_run_identities(&run, identities);
  assert_int_equal(count, 12);
  for (int i = 0; i < count; i++) {
    assert_true(identities[i].holds);
  }
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* Rounding grows with what is counted: 3.6 million entries a year, and as much money as that takes,
 * balance to 1e-13 of them and not to 1e-9 children or half a penny. */
static void millions_of_children_balance_too(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      "carecast: 1\n"
      "title: Millions\n"
      "start: 2020/21\n"
      "years: 10\n"
      "bands: [0, 3, 9, 15]\n"
      "population: {0-2: 2m, 3-8: 4m, 9-14: 4m, 15-17: 2m}\n"
      "placements: {p: {weekly_price: 9000}, q: {weekly_price: 7000}}\n"
      "children_in_care:\n"
      "  opening: {by_band: {0-2: 90000, 9-14: 90000}, by_placement: {p: 90000, q: 90000}}\n"
      "  entries:\n"
      "    first_placement: {0-2: {p: 30%, q: 70%}, 3-8: {p: 50%, q: 50%}, 9-14: {p: 70%, q: "
      "30%},\n"
      "                      15-17: {p: 10%, q: 90%}}\n"
      "    per_10k: {0-2: 3000, 3-8: 3000, 9-14: 3000, 15-17: 3000}\n"
      "  exits: {per_year: {return_home: {0-2: 0.3, 3-8: 0.31, 9-14: 0.32, 15-17: 0.33}}}\n");
  cc_run run = cc_run_of(scenario);
  cc_identity identities[CC_MAX_IDENTITIES];
  int count = cc_run_identities(&run, identities);
  for (int i = 0; i < count; i++) {
    assert_true(identities[i].holds);
  }
  assert_true(cc_measure(&run, "children_in_care.total", 9) > 8e6);
  assert_in_range((int)(identities[0].tolerance * 1e12), 1000000,
                  1500000); /* 1e-9 x 12m / 10,000 */
  run.results->annual[run.plan->rows.a_entries * run.plan->n_years + 2] += 0.01;
  cc_run_identities(&run, identities);
  assert_false(identities[2].holds);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void what_is_no_number_breaks_an_identity(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(ONE_PLACEMENT);
  cc_run run = cc_run_of(scenario);
  cc_identity identities[CC_MAX_IDENTITIES];
  cc_run_identities(&run, identities);
  assert_true(identities[2].holds);
  cc_assert_near(identities[0].tolerance, 1e-9, 0); /* 2,841 children */
  run.results->annual[run.plan->rows.a_exits * run.plan->n_years + 1] = NAN;
  cc_run_identities(&run, identities);
  assert_false(identities[2].holds);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* An identity is no use unless it can fail: spoil one figure of each kind and see. */
static void a_spoilt_figure_breaks_an_identity(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_file("scenarios/explained.yaml");
  const cc_rows *rows = &scenario->plan.rows;
  const int spoilt[] = {rows->a_entries, rows->a_stock_by_band,       rows->a_stock_by_placement,
                        rows->a_cost,    rows->a_subjective,          rows->a_services,
                        rows->a_capital, rows->contract.modelled_mix, rows->contract.indexation};
  for (size_t i = 0; i < sizeof spoilt / sizeof spoilt[0]; i++) {
    cc_run run = cc_run_of(scenario);
    run.results->annual[spoilt[i] * run.plan->n_years + 2] += 1;
    cc_identity identities[CC_MAX_IDENTITIES];
    int broken = 0;
    int count = cc_run_identities(&run, identities);
    for (int k = 0; k < count; k++) {
      broken += !identities[k].holds;
    }
    assert_true(broken > 0);
    cc_run_free(&run);
  }
  cc_scenario_free(scenario);
}

static void a_cap_reports_its_first_month(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      ONE_PLACEMENT "caps: {low: {children: 2000}, high: {title: High, children: 2200}}\n");
  cc_run run = cc_run_of(scenario);
  cc_cap_report report;
  assert_true(cc_run_cap(&run, 0, &report));
  int month = 0;
  while (closed_form((month + 1) / 12.0) <= 2000) {
    month++;
  }
  assert_int_equal(report.first_month_above, cc_first_month(2020) + month);
  cc_assert_near(report.peak_excess, closed_form(5) - 2000, 1e-8);
  assert_true(cc_run_cap(&run, 1, &report));
  assert_int_equal(report.first_month_above, -1);
  cc_assert_near(report.peak_excess, 0, 0);
  assert_string_equal(report.title, "High");
  assert_false(cc_run_cap(&run, 2, &report));
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* Everybody under 16 lives at home, and everybody else does not: the border of what two margins can
 * say. Of the 50 older children, on a cubic with slopes of 0 at 16 and 50/24 at 18 years, those
 * under 17 are there a year later: F(12) = 12^2 (2m/24) - 12^3 (m/576) = 9m with m = 50/24. */
static void a_table_at_the_border_is_taken(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text("carecast: 1\n"
                   "title: Border\n"
                   "start: 2020/21\n"
                   "years: 1\n"
                   "bands: [0, 16]\n"
                   "placements: {home: {weekly_price: 1}, own: {weekly_price: 1}}\n"
                   "children_in_care:\n"
                   "  opening:\n"
                   "    by_band: {0-15: 50, 16-17: 50}\n"
                   "    by_placement: {home: 50, own: 50}\n"
                   "    age_pattern: {own: {0-15: 0}}\n");
  cc_run run = cc_run_of(scenario);
  cc_assert_near(run.results->misplaced, 0, 0);
  cc_assert_near(run.results->opening[0], 50, 1e-12);
  cc_assert_near(run.results->opening[1], 50, 1e-12);
  cc_assert_near(cc_measure(&run, "children_in_care.home", 0), 50, 1e-9);
  cc_assert_near(cc_measure(&run, "children_in_care.own", 0), 18.75, 1e-9);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* Thirds of 100 with four decimals are 100 children, for `check` and for the fit. */
static void rounded_margins_are_one_total(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text("carecast: 1\n"
                   "title: Thirds\n"
                   "start: 2020/21\n"
                   "years: 1\n"
                   "bands: [0, 10, 16]\n"
                   "placements: {home: {weekly_price: 1}, own: {weekly_price: 1}}\n"
                   "children_in_care:\n"
                   "  opening:\n"
                   "    by_band: {0-9: 33.3333, 10-15: 33.3333, 16-17: 33.3333}\n"
                   "    by_placement: {home: 50, own: 50}\n");
  cc_run run = cc_run_of(scenario);
  cc_assert_near(run.results->misplaced, 0, 0);
  cc_assert_near(run.results->opening[0], 99.9999 / 2, 1e-9);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

/* A cap of no children is passed by any: by the part of a child that is expected as soon as one may
 * come, and so it is kept only before the first may. */
static void a_cap_of_none_is_passed_by_any(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text("carecast: 1\n"
                   "title: None\n"
                   "start: 2020/21\n"
                   "years: 2\n"
                   "bands: [0]\n"
                   "placements: {care: {weekly_price: 1000}}\n"
                   "children_in_care:\n"
                   "  opening: {by_band: {0-17: 0}, by_placement: {care: 0}}\n"
                   "  entries:\n"
                   "    first_placement: {0-17: {care: 100%}}\n"
                   "    streams: {all: {per_year: {0-17: {2020/21: 0, 2021/22: 0.000001}}}}\n"
                   "caps: {none: {children: 0}}\n");
  cc_run run = cc_run_of(scenario);
  cc_cap_report report;
  assert_true(cc_run_cap(&run, 0, &report));
  assert_int_equal(report.first_month_above, cc_first_month(2021));
  cc_assert_near(cc_measure(&run, "caps.none.months_above", 0), 0, 0);
  cc_assert_near(cc_measure(&run, "caps.none.months_above", 1), 12, 0);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void a_cap_that_holds_diverts_the_rest(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      ONE_PLACEMENT "caps: {held: {children: 1950, policy: hold, diversion_cost: 1000}}\n");
  cc_run run = cc_run_of(scenario);
  cc_cap_report report;
  assert_true(cc_run_cap(&run, 0, &report));
  assert_int_equal(report.first_month_above, -1);
  /* once at the cap, entries just replace exits: 0.36 x 1,950 a year, so 760 - 702 are diverted */
  cc_assert_near(cc_measure(&run, "children_in_care.total", 4), 1950, 1e-8);
  cc_assert_near(cc_measure(&run, "diverted.total", 4), 760 - 0.36 * 1950, 0.05);
  cc_assert_near(cc_measure(&run, "diversion.cost", 4),
                 1000 * cc_measure(&run, "diverted.total", 4), 0.005);
  double diverted = 0;
  for (int y = 0; y < 5; y++) {
    diverted += cc_measure(&run, "diverted.total", y);
  }
  cc_assert_near(report.diverted, diverted, 1e-8);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void the_public_face_reads_measures(void **state) {
  (void)state;
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  cc_projection *projection = NULL;
  double value = 0;
  assert_int_equal(cc_scenario_load_text("one.yaml", ONE_PLACEMENT, NULL, 0, &findings, &scenario),
                   CC_OK);
  assert_int_equal(cc_projection_create(scenario, &projection), CC_OK);
  assert_int_equal(cc_projection_measure(projection, "children_in_care.total", "2024/25", &value),
                   CC_OK);
  cc_assert_near(value, closed_form(5), 1e-9);
  assert_int_equal(cc_projection_measure(projection, "nothing", "2024/25", &value), CC_USAGE);
  assert_int_equal(cc_projection_measure(projection, "children_in_care.total", "2025/26", &value),
                   CC_USAGE);
  assert_int_equal(cc_projection_measure(projection, "children_in_care.total", "2024", &value),
                   CC_USAGE);
  cc_projection_free(projection);
  cc_projection_free(NULL);
  cc_scenario_free(scenario);
  cc_diagnostics_free(&findings);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_placement_follows_its_exponential),
      cmocka_unit_test(a_span_is_a_year_or_several),
      cmocka_unit_test(cost_is_child_days_times_price),
      cmocka_unit_test(identities_hold_and_are_listed),
      cmocka_unit_test(millions_of_children_balance_too),
      cmocka_unit_test(what_is_no_number_breaks_an_identity),
      cmocka_unit_test(a_spoilt_figure_breaks_an_identity),
      cmocka_unit_test(a_cap_reports_its_first_month),
      cmocka_unit_test(a_table_at_the_border_is_taken),
      cmocka_unit_test(rounded_margins_are_one_total),
      cmocka_unit_test(a_cap_of_none_is_passed_by_any),
      cmocka_unit_test(a_cap_that_holds_diverts_the_rest),
      cmocka_unit_test(the_public_face_reads_measures),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
