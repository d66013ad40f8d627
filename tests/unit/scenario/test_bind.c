/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Binding: from text to a plan whose structure is known by hand. What binding refuses is in
 * tests/broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/near.h"
#include "support/scenario_fixture.h"

#define HEAD "carecast: 1\ntitle: Small\nstart: 2020/21\nyears: 3\n"
#define CARE                                                                                       \
  "population: {10-15: {mid-2019: 1000, mid-2020: 1200}}\n"                                        \
  "placements:\n"                                                                                  \
  "  own: {weekly_price: 500, capacity: {places: 50}, overflow_to: spare}\n"                       \
  "  spare: {weekly_price: 700, capacity: {places: 20}, overflow_to: market}\n"                    \
  "  market: {weekly_price: 900}\n"                                                                \
  "children_in_care:\n"                                                                            \
  "  opening:\n"                                                                                   \
  "    by_band: {5-9: 20, 10-15: 30}\n"                                                            \
  "    by_placement: {own: 40, market: 10}\n"                                                      \
  "  entries:\n"                                                                                   \
  "    per_10k: {10-15: 100}\n"                                                                    \
  "    first_placement: {10-15: {own: 60%, market: 40%}}\n"                                        \
  "  exits:\n"                                                                                     \
  "    per_year:\n"                                                                                \
  "      return_home: {10-15: 0.2}\n"                                                              \
  "      adoption: {5-9: {own: 0.1}}\n"                                                            \
  "  moves:\n"                                                                                     \
  "    per_year:\n"                                                                                \
  "      own: {market: 0.1}\n"                                                                     \
  "      market: {own: {10-15: 0.3}}\n"

static void rates_become_terms_by_band(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(HEAD CARE);
  const cc_demand *demand = &scenario->plan.demand;
  /* 5-9 (band 2): adoption from own, move own to market; 10-15 (band 3): three exits home, the
   * move from own that holds for all bands, the move from market; the other bands: the move. */
  assert_int_equal(demand->first_term[3] - demand->first_term[2], 2);
  assert_int_equal(demand->first_term[4] - demand->first_term[3], 5);
  assert_int_equal(demand->n_terms, 3 * 1 + 2 + 5);
  const cc_rate_term *adoption = &demand->terms[demand->first_term[2]];
  assert_int_equal(adoption->destination, CC_ADOPTION);
  assert_int_equal(adoption->from, 0);
  assert_int_equal(adoption->to, CC_ABSENT);
  assert_string_equal(scenario->plan.parameters[adoption->rate].path,
                      "children_in_care.exits.per_year.adoption.5-9.own");
  cc_scenario_free(scenario);
}

static void overflow_goes_upstream_first(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(HEAD CARE);
  assert_int_equal(scenario->plan.demand.n_overflow, 2);
  assert_int_equal(scenario->plan.demand.overflow_order[0], 0); /* own before spare */
  assert_int_equal(scenario->plan.demand.overflow_order[1], 1);
  assert_int_equal(scenario->plan.placements[0].overflow_to, 1);
  cc_scenario_free(scenario);
}

static void knots_count_months_from_the_start(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text(HEAD "indexes: {pay: {2019/20: 1%, 2021/22: 3%}}\n"
                        "services: {teams: {cost: {2018/19: 10m, index: pay}}}\n" CARE);
  const cc_plan *plan = &scenario->plan;
  int pay = cc_resolution_find(&scenario->resolution, "indexes.pay");
  int cost = cc_resolution_find(&scenario->resolution, "services.teams.cost");
  int residents = cc_resolution_find(&scenario->resolution, "population.10-15");
  assert_int_equal(plan->parameters[pay].knots[0], -12);
  assert_int_equal(plan->parameters[pay].knots[1], 12);
  assert_int_equal(plan->parameters[cost].knots[0], -24);
  assert_int_equal(plan->parameters[cost].index, pay);
  assert_int_equal(plan->parameters[residents].shape, CC_LINEAR);
  assert_int_equal(plan->parameters[residents].knots[0], -9); /* 1 July 2019 */
  assert_int_equal(plan->parameters[residents].knots[1], 3);
  cc_scenario_free(scenario);
}

