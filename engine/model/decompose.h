/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_DECOMPOSE_H
#define CC_MODEL_DECOMPOSE_H

#include "model/projection.h"

/* A change in cost and the parts that it splits into, GBP. The parts sum to `total`. */
typedef struct {
  cc_num volume; /* more or fewer child-weeks, at the old average cost of a child-week */
  cc_num mix;    /* the same child-weeks in other placements, at the old prices */
  cc_num price;  /* the new child-weeks at the new instead of the old prices */
  cc_num other;  /* what is not placement cost */
  cc_num total;
} cc_decomposition;

/* Splits the change in placement cost between an old (0) and a new (1) year or scenario. `n`
 * placements; weeks are child-weeks, net the cost less contributions in GBP, price0 the old net
 * price of a child-week, also where weeks0 is 0. `other` is 0. */
cc_decomposition cc_decompose(int n, const cc_num *weeks0, const cc_num *net0, const cc_num *price0,
                              const cc_num *weeks1, const cc_num *net1);

/* Reads an account back from the annual rows of a projection, so that two results can be explained
 * without their workspaces. It is the last variant's, and `total` is expenditure.total: the bids'
 * own cost less their stated benefits is part of it, and so of `other` when it is explained. */
void cc_account_read(const cc_plan *plan, const cc_results *results, cc_account *account);

#endif
