/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading with a limit, replacing all or nothing, and SHA-256 against the examples of FIPS 180-4.
 */
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
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/file.h"

#define PATH_ROOM 256

/* Each test runs with its own empty folder as the working folder. */
static int enter_folder(void **state) {
  char *name = strdup("/tmp/carecast-file-XXXXXX");
  *state = name;
  return name == NULL || mkdtemp(name) == NULL || chdir(name) != 0;
}

static int leave_folder(void **state) {
  char command[PATH_ROOM];
  snprintf(command, sizeof command, "rm -rf '%s'", (char *)*state);
  int failed = chdir("/") != 0 || system(command) != 0;
  free(*state);
  return failed;
}

static int entries_of(const char *folder) {
  DIR *open_folder = opendir(folder);
  int count = 0;
  while (open_folder != NULL && readdir(open_folder) != NULL) {
    count++;
  }
  closedir(open_folder);
  return count - 2; /* . and .. */
}

static void assert_holds(const char *path, const char *expected) {
  char *bytes = NULL;
  size_t length = 0;
  assert_int_equal(cc_file_read(path, 1000, &bytes, &length), CC_OK);
  assert_int_equal(length, strlen(expected));
  assert_string_equal(bytes, expected);
  free(bytes);
}

static void what_is_written_is_read(void **state) {
  (void)state;
  assert_int_equal(cc_file_replace("a.csv", "one", 3), CC_OK);
  assert_holds("a.csv", "one");
  assert_int_equal(cc_file_replace("a.csv", "second", 6), CC_OK);
  assert_holds("a.csv", "second");
  assert_int_equal(cc_file_replace("empty", "", 0), CC_OK);
  assert_holds("empty", "");
  assert_int_equal(entries_of("."), 2);
}

static void a_file_at_the_limit_is_read_and_one_above_is_not(void **state) {
  (void)state;
  char *bytes = NULL;
  size_t length = 99;
  assert_int_equal(cc_file_replace("a", "12345", 5), CC_OK);
  assert_int_equal(cc_file_read("a", 5, &bytes, &length), CC_OK);
  assert_int_equal(length, 5);
  free(bytes);
  bytes = NULL;
  length = 99;
  assert_int_equal(cc_file_read("a", 4, &bytes, &length), CC_INVALID);
  assert_null(bytes);
  assert_int_equal(length, 99);
}

static void what_is_no_regular_file_is_refused(void **state) {
  (void)state;
  char *bytes = NULL;
  size_t length = 0;
  assert_int_equal(cc_file_read("missing", 10, &bytes, &length), CC_IO);
  assert_int_equal(errno, ENOENT);
  assert_int_equal(cc_file_read(".", 10, &bytes, &length), CC_IO);
  assert_int_equal(errno, EISDIR);
  assert_int_equal(mkfifo("pipe", 0600), 0);
  assert_int_equal(cc_file_read("pipe", 10, &bytes, &length), CC_IO);
  assert_int_equal(cc_file_read("/dev/zero", 10, &bytes, &length), CC_IO);
  assert_null(bytes);
}

static void a_failed_rename_leaves_nothing_behind(void **state) {
  (void)state;
  assert_int_equal(cc_folder_make("taken/inside"), CC_OK);
  assert_int_equal(cc_file_replace("taken", "x", 1), CC_IO);
  assert_int_equal(entries_of("."), 1);
  assert_int_equal(cc_file_replace("nowhere/file", "x", 1), CC_IO);
  assert_int_equal(errno, ENOENT);
}

/* A size limit of the process stands in for a full disk: write fails after the first bytes. */
static void a_failed_write_keeps_the_old_file(void **state) {
  (void)state;
  struct rlimit before, small;
  static char large[20000];
  assert_int_equal(cc_file_replace("a", "old", 3), CC_OK);
  assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
  signal(SIGXFSZ, SIG_IGN);
  small = before;
  small.rlim_cur = 5000;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
  cc_status status = cc_file_replace("a", large, sizeof large);
  int error = errno;
  assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
  assert_int_equal(status, CC_IO);
  assert_int_equal(error, EFBIG);
  assert_holds("a", "old");
  assert_int_equal(entries_of("."), 1);
}

/* A process that was killed may have had the same number and left its temporary file. */
static void a_name_that_is_taken_is_stepped_over(void **state) {
  (void)state;
  char name[PATH_ROOM];
  assert_int_equal(cc_folder_make("sub"), CC_OK);
  snprintf(name, sizeof name, "sub/.a.tmp-%ld-0", (long)getpid());
  assert_int_equal(mkdir(name, 0700), 0);
  assert_int_equal(cc_file_replace("sub/a", "new", 3), CC_OK);
  assert_holds("sub/a", "new");
  assert_int_equal(entries_of("sub"), 2);
}

static void folders_are_made_with_their_parents(void **state) {
  char path[PATH_ROOM];
  assert_int_equal(cc_folder_make("a/b//c/"), CC_OK);
  assert_int_equal(entries_of("a/b"), 1);
  assert_int_equal(cc_folder_make("a/b/c"), CC_OK);
  snprintf(path, sizeof path, "%s/d/e", (char *)*state);
  assert_int_equal(cc_folder_make(path), CC_OK);
  assert_int_equal(entries_of("d"), 1);
  assert_int_equal(cc_file_replace("file", "x", 1), CC_OK);
  assert_int_equal(cc_folder_make("file"), CC_IO);
  assert_int_equal(errno, ENOTDIR);
  assert_int_equal(cc_folder_make("file/below"), CC_IO);
  assert_int_equal(cc_folder_make(""), CC_IO);
}

static void hashes_are_the_standard_ones(void **state) {
  (void)state;
  char text[CC_HASH_TEXT];
  cc_hash("", 0, text);
  assert_string_equal(text, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  cc_hash("abc", 3, text);
  assert_string_equal(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void) {
  const struct CMUnitTest tests[] = {
      IN_FOLDER(what_is_written_is_read),
      IN_FOLDER(a_file_at_the_limit_is_read_and_one_above_is_not),
      IN_FOLDER(what_is_no_regular_file_is_refused),
      IN_FOLDER(a_failed_rename_leaves_nothing_behind),
      IN_FOLDER(a_failed_write_keeps_the_old_file),
      IN_FOLDER(a_name_that_is_taken_is_stepped_over),
      IN_FOLDER(folders_are_made_with_their_parents),
      cmocka_unit_test(hashes_are_the_standard_ones),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
