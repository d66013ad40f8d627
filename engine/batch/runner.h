/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_RUNNER_H
#define CC_BATCH_RUNNER_H

#include "analysis/compare.h"
#include "batch/run_folder.h"

/* What a batch tells while it runs. All are called on the calling thread, scenario after scenario
 * in the order of the batch. */
typedef struct {
  void *context;
  void (*findings)(void *context, const cc_diagnostics *findings); /* of one scenario with errors */
  void (*message)(void *context, const char *line);
  void (*progress)(void *context, int done, int total);
} cc_batch_listener;

typedef struct {
  const char *const *paths; /* files and folders */
  int n_paths;
  const char *base; /* the id of the scenario to compare with */
  cc_origin origin;
  int jobs;             /* threads */
  bool keep_going;      /* run what can be run */
  bool strict;          /* a warning is an error */
  unsigned fail_on;     /* breaches (threshold.h) that are a failure */
  int most_columns;     /* scenarios beside the base that are kept for printing */
  cc_file_cache *cache; /* where files are read, or were before; NULL: the batch has its own */
  cc_batch_listener listener;
} cc_batch_request;

/* One scenario's figures, for printing. */
typedef struct {
  char *id, *title;
  double *values; /* [comparison.count] */
} cc_batch_column;

/* Fills a column from a run. CC_NO_MEMORY; it may be freed either way. */
cc_status cc_batch_column_make(const cc_comparison *comparison, const cc_run *run, const char *id,
                               const char *title, cc_batch_column *column);
/* Frees what `count` columns hold, but not the array. */
void cc_batch_columns_free(cc_batch_column *columns, int count);

typedef struct {
  cc_outline outline; /* of all that could be run */
  cc_comparison comparison;
  int n_scenarios; /* that the batch names */
  int n_failed;    /* not valid, or not computed */
  int n_run;
  int n_columns;
  cc_batch_column *columns; /* the base first, then the others in order */
} cc_batch_outcome;
void cc_batch_outcome_free(cc_batch_outcome *outcome);

/* Runs every scenario into a folder of its own, writes <out>/comparison.csv and leaves the figures
 * to print. First every scenario is read and checked; when one is wrong nothing is run, unless
 * `keep_going`. Scenarios are built again when they are run, so that memory does not grow with
 * their plans, of the same texts: each file is read once.
 *
 * CC_OK; CC_USAGE: no such base, no scenario, or two with one id; CC_INVALID: a scenario is wrong
 * and nothing was run; CC_PARTLY_FAILED: some could not be run, the others were; CC_BREACH: all
 * were run and one breaches `fail_on`; CC_IO, CC_NO_MEMORY, CC_NUMERIC, CC_INTERRUPTED: it stopped
 * there, and run folders with a manifest are whole. What went wrong has been said to the listener.
 */
cc_status cc_batch_run(const cc_batch_request *request, cc_batch_outcome *outcome);

#endif
