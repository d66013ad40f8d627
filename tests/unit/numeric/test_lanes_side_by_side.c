/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers with two lanes, which every machine has: each lane is what a double would be, to the last
 * bit, whatever is beside it. */
#define CC_LANES 2

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* once more, with two lanes and a name of its own */
#define cc_row_product row_product_of_two
#include "numeric/row_product.c"

static bool is(cc_num x, double first, double second) {
  const double expected[] = {first, second};
  return memcmp(&x, expected, sizeof x) == 0;
}

static void a_constant_is_in_all_lanes(void **state) {
  (void)state;
  assert_true(is(cc_all(0.1), 0.1, 0.1));
  assert_true(is(cc_all(-0.0), -0.0, -0.0));
  assert_true(is(cc_all(0.0), 0.0, 0.0));
  assert_true(is(cc_all(INFINITY), INFINITY, INFINITY));
}

static void a_lane_is_read_and_written_alone(void **state) {
  (void)state;
  cc_num x = cc_all(1.0);
  cc_set_lane(&x, 1, 7.0);
  assert_true(is(x, 1.0, 7.0));
  cc_set_lane(&x, 0, -2.0);
  assert_true(is(x, -2.0, 7.0));
  assert_true(cc_lane(&x, 0) == -2.0 && cc_lane(&x, 1) == 7.0);
}

/* What is not chosen leaves no trace, no number or not. */
static void the_truth_chooses_lane_by_lane(void **state) {
  (void)state;
  cc_num x = {1.0, 3.0}, none = cc_all(NAN);
  assert_true(is(cc_where(x < 2.0, x, cc_all(9.0)), 1.0, 9.0));
  assert_true(is(cc_where(x > 2.0, none, x), 1.0, NAN));
  assert_true(is(cc_where(x > 4.0, none, cc_all(-0.0)), -0.0, -0.0));
  assert_true(cc_any(x < 2.0) && cc_any(x > 2.0));
  assert_false(cc_any(x > 4.0));
  assert_false(cc_any((cc_num){NAN, NAN} < 1.0));
  assert_true(cc_any((x < 2.0) | (x > 4.0)));
  assert_false(cc_any((x < 2.0) & (x > 2.0)));
}

static void lower_and_higher(void **state) {
  (void)state;
  cc_num a = {1.0, NAN}, b = {2.0, 4.0};
  assert_true(is(cc_lower(a, b), 1.0, 4.0));
  assert_true(is(cc_higher(a, b), 2.0, 4.0));
  assert_true(is(cc_lower(b, (cc_num){-3.0, 5.0}), -3.0, 4.0));
}

/* Figures without a pattern, between -1 and 1. */
static double scatter(int i) {
  double x = sin(12.9898 * (i + 1)) * 43758.5453;
  return 2.0 * (x - floor(x)) - 1.0;
}

enum { MOST = 16 };

static cc_num row[MOST], start[MOST], matrix[MOST * MOST], result[MOST + 1];
static const cc_num factor = {1.0, -0.375};

/* What must not be read, behind n columns, is not a number. */
static void fill(int n) {
  for (int i = 0; i < MOST * MOST; i++) {
    cc_num other = {scatter(n + 3 * i), scatter(n + 3 * i + 1)};
    matrix[i] = i < n * n ? other : cc_all(NAN);
    row[i % MOST] = i % MOST < n ? 0.5 * other : cc_all(NAN);
    start[i % MOST] = i % MOST < n ? other - 0.25 : cc_all(NAN);
    result[i % MOST] = cc_all(99.0);
  }
  result[MOST] = cc_all(99.0);
}

static double plain_product(int n, int q, int lane) {
  double sum = cc_lane(&factor, lane) * cc_lane(&start[q], lane);
  for (int p = 0; p < n; p++) {
    sum += cc_lane(&row[p], lane) * cc_lane(&matrix[p * n + q], lane);
  }
  return sum;
}

static void products_are_those_of_plain_loops(void **state) {
  (void)state;
  for (int n = 0; n <= MOST; n++) {
    fill(n);
    assert_int_equal(CC_PRODUCT_WIDTH(n), n);
    cc_row_product(n, factor, start, row, matrix, result);
    for (int k = 0; k < 2 * n; k++) {
      assert_true(cc_lane(&result[k / 2], k % 2) == plain_product(n, k / 2, k % 2));
    }
    for (int q = n; q <= MOST; q++) {
      assert_true(is(result[q], 99.0, 99.0));
    }
  }
}

/* As rows of cohorts do, and sums that go on. */
static void a_result_may_stand_where_others_do(void **state) {
  (void)state;
  for (int n = 1; n <= MOST; n++) {
    cc_num *places[] = {row, start};
    for (int i = 0; i < 2; i++) {
      fill(n);
      cc_num expected[MOST];
      cc_row_product(n, factor, start, row, matrix, expected);
      cc_row_product(n, factor, start, row, matrix, places[i]);
      assert_memory_equal(places[i], expected, (size_t)n * sizeof expected[0]);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_constant_is_in_all_lanes),
      cmocka_unit_test(a_lane_is_read_and_written_alone),
      cmocka_unit_test(the_truth_chooses_lane_by_lane),
      cmocka_unit_test(lower_and_higher),
      cmocka_unit_test(products_are_those_of_plain_loops),
      cmocka_unit_test(a_result_may_stand_where_others_do),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
