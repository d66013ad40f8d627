/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_CAPITAL_H
#define CC_MODEL_CAPITAL_H

#include "model/projection.h"

/* The capital programme: listed apart, in no total of revenue. */

/* Adds capital.<group>.<line>, capital.<group> and capital.total. CC_NO_MEMORY, CC_OK. */
cc_status cc_capital_lay_out(cc_plan *plan, cc_arena *arena);

void cc_capital_run(const cc_plan *plan, const cc_series_set *set, cc_results *results);

#endif
