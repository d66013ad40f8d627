/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Simulated histories against a plain microsimulation that shares nothing with them but the model:
 * one child after the other, an exponential wait for each thing that may happen, random numbers of
 * GSL. Means agree within four standard errors and standard deviations within 3%, with limits and
 * without. And what ten children a year more add to a history is what ten independent children a
 * year come to. */
#include <gsl/gsl_rng.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/histories.h"
#include "support/near.h"

#ifdef CARECAST_SLOW_BUILD
enum { HISTORIES = 1500 };
#else
enum { HISTORIES = 30000 };
#endif
enum { FOSTER, HOME, PLACES, GONE = PLACES };
enum { YEARS = 2, MOST = 1000 };

/* What happens in each year, for a child and year; all change on 1 April of the second. */
static const double leave[PLACES][YEARS] = {{0.30, 0.45}, {0.20, 0.15}};
static const double move[PLACES][YEARS] = {{0.25, 0.20}, {0.50, 0.60}};
static const double enter[PLACES][YEARS] = {{24, 36}, {6, 9}};
static const int opening[PLACES] = {40, 20};
static const int foster_places = 42, cap_on_children = 70;

/* ---- the plain one --------------------------------------------------------------------------- */

enum { IN_FOSTER, IN_HOME, TOTAL, ENTRIES, EXITS, DISPLACED, DIVERTED, FIGURES };
static const char *const measures[FIGURES] = {[IN_FOSTER] = "children_in_care.foster",
                                              [IN_HOME] = "children_in_care.home",
                                              [TOTAL] = "children_in_care.total",
                                              [ENTRIES] = "entries.total",
                                              [EXITS] = "exits.total",
                                              [DISPLACED] = "displaced.total",
                                              [DIVERTED] = "diverted.total"};

typedef struct {
  gsl_rng *random;
  bool limits;
  int year, count;
  int place[MOST]; /* [count] */
  double figures[FIGURES][YEARS];
} plain;

static double wait(const plain *p, double rate_per_month) {
  return -log(1 - gsl_rng_uniform(p->random)) / rate_per_month;
}

/* Where a child is after so many months of a year. */
static int live(const plain *p, int place, double months) {
  while (place != GONE) {
    double out = leave[place][p->year] / 12, on = move[place][p->year] / 12;
    months -= wait(p, out + on);
    if (months <= 0) {
      return place;
    }
    place = gsl_rng_uniform(p->random) * (out + on) < out ? GONE : 1 - place;
  }
  return place;
}

static void put(plain *p, int place) {
  assert_true(p->count < MOST);
  p->place[p->count++] = place;
}

static void live_all(plain *p) {
  int there = p->count;
  p->count = 0;
  for (int i = 0; i < there; i++) {
    int place = live(p, p->place[i], 1);
    if (place == GONE) {
      p->figures[EXITS][p->year]++;
    } else {
      put(p, place);
    }
  }
}

/* The month's entries: where each would be at its end. */
static int arrivals(const plain *p, int ends[MOST]) {
  int n = 0;
  for (int place = 0; place < PLACES; place++) {
    double rate = enter[place][p->year] / 12;
    for (double at = wait(p, rate); at < 1; at += wait(p, rate)) {
      assert_true(n < MOST);
      ends[n++] = live(p, place, 1 - at);
    }
  }
  for (int i = n - 1; i > 0; i--) {
    int other = (int)gsl_rng_uniform_int(p->random, (unsigned long)i + 1), kept = ends[i];
    ends[i] = ends[other];
    ends[other] = kept;
  }
  return n;
}

/* In a random order they are let in until the room that the cap leaves is taken by those who stay;
 * whoever is turned away was never there. */
static void admit(plain *p) {
  int ends[MOST], n = arrivals(p, ends), let_in = n;
  int room = p->limits ? cap_on_children - p->count : MOST;
  for (int i = 0; p->limits && n > room && i <= n; i++) {
    if (i == n || room <= 0) {
      let_in = i;
      break;
    }
    room -= ends[i] != GONE;
  }
  for (int i = 0; i < let_in; i++) {
    p->figures[ENTRIES][p->year]++;
    if (ends[i] == GONE) {
      p->figures[EXITS][p->year]++;
    } else {
      put(p, ends[i]);
    }
  }
  p->figures[DIVERTED][p->year] += n - let_in;
}

static int count_in(const plain *p, int place) {
  int n = 0;
  for (int i = 0; i < p->count; i++) {
    n += p->place[i] == place;
  }
  return n;
}

