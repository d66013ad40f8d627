/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/scenario_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static cc_scenario *loaded(cc_status status, cc_diagnostics *findings, cc_scenario *scenario) {
  if (status != CC_OK) {
    cc_diagnostics_print(findings, stderr, 0);
    fail_msg("the scenario does not load: %s", cc_status_words(status));
  }
  cc_diagnostics_free(findings);
  return scenario;
}

cc_scenario *cc_load_text_set(const char *text, const char *setting) {
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  cc_status status =
      cc_scenario_load_text("test.yaml", text, &setting, setting != NULL, &findings, &scenario);
  return loaded(status, &findings, scenario);
}

cc_scenario *cc_load_text(const char *text) {
  return cc_load_text_set(text, NULL);
}

cc_scenario *cc_load_file(const char *path_below_source) {
  return cc_load_file_with(path_below_source, NULL, 0);
}

cc_scenario *cc_load_file_with(const char *path_below_source, const char *const *settings,
                               size_t count) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", CARECAST_SOURCE_DIR, path_below_source);
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  cc_status status = cc_scenario_load(path, settings, count, &findings, &scenario);
  return loaded(status, &findings, scenario);
}

cc_run cc_run_of(const cc_scenario *scenario) {
  cc_run run = {0};
  assert_int_equal(cc_run_start(scenario, &run), CC_OK);
  return run;
}

double cc_measure(const cc_run *run, const char *measure, int year) {
  double value = 0;
  if (!cc_run_measure(run, measure, year, &value)) {
    fail_msg("no measure %s in plan year %d", measure, year);
  }
  return value;
}

double cc_central(const cc_scenario *scenario, const char *path) {
  int parameter = cc_resolution_find(&scenario->resolution, path);
  if (parameter < 0) {
    fail_msg("no parameter %s", path);
  }
  return scenario->vector[scenario->plan.parameters[parameter].first_value];
}
