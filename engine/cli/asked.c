/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole numbers on the command line: digits and nothing else. */
#include "cli/asked.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "cli/output.h"

static bool read_digits(const char *text, unsigned long long *number) {
  char *end = NULL;
  errno = 0;
  *number = strtoull(text, &end, 10);
  return isdigit((unsigned char)*text) && *end == '\0' && errno == 0;
}

cc_status cc_asked_whole(const cc_arguments *arguments, const char *name, int least, int most,
                         int otherwise, int *number) {
  const char *text = cc_argument(arguments, name);
  unsigned long long read = 0;
  *number = otherwise;
  if (text == NULL) {
    return CC_OK;
  }
  if (!read_digits(text, &read) || read > (unsigned)most || (int)read < least) {
    cc_complain("--%s takes a number from %d to %d, not `%s`", name, least, most, text);
    return CC_USAGE;
  }
  *number = (int)read;
  return CC_OK;
}

cc_status cc_asked_seed(const cc_arguments *arguments, uint64_t otherwise, uint64_t *seed) {
  const char *text = cc_argument(arguments, "seed");
  unsigned long long read = otherwise;
  if (text != NULL && !read_digits(text, &read)) {
    cc_complain("--seed takes a whole number below 2^64, not `%s`", text);
    return CC_USAGE;
  }
  *seed = read;
  return CC_OK;
}
