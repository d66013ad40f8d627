/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tree and its positions; the limits, each from both sides; and that hostile text costs little.
 * Messages as a whole are in tests/broken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "base/text.h"
#include "support/layers_fixture.h"

#ifdef CARECAST_SLOW_BUILD
#define MOST_MILLISECONDS 1000.0
#else
#define MOST_MILLISECONDS 50.0
#endif

/* Parses text and fails unless its only finding has this code (or none, for NULL). */
static const cc_node *parse(cc_arena *arena, const char *text, size_t length, const char *code) {
  cc_diagnostics findings = {0};
  const cc_node *root = NULL;
  cc_source source = {.name = "test.yaml", .text = text};
  assert_int_equal(cc_yaml_parse(&source, length, arena, &findings, &root), CC_OK);
  assert_int_equal(findings.count, code != NULL);
  if (code != NULL) {
    assert_string_equal(findings.items[0].code, code);
  }
  cc_diagnostics_free(&findings);
  return root;
}

static void assert_at(const cc_node *node, int line, int column) {
  assert_int_equal(node->at.line, line);
  assert_int_equal(node->at.column, column);
  assert_string_equal(node->at.file, "test.yaml");
}

static void test_nodes_and_where_they_stand(void **state) {
  (void)state;
  cc_arena arena = {0};
  const cc_node *root =
      cc_parse_tree(&arena, "a: 820\nlist:\n  - x\n  - {k: 'v'}\n\xc3\xa9\xc3\xa9: y\n");
  assert_int_equal(root->kind, CC_MAPPING);
  assert_int_equal(root->count, 3);
  assert_string_equal(root->entries[0].key, "a");
  assert_string_equal(root->entries[0].value->text, "820");
  assert_at(root->entries[0].value, 1, 4);
  const cc_node *list = cc_node_get(root, "list");
  assert_int_equal(list->kind, CC_SEQUENCE);
  assert_int_equal(list->count, 2);
  assert_at(list, 3, 3);
  assert_at(list->items[0], 3, 5);
  assert_false(list->items[0]->quoted);
  assert_true(cc_node_get(list->items[1], "k")->quoted);
  /* Columns count characters: two of them, of two bytes each, stand before the colon. */
  assert_at(root->entries[2].value, 5, 5);
  assert_int_equal(root->entries[2].at.line, 5);
  assert_int_equal(root->entries[2].at.column, 1);
  assert_null(cc_node_get(root, "b"));
  assert_null(cc_node_get(list, "a"));
  assert_null(cc_node_get(NULL, "a"));
  assert_ptr_equal(cc_node_entry(root, "list"), &root->entries[1]);
  cc_arena_free(&arena);
}

static void test_what_is_null(void **state) {
  (void)state;
  cc_arena arena = {0};
  const cc_node *root =
      cc_parse_tree(&arena, "a:\nb: ~\nc: null\nd: ''\ne: 'null'\nf: nil\ng: {}\n");
  static const bool expected[] = {true, true, true, false, false, false, false};
  for (int i = 0; i < root->count; i++) {
    assert_int_equal(cc_node_is_null(root->entries[i].value), expected[i]);
  }
  cc_arena_free(&arena);
}

static void test_line_ends_and_byte_order_mark(void **state) {
  (void)state;
  cc_arena arena = {0};
  const cc_node *root = cc_parse_tree(&arena, "\xef\xbb\xbf"
                                              "a: 1\r\nb: 2\r\rc: 3\n");
  assert_at(root->entries[0].value, 1, 4);
  assert_at(root->entries[1].value, 2, 4);
  assert_at(root->entries[2].value, 4, 4);
  assert_string_equal(root->entries[0].value->text, "1");
  cc_arena_free(&arena);
}

static void test_one_document_may_be_marked(void **state) {
  (void)state;
  cc_arena arena = {0};
  assert_int_equal(cc_parse_tree(&arena, "# head\n---\na: 1\n...\n# tail\n")->count, 1);
  cc_arena_free(&arena);
}

/* A mapping of `count` keys, "k0: v0" and so on. */
static void add_keys(cc_text *text, int count) {
  for (int i = 0; i < count; i++) {
    cc_text_print(text, "k%d: v%d\n", i, i);
  }
}

static void test_large_mappings_are_looked_up(void **state) {
  (void)state;
  cc_arena arena = {0};
  cc_text text = {0};
  add_keys(&text, 3000);
  const cc_node *root = cc_parse_tree(&arena, text.data);
  assert_int_equal(root->count, 3000);
  for (int i = 0; i < 3000; i++) {
    char key[16], value[16];
    snprintf(key, sizeof key, "k%d", i);
    snprintf(value, sizeof value, "v%d", i);
    assert_string_equal(root->entries[i].key, key);
    assert_string_equal(cc_node_get(root, key)->text, value);
  }
  assert_null(cc_node_get(root, "k3000"));
  cc_text_add(&text, "k7: again\n");
  root = parse(&arena, text.data, text.length, "E102");
  assert_int_equal(root->count, 3000);
  assert_string_equal(cc_node_get(root, "k7")->text, "v7");
  cc_text_free(&text);
  cc_arena_free(&arena);
}

static void test_each_duplicate_is_a_finding(void **state) {
  (void)state;
  cc_layers_fixture f;
  cc_layers_open(&f, CC_HEAD "sources:\n  a: x\n  a: y\n  b: z\n  a: w\n", NULL);
  cc_assert_findings(&f, "6:3 E102\n8:3 E102\n");
  assert_string_equal(cc_layers_text(&f, "sources.a"), "x");
  cc_layers_close(&f);
}

