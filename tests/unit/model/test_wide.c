/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Eight projections side by side against each of them alone, to the last bit, on every copy of the
 * model that this machine can run. The eight are as unlike as a plan allows, change places, and
 * meet in all pairs, so that a lane that looked at a neighbour would show. */
#include "model/wide.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "support/company.h"
#include "support/money_fixture.h"

/* ---- a town ---------------------------------------------------------------------------------- */

enum { BANDS = 3, PLACES = 4, LATE = 3, MOVING = 4, RATES = 5, STREAM = 13 };

/* A plan with limits, money, and rates that change; and the parameters that the vectors will differ
 * in. Children come to LATE from outside only, not before the month STREAM, and they leave it so
 * fast that it shows at once in how a month is solved if anybody takes it in sooner. */
typedef struct {
  cc_plan_fixture f;
  int by_band[BANDS], by_placement[PLACES], per_10k[BANDS];
  int rates[RATES]; /* of exits from each placement, and MOVING between the first two */
  int stream, places, price, caseload;
  cc_cap caps[2];
  cc_contribution contributions[2];
  cc_one_off_cost one_off_costs[3];
  cc_line_group pressures;
  cc_line lines[2];
  cc_service service;
} town;

/* Rates of exits from each placement and of the move from the first to the second; a bid raises
 * the first by and by. */
static void add_rates(town *t) {
  static const double rates[RATES] = {0.3, 0.2, 0.4, 31.0, 0.7};
  cc_plan_fixture *f = &t->f;
  int bid = cc_fixture_intervention(f), raised = cc_fixture_constant(f, 1.4);
  f->interventions[bid].cost = cc_fixture_constant(f, 1e5);
  f->interventions[bid].delivery = cc_fixture_constant(f, 0.8);
  for (int i = 0; i < RATES; i++) {
    t->rates[i] = cc_fixture_constant(f, rates[i]);
  }
  cc_fixture_effect(f, t->rates[0], (cc_effect){CC_MULTIPLY, raised, bid, 5, 19, 6});
}

static void add_children(town *t) {
  cc_plan_fixture *f = &t->f;
  cc_demand *demand = &f->plan.demand;
  cc_fixture_bands(f, BANDS, (int[]){0, 36, 190});
  for (int p = 0; p < PLACES; p++) {
    cc_fixture_placement(f, (const char *const[]){"home", "foster", "kin", "late"}[p]);
  }
  cc_fixture_demand(f);
  for (int p = 0; p < PLACES; p++) {
    t->by_placement[p] = cc_fixture_constant(f, p == LATE ? 0.0 : 225.0 - 75.0 * p);
    demand->opening_by_placement[p] = t->by_placement[p];
  }
  for (int b = 0; b < BANDS; b++) {
    t->by_band[b] = demand->opening_by_band[b] = cc_fixture_constant(f, 100.0 + 50.0 * b);
    t->per_10k[b] = demand->per_10k[b] = cc_fixture_constant(f, 40.0 + 10.0 * b);
    demand->population[b] = cc_fixture_knots(f, CC_LINEAR, 2, (int[]){-9, 15},
                                             (double[]){9000.0 - 1000.0 * b, 12000.0});
    demand->first_placement[b][b] = cc_fixture_constant(f, 0.6);
    demand->first_placement[b][0] = cc_fixture_constant(f, 0.4);
    cc_fixture_move(f, b, 0, 1, t->rates[MOVING]);
    for (int p = 0; p < PLACES; p++) {
      static const cc_destination to[] = {CC_RETURN_HOME, CC_ADOPTION, CC_INDEPENDENCE,
                                          CC_OTHER_EXIT};
      cc_fixture_exit(f, b, p, to[p], t->rates[p]);
    }
  }
  demand->newborn_share = cc_fixture_constant(f, 0.5);
  t->stream = cc_fixture_knots(f, CC_STEPS, 2, (int[]){0, STREAM}, (double[]){0.0, 24.0});
  cc_fixture_stream(f, 1, LATE, t->stream);
}

