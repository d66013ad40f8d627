/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rates to a step's matrices, against closed forms (1e-12). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "model/workspace.h"
#include "support/near.h"
#include "support/plan_fixture.h"

/* Nobody comes to the placement in the middle. The home has two states, as far apart. */
enum { HOME, KIN, FOSTER, SECOND_AT_HOME, STATES };
enum { ALL = (1 << STATES) - 1, PAIR = 1 << HOME | 1 << FOSTER };

/* Children move from home to foster at 0.4 a year, of two terms; they leave home at 0.3 (home) and
 * foster at 0.5 (independence), kin at 0.9. The second state at home has a way out that is no move
 * between placements. */
static void start(cc_plan_fixture *f, int n_bands, const int *first_ages) {
  cc_fixture_init(f, 1);
  cc_fixture_bands(f, n_bands, first_ages);
  cc_fixture_placement(f, "home");
  cc_fixture_placement(f, "kin");
  cc_fixture_placement(f, "foster");
  f->plan.n_states = STATES;
  f->plan.state_placement[SECOND_AT_HOME] = HOME;
  cc_fixture_demand(f);
  for (int b = 0; b < n_bands; b++) {
    cc_fixture_move(f, b, HOME, FOSTER, cc_fixture_constant(f, 0.25));
    cc_fixture_exit(f, b, HOME, CC_RETURN_HOME, cc_fixture_constant(f, 0.3));
    cc_fixture_exit(f, b, FOSTER, CC_INDEPENDENCE, cc_fixture_constant(f, 0.5));
    cc_fixture_move(f, b, HOME, FOSTER, cc_fixture_constant(f, 0.15));
    cc_fixture_exit(f, b, KIN, CC_ADOPTION, cc_fixture_constant(f, 0.9));
    cc_fixture_move(f, b, SECOND_AT_HOME, HOME, cc_fixture_constant(f, 0.8));
    cc_fixture_move(f, b, SECOND_AT_HOME, KIN, cc_fixture_constant(f, 0.6));
  }
  cc_fixture_finish(f);
  cc_workspace *w = f->workspace;
  cc_parameters_expand(&f->plan, f->vector, w->switches, &w->set);
}

static void start_all_ages(cc_plan_fixture *f) {
  start(f, 1, (int[]){0});
}

/* A year's step; nothing of what stood in the memory before may be left. */
static const cc_band_step *solve(cc_plan_fixture *f, int band, cc_states live) {
  cc_workspace *w = f->workspace;
  cc_band_step *step = &w->steps[band];
  memset(step, 0x7f, sizeof *step);
  memset(&w->step_work, 0xff, sizeof w->step_work);
  cc_band_step_solve(&f->plan, &w->set, 0, band, 1.0, live, &w->step_work, step);
  return step;
}

/* ---- states ---------------------------------------------------------------------------------- */

static void only_live_states_have_a_place(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start_all_ages(&f);
  const cc_band_step *step = solve(&f, 0, PAIR);
  assert_int_equal(step->live, PAIR);
  assert_int_equal(step->n, 2);
  assert_int_equal(step->state[0], HOME);
  assert_int_equal(step->state[1], FOSTER);
  assert_int_equal(step->place[HOME], 0);
  assert_int_equal(step->place[FOSTER], 1);
  assert_int_equal(step->place[KIN], CC_ABSENT);
  assert_int_equal(step->place[SECOND_AT_HOME], CC_ABSENT);
  step = solve(&f, 0, ALL);
  assert_int_equal(step->n, STATES);
  for (int i = 0; i < STATES; i++) {
    assert_int_equal(step->state[i], i);
    assert_int_equal(step->place[i], i);
  }
  assert_int_equal(solve(&f, 0, 0)->n, 0);
  cc_fixture_free(&f);
}

/* States that can be reached, by trying all ways (Warshall). A state is its placement's only one.
 */
