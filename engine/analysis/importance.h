/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_IMPORTANCE_H
#define CC_ANALYSIS_IMPORTANCE_H

#include "analysis/dimensions.h"

/* How much each dimension matters to the figures that are asked for most: children in care,
 * spending, the contract sum and the gap, in every year. Fills importance[count], a number without
 * unit that is 0 for what moves none of them; the numbers of all dimensions sum to the number of
 * figures that move at all. CC_NO_MEMORY; CC_NUMERIC: a dimension's P10 or P90 cannot be projected.
 */
cc_status cc_importance(const cc_scenario *scenario, int count, const cc_dimension *dimensions,
                        double *importance);

/* Importance in steps that all machines agree on; what is more important has no lower grade. */
int cc_importance_grade(double importance);

#endif
