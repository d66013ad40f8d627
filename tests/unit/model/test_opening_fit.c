/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An opening from its figures: the fitted table against one worked out by hand and against what
 * fitting may not change (1e-6 children, as near as the fit itself comes), and ages against the
 * curve through the bands as numeric/age_spread has it, month by month (1e-9). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "model/opening_fit.h"
#include "support/ages.h"
#include "support/near.h"
#include "support/plan_fixture.h"

enum { HOME, FOSTER, SECOND_AT_HOME, STATES };

typedef struct {
  cc_plan_fixture f;
  cc_opening_figures figures;
  cc_opening_memory memory;
} opening;

/* Bands as asked for; two placements, of which home has a second state; 100 children in each band,
 * 60 of a hundred at home, and no pattern. */
static void start(opening *o, int n_bands, const int *first_ages) {
  memset(&o->figures, 0x7f, sizeof o->figures); /* what is not written is not read */
  cc_fixture_init(&o->f, 1);
  cc_fixture_bands(&o->f, n_bands, first_ages);
  cc_fixture_placement(&o->f, "home");
  cc_fixture_placement(&o->f, "foster");
  o->f.plan.n_states = STATES;
  o->f.plan.state_placement[SECOND_AT_HOME] = HOME;
  o->figures.by_placement[HOME] = 60.0 * n_bands;
  o->figures.by_placement[FOSTER] = 40.0 * n_bands;
  for (int b = 0; b < n_bands; b++) {
    o->figures.by_band[b] = 100.0;
    o->figures.pattern[b] = o->figures.pattern[n_bands + b] = 1.0;
  }
  memset(&o->memory, 0, sizeof o->memory);
}

static void start_two(opening *o) {
  start(o, 2, (int[]){0, 120});
}

static void end(opening *o) {
  cc_fixture_free(&o->f);
}

static cc_status fit(opening *o) {
  return cc_opening_fit(&o->f.plan, &o->figures, &o->memory);
}

/* Children of a state in a band, all ages together. */
static double in_band(const opening *o, int state, int band) {
  double children[CC_ADULT_AGE], sum = 0.0;
  cc_opening_by_age(&o->f.plan, &o->memory, state, children);
  for (int a = o->f.plan.band_first_age[band]; a < o->f.plan.band_first_age[band + 1]; a++) {
    sum += children[a];
  }
  return sum;
}

/* Home below 10, and from 10 on; foster the same. */
static void assert_table(const opening *o, double home, double home_10, double foster,
                         double foster_10) {
  cc_assert_near(in_band(o, HOME, 0), home, 1e-6);
  cc_assert_near(in_band(o, HOME, 1), home_10, 1e-6);
  cc_assert_near(in_band(o, FOSTER, 0), foster, 1e-6);
  cc_assert_near(in_band(o, FOSTER, 1), foster_10, 1e-6);
}

/* ---- the table ------------------------------------------------------------------------------- */

static void margins_alone_are_independent(void **state) {
  (void)state;
  static opening o;
  start_two(&o);
  assert_int_equal(fit(&o), CC_OK);
  assert_true(o.memory.known);
  assert_table(&o, 60.0, 60.0, 40.0, 40.0);
  end(&o);
}

/* Nobody under 10 is fostered: all 80 are older. */
static void a_pattern_shapes_the_table(void **state) {
  (void)state;
  static opening o;
  start_two(&o);
  o.figures.pattern[2 * FOSTER] = 0.0;
  assert_int_equal(fit(&o), CC_OK);
  assert_table(&o, 100.0, 20.0, 0.0, 80.0);
  end(&o);
}