static void find_ways(const cc_plan_fixture *f, int month, int band, int n,
                      bool way[CC_MAX_STATES][16]) {
  for (int s = 0; s < n; s++) {
    way[s][s] = true;
    if (f->plan.placements[s].overflow_to != CC_ABSENT) {
      way[s][f->plan.placements[s].overflow_to] = true;
    }
  }
  for (int i = 0; i < f->plan.demand.n_terms; i++) {
    bool moves = f->terms[i].rate != f->plan.n_parameters - 1 || month >= 6; /* the last is late */
    if (f->terms[i].band == band && f->terms[i].to != CC_ABSENT && moves) {
      way[f->terms[i].from][f->terms[i].to] = true;
    }
  }
  for (int k = 0; k < n; k++) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        way[i][j] |= way[i][k] && way[k][j];
      }
    }
  }
}

/* A chain against the order of its terms, 5 > 3 > 1 > 0, and a ring of 2 and 4; in the older band
 * one move, from 0 to 7. In both children without a place in 4 go to 6, and from there to 5. The
 * move from 3 to 1 is one that nobody makes before month 6. */
static void start_chains(cc_plan_fixture *f, int n) {
  static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h"};
  static const int moves[][2] = {{1, 0}, {2, 4}, {5, 3}, {4, 2}};
  cc_fixture_init(f, 1);
  cc_fixture_bands(f, 2, (int[]){0, 100});
  for (int s = 0; s < n; s++) {
    cc_fixture_placement(f, names[s]);
  }
  cc_fixture_demand(f);
  int rate = cc_fixture_constant(f, 0.5);
  cc_fixture_exit(f, 0, 6, CC_ADOPTION, rate);
  for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
    cc_fixture_move(f, 0, moves[i][0], moves[i][1], rate);
  }
  cc_fixture_move(f, 1, 0, 7, rate);
  for (int s = 4; s <= 6; s += 2) {
    f->plan.placements[s].places = rate;
    f->plan.placements[s].overflow_to = s == 4 ? 6 : 5;
  }
  cc_fixture_move(f, 0, 3, 1,
                  cc_fixture_knots(f, CC_STEPS, 2, (int[]){0, 6}, (double[]){0.0, 0.5}));
  cc_fixture_finish(f);
  cc_parameters_expand(&f->plan, f->vector, f->workspace->switches, &f->workspace->set);
}

static void states_reached_are_closed_under_moves(void **state) {
  (void)state;
  static cc_plan_fixture f;
  enum { N = 8 };
  start_chains(&f, N);
  const cc_plan *plan = &f.plan;
  const cc_series_set *set = &f.workspace->set;
  assert_int_equal(cc_states_reached(plan, set, 6, 0, 1u << 5), 1u << 5 | 1u << 3 | 1u << 1 | 1u);
  assert_int_equal(cc_states_reached(plan, set, 5, 0, 1u << 5), 1u << 5 | 1u << 3);
  assert_int_equal(cc_states_reached(plan, set, 6, 1, 1u << 4), 1u << 4 | 1u << 5 | 1u << 6);
  for (int i = 0; i < 4; i++) {
    int band = i % 2, month = i < 2 ? 5 : 6;
    bool way[CC_MAX_STATES][16] = {{false}};
    find_ways(&f, month, band, N, way);
    for (cc_states states = 0; states < 1u << N; states++) {
      cc_states expected = 0;
      for (int k = 0; k < N * N; k++) {
        expected |= (unsigned)(cc_has_state(states, k / N) && way[k / N][k % N]) << k % N;
      }
      assert_int_equal(cc_states_reached(plan, set, month, band, states), expected);
    }
  }
  cc_fixture_free(&f);
}

/* ---- matrices -------------------------------------------------------------------------------- */

/* From live state i to j. */
static double at(const cc_band_step *step, const double *matrix, int i, int j) {
  return matrix[i * step->width + j];
}

/* Out of home at 0.7 in all, of foster at 0.5; home is at `i`, foster at `j`. */
static void assert_home_and_foster(const cc_band_step *step, int i, int j) {
  double a = exp(-0.7), b = exp(-0.5), years_a = (1.0 - a) / 0.7, years_b = (1.0 - b) / 0.5;
  double part = 0.4 / (0.7 - 0.5);
  cc_assert_near(at(step, step->s0, i, i), a, 1e-12);
  cc_assert_near(at(step, step->s0, i, j), part * (b - a), 1e-12);
  cc_assert_near(at(step, step->s0, j, i), 0.0, 0.0);
  cc_assert_near(at(step, step->s0, j, j), b, 1e-12);
  cc_assert_near(at(step, step->s1, i, i), years_a, 1e-12);
  cc_assert_near(at(step, step->s1, i, j), part * (years_b - years_a), 1e-12);
  cc_assert_near(at(step, step->s1, j, j), years_b, 1e-12);
  cc_assert_near(at(step, step->s2, i, i), (1.0 - years_a) / 0.7, 1e-12);
  cc_assert_near(at(step, step->s2, i, j), part * ((1.0 - years_b) / 0.5 - (1.0 - years_a) / 0.7),
                 1e-12);
  cc_assert_near(at(step, step->s2, j, j), (1.0 - years_b) / 0.5, 1e-12);
}

