/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A checked file for machines: findings, and every figure with its place, basis and source. */
#include "cli/json_check.h"

#include "base/calendar.h"
#include "cli/figure_facts.h"
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
  if (finding->also.file != NULL) {
    cc_text_add(out, ", \"also\": {\"file\": ");
    cc_json_string(out, finding->also.file);
    cc_text_print(out, ", \"line\": %d, \"column\": %d}", finding->also.line, finding->also.column);
  }
  cc_text_add(out, "}");
}

static void put_value(cc_text *out, const cc_resolved *figure, int knot,
                      const cc_figure_facts *facts) {
  char month[CC_MONTH_TEXT];
  cc_text_add(out, knot > 0 ? ", {\"from\": " : "{\"from\": ");
  if (facts->constant) {
    cc_text_add(out, "null");
  } else {
    cc_json_string(out, cc_print_month(facts->month, month));
  }
  cc_text_add(out, ", \"value\": ");
  cc_json_number(out, figure->quantity.values[knot]);
  if (*facts->doubt != '\0') {
    put(out, "uncertainty", facts->doubt);
    cc_text_print(out, ", \"one_factor\": %s, \"p10\": ", facts->one_factor ? "true" : "false");
    cc_json_number(out, facts->p10);
    cc_text_add(out, ", \"p90\": ");
    cc_json_number(out, facts->p90);
  }
  put(out, "basis", facts->origin.basis);
  put(out, "source", facts->origin.source);
  put_place(out, &facts->origin.at);
  cc_text_add(out, "}");
}

static void put_figure(cc_text *out, const cc_scenario *scenario, const cc_resolved *figure) {
  bool uncertain = figure->quantity.doubts != NULL || figure->quantity.factor != NULL;
  cc_figure_facts facts = {.growth = "", .index = ""};
  cc_text_add(out, "{\"path\": ");
  cc_json_string(out, figure->path);
  put(out, "unit", cc_unit_name(figure->schema->unit));
  cc_text_add(out, ", \"values\": [");
  for (int knot = 0; knot < figure->quantity.n_knots; knot++) {
    cc_figure_facts_of(scenario, figure, knot, &facts);
    put_value(out, figure, knot, &facts);
  }
  cc_text_add(out, "]");
  put(out, "growth", facts.growth);
  put(out, "index", facts.index);
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
    put_figure(out, scenario, &scenario->resolution.items[i]);
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
