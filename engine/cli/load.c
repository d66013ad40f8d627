/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What most commands begin with. What was found is printed, warnings too, which stop nothing. */
#include "cli/load.h"

#include <string.h>

#include "base/calendar.h"
#include "base/diagnostic.h"
#include "batch/threshold.h"
#include "cli/output.h"

const char *const cc_fail_on_words[2] = {"cap", "gap"};

cc_status cc_load_through(const cc_arguments *arguments, const char *path, cc_file_cache *cache,
                          cc_diagnostics *findings, cc_scenario **scenario) {
  size_t n_settings = 0;
  const char *const *settings = cc_argument_all(arguments, "set", &n_settings);
  cc_diagnostics own = {0}, *found = findings != NULL ? findings : &own;
  cc_status status =
      cc_scenario_load_with(path, NULL, settings, n_settings, cache, found, scenario);
  if (status == CC_OK && found->count > 0 && cc_argument(arguments, "strict") != NULL) {
    cc_diagnostics_be_strict(found);
    cc_scenario_free(*scenario);
    *scenario = NULL;
    status = CC_INVALID;
  }
  cc_diagnostics_free(&own);
  return status;
}

cc_status cc_load(const cc_arguments *arguments, const char *path, cc_diagnostics *findings,
                  cc_scenario **scenario) {
  return cc_load_through(arguments, path, NULL, findings, scenario);
}

cc_status cc_load_and_run(const cc_arguments *arguments, const char *path, cc_loaded *loaded) {
  return cc_load_and_run_through(arguments, path, NULL, loaded);
}

cc_status cc_load_and_run_through(const cc_arguments *arguments, const char *path,
                                  cc_file_cache *cache, cc_loaded *loaded) {
  cc_diagnostics findings = {0};
  *loaded = (cc_loaded){0};
  cc_status status = cc_load_through(arguments, path, cache, &findings, &loaded->scenario);
  cc_output_findings(&findings);
  if (status == CC_OK) {
    status = cc_run_start(loaded->scenario, &loaded->run);
  }
  if (status != CC_OK && findings.errors == 0) {
    cc_complain("%s: %s", path, cc_status_words(status));
  }
  cc_diagnostics_free(&findings);
  return status;
}

void cc_loaded_free(cc_loaded *loaded) {
  cc_run_free(&loaded->run);
  cc_scenario_free(loaded->scenario);
  *loaded = (cc_loaded){0};
}

static void complain_of_index(const cc_run *run, const char *index) {
  const cc_resolution *figures = &run->scenario->resolution;
  const char *prefix = "indexes.";
  cc_text names = {0};
  for (int i = 0; i < figures->count; i++) {
    const char *path = figures->items[i].path;
    if (strncmp(path, prefix, strlen(prefix)) == 0) {
      cc_text_print(&names, " `%s`", path + strlen(prefix));
    }
  }
  cc_complain("%s has no index `%s` to take prices by%s%s", run->scenario->id, index,
              names.length > 0 ? "; it has" : "", cc_text_string(&names));
  cc_text_free(&names);
}

cc_status cc_make_real(const cc_arguments *arguments, cc_run *run, cc_text *text,
                       const char **prices) {
  const char *index = cc_argument(arguments, "real");
  char year[CC_YEAR_TEXT];
  *prices = NULL;
  if (index == NULL) {
    return CC_OK;
  }
  if (!cc_run_to_real(run, index)) {
    complain_of_index(run, index);
    return CC_USAGE;
  }
  cc_text_clear(text);
  cc_text_print(text, "pounds of %s, by the index `%s`",
                cc_print_financial_year(run->plan->first_year, year), index);
  *prices = cc_text_string(text);
  return text->failed ? CC_NO_MEMORY : CC_OK;
}

unsigned cc_asked_breaches(const cc_arguments *arguments) {
  unsigned breaches = 0;
  size_t count = 0;
  const char *const *words = cc_argument_all(arguments, "fail-on", &count);
  for (size_t i = 0; i < count; i++) {
    breaches |= strcmp(words[i], "cap") == 0 ? CC_BREACH_CAP : CC_BREACH_GAP;
  }
  return breaches;
}