static void test_size(void **state) {
  (void)state;
  cc_arena arena = {0};
  size_t limit = CC_YAML_MAX_BYTES;
  char *text = malloc(limit + 2);
  assert_non_null(text);
  memset(text, '#', limit + 1);
  memcpy(text, "a: 1\n", 5);
  text[limit + 1] = '\0';
  assert_null(parse(&arena, text, limit + 1, "E003"));
  text[limit] = '\0';
  assert_non_null(parse(&arena, text, limit, NULL));
  free(text);
  cc_arena_free(&arena);
}

static void nest(cc_text *text, int depth) {
  for (int i = 0; i < depth; i++) {
    cc_text_add(text, "[");
  }
  for (int i = 0; i < depth; i++) {
    cc_text_add(text, "]");
  }
}

static void test_depth(void **state) {
  (void)state;
  cc_arena arena = {0};
  cc_text text = {0};
  nest(&text, CC_YAML_MAX_DEPTH);
  assert_non_null(parse(&arena, text.data, text.length, NULL));
  cc_text_clear(&text);
  nest(&text, CC_YAML_MAX_DEPTH + 1);
  assert_null(parse(&arena, text.data, text.length, "E004"));
  cc_text_free(&text);
  cc_arena_free(&arena);
}

static void test_nodes(void **state) {
  (void)state;
  cc_arena arena = {0};
  cc_text text = {0};
  /* The root, 9,999 keys with a value each, and one key more with a sequence: 20,001. */
  add_keys(&text, CC_YAML_MAX_NODES / 2 - 1);
  assert_non_null(parse(&arena, text.data, text.length, NULL));
  cc_text_add(&text, "last: []\n");
  assert_null(parse(&arena, text.data, text.length, "E005"));
  cc_text_free(&text);
  cc_arena_free(&arena);
}

/* Hostile text: `unit` repeated up to some size. Whatever it is, it must be refused (or read)
 * within 50 milliseconds of processor time. */
static void assert_quick(const char *before, const char *unit, size_t bytes) {
  cc_arena arena = {0};
  cc_diagnostics findings = {0};
  cc_text text = {0};
  const cc_node *root = NULL;
  cc_text_add(&text, before);
  while (text.length + strlen(unit) <= bytes) {
    cc_text_add(&text, unit);
  }
  cc_source source = {.name = "hostile", .text = text.data};
  clock_t start = clock();
  assert_int_equal(cc_yaml_parse(&source, text.length, &arena, &findings, &root), CC_OK);
  double milliseconds = 1000.0 * (double)(clock() - start) / CLOCKS_PER_SEC;
  if (milliseconds > MOST_MILLISECONDS) {
    fail_msg("%s%s...: %.1f ms", before, unit, milliseconds);
  }
  assert_true(root == NULL || findings.count == 0);
  cc_diagnostics_free(&findings);
  cc_arena_free(&arena);
  cc_text_free(&text);
}

static void test_nests_of_brackets_are_refused_at_once(void **state) {
  (void)state;
  static const char *const units[] = {"[",  "{",  "[\n", "{a: ", "[[[[[[[[\n",
                                      "- ", "? ", "[{",  "[a, "};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    assert_quick("", units[i], 80000);
    assert_quick("a: ", units[i], CC_YAML_MAX_BYTES);
  }
}

static void test_other_hostile_text_costs_little(void **state) {
  (void)state;
  static const char *const units[] = {"!a ",   "&a ", "*a ",    "[], ", "{}: ",  "\"", "' ",
                                      "x\n",   "#",   "\n",     " ",    ": ",    ",",  "k: v\n",
                                      "---\n", "%",   "%a b\n", "]",    "|\n x", "\t"};
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    assert_quick("", units[i], CC_YAML_MAX_BYTES / 2);
    assert_quick("a: ", units[i], CC_YAML_MAX_BYTES / 2);
    assert_quick("a: [", units[i], CC_YAML_MAX_BYTES / 2);
  }
  /* libyaml compares each %TAG with all before it: seconds for half a megabyte of them. */
  assert_quick("", "%TAG !a! tag:a\n", CC_YAML_MAX_BYTES / 2);
}

static void test_making_a_mapping(void **state) {
  (void)state;
  cc_arena arena = {0};
  const cc_node *root =
      cc_parse_tree(&arena, "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\nh: 8\ni: 9\n");
  const cc_node *made = NULL;
  for (int count = 0; count <= root->count; count++) {
    assert_int_equal(cc_node_make_mapping(&arena, root, root->entries, count, &made), CC_OK);
    assert_int_equal(made->count, count);
    for (int i = 0; i < root->count; i++) {
      assert_int_equal(cc_node_get(made, root->entries[i].key) != NULL, i < count);
    }
  }
  cc_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_nodes_and_where_they_stand),
      cmocka_unit_test(test_what_is_null),
      cmocka_unit_test(test_line_ends_and_byte_order_mark),
      cmocka_unit_test(test_one_document_may_be_marked),
      cmocka_unit_test(test_large_mappings_are_looked_up),
      cmocka_unit_test(test_each_duplicate_is_a_finding),
      cmocka_unit_test(test_size),
      cmocka_unit_test(test_depth),
      cmocka_unit_test(test_nodes),
      cmocka_unit_test(test_nests_of_brackets_are_refused_at_once),
      cmocka_unit_test(test_other_hostile_text_costs_little),
      cmocka_unit_test(test_making_a_mapping),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
