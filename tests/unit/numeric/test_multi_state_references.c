/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two published multi-state models through the exponentials and integrals of generator.c.
 *
 * HIV: J. Chancellor, A. Hill, C. Sabin, K. Simpson, M. Youle, PharmacoEconomics 12 (1997) 54-66,
 * as taught by A. Briggs, K. Claxton, M. Sculpher, Decision Modelling for Health Economic
 * Evaluation (Oxford 2006), table 2.2 and exercise 2.5. The results of the book's spreadsheet are
 * printed with ten digits in tests/testthat/test_dmhee.R of the R package heemod.
 *
 * Sick-Sicker: F. Alarid-Escudero, E. Krijkamp and others, An Introductory Tutorial on Cohort
 * State-Transition Models in R, Medical Decision Making 43 (2023) 3-20, arXiv 2001.07824.
 *
 * Both are published as the probabilities P of a year. The generator of a year is Q = log P, here
 * from its power series, and the core has to make P of it again, month by month. Neither P belongs
 * to a process with rates: log P has one element below 0 off the diagonal (from B to death, from
 * healthy to sicker), for the authors rule out what takes two steps in a year. Exponentials do not
 * mind. Sick-Sicker is given by rates in the first place; with these as Q the core is what the
 * published scheme tends to when its cycles become short, and that is tested beside it. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "numeric/generator.h"
#include "support/near.h"

enum { STATES = 4, CELLS = STATES * STATES };

/* ---- matrices -------------------------------------------------------------------------------- */

static void multiply(const double *a, const double *b, double *c) {
  for (int i = 0; i < STATES; i++) {
    for (int j = 0; j < STATES; j++) {
      c[i * STATES + j] = 0;
      for (int k = 0; k < STATES; k++) {
        c[i * STATES + j] += a[i * STATES + k] * b[k * STATES + j];
      }
    }
  }
}

/* state = state x matrix */
static void advance(const double *matrix, double *state) {
  double next[STATES] = {0};
  for (int i = 0; i < STATES; i++) {
    for (int j = 0; j < STATES; j++) {
      next[j] += state[i] * matrix[i * STATES + j];
    }
  }
  memcpy(state, next, sizeof next);
}

static double dot(const double *a, const double *b) {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2] + a[3] * b[3];
}

/* log P = -(X + X^2/2 + X^3/3 + ...), X = I - P; the eigenvalues of X lie within 0..0.7 here. */
static void logarithm(const double *p, double *q) {
  double x[CELLS], power[CELLS], next[CELLS];
  for (int i = 0; i < CELLS; i++) {
    power[i] = x[i] = (i % (STATES + 1) == 0 ? 1 : 0) - p[i];
    q[i] = 0;
  }
  for (int k = 1; k <= 200; k++) {
    for (int i = 0; i < CELLS; i++) {
      q[i] -= power[i] / k;
    }
    multiply(power, x, next);
    memcpy(power, next, sizeof next);
  }
}

/* exp(q h) and its integral, by the core. */
static void integrate(const double *q, double h, double *s0, double *s1) {
  double s2[CELLS], scratch[CC_GENERATOR_SCRATCH(STATES)];
  cc_generator_integrals(STATES, q, cc_generator_norm(STATES, q), h, s0, s1, s2, scratch);
}

static void assert_matrices_near(const double *a, const double *b, double tolerance) {
  for (int i = 0; i < CELLS; i++) {
    cc_assert_near(a[i], b[i], tolerance);
  }
}

/* ---- HIV ------------------------------------------------------------------------------------- */

/* State A (200 to 500 CD4 cells), B (below 200), C (AIDS), death: patients by the state they were
 * in (rows) and where they were a year later. */
static const double counts[STATES][STATES] = {
    {1251, 350, 116, 17}, {0, 731, 512, 15}, {0, 0, 1312, 437}, {0, 0, 0, 1}};
static const double relative_risk = 0.509; /* of every move, with lamivudine */

static void monotherapy(double *p) {
  for (int i = 0; i < STATES; i++) {
    double seen = 0;
    for (int j = 0; j < STATES; j++) {
      seen += counts[i][j];
    }
    for (int j = 0; j < STATES; j++) {
      p[i * STATES + j] = counts[i][j] / seen;
    }
  }
}

