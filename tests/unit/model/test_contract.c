/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The contract tables of Birmingham Children's Trust's business plan 2020 (section 10), figure by
 * figure as printed; and indexation, modelled pressures, shares and reserves by hand. */
#include "model/contract.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/calendar.h"
#include "model/decompose.h"
#include "support/money_fixture.h"

/* ---- the paper's tables ---------------------------------------------------------------------- */

enum { YEARS = 5, LAST = YEARS - 1 };

typedef struct {
  cc_plan_fixture f;
  cc_line adjustments[2], costs[3], growth[1], demand[2], supply[4], efficiency[2], changes[2];
  cc_line_group pressures[2], mitigations[3];
} paper;

static void fill_pressures(paper *t) {
  cc_plan_fixture *f = &t->f;
  t->costs[0] = cc_fixture_line(f, "placements", 12.6e6, 0, 0);
  t->costs[1] = cc_fixture_line(f, "staffing", 2.3e6, 0, 0);
  t->costs[2] = cc_fixture_line(f, "remand", 1.0e6, 0, 0);
  t->growth[0] = cc_fixture_line(f, "tripartite", -1.0e6, 0, 0);
  t->demand[0] = cc_fixture_line(f, "diversions", 4.0e6, 0, 0);
  t->demand[1] = cc_fixture_line(f, "assessments", 0.3e6, 0, 0);
  t->supply[0] = cc_fixture_line(f, "supported_accommodation", 1.0e6, 0, 0);
  t->supply[1] = cc_fixture_line(f, "fostering", 0.8e6, 0, 0);
  t->supply[2] = cc_fixture_line(f, "adoption", 0.7e6, 0, 0);
  t->supply[3] = cc_fixture_line(f, "residential", 1.4e6, 0, 0);
  t->efficiency[0] = cc_fixture_line(f, "business_support", 0.4e6, 0, 0);
  t->efficiency[1] = cc_fixture_line(f, "other", 0.2e6, 0, 0);
  t->pressures[0] = (cc_line_group){"cost_pressures", "Cost pressures", 3, t->costs};
  t->pressures[1] = (cc_line_group){"growth", "Growth", 1, t->growth};
  t->mitigations[0] = (cc_line_group){"demand_management", "Demand management", 2, t->demand};
  t->mitigations[1] = (cc_line_group){"supply_side", "Supply side", 4, t->supply};
  t->mitigations[2] = (cc_line_group){"efficiency", "Efficiency", 2, t->efficiency};
}

static void fill_contract(paper *t) {
  cc_plan_fixture *f = &t->f;
  cc_contract *contract = &f->plan.contract;
  fill_pressures(t);
  t->adjustments[0] = cc_fixture_line(f, "uasc_grant", -2.0e6, 0, 0);
  t->adjustments[1] = cc_fixture_line(f, "troubled_families", 0.7e6, 0, 0);
  t->changes[0] = cc_fixture_line(f, "pension_rate", -1.2e6, 0, 0);
  t->changes[1] = cc_fixture_line(f, "demography", 0.5e6, 1, LAST);
  *contract = cc_fixture_contract(YEARS);
  contract->brought_forward = cc_fixture_constant(f, 193.2e6);
  contract->n_adjustments = 2;
  contract->adjustments = t->adjustments;
  contract->indexation_stated = true;
  contract->indexation = cc_fixture_line(f, "stated", 4.3e6, 0, 0);
  contract->n_pressures = 2;
  contract->pressures = t->pressures;
  contract->n_mitigations = 3;
  contract->mitigations = t->mitigations;
  contract->n_changes = 2;
  contract->changes = t->changes;
  contract->grants_via_council = cc_fixture_constant(f, 8.8e6);
  contract->other_grants = cc_fixture_constant(f, 4.0e6);
}

static void add_bid(cc_plan_fixture *f, const char *name, double cost, const double *benefits) {
  int number = cc_fixture_intervention(f);
  f->interventions[number].name = f->interventions[number].title = name;
  f->interventions[number].cost = cc_fixture_constant(f, cost);
  f->interventions[number].benefit = cc_fixture_yearly(f, YEARS, benefits);
}

