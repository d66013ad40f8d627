/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number with one lane is a double, and what is done to it is what is done to doubles. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/lanes.h"

static void a_number_is_a_double(void **state) {
  (void)state;
  double x = cc_all(0.1);
  assert_int_equal(CC_LANES, 1);
  assert_int_equal(sizeof(cc_num), sizeof(double));
  assert_true(x == 0.1);
  assert_true(cc_lane(&x, 0) == 0.1);
  cc_set_lane(&x, 0, -3.0);
  assert_true(x == -3.0);
}

static void the_truth_chooses(void **state) {
  (void)state;
  assert_true(cc_where(1.0 < 2.0, 5.0, 7.0) == 5.0);
  assert_true(cc_where(2.0 < 1.0, 5.0, 7.0) == 7.0);
  assert_true(cc_where(0.0 > 0.0, NAN, 7.0) == 7.0);
  assert_true(cc_any(1.0 < 2.0));
  assert_false(cc_any(2.0 < 1.0));
  assert_false(cc_any(NAN < 1.0));
}

static void lower_and_higher(void **state) {
  (void)state;
  assert_true(cc_lower(1.0, 2.0) == 1.0 && cc_lower(2.0, 1.0) == 1.0);
  assert_true(cc_higher(1.0, 2.0) == 2.0 && cc_higher(2.0, 1.0) == 2.0);
  assert_true(cc_lower(-INFINITY, 1.0) == -INFINITY && cc_higher(1.0, INFINITY) == INFINITY);
  assert_true(cc_lower(NAN, 4.0) == 4.0 && cc_higher(NAN, 4.0) == 4.0);
  assert_true(isnan(cc_lower(4.0, NAN)) && isnan(cc_higher(4.0, NAN)));
  assert_true(!signbit(cc_higher(-0.0, 0.0)) && signbit(cc_higher(0.0, -0.0))); /* equal: `b` */
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_number_is_a_double),
      cmocka_unit_test(the_truth_chooses),
      cmocka_unit_test(lower_and_higher),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
