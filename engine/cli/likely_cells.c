/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rounding to what the draws support: value' = step round(value / step), with `step` a power of ten
 * that follows from the error. */
#include "cli/likely_cells.h"

#include <math.h>
#include <string.h>

static bool is_money(const char *unit) {
  return strcmp(unit, "GBP") == 0;
}

/* Whether a tenth of one is worth showing. */
static bool is_fine(const char *unit) {
  return strcmp(unit, "per 10,000") == 0 || strcmp(unit, "FTE") == 0 || strcmp(unit, "share") == 0;
}

/* The place of the last digit worth showing, at least `least`. */
static double step_of(double error, double least) {
  return error > 0.0 ? fmax(pow(10.0, floor(log10(2.0 * error))), least) : least;
}

static double rounded(double value, double step) {
  return round(value / step) * step;
}

void cc_likely_cell(cc_table *table, const char *unit, bool for_reading, double value,
                    double error) {
  double least = is_money(unit) ? 1e5 : is_fine(unit) ? 0.1 : 1.0;
  double step = step_of(error, least);
  if (for_reading && step > least) {
    value = rounded(value, step);
  }
  if (is_money(unit)) {
    cc_table_millions(table, value, step < 1e6 ? 1 : 0);
  } else {
    cc_table_count(table, value, step < 1.0 ? 1 : 0);
  }
}

void cc_error_cell(cc_table *table, const char *unit, double error) {
  if (is_money(unit)) {
    cc_table_millions(table, error, 2);
  } else {
    cc_table_count(table, error, 1);
  }
}

void cc_percent_cell(cc_table *table, bool for_reading, double share, double error) {
  double percent = 100.0 * share, step = step_of(100.0 * error, 1.0);
  cc_table_count(table, for_reading ? rounded(percent, step) : percent, 0);
}
