/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BENCH_MULTIPLY_ADD_H
#define CC_BENCH_MULTIPLY_ADD_H

#include "model/plan.h"

/* The most multiply-adds a second, in double precision, that one core can do now, and by what
 * instructions (static memory). Takes some 20 ms. */
double bench_multiply_adds(const char **instructions);

/* Prints how many a second a projection of the plan came to that took so many seconds, and what
 * share that is of the most. Counted is what a month step needs as a plain dense model: a matrix of
 * all states for every month of age in every month. */
void bench_print_share(const cc_plan *plan, double seconds);

#endif
