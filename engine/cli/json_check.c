/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A checked file for machines: findings, and every figure with its place, basis and source. */
#include "cli/json_check.h"

#include "base/calendar.h"
#include "report/format.h"
#include "scenario/scenario.h"

static void put(cc_text *out, const char *key, const char *value) {
  cc_text_print(out, ", \"%s\": ", key);
  cc_json_string(out, value != NULL ? value : "");
}

static void put_place(cc_text *out, const cc_position *at) {
  put(out, "file", at->file);
  cc_text_print(out, ", \"line\": %d, \"column\": %d", at->line, at->column);
}

static void put_finding(cc_text *out, const cc_diagnostic *finding) {
  cc_text_print(out, "{\"severity\": \"%s\"", finding->severity == CC_ERROR ? "error" : "warning");
  put_place(out, &finding->at);
  put(out, "code", finding->code);
  put(out, "message", finding->message);
  put(out, "path", finding->path);
  put(out, "suggestion", finding->suggestion);
  cc_text_add(out, "}");
}

static void put_values(cc_text *out, const cc_quantity *quantity) {
  char month[CC_MONTH_TEXT];
  cc_text_add(out, ", \"values\": [");
  for (int knot = 0; knot < quantity->n_knots || knot == 0; knot++) {
    cc_text_add(out, knot > 0 ? ", {\"from\": " : "{\"from\": ");
    if (quantity->form == CC_Q_CONSTANT) {
      cc_text_add(out, "null");
    } else {
      cc_json_string(out, cc_print_month(quantity->months[knot], month));
    }
    cc_text_add(out, ", \"value\": ");
    cc_json_number(out, quantity->values[knot]);
    cc_text_add(out, "}");
  }
  cc_text_add(out, "]");
}

static void put_figure(cc_text *out, const cc_resolved *figure) {
  bool uncertain = figure->quantity.doubts != NULL || figure->quantity.factor != NULL;
  cc_text_add(out, "{\"path\": ");
  cc_json_string(out, figure->path);
  put(out, "unit", cc_unit_name(figure->schema->unit));
  put_values(out, &figure->quantity);
  put(out, "basis", figure->basis);
  put(out, "source", figure->source);
  cc_text_print(out, ", \"uncertain\": %s", uncertain ? "true" : "false");
  put_place(out, &figure->node->at);
  cc_text_add(out, "}");
}

static void put_scenario(cc_text *out, const cc_scenario *scenario) {
  char year[CC_YEAR_TEXT];
  put(out, "id", scenario->id);
  put(out, "title", scenario->title);
  put(out, "start", cc_print_financial_year(scenario->plan.first_year, year));
  cc_text_print(out, ", \"years\": %d, \"placements\": %d, \"interventions\": %d,\n \"figures\": [",
                scenario->plan.n_years, scenario->plan.n_placements,
                scenario->plan.n_interventions);
  for (int i = 0; i < scenario->resolution.count; i++) {
    cc_text_add(out, i > 0 ? ",\n  " : "\n  ");
    put_figure(out, &scenario->resolution.items[i]);
  }
  cc_text_add(out, "]");
}

void cc_json_check(cc_text *out, const char *path, const cc_scenario *scenario,
                   const cc_diagnostics *findings) {
  cc_text_add(out, "{\"file\": ");
  cc_json_string(out, path);
  cc_text_print(out, ", \"valid\": %s,\n \"findings\": [", scenario != NULL ? "true" : "false");
  for (size_t i = 0; i < findings->count; i++) {
    cc_text_add(out, i > 0 ? ",\n  " : "\n  ");
    put_finding(out, &findings->items[i]);
  }
  cc_text_add(out, "]");
  if (scenario != NULL) {
    put_scenario(out, scenario);
  }
  cc_text_add(out, "}");
}
