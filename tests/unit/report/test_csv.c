/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Comma-separated values: quoting as RFC 4180 has it, formulas disarmed, full precision. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/format.h"

static void assert_field(const char *text, const char *expected) {
  cc_text out = {0};
  cc_csv_field(&out, text);
  assert_string_equal(out.data, expected);
  cc_text_free(&out);
}

static void test_fields_are_quoted_where_they_must_be(void **state) {
  (void)state;
  assert_field("plain text", "plain text");
  assert_field("", "");
  assert_field("a,b", "\"a,b\"");
  assert_field("say \"so\"", "\"say \"\"so\"\"\"");
  assert_field("two\nlines", "\"two\nlines\"");
}

static void test_formulas_are_disarmed_and_numbers_are_not(void **state) {
  (void)state;
  assert_field("=1+1", "\"'=1+1\"");
  assert_field("+cmd", "\"'+cmd\"");
  assert_field("- UASC Grant", "\"'- UASC Grant\"");
  assert_field("@SUM(A1)", "\"'@SUM(A1)\"");
  assert_field("\t=1", "\"'\t=1\"");
  assert_field("-", "\"'-\"");
  assert_field("-4.0", "-4.0");
  assert_field("+2", "+2");
  assert_field("(2.0)", "(2.0)");
}

static void test_rows_stand_on_their_own(void **state) {
  (void)state;
  cc_table tables[2];
  cc_text out = {0};
  cc_table_start(&tables[0], "Contract");
  cc_table_column(&tables[0], "", CC_ALIGN_LEFT, 0);
  cc_table_column(&tables[0], "2020/21", CC_ALIGN_RIGHT, 0);
  cc_table_section(&tables[0], "Adjustments");
  cc_table_row_start(&tables[0], CC_ROW_PLAIN, "UASC", "GBP");
  cc_table_millions(&tables[0], -1988690.25, 1);
  cc_table_start(&tables[1], "Caps");
  cc_table_column(&tables[1], "", CC_ALIGN_LEFT, 0);
  cc_table_column(&tables[1], "First", CC_ALIGN_RIGHT, 0);
  cc_table_row_start(&tables[1], CC_ROW_PLAIN, "2,200", "month");
  cc_table_month(&tables[1], 2021 * 12 + 9);
  cc_table_row_start(&tables[1], CC_ROW_PLAIN, "none", "");
  cc_print_csv(tables, 2, &out);
  assert_string_equal(out.data, "table,section,line,unit,2020/21\n"
                                "Contract,Adjustments,UASC,GBP,-1988690.25\n"
                                "\n"
                                "table,section,line,unit,First\n"
                                "Caps,,\"2,200\",month,2021-10\n"
                                "Caps,,none,,\n");
  cc_text_free(&out);
  cc_table_free(&tables[0]);
  cc_table_free(&tables[1]);
}

static void test_same_columns_share_a_header(void **state) {
  (void)state;
  cc_table tables[2];
  cc_text out = {0};
  for (int i = 0; i < 2; i++) {
    cc_table_start(&tables[i], i == 0 ? "A" : "B");
    cc_table_column(&tables[i], "name", CC_ALIGN_LEFT, 0);
    cc_table_column(&tables[i], "value", CC_ALIGN_RIGHT, 0);
    cc_table_row_start(&tables[i], CC_ROW_PLAIN, "x", "");
    cc_table_count(&tables[i], 1.0 / 3.0, 0);
  }
  cc_print_csv(tables, 2, &out);
  assert_string_equal(out.data, "table,section,name,value\n"
                                "A,,x,0.3333333333333333\n"
                                "B,,x,0.3333333333333333\n");
  cc_text_clear(&out);
  cc_print_csv(tables, 1, &out);
  assert_string_equal(out.data, "table,section,name,value\nA,,x,0.3333333333333333\n");
  cc_text_free(&out);
  cc_table_free(&tables[0]);
  cc_table_free(&tables[1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_fields_are_quoted_where_they_must_be),
      cmocka_unit_test(test_formulas_are_disarmed_and_numbers_are_not),
      cmocka_unit_test(test_rows_stand_on_their_own),
      cmocka_unit_test(test_same_columns_share_a_header),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