static void build_paper(paper *t) {
  cc_fixture_init(&t->f, YEARS);
  fill_contract(t);
  add_bid(&t->f, "specialists", 2.5e6, (double[]){0, 0, 1.3e6, 2.7e6, 2.7e6});
  add_bid(&t->f, "accommodation", 3.2e6, (double[]){0, 0, 4.0e6, 4.0e6, 4.0e6});
}

static void test_printed_growth_table(void **state) {
  (void)state;
  static paper t;
  build_paper(&t);
  cc_fixture_finish(&t.f);
  cc_fixture_project(&t.f, 1);
  const struct {
    const char *measure, *printed;
  } figures[] = {
      {"contract.pressures.cost_pressures.placements", "12.6"},
      {"contract.pressures.cost_pressures.staffing", "2.3"},
      {"contract.pressures.cost_pressures.remand", "1.0"},
      {"contract.demand_pressures.cost_pressures", "15.9"},
      {"contract.mitigations.demand_management.diversions", "(4.0)"},
      {"contract.mitigations.demand_management.assessments", "(0.3)"},
      {"contract.mitigations.demand_management", "(4.3)"},
      {"contract.mitigations.supply_side.supported_accommodation", "(1.0)"},
      {"contract.mitigations.supply_side.fostering", "(0.8)"},
      {"contract.mitigations.supply_side.adoption", "(0.7)"},
      {"contract.mitigations.supply_side.residential", "(1.4)"},
      {"contract.mitigations.supply_side", "(3.9)"},
      {"contract.mitigations.efficiency.business_support", "(0.4)"},
      {"contract.mitigations.efficiency.other", "(0.2)"},
      {"contract.mitigations.efficiency", "(0.6)"},
      {"contract.pressures.growth.tripartite", "(1.0)"},
      {"contract.demand_pressures.growth", "(1.0)"},
      {"contract.demand_pressures.net", "6.1"},
  };
  for (size_t i = 0; i < sizeof figures / sizeof figures[0]; i++) {
    cc_assert_printed(&t.f, figures[i].measure, 0, figures[i].printed);
  }
  cc_fixture_free(&t.f);
}

static void test_printed_contract_sum(void **state) {
  (void)state;
  static paper t;
  build_paper(&t);
  cc_fixture_finish(&t.f);
  cc_fixture_project(&t.f, 1);
  cc_assert_printed(&t.f, "contract.brought_forward", 0, "193.2");
  cc_assert_printed(&t.f, "contract.adjustments.uasc_grant", 0, "(2.0)");
  cc_assert_printed(&t.f, "contract.adjustments.troubled_families", 0, "0.7");
  cc_assert_printed(&t.f, "contract.sub_total", 0, "191.9");
  cc_assert_printed(&t.f, "contract.indexation.stated", 0, "4.3");
  cc_assert_printed(&t.f, "contract.indexation", 0, "4.3");
  cc_assert_printed(&t.f, "contract.contract_changes.pension_rate", 0, "(1.2)");
  cc_assert_printed(&t.f, "contract.contract_changes", 0, "(1.2)");
  cc_assert_printed(&t.f, "contract.total_contract_sum", 0, "201.1");
  cc_fixture_free(&t.f);
}

