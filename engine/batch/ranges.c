/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each simulation is turned into a column of ranges, written to its run folder and forgotten, so
 * that memory does not grow with the number of scenarios. */
#include "batch/ranges.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "batch/comparison_csv.h"
#include "batch/growing_file.h"

#define LONGEST_LINE 4096

typedef struct {
  const cc_ranges_request *request;
  cc_ranges_outcome *outcome;
  cc_run_writer writer;
  cc_growing_file file; /* comparison_ranges.csv */
  int folder;           /* of it, kept for these draws; -1 */
} work;

static cc_status complain_unwritten(const work *w, const char *path) {
  char line[LONGEST_LINE];
  snprintf(line, sizeof line, "cannot write %s: %s", path, cc_file_words(errno));
  w->request->message(w->request->context, line);
  return CC_IO;
}

/* ---- columns --------------------------------------------------------------------------------- */

static cc_range range_of(const cc_ranges *ranges, int figure) {
  cc_range range = {.there = true, .likely = cc_simulation_figure(ranges->simulation, figure)};
  for (int q = 0; q < ranges->n_quantiles; q++) {
    range.quantiles[q] =
        cc_simulation_quantile(ranges->simulation, figure, ranges->quantiles[q], &range.errors[q]);
  }
  return range;
}

static cc_range difference_of(const cc_ranges *ranges, int figure) {
  cc_range range = {.there = false};
  range.there = cc_simulation_difference(ranges->simulation, figure, &range.likely);
  for (int q = 0; q < ranges->n_quantiles && range.there; q++) {
    range.quantiles[q] = cc_simulation_difference_quantile(ranges->simulation, figure,
                                                           ranges->quantiles[q], &range.errors[q]);
  }
  return range;
}

static void fill_column(const cc_comparison *comparison, const cc_ranges *ranges,
                        const cc_plan *plan, cc_range_column *column) {
  cc_simulation *simulation = ranges->simulation;
  for (int i = 0; i < comparison->count; i++) {
    int figure = cc_comparison_figure(comparison, &comparison->items[i], simulation);
    if (figure != CC_ABSENT) {
      column->figures[i] = range_of(ranges, figure);
      column->differences[i] = difference_of(ranges, figure);
    }
  }
  column->how = cc_simulation_how(simulation);
  column->has_cap = plan->n_caps > 0 && plan->demand.present;
  column->likely_breach = column->has_cap ? cc_simulation_likely_breach(simulation, 0) : -1;
  column->has_gap = cc_simulation_has_gap(simulation);
  if (column->has_gap) {
    int last = plan->n_years - 1;
    column->insufficient = cc_simulation_short(simulation, last);
    column->contingency = cc_simulation_contingency(simulation, last, &column->contingency_error);
  }
}

static cc_status add_column(work *w, const char *id, const cc_scenario *scenario,
                            const cc_ranges *ranges) {
  cc_ranges_outcome *o = w->outcome;
  size_t count = (size_t)o->comparison.count + 1;
  if (o->n_columns > w->request->most_columns) {
    return CC_OK;
  }
  cc_range_column *column = &o->columns[o->n_columns++];
  *column = (cc_range_column){.id = strdup(id),
                              .title = strdup(scenario->title),
                              .figures = calloc(count, sizeof(cc_range)),
                              .differences = calloc(count, sizeof(cc_range))};
  if (column->id == NULL || column->title == NULL || column->figures == NULL ||
      column->differences == NULL) {
    return CC_NO_MEMORY;
  }
  fill_column(&o->comparison, ranges, &scenario->plan, column);
  return CC_OK;
}

/* ---- files ----------------------------------------------------------------------------------- */

static cc_status open_file(work *w, const cc_ranges *ranges) {
  cc_text path = {0};
  cc_text_print(&path, "%s/comparison_ranges.csv", w->request->origin->out);
  cc_status status = path.failed ? CC_NO_MEMORY : cc_folder_make(w->request->origin->out);
  if (status == CC_OK) {
    status = cc_folder_hold(w->request->origin->out, &w->folder);
  }
  if (status == CC_OK) {
    status = cc_growing_file_open(&w->file, path.data);
  }
  if (status == CC_IO) {
    (void)complain_unwritten(w, path.data);
  }
  cc_text_free(&path);
  cc_comparison_ranges_header(ranges, &w->file.text);
  return status;
}

