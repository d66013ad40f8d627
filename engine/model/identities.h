/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_IDENTITIES_H
#define CC_MODEL_IDENTITIES_H

#include "model/projection.h"

/* Checks that the flows explain the stocks, from the rows alone: for every placement and month, and
 * for care leavers. Writes results->worst_imbalance, in children; not-a-number stays so. */
void cc_identities_check(const cc_plan *plan, cc_results *results);

#endif
