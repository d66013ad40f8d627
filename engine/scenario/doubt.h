/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_DOUBT_H
#define CC_SCENARIO_DOUBT_H

#include <stdbool.h>

#include "numeric/distribution.h"

/* How the width of a doubt was written. */
typedef enum {
  CC_BY_SD,  /* in the figure's unit */
  CC_BY_CV,  /* a fraction of the figure */
  CC_BY_ENDS /* low and high; low, mode and high; p10 and p90: in the figure's unit */
} cc_doubt_way;

/* The doubt about a number, and how it was written, so that it can go with the number when an
 * overlay, a sweep or solve puts another in its place. */
typedef struct {
  cc_distribution distribution; /* what is drawn from */
  double scale;                 /* the number is what is drawn times this: 1 but for two cases,
                                   see cc_doubt_about and cc_doubt_as_factor */
  cc_doubt_way way;
  double written[3];
  double around;      /* the number that it was written for */
  bool of_one_number; /* a factor that was the doubt about one number: cc_doubt_as_factor */
} cc_doubt;

/* The same doubt about another number: an sd stays, a cv stays, ends move by the same factor (or,
 * from 0, by the same amount). Where there is no distribution like that, as of a beta beyond 100%
 * or of nothing at all, what is drawn keeps its proportion to the number instead. Moving it twice
 * is moving it once. */
cc_doubt cc_doubt_about(const cc_doubt *doubt, double value);

/* The doubt as a factor on several numbers, 1 for the number it was written for, which is not 0. */
cc_doubt cc_doubt_as_factor(const cc_doubt *doubt);

/* What a number drawn from `from` is under `to`: the value below which the same share lies. */
double cc_doubt_carry(const cc_doubt *from, const cc_doubt *to, double drawn);

#endif
