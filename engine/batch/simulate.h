/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_SIMULATE_H
#define CC_BATCH_SIMULATE_H

#include "analysis/draws.h"
#include "scenario/scenario.h"

/* A scenario drawn many times: what its figures may come to, when both the parameters (the
 * scenario's distributions) and the children themselves (process noise) are left to chance. */

/* Which process noise a simulation has: exact, where each draw is one history of the children one
 * by one, so that its figures belong together and pass no bound; or none, expected numbers only. */
typedef enum { CC_PROCESS_EXACT, CC_PROCESS_NONE, CC_PROCESS_CHOICES } cc_process_choice;
extern const char *const cc_process_choice_names[CC_PROCESS_CHOICES]; /* "exact", "none" */

/* Is told on the calling thread how many draws are done. */
typedef struct {
  void *context;
  void (*done)(void *context, int done, int of); /* NULL: nobody is told */
} cc_draws_listener;

typedef struct {
  int n_draws;
  cc_sample_method method;
  uint64_t seed;
  int jobs; /* threads; nothing else depends on it */
  cc_process_choice process;
  int n_measures;              /* annual measures to collect, in every year of the plan */
  const char *const *measures; /* by name, not kept; NULL: every annual measure there is */
  bool sums;                   /* also all years together, of measures that add up */
  bool keep;                   /* so that other simulations can be set against this one */
  cc_draws_listener listener;
} cc_simulation_request;

typedef struct cc_simulation cc_simulation;

/* Simulates; the scenario must outlive the simulation. `base`, or NULL, is a simulation of another
 * scenario by the same request with `keep`, from which differences are collected draw by draw; it
 * is not needed afterwards. The result is the same to the last bit for any number of jobs.
 *
 * CC_NO_MEMORY; CC_NUMERIC: a draw cannot be projected; CC_INVALID: correlations that contradict
 * each other, or n_draws out of range; CC_INTERRUPTED: a signal that is held back has come
 * (interrupt.h). */
cc_status cc_simulate(const cc_scenario *scenario, const cc_simulation_request *request,
                      const cc_simulation *base, cc_simulation **simulation);
void cc_simulation_free(cc_simulation *simulation);

/* How it was done. */
typedef struct {
  int n_draws, n_uncertain; /* n_uncertain: numbers in doubt */
  cc_sample_method method;
  uint64_t seed;
  cc_process_choice process;
  /* draws with an opening that has more children of some ages than there are in placements that
   * take them, so that others took them in (model/opening_fit.h); and the first of them */
  int n_unfitted, first_unfitted;
  int n_over_budget; /* cc_draws_over_budget */
} cc_simulation_method;
cc_simulation_method cc_simulation_how(const cc_simulation *simulation);

/* The figure of an annual measure in a financial year (2024 for 2024/25), or with CC_ABSENT all
 * years together; CC_ABSENT where it was not collected. */
int cc_simulation_find(const cc_simulation *simulation, const char *measure, int year);

/* All figures, 0 up to the count. `year` as above. */
typedef struct {
  const char *measure, *unit;
  int year;
} cc_figure;
int cc_simulation_count(const cc_simulation *simulation);
cc_figure cc_simulation_name(const cc_simulation *simulation, int figure);

/* What is known of a figure. Errors are standard errors by the number of draws: how far the figure
 * would be from itself under another seed. One draw shows none: NAN. */
typedef struct {
  double central; /* at the central values, expected */
  double mean, mean_error, sd;
  double parameter_variance, process_variance; /* their sum is nearly sd squared */
} cc_likely;

/* Of a figure; and of its difference from the base's of the same financial year, where `central` is
 * the difference of the central values and the variances are not told apart (0). Returns false
 * where the base has no such figure. */
cc_likely cc_simulation_figure(const cc_simulation *simulation, int figure);
bool cc_simulation_difference(const cc_simulation *simulation, int figure, cc_likely *likely);

/* The value that the share p of the draws lies below, and its standard error (may be NULL); of a
 * difference only where there is one. One thread at a time. */
double cc_simulation_quantile(cc_simulation *simulation, int figure, double p, double *error);
double cc_simulation_difference_quantile(cc_simulation *simulation, int figure, double p,
                                         double *error);

/* A probability and its standard error by the number of draws. Where all draws agree no error can
 * be seen, and `error` is how far from them the probability may be all the same: with 0 of n draws
 * one of up to 1 - 0.05^(1/n) would have shown itself in 95 of 100 such samples. */
typedef struct {
  double p, error;
} cc_chance;
/* That children in care are above a cap at a month's end; 0 while the cap is not in force. And that
 * they are at the end of any month at all. */
cc_chance cc_simulation_above_cap(const cc_simulation *simulation, int cap, int month);
cc_chance cc_simulation_ever_above_cap(const cc_simulation *simulation, int cap);
/* The first month (absolute) in which that is more likely than not, or -1. */
int cc_simulation_likely_breach(const cc_simulation *simulation, int cap);
/* That the contract sum is insufficient in a plan year: a funding gap of more than half a penny.
 * Only where the scenario has a gap (cc_simulation_has_gap). */
cc_chance cc_simulation_short(const cc_simulation *simulation, int year);
bool cc_simulation_has_gap(const cc_simulation *simulation);
/* The amount that would have been enough with 80% probability in a plan year (negative: what could
 * be spared), GBP: the funding gap at P80, and its standard error. */
double cc_simulation_contingency(cc_simulation *simulation, int year, double *error);

#endif
