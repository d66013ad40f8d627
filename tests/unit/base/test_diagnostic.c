/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed form is the one described in carecast/diagnostic.h, written out by hand here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/diagnostic.h"

static const cc_position somewhere = {"base.yaml", 12, 3};

static void assert_printed(const cc_diagnostics *list, int colour, const char *expected) {
  char *text = NULL;
  size_t size = 0;
  FILE *out = open_memstream(&text, &size);
  assert_non_null(out);
  assert_int_equal(cc_diagnostics_print(list, out, colour), CC_OK);
  fclose(out);
  assert_string_equal(text, expected);
  free(text);
}

static void a_finding_is_printed_with_its_caret(void **state) {
  (void)state;
  cc_diagnostics list = {0};
  cc_diagnose(&list, CC_E_UNKNOWN_KEY, somewhere, "placements.fostering", "  weekly_pirce: 820",
              "did you mean `weekly_price`?", "unknown key `%s`", "weekly_pirce");
  assert_int_equal(list.count, 1);
  assert_int_equal(list.errors, 1);
  assert_printed(&list, 0,
                 "base.yaml:12:3: error[E101]: unknown key `weekly_pirce`\n"
                 "  at placements.fostering\n"
                 "    12 |   weekly_pirce: 820\n"
                 "       |   ^\n"
                 "  help: did you mean `weekly_price`?\n");
  assert_printed(&list, 1,
                 "base.yaml:12:3: \033[1;31merror[E101]\033[0m: unknown key `weekly_pirce`\n"
                 "  at placements.fostering\n"
                 "    12 |   weekly_pirce: 820\n"
                 "       |   \033[1;31m^\033[0m\n"
                 "  help: did you mean `weekly_price`?\n");
  cc_diagnostics_free(&list);
  assert_null(list.items);
  cc_diagnostics_free(&list);
}

/* Given a second place, or moved to another, which makes the old one the second. */
static void a_finding_may_have_two_places(void **state) {
  (void)state;
  cc_diagnostics list = {0};
  cc_diagnose_also(&list, somewhere, "nothing happens");
  cc_diagnose(&list, CC_E_SUM, somewhere, NULL, "  sums: 1", "make it 2", "wrong");
  cc_diagnose_also(&list, (cc_position){"other.yaml", 3, 1}, "first: 1");
  assert_printed(&list, 0,
                 "base.yaml:12:3: error[E401]: wrong\n"
                 "    12 |   sums: 1\n"
                 "       |   ^\n"
                 "  help: make it 2\n"
                 "  also: other.yaml:3:1\n"
                 "     3 | first: 1\n"
                 "       | ^\n");
  cc_diagnostic_move(&list, 0, (cc_position){"over.yaml", 5, 2}, " sums: 3");
  assert_printed(&list, 0,
                 "over.yaml:5:2: error[E401]: wrong\n"
                 "     5 |  sums: 3\n"
                 "       |  ^\n"
                 "  help: make it 2\n"
                 "  also: base.yaml:12:3\n"
                 "    12 |   sums: 1\n"
                 "       |   ^\n");
  cc_diagnostics_free(&list);
}

static void parts_that_are_missing_are_left_out(void **state) {
  (void)state;
  cc_diagnostics list = {0};
  cc_position whole_file = {"a.yaml", 0, 0}, line_only = {"a.yaml", 4, 0};
  cc_diagnose(&list, CC_E_READ, whole_file, NULL, NULL, NULL, "no such file");
  cc_diagnose(&list, CC_W_NO_SOURCE, line_only, NULL, NULL, NULL, "no source");
  assert_int_equal(list.errors, 1);
  assert_printed(&list, 0,
                 "a.yaml: error[E001]: no such file\n"
                 "a.yaml:4: warning[W901]: no source\n");
  assert_printed(&list, 1,
                 "a.yaml: \033[1;31merror[E001]\033[0m: no such file\n"
                 "a.yaml:4: \033[1;33mwarning[W901]\033[0m: no source\n");
  cc_diagnostics_free(&list);
}

static void strings_are_copied(void **state) {
  (void)state;
  cc_diagnostics list = {0};
  char text[] = "volatile";
  cc_position at = {text, 1, 1};
  cc_diagnose(&list, CC_E_NUMBER, at, text, text, text, "%s", text);
  memset(text, 'x', strlen(text));
  assert_printed(&list, 0,
                 "volatile:1:1: error[E201]: volatile\n"
                 "  at volatile\n"
                 "     1 | volatile\n"
                 "       | ^\n"
                 "  help: volatile\n");
  cc_diagnostics_free(&list);
}

static void print_one_line(cc_diagnostics *list, const char *line, int column) {
  cc_position at = {"f", 1, column};
  cc_diagnostics_free(list);
  cc_diagnose(list, CC_E_NUMBER, at, NULL, line, NULL, "m");
}

static void the_caret_stands_under_tabs_and_utf8(void **state) {
  (void)state;
  cc_diagnostics list = {0};
  print_one_line(&list, "\tprice: \xc2\xa3x", 10);
  assert_printed(&list, 0,
                 "f:1:10: error[E201]: m\n"
                 "     1 | \tprice: \xc2\xa3x\n"
                 "       | \t        ^\n");
  print_one_line(&list, "ab", 9); /* past the end: just behind it */
  assert_printed(&list, 0,
                 "f:1:9: error[E201]: m\n"
                 "     1 | ab\n"
                 "       |   ^\n");
  cc_diagnostics_free(&list);
}

