/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands at the ends of the tree and is no figure: each kind from both sides of what it takes.
 * Messages are in tests/broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "scenario/walk.h"
#include "support/layers_fixture.h"

/* Fails unless "<key>: <value>" in a scenario is without findings, or has just one. */
static void assert_takes(const char *before, const char *value, const char *after, bool taken) {
  cc_layers_fixture f;
  cc_text text = {0};
  cc_text_print(&text, CC_HEAD "%s%s%s\n", before, value, after);
  cc_layers_open(&f, text.data, NULL);
  if (f.findings.count != (taken ? 0 : 1)) {
    fail_msg("%s%s: %zu findings", before, value, f.findings.count);
  }
  cc_layers_close(&f);
  cc_text_free(&text);
}

static void test_names(void **state) {
  (void)state;
  char longest[CC_NAME_BYTES + 2] = {0};
  memset(longest, 'n', CC_NAME_BYTES);
  assert_true(cc_is_name("a"));
  assert_true(cc_is_name("16-17_Plan"));
  assert_true(cc_is_name(longest));
  longest[CC_NAME_BYTES] = 'n';
  assert_false(cc_is_name(longest));
  assert_false(cc_is_name(""));
  assert_false(cc_is_name("a.b"));
  assert_false(cc_is_name("a b"));
  assert_false(cc_is_name("\xc3\xa9"));
  assert_false(cc_is_name("2020/21"));
}

static void test_truth_values(void **state) {
  (void)state;
  static const char *const good[] = {"yes", "no", "true", "false"};
  static const char *const bad[] = {"Yes", "on", "1", "~", "[yes]"};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    assert_takes("interventions: {a: {active: ", good[i], "}}", true);
  }
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    assert_takes("interventions: {a: {active: ", bad[i], "}}", false);
  }
}

static void test_whole_numbers(void **state) {
  (void)state;
  assert_takes("years: ", "1", "", true);
  assert_takes("years: ", "10", "", true);
  assert_takes("years: ", "0", "", false);
  assert_takes("years: ", "11", "", false);
  assert_takes("years: ", "2.5", "", false);
  assert_takes("years: ", "5k", "", false);
  assert_takes("years: ", "'5'", "", false);
}

static void test_years_months_and_durations(void **state) {
  (void)state;
  const char *year = "contract: {brought_forward: 1, indexation: {modelled_from: ";
  const char *date = "caps: {a: {children: 1, from: ";
  const char *ramp = "interventions: {a: {effects: [{target: x, add: 1, ramp: ";
  assert_takes(year, "2021/22", "}}", true);
  assert_takes(year, "2021-10", "}}", false);
  assert_takes(year, "1949/50", "}}", false);
  assert_takes(year, "1950/51", "}}", true);
  assert_takes(date, "2021-10", "}}", true);
  assert_takes(date, "2021/22", "}}", true);
  assert_takes(date, "2021-13", "}}", false);
  assert_takes(date, "2151-01", "}}", false);
  assert_takes(ramp, "18 months", "}]}}", true);
  assert_takes(ramp, "1 year", "}]}}", true);
  assert_takes(ramp, "18", "}]}}", false);
}

static void test_sources_need_a_section_to_be_checked(void **state) {
  (void)state;
  assert_takes("source: ", "anything", "", true);
  assert_takes("sources: {a: A}\nsource: ", "a", "", true);
  assert_takes("sources: {a: A}\nsource: ", "b", "", false);
  assert_takes("sources: {a: A, note: n}\nsource: ", "note", "", false);
  assert_takes("source: ", "''", "", false);
  assert_takes("basis: ", "published", "", true);
  assert_takes("basis: ", "printed", "", false);
  assert_takes("note: ", "{a: b}", "", false);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_names),
      cmocka_unit_test(test_truth_values),
      cmocka_unit_test(test_whole_numbers),
      cmocka_unit_test(test_years_months_and_durations),
      cmocka_unit_test(test_sources_need_a_section_to_be_checked),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
