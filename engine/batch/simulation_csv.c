/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a simulation says, as tidy tables in full precision. Standard deviations are told apart by
 * where they come from:
 *
 *     sd^2 ~ parameter_sd^2 + process_sd^2
 *
 * (nearly, as each is estimated by itself). */
#include "batch/simulation_csv.h"

#include <math.h>

#include "base/calendar.h"
#include "report/format.h"

void cc_simulation_number(cc_text *out, double value) {
  cc_text_append(out, ",", 1);
  if (!isnan(value)) {
    cc_text_add_double(out, value);
  }
}

void cc_quantile_heads(const cc_ranges *ranges, cc_text *out) {
  for (int q = 0; q < ranges->n_quantiles; q++) {
    double percent = 100.0 * ranges->quantiles[q];
    cc_text_print(out, ",p%g,p%g_error", percent, percent);
  }
}

void cc_quantile_fields(const cc_ranges *ranges, int figure,
                        double (*value)(cc_simulation *, int, double, double *), cc_text *out) {
  for (int q = 0; q < ranges->n_quantiles; q++) {
    double error = 0.0;
    cc_simulation_number(out, value(ranges->simulation, figure, ranges->quantiles[q], &error));
    cc_simulation_number(out, error);
  }
}

/* ---- figures --------------------------------------------------------------------------------- */

static void put_figure(cc_text *out, const cc_plan *plan, const cc_ranges *ranges, int figure) {
  cc_figure name = cc_simulation_name(ranges->simulation, figure);
  cc_likely likely = cc_simulation_figure(ranges->simulation, figure);
  char year[CC_YEAR_TEXT];
  if (likely.central == 0 && likely.mean == 0 && likely.sd == 0) {
    return;
  }
  cc_csv_field(out, plan->id);
  cc_text_print(out, ",%s,",
                name.year == CC_ABSENT ? "all" : cc_print_financial_year(name.year, year));
  cc_csv_field(out, name.measure);
  cc_text_append(out, ",", 1);
  cc_csv_field(out, name.unit);
  const double numbers[] = {likely.central,
                            likely.mean,
                            likely.mean_error,
                            likely.sd,
                            sqrt(likely.parameter_variance),
                            sqrt(likely.process_variance)};
  for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
    cc_simulation_number(out, numbers[i]);
  }
  cc_quantile_fields(ranges, figure, cc_simulation_quantile, out);
  cc_text_append(out, "\n", 1);
}

void cc_simulation_csv(const cc_plan *plan, const cc_ranges *ranges, cc_text *out) {
  cc_text_add(out, "scenario,financial_year,measure,unit,central,mean,mean_error,sd,parameter_sd,"
                   "process_sd");
  cc_quantile_heads(ranges, out);
  cc_text_append(out, "\n", 1);
  for (int f = 0; f < cc_simulation_count(ranges->simulation); f++) {
    put_figure(out, plan, ranges, f);
  }
}

/* ---- probabilities --------------------------------------------------------------------------- */

/* Everything of a line but its value. */
static void start_line(cc_text *out, const cc_plan *plan, int year, int month, const char *event,
                       const char *name, const char *unit) {
  char text[CC_YEAR_TEXT], month_text[CC_MONTH_TEXT];
  cc_csv_field(out, plan->id);
  cc_text_print(out, ",%s,%s,%s", year < 0 ? "all" : cc_print_financial_year(year, text),
                month < 0 ? "" : cc_print_month(month, month_text), event);
  if (*name != '\0') {
    cc_text_append(out, ".", 1);
    cc_text_add(out, name);
  }
  cc_text_print(out, ",%s", unit);
}

static void put_value(cc_text *out, double value, double error) {
  cc_simulation_number(out, value);
  cc_simulation_number(out, error);
  cc_text_append(out, "\n", 1);
}

static void put_cap(cc_text *out, const cc_plan *plan, const cc_simulation *simulation, int cap) {
  int first = cc_first_month(plan->first_year);
  int breach = cc_simulation_likely_breach(simulation, cap);
  char month[CC_MONTH_TEXT];
  for (int t = 0; t < plan->n_months; t++) {
    cc_chance chance = cc_simulation_above_cap(simulation, cap, t);
    start_line(out, plan, cc_financial_year_of(first + t), first + t, "above_cap",
               plan->caps[cap].name, "probability");
    put_value(out, chance.p, chance.error);
  }
  start_line(out, plan, -1, -1, "first_likely_breach", plan->caps[cap].name, "month");
  cc_text_print(out, ",%s,\n", breach < 0 ? "" : cc_print_month(breach, month));
}

void cc_probabilities_csv(const cc_plan *plan, const cc_ranges *ranges, cc_text *out) {
  cc_simulation *simulation = ranges->simulation;
  cc_text_add(out, "scenario,financial_year,month,event,unit,value,error\n");
  for (int c = 0; c < plan->n_caps && plan->demand.present; c++) {
    put_cap(out, plan, simulation, c);
  }
  for (int y = 0; y < plan->n_years && cc_simulation_has_gap(simulation); y++) {
    cc_chance chance = cc_simulation_short(simulation, y);
    start_line(out, plan, plan->first_year + y, -1, "contract_sum_insufficient", "", "probability");
    put_value(out, chance.p, chance.error);
  }
  for (int y = 0; y < plan->n_years && cc_simulation_has_gap(simulation); y++) {
    double error = 0.0, value = cc_simulation_contingency(simulation, y, &error);
    start_line(out, plan, plan->first_year + y, -1, "contingency_at_p80", "", "GBP");
    put_value(out, value, error);
  }
}
