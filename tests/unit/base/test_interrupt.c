/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Signals wait while they are held, and are gone after the release. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/interrupt.h"

static void test_a_signal_waits_and_is_taken_away(void **state) {
  (void)state;
  const int signals[] = {SIGINT, SIGTERM};
  for (int i = 0; i < 2; i++) {
    cc_interrupt interrupt;
    cc_interrupt_hold(&interrupt);
    assert_false(cc_interrupted());
    raise(signals[i]);
    assert_true(cc_interrupted());
    assert_true(cc_interrupt_release(&interrupt));
    assert_false(cc_interrupted()); /* and the process is still there */
  }
}

static void test_without_a_signal(void **state) {
  (void)state;
  cc_interrupt interrupt;
  cc_interrupt_hold(&interrupt);
  assert_false(cc_interrupt_release(&interrupt));
}

static void test_two_signals_are_both_taken_away(void **state) {
  (void)state;
  cc_interrupt interrupt;
  cc_interrupt_hold(&interrupt);
  raise(SIGINT);
  raise(SIGTERM);
  assert_true(cc_interrupt_release(&interrupt));
  assert_false(cc_interrupted());
}

static void test_what_is_ignored_stays_ignored(void **state) {
  (void)state;
  cc_interrupt interrupt;
  signal(SIGINT, SIG_IGN);
  cc_interrupt_hold(&interrupt);
  raise(SIGINT);
  assert_false(cc_interrupted());
  assert_false(cc_interrupt_release(&interrupt));
  signal(SIGINT, SIG_DFL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_signal_waits_and_is_taken_away),
      cmocka_unit_test(test_without_a_signal),
      cmocka_unit_test(test_two_signals_are_both_taken_away),
      cmocka_unit_test(test_what_is_ignored_stays_ignored),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
