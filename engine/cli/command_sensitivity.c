/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast sensitivity: which doubt matters most to a figure. A tornado of all uncertain
 * parameters, each drawn as a bar on one scale, and with --draws the split of the variance. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "analysis/sensitivity.h"
#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/measure_year.h"
#include "cli/output.h"

enum { MOST_DRAWS = 1000000, USUAL_SEED = 1, BAR_WIDTH = 27, LABEL_WIDTH = 40, TOP = 20 };

/* What is asked about. */
typedef struct {
  const cc_run *run;
  const char *measure, *year_text;
  const cc_row *row;
  int year;
} figure;

static void add_value(cc_table *table, const figure *f, double value) {
  if (strcmp(f->row->unit, "GBP") == 0) {
    cc_table_millions(table, value, 2);
  } else {
    cc_table_count(table, value, f->row->gather == CC_RATIO ? 3 : 1);
  }
}

/* ---- the tornado ---------------------------------------------------------------------------- */

/* The scale that all bars share: the measure at the left and right edge. */
typedef struct {
  double left, right, centre;
} scale;

static int place_on(const scale *s, double value) {
  double share = s->right > s->left ? (value - s->left) / (s->right - s->left) : 0.5;
  return (int)lround(share * (BAR_WIDTH - 1));
}

/* "    ----|=======": from the measure at P10 (-) to that at P90 (=), central at the |. */
static void draw_bar(const scale *s, const cc_swing *swing, char bar[BAR_WIDTH + 1]) {
  int middle = place_on(s, s->centre);
  int low = place_on(s, swing->low), high = place_on(s, swing->high);
  memset(bar, ' ', BAR_WIDTH);
  for (int i = 0; i < BAR_WIDTH; i++) {
    bool of_low = (i >= low && i < middle) || (i <= low && i > middle);
    bool of_high = (i >= high && i < middle) || (i <= high && i > middle);
    bar[i] = i == middle ? '|' : of_high ? '=' : of_low ? '-' : ' ';
  }
  int end = BAR_WIDTH;
  while (end > 0 && bar[end - 1] == ' ') {
    end--;
  }
  bar[end] = '\0';
}

static scale scale_of(const cc_tornado *tornado) {
  scale s = {tornado->central, tornado->central, tornado->central};
  for (int i = 0; i < tornado->count; i++) {
    const cc_swing *swing = &tornado->swings[i];
    s.left = fmin(s.left, fmin(swing->low, swing->high));
    s.right = fmax(s.right, fmax(swing->low, swing->high));
  }
  return s;
}

static void start_table(cc_table *table, const figure *f, const char *name) {
  cc_text title = {0};
  cc_text_print(&title, "%s: %s, %s", name, f->row->title, f->year_text);
  cc_table_start(table, title.data != NULL ? title.data : "");
  table->failed = table->failed || title.failed;
  cc_text_free(&title);
  cc_table_note(table, "%s", f->run->scenario->title);
}

static void note_unit(cc_table *table, const figure *f) {
  const char *unit = f->row->unit;
  cc_table_note(table, "%s (%s).", strcmp(unit, "GBP") == 0 ? "£m, nominal pounds" : unit,
                f->measure);
}

/* What leaves the figure where it is says nothing. */
static bool moves(const cc_swing *swing, double central) {
  return fabs(swing->high - swing->low) > 1e-9 * fmax(1, fabs(central));
}

static void fill_tornado(cc_table *table, const figure *f, const cc_tornado *tornado, int shown) {
  scale s = scale_of(tornado);
  char bar[BAR_WIDTH + 1];
  for (int i = 0; i < shown; i++) {
    const cc_swing *swing = &tornado->swings[i];
    if (!moves(swing, tornado->central)) {
      continue;
    }
    cc_table_row_start(table, CC_ROW_PLAIN, f->run->plan->parameters[swing->parameter].path,
                       f->row->unit);
    add_value(table, f, swing->low);
    add_value(table, f, swing->high);
    add_value(table, f, fabs(swing->high - swing->low));
    draw_bar(&s, swing, bar);
    cc_table_text(table, bar);
  }
}