/* Caps and capacities that nobody meets, and care leavers. */
static void add_limits(town *t) {
  cc_plan_fixture *f = &t->f;
  t->places = cc_fixture_constant(f, 1e6);
  f->plan.placements[0].places = t->places;
  f->plan.placements[0].overflow_to = 1;
  for (int i = 0; i < 2; i++) {
    t->caps[i] = (cc_cap){.name = i == 0 ? "first" : "second",
                          .title = "Cap",
                          .children = cc_fixture_constant(f, 1e6 + i),
                          .from = 2 + i,
                          .until = 20 + i,
                          .hold = true,
                          .diversion_cost = cc_fixture_constant(f, 1000.0 + 700.0 * i)};
  }
  f->plan.n_caps = 2;
  f->plan.caps = t->caps;
  cc_fixture_leavers(f);
  t->caseload = cc_fixture_constant(f, 17.0);
  f->plan.care_leavers.caseload = t->caseload;
  f->plan.care_leavers.cost_per_adviser = cc_fixture_constant(f, 45678.9);
  f->plan.care_leavers.attrition_per_year = cc_fixture_constant(f, 0.21);
  f->plan.care_leavers.opening_18_20 = cc_fixture_constant(f, 77.0);
}

static void add_prices(town *t) {
  cc_plan_fixture *f = &t->f;
  int inflation = cc_fixture_yearly(f, 2, (double[]){0.023, 0.031});
  t->price = cc_fixture_constant(f, 987.65);
  cc_fixture_grow(f, t->price, CC_ABSENT, inflation);
  t->contributions[0] =
      (cc_contribution){"health", "Health", CC_SHARE_OF_PRICE, cc_fixture_constant(f, 0.13)};
  t->contributions[1] =
      (cc_contribution){"nights", "Nights", CC_PER_CHILD_NIGHT, cc_fixture_constant(f, 11.1)};
  for (int p = 0; p < PLACES; p++) {
    f->plan.placements[p].weekly_price = t->price;
    f->plan.placements[p].n_contributions = p % 3;
    f->plan.placements[p].contributions = t->contributions;
  }
  for (int i = 0; i < 3; i++) {
    t->one_off_costs[i] = (cc_one_off_cost){
        .name = (const char *const[]){"entry", "birthday", "exit"}[i],
        .title = "One-off cost",
        .flow = (const cc_flow_kind[]){CC_FLOW_ENTRIES, CC_FLOW_TURNED_18, CC_FLOW_EXITS}[i],
        .destination = CC_ADOPTION,
        .amount = cc_fixture_constant(f, 321.0 + i),
        .share = i == 0 ? CC_ABSENT : cc_fixture_constant(f, 0.37)};
  }
  f->plan.n_one_off_costs = 3;
  f->plan.one_off_costs = t->one_off_costs;
}

static void add_contract(town *t) {
  cc_plan_fixture *f = &t->f;
  cc_contract *contract = &f->plan.contract;
  t->lines[0] = cc_fixture_line(f, "recurrent", 12345.6, 0, 1);
  t->lines[1] = cc_fixture_line(f, "once", 2345.6, 1, 1);
  t->lines[1].one_off = true;
  t->pressures = (cc_line_group){"pressures", "Pressures", 2, t->lines};
  int sum = cc_fixture_constant(f, 2.1e7);
  *contract = (cc_contract){.present = true,
                            .brought_forward = sum,
                            .indexation_modelled_from = 1,
                            .n_pressures = 1,
                            .pressures = &t->pressures,
                            .pressures_modelled_from = 1,
                            .grants_via_council = CC_ABSENT,
                            .other_grants = CC_ABSENT,
                            .council_contract_sum = sum,
                            .council_increase_per_year = cc_fixture_constant(f, 1e5),
                            .gain_share = cc_fixture_constant(f, 0.5),
                            .risk_share = cc_fixture_constant(f, 0.3),
                            .reserves = cc_fixture_constant(f, 3e6)};
  int growth = cc_fixture_constant(f, 0.02), cost = cc_fixture_constant(f, 5e5);
  cc_fixture_grow(f, cost, growth, CC_ABSENT);
  t->service = (cc_service){"teams", "Teams", cost, CC_ABSENT, CC_EMPLOYEES, true, 0, NULL};
  f->plan.n_services = 1;
  f->plan.services = &t->service;
}

