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
  cc_band_step_solve(&f->plan, &w->set, 0, band, 1.0, live, w->scratch, step);
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
  step = solve(&f, 0, ALL);
  assert_int_equal(step->n, STATES);
  for (int s = 0; s < STATES; s++) {
    assert_int_equal(step->state[s], s);
    assert_int_equal(step->place[s], s);
  }
  assert_int_equal(solve(&f, 0, 0)->n, 0);
  cc_fixture_free(&f);
}

/* States that can be reached, by trying all ways (Warshall). A state is its placement's only one.
 */
static void find_ways(const cc_plan_fixture *f, int band, int n, bool way[CC_MAX_STATES][16]) {
  for (int s = 0; s < n; s++) {
    way[s][s] = true;
    if (f->plan.placements[s].overflow_to != CC_ABSENT) {
      way[s][f->plan.placements[s].overflow_to] = true;
    }
  }
  for (int i = 0; i < f->plan.demand.n_terms; i++) {
    if (f->terms[i].band == band && f->terms[i].to != CC_ABSENT) {
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
 * one move, from 0 to 7. In both children without a place in 4 go to 6, and from there to 5. */
static void states_reached_are_closed_under_moves(void **state) {
  (void)state;
  static cc_plan_fixture f;
  enum { N = 8 };
  static const char *const names[N] = {"a", "b", "c", "d", "e", "f", "g", "h"};
  static const int moves[][2] = {{1, 0}, {3, 1}, {2, 4}, {5, 3}, {4, 2}};
  cc_fixture_init(&f, 1);
  cc_fixture_bands(&f, 2, (int[]){0, 100});
  for (int s = 0; s < N; s++) {
    cc_fixture_placement(&f, names[s]);
  }
  cc_fixture_demand(&f);
  int rate = cc_fixture_constant(&f, 0.5);
  cc_fixture_exit(&f, 0, 6, CC_ADOPTION, rate);
  for (size_t i = 0; i < sizeof moves / sizeof moves[0]; i++) {
    cc_fixture_move(&f, 0, moves[i][0], moves[i][1], rate);
  }
  cc_fixture_move(&f, 1, 0, 7, rate);
  for (int s = 4; s <= 6; s += 2) {
    f.plan.placements[s].places = rate;
    f.plan.placements[s].overflow_to = s == 4 ? 6 : 5;
  }
  cc_fixture_finish(&f);
  assert_int_equal(cc_states_reached(&f.plan, 0, 1u << 5), 1u << 5 | 1u << 3 | 1u << 1 | 1u);
  assert_int_equal(cc_states_reached(&f.plan, 1, 1u << 4), 1u << 4 | 1u << 5 | 1u << 6);
  for (int band = 0; band < 2; band++) {
    bool way[CC_MAX_STATES][16] = {{false}};
    find_ways(&f, band, N, way);
    for (cc_states states = 0; states < 1u << N; states++) {
      cc_states expected = 0;
      for (int i = 0; i < N * N; i++) {
        expected |= (unsigned)(cc_has_state(states, i / N) && way[i / N][i % N]) << i % N;
      }
      assert_int_equal(cc_states_reached(&f.plan, band, states), expected);
    }
  }
  cc_fixture_free(&f);
}

/* ---- matrices -------------------------------------------------------------------------------- */

/* Out of home at 0.7 in all, of foster at 0.5; home is at `i`, foster at `j`. */
static void assert_home_and_foster(const cc_band_step *step, int i, int j) {
  double a = exp(-0.7), b = exp(-0.5), years_a = (1.0 - a) / 0.7, years_b = (1.0 - b) / 0.5;
  double part = 0.4 / (0.7 - 0.5);
  cc_assert_near(step->s0[i][i], a, 1e-12);
  cc_assert_near(step->s0[i][j], part * (b - a), 1e-12);
  cc_assert_near(step->s0[j][i], 0.0, 0.0);
  cc_assert_near(step->s0[j][j], b, 1e-12);
  cc_assert_near(step->s1[i][i], years_a, 1e-12);
  cc_assert_near(step->s1[i][j], part * (years_b - years_a), 1e-12);
  cc_assert_near(step->s1[j][j], years_b, 1e-12);
  cc_assert_near(step->s2[i][i], (1.0 - years_a) / 0.7, 1e-12);
  cc_assert_near(step->s2[i][j], part * ((1.0 - years_b) / 0.5 - (1.0 - years_a) / 0.7), 1e-12);
  cc_assert_near(step->s2[j][j], (1.0 - years_b) / 0.5, 1e-12);
}

static void assert_zero_behind(int n, const double *row) {
  for (int s = n; s < CC_MAX_STATES; s++) {
    cc_assert_near(row[s], 0.0, 0.0);
  }
}

static void rates_make_the_generator(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static const cc_states sets[] = {PAIR, PAIR | 1 << KIN, ALL};
  start_all_ages(&f);
  for (int i = 0; i < 3; i++) {
    const cc_band_step *step = solve(&f, 0, sets[i]);
    assert_home_and_foster(step, 0, i == 0 ? 1 : 2);
    for (int p = 0; p < step->n; p++) {
      assert_zero_behind(step->n, step->s0[p]);
      assert_zero_behind(step->n, step->s1[p]);
      assert_zero_behind(step->n, step->s2[p]);
    }
  }
  const cc_band_step *all = &f.workspace->steps[0];
  cc_assert_near(all->s0[KIN][KIN], exp(-0.9), 1e-12);
  cc_assert_near(all->s0[SECOND_AT_HOME][SECOND_AT_HOME], exp(-1.4), 1e-12);
  cc_assert_near(all->s0[SECOND_AT_HOME][HOME], 0.8 / 0.7 * (exp(-0.7) - exp(-1.4)), 1e-12);
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
    cc_band_step_solve(&f.plan, &w->set, month, 0, 0.25, 1u, w->scratch, &w->steps[0]);
    double yearly = month < 6 ? 0.3 : 1.2;
    cc_assert_near(w->steps[0].s0[0][0], exp(-yearly * 0.25), 1e-14);
    cc_assert_near(w->steps[0].s1[0][0], (1.0 - exp(-yearly * 0.25)) / yearly, 1e-14);
    cc_assert_near(w->steps[0].exits[CC_ADOPTION][0], yearly, 0.0);
  }
  cc_fixture_free(&f);
}

/* ---- rates ----------------------------------------------------------------------------------- */

/* Rates by state: those who are not live have none. */
static void rates_out_are_by_state(void **state) {
  (void)state;
  static cc_plan_fixture f;
  static const cc_states sets[] = {PAIR, PAIR | 1 << KIN, ALL};
  start_all_ages(&f);
  for (int i = 0; i < 3; i++) {
    const cc_band_step *step = solve(&f, 0, sets[i]);
    double exits[CC_DESTINATIONS][CC_MAX_STATES] = {{0.0}}, moves_out[CC_MAX_STATES] = {0.0};
    exits[CC_RETURN_HOME][HOME] = 0.3;
    exits[CC_INDEPENDENCE][FOSTER] = 0.5;
    exits[CC_ADOPTION][KIN] = i > 0 ? 0.9 : 0.0;
    moves_out[HOME] = 0.4;
    moves_out[SECOND_AT_HOME] = i > 1 ? 0.6 : 0.0; /* to home is no move */
    for (int s = 0; s < CC_MAX_STATES; s++) {
      for (int d = 0; d < CC_DESTINATIONS; d++) {
        cc_assert_near(step->exits[d][s], exits[d][s], 0.0);
      }
      cc_assert_near(step->moves_out[s], moves_out[s], 1e-15);
    }
  }
  cc_fixture_free(&f);
}

/* Two terms of a move make one rate, and within a placement nobody moves. */
static void moves_are_between_placements(void **state) {
  (void)state;
  static cc_plan_fixture f;
  double expected[CC_MAX_STATES][CC_MAX_STATES] = {{0.0}};
  start_all_ages(&f);
  const cc_band_step *step = solve(&f, 0, ALL);
  expected[HOME][FOSTER] = 0.4;
  expected[SECOND_AT_HOME][KIN] = 0.6;
  for (int p = 0; p < CC_MAX_STATES; p++) {
    for (int q = 0; q < CC_MAX_STATES; q++) {
      cc_assert_near(step->moves[p][q], expected[p][q], 1e-15);
    }
  }
  step = solve(&f, 0, PAIR);
  cc_assert_near(step->moves[0][1], 0.4, 1e-15);
  assert_zero_behind(2, step->moves[0]);
  assert_zero_behind(0, step->moves[1]);
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
    int foster = i == 0 ? 1 : FOSTER;
    assert_true(step->has_independence);
    cc_assert_near(step->to_independence[foster], 1.0 - exp(-0.5), 1e-12);
    cc_assert_near(step->to_independence[0], 0.5 * 0.4 / 0.2 * (years_b - years_a), 1e-12);
    cc_assert_near(step->entries_to_independence[foster], 1.0 - years_b, 1e-12);
    cc_assert_near(step->entries_to_independence[0],
                   0.5 * 0.4 / 0.2 * ((1.0 - years_b) / 0.5 - (1.0 - years_a) / 0.7), 1e-12);
    assert_zero_behind(step->n, step->to_independence);
    assert_zero_behind(step->n, step->entries_to_independence);
  }
  /* nobody leaves kin to independence, nor comes from there to where one does */
  const cc_band_step *step = &f.workspace->steps[0];
  cc_assert_near(step->to_independence[KIN], 0.0, 0.0);
  cc_assert_near(step->entries_to_independence[KIN], 0.0, 0.0);
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
      cmocka_unit_test(rates_out_are_by_state),
      cmocka_unit_test(moves_are_between_placements),
      cmocka_unit_test(independence_is_child_years_times_the_rate),
      cmocka_unit_test(a_band_below_16_has_no_independence),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
