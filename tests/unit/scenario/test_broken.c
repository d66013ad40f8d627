/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Broken scenarios and what a user is told about them. tests/broken holds NAME.yaml beside
 * NAME.err, the exact messages, and perhaps NAME.set with a --set on each line. The .err files are
 * written by hand from the rules. A file without its partner fails, so none can be forgotten. */
#include <dirent.h>
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
#include "carecast/scenario.h"

enum { MOST_SETTINGS = 8, NAME_BYTES = 300, FEWEST_CASES = 60 };
#define MOST_BYTES ((size_t)1 << 20)

static char *read_all(const char *name, const char *ending) {
  char path[NAME_BYTES + 8], *bytes = NULL;
  size_t length = 0;
  snprintf(path, sizeof path, "%s%s", name, ending);
  return cc_file_read(path, MOST_BYTES, &bytes, &length) == CC_OK ? bytes : NULL;
}

/* Loads a scenario and returns what is printed about it, to be freed. */
static char *load_and_print(const char *path, const char *const *settings, size_t n_settings) {
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  char *printed = NULL;
  size_t length = 0;
  cc_status status = cc_scenario_load(path, settings, n_settings, &findings, &scenario);
  FILE *out = open_memstream(&printed, &length);
  assert_non_null(out);
  assert_int_equal(cc_diagnostics_print(&findings, out, 0), CC_OK);
  fclose(out);
  assert_int_equal(status, CC_INVALID);
  assert_null(scenario);
  cc_diagnostics_free(&findings);
  return printed;
}

/* Splits text at its line ends, in place. */
static size_t split_lines(char *text, const char *lines[MOST_SETTINGS]) {
  size_t count = 0;
  for (char *line = text; *line != '\0' && count < MOST_SETTINGS;) {
    char *end = strchr(line, '\n');
    lines[count++] = line;
    if (end == NULL) {
      break;
    }
    *end = '\0';
    line = end + 1;
  }
  return count;
}

static int differs(const char *name) {
  char path[NAME_BYTES + 8];
  const char *settings[MOST_SETTINGS];
  char *expected = read_all(name, ".err"), *set = read_all(name, ".set");
  size_t n_settings = set != NULL ? split_lines(set, settings) : 0;
  snprintf(path, sizeof path, "%s.yaml", name);
  if (access(path, R_OK) != 0 || expected == NULL) {
    print_error("%s: NAME.yaml and NAME.err must stand beside each other\n", name);
    free(expected);
    free(set);
    return 1;
  }
  char *printed = load_and_print(path, settings, n_settings);
  int different = strcmp(printed, expected) != 0;
  if (different) {
    fprintf(stderr, "---- %s: expected\n%s---- printed\n%s", name, expected, printed);
  }
  free(printed);
  free(expected);
  free(set);
  return different;
}

/* The name without its ending, when the ending is .yaml, .err or .set. */
static int stem_of(const char *file, char name[NAME_BYTES]) {
  const char *dot = strrchr(file, '.');
  if (dot == NULL || dot == file ||
      (strcmp(dot, ".yaml") != 0 && strcmp(dot, ".err") != 0 && strcmp(dot, ".set") != 0)) {
    return 0;
  }
  snprintf(name, NAME_BYTES, "%.*s", (int)(dot - file), file);
  return 1;
}

static void test_every_broken_scenario(void **state) {
  (void)state;
  int wrong = 0, cases = 0;
  char name[NAME_BYTES];
  DIR *folder = opendir(".");
  assert_non_null(folder);
  for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
    char yaml[NAME_BYTES + 8];
    if (!stem_of(entry->d_name, name)) {
      continue;
    }
    /* Each case once: by its scenario, or by an .err or .set that lacks one. */
    snprintf(yaml, sizeof yaml, "%s.yaml", name);
    if (strcmp(yaml, entry->d_name) == 0 || access(yaml, F_OK) != 0) {
      wrong += differs(name);
      cases++;
    }
  }
  closedir(folder);
  assert_int_equal(wrong, 0);
  assert_true(cases >= FEWEST_CASES);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_broken_scenario)};
  if (chdir(CARECAST_SOURCE_DIR "/tests/broken") != 0) {
    return 1;
  }
  return cmocka_run_group_tests(tests, NULL, NULL);
}
