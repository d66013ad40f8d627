/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_PROGRESS_H
#define CC_CLI_PROGRESS_H

#include <stdbool.h>
#include <time.h>

/* A line on standard error that says how far a long command has come: only on a terminal, not in
 * the first second, and at most ten times a second. */
typedef struct {
  struct timespec begun, shown;
  bool on_terminal, line_open;
} cc_progress;

cc_progress cc_progress_start(void);

/* "<what>12 of 15 scenarios"; with done == of the line goes away. */
void cc_progress_show(cc_progress *progress, const char *what, int done, int of,
                      const char *things);

/* Takes the line away, so that a message stands on its own. */
void cc_progress_close(cc_progress *progress);

#endif
