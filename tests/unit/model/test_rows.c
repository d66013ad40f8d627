/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows are numbered as they are added and found by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/plan.h"
#include "model/rows.h"

static void numbers_rows_as_they_come(void **state) {
  (void)state;
  cc_arena arena = {NULL};
  cc_row_list list = {NULL, 0, 0};
  for (int i = 0; i < 1000; i++) {
    cc_row row = {cc_arena_print(&arena, "row.%d", i), "", "Row", "GBP", CC_SUM, CC_MEMO};
    assert_int_equal(cc_row_add(&list, &arena, row), i);
  }
  assert_int_equal(list.count, 1000);
  assert_int_equal(cc_row_find(&list, "row.0", NULL), 0);
  assert_int_equal(cc_row_find(&list, "row.999", NULL), 999);
  assert_int_equal(cc_row_find(&list, "row.1000", NULL), CC_ABSENT);
  cc_arena_free(&arena);
}

static void finds_by_placement_where_one_is_asked_for(void **state) {
  (void)state;
  cc_arena arena = {NULL};
  cc_row_list list = {NULL, 0, 0};
  cc_row_add(&list, &arena, (cc_row){"entries", "home", "Entries", "children", CC_SUM, CC_MEMO});
  cc_row_add(&list, &arena, (cc_row){"entries", "foster", "Entries", "children", CC_SUM, CC_MEMO});
  assert_int_equal(cc_row_find(&list, "entries", NULL), 0);
  assert_int_equal(cc_row_find(&list, "entries", "foster"), 1);
  assert_int_equal(cc_row_find(&list, "entries", "kin"), CC_ABSENT);
  cc_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(numbers_rows_as_they_come),
      cmocka_unit_test(finds_by_placement_where_one_is_asked_for),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