static void move_on(plain *p) {
  int above = p->limits ? count_in(p, FOSTER) - foster_places : 0;
  while (above > 0) {
    int i = (int)gsl_rng_uniform_int(p->random, (unsigned long)p->count);
    if (p->place[i] == FOSTER) {
      p->place[i] = HOME;
      p->figures[DISPLACED][p->year]++;
      above--;
    }
  }
}

static void run_plain(plain *p) {
  p->count = 0;
  for (int f = 0; f < FIGURES; f++) {
    p->figures[f][0] = p->figures[f][1] = 0;
  }
  for (int place = 0; place < PLACES; place++) {
    for (int i = 0; i < opening[place]; i++) {
      put(p, place);
    }
  }
  for (int month = 0; month < 12 * YEARS; month++) {
    p->year = month / 12;
    live_all(p);
    admit(p);
    move_on(p);
    p->figures[IN_FOSTER][p->year] = count_in(p, FOSTER);
    p->figures[IN_HOME][p->year] = count_in(p, HOME);
    p->figures[TOTAL][p->year] = p->count;
  }
}

/* ---- the engine's ---------------------------------------------------------------------------- */

static int by_year(cc_plan_fixture *f, const double values[YEARS]) {
  return cc_fixture_knots(f, CC_STEPS, YEARS, (int[]){0, 12}, values);
}

/* Everybody is under 12 at the start, and nobody turns 18. */
static void build(cc_plan_fixture *f) {
  static const char *const names[PLACES] = {"foster", "home"};
  cc_fixture_init(f, YEARS);
  cc_fixture_bands(f, 2, (int[]){0, 144});
  cc_fixture_demand(f);
  f->plan.demand.opening_by_band[0] = cc_fixture_constant(f, opening[FOSTER] + opening[HOME]);
  for (int p = 0; p < PLACES; p++) {
    cc_fixture_placement(f, names[p]);
    f->plan.demand.opening_by_placement[p] = cc_fixture_constant(f, opening[p]);
    cc_fixture_stream(f, 0, p, by_year(f, enter[p]));
    f->plan.demand.streams[p].name = names[p];
  }
  for (int b = 0; b < 2; b++) {
    for (int p = 0; p < PLACES; p++) {
      cc_fixture_exit(f, b, p, CC_RETURN_HOME, by_year(f, leave[p]));
      cc_fixture_move(f, b, p, 1 - p, by_year(f, move[p]));
    }
  }
}

static void limit(cc_plan_fixture *f) {
  static cc_cap cap = {"cap", "Cap", 0, 0, 12 * YEARS, true, CC_ABSENT};
  cap.children = cc_fixture_constant(f, cap_on_children);
  f->plan.caps = &cap;
  f->plan.n_caps = 1;
  f->plan.placements[FOSTER].places = cc_fixture_constant(f, foster_places);
  f->plan.placements[FOSTER].overflow_to = HOME;
}

/* ---- comparison ------------------------------------------------------------------------------ */

typedef struct {
  double mean[FIGURES][YEARS], squares[FIGURES][YEARS];
} sample;

static void run_plain_sample(bool limits, sample *s) {
  static plain p;
  p.random = gsl_rng_alloc(gsl_rng_mt19937);
  p.limits = limits;
  *s = (sample){.mean = {{0}}};
  for (int i = 0; i < HISTORIES; i++) {
    run_plain(&p);
    for (int f = 0; f < FIGURES * YEARS; f++) {
      double value = p.figures[f / YEARS][f % YEARS], *mean = &s->mean[f / YEARS][f % YEARS];
      double distance = value - *mean;
      *mean += distance / (i + 1);
      s->squares[f / YEARS][f % YEARS] += distance * (value - *mean);
    }
  }
  gsl_rng_free(p.random);
}

static void compare(bool limits, uint64_t seed) {
  static cc_plan_fixture f;
  static sample plainly;
  cc_histories histories;
  build(&f);
  if (limits) {
    limit(&f);
  }
  cc_fixture_finish(&f);
  cc_histories_run(&f, seed, HISTORIES, &histories);
  run_plain_sample(limits, &plainly);
  for (int i = 0; i < FIGURES * YEARS; i++) {
    const char *measure = measures[i / YEARS];
    int y = i % YEARS;
    if (cc_row_find(&f.plan.rows.annual, measure, NULL) < 0) {
      assert_false(limits); /* nobody is turned aside where nothing is limited */
      continue;
    }
    double plain_variance = plainly.squares[i / YEARS][y] / (HISTORIES - 1);
    double variance = cc_histories_variance(&histories, measure, y);
    cc_assert_near(cc_histories_mean(&histories, measure, y), plainly.mean[i / YEARS][y],
                   4 * sqrt((variance + plain_variance) / HISTORIES));
    /* four standard errors of the ratio of two deviations of some excess kurtosis */
    double most = fmax(0.03, 4 * sqrt(1.5 / HISTORIES));
    cc_assert_near(sqrt(variance), sqrt(plain_variance), most * sqrt(plain_variance));
  }
  cc_histories_free(&histories);
  cc_fixture_free(&f);
}

