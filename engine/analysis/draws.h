/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_DRAWS_H
#define CC_ANALYSIS_DRAWS_H

#include "numeric/sampling.h"
#include "scenario/scenario.h"

/* Draws of a scenario's uncertain figures: each is a parameter vector for cc_project. Figures that
 * state no uncertainty keep their central values, but for the line that gives way to a known budget
 * (known_budget.h). */
typedef struct cc_draws cc_draws;

/* Makes ready n_draws draws. The scenario must outlive them. Scenarios that share an uncertain
 * figure, drawn as often by the same method (latin or plain) with the same seed, draw the same
 * chances for it, so that what is compared draw by draw differs by the scenarios only. Sobol's
 * sequence gives its first and most even dimensions to the figures that matter most to this
 * scenario: there scenarios share their chances when they are made with cc_draws_create_paired.
 *
 * CC_NO_MEMORY; CC_INVALID for n_draws below 1 or above 2^30, or correlations that contradict each
 * other: cc_draws_correlations says which. CC_NUMERIC: a figure's P10 or P90 cannot be projected
 * (Sobol's only), or a draw (of a known budget only); there also CC_INTERRUPTED. */
cc_status cc_draws_create(const cc_scenario *scenario, int n_draws, cc_sample_method method,
                          uint64_t seed, cc_draws **draws);

/* The same for what is set against a base, whose draws (as many, by the same method and seed) are
 * `base`: figures that both have draw the same chances by any method. `base` may be NULL and is not
 * needed afterwards. */
cc_status cc_draws_create_paired(const cc_scenario *scenario, int n_draws, cc_sample_method method,
                                 uint64_t seed, const cc_draws *base, cc_draws **draws);
void cc_draws_free(cc_draws *draws);

/* Fills vector[plan.vector_length] for 0 <= draw < n_draws. Depends on what the draws were made
 * from and on `draw` only, allocates nothing, and may be called by any number of threads. Every
 * value lies in its parameter's range. */
void cc_draws_vector(const cc_draws *draws, int draw, double *vector);

/* The same without what a known budget (known_budget.h) says of the unmodelled line: numbers that
 * are drawn apart, as a question of what each one does by itself needs them. */
void cc_draws_independent(const cc_draws *draws, int draw, double *vector);

/* Draws in which the line that gives way to a known budget changes its sign: what is modelled costs
 * more than the whole budget. */
int cc_draws_over_budget(const cc_draws *draws);

/* How many numbers are uncertain: a figure that states doubt year by year has several. */
int cc_draws_count(const cc_draws *draws);

/* Whether the scenario's correlations can be had together. CC_INVALID: *why is a phrase, *wrong the
 * place in scenario->correlations it is about. CC_NO_MEMORY. */
cc_status cc_draws_correlations(const cc_scenario *scenario, const char **why, int *wrong);

#endif
