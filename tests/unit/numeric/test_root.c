/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/gsl_errors.h"
#include "numeric/root.h"
#include "support/near.h"

typedef struct {
  double shift;
  int asked;
} question;

static double less_exp(void *context, double x) {
  question *q = context;
  q->asked++;
  return q->shift - exp(x);
}

static double step(void *context, double x) {
  question *q = context;
  q->asked++;
  return x < q->shift ? -1 : 1;
}

static double root_of_sign(void *context, double x) {
  (void)context;
  return x < 0 ? NAN : x - 0.25;
}

/* exp(x) = shift has the root log(shift), enclosed as narrowly as asked and in few steps. */
static void encloses_a_root(void **state) {
  (void)state;
  cc_root *root = NULL;
  assert_int_equal(cc_root_create(&root), CC_OK);
  static const double shifts[] = {0.01, 1.5, 7.0, 1e4};
  for (int i = 0; i < 4; i++) {
    question q = {shifts[i], 0};
    cc_bracket bracket = {-20, 20};
    assert_int_equal(cc_root_find(root, less_exp, &q, 1e-9, &bracket), CC_OK);
    assert_true(bracket.low <= log(shifts[i]) && bracket.high >= log(shifts[i]));
    assert_true(bracket.high - bracket.low <= 1e-9);
    assert_true(q.asked < 80);
  }
  cc_root_free(root);
}

/* A jump is enclosed too: the sign differs on its two sides. */
static void encloses_a_jump(void **state) {
  (void)state;
  cc_root *root = NULL;
  assert_int_equal(cc_root_create(&root), CC_OK);
  question q = {0.3217, 0};
  cc_bracket bracket = {0, 1};
  assert_int_equal(cc_root_find(root, step, &q, 1e-6, &bracket), CC_OK);
  assert_true(bracket.low < 0.3217 && bracket.high >= 0.3217);
  assert_true(bracket.high - bracket.low <= 1e-6);
  cc_root_free(root);
}

static void refuses_what_is_no_bracket(void **state) {
  (void)state;
  cc_root *root = NULL;
  assert_int_equal(cc_root_create(&root), CC_OK);
  question q = {2, 0};
  cc_bracket same_sign = {1, 2}, backwards = {2, -2};
  assert_int_equal(cc_root_find(root, less_exp, &q, 1e-9, &same_sign), CC_USAGE);
  assert_int_equal(cc_root_find(root, less_exp, &q, 1e-9, &backwards), CC_USAGE);
  cc_bracket no_value = {-1, 1};
  assert_int_equal(cc_root_find(root, root_of_sign, NULL, 1e-9, &no_value), CC_NUMERIC);
  cc_root_free(root);
  cc_root_free(NULL);
}

int main(void) {
  cc_gsl_errors_return();
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(encloses_a_root),
      cmocka_unit_test(encloses_a_jump),
      cmocka_unit_test(refuses_what_is_no_bracket),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
