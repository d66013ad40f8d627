/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_SOURCE_TEXT_H
#define CC_SCENARIO_SOURCE_TEXT_H

#include "scenario/yaml_tree.h"

/* Gives the last finding a second place. */
void cc_diagnose_also_at(cc_diagnostics *findings, const cc_source *source, cc_position at);

/* Moves a finding to a place in a source: the place that it had becomes the second. */
void cc_finding_move(cc_diagnostics *findings, size_t item, const cc_source *source,
                     cc_position at);

/* A copy of `source` that knows where its lines begin. CC_NO_MEMORY. */
cc_status cc_source_index(const cc_source *source, size_t length, cc_arena *arena,
                          const cc_source **indexed);

/* Looks through an indexed source for what must not reach libyaml: bytes that are not UTF-8,
 * control characters and directives. Adds a finding for the first of each and returns false. */
bool cc_source_check(const cc_source *source, size_t length, cc_diagnostics *findings);

/* The position of a byte of an indexed source. */
cc_position cc_source_position(const cc_source *source, size_t byte);

/* Bytes of the byte order mark that the text begins with: 3 or 0. */
size_t cc_source_mark(const char *text);

/* The first character of `text` that no scenario may hold, also not as an escape: a control
 * character other than tab and line feed, or one that other programs take for a line end.
 * Returns NULL when there is none. `text` is valid UTF-8 of `length` bytes. */
const char *cc_find_control(const char *text, size_t length, bool line_ends_allowed);

#endif
