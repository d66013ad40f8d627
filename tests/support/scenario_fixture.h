/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_SCENARIO_FIXTURE_H
#define CC_TESTS_SCENARIO_FIXTURE_H

#include "analysis/run.h"
#include "scenario/scenario.h"

/* Loads a scenario from text, or from a file below the source folder, and fails the test with the
 * findings printed when it does not load. */
cc_scenario *cc_load_text(const char *text);
cc_scenario *cc_load_file(const char *path_below_source);

/* The same with one --set, or several. */
cc_scenario *cc_load_text_set(const char *text, const char *setting);
cc_scenario *cc_load_file_with(const char *path_below_source, const char *const *settings,
                               size_t count);

/* Projects it, or fails the test. */
cc_run cc_run_of(const cc_scenario *scenario);

/* An annual measure of a run; fails the test when there is none. */
double cc_measure(const cc_run *run, const char *measure, int year);

/* The central value of a parameter by path; fails the test when there is none. */
double cc_central(const cc_scenario *scenario, const char *path);

#endif
