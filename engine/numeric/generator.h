/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_GENERATOR_H
#define CC_NUMERIC_GENERATOR_H

#include "numeric/lanes.h"

#define CC_GENERATOR_STATES 16 /* most states */

/* Numbers of scratch that n states need. */
#define CC_GENERATOR_SCRATCH(n) (4 * (n) * (n))

/* The largest sum of magnitudes of a row of an n x n matrix. */
cc_num cc_generator_norm(int n, const cc_num *q);

/* What a constant generator does over a time h >= 0, `time`.
 *
 * `q` is n x n, row by row, in rates a unit of time: moves from the row's state to the column's off
 * the diagonal, and on it minus all outflow of the state (moves and exits). Writes, each n x n:
 *
 *     s0 = exp(q h)                    where those in a state now are after h, shares
 *     s1 = integral 0..h of exp(q s) ds            time each of them spends where
 *     s2 = integral 0..h of s1 taken up to u, du   the same for an inflow of 1 a unit of time
 *
 * `norm` is cc_generator_norm(n, q) or more: how the integrals are worked out, and so their last
 * bits, depend on it.
 *
 * Row vectors go on the left: stock x s0 + inflow x s1 is the stock after h. Accurate to a few
 * units of rounding of the largest element; no allocation. The outputs may not overlap anything. */
void cc_generator_integrals(int n, const cc_num *q, cc_num norm, double time, cc_num *s0,
                            cc_num *s1, cc_num *s2, cc_num *scratch);

#endif
