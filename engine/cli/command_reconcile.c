/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast reconcile: every figure in print beside the one recomputed. Figures on which the paper
 * disagrees with itself stand in a table of their own with the reason; they are not errors. */
#include <stdlib.h>
#include <string.h>

#include "analysis/reconcile.h"
#include "base/calendar.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/year_table.h"

enum { WHY_WIDTH = 60 };

typedef struct {
  int agree, disagree, own, stale;
} tally;

/* Units as a reader writes them, and as a file of full-precision figures does. */
static const char *shown_unit(const char *unit) {
  static const char *const words[][2] = {{"gbp_m", "£m"}, {"gbp", "£"}, {"percent", "%"}};
  for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
    if (strcmp(unit, words[i][0]) == 0) {
      return words[i][1];
    }
  }
  return unit;
}

static void add_columns(cc_table *table, bool with_reason) {
  cc_table_column(table, "Figure", CC_ALIGN_LEFT, CC_LABEL_WIDTH);
  cc_table_column(table, "Year", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "Unit", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "Printed", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Recomputed", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Difference", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, with_reason ? "Why" : "Result", CC_ALIGN_LEFT,
                  with_reason ? WHY_WIDTH : 0);
  if (!with_reason) {
    cc_table_column(table, "Source", CC_ALIGN_LEFT, WHY_WIDTH);
  }
}

static void add_figure(cc_table *table, const cc_run *run, const cc_reconciled *row) {
  const cc_published *published = row->published;
  char year[CC_YEAR_TEXT] = "";
  if (published->year != CC_ABSENT) {
    cc_print_financial_year(run->plan->first_year + published->year, year);
  }
  cc_table_row_start(table, CC_ROW_PLAIN, published->title, "");
  cc_table_text(table, year);
  cc_table_text(table, shown_unit(published->unit));
  cc_table_text(table, published->printed);
  cc_table_count(table, row->computed, published->decimals);
  cc_table_count(table, row->difference, published->decimals);
}

static void count(const cc_reconciled *row, tally *t) {
  t->agree += row->agreement == CC_AGREES;
  t->disagree += row->agreement == CC_DISAGREES;
  t->own += row->agreement == CC_PAPERS_OWN;
  t->stale += row->agreement == CC_OWN_AGREES;
}

static void fill(cc_table tables[2], const cc_run *run, const cc_reconciled *rows, tally *t) {
  cc_table_start(&tables[0], "Printed figures beside the recomputed ones");
  cc_table_note(&tables[0], "They agree when the recomputed figure, rounded as printed, is the same"
                            " to the last digit; the difference is of rounded figures.");
  cc_table_start(&tables[1], "Figures on which the paper disagrees with itself");
  cc_table_note(&tables[1], "Shown, not hidden, and not counted as errors.");
  add_columns(&tables[0], false);
  add_columns(&tables[1], true);
  for (int i = 0; i < run->scenario->n_published; i++) {
    bool own = rows[i].published->own_inconsistency != NULL;
    cc_table *table = &tables[own ? 1 : 0];
    count(&rows[i], t);
    add_figure(table, run, &rows[i]);
    if (own && rows[i].agreement == CC_OWN_AGREES) {
      cc_table_text(table, "Marked as the paper's own inconsistency, yet it agrees: the mark is out"
                           " of date.");
    } else if (own) {
      cc_table_text(table, rows[i].published->own_inconsistency);
    } else {
      cc_table_text(table, rows[i].agreement == CC_AGREES ? "agrees" : "DISAGREES");
      cc_table_text(table, rows[i].published->source != NULL ? rows[i].published->source : "");
    }
  }
}

static cc_status print_closing(const tally *t) {
  cc_text out = {0};
  cc_text_print(&out,
                "\n%d printed figures: %d agree to the printed digit, %d do not; %d more are"
                " the paper's own inconsistencies.\n",
                t->agree + t->disagree, t->agree, t->disagree, t->own + t->stale);
  if (t->stale > 0) {
    cc_text_print(&out,
                  "%d marked as the paper's own inconsistency agree%s: the mark is out of"
                  " date.\n",
                  t->stale, t->stale == 1 ? "s" : "");
  }
  cc_status status = cc_output(&out);
  cc_text_free(&out);
  return status;
}

static cc_status print_tables(const cc_arguments *arguments, const cc_run *run,
                              const cc_reconciled *rows) {
  cc_table tables[2];
  tally t = {0};
  fill(tables, run, rows, &t);
  int n_tables = t.own + t.stale > 0 ? 2 : 1;
  cc_status status = cc_output_tables(arguments, tables, n_tables);
  if (status == CC_OK && cc_asked_format(arguments) == CC_FORMAT_TABLE) {
    status = print_closing(&t);
  }
  cc_table_free(&tables[0]);
  cc_table_free(&tables[1]);
  return status;
}

static cc_status reconcile(const cc_arguments *arguments, const cc_run *run) {
  int n = run->scenario->n_published;
  if (n == 0) {
    cc_complain("%s: the scenario has no `published:` figures to reconcile with",
                run->scenario->file);
    return CC_USAGE;
  }
  cc_reconciled *rows = calloc((size_t)n, sizeof *rows);
  if (rows == NULL) {
    cc_complain("%s", cc_status_words(CC_NO_MEMORY));
    return CC_NO_MEMORY;
  }
  cc_status agreement = cc_reconcile(run, rows);
  cc_status status = agreement == CC_OK || agreement == CC_UNRECONCILED
                         ? print_tables(arguments, run, rows)
                         : agreement;
  free(rows);
  return status == CC_OK ? agreement : status;
}

static cc_status run_command(const cc_arguments *arguments) {
  cc_loaded loaded;
  cc_status status = cc_load_and_run(arguments, arguments->operands[0], &loaded);
  if (status == CC_OK) {
    status = reconcile(arguments, &loaded.run);
  }
  cc_loaded_free(&loaded);
  return status;
}

static const cc_option options[] = {CC_OPTION_SET, CC_OPTION_STRICT, CC_OPTION_FORMAT,
                                    CC_OPTION_END};

const cc_command cc_command_reconcile = {
    .name = "reconcile",
    .operands = "FILE",
    .summary = "set printed figures beside the recomputed ones",
    .details =
        "A scenario's `published:` section lists figures in print. Each is shown beside the one\n"
        "that carecast computes; exit 5 when one does not agree to the printed digit.",
    .example = "carecast reconcile scenarios/birmingham-2020/published-plan.yaml",
    .least_operands = 1,
    .most_operands = 1,
    .options = options,
    .run = run_command,
};
