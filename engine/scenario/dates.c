/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates that are not written as base/calendar.h reads them: what was probably meant. */
#include "scenario/dates.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"

/* The calendar year that a text begins with, or 0. */
static int leading_year(const char *text) {
  if (strspn(text, "0123456789") < 4 || text[0] == '0') {
    return 0;
  }
  char digits[5] = {text[0], text[1], text[2], text[3], '\0'};
  return (int)strtol(digits, NULL, 10);
}

bool cc_looks_like_year(const char *text) {
  return leading_year(text) != 0 && strlen(text) <= 9 && text[strspn(text, "0123456789-/")] == '\0';
}

cc_said cc_year_help(const char *text) {
  cc_said said = {"write a financial year, such as 2020/21"};
  char year[CC_YEAR_TEXT];
  int first = leading_year(text);
  if (cc_looks_like_year(text) && first < 9999) {
    snprintf(said.text, sizeof said.text, "write %s for the year from 1 April %d",
             cc_print_financial_year(first, year), first);
  }
  return said;
}

cc_said cc_date_help(const char *text) {
  cc_said said = {"write a month, such as 2021-10, or a financial year, such as 2021/22"};
  char year_text[CC_YEAR_TEXT], month_text[CC_MONTH_TEXT];
  int year = leading_year(text);
  if (!cc_looks_like_year(text) || year >= 9999) {
    return said;
  }
  int number = text[4] != '\0' ? (int)strtol(text + 5, NULL, 10) : 4;
  if (number < 1 || number > CC_MONTHS_PER_YEAR) {
    return said;
  }
  int month = year * CC_MONTHS_PER_YEAR + number - 1;
  snprintf(said.text, sizeof said.text, "write %s for the month, or %s for the financial year",
           cc_print_month(month, month_text),
           cc_print_financial_year(cc_financial_year_of(month), year_text));
  return said;
}
