/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Children in care in two ways that must agree: as projected, and by a second method that solves
 * the same model in small steps of time (1e-8 children, 1e-7 child-days); in one step a month and
 * in 30, in figures of months and of years (1e-9); in a new workspace and a used one (to the last
 * bit). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "model/workspace.h"
#include "support/ages.h"
#include "support/near.h"
#include "support/plan_fixture.h"

static const int days_of[12] = {30, 31, 30, 31, 31, 30, 31, 30, 31, 31, 28, 31}; /* from April */

/* At home, from where children go to foster; and there, from where they go to kin. */
static const double places[] = {60.0, 110.0};

/* A plan with something of everything: three bands, three placements, streams, rates that differ by
 * band, entries by rate and number, newborns, population on a line, and, where it is asked for,
 * rates that change and placements that are full. */
static void start_everything(cc_plan_fixture *f, bool changing, bool limited) {
  cc_fixture_init(f, 2);
  cc_fixture_bands(f, 3, (int[]){0, 36, 190});
  for (int p = 0; p < 3; p++) {
    cc_fixture_placement(f, (const char *const[]){"home", "foster", "kin"}[p]);
  }
  cc_fixture_demand(f);
  cc_demand *demand = &f->plan.demand;
  int amount = cc_fixture_constant(f, 1.4), exits = cc_fixture_constant(f, 0.3);
  if (changing) {
    int intervention = cc_fixture_intervention(f);
    cc_fixture_effect(f, exits, (cc_effect){CC_MULTIPLY, amount, intervention, 5, 19, 6});
  }
  for (int b = 0; b < 3; b++) {
    demand->opening_by_band[b] = cc_fixture_constant(f, 100.0 + 50.0 * b);
    demand->opening_by_placement[b] = cc_fixture_constant(f, 225.0 - 75.0 * b);
    demand->per_10k[b] = cc_fixture_constant(f, 40.0 + 10.0 * b);
    demand->population[b] = cc_fixture_knots(f, CC_LINEAR, 2, (int[]){-9, 15},
                                             (double[]){9000.0 - 1000.0 * b, 12000.0});
    demand->first_placement[b][b] = cc_fixture_constant(f, 0.6);
    demand->first_placement[b][0] = cc_fixture_constant(f, 0.4);
    cc_fixture_move(f, b, 0, 1, cc_fixture_constant(f, 0.5 + 0.2 * b));
    cc_fixture_move(f, b, 1, 2, cc_fixture_constant(f, 0.3));
    cc_fixture_move(f, b, 2, 0, cc_fixture_constant(f, 0.1 * b));
    cc_fixture_exit(f, b, 0, CC_RETURN_HOME, exits);
    cc_fixture_exit(f, b, 1, CC_OTHER_EXIT, cc_fixture_constant(f, 0.2 + 0.1 * b));
    cc_fixture_exit(f, b, 2, CC_INDEPENDENCE, cc_fixture_constant(f, 0.4));
  }
  for (int p = 0; p < 2 && limited; p++) {
    f->plan.placements[p].places = cc_fixture_constant(f, places[p]);
    f->plan.placements[p].overflow_to = p + 1;
  }
  const double newborn[] = {0.5, changing ? 0.9 : 0.5};
  demand->newborn_share = cc_fixture_knots(f, CC_STEPS, 2, (int[]){0, CC_MONTHS_PER_YEAR}, newborn);
  cc_fixture_stream(f, 2, 1, cc_fixture_constant(f, 14.0));
  cc_fixture_finish(f);
}

/* ---- the second method: every age and placement by itself ------------------------------------ */

enum { PLACES = 3, SMALL = 64 }; /* steps a month */

typedef struct {
  double stock[CC_ADULT_AGE][PLACES];
  double entry_ages[CC_ADULT_AGE]; /* shares of their band */
  double child_years[PLACES], turned_18[PLACES], independence;
} reference;

static double rate_between(const cc_plan_fixture *f, int month, int band, int from, int to) {
  double rate = 0.0;
  for (int i = 0; i < f->plan.demand.n_terms; i++) {
    const cc_rate_term *term = &f->terms[i];
    if (term->band == band && term->from == from && (to == CC_ABSENT || term->to == to)) {
      rate += cc_value(&f->workspace->set, term->rate, month, 0.0);
    }
  }
  return rate;
}

/* dn/dt: rates out, moves in, entries. */
static void slope(double out[PLACES], double moves[PLACES][PLACES], const double *entries,
                  const double *n, double *change) {
  for (int p = 0; p < PLACES; p++) {
    change[p] = entries[p] - out[p] * n[p];
    for (int q = 0; q < PLACES; q++) {
      change[p] += moves[q][p] * n[q];
    }
  }
}

