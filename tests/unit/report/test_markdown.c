/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Markdown, against text written by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/format.h"

static void test_a_table(void **state) {
  (void)state;
  cc_table table;
  cc_text out = {0};
  cc_table_start(&table, "Contract sum");
  cc_table_note(&table, "%s", "\xc2\xa3m");
  cc_table_note(&table, "%s", "nominal");
  cc_table_column(&table, "Line", CC_ALIGN_LEFT, 0);
  cc_table_column(&table, "2020/21", CC_ALIGN_RIGHT, 0);
  cc_table_section(&table, "Adjustments");
  cc_table_row_start(&table, CC_ROW_PLAIN, "a|b *c* <d>", "GBP");
  cc_table_millions(&table, -2e6, 1);
  cc_table_row_start(&table, CC_ROW_TOTAL, "Total", "GBP");
  cc_table_millions(&table, 201.1e6, 1);
  cc_print_markdown(&table, 1, &out);
  assert_string_equal(out.data, "### Contract sum\n"
                                "\n"
                                "\xc2\xa3m  \n"
                                "nominal\n"
                                "\n"
                                "| Line | 2020/21 |\n"
                                "|:---|---:|\n"
                                "| **Adjustments** | |\n"
                                "| a\\|b \\*c\\* \\<d\\> | (2.0) |\n"
                                "| **Total** | **201.1** |\n");
  cc_text_free(&out);
  cc_table_free(&table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_a_table),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
