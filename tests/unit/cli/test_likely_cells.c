/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How many digits a figure with a Monte Carlo error is shown with. Expected: the last digit stands
 * for the power of ten between a fifth of the error and twice it, or for the least of its unit. */
#include "cli/likely_cells.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void expect_cell(cc_table *table, const char *expected) {
  cc_text out = {0};
  cc_text_add(&out, "");
  cc_cell_print(&table->rows[table->n_rows - 1].cells[1], &out);
  assert_string_equal(out.data, expected);
  cc_text_free(&out);
}

static void start(cc_table *table) {
  *table = (cc_table){0};
  cc_table_start(table, "T");
  cc_table_column(table, "", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "A", CC_ALIGN_RIGHT, 0);
}

static void expect_likely(const char *unit, double value, double error, const char *expected) {
  cc_table table;
  start(&table);
  cc_table_row_start(&table, CC_ROW_PLAIN, "row", unit);
  cc_likely_cell(&table, unit, true, value, error);
  expect_cell(&table, expected);
  cc_table_free(&table);
}

static void test_children(void **state) {
  (void)state;
  expect_likely("children", 2081.4, 0, "2,081");
  expect_likely("children", 2081.4, 0.4, "2,081");
  expect_likely("children", 2081.4, 4.9, "2,081");
  expect_likely("children", 2081.4, 5.0, "2,080"); /* twice it is ten */
  expect_likely("children", 2081.4, 49, "2,080");
  expect_likely("children", 2081.4, 50, "2,100");
  expect_likely("children", -14.6, 0, "(15)");
  expect_likely("per 10,000", 68.26, 0.02, "68.3");
  expect_likely("per 10,000", 68.26, 0.6, "68");
  expect_likely("FTE", 30.44, 0, "30.4");
  expect_likely("care leavers", 812.6, 0.1, "813");
}

static void test_money(void **state) {
  (void)state;
  expect_likely("GBP", 201.14e6, 0, "201.1");
  expect_likely("GBP", 201.14e6, 0.49e6, "201.1");
  expect_likely("GBP", 201.14e6, 0.5e6, "201");
  expect_likely("GBP", 201.14e6, 5.1e6, "200");
  expect_likely("GBP", -2.46e6, 0.06e6, "(2.5)");
}

static void test_shares(void **state) {
  (void)state;
  static const struct {
    double share, error;
    const char *expected;
  } cases[] = {{0.3085, 0.003, "31"}, {0.3085, 0.06, "30"}, {1, 0, "100"}, {(double)NAN, 0, ""}};
  for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
    cc_table table;
    start(&table);
    cc_table_row_start(&table, CC_ROW_PLAIN, "row", "per cent");
    cc_percent_cell(&table, true, cases[i].share, cases[i].error);
    expect_cell(&table, cases[i].expected);
    cc_table_free(&table);
  }
}

/* What is not for reading has every digit, and an error has one more than its figure. */
static void test_figures_for_machines(void **state) {
  (void)state;
  cc_table table;
  start(&table);
  cc_table_row_start(&table, CC_ROW_PLAIN, "row", "GBP");
  cc_likely_cell(&table, "GBP", false, 201141593.0, 5e6);
  assert_true(table.rows[0].cells[1].number == 201141593.0);
  cc_table_row_start(&table, CC_ROW_PLAIN, "row", "per cent");
  cc_percent_cell(&table, false, 0.25, 0.2);
  assert_true(table.rows[1].cells[1].number == 25.0);
  cc_table_row_start(&table, CC_ROW_PLAIN, "row", "GBP");
  cc_error_cell(&table, "GBP", 123456.0);
  expect_cell(&table, "0.12");
  cc_table_row_start(&table, CC_ROW_PLAIN, "row", "children");
  cc_error_cell(&table, "children", 1.26);
  expect_cell(&table, "1.3");
  cc_table_free(&table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_children),
      cmocka_unit_test(test_money),
      cmocka_unit_test(test_shares),
      cmocka_unit_test(test_figures_for_machines),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