static void test_printed_five_years(void **state) {
  (void)state;
  static paper t;
  build_paper(&t);
  cc_fixture_finish(&t.f);
  cc_fixture_project(&t.f, 1);
  const struct {
    const char *measure, *printed[YEARS];
  } rows[] = {
      {"contract.core_contract_sum", {"192.3", "192.8", "193.3", "193.8", "194.3"}},
      {"contract.grants_via_council", {"8.8", "8.8", "8.8", "8.8", "8.8"}},
      {"contract.total_contract_sum", {"201.1", "201.6", "202.1", "202.6", "203.1"}},
      {"contract.other_grants_and_contributions", {"4.0", "4.0", "4.0", "4.0", "4.0"}},
      {"contract.total_budget", {"205.1", "205.6", "206.1", "206.6", "207.1"}},
      {"invest_to_save.specialists.net", {"2.5", "2.5", "1.2", "(0.2)", "(0.2)"}},
      {"invest_to_save.accommodation.net", {"3.2", "3.2", "(0.8)", "(0.8)", "(0.8)"}},
      {"contract.total_funding_proposed", {"210.8", "211.3", "206.5", "205.6", "206.1"}},
  };
  for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
    for (int y = 0; y < YEARS; y++) {
      cc_assert_printed(&t.f, rows[i].measure, y, rows[i].printed[y]);
    }
  }
  cc_fixture_free(&t.f);
}

/* The paper's expenditure and its funding are the same 205.1: no gap in the first year. */
static void test_printed_expenditure(void **state) {
  (void)state;
  static paper t;
  cc_fixture_init(&t.f, YEARS);
  fill_contract(&t);
  const double amounts[] = {84.2e6, 3.3e6, 1.6e6, 8.1e6, 102.6e6, 5.3e6};
  cc_service services[CC_SUBJECTIVE_COUNT];
  for (int h = 0; h < CC_SUBJECTIVE_COUNT; h++) {
    services[h] = (cc_service){cc_subjective_names[h],
                               cc_subjective_names[h],
                               cc_fixture_constant(&t.f, amounts[h]),
                               CC_ABSENT,
                               (cc_subjective)h,
                               true,
                               0,
                               NULL};
  }
  t.f.plan.n_services = CC_SUBJECTIVE_COUNT;
  t.f.plan.services = services;
  cc_fixture_finish(&t.f);
  cc_fixture_project(&t.f, 1);
  cc_assert_printed(&t.f, "subjective.employees", 0, "84.2");
  cc_assert_printed(&t.f, "subjective.third_party_payments", 0, "102.6");
  cc_assert_printed(&t.f, "expenditure.total", 0, "205.1");
  cc_assert_printed(&t.f, "contract.funding_gap", 0, "0.0");
  cc_assert_printed(&t.f, "contract.funding_gap", 1, "(0.5)");
  cc_fixture_free(&t.f);
}

/* ---- by hand --------------------------------------------------------------------------------- */

/* A contract of 100 brought forward in a plan of `n_years`. */
static void build_small(cc_plan_fixture *f, int n_years) {
  cc_fixture_init(f, n_years);
  f->plan.contract = cc_fixture_contract(n_years);
  f->plan.contract.brought_forward = cc_fixture_constant(f, 100);
}

/* Of 100 + 10 one-off + 5 for good, 105 go forward; of one-off mitigations the opposite. A one-off
 * uplift of 3 in the third year is not there in the fourth. */
static void test_one_off_lines_fall_out(void **state) {
  (void)state;
  static cc_plan_fixture f;
  build_small(&f, 4);
  cc_line adjustments[] = {cc_fixture_line(&f, "grant", 10, 0, 0)};
  cc_line lines[] = {cc_fixture_line(&f, "for_good", 5, 0, 0),
                     cc_fixture_line(&f, "remand", 20, 0, 1)};
  cc_line savings[] = {cc_fixture_line(&f, "saving", 4, 1, 1)};
  cc_line changes[] = {cc_fixture_line(&f, "growth", 7, 1, 1)};
  adjustments[0].one_off = lines[1].one_off = savings[0].one_off = changes[0].one_off = true;
  savings[0].delivery = cc_fixture_constant(&f, 0.5);
  const cc_line_group pressures = {"costs", "Costs", 2, lines};
  const cc_line_group mitigations = {"savings", "Savings", 1, savings};
  cc_contract *contract = &f.plan.contract;
  contract->n_adjustments = contract->n_pressures = 1;
  contract->n_mitigations = contract->n_changes = 1;
  contract->adjustments = adjustments;
  contract->pressures = &pressures;
  contract->mitigations = &mitigations;
  contract->changes = changes;
  contract->indexation_stated = true;
  contract->indexation = cc_fixture_line(&f, "uplift", 3, 2, 2);
  contract->indexation.one_off = true;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  const double brought[] = {100, 105, 105, 105};
  const double total[] = {135, 105 + 20 - 4 + 7, 108, 105};
  for (int y = 0; y < 4; y++) {
    cc_assert_near(cc_fixture_annual(&f, "contract.brought_forward", y), brought[y], 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "contract.total_contract_sum", y), total[y], 1e-9);
  }
  /* as agreed, whatever is delivered of it */
  cc_assert_near(cc_fixture_annual(&f, "contract.mitigations.savings", 1), -4, 1e-9);
  cc_fixture_free(&f);
}

