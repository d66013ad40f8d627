/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_REVALUE_H
#define CC_SCENARIO_REVALUE_H

#include "scenario/scenario.h"

/* Resolves and binds a scenario that differs from `base` in nothing but what figures say, by taking
 * the base's plan over and reading only the figures that are new. `scenario` has its layers; *done
 * is false, and nothing but its arena is touched, when it differs in more or when anything is wrong
 * with it: then it has to be resolved and bound in full, which also reports the findings. The
 * scenario points into the base and must be freed before it. CC_NO_MEMORY. */
cc_status cc_revalue(cc_scenario *scenario, const cc_scenario *base, bool *done);

#endif
