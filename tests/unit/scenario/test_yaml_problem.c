/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Syntax errors, each said in our words and not in libyaml's: those that tests/broken does not
 * show, and the way out for what the table does not know. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "scenario/source_text.h"
#include "scenario/yaml_problem.h"

static void test_words_for_syntax_errors(void **state) {
  (void)state;
  static const struct {
    const char *text, *code, *message;
    int line, column;
  } cases[] = {
      {"a: 'open\nb: 1\n", "E002", "this quote is never closed", 1, 4},
      {"a: \"x\n---\n", "E002", "this quote is not closed before a line of --- or ...", 1, 4},
      {"a: [1,, 2]\n", "E002", "a value was expected here", 1, 7},
      {"a:\n  - x\n  y: 1\n", "E002", "a list item, `- `, was expected here", 3, 3},
      {"a: ? b\n", "E002", "`? ` cannot stand here", 1, 4},
      {"a: [1]\n] b: 2\n", "E002", "a key was expected here", 2, 1},
      {"[a]\nb: 1\n", "E002", "this does not belong to what stands above it", 2, 1},
      {"a: &\n", "E006", "`*` begins an alias and `&` an anchor; scenarios have neither", 1, 4},
      {"a: !<x\n", "E007", "`!` begins a tag; scenarios have none", 1, 4},
      {"a: \"\\xg0\"\n", "E002", "no such escape in a text in double quotes", 1, 7},
      {"a: \"\\ud800\"\n", "E002", "no such escape in a text in double quotes", 1, 7},
      {"a: | text\n", "E002", "the text of `|` or `>` begins on the next line", 1, 6},
      {"a: `x`\n", "E002", "no value can begin with this character", 1, 4},
      {"a: %x\n", "E002", "no value can begin with this character", 1, 4},
      {"a: {b: [1, 2}\n", "E002", "a `,` or `]` was expected here, for the `[` at line 1", 1, 13},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    cc_arena arena = {0};
    cc_diagnostics findings = {0};
    const cc_node *root = NULL;
    cc_source source = {.name = "t", .text = cases[i].text};
    assert_int_equal(cc_yaml_parse(&source, strlen(cases[i].text), &arena, &findings, &root),
                     CC_OK);
    assert_null(root);
    assert_int_equal(findings.count, 1);
    assert_string_equal(findings.items[0].message, cases[i].message);
    assert_string_equal(findings.items[0].code, cases[i].code);
    assert_int_equal(findings.items[0].at.line, cases[i].line);
    assert_int_equal(findings.items[0].at.column, cases[i].column);
    cc_diagnostics_free(&findings);
    cc_arena_free(&arena);
  }
}

static void test_an_unknown_problem_is_shown_as_it_is(void **state) {
  (void)state;
  cc_arena arena = {0};
  cc_diagnostics findings = {0};
  cc_source source = {.name = "t", .text = "a: 1\n"};
  const cc_source *indexed = NULL;
  assert_int_equal(cc_source_index(&source, 5, &arena, &indexed), CC_OK);
  cc_yaml_problem problem = {.problem = "something new", .at = {"t", 9, 1}};
  cc_yaml_problem_report(&problem, indexed, &findings);
  assert_string_equal(findings.items[0].message, "something new");
  /* A place after the last line is brought back to the end of the text. */
  assert_int_equal(findings.items[0].at.line, 1);
  assert_int_equal(findings.items[0].at.column, 5);
  cc_diagnostics_free(&findings);
  cc_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_words_for_syntax_errors),
      cmocka_unit_test(test_an_unknown_problem_is_shown_as_it_is),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
