/* SPDX-License-Identifier: GPL-3.0-or-later */
/* With matrices over all states, q (a year) of rates, a step of h years is summed term by term:
 * s0 = exp(q h), s1 = its integral over the step, s2 = the integral of that. Children n (a row) and
 * entries e a year make n s0 + e s1 children at the end and n s1 + e s2 child-years. */
#include "support/plain_cohorts.h"

#include <math.h>
#include <string.h>

#include "base/calendar.h"

/* ---- the plan -------------------------------------------------------------------------------- */

/* Figures without a pattern, between 0.25 and 0.75. */
static double scatter(int i) {
  return fabs(sin(12.9898 * (i + 1))) * 0.5 + 0.25;
}

/* From state p children move to p + 1, 2p and 0, in older bands to fewer. */
static void add_many_moves(int n_states, cc_plan_fixture *f, int band) {
  for (int p = 0; p < n_states; p++) {
    const int to[] = {(p + 1) % n_states, 2 * p % n_states, 0};
    for (int k = 0; k == 0 || k < 3 - band; k++) {
      if (to[k] != p) {
        cc_fixture_move(f, band, p, to[k], cc_fixture_constant(f, scatter(band + 8 * p + k)));
      }
    }
  }
}

/* A ring of 0, 1 and the two of c; 3 to 4; 5 to 6; and the others, each by itself. In the second
 * band nobody moves from 3 or 5 until month 9, nor from 5 from month 20 on. */
static void add_few_moves(int n_states, cc_plan_fixture *f, int band) {
  const int last = n_states - 1;
  const int moves[][2] = {{0, 1}, {1, 2}, {2, last}, {last, 0}, {3, 4}, {5, 6}};
  for (int i = 0; i < 6; i++) {
    const double rate = scatter(band + 5 * i), rates[] = {0.0, rate, i == 5 ? 0.0 : rate};
    int parameter = band == 1 && i >= 4 ? cc_fixture_knots(f, CC_STEPS, 3, (int[]){0, 9, 20}, rates)
                                        : cc_fixture_constant(f, rate);
    cc_fixture_move(f, band, moves[i][0], moves[i][1], parameter);
  }
}

