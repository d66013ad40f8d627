/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in doubt, as a list of single numbers: what is drawn, what a tornado turns, what is mixed
 * for Sobol's indices.
 *
 * A dimension is named by a hash of the parameter's path and, where the figure has years, of the
 * knot's month. The name decides its chances, so they are the same in every scenario that has it.
 *
 * Where a scenario's number v is not the number c that its file states (it was turned, vary.h), the
 * doubt keeps its proportion: the number takes v / c times what the distribution of c gives. What
 * was nothing has no proportion, and once it is turned there is no doubt about it. */
#include "analysis/dimensions.h"

#include <stdlib.h>

/* The scale of a knot. */
static double scale_of(const cc_scenario *scenario, int place, double stated) {
  double value = scenario->vector[place];
  return value == stated ? 1.0 : value / stated;
}

/* The dimensions of a parameter; fills `out` unless it is NULL and returns how many. */
static int list(const cc_scenario *scenario, int parameter, cc_dimension *out) {
  const cc_quantity *quantity = &scenario->resolution.items[parameter].quantity;
  const cc_parameter *as = &scenario->plan.parameters[parameter];
  int count = 0;
  for (int k = 0; k < as->n_knots && quantity->doubts != NULL; k++) {
    int place = as->first_value + k;
    double stated = quantity->values[k];
    if (quantity->doubts[k] == NULL || (stated == 0 && scenario->vector[place] != 0)) {
      continue;
    }
    if (out != NULL) {
      int month = quantity->form == CC_Q_CONSTANT ? 0 : quantity->months[k];
      double scale = scale_of(scenario, place, stated);
      out[count] =
          (cc_dimension){parameter, place, month, scale, as->low, as->high, quantity->doubts[k]};
    }
    count++;
  }
  if (quantity->factor != NULL) {
    if (out != NULL) {
      const cc_distribution *factor = quantity->factor;
      out[count] =
          (cc_dimension){parameter, as->factor, CC_WHOLE, 1.0, factor->low, factor->high, factor};
    }
    count++;
  }
  return count;
}

cc_status cc_dimensions_find(const cc_scenario *scenario, int *count, cc_dimension **dimensions) {
  *count = 0;
  for (int i = 0; i < scenario->plan.n_parameters; i++) {
    *count += list(scenario, i, NULL);
  }
  *dimensions = calloc((size_t)*count + 1, sizeof **dimensions);
  if (*dimensions == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0, n = 0; i < scenario->plan.n_parameters; i++) {
    n += list(scenario, i, *dimensions + n);
  }
  return CC_OK;
}

int cc_dimensions_of(int count, const cc_dimension *dimensions, int parameter, int *first) {
  int d = 0;
  while (d < count && dimensions[d].parameter != parameter) {
    d++;
  }
  *first = d;
  while (d < count && dimensions[d].parameter == parameter) {
    d++;
  }
  return d - *first;
}

/* FNV-1a with 64 bits, folded to the 56 that a name has. */
uint64_t cc_dimension_name(const cc_scenario *scenario, const cc_dimension *dimension) {
  uint64_t hash = 14695981039346656037u;
  const char *path = scenario->plan.parameters[dimension->parameter].path;
  for (const char *c = path; *c != '\0'; c++) {
    hash = (hash ^ (unsigned char)*c) * 1099511628211u;
  }
  for (int byte = 0; byte < 4; byte++) {
    hash = (hash ^ ((uint32_t)dimension->month >> 8 * byte & 0xff)) * 1099511628211u;
  }
  return (hash ^ hash >> 56) & 0x00ffffffffffffff;
}

double cc_dimension_quantile(const cc_dimension *dimension, double u) {
  return cc_dimension_value(dimension, cc_distribution_quantile(dimension->distribution, u));
}
