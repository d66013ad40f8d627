/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_SAME_PLAN_H
#define CC_SCENARIO_SAME_PLAN_H

#include "scenario/scenario.h"

/* Whether a scenario, resolved without a finding, differs from its base in nothing that a plan is
 * made of: at most in its name and notes and in the values, doubts and sources of figures. */
bool cc_has_plan_of(const cc_scenario *scenario, const cc_scenario *base);

#endif
