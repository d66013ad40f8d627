/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A file that grows: there at the end or not at all. */
#include <dirent.h>
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
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"
#include "batch/growing_file.h"

typedef struct {
  char folder[64];
  char path[96];
} place;

static int make_place(void **state) {
  place *p = calloc(1, sizeof *p);
  strcpy(p->folder, "/tmp/carecast-growing-XXXXXX");
  if (mkdtemp(p->folder) == NULL) {
    return 1;
  }
  snprintf(p->path, sizeof p->path, "%s/table.csv", p->folder);
  *state = p;
  return 0;
}

static int remove_place(void **state) {
  place *p = *state;
  unlink(p->path);
  int left = rmdir(p->folder); /* fails when a temporary file was left behind */
  free(p);
  return left;
}

static void test_it_is_whole_when_it_is_there(void **state) {
  place *p = *state;
  cc_growing_file file;
  size_t lines = 100000;
  assert_int_equal(cc_growing_file_open(&file, p->path), CC_OK);
  for (size_t i = 0; i < lines; i++) {
    cc_text_add(&file.text, "a line\n");
    assert_int_equal(cc_growing_file_flush(&file), CC_OK);
    assert_true(file.text.length < 70000); /* what is written is not kept */
  }
  assert_int_equal(access(p->path, F_OK), -1);
  assert_int_equal(cc_growing_file_commit(&file), CC_OK);
  char *bytes = NULL;
  size_t length = 0;
  assert_int_equal(cc_file_read(p->path, 1 << 20, &bytes, &length), CC_OK);
  assert_int_equal(length, lines * strlen("a line\n"));
  assert_memory_equal(bytes + length - 7, "a line\n", 7);
  free(bytes);
}

static void test_an_abandoned_one_leaves_nothing(void **state) {
  place *p = *state;
  cc_growing_file file;
  assert_int_equal(cc_growing_file_open(&file, p->path), CC_OK);
  cc_text_add(&file.text, "half of it");
  cc_growing_file_abandon(&file);
  assert_int_equal(access(p->path, F_OK), -1);
  cc_growing_file_abandon(&file);
  cc_growing_file never = {0};
  cc_growing_file_abandon(&never);
}

static void test_no_such_folder(void **state) {
  (void)state;
  cc_growing_file file;
  assert_int_equal(cc_growing_file_open(&file, "/nowhere/at/all.csv"), CC_IO);
  assert_int_equal(errno, ENOENT);
  cc_growing_file_abandon(&file);
}

static void test_a_full_disk_is_noticed(void **state) {
  place *p = *state;
  cc_growing_file file;
  struct rlimit before, small;
  getrlimit(RLIMIT_FSIZE, &before);
  small = before;
  small.rlim_cur = 1000;
  signal(SIGXFSZ, SIG_IGN);
  setrlimit(RLIMIT_FSIZE, &small);
  cc_status opened = cc_growing_file_open(&file, p->path);
  for (int i = 0; i < 1000; i++) {
    cc_text_add(&file.text, "more\n");
  }
  cc_status committed = cc_growing_file_commit(&file);
  int error = errno;
  cc_growing_file_abandon(&file);
  setrlimit(RLIMIT_FSIZE, &before);
  assert_int_equal(opened, CC_OK);
  assert_int_equal(committed, CC_IO);
  assert_int_equal(error, EFBIG);
  assert_int_equal(access(p->path, F_OK), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_it_is_whole_when_it_is_there, make_place, remove_place),
      cmocka_unit_test_setup_teardown(test_an_abandoned_one_leaves_nothing, make_place,
                                      remove_place),
      cmocka_unit_test(test_no_such_folder),
      cmocka_unit_test_setup_teardown(test_a_full_disk_is_noticed, make_place, remove_place),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
