/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_GENERATOR_SLOPE_H
#define CC_NUMERIC_GENERATOR_SLOPE_H

#include "numeric/generator.h"

/* A matrix that depends on a number e, to first order: value + e x slope. n x n, row by row. */
typedef struct {
  double value[CC_GENERATOR_STATES * CC_GENERATOR_STATES];
  double slope[CC_GENERATOR_STATES * CC_GENERATOR_STATES];
} cc_sloped;

/* The three integrals of cc_generator_integrals over a time h >= 0, and how each changes when the
 * generator is q + e diag(weight), at e = 0:
 *
 *     s0.slope = integral over s in 0..h of exp(q (h - s)) diag(weight) exp(q s) ds
 *     s1.slope, s2.slope = its first and second integral over the time
 *
 * When `weight` is what a state yields a unit of time, s0.slope says how the yield so far and the
 * yield to come go together, which is what second moments are made of. No allocation. The outputs
 * may not overlap. */
void cc_generator_slopes(int n, const double *q, const double *weight, double h, cc_sloped *s0,
                         cc_sloped *s1, cc_sloped *s2);

#endif
