/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameters over the months, against values worked out by hand. Exact to 1e-12 of the value. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/parameter.h"
#include "model/workspace.h"
#include "support/money_fixture.h"
#include "support/near.h"
#include "support/plan_fixture.h"

static double value(const cc_plan_fixture *f, int parameter, int month) {
  return cc_value(&f->workspace->set, parameter, month, -1.0);
}

/* Expands with all interventions on, in the workspace's memory. */
static void expand(cc_plan_fixture *f, double on) {
  for (int i = 0; i < f->plan.n_interventions; i++) {
    f->workspace->switches[i] = on;
  }
  cc_parameters_expand(&f->plan, f->vector, f->workspace->switches, &f->workspace->set);
}

static void a_constant_costs_no_months(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  int constant = cc_fixture_constant(&f, 42.0);
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  assert_int_equal(f.workspace->set.of[constant].stride, 0);
  cc_assert_near(value(&f, constant, 0), 42.0, 0.0);
  cc_assert_near(value(&f, constant, 23), 42.0, 0.0);
  cc_assert_near(cc_value(&f.workspace->set, CC_ABSENT, 0, 7.0), 7.0, 0.0);
  cc_assert_near(cc_year_value(&f.workspace->set, constant, 1, 0.0), 42.0, 0.0);
  cc_assert_near(cc_year_value(&f.workspace->set, CC_ABSENT, 1, 7.0), 7.0, 0.0);
  cc_fixture_free(&f);
}

/* {2019/20: 1, 2021/22: 2, 2023/24: 3} from 2020/21 on, and one that begins late. */
static void steps_hold_until_the_next_and_before_the_first(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 4);
  int early = cc_fixture_knots(&f, CC_STEPS, 3, (int[]){-12, 12, 36}, (double[]){1.0, 2.0, 3.0});
  int late = cc_fixture_knots(&f, CC_STEPS, 2, (int[]){24, 36}, (double[]){5.0, 6.0});
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  const struct {
    int month;
    double early, late;
  } expected[] = {{0, 1, 5}, {11, 1, 5}, {12, 2, 5}, {35, 2, 5}, {36, 3, 6}, {47, 3, 6}};
  for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
    cc_assert_near(value(&f, early, expected[i].month), expected[i].early, 0.0);
    cc_assert_near(value(&f, late, expected[i].month), expected[i].late, 0.0);
  }
  cc_fixture_free(&f);
}

/* Mid-2019 to mid-2020, from April 2020 on: 9 months of 12 have passed at its start, and the middle
 * of the month is half a month later. */
static void lines_are_read_at_the_middle_of_the_month(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  int line = cc_fixture_knots(&f, CC_LINEAR, 2, (int[]){-9, 3}, (double[]){1000.0, 1120.0});
  int late = cc_fixture_knots(&f, CC_LINEAR, 3, (int[]){3, 6, 9}, (double[]){1.0, 4.0, 1.0});
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  cc_assert_near(value(&f, line, 0), 1000.0 + 120.0 * 9.5 / 12.0, 1e-9);
  cc_assert_near(value(&f, line, 2), 1000.0 + 120.0 * 11.5 / 12.0, 1e-9);
  cc_assert_near(value(&f, line, 3), 1120.0, 0.0);
  cc_assert_near(value(&f, line, 11), 1120.0, 0.0);
  cc_assert_near(value(&f, late, 0), 1.0, 0.0);
  cc_assert_near(value(&f, late, 4), 2.5, 1e-12);
  cc_assert_near(value(&f, late, 7), 2.5, 1e-12);
  cc_fixture_free(&f);
}

static double price_part(const cc_plan_fixture *f, int parameter, int year) {
  return cc_price_part(&f->plan, &f->workspace->set, cc_fixture_switches, parameter, year);
}

/* {value: 820, growth: 3% per year}; and 2021/22 restated as 900, from which it grows again. */
static void growth_compounds_each_april_from_the_knot_in_force(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 4);
  int growth = cc_fixture_constant(&f, 0.03);
  int plain = cc_fixture_constant(&f, 820.0);
  int restated = cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 12}, (double[]){820.0, 900.0});
  int late = cc_fixture_knots(&f, CC_STEPS, 1, (int[]){24}, (double[]){100.0});
  cc_fixture_grow(&f, plain, growth, CC_ABSENT);
  cc_fixture_grow(&f, restated, growth, CC_ABSENT);
  cc_fixture_grow(&f, late, growth, CC_ABSENT);
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  cc_assert_near(value(&f, plain, 11), 820.0, 0.0);
  cc_assert_near(value(&f, plain, 12), 844.6, 1e-9);
  cc_assert_near(value(&f, plain, 36), 820.0 * 1.03 * 1.03 * 1.03, 1e-9);
  cc_assert_near(value(&f, restated, 12), 900.0, 0.0);
  cc_assert_near(value(&f, restated, 24), 927.0, 1e-9);
  cc_assert_near(value(&f, late, 12), 100.0, 0.0);
  cc_assert_near(value(&f, late, 36), 103.0, 1e-9);
  cc_assert_near(price_part(&f, plain, 0), 0, 0.0);
  cc_assert_near(price_part(&f, plain, 1), 820 * 0.03, 1e-9);
  cc_assert_near(price_part(&f, restated, 1), 0, 0.0);
  cc_assert_near(price_part(&f, restated, 2), 900 * 0.03, 1e-9);
  cc_assert_near(price_part(&f, late, 2), 0, 0.0);
  cc_assert_near(price_part(&f, growth, 1), 0, 0.0);
  cc_fixture_free(&f);
}

