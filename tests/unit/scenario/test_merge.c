/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One tree over another: each rule of merge.c, written as base, overlay and what comes of it. The
 * trees are compared as text, so that the order of entries counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"
#include "scenario/merge.h"
#include "support/layers_fixture.h"

static void print_tree(const cc_node *node, cc_text *out) {
  if (node->kind == CC_SCALAR) {
    cc_text_add(out, node->text);
    return;
  }
  cc_text_add(out, node->kind == CC_MAPPING ? "{" : "[");
  for (int i = 0; i < node->count; i++) {
    cc_text_add(out, i > 0 ? ", " : "");
    if (node->kind == CC_MAPPING) {
      cc_text_print(out, "%s: ", node->entries[i].key);
    }
    print_tree(node->kind == CC_MAPPING ? node->entries[i].value : node->items[i], out);
  }
  cc_text_add(out, node->kind == CC_MAPPING ? "}" : "]");
}

typedef cc_status merge_function(const cc_node *base, const cc_node *over, cc_arena *arena,
                                 cc_diagnostics *findings, const cc_node **merged);

static void assert_merged_by(merge_function *merge, const char *base, const char *over,
                             const char *expected, size_t n_findings) {
  cc_arena arena = {0};
  cc_diagnostics findings = {0};
  cc_text printed = {0};
  const cc_node *merged = NULL;
  assert_int_equal(
      merge(cc_parse_tree(&arena, base), cc_parse_tree(&arena, over), &arena, &findings, &merged),
      CC_OK);
  print_tree(merged, &printed);
  assert_string_equal(printed.data, expected);
  assert_int_equal(findings.count, n_findings);
  for (size_t i = 0; i < findings.count; i++) {
    assert_string_equal(findings.items[i].code, "E301");
  }
  cc_diagnostics_free(&findings);
  cc_text_free(&printed);
  cc_arena_free(&arena);
}

static void assert_merged(const char *base, const char *over, const char *expected) {
  assert_merged_by(cc_merge, base, over, expected, 0);
}

static void test_key_by_key(void **state) {
  (void)state;
  assert_merged("{a: 1, b: 2}", "{b: 3, c: 4}", "{a: 1, b: 3, c: 4}");
  assert_merged("{a: {x: 1, y: {p: 2, q: 3}}}", "{a: {y: {q: 4, r: 5}}}",
                "{a: {x: 1, y: {p: 2, q: 4, r: 5}}}");
  assert_merged("{a: 1}", "{}", "{a: 1}");
  assert_merged("{}", "{a: {b: 1}}", "{a: {b: 1}}");
}

static void test_anything_else_replaces(void **state) {
  (void)state;
  assert_merged("{a: [1, 2, 3]}", "{a: [4]}", "{a: [4]}");
  assert_merged("{a: {x: 1}}", "{a: 5}", "{a: 5}");
  assert_merged("{a: {x: 1}}", "{a: [5]}", "{a: [5]}");
  assert_merged("{a: [1]}", "{a: {x: 5}}", "{a: {x: 5}}");
  assert_merged("{a: 1}", "{a: {x: 5}}", "{a: {x: 5}}");
  assert_merged("{a: one}", "{a: two}", "{a: two}");
}

static void test_a_value_replaces_a_figure(void **state) {
  (void)state;
  const char *base = "{a: {value: 1, growth: 2%, index: x, source: s}}";
  assert_merged(base, "{a: 3}", "{a: 3}");
  assert_merged(base, "{a: {value: 3}}", "{a: {value: 3}}");
  assert_merged(base, "{a: {2021/22: 3}}", "{a: {2021/22: 3}}");
  assert_merged(base, "{a: {mid-2021: 3, note: n}}", "{a: {mid-2021: 3, note: n}}");
  assert_merged(base, "{a: {pert: [1, 2, 3]}}", "{a: {pert: [1, 2, 3]}}");
  assert_merged("{a: {2020/21: 1, 2021/22: 2}}", "{a: {2022/23: 3}}", "{a: {2022/23: 3}}");
}

static void test_without_a_value_it_amends(void **state) {
  (void)state;
  assert_merged("{a: 820}", "{a: {growth: 3%}}", "{a: {value: 820, growth: 3%}}");
  assert_merged("{a: 820}", "{a: {source: s, note: n}}", "{a: {value: 820, source: s, note: n}}");
  assert_merged("{a: {value: 820, growth: 2%, source: s}}", "{a: {growth: 3%, basis: b}}",
                "{a: {value: 820, growth: 3%, source: s, basis: b}}");
  assert_merged("{a: {2020/21: 5, 2021/22: 6}}", "{a: {index: pay}}",
                "{a: {2020/21: 5, 2021/22: 6, index: pay}}");
  assert_merged("{a: {uniform: [1, 2]}}", "{a: {note: n}}", "{a: {uniform: [1, 2], note: n}}");
  assert_merged("{a: {value: 1, growth: 2%}}", "{a: {growth: null}}", "{a: {value: 1}}");
  assert_merged("{a: {value: 1, uncertainty: {normal: {sd: 1}}}}",
                "{a: {uncertainty: {normal: {sd: 2}}}}",
                "{a: {value: 1, uncertainty: {normal: {sd: 2}}}}");
  /* laid over in turn, by two overlays */
  assert_merged("{a: {value: 820, growth: 3%}}", "{a: {growth: {value: 4%, source: s}}}",
                "{a: {value: 820, growth: {value: 4%, source: s}}}");
}

