/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch: list, check, base, run, compare. Both passes over the scenarios (check and run) go
 * through the same ordered pool, so messages, comparison.csv and the outcome are the same for any
 * number of threads. Building an overlay a second time costs about a tenth of a millisecond;
 * keeping thousands would cost memory without bound. Every file is read once, through a shared
 * cache, so that what was checked is what is run. */
#include "batch/runner.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "batch/batch_state.h"

#define SLOTS_PER_JOB 4
#define LONGEST_LINE 4096

void cc_batch_say(const cc_batch *b, const char *format, ...) {
  char line[LONGEST_LINE];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof line, format, arguments);
  va_end(arguments);
  b->request->listener.message(b->request->listener.context, line);
}

void cc_batch_clear_slot(cc_batch_slot *s) {
  cc_diagnostics_free(&s->findings);
  cc_batch_columns_free(&s->column, 1);
  cc_outline_free(&s->outline);
  free(s->path);
  *s = (cc_batch_slot){.status = CC_OK};
}

cc_status cc_batch_load(const cc_batch *b, int file, cc_diagnostics *findings,
                        cc_scenario **scenario) {
  const cc_origin *origin = &b->request->origin;
  return cc_scenario_load_with(b->files.paths[file], NULL, origin->settings, origin->n_settings,
                               b->cache, findings, scenario);
}

cc_status cc_batch_column_make(const cc_comparison *comparison, const cc_run *run, const char *id,
                               const char *title, cc_batch_column *column) {
  *column = (cc_batch_column){strdup(id), strdup(title),
                              calloc((size_t)comparison->count + 1, sizeof *column->values)};
  if (column->id == NULL || column->title == NULL || column->values == NULL) {
    return CC_NO_MEMORY;
  }
  cc_comparison_values(comparison, run, column->values);
  return CC_OK;
}

void cc_batch_columns_free(cc_batch_column *columns, int count) {
  for (int i = 0; i < count; i++) {
    free(columns[i].id);
    free(columns[i].title);
    free(columns[i].values);
  }
}

/* ---- the base ---------------------------------------------------------------------------------
 */

static cc_status find_base(const cc_batch *b, int *file) {
  const char **ids = calloc((size_t)b->files.count, sizeof *ids);
  size_t count = 0;
  if (ids == NULL) {
    return CC_NO_MEMORY;
  }
  *file = -1;
  for (int i = 0; i < b->files.count; i++) {
    if (b->checked[i].id != NULL) {
      ids[count++] = b->checked[i].id;
      *file = strcmp(b->checked[i].id, b->request->base) == 0 ? i : *file;
    }
  }
  const char *nearest = cc_text_nearest(b->request->base, ids, count);
  if (*file < 0 && nearest != NULL) {
    cc_batch_say(b, "no scenario has the id `%s`; did you mean `%s`?", b->request->base, nearest);
  } else if (*file < 0) {
    cc_batch_say(b, "no scenario%s has the id `%s`",
                 b->outcome->n_failed > 0 ? " that can be run" : "", b->request->base);
  }
  free(ids);
  return *file < 0 ? CC_USAGE : CC_OK;
}

static cc_status compute_base(cc_batch *b, const cc_scenario *scenario) {
  cc_run run = {0};
  cc_batch_outcome *o = b->outcome;
  cc_status status = cc_run_start(scenario, &run);
  if (status != CC_OK) {
    cc_batch_say(b, "%s: %s", scenario->id, cc_status_words(status));
    return status;
  }
  status = cc_comparison_create(run.plan, &o->outline, &o->comparison);
  if (status == CC_OK) {
    status = cc_batch_column_make(&o->comparison, &run, scenario->id, scenario->title,
                                  &o->columns[o->n_columns++]);
  }
  cc_run_free(&run);
  return status;
}

/* Chooses the figures to compare, and has the base's before any other scenario is run. */
static cc_status prepare_base(cc_batch *b) {
  int file = -1;
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  cc_status status = find_base(b, &file);
  if (status != CC_OK) {
    return status;
  }
  status = cc_batch_load(b, file, &findings, &scenario);
  if (status == CC_OK) {
    status = compute_base(b, scenario);
  } else if (findings.errors > 0) {
    b->request->listener.findings(b->request->listener.context, &findings);
  }
  cc_diagnostics_free(&findings);
  cc_scenario_free(scenario);
  return status;
}

