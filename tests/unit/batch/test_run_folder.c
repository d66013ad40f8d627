/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Run folders: what is in one, in which order it is written, what is left when it cannot be. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <jansson.h>
#include <cmocka.h>

#include "base/file.h"
#include "batch/run_csv.h"
#include "batch/run_folder.h"
#include "support/scenario_fixture.h"

static const char small[] = "carecast: 1\nid: small\ntitle: A \"small\" one\nstart: 2020/21\n"
                            "years: 1\ncontract: {brought_forward: 5m}\n";
static const char *const names[] = {"resolved.yaml",    "results.csv",   "contract.csv",
                                    "checks.csv",       "manifest.json", "simulation.csv",
                                    "probabilities.csv"};
enum { NAMES = sizeof names / sizeof names[0] };

typedef struct {
  char out[64];
  cc_scenario *scenario;
  cc_run run;
  cc_run_writer writer;
} fixture;

static int start(void **state) {
  fixture *f = calloc(1, sizeof *f);
  strcpy(f->out, "/tmp/carecast-folder-XXXXXX");
  *state = f;
  if (mkdtemp(f->out) == NULL) {
    return 1;
  }
  f->scenario = cc_load_text(small);
  f->run = cc_run_of(f->scenario);
  return 0;
}

static const char *path_of(const fixture *f, const char *name, char path[128]) {
  snprintf(path, 128, "%s/small/%s", f->out, name);
  return path;
}

static int stop(void **state) {
  fixture *f = *state;
  char path[128];
  for (int i = 0; i < NAMES; i++) {
    unlink(path_of(f, names[i], path));
  }
  rmdir(path_of(f, "", path));
  int left = rmdir(f->out); /* fails when anything else is there */
  cc_run_writer_free(&f->writer);
  cc_run_free(&f->run);
  cc_scenario_free(f->scenario);
  free(f);
  return left;
}

static cc_status write_it(fixture *f) {
  static const char *const settings[] = {"a=1", "b=2"};
  const cc_origin origin = {f->out, "carecast run 'x y'", "2026-01-31T12:00:00Z", settings, 2};
  return cc_run_folder_write(&f->writer, &origin, &f->run);
}

static void assert_file(const fixture *f, const char *name, const cc_text *expected) {
  char path[128], *bytes = NULL;
  size_t length = 0;
  assert_int_equal(cc_file_read(path_of(f, name, path), 1 << 20, &bytes, &length), CC_OK);
  assert_int_equal(length, expected->length);
  assert_memory_equal(bytes, expected->data, length);
  free(bytes);
}

static void test_files_are_the_tables(void **state) {
  fixture *f = *state;
  cc_text expected = {0};
  assert_int_equal(write_it(f), CC_OK);
  assert_int_equal(write_it(f), CC_OK); /* the second time over the first */
  cc_results_csv(&f->run, &expected);
  assert_file(f, "results.csv", &expected);
  cc_text_clear(&expected);
  cc_contract_csv(&f->run, &expected);
  assert_file(f, "contract.csv", &expected);
  cc_text_clear(&expected);
  cc_checks_csv(&f->run, &expected);
  assert_file(f, "checks.csv", &expected);
  cc_text_clear(&expected);
  cc_scenario_print_resolved(f->scenario, &expected);
  assert_file(f, "resolved.yaml", &expected);
  cc_text_free(&expected);
}

static void test_the_manifest(void **state) {
  fixture *f = *state;
  char path[128];
  json_error_t error;
  assert_int_equal(write_it(f), CC_OK);
  json_t *root = json_load_file(path_of(f, "manifest.json", path), JSON_REJECT_DUPLICATES, &error);
  assert_non_null(root);
  const char *command = NULL, *created = NULL, *id = NULL, *title = NULL, *first = NULL,
             *second = NULL, *year = NULL;
  int years = 0;
  assert_int_equal(json_unpack(root, "{s:s, s:s, s:s, s:s, s:s, s:i, s:[s,s]}", "command", &command,
                               "created", &created, "id", &id, "title", &title, "start", &year,
                               "years", &years, "settings", &first, &second),
                   0);
  assert_string_equal(command, "carecast run 'x y'");
  assert_string_equal(created, "2026-01-31T12:00:00Z");
  assert_string_equal(id, "small");
  assert_string_equal(title, "A \"small\" one");
  assert_string_equal(year, "2020/21");
  assert_int_equal(years, 1);
  assert_string_equal(second, "b=2");
  json_t *files = json_object_get(root, "files");
  assert_int_equal(json_array_size(files), 4);
  for (size_t i = 0; i < 4; i++) {
    struct stat information;
    json_t *file = json_array_get(files, i);
    const char *name = json_string_value(json_object_get(file, "name"));
    assert_string_equal(name, names[i]);
    assert_int_equal(stat(path_of(f, name, path), &information), 0);
    assert_int_equal(json_integer_value(json_object_get(file, "bytes")), information.st_size);
  }
  json_decref(root);
}

