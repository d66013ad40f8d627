/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files the words of a command line stand for. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "batch/scenario_list.h"

static char *in(const char *folder, const char *name, char path[128]) {
  snprintf(path, 128, "%s/%s", folder, name);
  return path;
}

static void test_a_folder_is_its_scenarios_sorted(void **state) {
  (void)state;
  static const char *const names[] = {"b.yaml",    "a.yaml",       "c.yml",
                                      "notes.txt", ".hidden.yaml", "yaml"};
  char folder[] = "/tmp/carecast-list-XXXXXX";
  char path[128], inner[128];
  assert_non_null(mkdtemp(folder));
  for (int i = 0; i < 6; i++) {
    assert_int_equal(cc_file_replace(in(folder, names[i], path), "", 0), CC_OK);
  }
  assert_int_equal(mkdir(in(folder, "inner", inner), 0777), 0);
  cc_scenario_list list = {0};
  assert_int_equal(cc_scenario_list_add(&list, folder), CC_OK);
  assert_int_equal(cc_scenario_list_add(&list, "one/file.yaml"), CC_OK);
  assert_int_equal(cc_scenario_list_add(&list, inner), CC_USAGE);
  assert_int_equal(list.count, 4);
  assert_string_equal(list.paths[0], in(folder, "a.yaml", path));
  assert_string_equal(list.paths[1], in(folder, "b.yaml", path));
  assert_string_equal(list.paths[2], in(folder, "c.yml", path));
  assert_string_equal(list.paths[3], "one/file.yaml");
  cc_scenario_list_free(&list);
  rmdir(inner);
  for (int i = 0; i < 6; i++) {
    unlink(in(folder, names[i], path));
  }
  assert_int_equal(rmdir(folder), 0);
}

static void test_a_slash_behind_a_folder_is_not_doubled(void **state) {
  (void)state;
  char folder[] = "/tmp/carecast-list-XXXXXX";
  char path[128], slashed[64];
  assert_non_null(mkdtemp(folder));
  assert_int_equal(cc_file_replace(in(folder, "a.yaml", path), "", 0), CC_OK);
  snprintf(slashed, sizeof slashed, "%s/", folder);
  cc_scenario_list list = {0};
  assert_int_equal(cc_scenario_list_add(&list, slashed), CC_OK);
  assert_string_equal(list.paths[0], path);
  cc_scenario_list_free(&list);
  unlink(path);
  rmdir(folder);
}

static void test_a_folder_that_cannot_be_read(void **state) {
  (void)state;
  char folder[] = "/tmp/carecast-list-XXXXXX";
  cc_scenario_list list = {0};
  assert_non_null(mkdtemp(folder));
  chmod(folder, 0);
  if (geteuid() != 0) { /* root reads it all the same */
    assert_int_equal(cc_scenario_list_add(&list, folder), CC_IO);
    assert_int_equal(errno, EACCES);
  }
  chmod(folder, 0700);
  rmdir(folder);
  cc_scenario_list_free(&list);
}

static void test_many(void **state) {
  (void)state;
  cc_scenario_list list = {0};
  char name[32];
  for (int i = 0; i < 1000; i++) {
    snprintf(name, sizeof name, "%d.yaml", i);
    assert_int_equal(cc_scenario_list_add(&list, name), CC_OK);
  }
  assert_int_equal(list.count, 1000);
  assert_string_equal(list.paths[999], "999.yaml");
  cc_scenario_list_free(&list);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_folder_is_its_scenarios_sorted),
      cmocka_unit_test(test_a_slash_behind_a_folder_is_not_doubled),
      cmocka_unit_test(test_a_folder_that_cannot_be_read),
      cmocka_unit_test(test_many),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