static void effects_hang_on_what_they_reach_in_order(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      HEAD CARE
      "interventions:\n"
      "  first:\n"
      "    effects:\n"
      "      - {target: children_in_care.exits.per_year.**, multiply: 1.1, from: 2021-10, "
      "ramp: 6 months}\n"
      "      - {target: children_in_care.entries.per_10k.*, add: -5, until: 2021/22}\n"
      "  second: {active: no, effects: [{target: placements.*.weekly_price, multiply: 2}]}\n");
  const cc_plan *plan = &scenario->plan;
  int home = cc_resolution_find(&scenario->resolution,
                                "children_in_care.exits.per_year.return_home.10-15");
  int entries = cc_resolution_find(&scenario->resolution, "children_in_care.entries.per_10k.10-15");
  int price = cc_resolution_find(&scenario->resolution, "placements.own.weekly_price");
  assert_int_equal(plan->parameters[home].n_effects, 1);
  assert_int_equal(plan->parameters[home].effects[0].from, 18);
  assert_int_equal(plan->parameters[home].effects[0].ramp, 6);
  assert_int_equal(plan->parameters[home].effects[0].until, 36);
  assert_int_equal(plan->parameters[entries].n_effects, 1);
  assert_int_equal(plan->parameters[entries].effects[0].until, 24); /* to the end of 2021/22 */
  assert_int_equal(plan->parameters[price].n_effects, 0);           /* the second is not active */
  cc_scenario_free(scenario);
}

/* What an effect is multiplied by may itself grow, and is spread over the months before it is used:
 * 50% of a tenth off 10m, then 55% of it. */
static void a_delivery_may_grow(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      HEAD "services: {a: {cost: 10m}}\n"
           "interventions:\n"
           "  saving:\n"
           "    delivery: {value: 50%, growth: 10%}\n"
           "    effects: [{target: services.a.cost, multiply: {value: 0.9, growth: 0%}}]\n");
  cc_run run = cc_run_of(scenario);
  cc_assert_near(cc_measure(&run, "services.a", 0), 9.5e6, 1e-6);
  cc_assert_near(cc_measure(&run, "services.a", 1), 9.45e6, 1e-6);
  cc_run_free(&run);
  cc_scenario_free(scenario);
}

static void a_correlation_may_say_its_source(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text(HEAD "services:\n"
                        "  a: {cost: {value: 1m, uncertainty: {normal: {sd: 1k}}}}\n"
                        "  b: {cost: {value: 1m, uncertainty: {normal: {sd: 1k}}}}\n"
                        "  c: {cost: {value: 1m, uncertainty: {normal: {sd: 1k}}}}\n"
                        "correlations:\n"
                        "  - {between: [services.a.cost, services.b.cost], coefficient: -0.25}\n"
                        "  - between: [services.a.cost, services.c.cost]\n"
                        "    coefficient: {value: 0.25, basis: assumption}\n");
  cc_assert_near(scenario->correlations[0].coefficient, -0.25, 0);
  cc_assert_near(scenario->correlations[1].coefficient, 0.25, 0);
  assert_int_equal(scenario->correlations[0].first,
                   cc_resolution_find(&scenario->resolution, "services.a.cost"));
  cc_scenario_free(scenario);
}

/* The matrices of a band are computed anew in the months in which one of its rates may change. */
static void rates_change_only_when_written(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text(HEAD CARE "interventions:\n"
                             "  help:\n"
                             "    effects:\n"
                             "      - {target: children_in_care.exits.per_year.return_home.10-15, "
                             "multiply: 1.1, from: 2020-06, ramp: 2 months, until: 2020-12}\n");
  const bool *changes = scenario->plan.demand.rates_change;
  const bool expected[12] = {true,  false, true,  true, true,  false,
                             false, false, false, true, false, false};
  for (int t = 0; t < 12; t++) {
    assert_int_equal(changes[3 * 36 + t], expected[t]);
    assert_int_equal(changes[2 * 36 + t], t == 0);
  }
  cc_scenario_free(scenario);
}

