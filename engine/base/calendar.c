/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates as a scenario writes them. Everything is counted in whole months since year 0, so that a
 * month of a projection, a ramp and a financial year are plain integer arithmetic: month = year *
 * 12
 * + (calendar month - 1), and financial year y begins in month y * 12 + 3 (April). The parsers read
 * the digits themselves: strtol would let signs, spaces and other lengths through. */
#include "base/calendar.h"

#include <stdbool.h>
#include <string.h>

#define DIGITS "0123456789"
#define CENTURY 2000
#define FIRST_YEAR 1000
#define LAST_YEAR 9998
#define FEBRUARY 1
#define APRIL 3
#define JULY 6
#define DURATION_DIGITS 4

/* Reads exactly `digits` decimal digits; returns what follows them, or NULL. */
static const char *read_digits(const char *text, int digits, int *value) {
  int sum = 0;
  for (int i = 0; i < digits; i++) {
    if (text[i] < '0' || text[i] > '9') {
      return NULL;
    }
    sum = sum * 10 + (text[i] - '0');
  }
  *value = sum;
  return text + digits;
}

static const char *read_year(const char *text, int *year) {
  const char *rest = read_digits(text, 4, year);
  return rest != NULL && *year >= FIRST_YEAR && *year <= LAST_YEAR ? rest : NULL;
}

/* The first year, with four digits or the last two of this century. */
static const char *read_first_year(const char *text, int *year) {
  size_t digits = strspn(text, DIGITS);
  if (digits == 4) {
    return read_year(text, year);
  }
  const char *rest = digits == 2 ? read_digits(text, 2, year) : NULL;
  *year += CENTURY;
  return rest;
}

/* Whether what stands behind the first year is the year after it. */
static bool is_year_after(const char *text, int first) {
  size_t digits = strspn(text, DIGITS);
  int second = 0;
  if ((digits != 2 && digits != 4) || text[digits] != '\0') {
    return false;
  }
  (void)read_digits(text, (int)digits, &second);
  return second == (digits == 2 ? (first + 1) % 100 : first + 1);
}

int cc_parse_financial_year(const char *text, int *year) {
  int first = 0;
  text += strncmp(text, "FY", 2) == 0 ? 2 : 0;
  const char *rest = read_first_year(text, &first);
  if (rest == NULL || (*rest != '/' && *rest != '-') || !is_year_after(rest + 1, first)) {
    return 0;
  }
  bool may_be_month = *rest == '-' && (first + 1) % 100 <= CC_MONTHS_PER_YEAR;
  bool short_dash = *rest == '-' && rest != text + 4; /* 20-21: anything */
  if (may_be_month || short_dash) {
    return 0;
  }
  *year = first;
  return 1;
}

/* A month's number and its year. */
static int take_month(int year, int number, int *month) {
  if (number < 1 || number > CC_MONTHS_PER_YEAR) {
    return 0;
  }
  *month = year * CC_MONTHS_PER_YEAR + number - 1;
  return 1;
}

/* "01/10/2021" */
static int parse_english_day(const char *text, int *month) {
  int number = 0, year = 0;
  if (strncmp(text, "01/", 3) != 0) {
    return 0;
  }
  const char *rest = read_digits(text + 3, 2, &number);
  if (rest == NULL || *rest != '/') {
    return 0;
  }
  rest = read_year(rest + 1, &year);
  return rest != NULL && *rest == '\0' ? take_month(year, number, month) : 0;
}

int cc_parse_month(const char *text, int *month) {
  int year = 0, number = 0;
  if (cc_parse_financial_year(text, &year)) {
    *month = cc_first_month(year);
    return 1;
  }
  const char *rest = read_year(text, &year);
  if (rest == NULL || *rest != '-') {
    return parse_english_day(text, month);
  }
  rest = read_digits(rest + 1, 2, &number);
  if (rest == NULL || (*rest != '\0' && strcmp(rest, "-01") != 0)) {
    return 0;
  }
  return take_month(year, number, month);
}

int cc_parse_mid_year(const char *text, int *month) {
  int year = 0;
  if (strncmp(text, "mid-", 4) != 0) {
    return 0;
  }
  const char *rest = read_year(text + 4, &year);
  if (rest == NULL || *rest != '\0') {
    return 0;
  }
  *month = year * CC_MONTHS_PER_YEAR + JULY;
  return 1;
}

int cc_parse_duration(const char *text, int *months) {
  size_t digits = strspn(text, DIGITS);
  int number = 0;
  if (digits < 1 || digits > DURATION_DIGITS) {
    return 0;
  }
  const char *unit = read_digits(text, (int)digits, &number);
  size_t blanks = strspn(unit, " ");
  unit += blanks;
  if (blanks == 0) {
    return 0;
  }
  if (strcmp(unit, "month") == 0 || strcmp(unit, "months") == 0) {
    *months = number;
    return 1;
  }
  if (strcmp(unit, "year") == 0 || strcmp(unit, "years") == 0) {
    *months = number * CC_MONTHS_PER_YEAR;
    return 1;
  }
  return 0;
}

/* Writes the last `digits` decimal digits of a number that is not negative. */
static void write_digits(char *text, int value, int digits) {
  for (int i = digits - 1; i >= 0; i--) {
    text[i] = (char)('0' + value % 10);
    value /= 10;
  }
}

char *cc_print_financial_year(int year, char text[CC_YEAR_TEXT]) {
  write_digits(text, year, 4);
  text[4] = '/';
  write_digits(text + 5, (year + 1) % 100, 2);
  text[7] = '\0';
  return text;
}

char *cc_print_month(int month, char text[CC_MONTH_TEXT]) {
  write_digits(text, month / CC_MONTHS_PER_YEAR, 4);
  text[4] = '-';
  write_digits(text + 5, month % CC_MONTHS_PER_YEAR + 1, 2);
  text[7] = '\0';
  return text;
}

int cc_first_month(int financial_year) {
  return financial_year * CC_MONTHS_PER_YEAR + APRIL;
}

int cc_financial_year_of(int month) {
  return (month - APRIL) / CC_MONTHS_PER_YEAR;
}

int cc_days_in_month(int month) {
  static const int days[CC_MONTHS_PER_YEAR] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  int year = month / CC_MONTHS_PER_YEAR, of_year = month % CC_MONTHS_PER_YEAR;
  bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return days[of_year] + (of_year == FEBRUARY && leap ? 1 : 0);
}

int cc_days_in_year(int financial_year) {
  int days = 0, first = cc_first_month(financial_year);
  for (int month = first; month < first + CC_MONTHS_PER_YEAR; month++) {
    days += cc_days_in_month(month);
  }
  return days;
}
