/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_ASKED_H
#define CC_CLI_ASKED_H

#include <stdint.h>

#include "cli/options.h"

/* Options that are numbers. What is wrong has been complained about: CC_USAGE. */

/* A number from `least` to `most`; `otherwise` when the option is not given. */
cc_status cc_asked_whole(const cc_arguments *arguments, const char *name, int least, int most,
                         int otherwise, int *number);

/* --seed; `otherwise` without it. */
cc_status cc_asked_seed(const cc_arguments *arguments, uint64_t otherwise, uint64_t *seed);

/* Refuses an empty --out, whose run folders would be in the root of the file system. */
cc_status cc_asked_out(const cc_arguments *arguments);

/* --jobs, up to 256 threads; one for each processor without it. */
cc_status cc_asked_jobs(const cc_arguments *arguments, int *jobs);
#define CC_OPTION_JOBS                                                                             \
  { "jobs", "N", "threads (one for each processor without it)", NULL, 0, 'j', false }

/* --quantiles: between `least` and `most` of them, written in per cent with commas between
 * ("10,90", as is `otherwise`), to shares[0..*count-1]. */
cc_status cc_asked_quantiles(const cc_arguments *arguments, const char *otherwise, int least,
                             int most, double *shares, int *count);

#endif
