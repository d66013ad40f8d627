/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_CLI_OUTPUT_H
#define CC_CLI_OUTPUT_H

#include "carecast/diagnostic.h"
#include "cli/options.h"
#include "report/format.h"

/* Results go to standard output and messages to standard error. */

/* One line "carecast: ..." to standard error. */
__attribute__((format(printf, 1, 2))) void cc_complain(const char *format, ...);
/* Says so where memory was out, which the functions that run out of it do not. */
void cc_complain_of_memory(cc_status status);

/* Writes a text to standard output, to the last byte: a full disk or a closed pipe is CC_IO and has
 * been complained about. CC_NO_MEMORY when the text is not whole. */
cc_status cc_output(const cc_text *text);

/* Prints tables in the format that --format asks for. */
cc_status cc_output_tables(const cc_arguments *arguments, const cc_table *tables, int count);

/* The format that --format asks for; CC_FORMAT_TABLE without it. */
cc_format cc_asked_format(const cc_arguments *arguments);

/* Findings to standard error, in colour on a terminal. */
void cc_output_findings(const cc_diagnostics *findings);

/* Whether standard error is a terminal. */
bool cc_errors_on_terminal(void);

#endif