static void control_characters_cannot_reach_the_terminal(void **state) {
  (void)state;
  cc_diagnostics list = {0};
  cc_position at = {"f\033[2J", 1, 1};
  cc_diagnose(&list, CC_E_NUMBER, at, "p\n", "\033]0;x\a", "s\r", "bad\x7f\b");
  assert_printed(&list, 0,
                 "f?[2J:1:1: error[E201]: bad??\n"
                 "  at p?\n"
                 "     1 | ?]0;x?\n"
                 "       | ^\n"
                 "  help: s?\n");
  cc_diagnostics_free(&list);
}

/* 300 characters counting 0 to 9, of which 100 are shown. */
static void a_long_line_is_cut_around_the_caret(void **state) {
  (void)state;
  char line[301], expected[600];
  for (int i = 0; i < 300; i++) {
    line[i] = (char)('0' + i % 10);
  }
  line[300] = '\0';
  cc_diagnostics list = {0};
  print_one_line(&list, line, 5);
  snprintf(expected, sizeof expected, "f:1:5: error[E201]: m\n     1 | %.100s...\n       |     ^\n",
           line);
  assert_printed(&list, 0, expected);
  print_one_line(&list, line, 151); /* 60 columns are kept before the caret */
  snprintf(expected, sizeof expected,
           "f:1:151: error[E201]: m\n     1 | ...%.100s...\n       | %63s^\n", line + 90, "");
  assert_printed(&list, 0, expected);
  print_one_line(&list, line, 300);
  snprintf(expected, sizeof expected,
           "f:1:300: error[E201]: m\n     1 | ...%.100s\n       | %102s^\n", line + 200, "");
  assert_printed(&list, 0, expected);
  line[100] = '\0'; /* exactly as long as is shown */
  print_one_line(&list, line, 100);
  snprintf(expected, sizeof expected, "f:1:100: error[E201]: m\n     1 | %s\n       | %99s^\n",
           line, "");
  assert_printed(&list, 0, expected);
  cc_diagnostics_free(&list);
}

static void sorting_keeps_the_order_of_what_is_at_one_place(void **state) {
  (void)state;
  cc_diagnostics list = {0};
  static const char *const files[] = {"a", "b"};
  for (int i = 0; i < 500; i++) {
    cc_position at = {files[i * 7 % 2], i * 13 % 5, i * 17 % 3};
    cc_diagnose(&list, CC_E_NUMBER, at, NULL, NULL, NULL, "%03d", i);
  }
  cc_diagnostics_sort(&list);
  for (size_t i = 1; i < list.count; i++) {
    const cc_diagnostic *a = &list.items[i - 1], *b = &list.items[i];
    int order = strcmp(a->at.file, b->at.file);
    order = order != 0 ? order : a->at.line - b->at.line;
    order = order != 0 ? order : a->at.column - b->at.column;
    order = order != 0 ? order : strcmp(a->message, b->message);
    assert_true(order < 0);
  }
  cc_diagnostics_free(&list);
  cc_diagnostics_sort(&list);
}

static void a_failed_write_is_noticed(void **state) {
  (void)state;
  FILE *full = fopen("/dev/full", "w");
  if (full == NULL) {
    skip();
  }
  cc_diagnostics list = {0};
  cc_diagnose(&list, CC_E_READ, somewhere, NULL, NULL, NULL, "message");
  assert_int_equal(cc_diagnostics_print(&list, full, 0), CC_IO);
  fclose(full);
  cc_diagnostics_free(&list);
}

static void codes_are_distinct(void **state) {
  (void)state;
  cc_diagnostics list = {0};
  for (int code = 0; code < CC_CODE_COUNT; code++) {
    cc_diagnose(&list, (cc_code)code, somewhere, NULL, NULL, NULL, "m");
  }
  for (size_t a = 0; a < list.count; a++) {
    int warning = list.items[a].code[0] == 'W';
    assert_int_equal(list.items[a].severity, warning ? CC_WARNING : CC_ERROR);
    assert_int_equal(strlen(list.items[a].code), 4);
    for (size_t b = 0; b < a; b++) {
      assert_string_not_equal(list.items[a].code, list.items[b].code);
    }
  }
  cc_diagnostics_free(&list);
}

/* As free(), and as every other *_free of the public headers. */
static void nothing_may_be_freed(void **state) {
  (void)state;
  cc_diagnostics_free(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(nothing_may_be_freed),
      cmocka_unit_test(a_finding_is_printed_with_its_caret),
      cmocka_unit_test(a_finding_may_have_two_places),
      cmocka_unit_test(parts_that_are_missing_are_left_out),
      cmocka_unit_test(strings_are_copied),
      cmocka_unit_test(the_caret_stands_under_tabs_and_utf8),
      cmocka_unit_test(control_characters_cannot_reach_the_terminal),
      cmocka_unit_test(a_long_line_is_cut_around_the_caret),
      cmocka_unit_test(sorting_keeps_the_order_of_what_is_at_one_place),
      cmocka_unit_test(a_failed_write_is_noticed),
      cmocka_unit_test(codes_are_distinct),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