/* 60% of 100 + 10 at 2%, then 3%, and 40% at 1%: 1.32 + 0.44 and, on 111.76 and with the second
 * index no longer in force, 2.01168. A stated amount is added to it. */
static void test_indexes_on_the_base(void **state) {
  (void)state;
  static cc_plan_fixture f;
  build_small(&f, 2);
  cc_line adjustment = cc_fixture_line(&f, "grant", 10, 0, 0);
  f.plan.contract.n_adjustments = 1;
  f.plan.contract.adjustments = &adjustment;
  const cc_base_index indexes[] = {
      {"pay", cc_fixture_constant(&f, 0.6), cc_fixture_yearly(&f, 2, (double[]){0.02, 0.03}), 0, 1},
      {"prices", cc_fixture_constant(&f, 0.4), cc_fixture_constant(&f, 0.01), 0, 0},
  };
  f.plan.contract.n_base_indexes = 2;
  f.plan.contract.base_indexes = indexes;
  f.plan.contract.indexation_stated = true;
  f.plan.contract.indexation = cc_fixture_line(&f, "stated", 0.5, 1, 1);
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "contract.indexation.on_base", 0), 1.76, 1e-12);
  cc_assert_near(cc_fixture_annual(&f, "contract.indexation", 0), 1.76, 1e-12);
  cc_assert_near(cc_fixture_annual(&f, "contract.indexation.on_base", 1), 2.01168, 1e-12);
  cc_assert_near(cc_fixture_annual(&f, "contract.indexation", 1), 2.51168, 1e-12);
  cc_fixture_free(&f);
}

/* The council assumes 100, rising by 1 a year; the trust spends 98, then 105, with 4 of other
 * grants: a surplus of 6, half of it returned in the next year, when 105 meet 105: reserves 0.4 +
 * 6, less 3. In the third year 113 against 106: 7 short, of which the council pays a quarter, and
 * the reserves end 1.85 below zero, 2.35 below a floor of 0.5. */
static void test_shares_and_reserves(void **state) {
  (void)state;
  static cc_plan_fixture f;
  build_small(&f, 3);
  cc_contract *contract = &f.plan.contract;
  contract->other_grants = cc_fixture_constant(&f, 4);
  contract->council_contract_sum = cc_fixture_constant(&f, 100);
  contract->council_increase_per_year = cc_fixture_constant(&f, 1);
  contract->gain_share = cc_fixture_constant(&f, 0.5);
  contract->risk_share = cc_fixture_constant(&f, 0.25);
  contract->reserves = cc_fixture_constant(&f, 0.4);
  contract->reserves_floor = cc_fixture_constant(&f, 0.5);
  int cost = cc_fixture_yearly(&f, 3, (double[]){98, 105, 113});
  const cc_service teams = {"teams", "Teams", cost, CC_ABSENT, CC_EMPLOYEES, true, 0, NULL};
  f.plan.n_services = 1;
  f.plan.services = &teams;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  const double gap[] = {-6, 0, 7}, proposed[] = {-6, 1, 9}, gain[] = {0, 3, 0};
  const double risk[] = {0, 0, 1.75}, reserves[] = {6.4, 3.4, -1.85};
  for (int y = 0; y < 3; y++) {
    cc_assert_near(cc_fixture_annual(&f, "contract.council_assumption.contract_sum", y), 100 + y,
                   1e-9);
    cc_assert_near(cc_fixture_annual(&f, "contract.council_assumption.total_budget", y), 104 + y,
                   1e-9);
    cc_assert_near(cc_fixture_annual(&f, "contract.funding_gap", y), gap[y], 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "contract.gap_against_proposed", y), proposed[y], 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "contract.gain_share_to_council", y), gain[y], 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "contract.risk_share_from_council", y), risk[y], 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "contract.overspend_left_to_trust", y), y < 2 ? 0 : 5.25,
                   1e-9);
    cc_assert_near(cc_fixture_annual(&f, "contract.reserves", y), reserves[y], 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "contract.reserves_short_of_floor", y), y < 2 ? 0 : 2.35,
                   1e-9);
  }
  cc_fixture_free(&f);
}

