/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/path.h"
#include "scenario/say.h"

static const char *const fruit[] = {"apple", "pear", "plum"};

static void test_clipping_keeps_whole_characters(void **state) {
  (void)state;
  assert_string_equal(cc_clip("short").text, "short");
  /* 49 letters and a pound sign of two bytes, which would end at the 51st. */
  const char *text = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\xc2\xa3";
  assert_string_equal(cc_clip(text).text, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa...");
}

static void test_suggestions(void **state) {
  (void)state;
  assert_string_equal(cc_did_you_mean("aple", fruit, 3).text, "did you mean `apple`?");
  assert_string_equal(cc_did_you_mean("melon", fruit, 3).text, "");
  assert_string_equal(cc_suggest("plumb", fruit, 3, "the fruit").text, "did you mean `plum`?");
  assert_string_equal(cc_suggest("melon", fruit, 3, "the fruit").text,
                      "the fruit: apple, pear, plum");
  assert_string_equal(cc_suggest("melon", NULL, 0, "the fruit").text, "");
}

static void test_long_lists_are_cut(void **state) {
  (void)state;
  const char *many[100];
  for (int i = 0; i < 100; i++) {
    many[i] = "something";
  }
  const char *joined = cc_join(many, 100).text;
  assert_true(strlen(joined) <= 206);
  assert_string_equal(joined + strlen(joined) - 5, ", ...");
  assert_string_equal(cc_join(many, 1).text, "something");
  assert_string_equal(cc_join(many, 0).text, "");
}

/* Among thousands of names none is suggested: looking for one would take minutes. */
static void test_too_many_candidates(void **state) {
  (void)state;
  static const char *many[201];
  for (int i = 0; i < 201; i++) {
    many[i] = "apple";
  }
  assert_string_equal(cc_did_you_mean("aple", many, 200).text, "did you mean `apple`?");
  assert_string_equal(cc_did_you_mean("aple", many, 201).text, "");
  cc_diagnostics findings = {.count = 49};
  assert_string_equal(cc_nearest_name(&findings, "aple", many, 201), "apple");
  findings.count = 50;
  assert_null(cc_nearest_name(&findings, "aple", many, 201));
  assert_string_equal(cc_nearest_name(&findings, "aple", many, 200), "apple");
}

static void test_paths_grow_and_shrink(void **state) {
  (void)state;
  cc_path path = {{0}, 0};
  size_t root = cc_path_push(&path, "a");
  size_t first = cc_path_push(&path, "b-c");
  assert_string_equal(path.text, "a.b-c");
  cc_path_pop(&path, first);
  assert_string_equal(path.text, "a");
  cc_path_pop(&path, root);
  assert_string_equal(path.text, "");
}

/* What does not fit is left out; nothing is written past the end. */
static void test_paths_of_any_length(void **state) {
  (void)state;
  cc_path path = {{0}, 0};
  char segment[200];
  memset(segment, 's', sizeof segment);
  segment[sizeof segment - 1] = '\0';
  cc_path_push(&path, segment);
  assert_int_equal(path.length, CC_NAME_BYTES);
  for (int i = 0; i < 100; i++) {
    cc_path_push(&path, segment);
  }
  assert_true(path.length < CC_PATH_BYTES);
  assert_int_equal(strlen(path.text), path.length);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_clipping_keeps_whole_characters),
      cmocka_unit_test(test_suggestions),
      cmocka_unit_test(test_long_lists_are_cut),
      cmocka_unit_test(test_too_many_candidates),
      cmocka_unit_test(test_paths_grow_and_shrink),
      cmocka_unit_test(test_paths_of_any_length),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