/* A month of Runge-Kutta steps of fourth order for one age; adds to the child-years. */
static void integrate(double out[PLACES], double moves[PLACES][PLACES], const double *entries,
                      double *n, double *child_years) {
  double h = 1.0 / 12.0 / SMALL;
  for (int i = 0; i < SMALL; i++) {
    double k1[PLACES], k2[PLACES], k3[PLACES], k4[PLACES], mid[PLACES];
    slope(out, moves, entries, n, k1);
    for (int p = 0; p < PLACES; p++) {
      mid[p] = n[p] + h / 2.0 * k1[p];
    }
    slope(out, moves, entries, mid, k2);
    for (int p = 0; p < PLACES; p++) {
      mid[p] = n[p] + h / 2.0 * k2[p];
    }
    slope(out, moves, entries, mid, k3);
    for (int p = 0; p < PLACES; p++) {
      mid[p] = n[p] + h * k3[p];
    }
    slope(out, moves, entries, mid, k4);
    for (int p = 0; p < PLACES; p++) {
      double before = n[p], middle = n[p] + h / 2.0 * (k1[p] + k2[p]) / 2.0;
      n[p] += h / 6.0 * (k1[p] + 2.0 * k2[p] + 2.0 * k3[p] + k4[p]);
      /* Simpson's rule; the stock in the middle from the cubic through both ends */
      middle = (before + n[p]) / 2.0 + h / 8.0 * (k1[p] - k4[p]);
      child_years[p] += h / 6.0 * (before + 4.0 * middle + n[p]);
    }
  }
}

/* The ages of a month's entries: a curve through the bands, and some of those under 1 at birth. */
static void spread_entries(const cc_plan_fixture *f, int month, reference *r) {
  const cc_demand *demand = &f->plan.demand;
  const cc_series_set *set = &f->workspace->set;
  double newborn = cc_value(set, demand->newborn_share, month, 0.0), entries[PLACES],
         at_birth = 0.0;
  for (int b = 0; b < f->plan.n_bands; b++) {
    entries[b] = cc_value(set, demand->per_10k[b], month, 0.0) *
                 cc_value(set, demand->population[b], month, 0.0) / 10000.0;
  }
  entries[2] += 14.0;
  cc_age_spread(f->plan.n_bands, f->plan.band_first_age, entries, 0.0, r->entry_ages);
  for (int a = 0; a < 12; a++) {
    at_birth += newborn * r->entry_ages[a];
    r->entry_ages[a] *= 1.0 - newborn;
  }
  r->entry_ages[0] += at_birth;
  for (int b = 0; b < f->plan.n_bands; b++) {
    for (int a = f->plan.band_first_age[b]; a < f->plan.band_first_age[b + 1]; a++) {
      r->entry_ages[a] /= entries[b];
    }
  }
}

/* One month of the reference, from the plan's parameters alone. */
static void advance_reference(const cc_plan_fixture *f, int month, reference *r) {
  memset(r->child_years, 0, sizeof r->child_years);
  spread_entries(f, month, r);
  for (int b = 0; b < f->plan.n_bands; b++) {
    double out[PLACES], moves[PLACES][PLACES], share[PLACES], sum = 0.0;
    const cc_demand *demand = &f->plan.demand;
    const cc_series_set *set = &f->workspace->set;
    double yearly = cc_value(set, demand->per_10k[b], month, 0.0) *
                    cc_value(set, demand->population[b], month, 0.0) / 10000.0;
    for (int p = 0; p < PLACES; p++) {
      out[p] = rate_between(f, month, b, p, CC_ABSENT);
      share[p] = cc_value(set, demand->first_placement[b][p], month, 0.0);
      sum += share[p];
      for (int q = 0; q < PLACES; q++) {
        moves[p][q] = rate_between(f, month, b, p, q);
      }
    }
    for (int a = f->plan.band_first_age[b]; a < f->plan.band_first_age[b + 1]; a++) {
      double entries[PLACES];
      for (int p = 0; p < PLACES; p++) {
        double stream = b == 2 && p == 1 ? 14.0 : 0.0;
        entries[p] = (yearly * share[p] / sum + stream) * r->entry_ages[a];
      }
      integrate(out, moves, entries, r->stock[a], r->child_years);
    }
  }
  memcpy(r->turned_18, r->stock[CC_ADULT_AGE - 1], sizeof r->turned_18);
  memmove(r->stock[1], r->stock[0], (CC_ADULT_AGE - 1) * sizeof r->stock[0]);
  memset(r->stock[0], 0, sizeof r->stock[0]);
}

