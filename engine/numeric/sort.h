/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_SORT_H
#define CC_NUMERIC_SORT_H

#include <stddef.h>

/* Sorts n numbers from least to greatest; `scratch` holds n too. Takes some twenty nanoseconds a
 * number where they are spread like most results are. With NaN among them the order is of no use.
 */
void cc_sort(size_t n, double *values, double *scratch);

#endif
