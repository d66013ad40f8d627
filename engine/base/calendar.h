/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_CALENDAR_H
#define CC_BASE_CALENDAR_H

/* Rates run on months of 1/12 year each. What is counted in days, and paid for by them, has the
 * days of the calendar; a week is 7 of them. */
#define CC_MONTHS_PER_YEAR 12
#define CC_DAYS_PER_WEEK 7

/* Months are counted absolutely, as year * 12 + (calendar month - 1): April 2020 is 24243. A
 * financial year is named by the calendar year it begins in: 2020 is 2020/21, 1 April 2020 to
 * 31 March 2021. */

/* Each parser reads the whole string, returns 1 and writes the value, or returns 0.
 * "2020/21" (the second year must follow the first) -> 2020; also "2020/2021", "20/21" (of 2000 to
 * 2098), "2020-21" where that can be no month, and "FY" before any of them */
int cc_parse_financial_year(const char *text, int *year);
/* "2021-10" -> 2021 * 12 + 9; a financial year -> its April; also the first day of a month,
 * "2021-10-01" or, as England writes it, "01/10/2021" */
int cc_parse_month(const char *text, int *month);
/* "mid-2019" -> 2019 * 12 + 6: a mid-year estimate is of 30 June, the start of July */
int cc_parse_mid_year(const char *text, int *month);
/* "18 months", "2 years", "1 month" -> months */
int cc_parse_duration(const char *text, int *months);

#define CC_YEAR_TEXT 8  /* room for "2020/21" and a NUL */
#define CC_MONTH_TEXT 8 /* room for "2021-10" and a NUL */
/* Write the text and return it. Years 1000..9998. */
char *cc_print_financial_year(int year, char text[CC_YEAR_TEXT]);
char *cc_print_month(int month, char text[CC_MONTH_TEXT]);

/* The first month (April) of a financial year, and the financial year a month lies in. */
int cc_first_month(int financial_year);
int cc_financial_year_of(int month);

/* 28 to 31; and 365, or 366 in a financial year with a 29 February (2023/24). */
int cc_days_in_month(int month);
int cc_days_in_year(int financial_year);

#endif
