/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BENCH_MULTIPLY_ADD_H
#define CC_BENCH_MULTIPLY_ADD_H

#include "model/projection.h"

/* The most multiply-adds a second, in double precision, that one core can do now, and by what
 * instructions (static memory). Takes some 20 ms. */
double bench_multiply_adds(const char **instructions);

/* How many a projection of the plan has in products of a row with a matrix, which are most of its
 * arithmetic; `workspace` has made one. Exits to independence are not counted by age. */
double bench_row_products(const cc_plan *plan, const cc_workspace *workspace);

/* Prints what share of `seconds` so many would take at the most there can be. */
void bench_print_share(double count, double seconds);

#endif