/* ---- modelled -------------------------------------------------------------------------------- */

/* Made-up accounts of two placements, year by year: the parts as decompose's own test has them. The
 * year before needed 107 and had 100. */
static void test_modelled_parts(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_account account;
  build_small(&f, 2);
  cc_fixture_placement(&f, "a");
  cc_fixture_placement(&f, "b");
  f.plan.contract.indexation_modelled_from = f.plan.contract.pressures_modelled_from = 1;
  cc_fixture_finish(&f);
  cc_series_set set = cc_fixture_expand(&f);
  const double weeks[2][2] = {{100, 100}, {100, 150}}, price[2][2] = {{500, 1500}, {550, 1650}};
  for (int y = 0; y < 2; y++) {
    for (int p = 0; p < 2; p++) {
      account.weeks[y][p] = weeks[y][p];
      account.price[y][p] = price[y][p];
      account.net[y][p] = weeks[y][p] * price[y][p];
    }
  }
  account.services[0] = 1000;
  account.services[1] = 1700;
  account.services_price[1] = 300;
  account.services_full_year[1] = 150;
  account.other_demand[0] = 40;
  account.other_demand[1] = 90;
  account.other_price[1] = 20;
  account.total[0] = 107;
  cc_contract_run(&f.plan, &set, &account, 1, f.results);
  cc_assert_near(cc_fixture_annual(&f, "contract.demand_pressures.modelled.volume", 1), 50000,
                 CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "contract.demand_pressures.modelled.mix", 1), 25000,
                 CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "contract.demand_pressures.modelled.other", 1), 30, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "contract.demand_pressures.modelled.services", 1), 250,
                 CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "contract.demand_pressures.modelled.services_full_year", 1),
                 150, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "contract.demand_pressures.modelled.full_year", 1), 7,
                 CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "contract.demand_pressures.net", 1),
                 75000 + 30 + 250 + 150 + 7, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "contract.indexation.modelled", 1), 27500 + 20 + 300,
                 CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "contract.demand_pressures.net", 0), 0, 0);
  cc_assert_near(cc_fixture_annual(&f, "contract.total_contract_sum", 1), 100 + 75437 + 27820,
                 CC_TINY);
  cc_fixture_free(&f);
}

/* Children who come and grow dearer, diverted children, care leavers, services that follow pay, and
 * a bid that moves children to a cheaper placement. */
