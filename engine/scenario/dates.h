/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_DATES_H
#define CC_SCENARIO_DATES_H

#include <stdbool.h>

#include "scenario/say.h"

/* Years outside these are slips of the finger. */
enum { CC_FIRST_YEAR = 1950, CC_LAST_YEAR = 2150 };
static inline bool cc_year_is_near(int year) {
  return year >= CC_FIRST_YEAR && year <= CC_LAST_YEAR;
}

/* Whether a text looks as if a year was meant: four digits, and nothing but digits, - and /. */
bool cc_looks_like_year(const char *text);

/* What would be right where a financial year, or a month, is wrong: "write 2020/21". */
cc_said cc_year_help(const char *text);
cc_said cc_date_help(const char *text);

#endif