static void vector_holds_knots_in_order(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text(HEAD "services: {teams: {cost: {2020/21: 10m, 2021/22: 11m}}}\n");
  assert_int_equal(scenario->plan.vector_length, 2);
  cc_assert_near(scenario->vector[0], 10e6, 0);
  cc_assert_near(scenario->vector[1], 11e6, 0);
  cc_scenario_free(scenario);
}

static void lines_count_in_their_years(void **state) {
  (void)state;
  cc_scenario *scenario = cc_load_text(
      HEAD "contract:\n"
           "  brought_forward: 10m\n"
           "  permanent_adjustments: {once: {amount: 1m, in: 2021/22}}\n"
           "  contract_changes: {later: {amount: 2m, from: 2022/23, recurrence: one_off}}\n");
  const cc_contract *contract = &scenario->plan.contract;
  assert_int_equal(contract->adjustments[0].first_year, 1);
  assert_int_equal(contract->adjustments[0].last_year, 1);
  assert_int_equal(contract->changes[0].first_year, 2);
  assert_int_equal(contract->changes[0].last_year, 2);
  assert_true(contract->changes[0].one_off);
  assert_int_equal(contract->pressures_modelled_from, 3); /* never */
  cc_scenario_free(scenario);
}

/* How many of the findings, all of them warnings, have a code; the first one's line in *line. */
static int count_warnings(const char *text, const char *code, int *line) {
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  int count = 0;
  assert_int_equal(cc_scenario_load_text("t", text, NULL, 0, &findings, &scenario), CC_OK);
  for (size_t i = 0; i < findings.count; i++) {
    if (strcmp(findings.items[i].code, code) == 0) {
      *line = count++ == 0 ? (int)findings.items[i].at.line : *line;
    }
  }
  cc_scenario_free(scenario);
  cc_diagnostics_free(&findings);
  return count;
}

/* A step that is brought forward and added again; not one that says how long it counts, falls out
 * the year after, is another each year, or holds for the last year alone. */
static void what_counts_again_each_year_is_asked(void **state) {
  (void)state;
#define CHANGE(line)                                                                               \
  HEAD "contract:\n  brought_forward: 10m\n  contract_changes:\n    a: " line "\n"
  int line = 0;
  assert_int_equal(count_warnings(CHANGE("{amount: 1m}"), "W905", &line), 1);
  assert_int_equal(line, 8);
  assert_int_equal(count_warnings(CHANGE("{amount: 1m, from: 2021/22}"), "W905", &line), 1);
  assert_int_equal(count_warnings(CHANGE("{amount: {2020/21: 1m, 2021/22: 2m}}"), "W905", &line),
                   1);
  static const char *const clear[] = {CHANGE("{amount: 1m, in: 2021/22}"),
                                      CHANGE("{amount: 1m, until: 2022/23}"),
                                      CHANGE("{amount: 1m, recurrence: one_off}"),
                                      CHANGE("{amount: 1m, from: 2022/23}"),
                                      CHANGE("{amount: {2020/21: 1m, 2021/22: 2m, 2022/23: 3m}}"),
                                      CHANGE("{amount: {2021/22: 2m, 2022/23: 0}}"),
                                      CHANGE("{amount: 0}")};
  for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
    assert_int_equal(count_warnings(clear[i], "W905", &line), 0);
  }
  assert_int_equal(count_warnings(HEAD "contract:\n  brought_forward: 10m\n"
                                       "  indexation: {stated: {amount: 1m}}\n"
                                       "  demand_pressures:\n    mitigations:\n"
                                       "      m: {lines: {b: {amount: 1m}}}\n",
                                  "W905", &line),
                   2);
#undef CHANGE
}

/* Under ones enter, at birth or later: which is asked wherever the youngest band begins at birth
 * and anybody enters in it, by rate or by number. */
