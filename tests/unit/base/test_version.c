/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The version that the library tells is the one on the project line of the top CMakeLists.txt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "carecast/version.h"

static void version_is_the_projects(void **state) {
  (void)state;
  FILE *file = fopen(CARECAST_SOURCE_DIR "/CMakeLists.txt", "r");
  assert_non_null(file);
  char line[200];
  char version[32] = "";
  while (version[0] == '\0' && fgets(line, sizeof line, file)) {
    (void)sscanf(line, "project(carecast VERSION %31s", version);
  }
  fclose(file);
  assert_string_not_equal(version, "");
  assert_string_equal(cc_version(), version);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(version_is_the_projects)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
