/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_SAVINGS_H
#define CC_MODEL_SAVINGS_H

#include "model/projection.h"

/* What becomes of the contract's mitigations: what was agreed, how much of it is delivered, and
 * what is spent after all. All GBP. */

/* Adds three rows for each mitigation, target, delivered and slippage, and one for all slippage:
 * where any of them says what is delivered, and there is expenditure for the rest to be part of.
 * Runs after the lay-out of services. CC_NO_MEMORY, CC_OK. */
cc_status cc_savings_lay_out(cc_plan *plan, cc_arena *arena);

/* Fills a plan year of the rows for each mitigation; returns all slippage. */
cc_num cc_savings_run_year(const cc_plan *plan, const cc_series_set *set, int year,
                           cc_results *results);

#endif
