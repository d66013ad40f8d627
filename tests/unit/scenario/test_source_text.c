/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Characters, lines and the line that a message quotes. What is UTF-8 and what is not is taken from
 * table 3-7 of the Unicode Standard. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/source_text.h"

typedef struct {
  const char *bytes;
  size_t length;
} sample;
#define SAMPLE(literal)                                                                            \
  { literal, sizeof(literal) - 1 }

static void test_text_that_is_utf8(void **state) {
  (void)state;
  static const sample good[] = {SAMPLE(""),
                                SAMPLE("plain\ttext\n"),
                                SAMPLE("\xc2\xa3"),
                                SAMPLE("\xdf\xbf"),
                                SAMPLE("\xe0\xa0\x80"),
                                SAMPLE("\xed\x9f\xbf"),
                                SAMPLE("\xee\x80\x80"),
                                SAMPLE("\xf0\x90\x80\x80"),
                                SAMPLE("\xf4\x8f\xbf\xbd")};
  for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
    assert_null(cc_find_control(good[i].bytes, good[i].length, false));
  }
}

static void test_text_that_is_not(void **state) {
  (void)state;
  static const sample bad[] = {
      SAMPLE("\x80"),             /* a continuation without a lead */
      SAMPLE("\xc0\xaf"),         /* overlong */
      SAMPLE("\xc1\xbf"),         /* overlong */
      SAMPLE("\xe0\x9f\xbf"),     /* overlong */
      SAMPLE("\xed\xa0\x80"),     /* a surrogate */
      SAMPLE("\xf0\x8f\xbf\xbf"), /* overlong */
      SAMPLE("\xf4\x90\x80\x80"), /* past U+10FFFF */
      SAMPLE("\xf8\x88\x80\x80"), /* five bytes' lead */
      SAMPLE("\xff"),
      SAMPLE("\xc2"),         /* cut off */
      SAMPLE("\xe2\x82"),     /* cut off */
      SAMPLE("\xc2("),        /* a lead without continuation */
      SAMPLE("\x00"),         /* NUL */
      SAMPLE("\x1b"),         /* escape */
      SAMPLE("\x7f"),         /* delete */
      SAMPLE("\xc2\x85"),     /* next line */
      SAMPLE("\xc2\x9b"),     /* control sequence introducer */
      SAMPLE("\xe2\x80\xa8"), /* line separator */
      SAMPLE("\xe2\x80\xa9"), /* paragraph separator */
      SAMPLE("\xef\xbb\xbf"), /* byte order mark in the middle */
      SAMPLE("\xef\xbf\xbe"), /* no character */
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    char text[16] = "ab";
    memcpy(text + 2, bad[i].bytes, bad[i].length);
    assert_ptr_equal(cc_find_control(text, 2 + bad[i].length, true), text + 2);
  }
  assert_null(cc_find_control("a\rb", 3, true));
  assert_non_null(cc_find_control("a\rb", 3, false));
}

static void test_positions_of_bytes(void **state) {
  (void)state;
  cc_arena arena = {0};
  const char text[] = "\xef\xbb\xbf"
                      "ab\r\n\xc2\xa3x\n\rlast";
  cc_source source = {.name = "t", .text = text};
  const cc_source *indexed = NULL;
  assert_int_equal(cc_source_index(&source, sizeof text - 1, &arena, &indexed), CC_OK);
  assert_int_equal(indexed->n_lines, 4);
  /* byte, line, column: a, b, pound, x, the empty line's end, l, t */
  static const int expected[][3] = {{3, 1, 1},  {4, 1, 2},  {7, 2, 1}, {9, 2, 2},
                                    {11, 3, 1}, {12, 4, 1}, {15, 4, 4}};
  for (size_t i = 0; i < sizeof expected / sizeof *expected; i++) {
    cc_position at = cc_source_position(indexed, (size_t)expected[i][0]);
    assert_int_equal(at.line, expected[i][1]);
    assert_int_equal(at.column, expected[i][2]);
  }
  cc_arena_free(&arena);
}