/* A price stated for 2018/19, with an index that was 1% in 2018/19, 2% in 2019/20 and 4% from
 * 2020/21 on: in 2020/21 two Aprils have passed, of 2019/20 and of 2020/21. */
static void an_index_brings_a_price_forward_from_before_the_start(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  int index = cc_fixture_knots(&f, CC_STEPS, 3, (int[]){-24, -12, 0}, (double[]){0.01, 0.02, 0.04});
  int price = cc_fixture_knots(&f, CC_STEPS, 1, (int[]){-24}, (double[]){1000.0});
  cc_fixture_grow(&f, price, CC_ABSENT, index);
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  cc_assert_near(value(&f, price, 0), 1000.0 * 1.02 * 1.04, 1e-9);
  cc_assert_near(value(&f, price, 11), 1000.0 * 1.02 * 1.04, 1e-9);
  cc_assert_near(value(&f, price, 12), 1000.0 * 1.02 * 1.04 * 1.04, 1e-9);
  cc_assert_near(price_part(&f, price, 1), 1000.0 * 1.02 * 1.04 * 0.04, 1e-9);
  cc_fixture_free(&f);
}

/* Both ends of a population line are stated; growth takes over after the last. */
static void growth_of_a_line_starts_after_its_last_knot(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 4);
  int growth = cc_fixture_constant(&f, 0.10);
  int line = cc_fixture_knots(&f, CC_LINEAR, 2, (int[]){3, 27}, (double[]){100.0, 200.0});
  cc_fixture_grow(&f, line, growth, CC_ABSENT);
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  cc_assert_near(value(&f, line, 14), 100.0 + 100.0 * 11.5 / 24.0, 1e-9);
  cc_assert_near(value(&f, line, 35), 200.0, 0.0);
  cc_assert_near(value(&f, line, 36), 220.0, 1e-9);
  cc_fixture_free(&f);
}

static void a_factor_scales_every_knot(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  int factor = cc_fixture_constant(&f, 1.5);
  int price = cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 12}, (double[]){10.0, 20.0});
  f.parameters[price].factor = f.parameters[factor].first_value;
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  cc_assert_near(value(&f, price, 0), 15.0, 0.0);
  cc_assert_near(value(&f, price, 12), 30.0, 0.0);
  cc_fixture_free(&f);
}

/* multiply 0.94 from month 6 over 12 months, 80% delivered: w is the average of the month. */
static void a_ramp_grows_by_the_month_s_average(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 2);
  int amount = cc_fixture_constant(&f, 0.94);
  int delivery = cc_fixture_constant(&f, 0.8);
  int rate = cc_fixture_constant(&f, 50.0);
  int intervention = cc_fixture_intervention(&f);
  f.interventions[intervention].delivery = delivery;
  cc_fixture_effect(&f, rate, (cc_effect){CC_MULTIPLY, amount, intervention, 6, 24, 12});
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  cc_assert_near(value(&f, rate, 5), 50.0, 0.0);
  cc_assert_near(value(&f, rate, 6), 50.0 * (1.0 - 0.06 * 0.8 * 0.5 / 12.0), 1e-12);
  cc_assert_near(value(&f, rate, 17), 50.0 * (1.0 - 0.06 * 0.8 * 11.5 / 12.0), 1e-12);
  cc_assert_near(value(&f, rate, 18), 50.0 * (1.0 - 0.06 * 0.8), 1e-12);
  double year = 0.0;
  for (int t = 12; t < 24; t++) {
    year += value(&f, rate, t) / 12.0;
  }
  cc_assert_near(cc_year_value(&f.workspace->set, rate, 1, 0.0), year, 1e-12);
  expand(&f, 0.0);
  cc_assert_near(value(&f, rate, 18), 50.0, 0.0);
  cc_fixture_free(&f);
}

