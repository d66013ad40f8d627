/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CARECAST_STATUS_H
#define CARECAST_STATUS_H

/* What a function that can fail returns. One table gives the code, the process exit code that the
 * command line turns it into, and the words; status.c and the tests expand the same table. */
#define CC_STATUS_TABLE(X)                                                                         \
  X(CC_OK, 0, "no error")                                                                          \
  X(CC_NO_MEMORY, 1, "out of memory")                                                              \
  X(CC_IO, 1, "a file could not be read or written")                                               \
  X(CC_INTERNAL, 1, "an internal check failed")                                                    \
  X(CC_NUMERIC, 1, "a calculation did not converge or left its range")                             \
  X(CC_USAGE, 2, "the command line is not understood")                                             \
  X(CC_INVALID, 3, "the scenario is not valid")                                                    \
  X(CC_BREACH, 4, "a requested threshold is breached")                                             \
  X(CC_UNRECONCILED, 5, "a printed figure does not agree")                                         \
  X(CC_PARTLY_FAILED, 6, "part of the batch failed")                                               \
  X(CC_INTERRUPTED, 130, "interrupted")

#define CC_STATUS_ENUM(code, exit_code, words) code,
typedef enum { CC_STATUS_TABLE(CC_STATUS_ENUM) CC_STATUS_COUNT } cc_status;
#undef CC_STATUS_ENUM

/* The words of a status; never NULL, also for a value outside the table. */
const char *cc_status_words(cc_status status);

/* The process exit code of a status: 0, 1, 2, 3, 4, 5, 6 or 130. */
int cc_status_exit_code(cc_status status);

#endif
