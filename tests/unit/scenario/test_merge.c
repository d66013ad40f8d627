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

/* A number replaces the central value alone; a year, the figure from there on. (Until issue 8 the
 * base's growth, index and uncertainty went with the value that was replaced.) */
static void test_a_value_amends_a_figure(void **state) {
  (void)state;
  const char *base = "{a: {value: 1, growth: 2%, index: x, source: s}}";
  assert_merged(base, "{a: 3}", "{a: {value: 3, growth: 2%, index: x}}");
  assert_merged(base, "{a: {value: 3}}", "{a: {value: 3, growth: 2%, index: x}}");
  assert_merged(base, "{a: {value: 3, source: t}}",
                "{a: {value: 3, growth: 2%, index: x, source: t}}");
  assert_merged(base, "{a: {2021/22: 3}}",
                "{a: {before: 1, 2021/22: 3, growth: 2%, index: x, source: s}}");
  assert_merged(base, "{a: {mid-2021: 3, note: n}}", "{a: {mid-2021: 3, note: n}}");
  assert_merged(base, "{a: {pert: [1, 2, 3]}}", "{a: {pert: [1, 2, 3], growth: 2%, index: x}}");
}

static void test_one_rise_takes_the_others_place(void **state) {
  (void)state;
  assert_merged("{a: {value: 1, index: x}}", "{a: {growth: 2%}}", "{a: {value: 1, growth: 2%}}");
  assert_merged("{a: {value: 1, growth: 2%}}", "{a: {value: 3, index: y}}",
                "{a: {value: 3, index: y}}");
  assert_merged("{a: {value: 1, index: x}}", "{a: {value: 3, index: none}}", "{a: 3}");
  assert_merged("{a: {value: 1, growth: 2%}}", "{a: {growth: none}}", "{a: 1}");
  assert_merged(
      "{a: {value: 1, growth: {value: 2%, uncertainty: {normal: {sd: 1%}}}}}", "{a: {growth: 3%}}",
      "{a: {value: 1, growth: {value: 3%, uncertainty: {normal: {sd: 1%}, around: 2%}}}}");
}

/* What is not replaced of a doubt goes with the number, and says which it was written around. */
static void test_doubts_go_with_the_number(void **state) {
  (void)state;
  const char *base = "{a: {value: 10, uncertainty: {triangular: [8, 10, 13]}}}";
  assert_merged(base, "{a: 20}",
                "{a: {value: 20, uncertainty: {triangular: [8, 10, 13], around: 10}}}");
  assert_merged(base, "{a: {value: 20, uncertainty: none}}", "{a: 20}");
  assert_merged(base, "{a: {value: 20, uncertainty: {normal: {sd: 1}}}}",
                "{a: {value: 20, uncertainty: {normal: {sd: 1}}}}");
  assert_merged("{a: {triangular: [8, 10, 13]}}", "{a: 20}",
                "{a: {value: 20, uncertainty: {triangular: [8, 10, 13], around: 10}}}");
  assert_merged("{a: {uniform: [3%, 7%]}}", "{a: 6%}",
                "{a: {value: 6%, uncertainty: {uniform: [3%, 7%], around: 0.05}}}");
  /* the first number stays what it was written around, however many overlays follow */
  assert_merged("{a: {value: 20, uncertainty: {triangular: [8, 10, 13], around: 10}}}", "{a: 30}",
                "{a: {value: 30, uncertainty: {triangular: [8, 10, 13], around: 10}}}");
  assert_merged(base, "{a: {2022/23: 20}}",
                "{a: {before: 10, 2022/23: 20, uncertainty: {triangular: [8, 10, 13], around: "
                "10}}}");
  assert_merged("{a: {triangular: [8, 10, 13]}}", "{a: {uncertainty: none}}", "{a: 10}");
  assert_merged("{a: {2020/21: 1, 2021/22: 2}}", "{a: {triangular: [8, 10, 13]}}",
                "{a: {2020/21: 10, 2021/22: 10, uncertainty: {triangular: [8, 10, 13], around: "
                "10}}}");
}

static void test_years_over_years(void **state) {
  (void)state;
  const char *base = "{start: 2020/21, a: {2019/20: 1, 2021/22: 2, 2023/24: 3, index: x}}";
  assert_merged(base, "{a: {2022/23: 9}}",
                "{start: 2020/21, a: {2019/20: 1, 2021/22: 2, 2022/23: 9, index: x}}");
  assert_merged(base, "{a: {2018/19: 9}}", "{start: 2020/21, a: {2018/19: 9, index: x}}");
  assert_merged(base, "{a: 9}",
                "{start: 2020/21, a: {2019/20: 9, 2021/22: 9, 2023/24: 9, index: x}}");
  assert_merged(base, "{a: {before: 5, 2022/23: 9}}",
                "{start: 2020/21, a: {before: 5, 2022/23: 9, index: x}}");
  assert_merged(base, "{a: {before: 5}}",
                "{start: 2020/21, a: {before: 5, 2019/20: 1, 2021/22: 2, 2023/24: 3, index: x}}");
  assert_merged(base, "{a: {2021/22: null}}",
                "{start: 2020/21, a: {2019/20: 1, 2023/24: 3, index: x}}");
  /* a constant has no past where the overlay begins with the projection */
  assert_merged("{start: 2020/21, a: 5}", "{a: {2020/21: 6}}", "{start: 2020/21, a: {2020/21: 6}}");
  assert_merged("{start: 2020/21, a: 5}", "{a: {2021/22: 6}}",
                "{start: 2020/21, a: {before: 5, 2021/22: 6}}");
  /* the doubt about a year goes with what takes its place */
  assert_merged("{a: {2020/21: {value: 1, uncertainty: {normal: {sd: 1}}}}}", "{a: {2021/22: 2}}",
                "{a: {2020/21: {value: 1, uncertainty: {normal: {sd: 1}}}, 2021/22: {value: 2, "
                "uncertainty: {normal: {sd: 1}, around: 1}}}}");
  assert_merged("{a: {mid-2019: 1, mid-2021: 2}}", "{a: {mid-2020: 3}}",
                "{a: {mid-2019: 1, mid-2020: 3}}");
}

