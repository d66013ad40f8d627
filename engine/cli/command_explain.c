/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast explain: why a figure changes between two years, or between two scenarios in a year,
 * split into volume, mix, price and other, or into the lines of the contract. The parts sum to the
 * change to the penny. */
#include <math.h>
#include <string.h>

#include "analysis/explain.h"
#include "base/calendar.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/measure_year.h"
#include "cli/output.h"

#define LIST "list"
#define NOTHING 1e-5 /* pounds */

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

static bool is_money(const cc_explanation *e) {
  return strcmp(e->unit, "GBP") == 0;
}

static void add_part(cc_table *table, const cc_explanation *e, cc_row_kind kind, const char *label,
                     double value, const char *means) {
  cc_table_row_start(table, kind, label, e->unit);
  add_value(table, is_money(e), value);
  cc_table_text(table, means);
}

/* Lines that come to nothing are left out. */
static void add_bridge(cc_table *table, const cc_explanation *e) {
  bool gap = cc_bridge_is_a_gap(e->measure);
  for (int i = 0; i < e->bridge.count; i++) {
    const cc_bridge_line *line = &e->bridge.lines[i];
    if (fabs(line->amount) > NOTHING) {
      add_part(table, e, CC_ROW_PLAIN, line->label, line->amount,
               gap ? "funding: more of it closes the gap" : "");
      cc_table_row_id(table, line->id);
    }
  }
}

static void add_parts(cc_table *table, const cc_explanation *e) {
  const char *means = "this measure has no volume, mix and price";
  if (e->splits) {
    add_part(table, e, CC_ROW_PLAIN, "Volume", e->volume,
             "more or fewer child-weeks, at the old average cost of a child-week");
    add_part(table, e, CC_ROW_PLAIN, "Mix", e->mix,
             "the same child-weeks in other placements, at the old prices");
    bool all = e->price_elsewhere != 0;
    add_part(table, e, CC_ROW_PLAIN, "Price", e->price,
             all ? "what is spent now, at the new prices: placements and all else"
                 : "the new child-weeks at the new prices");
    add_part(table, e, CC_ROW_PLAIN, "Other", e->other,
             all ? "other demand at constant prices, and what was decided"
                 : "what is not placement cost");
  } else if (cc_bridge_is_a_gap(e->measure)) {
    add_part(table, e, CC_ROW_PLAIN, "Expenditure", e->other, "");
  }
  add_bridge(table, e);
  add_part(table, e, CC_ROW_TOTAL, "Change", e->after - e->before,
           e->splits || e->bridge.count > 0 ? "" : means);
}

/* One side of the comparison, as a row is called: "2021/22" or "early-help, 2021/22". */
static void name_side(cc_text *out, const cc_run *run, int year, bool with_id) {
  char text[CC_YEAR_TEXT];
  cc_text_print(out, "%s%s%s", with_id ? run->scenario->id : "", with_id ? ", " : "",
                cc_print_financial_year(run->plan->first_year + year, text));
}

/* What is explained, against what. */
typedef struct {
  const cc_arguments *arguments;
  const cc_run *run_a, *run_b;
  int year_a, year_b;
} question;

static void start_table(cc_table *table, const question *q, const cc_explanation *e,
                        cc_text *before, cc_text *after) {
  name_side(before, q->run_a, q->year_a, q->run_a != q->run_b);
  name_side(after, q->run_b, q->year_b, q->run_a != q->run_b);
  cc_table_start(table, "%s: %s against %s", e->title, cc_text_string(after),
                 cc_text_string(before));
  cc_table_note(table, "%s (%s). Central values.", is_money(e) ? "£m, nominal pounds" : e->unit,
                e->measure);
}