static cc_status write_folder(work *w, const cc_scenario *scenario, const cc_ranges *ranges) {
  cc_run run = {0};
  cc_status status = cc_run_start(scenario, &run);
  if (status == CC_OK) {
    status = cc_run_folder_write_simulated(&w->writer, w->request->origin, &run, ranges);
  }
  if (status == CC_IO) {
    (void)complain_unwritten(w, w->writer.path.data);
  }
  cc_run_free(&run);
  return status;
}

static cc_status write_files(work *w, const char *id, const cc_scenario *scenario,
                             const cc_ranges *ranges) {
  cc_status status = w->file.path == NULL ? open_file(w, ranges) : CC_OK;
  if (status == CC_OK) {
    status = write_folder(w, scenario, ranges);
  }
  if (status != CC_OK) {
    return status;
  }
  cc_comparison_ranges_rows(&w->outcome->comparison, id, ranges, &w->file.text);
  status = cc_growing_file_flush(&w->file);
  return status == CC_IO ? complain_unwritten(w, w->file.path) : status;
}

static cc_status commit(work *w) {
  cc_status status = cc_growing_file_commit(&w->file);
  return status == CC_IO ? complain_unwritten(w, w->file.path) : status;
}

/* ---- the series ------------------------------------------------------------------------------ */

static cc_status load(void *context, int i, cc_scenario **scenario) {
  const work *w = context;
  return w->request->load(w->request->context, i, scenario);
}

static cc_status take(void *context, int i, const cc_scenario *scenario,
                      cc_simulation *simulation) {
  work *w = context;
  const cc_ranges ranges = {simulation, w->request->n_quantiles, w->request->quantiles};
  const char *id = w->request->names != NULL ? w->request->names[i] : scenario->id;
  cc_status status = CC_OK;
  if (w->outcome->n_run++ == 0) {
    status = cc_comparison_create(&scenario->plan, w->request->outline, &w->outcome->comparison);
  }
  if (status == CC_OK && w->request->origin != NULL) {
    status = write_files(w, id, scenario, &ranges);
  }
  return status == CC_OK ? add_column(w, id, scenario, &ranges) : status;
}

static cc_status run_all(work *w, int *failed) {
  const cc_ranges_request *request = w->request;
  cc_simulation_request draws = request->simulation;
  const cc_simulation_series series = {w, request->count, request->base, load, take};
  draws.measures = NULL;
  draws.sums = true;
  cc_status status = cc_simulate_series(&draws, &series, failed);
  return status == CC_OK && request->origin != NULL ? commit(w) : status;
}

/* Signals are held back until the last file is in place or taken away. */
cc_status cc_ranges_run(const cc_ranges_request *request, cc_ranges_outcome *outcome, int *failed) {
  work w = {.request = request, .outcome = outcome, .folder = -1};
  cc_interrupt interrupt;
  *outcome = (cc_ranges_outcome){0};
  *failed = 0;
  outcome->columns = calloc((size_t)request->most_columns + 1, sizeof *outcome->columns);
  if (outcome->columns == NULL) {
    return CC_NO_MEMORY;
  }
  cc_interrupt_hold(&interrupt);
  cc_status status = run_all(&w, failed);
  cc_growing_file_abandon(&w.file);
  cc_run_writer_free(&w.writer);
  if (w.folder >= 0) {
    close(w.folder);
  }
  return cc_interrupt_release(&interrupt) ? CC_INTERRUPTED : status;
}

void cc_ranges_outcome_free(cc_ranges_outcome *outcome) {
  for (int i = 0; i < outcome->n_columns; i++) {
    free(outcome->columns[i].id);
    free(outcome->columns[i].title);
    free(outcome->columns[i].figures);
    free(outcome->columns[i].differences);
  }
  free(outcome->columns);
  cc_comparison_free(&outcome->comparison);
  *outcome = (cc_ranges_outcome){0};
}
