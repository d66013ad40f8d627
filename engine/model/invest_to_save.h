/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_INVEST_TO_SAVE_H
#define CC_MODEL_INVEST_TO_SAVE_H

#include "model/projection.h"
#include "model/row_block.h"

/* Invest to save: an active intervention that costs money is a bid. Its benefit is modelled (it
 * has effects), stated in pounds, or none. */
static inline bool cc_is_bid(const cc_intervention *intervention) {
  return intervention->active && intervention->cost != CC_ABSENT;
}
static inline bool cc_is_modelled_bid(const cc_intervention *intervention) {
  return cc_is_bid(intervention) && intervention->modelled;
}
int cc_count_bids(const cc_plan *plan);

/* What the Green Book (HM Treasury) discounts real money by, where the scenario says nothing. */
#define CC_GREEN_BOOK_RATE 0.035

/* Adds a row in GBP for each bid, `invest_to_save.<bid>.<what>`, called "<bid>: <title>". Returns
 * the first. */
int cc_block_of_bids(cc_row_block *block, const cc_plan *plan, cc_gather gather, const char *what,
                     const char *title);

/* Adds four or five rows for each bid, in the order written, and the net of all. CC_NO_MEMORY,
 * CC_OK. */
cc_status cc_invest_lay_out(cc_plan *plan, cc_arena *arena);

/* Fills them, and adds the bids' cost less their stated benefits to the expenditure rows that
 * cc_services_run left. accounts[k] has the first k modelled bids on; there are n_variants of
 * them, one more than modelled bids. */
void cc_invest_run(const cc_plan *plan, const cc_series_set *set, const cc_account *accounts,
                   int n_variants, cc_results *results);

/* The first plan year from whose end on a bid (counted from 0 among the bids) has paid back: its
 * cumulative net cost stays at or below zero to the plan's end. It may be the first year; -1 when
 * there is none. */
int cc_invest_payback(const cc_plan *plan, const cc_results *results, int bid);

#endif
