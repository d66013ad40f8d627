/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a table keeps of what is put into it. Printed figures are those of the paper's tables
 * (201.1, (2.0)); the others are written down by hand. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/table.h"

static const char *printed(const cc_cell *cell, cc_text *out) {
  cc_text_clear(out);
  cc_text_add(out, "");
  cc_cell_print(cell, out);
  return out->data;
}

static void start(cc_table *table) {
  cc_table_start(table, "Contract sum");
  cc_table_column(table, "Line", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "2020/21", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "Note", CC_ALIGN_LEFT, 0);
}

static void test_cells_print_rounded(void **state) {
  (void)state;
  cc_table table;
  cc_text out = {0};
  start(&table);
  cc_table_row_start(&table, CC_ROW_PLAIN, "Total", "GBP");
  cc_table_millions(&table, 201100000, 1);
  cc_table_row_start(&table, CC_ROW_PLAIN, "UASC grant", "GBP");
  cc_table_millions(&table, -1988690, 1);
  cc_table_row_start(&table, CC_ROW_PLAIN, "Children", "children");
  cc_table_count(&table, 2317.4, 0);
  cc_table_row_start(&table, CC_ROW_PLAIN, "First month above", "month");
  cc_table_month(&table, 2021 * 12 + 9);
  assert_false(table.failed);
  assert_string_equal(printed(&table.rows[0].cells[1], &out), "201.1");
  assert_string_equal(printed(&table.rows[1].cells[1], &out), "(2.0)");
  assert_string_equal(printed(&table.rows[2].cells[1], &out), "2,317");
  assert_string_equal(printed(&table.rows[3].cells[1], &out), "2021-10");
  assert_string_equal(printed(&table.rows[3].cells[2], &out), "");
  assert_string_equal(table.rows[0].unit, "GBP");
  assert_true(table.rows[1].cells[1].number == -1988690);
  cc_text_free(&out);
  cc_table_free(&table);
}

static void test_no_figure_is_an_empty_cell(void **state) {
  (void)state;
  cc_table table;
  start(&table);
  cc_table_row_start(&table, CC_ROW_PLAIN, "a", "");
  cc_table_count(&table, (double)NAN, 0);
  cc_table_row_start(&table, CC_ROW_PLAIN, "b", "");
  cc_table_month(&table, -1);
  cc_table_row_start(&table, CC_ROW_PLAIN, "c", "");
  cc_table_month(&table, (double)NAN);
  for (int row = 0; row < 3; row++) {
    assert_int_equal(table.rows[row].cells[1].style, CC_CELL_EMPTY);
  }
  cc_table_free(&table);
}

static void test_nils_may_be_dashes(void **state) {
  (void)state;
  cc_table table;
  cc_text out = {0};
  start(&table);
  cc_table_row_start(&table, CC_ROW_PLAIN, "before", "");
  cc_table_count(&table, 0, 0);
  cc_table_dash_nils(&table);
  cc_table_row_start(&table, CC_ROW_PLAIN, "after", "");
  cc_table_millions(&table, -49999, 1);
  cc_table_count(&table, -0.5, 0);
  assert_string_equal(printed(&table.rows[0].cells[1], &out), "0");
  assert_string_equal(printed(&table.rows[1].cells[1], &out), "-");
  assert_string_equal(printed(&table.rows[1].cells[2], &out), "(1)");
  assert_true(table.rows[1].cells[1].number == -49999);
  cc_text_free(&out);
  cc_table_free(&table);
}

static void test_cells_beyond_the_last_column_are_dropped(void **state) {
  (void)state;
  cc_table table;
  start(&table);
  cc_table_row_start(&table, CC_ROW_TOTAL, "Total", "");
  for (int i = 0; i < 5; i++) {
    cc_table_text(&table, "x");
  }
  assert_int_equal(table.n_rows, 1);
  assert_string_equal(table.rows[0].cells[2].text, "x");
  assert_false(table.failed);
  cc_table_free(&table);
}

static void test_text_cannot_act_on_a_terminal(void **state) {
  (void)state;
  cc_table table;
  cc_table_start(&table, "%s", "two\nlines\tand \033[31mred");
  cc_table_note(&table, "%s", "C1 \xc2\x9b is two bytes, \xc2\xa3 stays, DEL \x7f goes");
  assert_string_equal(table.title, "two lines and ?[31mred");
  assert_string_equal(table.notes[0], "C1 ?? is two bytes, \xc2\xa3 stays, DEL ? goes");
  cc_table_free(&table);
}

static void test_text_of_its_own(void **state) {
  (void)state;
  cc_table table;
  cc_table_start(&table, "%s, %d", "Children", 2024);
  cc_table_column(&table, cc_table_print(&table, "P%g", 12.5), CC_ALIGN_RIGHT, 0);
  assert_string_equal(table.title, "Children, 2024");
  assert_string_equal(table.columns[0].heading, "P12.5");
  assert_string_equal(cc_table_print(&table, "a\033%s", "b"), "a?b");
  cc_table_free(&table);
}

static void test_grows_past_any_first_guess(void **state) {
  (void)state;
  cc_table table;
  start(&table);
  for (int i = 0; i < 100; i++) {
    cc_table_note(&table, "note %d", i);
    cc_table_row_start(&table, CC_ROW_PLAIN, "row", "");
    cc_table_count(&table, i, 0);
  }
  assert_int_equal(table.n_rows, 100);
  assert_int_equal(table.n_notes, 100);
  assert_true(table.rows[99].cells[1].number == 99);
  assert_true(table.rows[7].cells[1].number == 7);
  assert_string_equal(table.notes[8], "note 8");
  cc_table_free(&table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_cells_print_rounded),
      cmocka_unit_test(test_no_figure_is_an_empty_cell),
      cmocka_unit_test(test_nils_may_be_dashes),
      cmocka_unit_test(test_cells_beyond_the_last_column_are_dropped),
      cmocka_unit_test(test_text_cannot_act_on_a_terminal),
      cmocka_unit_test(test_text_of_its_own),
      cmocka_unit_test(test_grows_past_any_first_guess),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