static void make_tornado(cc_table *table, const figure *f, const cc_tornado *tornado, int most) {
  int shown = tornado->count < most ? tornado->count : most;
  int moving = 0;
  cc_text central = {0};
  for (int i = 0; i < tornado->count; i++) {
    moving += moves(&tornado->swings[i], tornado->central);
  }
  start_table(table, f, "What moves it");
  note_unit(table, f);
  bool money = strcmp(f->row->unit, "GBP") == 0;
  cc_cell cell = {.style = money ? CC_CELL_MILLIONS : CC_CELL_COUNT,
                  .decimals = money ? 2 : 1,
                  .number = tornado->central};
  cc_cell_print(&cell, &central);
  cc_table_note(table,
                "Central: %s. Each parameter at its P10 and its P90, the others central: %d that"
                " move it of %d in doubt.",
                central.data != NULL ? central.data : "", moving, tornado->count);
  cc_table_note(table, "Bars: - with the parameter at P10, = at P90, | central.");
  if (shown < moving) {
    cc_table_note(table, "The first %d are shown; csv and json have all.", shown);
  }
  cc_table_column(table, "Parameter", CC_ALIGN_LEFT, LABEL_WIDTH);
  cc_table_column(table, "At P10", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "At P90", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Swing", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "", CC_ALIGN_LEFT, 0);
  fill_tornado(table, f, tornado, shown);
  table->failed = table->failed || central.failed;
  cc_text_free(&central);
}

/* ---- the indices ---------------------------------------------------------------------------- */

static void add_input_label(cc_table *table, const figure *f, const cc_sobol_input *input) {
  cc_text label = {0};
  for (int i = 0; i < input->count; i++) {
    cc_text_print(&label, "%s%s", i > 0 ? " with " : "",
                  f->run->plan->parameters[input->parameters[i]].path);
  }
  cc_table_row_start(table, CC_ROW_PLAIN, label.data != NULL ? label.data : "", "share");
  table->failed = table->failed || label.failed;
  cc_text_free(&label);
}

static void add_estimate(cc_table *table, const cc_estimate *estimate) {
  cc_table_count(table, estimate->value, 2);
  cc_table_count(table, estimate->low, 2);
  cc_table_count(table, estimate->high, 2);
}

static void make_indices(cc_table *table, const figure *f, const cc_sobol_analysis *analysis,
                         int n_draws, int most) {
  double first = 0;
  int shown = analysis->count < most ? analysis->count : most;
  for (int i = 0; i < analysis->count; i++) {
    first += analysis->inputs[i].index.first.value;
  }
  start_table(table, f, "Shares of its variance");
  cc_table_note(table,
                "First: the share that would go if the figure were known. Total: the share that"
                " would stay if all others were. Low and high: 95%% bootstrap intervals.");
  cc_table_note(table, "Correlated figures count as one. First-order shares sum to %.2f.", first);
  cc_table_note(table, "%d draws, %d projections. Doubt about parameters only.", n_draws,
                analysis->projections);
  if (shown < analysis->count) {
    cc_table_note(table, "The first %d of %d are shown; csv and json have all.", shown,
                  analysis->count);
  }
  cc_table_column(table, "Parameter", CC_ALIGN_LEFT, LABEL_WIDTH);
  cc_table_column(table, "First", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "low", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "high", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Total", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "low", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "high", CC_ALIGN_RIGHT, 0);
  for (int i = 0; i < shown; i++) {
    add_input_label(table, f, &analysis->inputs[i]);
    add_estimate(table, &analysis->inputs[i].index.first);
    add_estimate(table, &analysis->inputs[i].index.total);
  }
}

/* ---- the command ---------------------------------------------------------------------------- */

static cc_status print(const cc_arguments *arguments, const figure *f, int n_draws, uint64_t seed) {
  cc_tornado tornado;
  cc_sobol_analysis analysis = {0};
  cc_table tables[2] = {{.title = NULL}, {.title = NULL}};
  const cc_scenario *scenario = f->run->scenario;
  cc_format format = cc_asked_format(arguments);
  int most = format == CC_FORMAT_TABLE || format == CC_FORMAT_MARKDOWN ? TOP : INT_MAX;
  cc_status status = cc_tornado_make(scenario, f->measure, f->year, &tornado);
  if (status == CC_OK && tornado.count == 0) {
    cc_complain("%s states no doubt about any figure (`uncertainty:`)", scenario->file);
    cc_tornado_free(&tornado);
    return CC_USAGE;
  }
  if (status == CC_OK && n_draws > 0) {
    status = cc_sobol_make(scenario, f->measure, f->year, n_draws, seed, &analysis);
  }
  if (status == CC_OK) {
    make_tornado(&tables[0], f, &tornado, most);
    if (n_draws > 0) {
      make_indices(&tables[1], f, &analysis, n_draws, most);
    }
    status = cc_output_tables(arguments, tables, n_draws > 0 ? 2 : 1);
  } else {
    cc_complain("%s: %s", scenario->file, cc_status_words(status));
  }
  cc_table_free(&tables[0]);
  cc_table_free(&tables[1]);
  cc_sobol_free(&analysis);
  cc_tornado_free(&tornado);
  return status;
}

static cc_status run_command(const cc_arguments *arguments) {
  cc_loaded loaded = {0};
  int n_draws = 0, row = 0;
  uint64_t seed = 0;
  figure f = {.measure = cc_argument(arguments, "measure"),
              .year_text = cc_argument(arguments, "year")};
  cc_status status = cc_asked_whole(arguments, "draws", 2, MOST_DRAWS, 0, &n_draws);
  status = status == CC_OK ? cc_asked_seed(arguments, USUAL_SEED, &seed) : status;
  if (status == CC_OK) {
    status = cc_load_and_run(arguments, arguments->operands[0], &loaded);
  }
  if (status == CC_OK) {
    status = cc_find_measure_year(&loaded.run, f.measure, f.year_text, &row, &f.year);
  }
  if (status == CC_OK) {
    f.run = &loaded.run;
    f.row = &loaded.run.plan->rows.annual.items[row];
    status = print(arguments, &f, n_draws, seed);
  }
  cc_loaded_free(&loaded);
  return status;
}

static const cc_option options[] = {
    {"measure", "NAME", "the figure (`carecast explain FILE --measure list` has the names)", NULL,
     0, 'm', true},
    {"year", "YEAR", "the financial year, such as 2024/25", NULL, 0, 'y', true},
    {"draws", "N", "split the variance too, with N draws of everything", NULL, 0, 'n', false},
    {"seed", "S", "what the draws are made from (1 without it)", NULL, 0, 's', false},
    CC_OPTION_SET,
    CC_OPTION_FORMAT,
    CC_OPTION_END,
};

const cc_command cc_command_sensitivity = {
    .name = "sensitivity",
    .operands = "FILE",
    .summary = "show which doubt matters most to a figure",
    .details =
        "Each uncertain parameter is put at its P10 and its P90 with all others at their central\n"
        "values. With --draws, Sobol indices say which share of the variance each explains, alone\n"
        "and together with others; that takes N projections for each parameter.",
    .example =
        "carecast sensitivity base.yaml --measure expenditure.total --year 2024/25 --draws 512",
    .least_operands = 1,
    .most_operands = 1,
    .options = options,
    .run = run_command,
};