static void fill_parts(cc_table *table, const cc_explanation *e, const cc_text *before,
                       const cc_text *after) {
  cc_table_column(table, "", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "Amount", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Meaning", CC_ALIGN_LEFT, 0);
  add_part(table, e, CC_ROW_PLAIN, cc_text_string(before), e->before, "");
  add_parts(table, e);
  add_part(table, e, CC_ROW_TOTAL, cc_text_string(after), e->after, "");
}

static void add_placement(cc_table *table, cc_row_kind kind, const char *label, double volume,
                          double mix, double price) {
  const double amounts[] = {volume, mix, price, volume + mix + price};
  cc_table_row_start(table, kind, label, "GBP");
  for (int i = 0; i < 4; i++) {
    cc_table_millions(table, amounts[i], 3);
  }
}

/* The change that is no placement's, in the last column. */
static void add_whole(cc_table *table, cc_row_kind kind, const char *label, double change) {
  cc_table_row_start(table, kind, label, "GBP");
  for (int i = 0; i < 3; i++) {
    cc_table_empty(table);
  }
  cc_table_millions(table, change, 3);
}

static void fill_placements(cc_table *table, const cc_explanation *e) {
  static const char *const headings[] = {"Volume", "Mix", "Price", "Change"};
  cc_table_note(table, "Volume: more or fewer child-weeks in all, living as before, at the old"
                       " prices. Mix: the new number, living elsewhere. Price: the new child-weeks"
                       " at the new prices.");
  cc_table_column(table, "Placement", CC_ALIGN_LEFT, 0);
  for (int i = 0; i < 4; i++) {
    cc_table_column(table, headings[i], CC_ALIGN_RIGHT, 0);
  }
  for (int p = 0; p < e->n_placements; p++) {
    const cc_explained_placement *part = &e->placements[p];
    add_placement(table, CC_ROW_PLAIN, part->title, part->volume, part->mix, part->price);
    cc_table_row_id(table, part->name);
  }
  add_placement(table, CC_ROW_TOTAL, "Placements, net", e->volume, e->mix,
                e->price - e->price_elsewhere);
  if (strcmp(e->measure, "placement_cost.net") != 0) {
    add_placement(table, CC_ROW_PLAIN, "Prices of all else", 0, 0, e->price_elsewhere);
    add_whole(table, CC_ROW_PLAIN, "Other", e->other);
    add_whole(table, CC_ROW_TOTAL, "All spending", e->volume + e->mix + e->price + e->other);
  }
}

static cc_status print_explanation(const question *q, const cc_explanation *e) {
  bool by_placement = cc_argument(q->arguments, "by") != NULL;
  cc_text before = {0}, after = {0};
  cc_table table;
  if (by_placement && e->n_placements == 0) {
    cc_complain("`%s` is not split by placement; expenditure.total and placement_cost.net are",
                e->measure);
    return CC_USAGE;
  }
  start_table(&table, q, e, &before, &after);
  if (by_placement) {
    fill_placements(&table, e);
  } else {
    fill_parts(&table, e, &before, &after);
  }
  table.failed = table.failed || before.failed || after.failed;
  cc_status status = cc_output_tables(q->arguments, &table, 1);
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
  if (status == CC_OK) {
    const question asked = {arguments, run_a, run_b, year_a, year_b};
    status = print_explanation(&asked, &explanation);
  }
  cc_explanation_free(&explanation);
  return status;
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

static const char *const by_words[] = {"placement"};

static const cc_option options[] = {
    {"measure", "NAME", "what to explain; `list` prints the names", NULL, 0, 'm', true},
    {"year", "YEAR", "the financial year, such as 2022/23", NULL, 0, 'y', false},
    {"against", "FILE|YEAR", "another scenario, or another year (else the year before)", NULL, 0,
     'a', false},
    {"by", "WHAT", "`placement`: each placement's part of it", by_words, 1, 0, false},
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
        "price and other, all of it or by placement; contract sums, budgets and gaps are led\n"
        "from one to the other by their lines. The parts sum to the penny. Other measures show\n"
        "their change.",
    .example = "carecast explain base.yaml --measure expenditure.total --year 2022/23\n"
               "  carecast explain early-help.yaml -m placement_cost.net -y 2024/25 -a base.yaml"
               " --by placement\n"
               "  carecast explain base.yaml -m contract.funding_gap -y 2024/25 -a 2020/21",
    .least_operands = 1,
    .most_operands = 1,
    .options = options,
    .run = run_command,
};
