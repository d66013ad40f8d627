/* SPDX-License-Identifier: GPL-3.0-or-later */
/* carecast sensitivity: which doubt matters most to a figure. A tornado of all uncertain
 * parameters, each drawn as a bar on one scale, with chance among children beside them; and with
 * --draws the variance, split between chance and the parameters, and between these. */
#include <limits.h>
#include <math.h>
#include <string.h>

#include "analysis/process_noise.h"
#include "analysis/sensitivity.h"
#include "analysis/tornado.h"
#include "cli/asked.h"
#include "cli/commands.h"
#include "cli/load.h"
#include "cli/measure_year.h"
#include "cli/output.h"
#include "numeric/quantiles.h"

enum { MOST_DRAWS = 1000000, USUAL_SEED = 1, BAR_WIDTH = 27, LABEL_WIDTH = 40, TOP = 20 };
enum {
  HISTORIES = 2000
}; /* which leave a standard deviation within 1.6% and a P10 within 4% of it */
#define CHANCE "Chance: which children come and go"

/* What is asked about, and how. */
typedef struct {
  const cc_arguments *arguments;
  const cc_run *run;
  const char *measure, *year_text;
  const cc_row *row;
  int year;
  double low, high; /* quantiles, as shares */
  int n_draws, jobs;
  uint64_t seed;
  bool for_reading;
  int most; /* rows of a table */
} figure;

/* What is found. */
typedef struct {
  cc_tornado tornado;
  cc_sobol_analysis analysis;
  double chance_sd, chance_error; /* standard deviation of process noise, and its error */
  double chance_low, chance_high; /* quantiles of the measure in histories at the central values */
} findings;

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

static void widen(scale *s, const cc_swing *swing) {
  s->left = fmin(s->left, fmin(swing->low, swing->high));
  s->right = fmax(s->right, fmax(swing->low, swing->high));
}

static void start_table(cc_table *table, const figure *f, const char *name) {
  cc_table_start(table, "%s: %s, %s", name, f->row->title, f->year_text);
  cc_table_note(table, "%s", f->run->scenario->title);
}

/* Each figure's own weight is asked for; what gives way to a known budget would hide it. */
static void note_unit(cc_table *table, const figure *f) {
  if (f->run->plan->known_budget) {
    cc_table_note(table, "The unmodelled line does not give way to the known budget here.");
  }
  const char *unit = f->row->unit;
  cc_table_note(table, "%s (%s).", strcmp(unit, "GBP") == 0 ? "£m, nominal pounds" : unit,
                f->measure);
}

/* What leaves the figure where it is says nothing. */
static bool moves(const cc_swing *swing, double central) {
  return fabs(swing->high - swing->low) > 1e-9 * fmax(1, fabs(central));
}

static int count_moving(const cc_tornado *tornado) {
  int count = 0;
  for (int i = 0; i < tornado->count; i++) {
    count += moves(&tornado->swings[i], tornado->central);
  }
  return count;
}

/* What chance does on its own. */
static cc_swing swing_of_chance(const findings *found) {
  return (cc_swing){.parameter = CC_ABSENT, .low = found->chance_low, .high = found->chance_high};
}

static void add_swing(cc_table *table, const figure *f, const scale *s, const char *label,
                      const cc_swing *swing) {
  char bar[BAR_WIDTH + 1];
  cc_table_row_start(table, swing->parameter == CC_ABSENT ? CC_ROW_TOTAL : CC_ROW_PLAIN, label,
                     f->row->unit);
  add_value(table, f, swing->low);
  add_value(table, f, swing->high);
  add_value(table, f, fabs(swing->high - swing->low));
  if (f->for_reading) {
    draw_bar(s, swing, bar);
    cc_table_text(table, bar);
  }
}