/* Rows and columns are only scaled: what they are beside each other, w00 w11 / (w01 w10), stays. */
static void a_pattern_keeps_its_odds(void **state) {
  (void)state;
  static opening o;
  static const int first_ages[] = {0, 60, 192};
  start(&o, 3, first_ages);
  const double pattern[] = {0.2, 1.5, 0.7, 1.1, 0.4, 0.9};
  memcpy(o.figures.pattern, pattern, sizeof pattern);
  o.figures.by_band[1] = 200.0;
  assert_int_equal(fit(&o), CC_OK);
  for (int b = 0; b < 3; b++) {
    int other = (b + 1) % 3;
    double odds = pattern[b] * pattern[3 + other] / (pattern[other] * pattern[3 + b]);
    cc_assert_near(in_band(&o, HOME, b) + in_band(&o, FOSTER, b), o.figures.by_band[b], 1e-6);
    cc_assert_near(in_band(&o, HOME, b) * in_band(&o, FOSTER, other) /
                       (in_band(&o, HOME, other) * in_band(&o, FOSTER, b)),
                   odds, 1e-6);
  }
  end(&o);
}

/* 240 and 160 placed, but 200 by age: the ages are kept. */
static void placements_are_scaled_to_the_bands(void **state) {
  (void)state;
  static opening o;
  start_two(&o);
  o.figures.by_placement[HOME] = 240.0;
  o.figures.by_placement[FOSTER] = 160.0;
  assert_int_equal(fit(&o), CC_OK);
  assert_table(&o, 60.0, 60.0, 40.0, 40.0);
  end(&o);
}

static void nobody_at_all_is_an_opening(void **state) {
  (void)state;
  static opening o;
  start_two(&o);
  memset(o.figures.by_band, 0, sizeof o.figures.by_band);
  memset(o.figures.by_placement, 0, sizeof o.figures.by_placement);
  assert_int_equal(fit(&o), CC_OK);
  assert_table(&o, 0.0, 0.0, 0.0, 0.0);
  end(&o);
}

/* Nobody from 10 on is at home, where 120 should be: 20 of them are fostered. */
static void where_margins_do_not_fit_placements_give_way(void **state) {
  (void)state;
  static opening o;
  start_two(&o);
  assert_int_equal(fit(&o), CC_OK);
  cc_assert_near(o.memory.misplaced, 0.0, 1e-9);
  o.figures.pattern[2 * HOME + 1] = 0.0;
  assert_int_equal(fit(&o), CC_OK);
  assert_true(o.memory.known);
  cc_assert_near(o.memory.misplaced, 20.0, 1e-9);
  cc_assert_near(in_band(&o, HOME, 0) + in_band(&o, FOSTER, 0), 100.0, 1e-9);
  cc_assert_near(in_band(&o, HOME, 1), 0.0, 0.0);
  cc_assert_near(in_band(&o, FOSTER, 1), 100.0, 1e-9);
  end(&o);
}

/* Everybody under 10 is at home and everybody else fostered: the border of what is possible. */
static void everybody_of_an_age_may_be_in_one_placement(void **state) {
  (void)state;
  static opening o;
  start_two(&o);
  o.figures.by_placement[HOME] = o.figures.by_placement[FOSTER] = 100.0;
  o.figures.pattern[2 * FOSTER] = 0.0;
  assert_int_equal(fit(&o), CC_OK);
  cc_assert_near(o.memory.misplaced, 0.0, 1e-12);
  assert_table(&o, 100.0, 0.0, 0.0, 100.0);
  end(&o);
}

static void what_is_no_number_is_an_error(void **state) {
  (void)state;
  static opening o;
  start_two(&o);
  o.figures.by_band[0] = NAN;
  assert_int_equal(fit(&o), CC_NUMERIC);
  assert_false(o.memory.known);
  end(&o);
}

/* By which they are known again; not as fitted. */
static void the_figures_are_kept_as_written(void **state) {
  (void)state;
  static opening o;
  start_two(&o);
  o.figures.by_placement[HOME] = 240.0;
  o.figures.pattern[1] = 0.3;
  cc_opening_figures written = o.figures;
  assert_int_equal(fit(&o), CC_OK);
  assert_memory_equal(&o.figures, &written, sizeof written);
  assert_memory_equal(&o.memory.figures, &written, sizeof written);
  end(&o);
}

