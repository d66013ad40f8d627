/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_RANGES_H
#define CC_BATCH_RANGES_H

#include "analysis/compare.h"
#include "batch/run_folder.h"
#include "batch/simulate_series.h"

/* A comparison of scenarios in which every figure, and every difference from the base, is a range:
 * the items of analysis/compare.h, from draws that share their chances. Of each simulation only
 * what is printed is kept. */
enum { CC_MOST_QUANTILES = 20 };

typedef struct {
  bool there; /* whether the scenario (and for differences the base) has the figure */
  cc_likely likely;
  double quantiles[CC_MOST_QUANTILES], errors[CC_MOST_QUANTILES];
} cc_range;

/* One scenario's ranges, for printing. */
typedef struct {
  char *id, *title;
  cc_simulation_method how;
  cc_range *figures, *differences; /* [comparison.count] */
  bool has_cap, has_gap;
  int likely_breach;                     /* of the first cap, absolute month; -1: none is likely */
  cc_chance insufficient;                /* the contract sum, in the last year */
  double contingency, contingency_error; /* for 80%, in the last year, GBP */
} cc_range_column;

typedef struct {
  cc_comparison comparison;
  int n_run, n_columns;
  cc_range_column *columns; /* the base first, then the others in order */
} cc_ranges_outcome;
void cc_ranges_outcome_free(cc_ranges_outcome *outcome);

typedef struct {
  cc_simulation_request simulation; /* what to collect is chosen here: every measure */
  int n_quantiles;                  /* at most CC_MOST_QUANTILES */
  const double *quantiles;
  int count, base; /* scenarios, and which of them is the base */
  void *context;
  cc_status (*load)(void *context, int i, cc_scenario **scenario); /* of the series */
  void (*message)(void *context, const char *line);
  const char *const *names;  /* [count], what columns are called; NULL: the scenarios' ids */
  const cc_origin *origin;   /* where run folders are written; NULL: nowhere */
  int most_columns;          /* scenarios beside the base that are kept for printing */
  const cc_outline *outline; /* what they have beside the base's; NULL: nothing */
} cc_ranges_request;

/* Simulates every scenario, the base first. With an origin each run folder is written with its
 * simulation, and <out>/comparison_ranges.csv with everything, which is only there when all are
 * done. As cc_simulate_series, and CC_IO; what could not be written has been said to `message`.
 * *failed is the scenario at which it stopped. */
cc_status cc_ranges_run(const cc_ranges_request *request, cc_ranges_outcome *outcome, int *failed);

#endif