#define SERVICE "services: {teams: "
#define STREAM "children_in_care: {entries: {streams: {s: "

/* Nothing that an overlay writes is lent the base's source, nor the other way round. */
static void test_where_figures_are_from(void **state) {
  (void)state;
  const char *base = "{" SERVICE "{source: paper, basis: published, cost: 5m}}}";
  assert_merged(base, "{" SERVICE "{cost: 6m}}}",
                "{" SERVICE "{source: paper, basis: published, cost: {value: 6m, source: none, "
                "basis: assumption}}}}");
  assert_merged(base, "{" SERVICE "{source: book, cost: 6m}}}",
                "{" SERVICE "{source: paper, basis: published, cost: {value: 6m, source: book, "
                "basis: assumption}}}}");
  assert_merged("{placements: {p: {source: paper, weekly_price: 5}}}",
                "{source: book, basis: derived, placements: {p: {weekly_price: {2021/22: 6}}}}",
                "{placements: {p: {source: paper, weekly_price: {before: 5, 2021/22: {value: 6, "
                "source: book, basis: derived}}}}}");
  assert_merged(base, "{" SERVICE "{fte: 3}}}",
                "{" SERVICE "{source: paper, basis: published, cost: 5m, fte: {value: 3, source: "
                "none, basis: assumption}}}}");
  assert_merged(base, "{" SERVICE "{source: book}}}",
                "{" SERVICE "{source: book, basis: published, cost: 5m}}}");
  /* the growth is still the base's */
  assert_merged("{" SERVICE "{source: paper, cost: {value: 5m, growth: 2%}}}}",
                "{" SERVICE "{cost: {value: 6m, source: book, basis: derived}}}}",
                "{" SERVICE "{source: paper, cost: {value: 6m, growth: {value: 2%, source: paper, "
                "basis: none}, source: book, basis: derived}}}}");
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

/* Correlations by their pair, effects by target and kind, printed figures by measure and year. */
static void test_lists_by_what_identifies_an_entry(void **state) {
  (void)state;
  const char *pairs = "{correlations: [{between: [a, b], coefficient: 0.5}]}";
  assert_merged(pairs,
                "{correlations: [{between: [b, a], coefficient: {value: 0.2, source: s, "
                "basis: b}}]}",
                "{correlations: [{between: [b, a], coefficient: {value: 0.2, source: s, basis: "
                "b}}]}");
  assert_merged(pairs, "{correlations: {replace: []}}", "{correlations: []}");
  assert_merged(pairs, "{correlations: null}", "{}");
  const char *effects = "{interventions: {i: {effects: [{target: t, multiply: 2, from: 2021/22}, "
                        "{target: t, multiply: 3, from: 2022/23}, {target: u, multiply: 4}]}}}";
#define EFFECTS(list) "{interventions: {i: {effects: [" list "]}}}"
  /* of several alike, that which begins as the overlay says */
  assert_merged(effects, EFFECTS("{target: t, from: 2022/23, until: 2023/24}"),
                EFFECTS("{target: t, multiply: 2, from: 2021/22}, {target: t, multiply: 3, from: "
                        "2022/23, until: 2023/24}, {target: u, multiply: 4}"));
  /* one alone may begin later; another kind of change is another effect */
  assert_merged(EFFECTS("{target: u, multiply: 4}"), EFFECTS("{target: u, from: 2022/23}"),
                EFFECTS("{target: u, multiply: 4, from: 2022/23}"));
  assert_merged(
      EFFECTS("{target: u, from: 2021/22}"), EFFECTS("{target: v, ramp: 1 year}"),
      EFFECTS("{target: u, from: 2021/22}, {target: v, ramp: 1 year, source: none, basis: "
              "assumption}"));
  assert_merged("{published: [{measure: m, year: 2020/21, printed: '1'}]}",
                "{published: [{measure: m, year: 2021/22, printed: '2'}, {measure: m, year: "
                "2020/21, printed: '3'}]}",
                "{published: [{measure: m, year: 2020/21, printed: 3}, {measure: m, year: 2021/22, "
                "printed: 2}]}");
  /* texts have nothing to be told apart by */
  assert_merged("{placements: {p: {ssda903: [U1, U4]}}}", "{placements: {p: {ssda903: [U2]}}}",
                "{placements: {p: {ssda903: [U2]}}}");
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
      cmocka_unit_test(test_a_value_amends_a_figure),
      cmocka_unit_test(test_one_rise_takes_the_others_place),
      cmocka_unit_test(test_doubts_go_with_the_number),
      cmocka_unit_test(test_years_over_years),
      cmocka_unit_test(test_where_figures_are_from),
      cmocka_unit_test(test_lists_by_what_identifies_an_entry),
      cmocka_unit_test(test_without_a_value_it_amends),
      cmocka_unit_test(test_another_form_replaces),
      cmocka_unit_test(test_null_takes_away),
      cmocka_unit_test(test_items_by_their_number),
      cmocka_unit_test(test_what_is_not_inherited),
      cmocka_unit_test(test_nodes_are_shared),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