/* Swings fall, so that those that move nothing stand last. */
static void fill_tornado(cc_table *table, const figure *f, const findings *found, int shown) {
  const cc_tornado *tornado = &found->tornado;
  const cc_swing chance = swing_of_chance(found);
  scale s = {tornado->central, tornado->central, tornado->central};
  for (int i = 0; i < tornado->count; i++) {
    widen(&s, &tornado->swings[i]);
  }
  widen(&s, &chance);
  for (int i = 0; i < shown; i++) {
    const cc_swing *swing = &tornado->swings[i];
    add_swing(table, f, &s, f->run->plan->parameters[swing->parameter].path, swing);
  }
  if (found->chance_sd > 0) {
    add_swing(table, f, &s, CHANCE, &chance);
  }
}

static void note_tornado(cc_table *table, const figure *f, const findings *found, int shown) {
  const cc_tornado *tornado = &found->tornado;
  bool money = strcmp(f->row->unit, "GBP") == 0;
  int moving = count_moving(tornado);
  cc_cell cell = {.style = money ? CC_CELL_MILLIONS : CC_CELL_COUNT,
                  .decimals = money ? 2 : 1,
                  .number = tornado->central};
  cc_text central = {0};
  cc_cell_print(&cell, &central);
  cc_table_note(table,
                "Central: %s. Each parameter at its P%g and its P%g, the others central: %d that"
                " move it of %d in doubt.",
                cc_text_string(&central), 100 * f->low, 100 * f->high, moving, tornado->count);
  if (f->for_reading) {
    cc_table_note(table, "Bars: - with the parameter at P%g, = at P%g, | central.", 100 * f->low,
                  100 * f->high);
  }
  if (shown < moving) {
    cc_table_note(table, "The first %d are shown; csv and json have all.", shown);
  }
  table->failed = table->failed || central.failed;
  cc_text_free(&central);
}

static void note_chance(cc_table *table, const findings *found) {
  if (found->chance_sd > 0) {
    cc_table_note(
        table,
        "Chance is which children come and go when every parameter is known: the figure in"
        " %d histories.",
        HISTORIES);
  }
}

