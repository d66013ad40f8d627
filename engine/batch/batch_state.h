/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_STATE_H
#define CC_BATCH_STATE_H

#include <stdint.h>

#include "batch/growing_file.h"
#include "batch/runner.h"
#include "batch/scenario_list.h"

/* What the stages of a batch share: runner.c fills it, check_pass.c and run_pass.c work on it. */

/* What the check pass learns of a file. */
typedef struct {
  char *id; /* NULL: it cannot be run */
  cc_status status;
} cc_checked;

/* What a worker leaves for the calling thread. */
typedef struct {
  cc_status status;
  int error; /* errno of CC_IO */
  cc_diagnostics findings;
  cc_batch_column column; /* of the check, only its id */
  cc_outline outline;     /* of the check */
  char *path;             /* the file that could not be written */
  unsigned breaches;
} cc_batch_slot;

typedef struct {
  const cc_batch_request *request;
  cc_batch_outcome *outcome;
  cc_file_cache *cache;
  cc_scenario_list files;
  cc_checked *checked; /* [files.count] */
  int *tasks;          /* files that are run, in order */
  int n_tasks, n_slots;
  cc_batch_slot *slots;
  cc_run_writer *writers;     /* [jobs] */
  cc_growing_file comparison; /* comparison.csv */
  int folder;                 /* of it, kept for this batch; -1 */
  bool breached;
  uint64_t *told; /* [n_told] places of warnings that were told: a base's come with each overlay */
  size_t n_told;
} cc_batch;

/* One line to the listener. */
__attribute__((format(printf, 2, 3))) void cc_batch_say(const cc_batch *batch, const char *format,
                                                        ...);

cc_status cc_batch_load(const cc_batch *batch, int file, cc_diagnostics *findings,
                        cc_scenario **scenario);

/* Frees what a slot holds. */
void cc_batch_clear_slot(cc_batch_slot *slot);

/* Reads every file and keeps its id; says what is wrong. CC_OK when the batch goes on. */
cc_status cc_batch_check(cc_batch *batch);

/* Runs every file that can be run, and writes comparison.csv. */
cc_status cc_batch_run_scenarios(cc_batch *batch);

#endif
