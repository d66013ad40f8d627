/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_PARAMETER_H
#define CC_MODEL_PARAMETER_H

#include "model/plan.h"
#include "numeric/lanes.h"

/* Parameter values spread over the months of the projection. A parameter that never varies keeps
 * one number and a stride of 0, so that reading it costs the same and writing it costs nothing. */
typedef struct {
  const cc_num *values;
  int stride; /* 0 or 1 */
} cc_series;

typedef struct {
  cc_series *of;    /* [n_parameters] */
  cc_num *constant; /* [n_parameters] */
  cc_num *monthly;  /* [n_series * n_months] */
} cc_series_set;

/* Spreads the parameter vector over the months.
 *   value(t) = knot in force x factor x growth since the knot's year x index since the knot's year,
 * then the effects in the order written: with d = the intervention's delivery x its switch (0 or 1)
 * and w = the share of the ramp reached (the month's average),
 *   multiply: v + d w v (m - 1)      add: v + d w a      set: v + d w (s - v)
 * clamped to the parameter's range. `switches` has one number for each intervention. */
void cc_parameters_expand(const cc_plan *plan, const cc_num *vector, const double *switches,
                          cc_series_set *set);

/* The value of a parameter in a month; `otherwise` where the scenario says nothing. */
static inline cc_num cc_value(const cc_series_set *set, int parameter, int month,
                              double otherwise) {
  if (parameter == CC_ABSENT) {
    return cc_all(otherwise);
  }
  const cc_series series = set->of[parameter];
  return series.values[month * series.stride];
}

/* The mean over the twelve months of a plan year: how a yearly amount is read, so that an effect
 * that starts in October counts for half. */
cc_num cc_year_value(const cc_series_set *set, int parameter, int year, double otherwise);

/* Of a yearly amount's mean over a plan year, how much the growth and index of that April made of
 * it: what it would have been less at the prices of the March before. What is stated anew is not
 * indexed, nor is what an effect sets or adds, beyond the index of its own amount; 0 in the first
 * year. `switches` has one number for each intervention. */
cc_num cc_price_part(const cc_plan *plan, const cc_series_set *set, const double *switches,
                     int parameter, int year);

#endif
