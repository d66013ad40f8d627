/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line is written over itself: a carriage return, the text, and what erases the rest of the
 * line (ECMA-48 EL). */
#include "cli/progress.h"

#include <stdio.h>

#include "cli/output.h"

#define QUIET_SECONDS 1.0 /* what is shorter shows no progress */
#define SECONDS_BETWEEN 0.1

static double seconds_since(const struct timespec *then) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)(now.tv_sec - then->tv_sec) + 1e-9 * (double)(now.tv_nsec - then->tv_nsec);
}

cc_progress cc_progress_start(void) {
  cc_progress progress = {.on_terminal = cc_errors_on_terminal()};
  clock_gettime(CLOCK_MONOTONIC, &progress.begun);
  return progress;
}

void cc_progress_show(cc_progress *progress, const char *what, int done, int of,
                      const char *things) {
  cc_progress *p = progress;
  if (!p->on_terminal || seconds_since(&p->begun) < QUIET_SECONDS) {
    return;
  }
  if (done == of) {
    cc_progress_close(p);
  } else if (seconds_since(&p->shown) >= SECONDS_BETWEEN) {
    fprintf(stderr, "\r%s%d of %d %s\033[K", what, done, of, things);
    fflush(stderr);
    clock_gettime(CLOCK_MONOTONIC, &p->shown);
    p->line_open = true;
  }
}

void cc_progress_close(cc_progress *progress) {
  if (progress->line_open) {
    fputs("\r\033[K", stderr);
    fflush(stderr);
    progress->line_open = false;
  }
}
