/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_SHIPPED_H
#define CC_TESTS_SHIPPED_H

#include "scenario/scenario.h"

/* A slow build looks at one shipped scenario in five, the one whose cap holds among them. */
#ifdef CARECAST_SLOW_BUILD
enum { CC_SHIPPED_EVERY = 5 };
#else
enum { CC_SHIPPED_EVERY = 1 };
#endif

/* Loads every shipped scenario that has children in care, and calls `look` with it and its number.
 * Fails the test when one does not load. */
void cc_each_shipped(void (*look)(cc_scenario *scenario, int number, void *context), void *context);

#endif
