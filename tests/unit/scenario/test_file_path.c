/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "scenario/file_path.h"

static void test_beside_a_file(void **state) {
  (void)state;
  static const char *const cases[][3] = {
      {"plan.yaml", "base.yaml", "base.yaml"},
      {"a/plan.yaml", "base.yaml", "a/base.yaml"},
      {"a/plan.yaml", "../b/base.yaml", "b/base.yaml"},
      {"a/b/plan.yaml", "../../base.yaml", "base.yaml"},
      {"plan.yaml", "../base.yaml", "../base.yaml"},
      {"../plan.yaml", "../base.yaml", "../../base.yaml"},
      {"a/plan.yaml", "./x/./base.yaml", "a/x/base.yaml"},
      {"a//b/plan.yaml", "c//base.yaml", "a/b/c/base.yaml"},
      {"/r/plan.yaml", "base.yaml", "/r/base.yaml"},
      {"/r/plan.yaml", "../../../base.yaml", "/base.yaml"},
      {"/plan.yaml", "..", "/"},
      {"./plan.yaml", "base.yaml", "base.yaml"},
      {"a/plan.yaml", "..", ""},
      {"a/plan.yaml", "..b/base.yaml", "a/..b/base.yaml"},
      {"a/plan.yaml", "b/", "a/b"},
  };
  cc_arena arena = {0};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_string_equal(cc_path_beside(&arena, cases[i][0], cases[i][1]), cases[i][2]);
  }
  cc_arena_free(&arena);
}

static void test_folders(void **state) {
  (void)state;
  cc_arena arena = {0};
  assert_string_equal(cc_path_folder(&arena, "a/b.yaml"), "a");
  assert_string_equal(cc_path_folder(&arena, "b.yaml"), ".");
  assert_string_equal(cc_path_folder(&arena, "/b.yaml"), "/");
  assert_string_equal(cc_path_folder(&arena, "/a/b/c"), "/a/b");
  cc_arena_free(&arena);
}

static void test_inside(void **state) {
  (void)state;
  assert_true(cc_path_inside("/a/b", "/a"));
  assert_true(cc_path_inside("/a", "/a"));
  assert_true(cc_path_inside("/a", "/"));
  assert_false(cc_path_inside("/ab", "/a"));
  assert_false(cc_path_inside("/", "/a"));
  assert_false(cc_path_inside("/b/a", "/a"));
}

static void test_the_nearest_folder_of_a_name(void **state) {
  (void)state;
  cc_arena arena = {0};
  bool out_of_memory = true;
  static const char *const cases[][2] = {
      {"/x/scenarios/birmingham", "/x/scenarios"},
      {"/x/scenarios", "/x/scenarios"},
      {"/scenarios/x/scenarios/y", "/scenarios/x/scenarios"},
      {"/scenarios", "/scenarios"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    assert_string_equal(cc_path_ancestor(&arena, cases[i][0], "scenarios", &out_of_memory),
                        cases[i][1]);
    assert_false(out_of_memory);
  }
  assert_null(cc_path_ancestor(&arena, "/x/my-scenarios/y", "scenarios", &out_of_memory));
  assert_null(cc_path_ancestor(&arena, "/", "scenarios", &out_of_memory));
  cc_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_beside_a_file),
      cmocka_unit_test(test_folders),
      cmocka_unit_test(test_inside),
      cmocka_unit_test(test_the_nearest_folder_of_a_name),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
