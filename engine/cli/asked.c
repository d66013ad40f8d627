/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers on the command line. Whole ones are digits and nothing else. */
#include "cli/asked.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/output.h"
#include "scenario/number.h"

enum { MOST_JOBS = 256 };

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

cc_status cc_asked_jobs(const cc_arguments *arguments, int *jobs) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  int usual = processors < 1 ? 1 : processors > MOST_JOBS ? MOST_JOBS : (int)processors;
  return cc_asked_whole(arguments, "jobs", 1, MOST_JOBS, usual, jobs);
}

/* Reads the list; returns how many there are, or 0 where it is none. */
static int read_percents(const char *text, int most, double *shares) {
  const char *from = text;
  for (int n = 0; n < most; n++) {
    double percent = 0;
    size_t plain = strspn(from, "0123456789.");
    const char *end = cc_take_number(from, &percent);
    if (end == NULL || end != from + plain || !(percent >= 1 && percent <= 99) ||
        (*end != ',' && *end != '\0')) {
      return 0;
    }
    shares[n] = percent / 100;
    if (*end == '\0') {
      return n + 1;
    }
    from = end + 1;
  }
  return 0;
}

cc_status cc_asked_quantiles(const cc_arguments *arguments, const char *otherwise, int least,
                             int most, double *shares, int *count) {
  const char *text = cc_argument(arguments, "quantiles");
  text = text != NULL ? text : otherwise;
  *count = read_percents(text, most, shares);
  if (*count >= least) {
    return CC_OK;
  }
  cc_text number = {0};
  if (least == most) {
    cc_text_print(&number, "%d", most);
  } else {
    cc_text_print(&number, "%d to %d", least, most);
  }
  cc_complain("--quantiles takes %s numbers from 1 to 99, such as %s, not `%s`: they are per cent",
              cc_text_string(&number), otherwise, text);
  cc_text_free(&number);
  return CC_USAGE;
}

cc_status cc_asked_out(const cc_arguments *arguments) {
  const char *out = cc_argument(arguments, "out");
  if (out != NULL && *out == '\0') {
    cc_complain("--out is empty; write a folder, or . for this one");
    return CC_USAGE;
  }
  return CC_OK;
}
