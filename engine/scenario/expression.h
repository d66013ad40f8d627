/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_EXPRESSION_H
#define CC_SCENARIO_EXPRESSION_H

#include "model/plan.h"

/* Arithmetic over measures of a projection: + - * / ( ), numbers as in a scenario (4.3m, 12%), and
 * annual measures by name, each for plan year `year` unless it says `name@2021/22`. A measure's
 * name may hold letters, digits, _ . and, between letters or digits, - and no space; a minus sign
 * between measures has spaces around it.
 *
 * `annual` is a results' annual table, or NULL to check only (every measure then counts 1).
 * Returns 1 and the value; 0 with *wrong at the character that is not understood (or at the name
 * of a measure that the plan does not have, *unknown its length), *needs_year non-zero when a
 * measure had no year. */
typedef struct {
  const char *wrong;
  int unknown;
  int needs_year;
} cc_expression_fault;
int cc_expression(const cc_plan *plan, const double *annual, const char *text, int year,
                  double *value, cc_expression_fault *fault);

#endif
