/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_DIMENSIONS_H
#define CC_ANALYSIS_DIMENSIONS_H

#include <stdint.h>

#include "scenario/scenario.h"

/* A number of the parameter vector that is in doubt: a knot with a distribution of its own, or the
 * common factor on all knots of a figure. */
typedef struct {
  int parameter, place; /* `place`: in the vector */
  int month;            /* absolute, of the knot; 0 without years; CC_WHOLE for the factor */
  double scale;         /* what is drawn is multiplied by it (scenario/doubt.h) */
  double low, high;     /* what the value is clamped to */
  cc_distribution distribution;
} cc_dimension;

enum { CC_WHOLE = -1 };

/* All of them, by rising place. The caller frees *dimensions. CC_NO_MEMORY. */
cc_status cc_dimensions_find(const cc_scenario *scenario, int *count, cc_dimension **dimensions);

/* How many dimensions a parameter has; they follow each other from *first on. */
int cc_dimensions_of(int count, const cc_dimension *dimensions, int parameter, int *first);

/* A name of 56 bits, made from the parameter's path and the month: the same in every scenario. */
uint64_t cc_dimension_name(const cc_scenario *scenario, const cc_dimension *dimension);

/* A number that the distribution gives as the dimension takes it: scaled and clamped. */
static inline double cc_dimension_value(const cc_dimension *dimension, double drawn) {
  double value = drawn * dimension->scale;
  return value < dimension->low    ? dimension->low
         : value > dimension->high ? dimension->high
                                   : value;
}

/* The value below which the share u of it lies. */
double cc_dimension_quantile(const cc_dimension *dimension, double u);

#endif
