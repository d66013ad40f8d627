/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_JSON_CHECK_H
#define CC_CLI_JSON_CHECK_H

#include "base/text.h"
#include "carecast/diagnostic.h"
#include "carecast/scenario.h"

/* Appends what `check --format json` says of one file, as one object:
 * {"file", "valid", "findings": [{"severity", "file", "line", "column", "code", "message", "path",
 *  "suggestion"}], and for a valid one "id", "title", "start", "years", "placements",
 *  "interventions", "figures": [{"path", "unit", "values": [{"from", "value"}], "basis", "source",
 *  "uncertain", "file", "line", "column"}]}
 * `scenario` is NULL for a file that is not valid. */
void cc_json_check(cc_text *out, const char *path, const cc_scenario *scenario,
                   const cc_diagnostics *findings);

#endif