static void build_town(town *t, int n_years) {
  cc_fixture_init(&t->f, n_years);
  add_rates(t);
  add_children(t);
  add_limits(t);
  add_prices(t);
  add_contract(t);
  cc_fixture_finish(&t->f);
}

/* Sets all knots of a parameter. */
static void set(const town *t, double *vector, int parameter, double value) {
  const cc_parameter *described = &t->f.parameters[parameter];
  for (int k = 0; k < described->n_knots; k++) {
    vector[described->first_value + k] = value;
  }
}

/* What is out of the way about each vector. */
enum { ORDINARY, NOBODY, FULL, CAPPED, ELSEWHERE, FAST, NOTHING_COMES, LATE_IS_FIRST };

static void open_unlike(const town *t, cc_company *c) {
  double *const *vectors = c->vectors;
  cc_company_open(&t->f.plan, t->f.vector, c);
  for (int i = 0; i < PLACES; i++) {
    set(t, vectors[NOBODY], t->by_placement[i], 0.0);
    set(t, vectors[ELSEWHERE], t->by_placement[i], i == 2 ? 450.0 : 0.0);
    set(t, vectors[LATE_IS_FIRST], t->by_placement[i], i == 0 ? 0.0 : 150.0);
  }
  for (int i = 0; i < RATES; i++) {
    set(t, vectors[NOTHING_COMES], t->rates[i], 1e-9);
  }
  for (int b = 0; b < BANDS; b++) {
    set(t, vectors[NOBODY], t->by_band[b], 0.0);
    set(t, vectors[NOTHING_COMES], t->per_10k[b], 0.0);
  }
  set(t, vectors[FULL], t->places, 150.0);
  set(t, vectors[CAPPED], t->caps[0].children, 420.0);
  set(t, vectors[LATE_IS_FIRST], t->caps[1].children, 300.0);
  set(t, vectors[FAST], t->rates[0], 200.0);
  set(t, vectors[FAST], t->rates[MOVING], 60.0);
  set(t, vectors[NOTHING_COMES], t->stream, 0.0);
  set(t, vectors[NOTHING_COMES], t->price, 0.0);
  set(t, vectors[NOTHING_COMES], t->caseload, 0.0);
  set(t, vectors[LATE_IS_FIRST], t->rates[LATE], 0.0);
  cc_company_project_alone(c);
}

/* A row of a vector's projection alone, all years added up. */
static double in_all(const cc_company *c, int vector, const char *measure) {
  int row = cc_row_find(&c->plan->rows.annual, measure, NULL);
  assert_int_not_equal(row, CC_ABSENT);
  double sum = 0.0;
  for (int y = 0; y < c->plan->n_years; y++) {
    sum += cc_annual(c->plan, c->alone[CC_ANY_MACHINE][vector], row, y);
  }
  return sum;
}

/* Limits are met where they were set, and nowhere else. */
static void the_vectors_are_unlike(void **state) {
  (void)state;
  static town t;
  cc_company c;
  build_town(&t, 2);
  open_unlike(&t, &c);
  for (int i = 0; i < CC_WIDE; i++) {
    assert_int_equal(in_all(&c, i, "diverted.total") > 1.0, i == CAPPED || i == LATE_IS_FIRST);
    assert_int_equal(in_all(&c, i, "displaced.total") > 1.0, i == FULL);
    assert_int_equal(in_all(&c, i, "entries.total") > 1.0, i != NOTHING_COMES);
    assert_int_equal(in_all(&c, i, "placement_cost.net") > 1.0, i != NOTHING_COMES);
    assert_int_equal(in_all(&c, i, "care_leavers.cost") > 1.0, i != NOTHING_COMES);
  }
  cc_company_close(&c);
  cc_fixture_free(&t.f);
}