/* Whole registers are read of a row of a matrix. */
static void assert_zero_behind(const cc_band_step *step, const double *matrix) {
  for (int p = 0; p < step->n; p++) {
    for (int q = step->n; q < step->width; q++) {
      cc_assert_near(at(step, matrix, p, q), 0.0, 0.0);
    }
  }
}

static void rates_make_the_generator(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static const cc_states sets[] = {PAIR, PAIR | 1 << KIN, ALL};
  start_all_ages(&f);
  for (int i = 0; i < 3; i++) {
    const cc_band_step *step = solve(&f, 0, sets[i]);
    assert_home_and_foster(step, step->place[HOME], step->place[FOSTER]);
    assert_int_equal(step->width, 8);
    assert_zero_behind(step, step->s0);
    assert_zero_behind(step, step->s1);
    assert_zero_behind(step, step->s2);
  }
  const cc_band_step *all = &f.workspace->steps[0];
  const int kin = all->place[KIN], second = all->place[SECOND_AT_HOME];
  cc_assert_near(at(all, all->s0, kin, kin), exp(-0.9), 1e-12);
  cc_assert_near(at(all, all->s0, second, second), exp(-1.4), 1e-12);
  cc_assert_near(at(all, all->s0, second, all->place[HOME]), 0.8 / 0.7 * (exp(-0.7) - exp(-1.4)),
                 1e-12);
  cc_fixture_free(&f);
}

/* Home moves so fast that only a time halved many times is solved: what is solved for others, who
 * never get there, is the same to the last bit whether it is among the live states or not. */
static void the_same_in_any_company(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  for (int p = 0; p < 3; p++) {
    cc_fixture_placement(&f, (const char *const[]){"home", "kin", "foster"}[p]);
  }
  cc_fixture_demand(&f);
  cc_fixture_move(&f, 0, HOME, KIN, cc_fixture_constant(&f, 40.0));
  cc_fixture_move(&f, 0, FOSTER, KIN, cc_fixture_constant(&f, 0.37));
  cc_fixture_exit(&f, 0, KIN, CC_ADOPTION, cc_fixture_constant(&f, 0.91));
  cc_fixture_finish(&f);
  cc_workspace *w = f.workspace;
  cc_parameters_expand(&f.plan, f.vector, w->switches, &w->set);
  static cc_band_step few;
  few = *solve(&f, 0, 1 << KIN | 1 << FOSTER);
  const cc_band_step *all = solve(&f, 0, 1 << HOME | 1 << KIN | 1 << FOSTER);
  for (int i = 0; i < 4; i++) {
    int from = i / 2 == 0 ? KIN : FOSTER, to = i % 2 == 0 ? KIN : FOSTER;
    int p = few.place[from], q = few.place[to], r = all->place[from], s = all->place[to];
    assert_true(at(&few, few.s0, p, q) == at(all, all->s0, r, s));
    assert_true(at(&few, few.s1, p, q) == at(all, all->s1, r, s));
    assert_true(at(&few, few.s2, p, q) == at(all, all->s2, r, s));
  }
  cc_fixture_free(&f);
}

