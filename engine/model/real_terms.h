/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_REAL_TERMS_H
#define CC_MODEL_REAL_TERMS_H

#include "model/projection.h"

/* Brings the annual money of a projection, which `workspace` made, to the prices of its first year:
 * each year's pounds by the price level of the year, the product of 1 + index over the Aprils
 * since. `index` is a parameter, a yearly growth. Months keep their pounds. */
void cc_results_to_real(const cc_plan *plan, const cc_workspace *workspace, int index,
                        cc_results *results);

#endif