static void assert_quoted(const cc_source *source, int line, int column, const char *expected) {
  cc_diagnostics findings = {0};
  cc_diagnose_at(&findings, CC_E_KIND, source, (cc_position){source->name, line, column}, "a.b",
                 "do it", "wrong %d", 7);
  assert_int_equal(findings.count, 1);
  assert_string_equal(findings.items[0].message, "wrong 7");
  assert_string_equal(findings.items[0].path, "a.b");
  assert_string_equal(findings.items[0].suggestion, "do it");
  assert_string_equal(findings.items[0].line_text, expected);
  cc_diagnostics_free(&findings);
}

static void test_the_line_quoted(void **state) {
  (void)state;
  cc_arena arena = {0};
  cc_source source = {.name = "t",
                      .text = "\xef\xbb\xbf"
                              "one\r\ntwo\n\nfour"};
  const cc_source *indexed = NULL;
  assert_int_equal(cc_source_index(&source, strlen(source.text), &arena, &indexed), CC_OK);
  const cc_source *both[] = {&source, indexed};
  for (int i = 0; i < 2; i++) {
    assert_quoted(both[i], 0, 0, "");
    assert_quoted(both[i], 1, 1, "one");
    assert_quoted(both[i], 2, 1, "two");
    assert_quoted(both[i], 3, 1, "");
    assert_quoted(both[i], 4, 1, "four");
    assert_quoted(both[i], 5, 1, "");
  }
  cc_arena_free(&arena);
}

/* A message must not hold a megabyte because the file is one line. */
static void test_long_lines_are_not_quoted_whole(void **state) {
  (void)state;
  char *text = calloc(1, 100001);
  assert_non_null(text);
  memset(text, 'x', 100000);
  cc_source source = {.name = "t", .text = text};
  cc_diagnostics findings = {0};
  cc_diagnose_at(&findings, CC_E_KIND, &source, (cc_position){"t", 1, 5}, NULL, NULL, "%s", text);
  cc_diagnose_at(&findings, CC_E_KIND, &source, (cc_position){"t", 1, 50000}, NULL, NULL, "x");
  assert_int_equal(strlen(findings.items[0].line_text), 2000);
  assert_true(strlen(findings.items[0].message) < 1000);
  assert_string_equal(findings.items[1].line_text, "");
  cc_diagnostics_free(&findings);
  free(text);
}

static void test_checking_a_source(void **state) {
  (void)state;
  static const struct {
    const char *text;
    size_t length;
    const char *code; /* NULL: nothing wrong */
    int line, column;
  } cases[] = {{"a: 1\n", 5, NULL, 0, 0},
               {"a: 50% of it\n# 100%\n", 20, NULL, 0, 0},
               {"a: 1\nb: \xff\n", 10, "E009", 2, 4},
               {"a: 1\0b: 2\n", 10, "E009", 1, 5},
               {"a\0:\0 \0", 6, "E009", 1, 2}, /* UTF-16 */
               {"# x\n%YAML 1.2\n---\na: 1\n", 23, "E002", 2, 1}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cc_arena arena = {0};
    cc_diagnostics findings = {0};
    cc_source source = {.name = "t", .text = cases[i].text};
    const cc_source *indexed = NULL;
    assert_int_equal(cc_source_index(&source, cases[i].length, &arena, &indexed), CC_OK);
    assert_int_equal(cc_source_check(indexed, cases[i].length, &findings), cases[i].code == NULL);
    assert_int_equal(findings.count, cases[i].code != NULL);
    if (cases[i].code != NULL) {
      assert_string_equal(findings.items[0].code, cases[i].code);
      assert_int_equal(findings.items[0].at.line, cases[i].line);
      assert_int_equal(findings.items[0].at.column, cases[i].column);
    }
    cc_diagnostics_free(&findings);
    cc_arena_free(&arena);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_text_that_is_utf8),
      cmocka_unit_test(test_text_that_is_not),
      cmocka_unit_test(test_positions_of_bytes),
      cmocka_unit_test(test_the_line_quoted),
      cmocka_unit_test(test_long_lines_are_not_quoted_whole),
      cmocka_unit_test(test_checking_a_source),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
