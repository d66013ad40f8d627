/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch as its caller sees it: what is told, what is kept, what is written. The contracts are
 * plain sums: the base pays 5m in each of two years, `more` 6m. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "batch/runner.h"
#include "batch/threshold.h"

#define HEAD "carecast: 1\nstart: 2020/21\nyears: 2\n"
#define SPENDS "services: {all: {title: All, cost: 5m, subjective: employees}}\n"

typedef struct {
  char folder[64], out[80];
  int findings, progress, total;
  char messages[4096];
} fixture;

static int start(void **state) {
  fixture *f = calloc(1, sizeof *f);
  strcpy(f->folder, "/tmp/carecast-runner-XXXXXX");
  *state = f;
  if (mkdtemp(f->folder) == NULL) {
    return 1;
  }
  snprintf(f->out, sizeof f->out, "%s/out", f->folder);
  return 0;
}

static int stop(void **state) {
  fixture *f = *state;
  char command[128];
  snprintf(command, sizeof command, "rm -rf %s", f->folder);
  int left = system(command);
  free(f);
  return left;
}

static void add_file(const fixture *f, const char *name, const char *text) {
  char path[128];
  snprintf(path, sizeof path, "%s/%s", f->folder, name);
  assert_int_equal(cc_file_replace(path, text, strlen(text)), CC_OK);
}

static void add_good_files(const fixture *f) {
  add_file(f, "base.yaml", HEAD SPENDS "title: Base\ncontract: {brought_forward: 5m}\n");
  add_file(f, "more.yaml",
           "carecast: 1\nextends: base.yaml\ntitle: More\n"
           "contract: {brought_forward: 6m}\n");
  add_file(f, "less.yaml",
           "carecast: 1\nextends: base.yaml\ntitle: Less\n"
           "contract: {brought_forward: 4m}\n");
}

static void on_findings(void *context, const cc_diagnostics *findings) {
  ((fixture *)context)->findings += (int)findings->errors;
}

static void on_message(void *context, const char *line) {
  fixture *f = context;
  strncat(f->messages, line, sizeof f->messages - strlen(f->messages) - 2);
  strcat(f->messages, "\n");
}

static void on_progress(void *context, int done, int total) {
  fixture *f = context;
  assert_int_equal(done, f->progress + 1);
  f->progress = done;
  f->total = total;
}

static cc_status run_batch(fixture *f, cc_batch_request change, cc_batch_outcome *outcome) {
  const char *paths[] = {f->folder};
  change.paths = paths;
  change.n_paths = 1;
  change.base = change.base != NULL ? change.base : "base";
  change.origin = (cc_origin){.out = f->out, .command = "test", .created = "now"};
  change.jobs = change.jobs > 0 ? change.jobs : 2;
  change.most_columns = change.most_columns > 0 ? change.most_columns : 10;
  change.listener = (cc_batch_listener){f, on_findings, on_message, on_progress};
  f->findings = f->progress = 0;
  f->messages[0] = '\0';
  return cc_batch_run(&change, outcome);
}

static int item_of(const cc_comparison *comparison, const char *measure, int year) {
  for (int i = 0; i < comparison->count; i++) {
    if (strcmp(comparison->items[i].measure, measure) == 0 && comparison->items[i].year == year) {
      return i;
    }
  }
  fail_msg("no item %s in year %d", measure, year);
  return -1;
}

static void test_base_first_then_in_order(void **state) {
  fixture *f = *state;
  cc_batch_outcome outcome;
  add_good_files(f);
  for (int jobs = 1; jobs <= 3; jobs++) {
    assert_int_equal(run_batch(f, (cc_batch_request){.jobs = jobs}, &outcome), CC_OK);
    assert_int_equal(outcome.n_run, 3);
    assert_int_equal(outcome.n_columns, 3);
    assert_string_equal(outcome.columns[0].id, "base");
    assert_string_equal(outcome.columns[1].id, "less");
    assert_string_equal(outcome.columns[2].id, "more");
    assert_string_equal(outcome.columns[2].title, "More");
    int item = item_of(&outcome.comparison, "contract.total_contract_sum", 1);
    assert_true(outcome.columns[0].values[item] == 5e6);
    assert_true(outcome.columns[2].values[item] == 6e6);
    assert_int_equal(f->progress, 3);
    assert_string_equal(f->messages, "");
    cc_batch_outcome_free(&outcome);
  }
}

static void test_only_so_many_columns_are_kept(void **state) {
  fixture *f = *state;
  cc_batch_outcome outcome;
  add_good_files(f);
  assert_int_equal(run_batch(f, (cc_batch_request){.most_columns = 1}, &outcome), CC_OK);
  assert_int_equal(outcome.n_run, 3);
  assert_int_equal(outcome.n_columns, 2);
  cc_batch_outcome_free(&outcome);
}

