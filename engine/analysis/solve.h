/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_SOLVE_H
#define CC_ANALYSIS_SOLVE_H

#include "analysis/condition.h"
#include "analysis/draws.h"
#include "analysis/vary.h"

/* What it takes: where a parameter must stand for a condition to just hold. */
typedef struct {
  const cc_vary *vary;
  const cc_condition *condition;
  cc_bracket range; /* where to search */
  int n_draws;      /* 0 without P(...): the condition is asked of the central values */
  const cc_draws *draws;
  uint64_t seed; /* of the draws */
  int jobs;      /* threads; nothing else depends on it */
  bool follows;  /* each draw is one history of the children, the same at every value; otherwise the
                    expected numbers */
} cc_solve_request;

typedef enum {
  CC_SOLVED,
  CC_HOLDS_THROUGHOUT, /* over the whole range: nothing to solve */
  CC_HOLDS_NOWHERE,
  CC_MAKES_NO_DIFFERENCE, /* the condition does not depend on the parameter */
  CC_NOT_MONOTONE         /* more of the parameter first helps and then hurts, or the reverse */
} cc_solve_outcome;

/* The condition at one value of the parameter. */
typedef struct {
  double x;
  cc_sides sides; /* at central values */
  double share;   /* of draws in which the inequality holds; NaN without draws */
  double margin;  /* of the whole condition: it holds where this is not above 0 */
  double error;   /* standard error of the margin; 0 without draws */
} cc_solve_point;

typedef struct {
  cc_solve_outcome outcome;
  cc_solve_point now; /* where the parameter stands in the scenario */
  cc_solve_point low; /* at the ends of the range */
  cc_solve_point high;
  cc_solve_point answer; /* CC_SOLVED: rounded to where it holds, and projected there */
  bool rising;           /* CC_SOLVED: it holds from the answer upwards, else downwards */
  double error;          /* CC_SOLVED: Monte Carlo standard error of the answer; 0 without draws */
  double turn;           /* CC_NOT_MONOTONE: where it turns, about */
} cc_solution;

/* CC_OK with one of the outcomes; CC_NO_MEMORY; CC_NUMERIC where a projection in the range has no
 * value. The parameter is asked about on a grid of 33 values (of 9 with draws): what goes up and
 * down between two of them may pass for what goes one way only. */
cc_status cc_solve(const cc_solve_request *request, cc_solution *solution);

#endif
