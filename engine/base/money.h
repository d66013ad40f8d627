/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_MONEY_H
#define CC_BASE_MONEY_H

#include <stddef.h>

#define CC_HALF_A_PENNY 0.005 /* GBP: no more than that is nothing */
#define CC_FIGURE_TEXT 48

/* Rounds half away from zero as finance papers do, at `decimals` places, after forgiving the last
 * few bits of binary: 0.15 shown to one place is 0.2 although the nearest double lies below. */
double cc_round(double value, int decimals);

/* Writes pounds as £m with `decimals`, thousands separated by commas, negatives in brackets:
 * 201100000 -> "201.1", -800000 -> "(0.8)"; what rounds to zero is "0.0", never "(0.0)". */
char *cc_print_millions(double pounds, int decimals, char text[CC_FIGURE_TEXT]);

/* The same for a plain count: 2317.4 with 0 decimals -> "2,317", -12 -> "(12)". */
char *cc_print_count(double value, int decimals, char text[CC_FIGURE_TEXT]);

#endif
