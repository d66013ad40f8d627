/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each format by its name does what its own function does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "report/format.h"

static void test_each_name_is_its_format(void **state) {
  (void)state;
  static const char *const begins[CC_FORMAT_COUNT] = {"T\n", "table,section,name\n", "{\n",
                                                      "### T\n"};
  static const char *const names[CC_FORMAT_COUNT] = {"table", "csv", "json", "markdown"};
  const cc_text_style style = {0};
  cc_table table;
  cc_table_start(&table, "T");
  cc_table_column(&table, "name", CC_ALIGN_LEFT, 0);
  for (int format = 0; format < CC_FORMAT_COUNT; format++) {
    cc_text out = {0};
    cc_print_tables(&table, 1, (cc_format)format, &style, &out);
    assert_string_equal(cc_format_names[format], names[format]);
    assert_memory_equal(out.data, begins[format], strlen(begins[format]));
    cc_text_free(&out);
  }
  cc_table_free(&table);
}

static void test_a_table_that_lost_something_is_not_printed_as_whole(void **state) {
  (void)state;
  const cc_text_style style = {0};
  cc_table table;
  cc_table_start(&table, "T");
  cc_table_column(&table, "name", CC_ALIGN_LEFT, 0);
  table.failed = true;
  for (int format = 0; format < CC_FORMAT_COUNT; format++) {
    cc_text out = {0};
    cc_print_tables(&table, 1, (cc_format)format, &style, &out);
    assert_true(out.failed);
    cc_text_free(&out);
  }
  cc_table_free(&table);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_each_name_is_its_format),
      cmocka_unit_test(test_a_table_that_lost_something_is_not_printed_as_whole),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
