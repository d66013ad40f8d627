/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_DIAGNOSTIC_H
#define CC_BASE_DIAGNOSTIC_H

#include "base/diagnostic_codes.h"
#include "carecast/diagnostic.h"

/* Adds a finding. `path`, `line_text` and `suggestion` may be NULL; all strings are copied.
 * `suggestion` is printed as it is after "help: ", so it is a whole phrase: did you mean `x`?
 * `format` and what follows are printf's. Failing to allocate sets list->out_of_memory. */
__attribute__((format(printf, 7, 8))) void
cc_diagnose(cc_diagnostics *list, cc_code code, cc_position at, const char *path,
            const char *line_text, const char *suggestion, const char *format, ...);

/* Gives the last finding a second place; nothing when the list is empty. */
void cc_diagnose_also(cc_diagnostics *list, cc_position at, const char *line_text);

/* Moves a finding of the list: the place that it had becomes the second. */
void cc_diagnostic_move(cc_diagnostics *list, size_t item, cc_position at, const char *line_text);

/* Makes errors of all warnings. */
void cc_diagnostics_be_strict(cc_diagnostics *list);

#endif
