/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_SUM_H
#define CC_MODEL_SUM_H

/* The sum of some numbers. Four sums run side by side, as one alone would wait for itself; the
 * order is fixed, so that the result is the same on every machine. */
static inline double cc_sum(const double *values, int n) {
  double sum[4] = {0};
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

/* The lowest of some numbers and `lowest`. */
static inline double cc_lowest(const double *values, int n, double lowest) {
  double low[4] = {lowest, lowest, lowest, lowest};
  int i = 0;
  for (; i + 4 <= n; i += 4) {
    for (int k = 0; k < 4; k++) {
      low[k] = values[i + k] < low[k] ? values[i + k] : low[k];
    }
  }
  for (; i < n; i++) {
    low[0] = values[i] < low[0] ? values[i] : low[0];
  }
  low[0] = low[1] < low[0] ? low[1] : low[0];
  low[2] = low[3] < low[2] ? low[3] : low[2];
  return low[2] < low[0] ? low[2] : low[0];
}

#endif
