/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first pass of a batch: every scenario is read and checked before any is run, all findings are
 * told, and two scenarios of one id are refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diagnostic.h"
#include "base/interrupt.h"
#include "base/pool.h"
#include "batch/batch_state.h"

enum { MOST_DUPLICATES_TOLD = 10 };

static void work(void *context, int task, int at, int worker) {
  const cc_batch *b = context;
  cc_batch_slot *s = &b->slots[at];
  cc_scenario *scenario = NULL;
  (void)worker;
  s->status = cc_batch_load(b, task, &s->findings, &scenario);
  if (s->status == CC_OK && b->request->strict && s->findings.count > 0) {
    cc_diagnostics_be_strict(&s->findings);
    s->status = CC_INVALID;
  }
  if (s->status == CC_OK) {
    s->column.id = strdup(scenario->id);
    bool enough = cc_comparison_outline(&s->outline, &scenario->plan);
    s->status = s->column.id == NULL || !enough ? CC_NO_MEMORY : CC_OK;
  }
  cc_scenario_free(scenario);
}

/* A finding's code and place, in one number. */
static uint64_t place_of(const cc_diagnostic *finding) {
  char place[64];
  uint64_t hash = 0xcbf29ce484222325u; /* Fowler, Noll and Vo, 1a */
  snprintf(place, sizeof place, ":%d:%d:%s", finding->at.line, finding->at.column, finding->code);
  for (const char *c = finding->at.file; *c != '\0'; c++) {
    hash = (hash ^ (unsigned char)*c) * 0x100000001b3u;
  }
  for (const char *c = place; *c != '\0'; c++) {
    hash = (hash ^ (unsigned char)*c) * 0x100000001b3u;
  }
  return hash;
}

/* Whether a finding is to be told: errors always, a warning of one place once. */
static bool is_new(cc_batch *b, const cc_diagnostic *finding) {
  uint64_t place = place_of(finding);
  for (size_t i = 0; i < b->n_told && finding->severity == CC_WARNING; i++) {
    if (b->told[i] == place) {
      return false;
    }
  }
  b->told[b->n_told++] = place;
  return true;
}

static cc_status tell(cc_batch *b, const cc_diagnostics *findings) {
  cc_diagnostics fresh = {.errors = findings->errors};
  if (findings->count == 0) {
    return CC_OK;
  }
  uint64_t *told = realloc(b->told, (b->n_told + findings->count) * sizeof *told);
  b->told = told != NULL ? told : b->told;
  fresh.items = calloc(findings->count, sizeof *fresh.items);
  if (told == NULL || fresh.items == NULL) {
    free(fresh.items);
    return CC_NO_MEMORY;
  }
  for (size_t i = 0; i < findings->count; i++) {
    if (is_new(b, &findings->items[i])) {
      fresh.items[fresh.count++] = findings->items[i];
    }
  }
  if (fresh.count > 0) {
    b->request->listener.findings(b->request->listener.context, &fresh);
  }
  free(fresh.items); /* its strings are the slot's */
  return CC_OK;
}

static cc_status deliver(void *context, int task, int at) {
  cc_batch *b = context;
  cc_batch_slot *s = &b->slots[at];
  cc_status status = s->status == CC_NO_MEMORY ? CC_NO_MEMORY : tell(b, &s->findings);
  b->checked[task].status = s->status;
  if (s->status == CC_OK && !cc_run_id_is_usable(s->column.id)) {
    cc_batch_say(b, "%s: the id `%s` cannot name a folder", b->files.paths[task], s->column.id);
    b->checked[task].status = CC_INVALID;
  } else if (s->status == CC_OK) {
    b->checked[task].id = s->column.id;
    s->column.id = NULL;
    status = cc_outline_join(&b->outcome->outline, &s->outline) ? status : CC_NO_MEMORY;
  }
  b->outcome->n_failed += b->checked[task].status != CC_OK;
  cc_batch_clear_slot(s);
  return status == CC_OK && cc_interrupted() ? CC_INTERRUPTED : status;
}

typedef struct {
  const char *id;
  int file;
} named;

/* By id, files of one id in the order of the batch. */
static int compare_named(const void *a, const void *b) {
  const named *left = a, *right = b;
  int order = strcmp(left->id, right->id);
  return order != 0 ? order : left->file - right->file;
}

/* Two scenarios of one id would write the same folder. Of many only the first few are told. */
static int report_duplicates(const cc_batch *b, const named *sorted, int count) {
  int found = 0;
  for (int i = 1; i < count; i++) {
    if (strcmp(sorted[i - 1].id, sorted[i].id) == 0 && found++ < MOST_DUPLICATES_TOLD) {
      cc_batch_say(b, "two scenarios have the id `%s`: %s and %s", sorted[i].id,
                   b->files.paths[sorted[i - 1].file], b->files.paths[sorted[i].file]);
    }
  }
  if (found > MOST_DUPLICATES_TOLD) {
    cc_batch_say(b, "and %d more", found - MOST_DUPLICATES_TOLD);
  }
  return found;
}

static cc_status refuse_duplicates(const cc_batch *b) {
  named *sorted = calloc((size_t)b->files.count + 1, sizeof *sorted);
  int count = 0;
  if (sorted == NULL) {
    return CC_NO_MEMORY;
  }
  for (int file = 0; file < b->files.count; file++) {
    if (b->checked[file].id != NULL) {
      sorted[count++] = (named){b->checked[file].id, file};
    }
  }
  qsort(sorted, (size_t)count, sizeof *sorted, compare_named);
  int duplicates = report_duplicates(b, sorted, count);
  free(sorted);
  return duplicates > 0 ? CC_USAGE : CC_OK;
}

/* Whether the batch goes on after the check. */
static cc_status judge_check(const cc_batch *b) {
  int failed = b->outcome->n_failed, count = b->files.count;
  if (failed == 0 || (b->request->keep_going && failed < count)) {
    return refuse_duplicates(b);
  }
  cc_status status = CC_IO;
  for (int file = 0; file < count; file++) {
    status = b->checked[file].status == CC_INVALID ? CC_INVALID : status;
  }
  cc_batch_say(b,
               failed < count
                   ? "%d of %d scenarios cannot be run, so none was (--keep-going runs the rest)"
                   : "none of the scenarios can be run (%d of %d)",
               failed, count);
  return status;
}

cc_status cc_batch_check(cc_batch *b) {
  const cc_pool pool = {.tasks = b->files.count,
                        .jobs = b->request->jobs,
                        .window = b->n_slots,
                        .context = b,
                        .work = work,
                        .deliver = deliver};
  cc_status status = cc_pool_run(&pool);
  return status == CC_OK ? judge_check(b) : status;
}
