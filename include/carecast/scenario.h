/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CARECAST_SCENARIO_H
#define CARECAST_SCENARIO_H

#include <stddef.h>

#include "carecast/diagnostic.h"

/* A scenario that was read, checked and resolved: a plan and a vector of parameter values. It
 * never changes and may be shared between threads. */
typedef struct cc_scenario cc_scenario;

/* Reads a scenario file with everything that it extends; `settings` are "PATH=VALUE" overlays laid
 * on last, in order. All errors of all files are added to `findings` (sorted); with any, the
 * result is CC_INVALID and *scenario stays NULL. Also CC_IO (the file itself cannot be read, or the
 * system failed at one that it extends; with a finding), CC_NO_MEMORY. The program's locale changes
 * nothing in how numbers are read and findings are worded. */
cc_status cc_scenario_load(const char *path, const char *const *settings, size_t n_settings,
                           cc_diagnostics *findings, cc_scenario **scenario);

/* The same from text in memory; `name` is what messages call it. */
cc_status cc_scenario_load_text(const char *name, const char *text, const char *const *settings,
                                size_t n_settings, cc_diagnostics *findings,
                                cc_scenario **scenario);

void cc_scenario_free(cc_scenario *scenario);

/* The scenario's id and title. */
const char *cc_scenario_id(const cc_scenario *scenario);
const char *cc_scenario_title(const cc_scenario *scenario);

#endif
