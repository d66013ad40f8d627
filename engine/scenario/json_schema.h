/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_JSON_SCHEMA_H
#define CC_SCENARIO_JSON_SCHEMA_H

#include "base/text.h"
#include "carecast/status.h"

/* Appends the language of a scenario as a JSON Schema (draft 2020-12), for editors that complete
 * keys and mark mistakes while one types. It accepts every valid scenario, overlays included; what
 * takes more than one figure to see is left to `carecast check`. CC_NO_MEMORY. */
cc_status cc_json_schema(cc_text *out);

#endif
