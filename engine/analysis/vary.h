/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_VARY_H
#define CC_ANALYSIS_VARY_H

#include <stdbool.h>

#include "base/text.h"
#include "numeric/root.h"
#include "scenario/scenario.h"

/* One knob on a scenario: a parameter is set to a value, in each of its years where it has several,
 * just as an overlay or --set would; all parameters that a pattern with * reaches are multiplied by
 * a common factor. It turns on the parameter vector, so nothing is read again. */
typedef struct {
  const cc_scenario *scenario;
  const char *path; /* as written */
  int count;        /* parameters that it reaches */
  const int *parameters;
  bool by_factor;
  double central;   /* where the knob stands in the scenario: the value (of several years, the one
                       furthest from 0), or 1 */
  cc_unit unit;     /* of its values: CC_U_FACTOR when it is a factor */
  double low, high; /* the furthest that it can be turned before a parameter leaves its range */
} cc_vary;

/* CC_OK; CC_NO_MEMORY; CC_USAGE with one line in `complaint`. Memory is the arena's. */
cc_status cc_vary_create(const cc_scenario *scenario, const char *path, cc_arena *arena,
                         cc_vary *vary, cc_text *complaint);

/* A range to search without being told one: the parameter's own where that is narrow (shares,
 * growth), otherwise from nothing to four times the scenario's value. CC_USAGE with one line when
 * the value is 0 and its range wide. */
cc_status cc_vary_range(const cc_vary *vary, cc_bracket *range, cc_text *complaint);

/* Reads a value as a scenario writes it in the parameter's unit: "201.1m", "12%", "0.35"; a factor
 * as a plain number or with %. CC_USAGE with one line, also outside low..high. */
cc_status cc_vary_parse(const cc_vary *vary, const char *text, double *value, cc_text *complaint);

/* Turns the knob on a vector that came from the scenario's, or is a draw of it: doubts go with the
 * number, as scenario/doubt.h says. */
void cc_vary_apply(const cc_vary *vary, double value, double *vector);

#endif