/* Children of all ages in a placement, of ages first .. end - 1. */
static double count_reference(const reference *r, int place, int first, int end) {
  double children = 0.0;
  for (int a = first; a < end; a++) {
    children += r->stock[a][place];
  }
  return children;
}

/* Moves those who are above the places, at every age. Returns how many of them were displaced here
 * and not by the placement before, from which so many `came` this month. */
static double displace_reference(int place, double came, reference *r) {
  double children = count_reference(r, place, 0, CC_ADULT_AGE);
  double excess = fmax(children - places[place], 0.0);
  for (int a = 0; a < CC_ADULT_AGE; a++) {
    double moved = r->stock[a][place] * excess / children;
    r->stock[a][place] -= moved;
    r->stock[a][place + 1] += moved;
  }
  return excess * (1.0 - came / children);
}

/* Children by placement and band; the plan has no pattern, so that the margins are independent. */
static void open_reference(cc_plan_fixture *f, reference *r) {
  const cc_demand *demand = &f->plan.demand;
  const cc_series_set *set = &f->workspace->set;
  double by_band[PLACES], by_age[CC_ADULT_AGE], all = 0.0;
  for (int b = 0; b < f->plan.n_bands; b++) {
    by_band[b] = cc_value(set, demand->opening_by_band[b], 0, 0.0);
    all += by_band[b];
  }
  for (int p = 0; p < PLACES; p++) {
    double here[PLACES];
    for (int b = 0; b < f->plan.n_bands; b++) {
      here[b] = by_band[b] * cc_value(set, demand->opening_by_placement[p], 0, 0.0) / all;
    }
    cc_age_spread(f->plan.n_bands, f->plan.band_first_age, here, 0.0, by_age);
    for (int a = 0; a < CC_ADULT_AGE; a++) {
      r->stock[a][p] = by_age[a];
    }
  }
}

static void assert_month(const cc_plan_fixture *f, int t, const reference *r) {
  for (int p = 0; p < PLACES; p++) {
    const char *name = f->plan.placements[p].name;
    cc_assert_near(cc_fixture_monthly(f, "children_in_care", name, t),
                   count_reference(r, p, 0, CC_ADULT_AGE), 1e-8);
    cc_assert_near(cc_fixture_monthly(f, "child_days", name, t),
                   12.0 * days_of[t % 12] * r->child_years[p], 1e-7);
    cc_assert_near(cc_fixture_monthly(f, "turned_18", name, t), r->turned_18[p], 1e-8);
  }
  for (int b = 0; b < f->plan.n_bands; b++) {
    const int *first_age = f->plan.band_first_age;
    double children = 0.0;
    for (int p = 0; p < PLACES; p++) {
      children += count_reference(r, p, first_age[b], first_age[b + 1]);
    }
    cc_assert_near(cc_monthly(&f->plan, f->results, f->plan.rows.m_stock_by_band + b, t), children,
                   1e-8);
  }
}

static void everything_agrees_with_small_steps(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static reference r;
  for (int i = 0; i < 4; i++) {
    bool changing = i % 2 == 1, limited = i >= 2;
    double displaced[2] = {0.0, 0.0};
    start_everything(&f, changing, limited);
    cc_fixture_project(&f, 1);
    open_reference(&f, &r);
    for (int t = 0; t < 24; t++) {
      advance_reference(&f, t, &r);
      double moved = 0.0;
      for (int p = 0; p < 2 && limited; p++) {
        moved = displace_reference(p, moved, &r);
        const char *name = f.plan.placements[p].name;
        cc_assert_near(cc_fixture_monthly(&f, "displaced_out", name, t), moved, 1e-8);
        displaced[p] += moved;
      }
      assert_month(&f, t, &r);
    }
    assert_true(!limited || (displaced[0] > 100.0 && displaced[1] > 100.0));
    cc_fixture_free(&f);
  }
}

static void assert_same_months(const cc_plan_fixture *a, const cc_plan_fixture *b,
                               double tolerance) {
  for (int row = 0; row < a->plan.rows.monthly.count; row++) {
    for (int t = 0; t < a->plan.n_months; t++) {
      cc_assert_near(cc_monthly(&a->plan, a->results, row, t),
                     cc_monthly(&b->plan, b->results, row, t), tolerance);
    }
  }
}