static void combination(double *p) {
  monotherapy(p);
  for (int i = 0; i < STATES; i++) {
    double moved = 0;
    for (int j = i + 1; j < STATES; j++) {
      p[i * STATES + j] *= relative_risk;
      moved += p[i * STATES + j];
    }
    p[i * STATES + i] = 1 - moved;
  }
}

/* Book, table 2.2, to the three digits that it prints. */
static void test_hiv_probabilities(void **state) {
  (void)state;
  static const double printed[2][CELLS] = {
      {0.721, 0.202, 0.067, 0.010, 0, 0.581, 0.407, 0.012, 0, 0, 0.750, 0.250, 0, 0, 0, 1},
      {0.858, 0.103, 0.034, 0.005, 0, 0.787, 0.207, 0.006, 0, 0, 0.873, 0.127, 0, 0, 0, 1}};
  double p[CELLS], q[CELLS], year[CELLS], time[CELLS];
  for (int therapy = 0; therapy < 2; therapy++) {
    (therapy == 0 ? monotherapy : combination)(p);
    logarithm(p, q);
    integrate(q, 1, year, time);
    assert_matrices_near(year, p, 1e-14);
    assert_matrices_near(year, printed[therapy], 0.0005 + 1e-9);
  }
}

typedef struct {
  double life_years, cost;
} outcome;

/* Everybody starts in A. What is there at the end of each of 20 years counts, costs at 6% a year;
 * lamivudine is taken, works and is paid for in the first `treated` years. */
static outcome treat(int treated) {
  static const double costs[STATES] = {2756 + 2278, 3052 + 2278, 9007 + 2278, 0};
  static const double alive[STATES] = {1, 1, 1, 0};
  const double lamivudine = 2086.5;
  double p[CELLS], q[CELLS], month[2][CELLS], time[CELLS], state[STATES] = {1, 0, 0, 0};
  outcome sum = {0, 0};
  monotherapy(p);
  logarithm(p, q);
  integrate(q, 1.0 / 12, month[0], time);
  combination(p);
  logarithm(p, q);
  integrate(q, 1.0 / 12, month[1], time);
  for (int year = 1; year <= 20; year++) {
    int with = year <= treated;
    for (int m = 0; m < 12; m++) {
      advance(month[with], state);
    }
    sum.life_years += dot(state, alive);
    sum.cost += (dot(state, costs) + (with ? lamivudine * dot(state, alive) : 0)) / pow(1.06, year);
  }
  return sum;
}

/* Half a unit of the last printed digit. The book's text rounds to 44,663, 50,602, 8.937 and 6,276
 * pounds a life year (and prints 7.996 from rounded states where its spreadsheet has 7.991). */
static void test_hiv_results(void **state) {
  (void)state;
  outcome alone = treat(0), both = treat(2);
  cc_assert_near(alone.life_years, 7.9912066, 5e-8);
  cc_assert_near(alone.cost, 44663.4535637, 5e-8);
  cc_assert_near(both.life_years, 8.9373889, 5e-8);
  cc_assert_near(both.cost, 50601.6513312, 5e-8);
  cc_assert_near((both.cost - alone.cost) / (both.life_years - alone.life_years), 6275.95560, 5e-6);
}

/* ---- Sick-Sicker ----------------------------------------------------------------------------- */

/* Healthy, sick, sicker, dead; rates a year. Treatment B slows the way from sick to sicker. */
static const double falls_sick = 0.15, recovers = 0.5, worsens = 0.105, treatment_b = 0.6;
static const double dies[3] = {0.002, 3 * 0.002, 10 * 0.002};
enum { LIFETIME = 75 };

/* The tutorial's probabilities of a cycle of `years`: who survives the cycle may move once. */
static void cycle(double years, double progression, double *p) {
  double sick = -expm1(-falls_sick * years), well = -expm1(-recovers * years);
  double worse = -expm1(-progression * years), live[3];
  for (int i = 0; i < 3; i++) {
    live[i] = exp(-dies[i] * years);
  }
  const double matrix[STATES][STATES] = {
      {live[0] * (1 - sick), live[0] * sick, 0, 1 - live[0]},
      {live[1] * well, live[1] * (1 - well - worse), live[1] * worse, 1 - live[1]},
      {0, 0, live[2], 1 - live[2]},
      {0, 0, 0, 1}};
  memcpy(p, matrix, sizeof matrix);
}

