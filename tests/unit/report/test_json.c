/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JSON, read back by jansson: another's parser says whether it is JSON and what it holds. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <jansson.h>
#include <cmocka.h>

#include "report/format.h"

static json_t *parse(const cc_text *out) {
  json_error_t error;
  json_t *root = json_loads(out->data, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &error);
  if (root == NULL) {
    fail_msg("%s at line %d: %s", error.text, error.line, out->data);
  }
  return root;
}

static void assert_string(const char *text, const char *expected) {
  cc_text out = {0};
  cc_json_string(&out, text);
  json_t *root = parse(&out);
  assert_string_equal(json_string_value(root), expected);
  json_decref(root);
  cc_text_free(&out);
}

static void test_strings_read_back(void **state) {
  (void)state;
  assert_string("", "");
  assert_string("plain \xc2\xa3 \xe2\x82\xac \xf0\x9f\x91\xb6",
                "plain \xc2\xa3 \xe2\x82\xac \xf0\x9f\x91\xb6");
  assert_string("\"quoted\" \\ back/", "\"quoted\" \\ back/");
  assert_string("tab\tline\nbell\a\x7f", "tab\tline\nbell\a\x7f");
}

static void test_bytes_that_are_not_utf8_are_replaced(void **state) {
  (void)state;
  const char *replacement = "\xef\xbf\xbd";
  assert_string("\xff", replacement);
  assert_string("\xc3(", "\xef\xbf\xbd(");
  assert_string("\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd");
  assert_string("\xc0\xaf", "\xef\xbf\xbd\xef\xbf\xbd");                 /* overlong / */
  assert_string("\xe0\x80\xaf", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"); /* overlong / */
  assert_string("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"); /* surrogate */
  assert_string("\xf4\x90\x80\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void test_numbers_and_their_absence(void **state) {
  (void)state;
  cc_text out = {0};
  cc_json_number(&out, 0.1);
  cc_text_add(&out, " ");
  cc_json_number(&out, (double)NAN);
  cc_text_add(&out, " ");
  cc_json_number(&out, -(double)INFINITY);
  assert_string_equal(out.data, "0.1 null null");
  cc_text_free(&out);
}

static void fill(cc_table *table) {
  cc_table_start(table, "Contract \"sum\"");
  cc_table_note(table, "%s", "GBP, nominal");
  cc_table_column(table, "", CC_ALIGN_LEFT, 0);
  cc_table_column(table, "2020/21", CC_ALIGN_RIGHT, 0);
  cc_table_column(table, "2021/22", CC_ALIGN_RIGHT, 0);
  cc_table_section(table, "Adjustments");
  cc_table_row_start(table, CC_ROW_PLAIN, "UASC", "GBP");
  cc_table_millions(table, -1988690.25, 1);
  cc_table_row_start(table, CC_ROW_TOTAL, "First month", "month");
  cc_table_month(table, 2021 * 12 + 9);
  cc_table_text(table, "never");
}

static void test_tables_read_back_in_full_precision(void **state) {
  (void)state;
  cc_table table;
  cc_text out = {0};
  fill(&table);
  cc_print_json(&table, 1, &out);
  json_t *root = parse(&out);
  const char *title = NULL, *note = NULL, *section = NULL, *unit = NULL, *kind = NULL;
  const char *column = NULL, *month = NULL, *never = NULL;
  double value = 0;
  json_t *nothing = NULL;
  int got = json_unpack(
      root, "{s:[{s:s, s:[s], s:[s,*], s:[{s:s, s:s, s:[f,o]}, {s:s, s:[s,s], *}]}]}", "tables",
      "title", &title, "notes", &note, "columns", &column, "rows", "section", &section, "unit",
      &unit, "values", &value, &nothing, "kind", &kind, "values", &month, &never);
  assert_int_equal(got, 0);
  assert_string_equal(title, "Contract \"sum\"");
  assert_string_equal(note, "GBP, nominal");
  assert_string_equal(column, "2020/21");
  assert_string_equal(section, "Adjustments");
  assert_string_equal(unit, "GBP");
  assert_true(value == -1988690.25);
  assert_true(json_is_null(nothing));
  assert_string_equal(kind, "total");
  assert_string_equal(month, "2021-10");
  assert_string_equal(never, "never");
  json_decref(root);
  cc_text_free(&out);
  cc_table_free(&table);
}

static void test_several_tables_and_none(void **state) {
  (void)state;
  cc_table tables[2];
  cc_text out = {0};
  fill(&tables[0]);
  fill(&tables[1]);
  for (int count = 0; count <= 2; count++) {
    cc_text_clear(&out);
    cc_print_json(tables, count, &out);
    json_t *root = parse(&out);
    assert_int_equal(json_array_size(json_object_get(root, "tables")), count);
    json_decref(root);
  }
  cc_text_free(&out);
  cc_table_free(&tables[0]);
  cc_table_free(&tables[1]);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_strings_read_back),
      cmocka_unit_test(test_bytes_that_are_not_utf8_are_replaced),
      cmocka_unit_test(test_numbers_and_their_absence),
      cmocka_unit_test(test_tables_read_back_in_full_precision),
      cmocka_unit_test(test_several_tables_and_none),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
