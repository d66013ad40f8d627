/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With matrices over all states, q (a year) of rates, a step of h years is summed term by term:
 * s0 = exp(q h), s1 = its integral over the step, s2 = the integral of that. Children n (a row) and
 * entries e a year make n s0 + e s1 children at the end and n s1 + e s2 child-years. */
#include "support/plain_cohorts.h"

#include <math.h>
#include <string.h>

enum { YEARS = 3 };

/* ---- the plan -------------------------------------------------------------------------------- */

/* Figures without a pattern, between 0.25 and 0.75. */
static double scatter(int i) {
  return fabs(sin(12.9898 * (i + 1))) * 0.5 + 0.25;
}

/* From state p children move to p + 1, 2p and 0, in older bands to fewer. */
static void add_many_moves(cc_plan_fixture *f, int band) {
  for (int p = 0; p < CC_PLAIN_STATES; p++) {
    const int to[] = {(p + 1) % CC_PLAIN_STATES, 2 * p % CC_PLAIN_STATES, 0};
    for (int k = 0; k == 0 || k < 3 - band; k++) {
      if (to[k] != p) {
        cc_fixture_move(f, band, p, to[k], cc_fixture_constant(f, scatter(band + 8 * p + k)));
      }
    }
  }
}

/* A ring of 0, 1 and the two of c; 3 to 4; 5 to 6; and 7, by itself. */
static void add_few_moves(cc_plan_fixture *f, int band) {
  static const int moves[][2] = {
      {0, 1}, {1, 2}, {2, CC_PLAIN_SECOND_OF_C}, {CC_PLAIN_SECOND_OF_C, 0}, {3, 4}, {5, 6}};
  for (int i = 0; i < 6; i++) {
    cc_fixture_move(f, band, moves[i][0], moves[i][1],
                    cc_fixture_constant(f, scatter(band + 5 * i)));
  }
}

/* Two exits from every state; in the second band the rate of one changes. */
static void add_exits(cc_plan_fixture *f, int band) {
  for (int p = 0; p < CC_PLAIN_STATES; p++) {
    const double rates[] = {scatter(p), 2.0 * scatter(p)};
    int rate = band == 1 && p == 0 ? cc_fixture_knots(f, CC_STEPS, 2, (int[]){0, 12}, rates)
                                   : cc_fixture_constant(f, scatter(7 * p + band));
    cc_fixture_exit(f, band, p, (cc_destination)(p % CC_DESTINATIONS), rate);
    cc_fixture_exit(f, band, p, CC_INDEPENDENCE, cc_fixture_constant(f, scatter(p + 40 * band)));
  }
}

/* Children without a place in a go to f, and from there to b; from d to h. */
static void add_overflows(cc_plan_fixture *f) {
  static const int ways[][2] = {{0, 5}, {5, 1}, {3, 7}};
  for (int i = 0; i < 3; i++) {
    f->plan.placements[ways[i][0]].places = cc_fixture_constant(f, 1.0);
    f->plan.placements[ways[i][0]].overflow_to = ways[i][1];
  }
}

void cc_plain_plan(bool sparse, int n_bands, const int *first_ages, cc_plan_fixture *f) {
  static const char *const names[CC_PLAIN_PLACEMENTS] = {"a", "b", "c", "d", "e", "f", "g", "h"};
  cc_fixture_init(f, YEARS);
  cc_fixture_bands(f, n_bands, first_ages);
  for (int p = 0; p < CC_PLAIN_PLACEMENTS; p++) {
    cc_fixture_placement(f, names[p]);
  }
  f->plan.n_states = CC_PLAIN_STATES;
  f->plan.state_placement[CC_PLAIN_SECOND_OF_C] = 2;
  cc_fixture_demand(f);
  for (int b = 0; b < n_bands; b++) {
    (sparse ? add_few_moves : add_many_moves)(f, b);
    add_exits(f, b);
  }
  add_overflows(f);
  cc_fixture_finish(f);
  cc_parameters_expand(&f->plan, f->vector, f->workspace->switches, &f->workspace->set);
}

void cc_plain_open(bool sparse, cc_plan_fixture *f, cc_plain_cohorts *p) {
  const cc_plan *plan = &f->plan;
  cc_cohorts *cohorts = &f->workspace->cohorts;
  memset(p, 0, sizeof *p);
  for (int b = 0; b < plan->n_bands; b++) {
    int first = plan->band_first_age[b], end = plan->band_first_age[b + 1];
    double sum = 0.0;
    for (int a = first; a < end; a++) {
      sum += scatter(a);
      for (int s = 0; s < CC_PLAIN_STATES; s++) {
        bool empty = sparse ? s > 1 : s == 5;
        p->stock[s][a] = empty ? 0.0 : 10.0 * scatter(a + 300 * s);
        cc_cells(cohorts)[s][a] = p->stock[s][a];
      }
    }
    for (int a = first; a < end; a++) {
      p->entry_ages[a] = scatter(a) / sum;
      cohorts->cells[0][CC_ENTRY_ROW][a] = cohorts->cells[1][CC_ENTRY_ROW][a] = scatter(a) / sum;
    }
  }
  cc_cohorts_count(plan, cohorts);
}

double cc_plain_entries(bool sparse, int month, int band, int state) {
  bool some = sparse ? state == 0 || (state == 3 && month >= 5 && band == 1) : state % 2 == 0;
  return some ? 30.0 * scatter(band + state + month) : 0.0;
}

