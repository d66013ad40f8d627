/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The exit codes of the command line, as its documentation lists them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "carecast/status.h"

static void exit_codes_are_the_documented_ones(void **state) {
  (void)state;
  assert_int_equal(cc_status_exit_code(CC_OK), 0);
  assert_int_equal(cc_status_exit_code(CC_NO_MEMORY), 1);
  assert_int_equal(cc_status_exit_code(CC_IO), 1);
  assert_int_equal(cc_status_exit_code(CC_INTERNAL), 1);
  assert_int_equal(cc_status_exit_code(CC_NUMERIC), 1);
  assert_int_equal(cc_status_exit_code(CC_USAGE), 2);
  assert_int_equal(cc_status_exit_code(CC_INVALID), 3);
  assert_int_equal(cc_status_exit_code(CC_BREACH), 4);
  assert_int_equal(cc_status_exit_code(CC_UNRECONCILED), 5);
  assert_int_equal(cc_status_exit_code(CC_PARTLY_FAILED), 6);
  assert_int_equal(cc_status_exit_code(CC_INTERRUPTED), 130);
}

static void words_differ_and_are_never_missing(void **state) {
  (void)state;
  for (int a = 0; a < CC_STATUS_COUNT; a++) {
    assert_true(strlen(cc_status_words((cc_status)a)) > 0);
    for (int b = 0; b < a; b++) {
      assert_string_not_equal(cc_status_words((cc_status)a), cc_status_words((cc_status)b));
    }
  }
}

static void a_value_outside_the_table_is_an_internal_failure(void **state) {
  (void)state;
  assert_string_equal(cc_status_words(CC_STATUS_COUNT), cc_status_words(CC_INTERNAL));
  assert_int_equal(cc_status_exit_code(CC_STATUS_COUNT), 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(exit_codes_are_the_documented_ones),
      cmocka_unit_test(words_differ_and_are_never_missing),
      cmocka_unit_test(a_value_outside_the_table_is_an_internal_failure),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