/* The tutorial's cohort trace: who is where after 0 to 5 years. */
static void test_sick_sicker_trace(void **state) {
  (void)state;
  static const double printed[6][STATES] = {
      {1.000, 0.000, 0.000, 0.000}, {0.859, 0.139, 0.000, 0.002}, {0.792, 0.189, 0.014, 0.005},
      {0.755, 0.206, 0.032, 0.008}, {0.729, 0.208, 0.052, 0.011}, {0.707, 0.206, 0.072, 0.015}};
  double p[CELLS], q[CELLS], years[CELLS], time[CELLS];
  cycle(1, worsens, p);
  logarithm(p, q);
  for (int t = 0; t <= 5; t++) {
    integrate(q, t, years, time); /* row 0: of everybody who starts healthy */
    for (int i = 0; i < STATES; i++) {
      cc_assert_near(years[i], printed[t][i], 0.0005 + 1e-9);
    }
  }
}

typedef struct {
  double progression;
  double utility[STATES], cost[STATES];
} strategy;

static const strategy standard = {worsens, {1, 0.75, 0.5, 0}, {2000, 4000, 15000, 0}};
static const strategy with_a = {worsens, {1, 0.95, 0.5, 0}, {2000, 16000, 27000, 0}};
static const strategy with_b = {worsens * treatment_b, {1, 0.75, 0.5, 0}, {2000, 17000, 28000, 0}};
static const strategy with_both = {
    worsens * treatment_b, {1, 0.95, 0.5, 0}, {2000, 29000, 40000, 0}};

typedef struct {
  double qalys, cost;
} worth;

/* Yearly states by the core, in months, weighted as published: 3% a year, and 1/3, 2/3, 4/3, 2/3,
 * ... 1/3 within cycles. */
static worth value(const strategy *s) {
  double p[CELLS], q[CELLS], month[CELLS], time[CELLS], state[STATES] = {1, 0, 0, 0};
  worth sum = {0, 0};
  cycle(1, s->progression, p);
  logarithm(p, q);
  integrate(q, 1.0 / 12, month, time);
  for (int year = 0; year <= LIFETIME; year++) {
    double weight = year == 0 || year == LIFETIME ? 1.0 / 3 : year % 2 == 1 ? 2.0 / 3 : 4.0 / 3;
    weight /= pow(1.03, year);
    sum.qalys += weight * dot(state, s->utility);
    sum.cost += weight * dot(state, s->cost);
    for (int m = 0; m < 12; m++) {
      advance(month, state);
    }
  }
  return sum;
}

/* The tutorial's tables of expected outcomes and of cost-effectiveness, to their last digits. */
static void test_sick_sicker_results(void **state) {
  (void)state;
  worth none = value(&standard), a = value(&with_a), b = value(&with_b), both = value(&with_both);
  cc_assert_near(none.cost, 151580, 0.5);
  cc_assert_near(a.cost, 284805, 0.5);
  cc_assert_near(b.cost, 259100, 0.5);
  cc_assert_near(both.cost, 378875, 0.5);
  cc_assert_near(none.qalys, 20.711, 0.0005);
  cc_assert_near(a.qalys, 21.499, 0.0005);
  cc_assert_near(b.qalys, 22.184, 0.0005);
  cc_assert_near(both.qalys, 23.137, 0.0005);
  cc_assert_near(b.cost - none.cost, 107521, 0.5);
  cc_assert_near(b.qalys - none.qalys, 1.473, 0.0005);
  cc_assert_near(both.cost - b.cost, 119775, 0.5);
  cc_assert_near(both.qalys - b.qalys, 0.952, 0.0005);
  cc_assert_near((b.cost - none.cost) / (b.qalys - none.qalys), 72988, 0.5);
  cc_assert_near((both.cost - b.cost) / (both.qalys - b.qalys), 125764, 0.5);
}

