/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_COPULA_H
#define CC_NUMERIC_COPULA_H

#include "carecast/status.h"

/* Two inputs, by their dimensions, and the correlation of their normal scores, in (-1,1). Their
 * rank correlation is then 6/pi asin(r / 2), nearly r; that of the inputs themselves depends on
 * their distributions and is r when both are normal. */
typedef struct {
  int first, second;
  double r;
} cc_copula_pair;

typedef struct cc_copula cc_copula;

/* Makes a Gaussian copula of the dimensions in `pairs`; those of no pair stay independent, and so
 * do two that are in no pair with each other, which is a correlation of 0.
 *
 * Returns CC_NO_MEMORY, or CC_INVALID when there is no such copula: *why is then a phrase such as
 * "the correlations contradict each other" and *wrong the pair it is about (for a contradiction,
 * which takes several, the last pair that ties the first dimension that cannot be met). */
cc_status cc_copula_create(int n_pairs, const cc_copula_pair *pairs, cc_copula **copula,
                           const char **why, int *wrong);

/* Correlates independent uniform numbers u in place, each in (0,1) and uniform before and after.
 * Where they come from a stratified sample, the first dimension of each group keeps its strata and
 * the others do so nearly. */
void cc_copula_apply(const cc_copula *copula, double *u);

void cc_copula_free(cc_copula *copula);

#endif