static void newborns_are_asked_about(void **state) {
  (void)state;
#define ENTERING(bands, entries)                                                                   \
  HEAD bands "population: {0-9: 1000, 10-17: 1000}\nplacements: {home: {weekly_price: 900}}\n"     \
             "children_in_care:\n"                                                                 \
             "  opening: {by_band: {10-17: 1}, by_placement: {home: 1}}\n"                         \
             "  entries:\n"                                                                        \
             "    first_placement: {0-9: {home: 100%}, 10-17: {home: 100%}}\n" entries
#define YOUNG "bands: [0, 10]\n"
  int line = 0;
  assert_int_equal(count_warnings(ENTERING(YOUNG, "    per_10k: {0-9: 10}\n"), "W907", &line), 1);
  assert_int_equal(line, 11);
  assert_int_equal(
      count_warnings(ENTERING(YOUNG, "    streams: {a: {per_year: {0-9: 10}}}\n"), "W907", &line),
      1);
  static const char *const clear[] = {
      ENTERING(YOUNG, "    per_10k: {0-9: 10}\n    newborn_share: 0%\n"),
      ENTERING(YOUNG, "    per_10k: {10-17: 10}\n"),
      ENTERING(YOUNG, "    streams: {a: {per_year: {10-17: 10}}}\n")};
  for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
    assert_int_equal(count_warnings(clear[i], "W907", &line), 0);
  }
#undef YOUNG
#undef ENTERING
}

/* What a later `set` undoes in every month is warned of; not where it begins later, grows, is
 * delivered in part, leaves a figure alone, is switched off, or comes first. */
static void effects_that_are_undone(void **state) {
  (void)state;
#define EFFECTS(rest, first, second)                                                               \
  HEAD "services: {a: {cost: 1m}, b: {cost: 1m}}\ninterventions:\n  i:\n    effects:\n"            \
       "      - {target: services.a.cost, " first "}\n  j:\n" rest                                 \
       "    effects:\n      - {" second "}\n"
  int line = 0;
  assert_int_equal(count_warnings(EFFECTS("", "multiply: 0.9, from: 2021-04",
                                          "target: services.*.cost, set: 2m"),
                                  "W906", &line),
                   1);
  assert_int_equal(line, 9);
  static const char *const clear[] = {
      EFFECTS("", "multiply: 0.9", "target: services.a.cost, set: 2m, from: 2021-04"),
      EFFECTS("", "multiply: 0.9", "target: services.a.cost, set: 2m, ramp: 1 year"),
      EFFECTS("    delivery: 50%\n", "multiply: 0.9", "target: services.a.cost, set: 2m"),
      EFFECTS("    active: no\n", "multiply: 0.9", "target: services.a.cost, set: 2m"),
      EFFECTS("", "multiply: 0.9", "target: services.b.cost, set: 2m"),
      EFFECTS("", "set: 2m", "target: services.a.cost, multiply: 0.9")};
  for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
    assert_int_equal(count_warnings(clear[i], "W906", &line), 0);
  }
#undef EFFECTS
}

/* A line that counts in no year of the projection, before or after it, is warned of, and so is what
 * is modelled from such a year on. */
static void lines_outside_the_projection(void **state) {
  (void)state;
  int line = 0;
#define CONTRACT(rest) HEAD "services: {a: {cost: 1m}}\ncontract:\n  brought_forward: 1m\n" rest
  static const char *const outside[] = {
      CONTRACT("  contract_changes: {a: {amount: 1k, in: 2030/31}}\n"),
      CONTRACT("  contract_changes: {a: {amount: 1k, from: 2030/31}}\n"),
      CONTRACT("  contract_changes: {a: {amount: 1k, until: 2010/11}}\n"),
      CONTRACT("  demand_pressures: {modelled_from: 2030/31}\n")};
  for (size_t i = 0; i < sizeof outside / sizeof *outside; i++) {
    assert_int_equal(count_warnings(outside[i], "W903", &line), 1);
  }
  assert_int_equal(count_warnings(CONTRACT("  contract_changes: {a: {amount: 1k, in: 2020/21}}\n"),
                                  "W903", &line),
                   0);
#undef CONTRACT
}

/* A line that gives way to a known budget is in no doubt of its own: doubt about all its years is
 * warned of; not where years are drawn apart, or no budget is known. */
