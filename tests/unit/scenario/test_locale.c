/* SPDX-License-Identifier: GPL-3.0-or-later */
/* In a program whose locale has a decimal comma, scenarios are read and findings are worded as
 * everywhere, and the program's locale is as it was. The locale is made here, of nothing but the
 * comma; where it cannot be made, one that is installed is taken. */
#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "carecast/carecast.h"

static char folder[] = "/tmp/carecast-locale-XXXXXX";

/* Whether the program has a decimal comma now. */
static int choose_comma(void) {
  static const char *const names[] = {"comma", "de_DE.UTF-8", "fr_FR.UTF-8", "tr_TR.UTF-8"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (setlocale(LC_ALL, names[i]) != NULL && strcmp(localeconv()->decimal_point, ",") == 0) {
      return 1;
    }
  }
  return 0;
}

static int make_comma(void **state) {
  (void)state;
  char command[400];
  if (mkdtemp(folder) == NULL) {
    return -1;
  }
  snprintf(command, sizeof command,
           "printf 'LC_NUMERIC\\ndecimal_point \",\"\\nthousands_sep \".\"\\ngrouping 3;3\\n"
           "END LC_NUMERIC\\n' >%s/source; localedef -c -i %s/source %s/comma >%s/said 2>&1;"
           " test -d %s/comma",
           folder, folder, folder, folder, folder);
  if (system(command) == 0) {
    setenv("LOCPATH", folder, 1);
  }
  return 0;
}

static int remove_comma(void **state) {
  (void)state;
  char command[80];
  snprintf(command, sizeof command, "rm -rf %s", folder);
  return system(command);
}

static void test_numbers_have_points(void **state) {
  (void)state;
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  if (!choose_comma()) {
    print_message("no locale here has a decimal comma\n");
    skip();
  }
  assert_int_equal(cc_scenario_load(CARECAST_SOURCE_DIR "/scenarios/explained.yaml", NULL, 0,
                                    &findings, &scenario),
                   CC_OK);
  assert_int_equal(findings.errors, 0);
  cc_scenario_free(scenario);
  assert_string_equal(localeconv()->decimal_point, ",");
  cc_diagnostics_free(&findings);
}

/* 60.25% and 30.25% are 90.5% together. */
static void test_findings_have_points(void **state) {
  (void)state;
  cc_diagnostics findings = {0};
  cc_scenario *scenario = NULL;
  if (!choose_comma()) {
    skip();
  }
  assert_int_equal(
      cc_scenario_load_text("x.yaml",
                            "carecast: 1\ntitle: T\nstart: 2020/21\nbands: [0, 10, 16]\n"
                            "placements: {home: {weekly_price: 1.5}, school: {weekly_price: 2}}\n"
                            "population: {0-9: 1000, 10-15: 1000, 16-17: 10}\n"
                            "children_in_care:\n"
                            "  opening: {by_band: {10-15: 1}, by_placement: {home: 1}}\n"
                            "  entries:\n"
                            "    per_10k: {10-15: 1.5}\n"
                            "    first_placement: {10-15: {home: 60.25%, school: 30.25%}}\n",
                            NULL, 0, &findings, &scenario),
      CC_INVALID);
  int told = 0;
  for (size_t i = 0; i < findings.count; i++) {
    told += strcmp(findings.items[i].message, "the shares sum to 90.5%") == 0;
  }
  assert_int_equal(told, 1);
  assert_string_equal(localeconv()->decimal_point, ",");
  cc_diagnostics_free(&findings);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_numbers_have_points),
      cmocka_unit_test(test_findings_have_points),
  };
  return cmocka_run_group_tests(tests, make_comma, remove_comma);
}
