/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_YAML_PROBLEM_H
#define CC_SCENARIO_YAML_PROBLEM_H

#include "scenario/yaml_tree.h"

/* What stopped libyaml, in its own words, and where. Positions count from 1. */
typedef struct {
  const char *problem; /* never NULL */
  cc_position at;
  const char *context; /* what it was reading, or NULL */
  cc_position context_at;
} cc_yaml_problem;

/* Adds one finding that says it in plain words. */
void cc_yaml_problem_report(const cc_yaml_problem *problem, const cc_source *source,
                            cc_diagnostics *findings);

#endif