/* ---- the whole ----------------------------------------------------------------------------------
 */

static cc_status list_files(cc_batch *b) {
  cc_status status = CC_OK;
  for (int i = 0; i < b->request->n_paths && status == CC_OK; i++) {
    const char *path = b->request->paths[i];
    status = cc_scenario_list_add(&b->files, path);
    if (status == CC_USAGE) {
      cc_batch_say(b, "no scenario (*.yaml) in %s", path);
    } else if (status == CC_IO) {
      cc_batch_say(b, "cannot read %s: %s", path, strerror(errno));
    }
  }
  b->outcome->n_scenarios = b->files.count;
  return status;
}

static cc_status make_cache(cc_batch *b) {
  b->cache = b->request->cache;
  return b->cache != NULL ? CC_OK : cc_file_cache_create(&b->cache);
}

static cc_status make_memory(cc_batch *b) {
  size_t files = (size_t)b->files.count + 1, jobs = (size_t)b->request->jobs;
  b->n_slots = b->request->jobs * SLOTS_PER_JOB;
  b->checked = calloc(files, sizeof *b->checked);
  b->tasks = calloc(files, sizeof *b->tasks);
  b->slots = calloc((size_t)b->n_slots, sizeof *b->slots);
  b->writers = calloc(jobs, sizeof *b->writers);
  b->outcome->columns = calloc((size_t)b->request->most_columns + 1, sizeof *b->outcome->columns);
  return b->checked != NULL && b->tasks != NULL && b->slots != NULL && b->writers != NULL &&
                 b->outcome->columns != NULL
             ? make_cache(b)
             : CC_NO_MEMORY;
}

static void free_batch(cc_batch *b) {
  for (int i = 0; b->checked != NULL && i < b->files.count; i++) {
    free(b->checked[i].id);
  }
  for (int i = 0; b->slots != NULL && i < b->n_slots; i++) {
    cc_batch_clear_slot(&b->slots[i]);
  }
  for (int i = 0; b->writers != NULL && i < b->request->jobs; i++) {
    cc_run_writer_free(&b->writers[i]);
  }
  free(b->checked);
  free(b->tasks);
  free(b->told);
  free(b->slots);
  free(b->writers);
  if (b->cache != b->request->cache) {
    cc_file_cache_free(b->cache);
  }
  if (b->folder >= 0) {
    close(b->folder);
  }
  cc_scenario_list_free(&b->files);
}

static cc_status run_stages(cc_batch *b) {
  cc_status status = list_files(b);
  status = status == CC_OK ? make_memory(b) : status;
  status = status == CC_OK ? cc_batch_check(b) : status;
  status = status == CC_OK ? prepare_base(b) : status;
  status = status == CC_OK ? cc_batch_run_scenarios(b) : status;
  if (status == CC_OK && b->outcome->n_failed > 0) {
    cc_batch_say(b, "%d of %d scenarios could not be run", b->outcome->n_failed,
                 b->outcome->n_scenarios);
    return CC_PARTLY_FAILED;
  }
  return status == CC_OK && b->breached ? CC_BREACH : status;
}

cc_status cc_batch_run(const cc_batch_request *request, cc_batch_outcome *outcome) {
  *outcome = (cc_batch_outcome){0};
  cc_batch b = {.request = request, .outcome = outcome, .folder = -1};
  cc_interrupt interrupt;
  cc_interrupt_hold(&interrupt);
  cc_status status = run_stages(&b);
  if (cc_interrupt_release(&interrupt)) {
    cc_batch_say(&b,
                 "interrupted after %d scenarios; the run folders that have a manifest are whole",
                 outcome->n_run);
    status = CC_INTERRUPTED;
  }
  free_batch(&b);
  return status;
}

void cc_batch_outcome_free(cc_batch_outcome *outcome) {
  cc_batch_columns_free(outcome->columns, outcome->n_columns);
  free(outcome->columns);
  cc_comparison_free(&outcome->comparison);
  cc_outline_free(&outcome->outline);
  *outcome = (cc_batch_outcome){0};
}
