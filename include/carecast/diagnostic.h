/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CARECAST_DIAGNOSTIC_H
#define CARECAST_DIAGNOSTIC_H

#include <stddef.h>
#include <stdio.h>

#include "carecast/status.h"

/* Where a node of a scenario was written. Lines and columns count from 1; line 0 means the whole
 * file. `file` is the name as the user gave it (or "--set 2" for the second --set). */
typedef struct {
  const char *file;
  int line;
  int column;
} cc_position;

typedef enum { CC_ERROR, CC_WARNING } cc_severity;

/* One finding. Every string belongs to the list that holds it. */
typedef struct {
  cc_severity severity;
  cc_position at;
  char *code;       /* "E101": stable, listed in engine/base/diagnostic_codes.h */
  char *message;    /* what is wrong */
  char *path;       /* the parameter's path, or "" */
  char *line_text;  /* the line as written, or "" */
  char *suggestion; /* what would be right, or "" */
  cc_position also; /* a second place that it is about, such as the line of the base below an
                       overlay's; its file is NULL when there is none */
  char *also_text;  /* the line there, or NULL */
} cc_diagnostic;

/* All findings of one load, in file order once sorted. A zeroed list is empty and valid. */
typedef struct {
  cc_diagnostic *items;
  size_t count;
  size_t capacity;
  size_t errors;
  int out_of_memory; /* set when a finding could not be kept: the load must fail with CC_NO_MEMORY
                      */
} cc_diagnostics;

void cc_diagnostics_free(cc_diagnostics *list);

/* Sorts by file, line and column; findings at the same place keep the order they were added in. */
void cc_diagnostics_sort(cc_diagnostics *list);

/* Prints every finding to `out` as
 *   file:line:column: error[CODE]: message
 *     at path
 *       12 |   weekly_pirce: 820
 *          |   ^
 *     help: did you mean `weekly_price`?
 *     also: file:line:column, and the line, where there is a second place
 * `colour` non-zero adds terminal colours. Returns CC_IO when writing failed. */
cc_status cc_diagnostics_print(const cc_diagnostics *list, FILE *out, int colour);

#endif
