/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options that have to do with draws, for every command that makes some. */
#include "cli/asked_draws.h"

#include <string.h>

#include "cli/output.h"

enum { MOST_DRAWS = 10000000, DRAWS = 10000 };

#define METHOD_WORD(method, word) word,
const char *const cc_sample_words[CC_SAMPLE_METHODS] = {CC_SAMPLE_TABLE(METHOD_WORD)};
#undef METHOD_WORD

/* There was a fast form once, of noise laid on a projection; who asks for it gets the exact one. */
const char *const cc_process_words[CC_PROCESS_WORDS] = {"exact", "none", "fast"};

static void ask_words(const cc_arguments *arguments, cc_simulation_request *request) {
  const char *method = cc_argument(arguments, "method");
  const char *process = cc_argument(arguments, "process");
  request->method = CC_SAMPLE_LATIN;
  if (method != NULL) {
    (void)cc_sample_find(method, &request->method);
  }
  bool none = process != NULL && strcmp(process, cc_process_words[CC_PROCESS_NONE]) == 0;
  request->process = none ? CC_PROCESS_NONE : CC_PROCESS_EXACT;
}

cc_status cc_ask_draws(const cc_arguments *arguments, cc_asked_draws *asked) {
  *asked = (cc_asked_draws){0};
  cc_simulation_request *request = &asked->request;
  ask_words(arguments, request);
  asked->for_reading = cc_asked_format(arguments) == CC_FORMAT_TABLE ||
                       cc_asked_format(arguments) == CC_FORMAT_MARKDOWN;
  cc_status status = cc_asked_whole(arguments, "draws", 1, MOST_DRAWS, DRAWS, &request->n_draws);
  if (status == CC_OK) {
    status = cc_asked_jobs(arguments, &request->jobs);
  }
  if (status == CC_OK) {
    status = cc_asked_seed(arguments, 1, &request->seed);
  }
  if (status == CC_OK) {
    status = cc_asked_quantiles(arguments, "10,50,90", 1, CC_MOST_QUANTILES, asked->quantiles,
                                &asked->n_quantiles);
  }
  return status;
}

cc_status cc_asks_for_draws(const cc_arguments *arguments, bool *asks) {
  static const char *const others[] = {"seed", "method", "process", "quantiles", "measure"};
  *asks = cc_argument(arguments, "draws") != NULL;
  for (size_t i = 0; i < sizeof others / sizeof others[0] && !*asks; i++) {
    if (cc_argument(arguments, others[i]) != NULL) {
      cc_complain("--%s is about draws: it needs --draws N", others[i]);
      return CC_USAGE;
    }
  }
  return CC_OK;
}

cc_status cc_check_correlations(const cc_scenario *scenario) {
  const char *why = NULL;
  int wrong = 0;
  cc_status status = cc_draws_correlations(scenario, &why, &wrong);
  if (status == CC_INVALID) {
    cc_complain("%s: correlations.%d: %s", scenario->file, wrong + 1, why);
  }
  cc_complain_of_memory(status);
  return status;
}

static void on_draws(void *context, int done, int of) {
  cc_draws_progress *p = context;
  cc_text what = {0};
  if (p->scenarios > 1) {
    cc_text_print(&what, "scenario %d of %d: ", p->scenario, p->scenarios);
  }
  cc_progress_show(&p->line, cc_text_string(&what), done, of, "draws");
  cc_text_free(&what);
}

cc_draws_listener cc_listen_to_draws(cc_draws_progress *progress) {
  return (cc_draws_listener){progress, on_draws};
}

cc_status cc_draw_ranges(const cc_asked_draws *asked, cc_draws_progress *progress,
                         cc_ranges_request *request, cc_ranges_outcome *outcome, int *failed) {
  request->simulation = asked->request;
  request->simulation.listener = cc_listen_to_draws(progress);
  request->n_quantiles = asked->n_quantiles;
  request->quantiles = asked->quantiles;
  progress->line = cc_progress_start();
  progress->scenarios = request->count;
  cc_status status = cc_ranges_run(request, outcome, failed);
  cc_progress_close(&progress->line);
  return status;
}
