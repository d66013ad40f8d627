/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_ROOT_H
#define CC_NUMERIC_ROOT_H

#include "carecast/status.h"

/* Finds where a continuous function of one number crosses zero. */
typedef struct cc_root cc_root;

/* The function, at x; not a number where it has no value there. */
typedef double (*cc_root_function)(void *context, double x);

/* What encloses the crossing: the function is above 0 at one end and not at the other. */
typedef struct {
  double low, high;
} cc_bracket;

/* All memory is taken here. CC_NO_MEMORY. */
cc_status cc_root_create(cc_root **root);
void cc_root_free(cc_root *root);

/* Narrows the bracket until its ends are at most `tolerance` (> 0) apart. CC_USAGE when it is not a
 * bracket or low < high is not so; CC_NUMERIC when the function has no value at a point
 * that was asked for, or when the bracket does not become narrow enough. The bracket encloses the
 * crossing after each of them but CC_USAGE. One thread at a time. */
cc_status cc_root_find(cc_root *root, cc_root_function function, void *context, double tolerance,
                       cc_bracket *bracket);

#endif
