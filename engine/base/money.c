/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures as finance papers print them. A figure that is half way in decimal (0.15, 1.005) is
 * mostly not half way in binary, and one that was summed from parts lies a few bits beside it, so
 * rounding first adds 16 units of relative rounding (3.6e-15) to the scaled magnitude, at most
 * 1/1000 of the last place shown, and then rounds half away from zero. The scaled magnitude is a
 * whole number, so its digits print exactly and the same in every locale; the point, the commas and
 * the brackets are put between them here. */
#include "base/money.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define FORGIVEN_UNITS (16.0 * DBL_EPSILON)
#define FORGIVEN_MOST 1e-3
#define WHOLE_NUMBERS_ONLY 4503599627370496.0 /* 2^52: doubles from here on have no fraction */
#define MOST_DECIMALS 9
#define MOST_SHOWN 1e24 /* 24 digits with commas and brackets fit CC_FIGURE_TEXT */

static double power_of_ten(int exponent) {
  double power = 1.0;
  for (int i = 0; i < exponent; i++) {
    power *= 10.0; /* exact up to 10^22 */
  }
  return power;
}

/* `magnitude` (not negative) in units of the last place shown, rounded to a whole number. */
static double round_scaled(double magnitude, int decimals) {
  double scaled = magnitude * power_of_ten(decimals);
  if (!(scaled < WHOLE_NUMBERS_ONLY)) {
    return scaled;
  }
  return floor(scaled + 0.5 + fmin(scaled * FORGIVEN_UNITS, FORGIVEN_MOST));
}

static int limit_decimals(int decimals) {
  return decimals < 0 ? 0 : decimals > MOST_DECIMALS ? MOST_DECIMALS : decimals;
}

double cc_round(double value, int decimals) {
  int places = limit_decimals(decimals);
  double rounded = round_scaled(fabs(value), places) / power_of_ten(places);
  return value < 0.0 && rounded != 0.0 ? -rounded : rounded;
}

/* Writes whole digits with commas and, before the last `decimals`, a point; returns the end. */
static char *write_grouped(char *text, const char *digits, int count, int decimals) {
  int whole = count - decimals;
  for (int i = 0; i < count; i++) {
    if (i == whole) {
      *text++ = '.';
    } else if (i > 0 && i < whole && (whole - i) % 3 == 0) {
      *text++ = ',';
    }
    *text++ = digits[i];
  }
  return text;
}

static char *print_figure(double value, int decimals, char text[CC_FIGURE_TEXT]) {
  if (!(fabs(value) * power_of_ten(decimals) < MOST_SHOWN)) {
    snprintf(text, CC_FIGURE_TEXT, "%.0e", value); /* no such sum of money: nan, inf, 1e+30 */
    return text;
  }
  double scaled = round_scaled(fabs(value), decimals);
  char digits[CC_FIGURE_TEXT];
  int count = snprintf(digits, sizeof digits, "%0*.0f", decimals + 1, scaled);
  int negative = value < 0.0 && scaled > 0.0;
  char *end = text;
  if (negative) {
    *end++ = '(';
  }
  end = write_grouped(end, digits, count, decimals);
  if (negative) {
    *end++ = ')';
  }
  *end = '\0';
  return text;
}

char *cc_print_millions(double pounds, int decimals, char text[CC_FIGURE_TEXT]) {
  return print_figure(pounds / 1e6, limit_decimals(decimals), text);
}

char *cc_print_count(double value, int decimals, char text[CC_FIGURE_TEXT]) {
  return print_figure(value, limit_decimals(decimals), text);
}
