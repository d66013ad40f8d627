/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_DISTRIBUTION_H
#define CC_NUMERIC_DISTRIBUTION_H

#include "carecast/status.h"

/* X(kind, the word a scenario uses) */
#define CC_DISTRIBUTION_TABLE(X)                                                                   \
  X(CC_NORMAL, "normal")                                                                           \
  X(CC_LOGNORMAL, "lognormal")                                                                     \
  X(CC_GAMMA, "gamma")                                                                             \
  X(CC_BETA, "beta")                                                                               \
  X(CC_TRIANGULAR, "triangular")                                                                   \
  X(CC_PERT, "pert")                                                                               \
  X(CC_UNIFORM, "uniform")

#define CC_DISTRIBUTION_ENUM(kind, word) kind,
typedef enum {
  CC_DISTRIBUTION_TABLE(CC_DISTRIBUTION_ENUM) CC_DISTRIBUTION_KINDS
} cc_distribution_kind;
#undef CC_DISTRIBUTION_ENUM

/* A distribution of one number, in that number's own unit. */
typedef struct {
  cc_distribution_kind kind;
  double p[4];      /* normal: mean, sd            lognormal: mean, sd of the logarithm
                     * gamma: shape, scale         beta: a, b
                     * triangular: low, mode, high pert: low, mode, high
                     * uniform: low, high          (what is not named is 0) */
  double low, high; /* no value lies outside; may be infinite */
} cc_distribution;

/* The word of a kind. */
const char *cc_distribution_word(cc_distribution_kind kind);
/* Finds a kind by its word; returns 1, or 0 when there is none. */
int cc_distribution_find(const char *word, cc_distribution_kind *kind);

/* Each of these makes a distribution and returns CC_OK; or CC_INVALID when there is none like that
 * (nothing but *why is written, which is then a phrase such as "p10 must lie below p90"). */

/* normal, lognormal, gamma, beta by mean and standard deviation, in the number's unit */
cc_status cc_distribution_by_sd(cc_distribution_kind kind, double mean, double sd,
                                cc_distribution *distribution, const char **why);
/* the same by mean and coefficient of variation, sd / |mean|, as a fraction */
cc_status cc_distribution_by_cv(cc_distribution_kind kind, double mean, double cv,
                                cc_distribution *distribution, const char **why);
/* normal, lognormal, gamma, beta by the values that 10% and 90% of the mass lie below */
cc_status cc_distribution_by_interval(cc_distribution_kind kind, double p10, double p90,
                                      cc_distribution *distribution, const char **why);
/* triangular, pert by low, mode, high */
cc_status cc_distribution_by_mode(cc_distribution_kind kind, double low, double mode, double high,
                                  cc_distribution *distribution, const char **why);
/* uniform between low and high */
cc_status cc_distribution_by_range(double low, double high, cc_distribution *distribution,
                                   const char **why);

double cc_distribution_mean(const cc_distribution *distribution);

/* The most likely value; the mean where there is no single one (uniform, beta with a, b <= 1). */
double cc_distribution_mode(const cc_distribution *distribution);

/* The share of the mass at or below x. */
double cc_distribution_cdf(const cc_distribution *distribution, double x);

/* The value below which the share u of the mass lies, 0 <= u <= 1; increasing in u. */
double cc_distribution_quantile(const cc_distribution *distribution, double u);

#endif
