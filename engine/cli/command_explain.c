/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast explain: why a figure changes between two years, or between two scenarios in a year,
 * split into volume, mix, price and other. The parts sum to the change to the penny. */
#include <string.h>

#include "analysis/explain.h"
#include "base/calendar.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/measure_year.h"
#include "cli/output.h"

#define LIST "list"

static cc_status list_measures(const cc_arguments *arguments, const cc_run *run) {
  const cc_row_list *rows = &run->plan->rows.annual;
  cc_table table;
  cc_table_start(&table, "Measures that the scenario has, by year");
  cc_table_column(&table, "Measure", CC_ALIGN_LEFT, 0);
  cc_table_column(&table, "Unit", CC_ALIGN_LEFT, 0);
  cc_table_column(&table, "Title", CC_ALIGN_LEFT, 0);
  for (int i = 0; i < rows->count; i++) {
    cc_table_row_start(&table, CC_ROW_PLAIN, rows->items[i].measure, "");
    cc_table_text(&table, rows->items[i].unit);
    cc_table_text(&table, rows->items[i].title);
  }
  cc_status status = cc_output_tables(arguments, &table, 1);
  cc_table_free(&table);
  return status;
}

static void add_value(cc_table *table, bool money, double value) {
  if (money) {
    cc_table_millions(table, value, 3);
  } else {
    cc_table_count(table, value, 1);
  }
}

static void add_part(cc_table *table, const cc_explanation *e, cc_row_kind kind, const char *label,
                     double value, const char *means) {
  cc_table_row_start(table, kind, label, e->unit);
  add_value(table, strcmp(e->unit, "GBP") == 0, value);
  cc_table_text(table, means);
}

static void add_parts(cc_table *table, const cc_explanation *e) {
  if (e->splits) {
    add_part(table, e, CC_ROW_PLAIN, "Volume", e->volume,
             "more or fewer child-weeks, at the old average cost of a child-week");
    add_part(table, e, CC_ROW_PLAIN, "Mix", e->mix,
             "the same child-weeks in other placements, at the old prices");
    add_part(table, e, CC_ROW_PLAIN, "Price", e->price, "the new child-weeks at the new prices");
    add_part(table, e, CC_ROW_PLAIN, "Other", e->other, "what is not placement cost");
  }
  add_part(table, e, CC_ROW_TOTAL, "Change", e->after - e->before,
           e->splits ? "" : "this measure has no volume, mix and price");
}

/* One side of the comparison, as a row is called: "2021/22" or "early-help, 2021/22". */
static void name_side(cc_text *out, const cc_run *run, int year, bool with_id) {
  char text[CC_YEAR_TEXT];
  cc_text_print(out, "%s%s%s", with_id ? run->scenario->id : "", with_id ? ", " : "",
                cc_print_financial_year(run->plan->first_year + year, text));
}

static cc_status print_explanation(const cc_arguments *arguments, const cc_run *run_a, int year_a,
                                   const cc_run *run_b, int year_b, const cc_explanation *e) {
  cc_text before = {0}, after = {0};
  cc_table table;
  name_side(&before, run_a, year_a, run_a != run_b);
  name_side(&after, run_b, year_b, run_a != run_b);
  cc_table_start(&table, "%s: %s against %s", e->title, cc_text_string(&after),
                 cc_text_string(&before));
  cc_table_note(&table, "%s (%s). Central values.",
                strcmp(e->unit, "GBP") == 0 ? "£m, nominal pounds" : e->unit, e->measure);
  cc_table_column(&table, "", CC_ALIGN_LEFT, 0);
  cc_table_column(&table, "Amount", CC_ALIGN_RIGHT, 0);
  cc_table_column(&table, "Meaning", CC_ALIGN_LEFT, 0);
  add_part(&table, e, CC_ROW_PLAIN, cc_text_string(&before), e->before, "");
  add_parts(&table, e);
  add_part(&table, e, CC_ROW_TOTAL, cc_text_string(&after), e->after, "");
  table.failed = table.failed || before.failed || after.failed;
  cc_status status = cc_output_tables(arguments, &table, 1);
  cc_table_free(&table);
  cc_text_free(&before);
  cc_text_free(&after);
  return status;
}

