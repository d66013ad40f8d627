/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_CONTRACT_H
#define CC_MODEL_CONTRACT_H

#include "model/projection.h"

/* The contract sum of each financial year and what stands against it. All amounts GBP; the rows
 * are named in plan->rows.contract. */

/* Adds the contract's rows, in table order. Runs after the lay-outs of services and of invest to
 * save. CC_NO_MEMORY, CC_OK. */
cc_status cc_contract_lay_out(cc_plan *plan, cc_arena *arena);

/* Fills them, year after year. Runs after cc_invest_run; of `accounts` it needs the first, without
 * any modelled bid. */
void cc_contract_run(const cc_plan *plan, const cc_series_set *set, const cc_account *accounts,
                     int n_variants, cc_results *results);

#endif
