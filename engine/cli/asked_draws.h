/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_ASKED_DRAWS_H
#define CC_CLI_ASKED_DRAWS_H

#include "batch/ranges.h"
#include "cli/asked.h"
#include "cli/progress.h"

/* What a command line asks of draws: --draws, --seed, --jobs, --method, --process, --quantiles and
 * --format, each of which the command may do without. `request` has neither measures nor a
 * listener. */
typedef struct {
  cc_simulation_request request;
  int n_quantiles;
  double quantiles[CC_MOST_QUANTILES];
  bool for_reading;
} cc_asked_draws;

/* CC_USAGE: what is wrong has been said on standard error. */
cc_status cc_ask_draws(const cc_arguments *arguments, cc_asked_draws *asked);

/* For commands that also go without draws: whether --draws was given. CC_USAGE when another option
 * about draws was given and it was not. */
cc_status cc_asks_for_draws(const cc_arguments *arguments, bool *asks);

/* Whether the draws of a scenario can be made: its correlations can be had together. CC_INVALID has
 * been said on standard error. */
cc_status cc_check_correlations(const cc_scenario *scenario);

/* How far the draws of several scenarios have come, as the listener of their requests. */
typedef struct {
  cc_progress line;
  int scenario, scenarios; /* from 1; one scenario is not counted */
} cc_draws_progress;
cc_draws_listener cc_listen_to_draws(cc_draws_progress *progress);

/* Runs a request (ranges.h) with the draws that were asked for and shows how far they have come.
 * The caller frees the outcome. */
cc_status cc_draw_ranges(const cc_asked_draws *asked, cc_draws_progress *progress,
                         cc_ranges_request *request, cc_ranges_outcome *outcome, int *failed);

/* Options of commands with draws: how many, and how. */
enum { CC_PROCESS_WORDS = CC_PROCESS_CHOICES + 1 };
extern const char *const cc_process_words[CC_PROCESS_WORDS];
extern const char *const cc_sample_words[CC_SAMPLE_METHODS];
#define CC_OPTION_DRAWS                                                                            \
  { "draws", "N", "also what is likely, by N draws (see simulate)", NULL, 0, 'n', false }
#define CC_OPTION_SEED                                                                             \
  { "seed", "S", "another seed, other chances (1 without it)", NULL, 0, 0, false }
#define CC_OPTION_METHOD                                                                           \
  {                                                                                                \
    "method", "METHOD", "latin (as without it), sobol or plain sampling", cc_sample_words,         \
        CC_SAMPLE_METHODS, 0, false                                                                \
  }
#define CC_OPTION_PROCESS                                                                          \
  {                                                                                                \
    "process", "FORM", "chance in who comes and goes: exact (as without it) or none",              \
        cc_process_words, CC_PROCESS_WORDS, 0, false                                               \
  }
#define CC_OPTION_QUANTILES                                                                        \
  { "quantiles", "LIST", "per cent (10,50,90 without it)", NULL, 0, 0, false }
#define CC_OPTIONS_OF_DRAWS CC_OPTION_SEED, CC_OPTION_METHOD, CC_OPTION_PROCESS, CC_OPTION_QUANTILES

#endif