static void build_moving(cc_plan_fixture *f, cc_contribution *contribution, cc_one_off_cost *fee,
                         cc_service *service) {
  build_small(f, YEARS);
  int growth = cc_fixture_constant(f, 0.03);
  int fewer = cc_fixture_constant(f, 0.7);
  int price = cc_fixture_yearly(f, 4, (double[]){900, 910, 1000, 950});
  cc_fixture_placement(f, "foster");
  cc_fixture_placement(f, "home");
  cc_fixture_still_children(f, cc_fixture_constant(f, 90));
  f->plan.demand.opening_by_placement[0] = cc_fixture_constant(f, 90);
  f->plan.demand.opening_by_placement[1] = cc_fixture_constant(f, 0);
  f->plan.placements[0].weekly_price = price;
  f->plan.placements[1].weekly_price = cc_fixture_constant(f, 4000);
  cc_fixture_grow(f, f->plan.placements[1].weekly_price, growth, CC_ABSENT);
  *contribution =
      (cc_contribution){"grant", "Grant", CC_PER_CHILD_NIGHT, cc_fixture_constant(f, 30)};
  f->plan.placements[1].n_contributions = 1;
  f->plan.placements[1].contributions = contribution;
  int moves = cc_fixture_constant(f, 0.1);
  cc_fixture_move(f, 0, 0, 1, moves);
  cc_fixture_move(f, 1, 0, 1, moves);
  cc_fixture_stream(f, 0, 0, cc_fixture_constant(f, 25));
  *fee = (cc_one_off_cost){"fee",
                           "Fee",
                           CC_FLOW_ENTRIES,
                           CC_RETURN_HOME,
                           cc_fixture_yearly(f, 3, (double[]){100, 300, 200}),
                           CC_ABSENT,
                           CC_THIRD_PARTY_PAYMENTS};
  f->plan.n_one_off_costs = 1;
  f->plan.one_off_costs = fee;
  *service = (cc_service){
      "teams", "Teams", cc_fixture_constant(f, 1e6), CC_ABSENT, CC_EMPLOYEES, true, 0, NULL};
  cc_fixture_grow(f, service->cost, CC_ABSENT, growth);
  f->plan.n_services = 1;
  f->plan.services = service;
  int bid = cc_fixture_intervention(f);
  f->interventions[bid].cost = cc_fixture_yearly(f, 2, (double[]){5000, 20000});
  cc_fixture_effect(f, moves, (cc_effect){CC_MULTIPLY, fewer, bid, 7, 12 * YEARS, 18});
}

/* When everything is modelled, the proposed funding is what is spent: from the first modelled year
 * on, which also asks for what the year before went without. */
static void test_funding_moves_with_expenditure(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_contribution contribution;
  cc_one_off_cost fee;
  cc_service service;
  build_moving(&f, &contribution, &fee, &service);
  f.plan.contract.indexation_modelled_from = f.plan.contract.pressures_modelled_from = 1;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  assert_true(cc_fixture_annual(&f, "contract.gap_against_proposed", 0) > 1e6);
  for (int y = 1; y < YEARS; y++) {
    cc_assert_near(cc_fixture_annual(&f, "contract.gap_against_proposed", y), 0, CC_TINY);
    assert_true(cc_fixture_annual(&f, "contract.demand_pressures.modelled.volume", y) > 1000);
    assert_true(cc_fixture_annual(&f, "contract.demand_pressures.modelled.mix", y) > 1000);
  }
  assert_true(cc_fixture_annual(&f, "invest_to_save.intervention.benefit", LAST) > 1000);
  cc_fixture_free(&f);
}

/* Modelled from the fourth year on: in the years before, the contract sum stands still. */
static void test_modelled_from_a_later_year(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_contribution contribution;
  cc_one_off_cost fee;
  cc_service service;
  build_moving(&f, &contribution, &fee, &service);
  f.plan.contract.indexation_modelled_from = f.plan.contract.pressures_modelled_from = 3;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  for (int y = 0; y < 3; y++) {
    cc_assert_near(cc_fixture_annual(&f, "contract.total_contract_sum", y), 100, CC_TINY);
  }
  for (int y = 3; y < YEARS; y++) {
    cc_assert_near(cc_fixture_annual(&f, "contract.gap_against_proposed", y), 0, CC_TINY);
  }
  cc_fixture_free(&f);
}