/* ---- ages ------------------------------------------------------------------------------------ */

/* From 2 years on; fostered children are older. The second state at home has nobody. */
static void each_placement_has_a_curve_of_its_own(void **state) {
  (void)state;
  static opening o;
  static const int first_ages[] = {24, 60, 192};
  start(&o, 3, first_ages);
  o.figures.pattern[3 + 0] = 0.1;
  o.figures.by_band[2] = 300.0;
  assert_int_equal(fit(&o), CC_OK);
  for (int s = 0; s < STATES; s++) {
    double children[CC_ADULT_AGE], expected[CC_ADULT_AGE] = {0.0}, by_band[3];
    cc_opening_by_age(&o.f.plan, &o.memory, s, children);
    for (int b = 0; b < 3; b++) {
      by_band[b] = in_band(&o, s, b);
    }
    cc_age_spread(3, o.f.plan.band_first_age, by_band, 0.0, expected + 24);
    for (int a = 0; a < CC_ADULT_AGE; a++) {
      cc_assert_near(children[a], s == SECOND_AT_HOME ? 0.0 : expected[a], 1e-9);
      assert_true(children[a] >= 0.0);
    }
  }
  assert_true(in_band(&o, FOSTER, 0) < 10.0);
  end(&o);
}

/* A band with nobody has nobody at any age, and not a little less than nobody. */
static void no_age_has_fewer_than_nobody(void **state) {
  (void)state;
  static opening o;
  static const int first_ages[] = {0, 12, 60, 120, 192};
  start(&o, 5, first_ages);
  const double by_band[] = {1e-6, 1e6, 0.0, 1e6, 1e-6};
  memcpy(o.figures.by_band, by_band, sizeof by_band);
  assert_int_equal(fit(&o), CC_OK);
  for (int s = 0; s < STATES; s++) {
    double children[CC_ADULT_AGE];
    cc_opening_by_age(&o.f.plan, &o.memory, s, children);
    for (int a = 0; a < CC_ADULT_AGE; a++) {
      assert_true(children[a] >= 0.0);
      assert_true(a < 60 || a >= 120 || children[a] == 0.0);
    }
  }
  end(&o);
}

/* One band is spread evenly, a band of one month has all of it there. */
static void one_band_and_one_month(void **state) {
  (void)state;
  static opening o;
  double children[CC_ADULT_AGE];
  start(&o, 1, (int[]){0});
  assert_int_equal(fit(&o), CC_OK);
  cc_opening_by_age(&o.f.plan, &o.memory, HOME, children);
  for (int a = 0; a < CC_ADULT_AGE; a++) {
    cc_assert_near(children[a], 60.0 / CC_ADULT_AGE, 1e-9);
  }
  end(&o);
  start(&o, 3, (int[]){0, 100, 101});
  assert_int_equal(fit(&o), CC_OK);
  cc_opening_by_age(&o.f.plan, &o.memory, FOSTER, children);
  cc_assert_near(children[100], 40.0, 1e-6);
  end(&o);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(margins_alone_are_independent),
      cmocka_unit_test(a_pattern_shapes_the_table),
      cmocka_unit_test(a_pattern_keeps_its_odds),
      cmocka_unit_test(placements_are_scaled_to_the_bands),
      cmocka_unit_test(nobody_at_all_is_an_opening),
      cmocka_unit_test(where_margins_do_not_fit_placements_give_way),
      cmocka_unit_test(everybody_of_an_age_may_be_in_one_placement),
      cmocka_unit_test(what_is_no_number_is_an_error),
      cmocka_unit_test(the_figures_are_kept_as_written),
      cmocka_unit_test(each_placement_has_a_curve_of_its_own),
      cmocka_unit_test(no_age_has_fewer_than_nobody),
      cmocka_unit_test(one_band_and_one_month),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
