/* SPDX-License-Identifier: GPL-3.0-or-later */
/* No handler and no global flag: the signals are blocked, and the kernel's own set of pending
 * signals is the flag. A signal whose disposition is to be ignored is not blocked, because a
 * blocked signal is kept pending even when it would have been ignored. */
#include "base/interrupt.h"

#include <stddef.h>
#include <time.h>

static const int held[] = {SIGINT, SIGTERM};
enum { HELD = sizeof held / sizeof held[0] };

void cc_interrupt_hold(cc_interrupt *interrupt) {
  sigset_t block;
  sigemptyset(&block);
  for (int i = 0; i < HELD; i++) {
    struct sigaction action;
    if (sigaction(held[i], NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
      sigaddset(&block, held[i]);
    }
  }
  pthread_sigmask(SIG_BLOCK, &block, &interrupt->before);
}

bool cc_interrupted(void) {
  sigset_t pending;
  bool any = false;
  sigemptyset(&pending);
  sigpending(&pending);
  for (int i = 0; i < HELD; i++) {
    any = any || sigismember(&pending, held[i]) == 1;
  }
  return any;
}

bool cc_interrupt_release(const cc_interrupt *interrupt) {
  sigset_t all;
  sigemptyset(&all);
  for (int i = 0; i < HELD; i++) {
    sigaddset(&all, held[i]);
  }
  bool any = false;
  const struct timespec at_once = {0};
  while (cc_interrupted() && sigtimedwait(&all, NULL, &at_once) > 0) {
    any = true;
  }
  pthread_sigmask(SIG_SETMASK, &interrupt->before, NULL);
  return any;
}
