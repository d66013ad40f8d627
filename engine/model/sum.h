/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_SUM_H
#define CC_MODEL_SUM_H

#include "numeric/lanes.h"

/* The sum of some numbers. Four sums run side by side, as one alone would wait for itself; the
 * order is fixed, so that the result is the same on every machine. */
static inline cc_num cc_sum(const cc_num *values, int n) {
  cc_num sum[4] = {cc_all(0.0), cc_all(0.0), cc_all(0.0), cc_all(0.0)};
  int i = 0;
  for (; i + 4 <= n; i += 4) {
    for (int k = 0; k < 4; k++) {
      sum[k] += values[i + k];
    }
  }
  for (; i < n; i++) {
    sum[0] += values[i];
  }
  return (sum[0] + sum[1]) + (sum[2] + sum[3]);
}

#endif
