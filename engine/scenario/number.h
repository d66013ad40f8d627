/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_NUMBER_H
#define CC_SCENARIO_NUMBER_H

#include <stdbool.h>

#include "base/diagnostic_codes.h"
#include "scenario/schema.h"

/* What is wrong with a number as written, and what would be right ("" when that is not clear). */
enum { CC_FAULT_BYTES = 200 };
typedef struct {
  cc_code code;
  char message[CC_FAULT_BYTES];
  char help[CC_FAULT_BYTES];
} cc_fault;

/* Parses a number written in the given unit, "820", "£4.3k", "12%", "3% per year", and converts it:
 * pounds, and fractions for what carries a %. The nearest double to what is written, in any locale.
 * Returns true and the value; or false and the fault. */
bool cc_parse_number(const char *text, cc_unit unit, double *value, cc_fault *fault);

/* Takes a number without sign, of no unit in particular, from the beginning of a text, "£8.2m",
 * "1,950" or "12%": returns where it ends, or NULL where none begins. */
const char *cc_take_number(const char *text, double *value);

/* Where what stands behind a minus of any kind (hyphen, minus sign, en dash) begins, or NULL. */
const char *cc_take_minus(const char *text);

/* A figure as it stands in print: the number itself, with the marks that it carries. */
typedef struct {
  double number; /* 8.2 of "£8.2m" */
  int decimals;  /* digits behind its point */
  bool pound;
  char suffix; /* 'k', 'm', '%', or NUL */
} cc_printed;
bool cc_parse_printed(const char *text, cc_printed *printed);

/* Whether a key with nothing behind it is the rest of a number that was written with a comma:
 * {children: 1,929} is two entries to YAML. */
bool cc_is_comma_rest(const char *key, bool nothing_behind);
extern const char cc_comma_help[];

/* Writes a number as a scenario would in this unit: "12%", "4300". Returns `text`. */
enum { CC_NUMBER_BYTES = 40 };
char *cc_print_number(double value, cc_unit unit, char text[CC_NUMBER_BYTES]);

/* The same with as many digits as it takes to read back to the same number, to the last bit. */
char *cc_print_exact(double value, cc_unit unit, char text[CC_NUMBER_BYTES]);

#endif
