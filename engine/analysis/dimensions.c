/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is in doubt, as a list of single numbers: what is drawn, what a tornado turns, what is mixed
 * for Sobol's indices.
 *
 * A dimension is named by a hash of the parameter's path and, where the figure has years, of the
 * knot's month. The name decides its chances, so they are the same in every scenario that has it.
 *
 * Where a scenario's number is not the one that its file states (it was turned, vary.h), the doubt
 * goes with it as with a number that an overlay lays over another (scenario/doubt.h). */
#include "analysis/dimensions.h"

#include <math.h>
#include <stdlib.h>

static cc_dimension of_knot(const cc_scenario *scenario, int parameter, int knot) {
  const cc_quantity *quantity = &scenario->resolution.items[parameter].quantity;
  const cc_parameter *as = &scenario->plan.parameters[parameter];
  int place = as->first_value + knot;
  int month = quantity->form == CC_Q_CONSTANT ? 0 : quantity->months[knot];
  double value = scenario->vector[place];
  cc_doubt doubt = value == quantity->values[knot] ? *quantity->doubts[knot]
                                                   : cc_doubt_about(quantity->doubts[knot], value);
  return (cc_dimension){parameter,         place, month, doubt.scale, as->low, as->high,
                        doubt.distribution};
}

static cc_dimension of_factor(const cc_scenario *scenario, int parameter) {
  const cc_doubt *factor = scenario->resolution.items[parameter].quantity.factor;
  const cc_distribution *drawn = &factor->distribution;
  return (cc_dimension){parameter,
                        scenario->plan.parameters[parameter].factor,
                        CC_WHOLE,
                        factor->scale,
                        fmin(factor->scale * drawn->low, factor->scale * drawn->high),
                        fmax(factor->scale * drawn->low, factor->scale * drawn->high),
                        *drawn};
}

/* The dimensions of a parameter; fills `out` unless it is NULL and returns how many. */
static int list(const cc_scenario *scenario, int parameter, cc_dimension *out) {
  const cc_quantity *quantity = &scenario->resolution.items[parameter].quantity;
  int count = 0;
  for (int k = 0; quantity->doubts != NULL && k < quantity->n_knots; k++) {
    if (quantity->doubts[k] == NULL) {
      continue;
    }
    if (out != NULL) {
      out[count] = of_knot(scenario, parameter, k);
    }
    count++;
  }
  if (quantity->factor != NULL && out != NULL) {
    out[count] = of_factor(scenario, parameter);
  }
  return count + (quantity->factor != NULL);
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

/* The month in the name. A factor that an overlay by years makes of the doubt about one number is
 * called as that number was, so that both scenarios draw the same. */
static int named_month(const cc_scenario *scenario, const cc_dimension *dimension) {
  const cc_doubt *factor = scenario->resolution.items[dimension->parameter].quantity.factor;
  return dimension->month == CC_WHOLE && factor->of_one_number ? 0 : dimension->month;
}

/* FNV-1a with 64 bits, folded to the 56 that a name has. */
uint64_t cc_dimension_name(const cc_scenario *scenario, const cc_dimension *dimension) {
  uint64_t hash = 14695981039346656037u;
  int month = named_month(scenario, dimension);
  const char *path = scenario->plan.parameters[dimension->parameter].path;
  for (const char *c = path; *c != '\0'; c++) {
    hash = (hash ^ (unsigned char)*c) * 1099511628211u;
  }
  for (int byte = 0; byte < 4; byte++) {
    hash = (hash ^ ((uint32_t)month >> 8 * byte & 0xff)) * 1099511628211u;
  }
  return (hash ^ hash >> 56) & 0x00ffffffffffffff;
}

double cc_dimension_quantile(const cc_dimension *dimension, double u) {
  return cc_dimension_value(dimension, cc_distribution_quantile(&dimension->distribution, u));
}