/* 100, then + 20, then x 0.5, then 80% of the way to 100; an effect that ended leaves no trace. */
static void effects_act_in_the_order_written(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  int twenty = cc_fixture_constant(&f, 20.0), half = cc_fixture_constant(&f, 0.5);
  int hundred = cc_fixture_constant(&f, 100.0), most = cc_fixture_constant(&f, 0.8);
  int rate = cc_fixture_constant(&f, 100.0);
  int whole = cc_fixture_intervention(&f), partial = cc_fixture_intervention(&f);
  f.interventions[partial].delivery = most;
  cc_fixture_effect(&f, rate, (cc_effect){CC_ADD, twenty, whole, -3, 6, 0});
  cc_fixture_effect(&f, rate, (cc_effect){CC_MULTIPLY, half, whole, 0, 6, 0});
  cc_fixture_effect(&f, rate, (cc_effect){CC_SET, hundred, partial, 2, 6, 0});
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  cc_assert_near(value(&f, rate, 0), 60.0, 1e-12);
  cc_assert_near(value(&f, rate, 2), 60.0 + 0.8 * 40.0, 1e-12);
  cc_assert_near(value(&f, rate, 6), 100.0, 0.0);
  cc_fixture_free(&f);
}

static void the_result_stays_in_range(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  int down = cc_fixture_constant(&f, -5.0), up = cc_fixture_constant(&f, 3.0);
  int share = cc_fixture_constant(&f, 0.5);
  int intervention = cc_fixture_intervention(&f);
  cc_fixture_effect(&f, share, (cc_effect){CC_ADD, down, intervention, 0, 6, 0});
  cc_fixture_effect(&f, share, (cc_effect){CC_MULTIPLY, up, intervention, 6, 12, 0});
  f.parameters[share].low = 0.0;
  f.parameters[share].high = 1.0;
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  cc_assert_near(value(&f, share, 0), 0.0, 0.0);
  cc_assert_near(value(&f, share, 6), 1.0, 0.0);
  cc_fixture_free(&f);
}

/* 1,000 a year that rises by 10% each April, to 1,100 and 1,210. In the second year half of the
 * effects that act from October on count, and in the third all:
 *
 *   halved        550 less from October; in the third year 605, of which 55 are this April's
 *   200 more      that follow no index: 200 of the third year's 1,410 are no price
 *   set to 300    from October, and the third year's 300 are not indexed
 *   set to 300, then indexed at 5% by itself: 15 of 315
 *   stated anew   1,500 from October, which this April raises to 1,650
 */
static void what_prices_do_to_what_is_spent(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_fixture_init(&f, 3);
  int index = cc_fixture_constant(&f, 0.1), five = cc_fixture_constant(&f, 0.05);
  int costs[5], amounts[4] = {cc_fixture_constant(&f, 0.5), cc_fixture_constant(&f, 200),
                              cc_fixture_constant(&f, 300),
                              cc_fixture_knots(&f, CC_STEPS, 1, (int[]){12}, (double[]){300})};
  const cc_effect_kind kinds[] = {CC_MULTIPLY, CC_ADD, CC_SET, CC_SET};
  int intervention = cc_fixture_intervention(&f);
  for (int i = 0; i < 5; i++) {
    costs[i] = i < 4 ? cc_fixture_constant(&f, 1000)
                     : cc_fixture_knots(&f, CC_STEPS, 2, (int[]){0, 18}, (double[]){1000, 1500});
    cc_fixture_grow(&f, costs[i], CC_ABSENT, index);
    if (i < 4) {
      cc_fixture_effect(&f, costs[i], (cc_effect){kinds[i], amounts[i], intervention, 18, 36, 0});
    }
  }
  cc_fixture_grow(&f, amounts[3], CC_ABSENT, five);
  cc_fixture_finish(&f);
  expand(&f, 1.0);
  const double second[] = {(100 + 50) / 2.0, 100, 100 / 2.0, 100 / 2.0, 100 / 2.0};
  const double third[] = {55, 110, 0, 15, 150};
  for (int i = 0; i < 5; i++) {
    cc_assert_near(price_part(&f, costs[i], 1), second[i], 1e-9);
    cc_assert_near(price_part(&f, costs[i], 2), third[i], 1e-9);
  }
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_constant_costs_no_months),
      cmocka_unit_test(steps_hold_until_the_next_and_before_the_first),
      cmocka_unit_test(lines_are_read_at_the_middle_of_the_month),
      cmocka_unit_test(growth_compounds_each_april_from_the_knot_in_force),
      cmocka_unit_test(an_index_brings_a_price_forward_from_before_the_start),
      cmocka_unit_test(what_prices_do_to_what_is_spent),
      cmocka_unit_test(growth_of_a_line_starts_after_its_last_knot),
      cmocka_unit_test(a_factor_scales_every_knot),
      cmocka_unit_test(a_ramp_grows_by_the_month_s_average),
      cmocka_unit_test(effects_act_in_the_order_written),
      cmocka_unit_test(the_result_stays_in_range),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
