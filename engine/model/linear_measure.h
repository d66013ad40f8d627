/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_LINEAR_MEASURE_H
#define CC_MODEL_LINEAR_MEASURE_H

#include "model/parameter.h"

/* A measure that is a sum over children, each counted by itself: how much a child counts for being
 * somewhere for a time, for being there at a month's end, for coming and leaving, and as a care
 * leaver afterwards. In units of the measure (children, child-days, GBP). */
typedef struct {
  int n_months;                                  /* after these nothing counts */
  double in_state[CC_MAX_MONTHS][CC_MAX_STATES]; /* a child-year spent there during the month */
  double at_end[CC_MAX_MONTHS][CC_MAX_STATES];   /* being there at its end, after birthdays */
  double at_end_in_band[CC_MAX_MONTHS][CC_MAX_BANDS]; /* the same, for being of a band */
  double on_entry[CC_MAX_MONTHS];
  double on_exit[CC_MAX_MONTHS][CC_DESTINATIONS];
  double on_birthday[CC_MAX_MONTHS];   /* turning 18 */
  double leaver_at_start;              /* being a care leaver when the plan starts */
  double leaver_at_end[CC_MAX_MONTHS]; /* being one at a month's end, after birthdays */
} cc_linear_measure;

/* Makes it count nothing. */
void cc_linear_measure_clear(cc_linear_measure *measure);

/* Adds `scale` for each child in care at the end of a month. */
void cc_linear_measure_add_children(const cc_plan *plan, int month, double scale,
                                    cc_linear_measure *measure);

/* Adds `scale` times an annual row of the results in a plan year. Sums over years or rows (and with
 * a negative scale differences) are measures too: add one after the other. Returns false, and adds
 * nothing, when the row is not a sum over children: ratios of children, moves, what caps and
 * capacities do, money that does not follow children. Total expenditure and the headings of the
 * subjective analysis are added without what follows no child. */
bool cc_linear_measure_add(const cc_plan *plan, const cc_series_set *set, int row, int year,
                           double scale, cc_linear_measure *measure);

#endif
