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

/* The month of "Oct 2021" or "October 2021", as in 2021-10; 0 for what is no such text. */
static int named_month(const char *text, int *year) {
  static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
  const char *digits = text + strcspn(text, "0123456789");
  *year = leading_year(digits);
  if (*year == 0 || digits < text + 4 || digits[4] != '\0') {
    return 0;
  }
  for (int month = 1; month <= CC_MONTHS_PER_YEAR; month++) {
    if (strncmp(text, names + (size_t)3 * (size_t)(month - 1), 3) == 0) {
      return month;
    }
  }
  return 0;
}

/* The month of "23/04/2021", day first as England writes it; 0 for what is no such text. */
static int month_of_day(const char *text, int *year) {
  char *end = NULL;
  long day = strtol(text, &end, 10);
  long month = *end == '/' ? strtol(end + 1, &end, 10) : 0;
  *year = *end == '/' ? leading_year(end + 1) : 0;
  bool date = *year > 0 && end[5] == '\0' && day >= 1 && day <= 31 && month >= 1 &&
              month <= CC_MONTHS_PER_YEAR;
  return date ? (int)month : 0;
}

/* What to write for a month with its name, or for a day; "" for what is neither. */
static cc_said help_with_words(const char *text) {
  cc_said said = {""};
  int year = 0, month = named_month(text, &year);
  if (month > 0) {
    snprintf(said.text, sizeof said.text, "write %d-%02d", year, month);
  } else if ((month = month_of_day(text, &year)) > 0) {
    snprintf(said.text, sizeof said.text,
             "write %d-%02d for the whole month: dates here are months, and this is day/month/year",
             year, month);
  }
  return said;
}

cc_said cc_date_help(const char *text) {
  cc_said words = help_with_words(text);
  if (words.text[0] != '\0') {
    return words;
  }
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