/* Two exits from every state; in the second band the rate of one changes. */
static void add_exits(int n_states, cc_plan_fixture *f, int band) {
  for (int p = 0; p < n_states; p++) {
    const double rates[] = {scatter(p), 2.0 * scatter(p)};
    int rate = band == 1 && p == 0
                   ? cc_fixture_knots(f, CC_STEPS, 2, (int[]){0, CC_MONTHS_PER_YEAR}, rates)
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

void cc_plain_plan(const cc_plain_kind *kind, cc_plan_fixture *f) {
  static const char *const names[CC_MAX_STATES] = {"a", "b", "c", "d", "e", "f", "g", "h",
                                                   "i", "j", "k", "l", "m", "n", "o", "p"};
  cc_fixture_init(f, kind->n_years);
  cc_fixture_bands(f, kind->n_bands, kind->first_ages);
  for (int p = 0; p < kind->n_states - 1; p++) {
    cc_fixture_placement(f, names[p]);
  }
  f->plan.n_states = kind->n_states;
  f->plan.state_placement[kind->n_states - 1] = 2;
  cc_fixture_demand(f);
  for (int b = 0; b < kind->n_bands; b++) {
    (kind->sparse ? add_few_moves : add_many_moves)(kind->n_states, f, b);
    add_exits(kind->n_states, f, b);
  }
  add_overflows(f);
  cc_fixture_finish(f);
  cc_parameters_expand(&f->plan, f->vector, f->workspace->switches, &f->workspace->set);
}

/* ---- who is there, and at which ages --------------------------------------------------------- */

/* Those k months younger than the oldest of a band of so many months: as many at every age, falling
 * and rising towards the oldest, most in the middle, and least there. None is below zero, and none
 * above 1. */
static void fill_curve(int shape, double months, double *terms) {
  const double most = (months + 1.0) * (months + 1.0) / 4.0, middle = (months - 1.0) / 2.0;
  const double shapes[CC_PLAIN_SHAPES][CC_CURVE_TERMS] = {
      {1.0, 0.0, 0.0},
      {0.0, 1.0 / months, 0.0},
      {1.0, -1.0 / months, 0.0},
      {months / most, (months - 1.0) / most, -1.0 / most},
      {(0.5 + middle * middle) / most, -2.0 * middle / most, 1.0 / most},
  };
  memcpy(terms, shapes[shape % CC_PLAIN_SHAPES], sizeof shapes[0]);
}

static double on_curve(const double *terms, int k) {
  return terms[0] + terms[1] * k + terms[2] * k * k;
}

static void open_stock(const cc_plain_kind *kind, const cc_plan *plan, int band, int state,
                       cc_cohorts *cohorts, cc_plain_cohorts *p) {
  int first = plan->band_first_age[band], end = plan->band_first_age[band + 1];
  bool empty = kind->sparse ? state > 1 : state == 5;
  double terms[CC_CURVE_TERMS], size = empty ? 0.0 : 10.0 * scatter(20 * band + state);
  fill_curve(kind->shape + band + state, end - first, terms);
  for (int i = 0; i < CC_CURVE_TERMS; i++) {
    cohorts->curve[band][i][state] = size * terms[i];
  }
  for (int a = first; a < end; a++) {
    p->stock[state][a] = size * on_curve(terms, end - 1 - a);
  }
}

/* A band's ages of entries without newborns, which are `whole` of it all together. */
static void spread_entries(const cc_plain_kind *kind, const cc_plan *plan, int month, int band,
                           double whole, cc_num *curve, cc_plain_cohorts *p) {
  int first = plan->band_first_age[band], end = plan->band_first_age[band + 1];
  double terms[CC_CURVE_TERMS], sum = 0.0;
  /* a band of one month has nobody in the second shape */
  fill_curve(end - first == 1 ? 0 : kind->shape + 2 * band + 1 + month, end - first, terms);
  for (int a = first; a < end; a++) {
    sum += on_curve(terms, end - 1 - a);
  }
  for (int i = 0; i < CC_CURVE_TERMS; i++) {
    curve[i] = whole / sum * terms[i];
  }
  for (int a = first; a < end; a++) {
    p->entry_ages[a] = whole / sum * on_curve(terms, end - 1 - a);
  }
}

void cc_plain_entry_ages(const cc_plain_kind *kind, int month, cc_plan_fixture *f,
                         cc_plain_cohorts *p) {
  const cc_plan *plan = &f->plan;
  cc_entry_ages *ages = &f->workspace->cohorts.entry_ages;
  int begin = plan->band_first_age[0];
  bool wider = begin == 0 && plan->band_first_age[1] > 12;
  double newborn = begin == 0 ? 0.05 * (month % 5) : 0.0;
  for (int b = 0; b < plan->n_bands; b++) {
    spread_entries(kind, plan, month, b, b == 0 && !wider ? 1.0 - newborn : 1.0, ages->curve[b], p);
  }
  ages->at_birth = newborn;
  ages->under_1 = 1.0;
  if (wider) {
    ages->under_1 = 1.0 - newborn;
    ages->at_birth = 0.0;
    for (int a = 0; a < 12; a++) {
      ages->at_birth += newborn * p->entry_ages[a];
      p->entry_ages[a] *= 1.0 - newborn;
    }
  }
  p->entry_ages[begin] += ages->at_birth;
}

void cc_plain_open(const cc_plain_kind *kind, cc_plan_fixture *f, cc_plain_cohorts *p) {
  const cc_plan *plan = &f->plan;
  cc_cohorts *cohorts = &f->workspace->cohorts;
  memset(p, 0, sizeof *p);
  memset(cohorts, 0xff, sizeof *cohorts); /* no number has all bits set */
  p->n_states = plan->n_states;
  for (int b = 0; b < plan->n_bands; b++) {
    for (int s = 0; s < plan->n_states; s++) {
      open_stock(kind, plan, b, s, cohorts, p);
    }
  }
  cc_cohorts_open(plan, cohorts);
}

double cc_plain_entries(const cc_plain_kind *kind, int month, int band, int state) {
  bool some = kind->sparse ? state == 0 || (state == 3 && month >= 5 && band == 1) : state % 2 == 0;
  return some ? 30.0 * scatter(band + state + month) : 0.0;
}

/* ---- steps ----------------------------------------------------------------------------------- */

/* Moves in all, and the diagonal. */
static void fill_generator(const cc_plan_fixture *f, int month, int band, cc_plain_square q) {
  memset(q, 0, sizeof(cc_plain_square));
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

/* exp(q h) and its integrals; rates are so low that 20 terms are enough. */
static void sum_terms(int n, cc_plain_solution *solution) {
  cc_plain_square power = {{0.0}}; /* (q h)^k / k! */
  double h = solution->years;
  memset(solution->s0, 0, sizeof power);
  memset(solution->s1, 0, sizeof power);
  memset(solution->s2, 0, sizeof power);
  for (int i = 0; i < n; i++) {
    power[i][i] = 1.0;
  }
  for (int k = 0; k < 20; k++) {
    cc_plain_square next = {{0.0}};
    for (int i = 0; i < n * n; i++) {
      int row = i / n, column = i % n;
      solution->s0[row][column] += power[row][column];
      solution->s1[row][column] += power[row][column] * h / (k + 1.0);
      solution->s2[row][column] += power[row][column] * h * h / ((k + 1.0) * (k + 2.0));
      for (int j = 0; j < n; j++) {
        next[row][column] += power[row][j] * solution->q[j][column] * h / (k + 1.0);
      }
    }
    memcpy(power, next, sizeof power);
  }
}

/* Not again where nothing is another. */
static const cc_plain_solution *solve_plainly(const cc_plan_fixture *f, int month, int band,
                                              double years, cc_plain_cohorts *p) {
  cc_plain_solution *solution = &p->solutions[band];
  cc_plain_square q;
  fill_generator(f, month, band, q);
  if (solution->years != years || memcmp(solution->q, q, sizeof q) != 0) {
    solution->years = years;
    memcpy(solution->q, q, sizeof q);
    sum_terms(p->n_states, solution);
  }
  return solution;
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
  const cc_plain_solution *solution = solve_plainly(f, month, band, years, p);
  const double *entries = f->workspace->cohorts.entries[band];
  int n = p->n_states;
  for (int a = f->plan.band_first_age[band]; a < f->plan.band_first_age[band + 1]; a++) {
    double stock[CC_MAX_STATES] = {0.0}, child_years[CC_MAX_STATES] = {0.0};
    for (int i = 0; i < n * n; i++) {
      int from = i / n, to = i % n;
      double present = p->stock[from][a], entering = entries[from] * p->entry_ages[a];
      stock[to] += present * solution->s0[from][to] + entering * solution->s1[from][to];
      child_years[to] += present * solution->s1[from][to] + entering * solution->s2[from][to];
    }
    for (int s = 0; s < n; s++) {
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
  for (int s = 0; s < p->n_states && ages; s++) {
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
