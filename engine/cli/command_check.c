/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast check: what is wrong with scenario files, or what is in them. Findings go to standard
 * error; standard output has a line for each file, or with --resolved the whole scenario, or in the
 * formats for machines every figure (json: every finding too). */
#include "cli/commands.h"
#include "cli/figure_facts.h"
#include "cli/json_check.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/year_table.h"
#include "scenario/scenario.h"

static void count_of(cc_text *out, int count, const char *one, const char *many) {
  cc_text_print(out, "%d %s", count, count == 1 ? one : many);
}

/* "base.yaml: valid: 9 placements, 214 figures (12 without a source), 3 interventions" */
static void describe(cc_text *out, const char *path, const cc_scenario *scenario,
                     const cc_diagnostics *findings) {
  size_t start = out->length;
  cc_text_print(out, "%s: ", path);
  if (!out->failed) {
    cc_text_tame(out->data + start);
  }
  if (scenario == NULL) {
    cc_text_add(out, "not valid: ");
    count_of(out, (int)findings->errors, "error", "errors");
    cc_text_add(out, "\n");
    return;
  }
  cc_figure_count figures = cc_count_figures(scenario);
  cc_text_add(out, "valid: ");
  count_of(out, scenario->plan.n_placements, "placement, ", "placements, ");
  count_of(out, figures.all, "figure (", "figures (");
  cc_text_print(out, "%d without a source), ", figures.without_source);
  count_of(out, scenario->plan.n_interventions, "intervention", "interventions");
  if (scenario->n_published > 0) {
    cc_text_add(out, ", ");
    count_of(out, scenario->n_published, "printed figure", "printed figures");
  }
  if (findings->count > findings->errors) {
    cc_text_add(out, ", ");
    count_of(out, (int)(findings->count - findings->errors), "warning", "warnings");
  }
  cc_text_add(out, "\n");
}

static void add_number(cc_table *table, const cc_scenario *scenario, const cc_resolved *figure,
                       int knot) {
  cc_figure_facts facts;
  cc_figure_facts_of(scenario, figure, knot, &facts);
  const cc_position *at = &facts.origin.at;
  cc_table_row_start(table, CC_ROW_PLAIN, figure->path, cc_unit_name(figure->schema->unit));
  if (facts.constant) {
    cc_table_empty(table);
  } else {
    cc_table_month(table, facts.month);
  }
  cc_table_count(table, figure->quantity.values[knot], 9);
  cc_table_text(table, facts.origin.basis);
  cc_table_text(table, facts.origin.source);
  cc_table_text(table, cc_table_print(table, "%s:%d:%d", at->file, at->line, at->column));
  cc_table_text(table, facts.growth);
  cc_table_text(table, facts.index);
  cc_table_text(table, facts.doubt);
  if (*facts.doubt == '\0') {
    cc_table_empty(table);
    cc_table_empty(table);
  } else {
    cc_table_count(table, facts.p10, 9);
    cc_table_count(table, facts.p90, 9);
  }
}

static void add_figures(cc_table *table, const cc_scenario *scenario) {
  for (int i = 0; i < scenario->resolution.count; i++) {
    const cc_resolved *figure = &scenario->resolution.items[i];
    for (int knot = 0; knot < figure->quantity.n_knots; knot++) {
      add_number(table, scenario, figure, knot);
    }
  }
}

static void add_columns(cc_table *table) {
  cc_table_column(table, "Figure", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "From", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "Value", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Basis", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "Source", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "Written at", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "Growth", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "Index", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "Uncertainty", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "P10", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "P90", CC_ALIGN_RIGHT, 0);
}

static cc_status print_figures(const cc_arguments *arguments, const cc_scenario *scenario) {
  cc_table table;
  cc_table_start(&table, "%s", scenario->id);
  add_columns(&table);
  add_figures(&table, scenario);
  cc_status status = cc_output_tables(arguments, &table, 1);
  cc_table_free(&table);
  return status;
}

/* Prints what the options ask for about one file. */
static cc_status print_file(const cc_arguments *arguments, const char *path,
                            const cc_scenario *scenario, const cc_diagnostics *findings) {
  cc_format format = cc_asked_format(arguments);
  bool resolved = cc_argument(arguments, "resolved") != NULL;
  cc_text out = {0};
  if (format == CC_FORMAT_JSON) {
    return CC_OK; /* printed at the end, all files in one document */
  }
  if (format != CC_FORMAT_TABLE && !resolved && scenario != NULL) {
    return print_figures(arguments, scenario);
  }
  if (resolved && scenario != NULL) {
    cc_scenario_print_resolved(scenario, &out);
  } else if (!resolved && format == CC_FORMAT_TABLE) {
    describe(&out, path, scenario, findings);
  }
  cc_status status = cc_output(&out);
  cc_text_free(&out);
  return status;
}

/* The worse of two: a file that is wrong over one that cannot be read, any over none. */
static cc_status worse(cc_status a, cc_status b) {
  return a == CC_INVALID || b == CC_OK ? a : b;
}

static cc_status check_file(const cc_arguments *arguments, const char *path, bool first,
                            cc_text *json, cc_status *result) {
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  cc_status status = cc_load(arguments, path, &findings, &scenario);
  cc_output_findings(&findings);
  if (status != CC_OK && findings.errors == 0) {
    cc_complain("%s: %s", path, cc_status_words(status));
  }
  *result = worse(*result, status);
  cc_text_add(json, first ? "" : ",\n");
  cc_json_check(json, path, scenario, &findings);
  status = print_file(arguments, path, scenario, &findings);
  cc_scenario_free(scenario);
  cc_diagnostics_free(&findings);
  return status;
}

static cc_status run_command(const cc_arguments *arguments) {
  cc_status status = CC_OK, result = CC_OK;
  cc_text json = {0};
  cc_text_add(&json, "{\"files\": [\n");
  for (int i = 0; i < arguments->n_operands && status == CC_OK; i++) {
    status = check_file(arguments, arguments->operands[i], i == 0, &json, &result);
  }
  cc_text_add(&json, "\n]}\n");
  if (status == CC_OK && cc_asked_format(arguments) == CC_FORMAT_JSON) {
    status = cc_output(&json);
  }
  cc_text_free(&json);
  return status == CC_OK ? result : status;
}

static const cc_option options[] = {
    {"resolved", NULL, "print the whole scenario with everything that it extends", NULL, 0, 0,
     false},
    CC_OPTION_SET,
    CC_OPTION_STRICT,
    CC_OPTION_FORMAT,
    CC_OPTION_END,
};

const cc_command cc_command_check = {
    .name = "check",
    .operands = "FILE...",
    .summary = "check scenario files and say what is wrong with them",
    .details =
        "Every error is reported with its file, line and column, all in one pass. With --format\n"
        "json the findings and every figure with its source are printed for machines; csv and\n"
        "markdown list the figures.",
    .example = "carecast check scenarios/birmingham-2020/*.yaml\n"
               "  carecast check scenarios/birmingham-2020/plan-2200.yaml --resolved",
    .least_operands = 1,
    .most_operands = 1 << 20,
    .options = options,
    .run = run_command,
};