/* An account read back from the rows explains the change as the rows have it. */
static void test_accounts_read_back(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static cc_account account;
  static const double fees[YEARS] = {0, 200, -100, 0, 0}; /* more than the year before */
  cc_contribution contribution;
  cc_one_off_cost fee;
  cc_service service;
  build_moving(&f, &contribution, &fee, &service);
  f.interventions[0].active = false; /* so that the contract's baseline is the result */
  f.plan.contract.indexation_modelled_from = f.plan.contract.pressures_modelled_from = 1;
  cc_fixture_finish(&f);
  cc_fixture_project(&f, 1);
  cc_account_read(&f.plan, f.results, &account);
  for (int y = 1; y < YEARS; y++) {
    cc_decomposition parts = cc_decompose(2, account.weeks[y - 1], account.net[y - 1],
                                          account.price[y - 1], account.weeks[y], account.net[y]);
    double other = account.total[y] - account.total[y - 1] - parts.total;
    double services_price =
        cc_fixture_annual(&f, "services.teams", y) - cc_fixture_annual(&f, "services.teams", y - 1);
    cc_assert_near(parts.volume,
                   cc_fixture_annual(&f, "contract.demand_pressures.modelled.volume", y), CC_TINY);
    cc_assert_near(parts.mix, cc_fixture_annual(&f, "contract.demand_pressures.modelled.mix", y),
                   CC_TINY);
    double fee_price = 25 * fees[y]; /* 25 children enter every year */
    cc_assert_near(parts.price + services_price + fee_price,
                   cc_fixture_annual(&f, "contract.indexation.modelled", y), CC_TINY);
    cc_assert_near(other, services_price + fee_price, CC_TINY);
    cc_assert_near(cc_fixture_annual(&f, "contract.demand_pressures.modelled.other", y), 0,
                   CC_TINY);
    cc_assert_near(account.other_demand[y], cc_fixture_annual(&f, "one_off_costs.fee", y), 0);
    cc_assert_near(account.services[y], cc_fixture_annual(&f, "services.teams", y), 0);
  }
  cc_fixture_free(&f);
}

static void test_rows_only_for_what_is_written(void **state) {
  (void)state;
  static cc_plan_fixture f;
  build_small(&f, 2);
  cc_fixture_finish(&f);
  const cc_contract_rows *rows = &f.plan.rows.contract;
  assert_int_equal(rows->indexation_modelled, CC_ABSENT);
  assert_int_equal(rows->modelled_volume, CC_ABSENT);
  assert_int_equal(rows->council_contract_sum, CC_ABSENT);
  assert_int_equal(rows->funding_gap, CC_ABSENT); /* no expenditure to set it against */
  assert_int_equal(rows->reserves, CC_ABSENT);
  assert_int_equal(f.plan.rows.a_contract_count, 11);
  assert_int_equal(rows->total_contract_sum,
                   cc_row_find(&f.plan.rows.annual, "contract.total_contract_sum", NULL));
  cc_fixture_project(&f, 1);
  cc_assert_near(cc_fixture_annual(&f, "contract.total_contract_sum", 1), 100, 0);
  cc_fixture_free(&f);
}

static void test_no_contract_no_rows(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_fixture_finish(&f);
  assert_int_equal(f.plan.rows.a_contract, CC_ABSENT);
  assert_int_equal(f.plan.rows.a_contract_count, 0);
  assert_int_equal(f.plan.rows.contract.total_contract_sum, CC_ABSENT);
  cc_fixture_project(&f, 1);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_printed_growth_table),
      cmocka_unit_test(test_printed_contract_sum),
      cmocka_unit_test(test_printed_five_years),
      cmocka_unit_test(test_printed_expenditure),
      cmocka_unit_test(test_one_off_lines_fall_out),
      cmocka_unit_test(test_indexes_on_the_base),
      cmocka_unit_test(test_shares_and_reserves),
      cmocka_unit_test(test_modelled_parts),
      cmocka_unit_test(test_funding_moves_with_expenditure),
      cmocka_unit_test(test_modelled_from_a_later_year),
      cmocka_unit_test(test_accounts_read_back),
      cmocka_unit_test(test_rows_only_for_what_is_written),
      cmocka_unit_test(test_no_contract_no_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