static cc_status explain(const cc_arguments *arguments, const cc_run *run_a, int year_a,
                         const cc_run *run_b, int year_b) {
  const char *measure = cc_argument(arguments, "measure");
  cc_explanation explanation;
  int row = 0;
  cc_status status = cc_explain_measure(run_a, year_a, run_b, year_b, measure, &explanation);
  if (status == CC_USAGE && cc_find_measure(run_b->scenario, measure, &row) == CC_OK) {
    (void)cc_find_measure(run_a->scenario, measure, &row); /* one of the two complains */
  }
  return status == CC_OK ? print_explanation(arguments, run_a, year_a, run_b, year_b, &explanation)
                         : status;
}

/* Against another scenario, in the same financial year. */
static cc_status explain_against_file(const cc_arguments *arguments, const char *path,
                                      const cc_run *run_b, int year_b) {
  cc_loaded other;
  int year_a = 0;
  cc_status status = cc_load_and_run(arguments, path, &other);
  if (status == CC_OK) {
    status = cc_find_year(&other.run, cc_argument(arguments, "year"), &year_a);
  }
  if (status == CC_OK) {
    status = explain(arguments, &other.run, year_a, run_b, year_b);
  }
  cc_loaded_free(&other);
  return status;
}

static cc_status explain_run(const cc_arguments *arguments, const cc_run *run) {
  const char *against = cc_argument(arguments, "against");
  const char *year = cc_argument(arguments, "year");
  int year_b = 0, year_a = 0, parsed = 0;
  if (strcmp(cc_argument(arguments, "measure"), LIST) == 0) {
    return list_measures(arguments, run);
  }
  if (year == NULL) {
    cc_complain("`explain` needs --year YEAR");
    return CC_USAGE;
  }
  cc_status status = cc_find_year(run, year, &year_b);
  if (status != CC_OK) {
    return status;
  }
  if (against != NULL && !cc_parse_financial_year(against, &parsed)) {
    return explain_against_file(arguments, against, run, year_b);
  }
  if (against == NULL && year_b == 0) {
    cc_complain("%s is the first year; say with --against YEAR or FILE what to set it against",
                year);
    return CC_USAGE;
  }
  year_a = year_b - 1;
  status = against != NULL ? cc_find_year(run, against, &year_a) : CC_OK;
  return status == CC_OK ? explain(arguments, run, year_a, run, year_b) : status;
}

static cc_status run_command(const cc_arguments *arguments) {
  cc_loaded loaded;
  cc_status status = cc_load_and_run(arguments, arguments->operands[0], &loaded);
  if (status == CC_OK) {
    status = explain_run(arguments, &loaded.run);
  }
  cc_loaded_free(&loaded);
  return status;
}

static const cc_option options[] = {
    {"measure", "NAME", "what to explain; `list` prints the names", NULL, 0, 'm', true},
    {"year", "YEAR", "the financial year, such as 2022/23", NULL, 0, 'y', false},
    {"against", "FILE|YEAR", "another scenario, or another year (else the year before)", NULL, 0,
     'a', false},
    CC_OPTION_SET,
    CC_OPTION_STRICT,
    CC_OPTION_FORMAT,
    CC_OPTION_END,
};

const cc_command cc_command_explain = {
    .name = "explain",
    .operands = "FILE",
    .summary = "split a change into volume, mix, price and other",
    .details =
        "Placement cost and expenditure split into volume (children), mix (where they live),\n"
        "price and other; the parts sum to the penny. Other measures show their change.",
    .example = "carecast explain base.yaml --measure expenditure.total --year 2022/23\n"
               "  carecast explain early-help.yaml -m placement_cost.net -y 2024/25 -a base.yaml",
    .least_operands = 1,
    .most_operands = 1,
    .options = options,
    .run = run_command,
};