/* The solution is exact in time: a month in 30 steps is the same month. */
static void thirty_steps_a_month_change_nothing(void **state) {
  (void)state;
  static cc_plan_fixture once, often;
  for (int limited = 0; limited < 2; limited++) {
    start_everything(&once, false, limited == 1);
    start_everything(&often, false, limited == 1);
    cc_fixture_project(&once, 1);
    cc_fixture_project(&often, 30);
    assert_same_months(&often, &once, 1e-9);
    cc_fixture_free(&once);
    cc_fixture_free(&often);
  }
}

/* Children in kin at first, and into home from month 13 on. */
static void start_late(cc_plan_fixture *f) {
  cc_fixture_init(f, 2);
  cc_fixture_bands(f, 2, (int[]){0, 100});
  for (int p = 0; p < PLACES; p++) {
    cc_fixture_placement(f, (const char *const[]){"home", "foster", "kin"}[p]);
  }
  cc_fixture_demand(f);
  for (int b = 0; b < 2; b++) {
    f->plan.demand.opening_by_band[b] = cc_fixture_constant(f, 100.0);
    cc_fixture_move(f, b, 0, 1, cc_fixture_constant(f, 1.5));
    cc_fixture_exit(f, b, 2, CC_OTHER_EXIT, cc_fixture_constant(f, 0.3));
  }
  for (int p = 0; p < PLACES; p++) {
    f->plan.demand.opening_by_placement[p] = cc_fixture_constant(f, p == 2 ? 200.0 : 0.0);
  }
  cc_fixture_stream(f, 1, 0,
                    cc_fixture_knots(f, CC_STEPS, 2, (int[]){0, 13}, (double[]){0.0, 24.0}));
  cc_fixture_finish(f);
}

/* A projection of children elsewhere, in between, leaves nothing behind: the same to the last bit.
 */
static void a_workspace_forgets_the_projection_before(void **state) {
  (void)state;
  static cc_plan_fixture fresh, used;
  start_late(&fresh);
  start_late(&used);
  const int *opening = used.plan.demand.opening_by_placement;
  cc_fixture_project(&fresh, 1);
  for (int i = 0; i < 2; i++) {
    cc_fixture_project(&used, 1);
    assert_same_months(&used, &fresh, 0.0);
    cc_fixture_set(&used, opening[0], 200.0);
    cc_fixture_set(&used, opening[2], 0.0);
    cc_fixture_project(&used, 1);
    cc_assert_near(cc_fixture_monthly(&used, "children_in_care", "home", 0),
                   200.0 * exp(-1.5 / 12.0) - cc_fixture_monthly(&used, "turned_18", "home", 0),
                   1e-9);
    cc_fixture_set(&used, opening[0], 0.0);
    cc_fixture_set(&used, opening[2], 200.0);
  }
  cc_fixture_free(&fresh);
  cc_fixture_free(&used);
}

static void annual_rows_gather_the_monthly_ones(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start_everything(&f, true, false);
  cc_fixture_project(&f, 1);
  for (int y = 0; y < 2; y++) {
    double entries = 0.0, moves = 0.0, exits = 0.0, days = 0.0, stock = 0.0;
    for (int p = 0; p < PLACES; p++) {
      const char *name = f.plan.placements[p].name;
      stock += cc_fixture_monthly(&f, "children_in_care", name, 12 * y + 11);
      for (int t = 12 * y; t < 12 * y + 12; t++) {
        entries += cc_fixture_monthly(&f, "entries", name, t);
        moves += cc_fixture_monthly(&f, "moves_in", name, t);
        exits += cc_fixture_monthly(&f, "exits.other", name, t);
        days += cc_fixture_monthly(&f, "child_days", name, t);
      }
    }
    cc_assert_near(cc_fixture_annual(&f, "children_in_care.total", y), stock, 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "entries.total", y), entries, 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "moves.total", y), moves, 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "exits.other", y), exits, 1e-9);
    cc_assert_near(cc_fixture_annual(&f, "children_in_care.average", y), days / 365.0, 1e-9);
    double residents = 0.0;
    for (int b = 0; b < 3; b++) {
      residents += cc_value(&f.workspace->set, f.plan.demand.population[b], 12 * y + 11, 0.0);
    }
    cc_assert_near(cc_fixture_annual(&f, "children_in_care.per_10k", y), stock / residents * 1e4,
                   1e-9);
  }
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(everything_agrees_with_small_steps),
      cmocka_unit_test(thirty_steps_a_month_change_nothing),
      cmocka_unit_test(a_workspace_forgets_the_projection_before),
      cmocka_unit_test(annual_rows_gather_the_monthly_ones),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