static void a_doubt_that_gives_way(void **state) {
  (void)state;
  int line = 0;
#define UNMODELLED(rest)                                                                           \
  HEAD "services: {a: {cost: {value: 1m, uncertainty: {normal: {cv: 5%}}}}}\nunmodelled: {" rest   \
       "}\n"
  static const char *const warned[] = {
      UNMODELLED("known_budget: yes, cost: {value: 1m, uncertainty: {normal: {cv: 1%}}}"),
      UNMODELLED("known_budget: yes, cost: {2020/21: 1m, uncertainty: {normal: {cv: 1%}}}"),
      UNMODELLED("known_budget: yes, cost: {2020/21: 1m, 2021/22: 2m,"
                 " uncertainty: {normal: {cv: 1%}}}")};
  static const char *const clear[] = {
      UNMODELLED("known_budget: yes, cost: 1m"),
      UNMODELLED("cost: {value: 1m, uncertainty: {normal: {cv: 1%}}}"),
      UNMODELLED("known_budget: no, cost: {value: 1m, uncertainty: {normal: {cv: 1%}}}"),
      UNMODELLED("known_budget: yes, cost: {2020/21: 1m, 2021/22: {triangular: [1m, 2m, 3m]}}")};
  for (size_t i = 0; i < sizeof warned / sizeof *warned; i++) {
    assert_int_equal(count_warnings(warned[i], "W906", &line), 1);
  }
  for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
    assert_int_equal(count_warnings(clear[i], "W906", &line), 0);
  }
#undef UNMODELLED
}

/* An index that no figure rises by is warned of; not where the contract or the deflator does. */
static void an_index_that_nothing_follows(void **state) {
  (void)state;
  int line = 0;
#define INDEX(rest) HEAD "indexes:\n  pay: 2%\n" rest
  assert_int_equal(count_warnings(INDEX("services: {a: {cost: 1m}}\n"), "W906", &line), 1);
  static const char *const clear[] = {
      INDEX("services: {a: {cost: {2020/21: 1m, index: pay}}}\n"),
      INDEX("services: {a: {cost: 1m}}\ncontract: {brought_forward: 1m, indexation: {on_base:"
            " {all: {share: 100%, index: pay}}}}\n"),
      INDEX("services: {a: {cost: 1m}}\ninvest_to_save: {deflator: pay}\n")};
  for (size_t i = 0; i < sizeof clear / sizeof *clear; i++) {
    assert_int_equal(count_warnings(clear[i], "W906", &line), 0);
  }
#undef INDEX
}

static void printed_figures_are_read_as_printed(void **state) {
  (void)state;
  cc_scenario *scenario =
      cc_load_text(HEAD "published:\n"
                        "  - {measure: \"1\", printed: \"(2.0)\", unit: gbp_m}\n"
                        "  - {measure: \"1\", printed: \"1,929\", unit: children}\n"
                        "  - {measure: \"1\", printed: \"-0.25\", unit: percent}\n");
  cc_assert_near(scenario->published[0].value, -2.0, 0);
  assert_int_equal(scenario->published[0].decimals, 1);
  cc_assert_near(scenario->published[0].scale, 1e6, 0);
  cc_assert_near(scenario->published[1].value, 1929, 0);
  assert_int_equal(scenario->published[1].decimals, 0);
  cc_assert_near(scenario->published[2].value, -0.25, 0);
  assert_int_equal(scenario->published[2].decimals, 2);
  cc_scenario_free(scenario);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(rates_become_terms_by_band),
      cmocka_unit_test(overflow_goes_upstream_first),
      cmocka_unit_test(knots_count_months_from_the_start),
      cmocka_unit_test(effects_hang_on_what_they_reach_in_order),
      cmocka_unit_test(a_delivery_may_grow),
      cmocka_unit_test(a_correlation_may_say_its_source),
      cmocka_unit_test(rates_change_only_when_written),
      cmocka_unit_test(vector_holds_knots_in_order),
      cmocka_unit_test(lines_count_in_their_years),
      cmocka_unit_test(what_counts_again_each_year_is_asked),
      cmocka_unit_test(newborns_are_asked_about),
      cmocka_unit_test(effects_that_are_undone),
      cmocka_unit_test(lines_outside_the_projection),
      cmocka_unit_test(a_doubt_that_gives_way),
      cmocka_unit_test(an_index_that_nothing_follows),
      cmocka_unit_test(printed_figures_are_read_as_printed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