/* The eight in all rotations: each of them in each lane, with memory of the one there before. */
static void a_lane_is_as_good_as_another(void **state) {
  (void)state;
  static town t;
  cc_company c;
  for (int n_years = 2; n_years <= 8; n_years += 6) { /* within eight, care leavers turn 25 */
    build_town(&t, n_years);
    open_unlike(&t, &c);
    for (int shift = 0; shift < CC_WIDE; shift++) {
      int order[CC_WIDE];
      for (int lane = 0; lane < CC_WIDE; lane++) {
        order[lane] = (lane + shift) % CC_WIDE;
      }
      cc_company_assert_together(&c, order);
    }
    cc_company_close(&c);
    cc_fixture_free(&t.f);
  }
}

/* One among seven others that are all the same. */
static void a_lane_does_not_depend_on_its_neighbours(void **state) {
  (void)state;
  static town t;
  cc_company c;
  build_town(&t, 2);
  open_unlike(&t, &c);
  for (int pair = 0; pair < CC_WIDE * CC_WIDE; pair++) {
    int one = pair / CC_WIDE, other = pair % CC_WIDE, order[CC_WIDE];
    for (int lane = 0; lane < CC_WIDE; lane++) {
      order[lane] = lane == pair % 5 ? one : other;
    }
    cc_company_assert_together(&c, order);
  }
  cc_company_close(&c);
  cc_fixture_free(&t.f);
}

/* Children of a band in no placement, in each lane in turn; the others are none the worse. */
static void what_cannot_be_projected_says_so(void **state) {
  (void)state;
  static town t;
  cc_company c;
  build_town(&t, 2);
  open_unlike(&t, &c);
  for (int lane = 0; lane < CC_WIDE; lane++) {
    double wrong[2 * CC_FIXTURE_PARAMETERS];
    const double *vectors[CC_WIDE];
    memcpy(wrong, c.vectors[lane], (size_t)c.plan->vector_length * sizeof *wrong);
    memcpy(vectors, c.vectors, sizeof vectors);
    vectors[lane] = wrong;
    set(&t, wrong, t.by_placement[0], NAN);
    assert_int_equal(cc_project(c.plan, wrong, 1, c.workspace, c.spare), CC_NUMERIC);
    for (int set = 0; set < c.n_sets; set++) {
      assert_int_equal(cc_wide_project(vectors, c.wides[set]), CC_NUMERIC);
    }
    cc_company_assert_together(&c, cc_as_they_come);
  }
  cc_company_close(&c);
  cc_fixture_free(&t.f);
}

/* ---- moves that some make -------------------------------------------------------------------- */

enum { RING = 5 };

/* Children move from each of five placements to all others; vector i has no moves out of the
 * placements whose bit is set in i, and vector 7 none at all. */