/* ---- steps ----------------------------------------------------------------------------------- */

typedef double square[CC_PLAIN_STATES][CC_PLAIN_STATES];

/* Moves in all, and the diagonal. */
static void fill_generator(const cc_plan_fixture *f, int month, int band, square q) {
  memset(q, 0, sizeof(square));
  for (int i = 0; i < f->plan.demand.n_terms; i++) {
    const cc_rate_term *term = &f->terms[i];
    double rate = cc_value(&f->workspace->set, term->rate, month, 0.0);
    if (term->band == band) {
      q[term->from][term->from] -= rate;
      q[term->from][term->to == CC_ABSENT ? term->from : term->to] +=
          term->to == CC_ABSENT ? 0.0 : rate;
    }
  }
}

/* exp(q h) and its integrals; rates are so low that 25 terms are enough. */
static void sum_terms(square q, double h, square s0, square s1, square s2) {
  square power = {{0.0}}; /* (q h)^k / k! */
  memset(s0, 0, sizeof(square));
  memset(s1, 0, sizeof(square));
  memset(s2, 0, sizeof(square));
  for (int i = 0; i < CC_PLAIN_STATES; i++) {
    power[i][i] = 1.0;
  }
  for (int k = 0; k < 25; k++) {
    square next = {{0.0}};
    for (int i = 0; i < CC_PLAIN_STATES * CC_PLAIN_STATES; i++) {
      int row = i / CC_PLAIN_STATES, column = i % CC_PLAIN_STATES;
      s0[row][column] += power[row][column];
      s1[row][column] += power[row][column] * h / (k + 1.0);
      s2[row][column] += power[row][column] * h * h / ((k + 1.0) * (k + 2.0));
      for (int j = 0; j < CC_PLAIN_STATES; j++) {
        next[row][column] += power[row][j] * q[j][column] * h / (k + 1.0);
      }
    }
    memcpy(power, next, sizeof power);
  }
}

/* Everything that leaves or moves, of one age. */
static void count_plainly(const cc_plan_fixture *f, int month, int band, int age,
                          const double *child_years, cc_flows *flows) {
  for (int i = 0; i < f->plan.demand.n_terms; i++) {
    const cc_rate_term *term = &f->terms[i];
    double flow = cc_value(&f->workspace->set, term->rate, month, 0.0) * child_years[term->from];
    if (term->band != band) {
      continue;
    }
    if (term->to == CC_ABSENT) {
      flows->exits[term->destination][term->from] += flow;
      if (term->destination == CC_INDEPENDENCE && age >= CC_LEAVER_FIRST_AGE) {
        flows->to_independence[age - CC_LEAVER_FIRST_AGE] += flow;
      }
    } else if (f->plan.state_placement[term->from] != f->plan.state_placement[term->to]) {
      flows->moves_out[term->from] += flow;
      flows->moves_in[term->to] += flow;
    }
  }
}

static void step_band_plainly(const cc_plan_fixture *f, int month, int band, double years,
                              cc_plain_cohorts *p) {
  square q, s0, s1, s2;
  fill_generator(f, month, band, q);
  sum_terms(q, years, s0, s1, s2);
  const double *entries = f->workspace->cohorts.entries[band];
  for (int a = f->plan.band_first_age[band]; a < f->plan.band_first_age[band + 1]; a++) {
    double stock[CC_PLAIN_STATES] = {0.0}, child_years[CC_PLAIN_STATES] = {0.0};
    for (int i = 0; i < CC_PLAIN_STATES * CC_PLAIN_STATES; i++) {
      int from = i / CC_PLAIN_STATES, to = i % CC_PLAIN_STATES;
      double entering = entries[from] * p->entry_ages[a];
      stock[to] += p->stock[from][a] * s0[from][to] + entering * s1[from][to];
      child_years[to] += p->stock[from][a] * s1[from][to] + entering * s2[from][to];
    }
    for (int s = 0; s < CC_PLAIN_STATES; s++) {
      p->stock[s][a] = stock[s];
      p->flows.child_years[s] += child_years[s];
      p->flows.entries[s] += entries[s] * p->entry_ages[a] * years;
    }
    count_plainly(f, month, band, a, child_years, &p->flows);
  }
}

void cc_plain_step(const cc_plan_fixture *f, int month, double years, bool ages,
                   cc_plain_cohorts *p) {
  for (int b = 0; b < f->plan.n_bands; b++) {
    step_band_plainly(f, month, b, years, p);
  }
  for (int s = 0; s < CC_PLAIN_STATES && ages; s++) {
    p->flows.turned_18[s] += p->stock[s][CC_ADULT_AGE - 1];
    memmove(p->stock[s] + 1, p->stock[s], (CC_ADULT_AGE - 1) * sizeof(double));
    p->stock[s][0] = 0.0;
  }
}

double cc_plain_displace(double share, int from, int to, cc_plain_cohorts *p) {
  double children = 0.0;
  for (int a = 0; a < CC_ADULT_AGE; a++) {
    double moved = share * p->stock[from][a];
    p->stock[from][a] -= moved;
    p->stock[to][a] += moved;
    children += moved;
  }
  return children;
}

double cc_plain_sum(const cc_plain_cohorts *p, int state, int first_age, int end) {
  double children = 0.0;
  for (int a = first_age; a < end; a++) {
    children += p->stock[state][a];
  }
  return children;
}
