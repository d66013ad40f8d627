/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The comparison of a batch as a tidy table: difference = value - base_value. */
#include "batch/comparison_csv.h"

#include <math.h>

#include "base/calendar.h"
#include "report/format.h"

void cc_comparison_csv_header(cc_text *out) {
  cc_text_add(out, "scenario,measure,financial_year,unit,value,base_value,difference\n");
}

static void put_value(cc_text *out, const cc_item *item, double value) {
  char month[CC_MONTH_TEXT];
  cc_text_add(out, ",");
  if (!isfinite(value)) {
    return;
  }
  if (item->show == CC_SHOW_MONTH) {
    cc_text_add(out, cc_print_month((int)value, month));
  } else {
    cc_text_add_double(out, value);
  }
}

static void put_name(cc_text *out, const cc_comparison *comparison, const cc_item *item) {
  bool cap = item->show == CC_SHOW_MONTH;
  char year[CC_YEAR_TEXT];
  cc_text_add(out, cap ? ",caps." : ",");
  cc_csv_field(out, item->measure);
  cc_text_print(out, "%s,%s,", cap ? ".first_month_above" : "",
                item->year == CC_ABSENT
                    ? "all"
                    : cc_print_financial_year(comparison->first_year + item->year, year));
  cc_csv_field(out, cc_item_unit(item));
}

void cc_comparison_csv_rows(const cc_comparison *comparison, const char *scenario,
                            const double *values, const double *base_values, cc_text *out) {
  for (int i = 0; i < comparison->count; i++) {
    if (!isfinite(values[i]) && !isfinite(base_values[i])) {
      continue;
    }
    const cc_item *item = &comparison->items[i];
    double difference = values[i] - base_values[i];
    cc_csv_field(out, scenario);
    put_name(out, comparison, item);
    put_value(out, item, values[i]);
    put_value(out, item, base_values[i]);
    cc_text_add(out, ",");
    if (isfinite(difference)) {
      cc_text_add_double(out, difference);
    }
    cc_text_add(out, "\n");
  }
}

/* ---- ranges ---------------------------------------------------------------------------------- */

int cc_comparison_figure(const cc_comparison *comparison, const cc_item *item,
                         const cc_simulation *simulation) {
  int year = item->year == CC_ABSENT ? CC_ABSENT : comparison->first_year + item->year;
  return item->show == CC_SHOW_MONTH ? CC_ABSENT
                                     : cc_simulation_find(simulation, item->measure, year);
}

void cc_comparison_ranges_header(const cc_ranges *ranges, cc_text *out) {
  cc_text_add(out, "scenario,measure,financial_year,unit,of,central,mean,mean_error,sd");
  cc_quantile_heads(ranges, out);
  cc_text_add(out, "\n");
}

/* What stands behind the name: which of the two it is, what is likely, quantiles. */
static void put_range(cc_text *out, const char *of, const cc_likely *likely,
                      const cc_ranges *ranges, int figure,
                      double (*quantile)(cc_simulation *, int, double, double *)) {
  const double numbers[] = {likely->central, likely->mean, likely->mean_error, likely->sd};
  cc_text_print(out, ",%s", of);
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    cc_simulation_number(out, numbers[i]);
  }
  cc_quantile_fields(ranges, figure, quantile, out);
  cc_text_add(out, "\n");
}

void cc_comparison_ranges_rows(const cc_comparison *comparison, const char *scenario,
                               const cc_ranges *ranges, cc_text *out) {
  for (int i = 0; i < comparison->count; i++) {
    const cc_item *item = &comparison->items[i];
    int figure = cc_comparison_figure(comparison, item, ranges->simulation);
    if (figure == CC_ABSENT) {
      continue;
    }
    cc_likely likely = cc_simulation_figure(ranges->simulation, figure);
    cc_csv_field(out, scenario);
    put_name(out, comparison, item);
    put_range(out, "value", &likely, ranges, figure, cc_simulation_quantile);
    if (cc_simulation_difference(ranges->simulation, figure, &likely)) {
      cc_csv_field(out, scenario);
      put_name(out, comparison, item);
      put_range(out, "difference", &likely, ranges, figure, cc_simulation_difference_quantile);
    }
  }
}