/* A simulation of the run's scenario, seed 2^64 - 1, as one draw of what is certain. */
static cc_simulation *simulated(const fixture *f) {
  const cc_simulation_request request = {.n_draws = 1,
                                         .method = CC_SAMPLE_SOBOL,
                                         .seed = UINT64_MAX,
                                         .jobs = 1,
                                         .process = CC_PROCESS_NONE,
                                         .sums = true};
  cc_simulation *simulation = NULL;
  assert_int_equal(cc_simulate(f->scenario, &request, NULL, &simulation), CC_OK);
  return simulation;
}

static cc_status write_simulated(fixture *f, const cc_ranges *ranges) {
  const cc_origin origin = {f->out, "carecast run", "2026-01-31T12:00:00Z", NULL, 0};
  return cc_run_folder_write_simulated(&f->writer, &origin, &f->run, ranges);
}

static void expect_simulation_record(const fixture *f) {
  char path[128];
  json_error_t error;
  json_t *root = json_load_file(path_of(f, "manifest.json", path), JSON_REJECT_DUPLICATES, &error);
  const char *seed = NULL, *method = NULL, *process = NULL;
  int draws = 0, uncertain = -1;
  assert_non_null(root);
  assert_int_equal(json_unpack(root, "{s:{s:i, s:s, s:s, s:s, s:i}}", "simulation", "draws", &draws,
                               "seed", &seed, "method", &method, "process", &process, "uncertain",
                               &uncertain),
                   0);
  assert_int_equal(draws, 1);
  assert_string_equal(seed, "18446744073709551615");
  assert_string_equal(method, "sobol");
  assert_string_equal(process, "none");
  assert_int_equal(uncertain, 0);
  assert_int_equal(json_array_size(json_object_get(root, "files")), 6);
  json_decref(root);
}

/* The tables of a simulation stand beside the others, and go when the run is written without. */
static void test_a_simulated_run(void **state) {
  fixture *f = *state;
  static const double quantiles[] = {0.5};
  char path[128];
  cc_simulation *simulation = simulated(f);
  const cc_ranges ranges = {simulation, 1, quantiles};
  cc_text expected = {0};
  assert_int_equal(write_simulated(f, &ranges), CC_OK);
  assert_int_equal(write_simulated(f, &ranges), CC_OK);
  cc_simulation_csv(f->run.plan, &ranges, &expected);
  assert_file(f, "simulation.csv", &expected);
  cc_text_clear(&expected);
  cc_probabilities_csv(f->run.plan, &ranges, &expected);
  assert_file(f, "probabilities.csv", &expected);
  cc_text_clear(&expected);
  cc_results_csv(&f->run, &expected);
  assert_file(f, "results.csv", &expected);
  cc_text_free(&expected);
  expect_simulation_record(f);
  assert_int_equal(write_it(f), CC_OK);
  assert_int_equal(access(path_of(f, "simulation.csv", path), F_OK), -1);
  assert_int_equal(access(path_of(f, "probabilities.csv", path), F_OK), -1);
  cc_simulation_free(simulation);
}

/* With room for 500 bytes a file, resolved.yaml fits and contract.csv does not. */
static void test_a_full_disk_leaves_no_manifest_and_no_half_file(void **state) {
  fixture *f = *state;
  char path[128];
  struct rlimit before, small_files;
  assert_int_equal(write_it(f), CC_OK);
  signal(SIGXFSZ, SIG_IGN);
  getrlimit(RLIMIT_FSIZE, &before);
  small_files = before;
  small_files.rlim_cur = 500;
  setrlimit(RLIMIT_FSIZE, &small_files);
  cc_status status = write_it(f);
  int error = errno;
  setrlimit(RLIMIT_FSIZE, &before);
  assert_int_equal(status, CC_IO);
  assert_int_equal(error, EFBIG);
  assert_string_equal(f->writer.path.data, path_of(f, "contract.csv", path));
  assert_int_equal(access(path_of(f, "manifest.json", path), F_OK), -1);
  cc_text expected = {0};
  cc_contract_csv(&f->run, &expected);
  assert_file(f, "contract.csv", &expected); /* the old one, whole */
  cc_text_free(&expected);
}

static void test_ids_that_can_name_a_folder(void **state) {
  (void)state;
  assert_true(cc_run_id_is_usable("base"));
  assert_true(cc_run_id_is_usable("plan 2200, b"));
  assert_false(cc_run_id_is_usable(""));
  assert_false(cc_run_id_is_usable("."));
  assert_false(cc_run_id_is_usable(".."));
  assert_false(cc_run_id_is_usable(".hidden"));
  assert_false(cc_run_id_is_usable("a/b"));
  assert_false(cc_run_id_is_usable("a\nb"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_files_are_the_tables, start, stop),
      cmocka_unit_test_setup_teardown(test_the_manifest, start, stop),
      cmocka_unit_test_setup_teardown(test_a_simulated_run, start, stop),
      cmocka_unit_test_setup_teardown(test_a_full_disk_leaves_no_manifest_and_no_half_file, start,
                                      stop),
      cmocka_unit_test(test_ids_that_can_name_a_folder),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
