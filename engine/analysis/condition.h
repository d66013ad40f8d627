/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_CONDITION_H
#define CC_ANALYSIS_CONDITION_H

#include <stdbool.h>

#include "base/text.h"
#include "model/plan.h"

/* What is to be brought about, as it is written on a command line:
 *   children_in_care.total@2024/25 <= 2200
 *   contract.funding_gap@2024/25 <= 1% * contract.total_contract_sum@2024/25
 *   P(children_in_care.total@2024/25 <= 2200) >= 0.8
 * On both sides stands arithmetic over annual measures (scenario/expression.h), each with its year.
 * `<` is read as `<=` and `>` as `>=`: figures are real numbers. */
typedef struct {
  const char *text;         /* as written */
  const char *left, *right; /* the two sides of the inequality */
  bool at_most;             /* left <= right; otherwise left >= right */
  bool has_probability;
  double probability; /* 0..1, of a condition with P(...) */
  bool likely;        /* P(...) >= probability; otherwise P(...) <= probability */
} cc_condition;

/* Reads a condition on the measures of a plan; strings are kept in the arena. CC_OK; CC_NO_MEMORY;
 * CC_USAGE with three lines in `complaint`: what is wrong, the condition, and a caret under the
 * place. */
cc_status cc_condition_read(const cc_plan *plan, const char *text, cc_arena *arena,
                            cc_condition *condition, cc_text *complaint);

/* Whether a side is one measure of a year and nothing else: its annual row and plan year. */
bool cc_condition_is_measure(const cc_plan *plan, const char *side, int *row, int *year);

/* The two sides of the inequality for one projection (a results' annual table). */
typedef struct {
  double left, right;
} cc_sides;
cc_sides cc_condition_sides(const cc_condition *condition, const cc_plan *plan,
                            const double *annual);

/* How far the inequality is from holding, in its own unit: it holds where this is not above 0. */
double cc_condition_margin(const cc_condition *condition, cc_sides sides);

/* The same for the whole condition over many draws, each with its margin (they are put in another
 * order). P(left <= right) >= p holds when at least the share p of the draws hold, which is when
 * the order statistic of rank ceil(p n) of their margins is not above 0. It moves continuously
 * where the share of draws goes in steps. *error, unless NULL, is its standard error. */
double cc_condition_margin_of_draws(const cc_condition *condition, int n, double *margins,
                                    double *error);

/* The share of margins that are not above 0. */
double cc_condition_share(int n, const double *margins);

#endif
