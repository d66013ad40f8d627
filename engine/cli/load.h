/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_LOAD_H
#define CC_CLI_LOAD_H

#include "analysis/run.h"
#include "cli/options.h"

/* Reads the file with the --set of the command line; what is wrong is in `findings` (NULL: left
 * out). With --strict a warning is an error. Statuses of cc_scenario_load. */
cc_status cc_load(const cc_arguments *arguments, const char *path, cc_diagnostics *findings,
                  cc_scenario **scenario);
/* The same through a cache (overlay.h), which keeps what a file held when it was first read. */
cc_status cc_load_through(const cc_arguments *arguments, const char *path, cc_file_cache *cache,
                          cc_diagnostics *findings, cc_scenario **scenario);

/* A scenario file read and projected. A zeroed one is empty and may be freed. */
typedef struct {
  cc_scenario *scenario;
  cc_run run;
} cc_loaded;

/* Reads the file as above and projects it. What is wrong has been said on standard error. */
cc_status cc_load_and_run(const cc_arguments *arguments, const char *path, cc_loaded *loaded);
cc_status cc_load_and_run_through(const cc_arguments *arguments, const char *path,
                                  cc_file_cache *cache, cc_loaded *loaded);
void cc_loaded_free(cc_loaded *loaded);

/* Brings a run's annual money to the prices of its first year where --real asks for it, and makes
 * `prices` say so (else NULL; it is in `text`). CC_USAGE, complained about, when the scenario has
 * no such index. */
#define CC_OPTION_REAL                                                                             \
  { "real", "INDEX", "money at the first year's prices, by an index (cpi)", NULL, 0, 0, false }
cc_status cc_make_real(const cc_arguments *arguments, cc_run *run, cc_text *text,
                       const char **prices);

/* What --fail-on asks for, as breaches of batch/threshold.h. */
unsigned cc_asked_breaches(const cc_arguments *arguments);
extern const char *const cc_fail_on_words[2];
#define CC_OPTION_FAIL_ON                                                                          \
  {                                                                                                \
    "fail-on", "WHAT", "exit 4 when a cap is passed (cap) or money is short (gap)",                \
        cc_fail_on_words, 2, 0, false                                                              \
  }

#endif
