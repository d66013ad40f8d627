/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables for reading, against pictures of them drawn by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/format.h"

static void assert_prints(const cc_table *table, cc_text_style style, const char *expected) {
  cc_text out = {0};
  cc_print_text(table, 1, &style, &out);
  assert_false(out.failed);
  assert_string_equal(out.data, expected);
  cc_text_free(&out);
}

static void add_years(cc_table *table, int count) {
  static const char *const years[] = {"2020/21", "2021/22", "2022/23"};
  cc_table_column(table, "", CC_ALIGN_LEFT, 0);
  for (int i = 0; i < count; i++) {
    cc_table_column(table, years[i], CC_ALIGN_RIGHT, 0);
  }
}

static void test_sections_totals_and_brackets(void **state) {
  (void)state;
  cc_table table;
  cc_table_start(&table, "Contract sum");
  cc_table_note(&table, "\xc2\xa3m, nominal");
  add_years(&table, 2);
  cc_table_row_start(&table, CC_ROW_PLAIN, "Brought forward", "GBP");
  cc_table_millions(&table, 193.2e6, 1);
  cc_table_millions(&table, 201.1e6, 1);
  cc_table_section(&table, "Permanent adjustments");
  cc_table_row_start(&table, CC_ROW_PLAIN, "UASC grant", "GBP");
  cc_table_millions(&table, -2.0e6, 1);
  cc_table_row_start(&table, CC_ROW_TOTAL, "Total", "GBP");
  cc_table_millions(&table, 191.9e6, 1);
  cc_table_millions(&table, 201.1e6, 1);
  assert_prints(&table, (cc_text_style){0},
                "Contract sum\n"
                "\xc2\xa3m, nominal\n"
                "\n"
                "                 2020/21  2021/22\n"
                "---------------------------------\n"
                "Brought forward   193.2    201.1\n"
                "\n"
                "Permanent adjustments\n"
                "  UASC grant       (2.0)\n"
                "Total             191.9    201.1\n");
  cc_table_free(&table);
}

static void test_blocks_repeat_the_first_column(void **state) {
  (void)state;
  cc_table table;
  cc_table_start(&table, "Children");
  add_years(&table, 3);
  cc_table_row_start(&table, CC_ROW_PLAIN, "Fostering", "children");
  cc_table_count(&table, 1929, 0);
  cc_table_count(&table, 2022, 0);
  cc_table_count(&table, 2049, 0);
  const char *expected = "Children\n"
                         "\n"
                         "           2020/21  2021/22\n"
                         "---------------------------\n"
                         "Fostering    1,929    2,022\n"
                         "\n"
                         "           2022/23\n"
                         "------------------\n"
                         "Fostering    2,049\n";
  assert_prints(&table, (cc_text_style){.width = 35}, expected);
  assert_prints(&table, (cc_text_style){.width = 27}, expected);
  cc_table_free(&table);
}

static void test_a_column_is_never_lost_to_a_narrow_terminal(void **state) {
  (void)state;
  cc_table table;
  cc_table_start(&table, "C");
  add_years(&table, 2);
  cc_table_row_start(&table, CC_ROW_PLAIN, "F", "children");
  cc_table_count(&table, 1, 0);
  cc_table_count(&table, 2, 0);
  assert_prints(&table, (cc_text_style){.width = 4},
                "C\n\n   2020/21\n----------\nF        1\n\n   2021/22\n----------\nF        2\n");
  cc_table_free(&table);
}

static void test_names_wrap(void **state) {
  (void)state;
  cc_table table;
  cc_table_start(&table, "T");
  cc_table_column(&table, "Measure", CC_ALIGN_LEFT, 12);
  cc_table_column(&table, "statistical-neighbour-rate", CC_ALIGN_RIGHT, 12);
  cc_table_column(&table, "Why", CC_ALIGN_LEFT, 10);
  cc_table_row_start(&table, CC_ROW_PLAIN, "Children in care now", "");
  cc_table_count(&table, 7, 0);
  cc_table_text(&table, "unbreakable-by-spaces");
  assert_prints(&table, (cc_text_style){0},
                "T\n"
                "\n"
                "             statistical-\n"
                "               neighbour-\n"
                "Measure              rate  Why\n"
                "-------------------------------------\n"
                "Children in             7  unbreakabl\n"
                "care now                   e-by-\n"
                "                           spaces\n");
  cc_table_free(&table);
}

static void test_columns_count_characters(void **state) {
  (void)state;
  cc_table table;
  cc_table_start(&table, "T");
  cc_table_column(&table, "", CC_ALIGN_LEFT, 0);
  cc_table_column(&table, "n", CC_ALIGN_RIGHT, 0);
  cc_table_row_start(&table, CC_ROW_PLAIN, "\xc3\x89t\xc3\xa9", "");
  cc_table_count(&table, 1, 0);
  cc_table_row_start(&table, CC_ROW_PLAIN, "Spring", "");
  cc_table_count(&table, 2, 0);
  assert_prints(&table, (cc_text_style){0},
                "T\n\n        n\n---------\n\xc3\x89t\xc3\xa9     1\nSpring  2\n");
  cc_table_free(&table);
}

static void test_bold_on_a_terminal(void **state) {
  (void)state;
  cc_table table;
  cc_table_start(&table, "T");
  cc_table_column(&table, "x", CC_ALIGN_LEFT, 0);
  cc_table_row_start(&table, CC_ROW_PLAIN, "a", "");
  cc_table_row_start(&table, CC_ROW_TOTAL, "b", "");
  assert_prints(&table, (cc_text_style){.bold = true},
                "\033[1mT\033[0m\n\n\033[1mx\033[0m\n-\na\n\033[1mb\033[0m\n");
  cc_table_free(&table);
}

static void test_notes_wrap_to_the_width(void **state) {
  (void)state;
  cc_table table;
  cc_table_start(&table, "T");
  cc_table_note(&table, "%s", "one two three four");
  cc_table_column(&table, "x", CC_ALIGN_LEFT, 0);
  assert_prints(&table, (cc_text_style){.width = 10}, "T\none two\nthree four\n\nx\n-\n");
  cc_table_free(&table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_sections_totals_and_brackets),
      cmocka_unit_test(test_blocks_repeat_the_first_column),
      cmocka_unit_test(test_a_column_is_never_lost_to_a_narrow_terminal),
      cmocka_unit_test(test_names_wrap),
      cmocka_unit_test(test_columns_count_characters),
      cmocka_unit_test(test_bold_on_a_terminal),
      cmocka_unit_test(test_notes_wrap_to_the_width),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
