/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The second pass of a batch: scenarios are read again, projected and written, each by one worker;
 * comparison.csv grows by each in turn. A file that cannot be written ends the batch, as the next
 * one could not be written either; another failure ends it unless it is to keep going. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/interrupt.h"
#include "base/pool.h"
#include "batch/batch_manifest.h"
#include "batch/batch_state.h"
#include "batch/comparison_csv.h"
#include "batch/threshold.h"

static cc_status run_scenario(const cc_batch *b, const cc_scenario *scenario, cc_batch_slot *s,
                              cc_run_writer *writer) {
  cc_run run = {0};
  cc_status status = cc_run_start(scenario, &run);
  if (status != CC_OK) {
    return status;
  }
  status = cc_run_folder_write(writer, &b->request->origin, &run);
  s->error = errno;
  if (status == CC_IO) {
    s->path = strdup(writer->path.data);
  } else if (status == CC_OK) {
    s->breaches = cc_run_breaches(&run);
    status = cc_batch_column_make(&b->outcome->comparison, &run, scenario->id, scenario->title,
                                  &s->column);
  }
  cc_run_free(&run);
  return status;
}

static void work(void *context, int task, int at, int worker) {
  const cc_batch *b = context;
  cc_batch_slot *s = &b->slots[at];
  cc_scenario *scenario = NULL;
  s->status = cc_batch_load(b, b->tasks[task], &s->findings, &scenario);
  if (s->status == CC_OK) {
    s->status = run_scenario(b, scenario, s, &b->writers[worker]);
  }
  cc_scenario_free(scenario);
}

static cc_status write_comparison(cc_batch *b, const cc_batch_slot *s) {
  cc_comparison_csv_rows(&b->outcome->comparison, s->column.id, s->column.values,
                         b->outcome->columns[0].values, &b->comparison.text);
  cc_status status = cc_growing_file_flush(&b->comparison);
  if (status == CC_IO) {
    cc_batch_say(b, "cannot write %s: %s", b->comparison.path, cc_file_words(errno));
  }
  return status;
}

/* Says what is wrong with a scenario that could not be run; a failure to write stops the batch. */
static cc_status report_failure(cc_batch *b, int task, cc_batch_slot *s) {
  b->outcome->n_failed++;
  if (s->findings.errors > 0) {
    b->request->listener.findings(b->request->listener.context, &s->findings);
  } else if (s->path != NULL) {
    cc_batch_say(b, "cannot write %s: %s", s->path, cc_file_words(s->error));
    return CC_IO;
  } else {
    cc_batch_say(b, "%s: %s", b->files.paths[b->tasks[task]], cc_status_words(s->status));
  }
  return b->request->keep_going && s->status != CC_NO_MEMORY ? CC_OK : s->status;
}

static void report_breaches(cc_batch *b, const cc_batch_slot *s) {
  unsigned breaches = s->breaches & b->request->fail_on;
  if (breaches & CC_BREACH_CAP) {
    cc_batch_say(b, "%s: children in care pass a cap", s->column.id);
  }
  if (breaches & CC_BREACH_GAP) {
    cc_batch_say(b, "%s: the contract has a funding gap", s->column.id);
  }
  b->breached = b->breached || breaches != 0;
}

static cc_status deliver(void *context, int task, int at) {
  cc_batch *b = context;
  cc_batch_slot *s = &b->slots[at];
  cc_status status = CC_OK;
  if (s->status != CC_OK) {
    status = report_failure(b, task, s);
  } else {
    b->outcome->n_run++;
    status = write_comparison(b, s);
    report_breaches(b, s);
    if (status == CC_OK && strcmp(s->column.id, b->request->base) != 0 &&
        b->outcome->n_columns <= b->request->most_columns) {
      b->outcome->columns[b->outcome->n_columns++] = s->column;
      s->column = (cc_batch_column){0};
    }
  }
  cc_batch_clear_slot(s);
  b->request->listener.progress(b->request->listener.context, task + 1, b->n_tasks);
  return status == CC_OK && cc_interrupted() ? CC_INTERRUPTED : status;
}

static void list_tasks(cc_batch *b) {
  for (int file = 0; file < b->files.count; file++) {
    if (b->checked[file].id != NULL) {
      b->tasks[b->n_tasks++] = file;
    }
  }
}

static cc_status open_comparison(cc_batch *b) {
  const char *out = b->request->origin.out;
  cc_text path = {0};
  cc_text_print(&path, "%s/comparison.csv", out);
  cc_status status = path.failed ? CC_NO_MEMORY : cc_folder_make(out);
  if (status == CC_OK) {
    status = cc_folder_hold(out, &b->folder);
  }
  if (status == CC_OK) {
    status = cc_batch_remove_earlier(out);
  }
  if (status == CC_OK) {
    status = cc_growing_file_open(&b->comparison, path.data);
  }
  if (status == CC_IO) {
    cc_batch_say(b, "cannot write %s: %s", path.data, cc_file_words(errno));
  }
  cc_text_free(&path);
  cc_comparison_csv_header(&b->comparison.text);
  return status;
}

cc_status cc_batch_run_scenarios(cc_batch *b) {
  list_tasks(b);
  cc_status status = open_comparison(b);
  if (status == CC_OK) {
    const cc_pool pool = {.tasks = b->n_tasks,
                          .jobs = b->request->jobs,
                          .window = b->n_slots,
                          .context = b,
                          .work = work,
                          .deliver = deliver};
    status = cc_pool_run(&pool);
  }
  if (status == CC_OK) {
    status = cc_growing_file_commit(&b->comparison);
    if (status == CC_IO) {
      cc_batch_say(b, "cannot write %s: %s", b->comparison.path, cc_file_words(errno));
    }
  }
  cc_growing_file_abandon(&b->comparison);
  return status;
}
