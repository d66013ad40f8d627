/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_ASKED_H
#define CC_CLI_ASKED_H

#include <stdint.h>

#include "cli/options.h"

/* Options that are whole numbers. What is wrong has been complained about: CC_USAGE. */

/* A number from `least` to `most`; `otherwise` when the option is not given. */
cc_status cc_asked_whole(const cc_arguments *arguments, const char *name, int least, int most,
                         int otherwise, int *number);

/* --seed; `otherwise` without it. */
cc_status cc_asked_seed(const cc_arguments *arguments, uint64_t otherwise, uint64_t *seed);

#endif