static void test_without_limits(void **state) {
  (void)state;
  compare(false, 41);
}

static void test_with_limits(void **state) {
  (void)state;
  compare(true, 42);
}

/* ---- paired differences ---------------------------------------------------------------------- */

enum { PAIRS = 2000, MORE = 10, FIVE_YEARS = 5 };
static const double rate = 0.36, rate_of_full = 0.2;

/* Ten a year more: into the same placement, or into another. */
static double children_of(cc_plan_fixture *f, cc_microsimulation *micro, int draw) {
  cc_microsimulation_choose(micro, 51, (uint32_t)draw);
  cc_workspace_simulate(f->workspace, micro);
  cc_fixture_project(f, 1);
  cc_workspace_simulate(f->workspace, NULL);
  return cc_fixture_annual(f, "children_in_care.total", FIVE_YEARS - 1);
}

/* Where they go, and whether the first placement, of 300 children, has 200 places and who is above
 * them moves to the other. */
typedef struct {
  bool elsewhere, full;
} kind_of_more;

static void build_for_pairs(cc_plan_fixture *f, kind_of_more kind, double more) {
  cc_fixture_flat_plan(f, FIVE_YEARS, 300, 100, kind.full ? rate_of_full : rate);
  int place = 0;
  if (kind.elsewhere) {
    place = cc_fixture_placement(f, "away");
    for (int b = 0; b < 2; b++) {
      cc_fixture_exit(f, b, place, CC_RETURN_HOME, cc_fixture_constant(f, rate));
    }
  }
  if (kind.full) {
    f->plan.placements[0].places = cc_fixture_constant(f, 200);
    f->plan.placements[0].overflow_to = place;
  }
  if (more > 0) {
    cc_fixture_stream(f, 0, place, cc_fixture_constant(f, more));
    f->plan.demand.streams[1].name = "more";
  }
  cc_fixture_finish(f);
}

/* After five years a Poisson number of them is there, of mean and variance
 * 10 / 0.36 x (1 - exp(-1.8)) = 23.186, in every pair of histories by itself, for nobody else's
 * life changes. A variance v of n Poisson numbers has the error sqrt((v + 2 v^2) / n). */
static void compare_pairs(kind_of_more kind) {
  static cc_plan_fixture less, more;
  cc_microsimulation *of_less = NULL, *of_more = NULL;
  double mean = 0, squares = 0, there = MORE / rate * (1 - exp(-rate * FIVE_YEARS));
  build_for_pairs(&less, (kind_of_more){kind.full, kind.full}, 0);
  build_for_pairs(&more, kind, MORE);
  assert_int_equal(cc_microsimulation_create(&less.plan, &of_less), CC_OK);
  assert_int_equal(cc_microsimulation_create(&more.plan, &of_more), CC_OK);
  for (int i = 0; i < PAIRS; i++) {
    double difference = children_of(&more, of_more, i) - children_of(&less, of_less, i);
    double distance = difference - mean;
    mean += distance / (i + 1);
    squares += distance * (difference - mean);
    assert_true(difference >= 0);
  }
  cc_assert_near(there, 23.186, 0.0005);
  cc_assert_near(mean, there, 4 * sqrt(there / PAIRS));
  cc_assert_near(squares / (PAIRS - 1), there, 4 * sqrt((there + 2 * there * there) / PAIRS));
  cc_microsimulation_free(of_less);
  cc_microsimulation_free(of_more);
  cc_fixture_free(&less);
  cc_fixture_free(&more);
}

static void test_ten_more_in_the_same_placement(void **state) {
  (void)state;
  compare_pairs((kind_of_more){false, false});
}

static void test_ten_more_in_another(void **state) {
  (void)state;
  compare_pairs((kind_of_more){true, false});
}

/* Of a placement that is full somebody moves on every month: the same children, with the ten or
 * without. They leave care at another rate there, so that it matters who it is. */
static void test_ten_more_beside_full_places(void **state) {
  (void)state;
  compare_pairs((kind_of_more){true, true});
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_without_limits),
      cmocka_unit_test(test_with_limits),
      cmocka_unit_test(test_ten_more_in_the_same_placement),
      cmocka_unit_test(test_ten_more_in_another),
      cmocka_unit_test(test_ten_more_beside_full_places),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
