/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of rows are consecutive, and named after their placements and bands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/row_block.h"
#include "support/plan_fixture.h"

static void names_rows_after_placements_and_bands(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_row_list list = {NULL, 0, 0};
  cc_fixture_init(&f, 1);
  cc_fixture_bands(&f, 2, (int[]){0, 120});
  cc_fixture_placement(&f, "home");
  cc_fixture_placement(&f, "foster");
  cc_row_block block = {&f.plan, &list, &f.arena, false};
  assert_int_equal(cc_block_single(&block, "total", "Total", "children", CC_AT_END), 0);
  assert_int_equal(cc_block_of_placements(&block, "entries", "Entries", "children", CC_SUM), 1);
  assert_int_equal(cc_block_by_placement(&block, "stock", "Stock", "children", CC_AT_END), 3);
  assert_int_equal(cc_block_by_band(&block, "band", "Stock", "children", CC_AT_END), 5);
  assert_int_equal(list.count, 7);
  assert_string_equal(list.items[2].measure, "entries");
  assert_string_equal(list.items[2].placement, "foster");
  assert_string_equal(list.items[4].measure, "stock.foster");
  assert_string_equal(list.items[4].placement, "foster");
  assert_string_equal(list.items[4].title, "Stock: foster");
  assert_string_equal(list.items[6].measure, "band.band_1");
  assert_string_equal(list.items[6].placement, "");
  assert_int_equal(cc_block_status(&block, &block), CC_OK);
  cc_fixture_free(&f);
}

/* A NULL text is what the arena gives when memory is out. */
static void stays_failed_once_memory_was_out(void **state) {
  (void)state;
  cc_plan_fixture f;
  cc_row_list list = {NULL, 0, 0};
  cc_fixture_init(&f, 1);
  cc_fixture_placement(&f, "home");
  cc_row_block failed = {&f.plan, &list, &f.arena, false}, fine = failed;
  assert_int_equal(cc_block_single(&failed, NULL, "Total", "children", CC_SUM), CC_ABSENT);
  assert_int_equal(cc_block_single(&failed, "total", "Total", "children", CC_SUM), CC_ABSENT);
  assert_int_equal(cc_block_of_placements(&failed, "a", "A", "GBP", CC_SUM), CC_ABSENT);
  assert_int_equal(cc_block_by_placement(&failed, "a", "A", "GBP", CC_SUM), CC_ABSENT);
  assert_int_equal(cc_block_by_band(&failed, "a", "A", "GBP", CC_SUM), CC_ABSENT);
  assert_int_equal(list.count, 0);
  assert_int_equal(cc_block_status(&fine, &failed), CC_NO_MEMORY);
  assert_int_equal(cc_block_status(&failed, &fine), CC_NO_MEMORY);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(names_rows_after_placements_and_bands),
      cmocka_unit_test(stays_failed_once_memory_was_out),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