/* A rate of the month asked for, over the time asked for. */
static void month_and_time_are_those_asked_for(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_fixture_placement(&f, "home");
  cc_fixture_demand(&f);
  const int rate = cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 6}, (double[]){0.3, 1.2});
  cc_fixture_exit(&f, 0, 0, CC_ADOPTION, rate);
  cc_fixture_finish(&f);
  cc_workspace *w = f.workspace;
  cc_parameters_expand(&f.plan, f.vector, w->switches, &w->set);
  for (int month = 5; month < 7; month++) {
    cc_band_step_solve(&f.plan, &w->set, month, 0, 0.25, 1u, &w->step_work, &w->steps[0]);
    double yearly = month < 6 ? 0.3 : 1.2;
    cc_assert_near(w->steps[0].s0[0], exp(-yearly * 0.25), 1e-14);
    cc_assert_near(w->steps[0].s1[0], (1.0 - exp(-yearly * 0.25)) / yearly, 1e-14);
    assert_int_equal(w->steps[0].n_ways, 1);
    cc_assert_near(w->steps[0].rates[0], yearly, 0.0);
  }
  cc_fixture_free(&f);
}

/* ---- ways out -------------------------------------------------------------------------------- */

/* The rate at which those in a state leave it, to another or by an exit; from the list. */
static double rate_of(const cc_band_step *step, int from, int to, int destination) {
  double rate = 0.0;
  for (int i = 0; i < step->n_ways; i++) {
    const cc_way_out *way = &step->ways[i];
    if (way->from == from && way->to == to &&
        (to != CC_ABSENT || way->destination == destination)) {
      rate += step->rates[i];
    }
  }
  return rate;
}

/* Every way that there is and no other: out of states that are live, to other placements. */
static void ways_out_are_exits_and_moves_between_placements(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static const cc_states sets[] = {PAIR, PAIR | 1 << KIN, ALL};
  static const int n_ways[] = {4, 5, 6}; /* home has two to foster */
  start_all_ages(&f);
  for (int i = 0; i < 3; i++) {
    const cc_band_step *step = solve(&f, 0, sets[i]);
    assert_int_equal(step->n_ways, n_ways[i]);
    cc_assert_near(rate_of(step, HOME, CC_ABSENT, CC_RETURN_HOME), 0.3, 0.0);
    cc_assert_near(rate_of(step, HOME, FOSTER, CC_ABSENT), 0.4, 1e-15);
    cc_assert_near(rate_of(step, FOSTER, CC_ABSENT, CC_INDEPENDENCE), 0.5, 0.0);
    cc_assert_near(rate_of(step, KIN, CC_ABSENT, CC_ADOPTION), i > 0 ? 0.9 : 0.0, 0.0);
    cc_assert_near(rate_of(step, SECOND_AT_HOME, KIN, CC_ABSENT), i > 1 ? 0.6 : 0.0, 0.0);
    for (int k = 0; k < step->n_ways; k++) {
      assert_int_equal(step->ways[k].place, step->place[step->ways[k].from]);
    }
    for (int k = 0; k < step->n; k++) {
      double rate = 0.0;
      for (int to = 0; to < STATES; to++) {
        rate += rate_of(step, step->state[k], to, CC_ABSENT);
      }
      cc_assert_near(step->moves_out[k], rate, 1e-15);
    }
  }
  cc_fixture_free(&f);
}

/* Nobody takes a way whose rate is zero in the month. */
static void a_way_that_nobody_takes_is_left_out(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_fixture_placement(&f, "home");
  cc_fixture_placement(&f, "kin");
  cc_fixture_demand(&f);
  cc_fixture_move(&f, 0, 0, 1, cc_fixture_constant(&f, 0.0));
  cc_fixture_exit(&f, 0, 0, CC_ADOPTION,
                  cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 6}, (double[]){0.0, 1.2}));
  cc_fixture_finish(&f);
  cc_workspace *w = f.workspace;
  cc_parameters_expand(&f.plan, f.vector, w->switches, &w->set);
  for (int month = 5; month < 7; month++) {
    cc_band_step_solve(&f.plan, &w->set, month, 0, 1.0, 3u, &w->step_work, &w->steps[0]);
    assert_int_equal(w->steps[0].n_ways, month < 6 ? 0 : 1);
  }
  assert_int_equal(w->steps[0].ways[0].destination, CC_ADOPTION);
  cc_fixture_free(&f);
}