static void make_tornado(cc_table *table, const figure *f, const findings *found) {
  int moving = count_moving(&found->tornado), shown = moving < f->most ? moving : f->most;
  start_table(table, f, "What moves it");
  note_unit(table, f);
  note_tornado(table, f, found, shown);
  note_chance(table, found);
  cc_table_column(table, "Parameter", CC_ALIGN_LEFT, LABEL_WIDTH);
  cc_table_column(table, cc_table_print(table, "At P%g", 100 * f->low), CC_ALIGN_RIGHT, 0);
  cc_table_column(table, cc_table_print(table, "At P%g", 100 * f->high), CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Swing", CC_ALIGN_RIGHT, 0);
  if (f->for_reading) {
    cc_table_column(table, "", CC_ALIGN_LEFT, 0);
  }
  fill_tornado(table, f, found, shown);
}

/* ---- parameters and process ----------------------------------------------------------------- */

static void add_source(cc_table *table, const figure *f, cc_row_kind kind, const char *label,
                       double sd, cc_share share) {
  cc_table_row_start(table, kind, label, f->row->unit);
  add_value(table, f, sd);
  cc_table_count(table, share.value, 2);
  cc_table_count(table, share.error, 3);
}

static void make_split(cc_table *table, const figure *f, const findings *found) {
  const cc_sobol_analysis *analysis = &found->analysis;
  cc_share chance = cc_sobol_process_share(analysis, found->chance_sd, found->chance_error);
  cc_share parameters = {1 - chance.value, chance.error};
  start_table(table, f, "Where its variance comes from");
  note_unit(table, f);
  cc_table_note(table, "%d draws of the parameters. Chance at their central values.", f->n_draws);
  if (isnan(chance.value)) {
    cc_table_note(table, "The figure does not move: there is no variance to have a share of.");
  }
  cc_table_column(table, "", CC_ALIGN_LEFT, LABEL_WIDTH);
  cc_table_column(table, "Standard deviation", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Share of variance", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Monte Carlo error", CC_ALIGN_RIGHT, 0);
  add_source(table, f, CC_ROW_PLAIN, "Doubt about parameters", analysis->sd, parameters);
  add_source(table, f, CC_ROW_PLAIN, CHANCE, found->chance_sd, chance);
  add_source(table, f, CC_ROW_TOTAL, "Both", hypot(analysis->sd, found->chance_sd),
             (cc_share){isnan(chance.value) ? chance.value : 1, NAN});
}

/* ---- the indices ---------------------------------------------------------------------------- */

static void add_input_label(cc_table *table, const figure *f, const cc_sobol_input *input) {
  cc_text label = {0};
  for (int i = 0; i < input->count; i++) {
    cc_text_print(&label, "%s%s", i > 0 ? " with " : "",
                  f->run->plan->parameters[input->parameters[i]].path);
  }
  cc_table_row_start(table, CC_ROW_PLAIN, cc_text_string(&label), "share");
  table->failed = table->failed || label.failed;
  cc_text_free(&label);
}

static void add_estimate(cc_table *table, const cc_estimate *estimate) {
  cc_table_count(table, estimate->value, 2);
  cc_table_count(table, estimate->low, 2);
  cc_table_count(table, estimate->high, 2);
}

static void make_indices(cc_table *table, const figure *f, const cc_sobol_analysis *analysis) {
  double first = 0;
  int shown = analysis->count < f->most ? analysis->count : f->most;
  for (int i = 0; i < analysis->count; i++) {
    first += analysis->inputs[i].index.first.value;
  }
  start_table(table, f, "Shares of the variance by parameters");
  cc_table_note(table,
                "First: the share that would go if the figure were known. Total: the share that"
                " would stay if all others were. Low and high: 95%% bootstrap intervals.");
  cc_table_note(table, "Correlated figures count as one. First-order shares sum to %.2f.", first);
  cc_table_note(table, "%d draws, %d projections.", f->n_draws, analysis->projections);
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

static double deviation_of(int n, const double *values) {
  double mean = 0, squares = 0;
  for (int i = 0; i < n; i++) {
    double off = values[i] - mean;
    mean += off / (i + 1);
    squares += off * (values[i] - mean);
  }
  return sqrt(squares / (n - 1));
}

/* The standard deviation of chance in closed form where there is one, and else of the histories. */
static cc_status find_chance(const figure *f, findings *found) {
  int row = (int)(f->row - f->run->plan->rows.annual.items);
  const cc_span span = {row, f->year, f->year};
  double figures[HISTORIES];
  cc_status status = cc_process_deviations(f->run, 1, &span, &found->chance_sd);
  if (status == CC_OK) {
    status = cc_process_histories(f->run->scenario, &span, f->seed, f->jobs, HISTORIES, figures);
  }
  if (status != CC_OK) {
    return status;
  }
  if (isnan(found->chance_sd)) {
    found->chance_sd = deviation_of(HISTORIES, figures);
    found->chance_error = found->chance_sd / sqrt(2.0 * (HISTORIES - 1));
  }
  found->chance_low = cc_sorted_quantile(HISTORIES, figures, f->low);
  found->chance_high = cc_sorted_quantile(HISTORIES, figures, f->high);
  return CC_OK;
}

static cc_status find(const figure *f, findings *found) {
  const cc_tornado_request tornado = {.scenario = f->run->scenario,
                                      .measure = f->measure,
                                      .year = f->year,
                                      .low = f->low,
                                      .high = f->high,
                                      .jobs = f->jobs};
  const cc_sobol_request indices = {.scenario = f->run->scenario,
                                    .measure = f->measure,
                                    .year = f->year,
                                    .n_draws = f->n_draws,
                                    .seed = f->seed,
                                    .jobs = f->jobs};
  cc_status status = cc_tornado_make(&tornado, &found->tornado);
  if (status == CC_OK && found->tornado.count == 0) {
    cc_complain("%s states no doubt about any figure (`uncertainty:`)", f->run->scenario->file);
    return CC_USAGE;
  }
  status = status == CC_OK ? find_chance(f, found) : status;
  if (status == CC_OK && f->n_draws > 0) {
    status = cc_sobol_make(&indices, &found->analysis);
  }
  if (status != CC_OK) {
    cc_complain("%s: %s", f->run->scenario->file, cc_status_words(status));
  }
  return status;
}

static cc_status print(const figure *f) {
  findings found = {.chance_sd = 0};
  cc_table tables[3] = {{.title = NULL}, {.title = NULL}, {.title = NULL}};
  cc_status status = find(f, &found);
  if (status == CC_OK) {
    make_tornado(&tables[0], f, &found);
    if (f->n_draws > 0) {
      make_split(&tables[1], f, &found);
      make_indices(&tables[2], f, &found.analysis);
    }
    status = cc_output_tables(f->arguments, tables, f->n_draws > 0 ? 3 : 1);
  }
  for (int i = 0; i < 3; i++) {
    cc_table_free(&tables[i]);
  }
  cc_sobol_free(&found.analysis);
  cc_tornado_free(&found.tornado);
  return status;
}

static cc_status ask(figure *f) {
  double shares[2] = {0};
  int count = 0;
  cc_format format = cc_asked_format(f->arguments);
  f->measure = cc_argument(f->arguments, "measure");
  f->year_text = cc_argument(f->arguments, "year");
  f->for_reading = format == CC_FORMAT_TABLE || format == CC_FORMAT_MARKDOWN;
  f->most = f->for_reading ? TOP : INT_MAX;
  cc_status status = cc_asked_whole(f->arguments, "draws", 2, MOST_DRAWS, 0, &f->n_draws);
  status = status == CC_OK ? cc_asked_seed(f->arguments, USUAL_SEED, &f->seed) : status;
  status = status == CC_OK ? cc_asked_jobs(f->arguments, &f->jobs) : status;
  status =
      status == CC_OK ? cc_asked_quantiles(f->arguments, "10,90", 2, 2, shares, &count) : status;
  f->low = fmin(shares[0], shares[1]);
  f->high = fmax(shares[0], shares[1]);
  return status;
}

static cc_status run_command(const cc_arguments *arguments) {
  cc_loaded loaded = {0};
  int row = 0;
  figure f = {.arguments = arguments};
  cc_status status = ask(&f);
  if (status == CC_OK) {
    status = cc_load_and_run(arguments, arguments->operands[0], &loaded);
  }
  if (status == CC_OK) {
    status = cc_find_measure_year(&loaded.run, f.measure, f.year_text, &row, &f.year);
  }
  if (status == CC_OK) {
    f.run = &loaded.run;
    f.row = &loaded.run.plan->rows.annual.items[row];
    status = print(&f);
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
    {"quantiles", "LOW,HIGH", "where each parameter is put, per cent (10,90 without it)", NULL, 0,
     0, false},
    CC_OPTION_JOBS,
    CC_OPTION_SET,
    CC_OPTION_STRICT,
    CC_OPTION_FORMAT,
    CC_OPTION_END,
};

const cc_command cc_command_sensitivity = {
    .name = "sensitivity",
    .operands = "FILE",
    .summary = "show which doubt matters most to a figure",
    .details =
        "Each uncertain parameter is put at its P10 and its P90 with all others at their central\n"
        "values; chance in which children come and go stands beside them. With --draws, the\n"
        "variance is split between chance and the parameters, and Sobol indices say which share\n"
        "of the latter each explains, alone and together with others; that takes N projections\n"
        "for each parameter.",
    .example =
        "carecast sensitivity base.yaml --measure expenditure.total --year 2024/25 --draws 512",
    .least_operands = 1,
    .most_operands = 1,
    .options = options,
    .run = run_command,
};