static void test_a_wrong_one_stops_all_or_itself(void **state) {
  fixture *f = *state;
  cc_batch_outcome outcome;
  add_good_files(f);
  add_file(f, "wrong.yaml", "carecast: 1\ntitel: Wrong\nyeers: 1\n");
  assert_int_equal(run_batch(f, (cc_batch_request){0}, &outcome), CC_INVALID);
  assert_true(f->findings >= 2);
  assert_non_null(strstr(f->messages, "1 of 4 scenarios cannot be run, so none was"));
  assert_int_equal(access(f->out, F_OK), -1);
  cc_batch_outcome_free(&outcome);
  assert_int_equal(run_batch(f, (cc_batch_request){.keep_going = true}, &outcome),
                   CC_PARTLY_FAILED);
  assert_int_equal(outcome.n_run, 3);
  assert_int_equal(outcome.n_failed, 1);
  assert_string_equal(f->messages, "1 of 4 scenarios could not be run\n");
  cc_batch_outcome_free(&outcome);
}

static void test_two_of_one_id(void **state) {
  fixture *f = *state;
  cc_batch_outcome outcome;
  add_good_files(f);
  add_file(f, "twin.yaml", HEAD "id: more\ntitle: Twin\ncontract: {brought_forward: 5m}\n");
  assert_int_equal(run_batch(f, (cc_batch_request){.keep_going = true}, &outcome), CC_USAGE);
  assert_non_null(strstr(f->messages, "two scenarios have the id `more`: "));
  assert_non_null(strstr(f->messages, "more.yaml and "));
  assert_int_equal(access(f->out, F_OK), -1);
  cc_batch_outcome_free(&outcome);
}

static void test_many_of_one_id_are_not_all_told(void **state) {
  fixture *f = *state;
  cc_batch_outcome outcome;
  for (int i = 0; i < 30; i++) {
    char name[32];
    snprintf(name, sizeof name, "s%d.yaml", i);
    add_file(f, name, HEAD "id: same\ntitle: T\ncontract: {brought_forward: 5m}\n");
  }
  assert_int_equal(run_batch(f, (cc_batch_request){.base = "same"}, &outcome), CC_USAGE);
  assert_non_null(strstr(f->messages, "\nand 19 more\n"));
  cc_batch_outcome_free(&outcome);
}

static void test_breaches(void **state) {
  fixture *f = *state;
  cc_batch_outcome outcome;
  add_good_files(f);
  assert_int_equal(run_batch(f, (cc_batch_request){.fail_on = CC_BREACH_GAP}, &outcome), CC_BREACH);
  assert_string_equal(f->messages, "less: the contract has a funding gap\n");
  cc_batch_outcome_free(&outcome);
  assert_int_equal(run_batch(f, (cc_batch_request){.fail_on = CC_BREACH_CAP}, &outcome), CC_OK);
  cc_batch_outcome_free(&outcome);
}

static void test_no_such_base(void **state) {
  fixture *f = *state;
  cc_batch_outcome outcome;
  add_good_files(f);
  assert_int_equal(run_batch(f, (cc_batch_request){.base = "bas"}, &outcome), CC_USAGE);
  assert_string_equal(f->messages, "no scenario has the id `bas`; did you mean `base`?\n");
  cc_batch_outcome_free(&outcome);
}

/* The texts are those that the cache was first asked for: whoever looked at the files before the
 * batch, and whoever draws after it, means the same scenarios as the batch. */
static void test_files_are_read_once(void **state) {
  fixture *f = *state;
  char path[128];
  cc_batch_outcome outcome;
  cc_file_cache *cache = NULL;
  cc_diagnostics findings = {0};
  cc_scenario *before = NULL, *after = NULL;
  add_good_files(f);
  snprintf(path, sizeof path, "%s/more.yaml", f->folder);
  assert_int_equal(cc_file_cache_create(&cache), CC_OK);
  assert_int_equal(cc_scenario_load_with(path, NULL, NULL, 0, cache, &findings, &before), CC_OK);
  add_file(f, "more.yaml", "carecast: 1\nextends: base.yaml\nid: other\ntitle: Other\n");
  add_file(f, "base.yaml", "broken: [");
  assert_int_equal(run_batch(f, (cc_batch_request){.cache = cache}, &outcome), CC_OK);
  assert_int_equal(outcome.n_run, 3);
  assert_string_equal(outcome.columns[2].id, "more");
  add_file(f, "more.yaml", "broken: [");
  assert_int_equal(cc_scenario_load_with(path, NULL, NULL, 0, cache, &findings, &after), CC_OK);
  assert_string_equal(after->id, "more");
  assert_string_equal(after->layers.inputs[0].hash, before->layers.inputs[0].hash);
  cc_scenario_free(before);
  cc_scenario_free(after);
  cc_diagnostics_free(&findings);
  cc_batch_outcome_free(&outcome);
  cc_file_cache_free(cache);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_base_first_then_in_order, start, stop),
      cmocka_unit_test_setup_teardown(test_only_so_many_columns_are_kept, start, stop),
      cmocka_unit_test_setup_teardown(test_a_wrong_one_stops_all_or_itself, start, stop),
      cmocka_unit_test_setup_teardown(test_two_of_one_id, start, stop),
      cmocka_unit_test_setup_teardown(test_many_of_one_id_are_not_all_told, start, stop),
      cmocka_unit_test_setup_teardown(test_breaches, start, stop),
      cmocka_unit_test_setup_teardown(test_no_such_base, start, stop),
      cmocka_unit_test_setup_teardown(test_files_are_read_once, start, stop),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