/* As many states and ways out as there can be, from each state to all others and by all exits. */
static void there_is_room_for_all_ways(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static const char *const names[CC_MAX_STATES] = {"a", "b", "c", "d", "e", "f", "g", "h",
                                                   "i", "j", "k", "l", "m", "n", "o", "p"};
  cc_fixture_init(&f, 1);
  for (int p = 0; p < CC_MAX_STATES; p++) {
    cc_fixture_placement(&f, names[p]);
  }
  cc_fixture_demand(&f);
  int rate = cc_fixture_constant(&f, 0.01);
  for (int p = 0; p < CC_MAX_STATES; p++) {
    for (int q = 0; q < CC_MAX_STATES; q++) {
      if (q != p) {
        cc_fixture_move(&f, 0, p, q, rate);
      }
    }
    for (int d = 0; d < CC_DESTINATIONS; d++) {
      cc_fixture_exit(&f, 0, p, (cc_destination)d, rate);
    }
  }
  cc_fixture_finish(&f);
  cc_workspace *w = f.workspace;
  cc_parameters_expand(&f.plan, f.vector, w->switches, &w->set);
  const cc_band_step *step = solve(&f, 0, 0xffff);
  assert_int_equal(step->n_ways, CC_MAX_WAYS_OUT);
  assert_int_equal(step->width, CC_MAX_STATES);
  for (int p = 0; p < CC_MAX_STATES; p++) {
    double stays = 0.0;
    for (int q = 0; q < CC_MAX_STATES; q++) {
      stays += at(step, step->s0, p, q);
    }
    cc_assert_near(stays, exp(-0.01 * CC_DESTINATIONS), 1e-12); /* moves keep children in care */
  }
  cc_fixture_free(&f);
}

/* ---- independence ---------------------------------------------------------------------------- */

/* Only from foster, at 0.5: half of the years there. Who begins in foster is either still there or
 * has left to independence. */
static void independence_is_child_years_times_the_rate(void **state) {
  (void)state;
  static cc_plan_fixture f;
  start_all_ages(&f);
  double years_a = (1.0 - exp(-0.7)) / 0.7, years_b = (1.0 - exp(-0.5)) / 0.5;
  for (int i = 0; i < 2; i++) {
    const cc_band_step *step = solve(&f, 0, i == 0 ? PAIR : ALL);
    int foster = step->place[FOSTER], home = step->place[HOME];
    assert_true(step->has_independence);
    cc_assert_near(step->to_independence[foster], 1.0 - exp(-0.5), 1e-12);
    cc_assert_near(step->to_independence[home], 0.5 * 0.4 / 0.2 * (years_b - years_a), 1e-12);
    cc_assert_near(step->entries_to_independence[foster], 1.0 - years_b, 1e-12);
    cc_assert_near(step->entries_to_independence[home],
                   0.5 * 0.4 / 0.2 * ((1.0 - years_b) / 0.5 - (1.0 - years_a) / 0.7), 1e-12);
  }
  /* nobody leaves kin to independence, nor comes from there to where one does */
  const cc_band_step *step = &f.workspace->steps[0];
  cc_assert_near(step->to_independence[step->place[KIN]], 0.0, 0.0);
  cc_assert_near(step->entries_to_independence[step->place[KIN]], 0.0, 0.0);
  cc_fixture_free(&f);
}

/* Independence is asked for by age from 16 on. */
static void a_band_below_16_has_no_independence(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static const int first_of_second[] = {180, 191, 192, 193, 204};
  for (int i = 0; i < 5; i++) {
    start(&f, 2, (int[]){0, first_of_second[i]});
    assert_int_equal(solve(&f, 0, PAIR)->has_independence, first_of_second[i] > 192);
    assert_true(solve(&f, 1, PAIR)->has_independence);
    assert_true(solve(&f, 1, 1 << FOSTER)->has_independence);
    assert_false(solve(&f, 1, 1 << KIN)->has_independence);
    cc_fixture_free(&f);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(only_live_states_have_a_place),
      cmocka_unit_test(states_reached_are_closed_under_moves),
      cmocka_unit_test(rates_make_the_generator),
      cmocka_unit_test(month_and_time_are_those_asked_for),
      cmocka_unit_test(the_same_in_any_company),
      cmocka_unit_test(ways_out_are_exits_and_moves_between_placements),
      cmocka_unit_test(a_way_that_nobody_takes_is_left_out),
      cmocka_unit_test(there_is_room_for_all_ways),
      cmocka_unit_test(independence_is_child_years_times_the_rate),
      cmocka_unit_test(a_band_below_16_has_no_independence),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