/* ---- Sick-Sicker by its rates ---------------------------------------------------------------- */

static void rates(double progression, double *q) {
  const double matrix[STATES][STATES] = {{0, falls_sick, 0, dies[0]},
                                         {recovers, 0, progression, dies[1]},
                                         {0, 0, 0, dies[2]},
                                         {0, 0, 0, 0}};
  memcpy(q, matrix, sizeof matrix);
  for (int i = 0; i < STATES; i++) {
    q[i * (STATES + 1)] =
        -(q[i * STATES] + q[i * STATES + 1] + q[i * STATES + 2] + q[i * STATES + 3]);
  }
}

/* What a lifetime is worth in the published scheme with `a_year` cycles a year: discounting by
 * 1 + 0.03 / a_year a cycle, halves for the first and the last. */
static worth published(const strategy *s, int a_year) {
  double p[CELLS], state[STATES] = {1, 0, 0, 0}, discount = 1;
  int last = LIFETIME * a_year;
  worth sum = {0, 0};
  cycle(1.0 / a_year, s->progression, p);
  for (int t = 0; t <= last; t++) {
    double weight = discount * (t == 0 || t == last ? 0.5 : 1.0) / a_year;
    sum.qalys += weight * dot(state, s->utility);
    sum.cost += weight * dot(state, s->cost);
    discount /= 1 + 0.03 / a_year;
    advance(p, state);
  }
  return sum;
}

/* From three values whose errors go as 1, 1/2, 1/4 (and their squares), the limit. */
static double limit(double coarse, double middle, double fine) {
  double first = 2 * middle - coarse, second = 2 * fine - middle;
  return second + (second - first) / 3;
}

/* With cycles of 1/a_year years the scheme is wrong by about 1/a_year; taken to the limit, from
 * 128, 256 and 512 cycles a year, by about the cube of that. Discounting at 0.03 is one more way
 * out of every state, and what a lifetime is worth the integral S1 of 75 years. */
static void test_sick_sicker_in_continuous_time(void **state) {
  (void)state;
  const strategy *strategies[4] = {&standard, &with_a, &with_b, &with_both};
  for (int k = 0; k < 4; k++) {
    const strategy *s = strategies[k];
    double q[CELLS], end[CELLS], time[CELLS];
    rates(s->progression, q);
    for (int i = 0; i < STATES; i++) {
      q[i * (STATES + 1)] -= 0.03;
    }
    integrate(q, LIFETIME, end, time);
    worth coarse = published(s, 128), middle = published(s, 256), fine = published(s, 512);
    double qalys = dot(time, s->utility), cost = dot(time, s->cost);
    assert_true(fabs(fine.cost - cost) > 1e-5 * cost);
    cc_assert_near(limit(coarse.qalys, middle.qalys, fine.qalys), qalys, 1e-7 * qalys);
    cc_assert_near(limit(coarse.cost, middle.cost, fine.cost), cost, 1e-7 * cost);
  }
}

/* The same for a year's probabilities, element by element. */
static void test_sick_sicker_year(void **state) {
  (void)state;
  double q[CELLS], exact[CELLS], time[CELLS], year[3][CELLS], product[CELLS];
  rates(worsens, q);
  integrate(q, 1, exact, time);
  for (int k = 0; k < 3; k++) {
    cycle(1.0 / (128 << k), worsens, year[k]);
    for (int doubling = 0; doubling < 7 + k; doubling++) {
      multiply(year[k], year[k], product);
      memcpy(year[k], product, sizeof product);
    }
  }
  for (int i = 0; i < CELLS; i++) {
    cc_assert_near(limit(year[0][i], year[1][i], year[2][i]), exact[i], 1e-8);
  }
  /* A cycle of a year has nobody sicker who was healthy; in continuous time 0.6% are. */
  assert_true(exact[2] > 0.006);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_hiv_probabilities),
      cmocka_unit_test(test_hiv_results),
      cmocka_unit_test(test_sick_sicker_trace),
      cmocka_unit_test(test_sick_sicker_results),
      cmocka_unit_test(test_sick_sicker_in_continuous_time),
      cmocka_unit_test(test_sick_sicker_year),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