/* A figure for all bands gives way to figures for each, and the other way round. */
static void test_another_form_replaces(void **state) {
  (void)state;
  assert_merged("{a: 0.2}", "{a: {home: 0.1}}", "{a: {home: 0.1}}");
  assert_merged("{a: {value: 0.2, note: n}}", "{a: {1-4: 0.1, note: m}}",
                "{a: {1-4: 0.1, note: m}}");
  assert_merged("{a: {home: 0.1, school: 0.2}}", "{a: {home: 0.3}}",
                "{a: {home: 0.3, school: 0.2}}");
  assert_merged("{a: {home: 0.1, school: 0.2}}", "{a: 0.5}", "{a: 0.5}");
  assert_merged("{a: {home: 0.1}}", "{a: {source: s}}", "{a: {home: 0.1, source: s}}");
}

static void test_null_takes_away(void **state) {
  (void)state;
  assert_merged("{a: 1, b: {c: 2, d: 3}}", "{a: ~, b: {c: null}}", "{b: {d: 3}}");
  assert_merged("{a: 1}", "{a: null}", "{}");
  assert_merged_by(cc_merge, "{a: 1}", "{b: ~, c: null}", "{a: 1}", 2);
  /* An empty value takes nothing away: it is left to be reported as such. */
  assert_merged("{a: 1, b: 2}", "{a: , b: ''}", "{a: , b: }");
  /* null is a word where quotes say so, and stays where nothing lies below. */
  assert_merged("{a: 1}", "{a: 'null'}", "{a: null}");
  assert_merged("{a: 1}", "{b: {c: ~}}", "{a: 1, b: {c: ~}}");
}

static void test_items_by_their_number(void **state) {
  (void)state;
  assert_merged("{a: [{x: 1, y: 2}, {x: 3}]}", "{a: {2: {x: 4}}}", "{a: [{x: 1, y: 2}, {x: 4}]}");
  assert_merged("{a: [5, 6, 7]}", "{a: {1: 8, 3: ~}}", "{a: [8, 6]}");
  assert_merged_by(cc_merge, "{a: [5]}", "{a: {2: 6}}", "{a: [5]}", 1);
  assert_merged("{a: [5]}", "{a: {0: 6}}", "{a: {0: 6}}");
  assert_merged("{a: [5]}", "{a: {1: 6, x: 7}}", "{a: {1: 6, x: 7}}");
  assert_merged("{a: [5]}", "{a: {}}", "{a: {}}");
}

static void test_what_is_not_inherited(void **state) {
  (void)state;
  const char *base = "{id: base, extends: x, title: t, notes: n, published: [1]}";
  assert_merged_by(cc_merge_extended, base, "{extends: base, notes: m}",
                   "{title: t, notes: m, published: [1]}", 0);
  assert_merged_by(cc_merge_extended, base, "{id: own}",
                   "{title: t, notes: n, published: [1], id: own}", 0);
  assert_merged_by(cc_merge, "{id: base, a: 1}", "{a: 2}", "{id: base, a: 2}", 0);
}

/* What only one of them says is not copied, and neither tree changes. */
static void test_nodes_are_shared(void **state) {
  (void)state;
  cc_arena arena = {0};
  cc_diagnostics findings = {0};
  const cc_node *base = cc_parse_tree(&arena, "{a: {x: 1}, b: {y: {z: 2}, w: 3}, c: 4}");
  const cc_node *over = cc_parse_tree(&arena, "{b: {w: 5}, d: {v: 6}}");
  const cc_node *merged = NULL;
  assert_int_equal(cc_merge(base, over, &arena, &findings, &merged), CC_OK);
  assert_ptr_equal(cc_node_get(merged, "a"), cc_node_get(base, "a"));
  assert_ptr_equal(cc_node_get(cc_node_get(merged, "b"), "y"),
                   cc_node_get(cc_node_get(base, "b"), "y"));
  assert_ptr_equal(cc_node_get(merged, "d"), cc_node_get(over, "d"));
  assert_string_equal(cc_node_get(cc_node_get(base, "b"), "w")->text, "3");
  assert_int_equal(base->count, 3);
  cc_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_key_by_key),
      cmocka_unit_test(test_anything_else_replaces),
      cmocka_unit_test(test_a_value_replaces_a_figure),
      cmocka_unit_test(test_without_a_value_it_amends),
      cmocka_unit_test(test_another_form_replaces),
      cmocka_unit_test(test_null_takes_away),
      cmocka_unit_test(test_items_by_their_number),
      cmocka_unit_test(test_what_is_not_inherited),
      cmocka_unit_test(test_nodes_are_shared),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
