/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_BID_ORDER_H
#define CC_ANALYSIS_BID_ORDER_H

#include "analysis/run.h"

/* What a bid with effects saves, GBP of all years together, by when it comes: bids that act on the
 * same children save less together than each by itself, and what a bid is said to save depends on
 * the order in which they are counted. */
typedef struct {
  int intervention; /* number in the plan */
  double written;   /* after those that are written before it: what every other table has */
  double alone;     /* before all others */
  double last;      /* after all others */
} cc_bid_order;

/* Bids whose order matters: those with effects, where there are several; else 0. */
int cc_bid_order_count(const cc_plan *plan);

/* Fills orders[cc_bid_order_count], in the order written, of a run in nominal pounds.
 * CC_NO_MEMORY; CC_NUMERIC. */
cc_status cc_bid_order_find(const cc_run *run, cc_bid_order *orders);

#endif
