/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The status codes. Words and exit codes come from the one table in status.h, so a new status
 * cannot be added without both; a value outside the table is treated as a failed internal check. */
#include "carecast/status.h"

typedef struct {
  int exit_code;
  const char *words;
} status_entry;

#define STATUS_ENTRY(code, exit_code, words) {exit_code, words},
static const status_entry status_entries[CC_STATUS_COUNT] = {CC_STATUS_TABLE(STATUS_ENTRY)};
#undef STATUS_ENTRY

static const status_entry *find_status(cc_status status) {
  int known = (int)status >= 0 && (int)status < (int)CC_STATUS_COUNT;
  return &status_entries[known ? status : CC_INTERNAL];
}

const char *cc_status_words(cc_status status) {
  return find_status(status)->words;
}

int cc_status_exit_code(cc_status status) {
  return find_status(status)->exit_code;
}