static void a_move_that_only_some_make(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_company c;
  int moves[RING][RING];
  cc_fixture_init(&f, 2);
  cc_fixture_bands(&f, 2, (int[]){0, 120});
  for (int p = 0; p < RING; p++) {
    cc_fixture_placement(&f, (const char *const[]){"a", "b", "c", "d", "e"}[p]);
  }
  cc_fixture_demand(&f);
  for (int i = 0; i < RING * RING; i++) {
    moves[i / RING][i % RING] = cc_fixture_constant(&f, 0.1 + 0.037 * i);
  }
  for (int i = 0; i < 2 * RING; i++) {
    int b = i % 2, p = i / 2;
    f.plan.demand.opening_by_band[b] = cc_fixture_constant(&f, 123.4);
    f.plan.demand.opening_by_placement[p] = cc_fixture_constant(&f, 20.0 + 7.7 * p);
    cc_fixture_exit(&f, b, p, CC_OTHER_EXIT, cc_fixture_constant(&f, 0.3 + 0.11 * p));
    for (int q = 0; q < RING; q++) {
      if (q != p) {
        cc_fixture_move(&f, b, p, q, moves[p][q]);
      }
    }
  }
  cc_fixture_stream(&f, 1, 0, cc_fixture_constant(&f, 11.1));
  cc_fixture_finish(&f);
  cc_company_open(&f.plan, f.vector, &c);
  for (int i = 0; i < CC_WIDE * RING * RING; i++) {
    int vector = i / (RING * RING), p = i / RING % RING, q = i % RING;
    if ((vector >> p & 1) != 0 || vector == CC_WIDE - 1) {
      c.vectors[vector][f.parameters[moves[p][q]].first_value] = 0.0;
    }
  }
  cc_company_project_alone(&c);
  cc_company_assert_together(&c, cc_as_they_come);
  for (int pair = 0; pair < CC_WIDE * CC_WIDE; pair++) {
    int order[CC_WIDE];
    for (int lane = 0; lane < CC_WIDE; lane++) {
      order[lane] = lane == pair % 5 ? pair / CC_WIDE : pair % CC_WIDE;
    }
    cc_company_assert_together(&c, order);
  }
  cc_company_close(&c);
  cc_fixture_free(&f);
}

/* ---- plans with little in them --------------------------------------------------------------- */

static void plans_without_children(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_company c;
  cc_fixture_init(&f, 2); /* nothing at all */
  cc_fixture_finish(&f);
  cc_company_open(&f.plan, f.vector, &c);
  cc_company_project_alone(&c);
  cc_company_assert_together(&c, cc_as_they_come);
  cc_company_close(&c);
  cc_fixture_free(&f);
  cc_fixture_init(&f, 3); /* money alone */
  int rate = cc_fixture_constant(&f, 0.02), cost = cc_fixture_constant(&f, 1234.5);
  cc_fixture_grow(&f, cost, rate, CC_ABSENT);
  cc_service service = {"teams", "Teams", cost, CC_ABSENT, CC_EMPLOYEES, true, 0, NULL};
  f.plan.n_services = 1;
  f.plan.services = &service;
  cc_fixture_finish(&f);
  cc_company_open(&f.plan, f.vector, &c);
  for (int i = 0; i < CC_WIDE; i++) {
    c.vectors[i][f.parameters[rate].first_value] = 0.01 * i;
  }
  cc_company_project_alone(&c);
  cc_company_assert_together(&c, cc_as_they_come);
  cc_company_close(&c);
  cc_fixture_free(&f);
}

/* Whoever does not choose gets the best. */
static void a_copy_need_not_be_chosen(void **state) {
  (void)state;
  static town t;
  cc_company c;
  cc_wide *wide = NULL;
  build_town(&t, 2);
  open_unlike(&t, &c);
  cc_wide_free(c.wides[c.n_sets - 1]);
  c.wides[c.n_sets - 1] = NULL;
  assert_int_equal(cc_wide_create(c.plan, &wide), CC_OK);
  c.wides[c.n_sets - 1] = wide;
  cc_company_assert_together(&c, cc_as_they_come);
  cc_company_close(&c);
  cc_wide_free(NULL);
  cc_fixture_free(&t.f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_vectors_are_unlike),
      cmocka_unit_test(a_lane_is_as_good_as_another),
      cmocka_unit_test(a_lane_does_not_depend_on_its_neighbours),
      cmocka_unit_test(what_cannot_be_projected_says_so),
      cmocka_unit_test(a_move_that_only_some_make),
      cmocka_unit_test(plans_without_children),
      cmocka_unit_test(a_copy_need_not_be_chosen),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
