/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lines and groups of lines: names, order and amounts, by hand. */
#include "model/line.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/money_fixture.h"

static void test_amount_counts_in_its_years(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 5);
  cc_line line = cc_fixture_line(&f, "line", 100, 1, 3);
  line.delivery = cc_fixture_constant(&f, 0.9);
  cc_fixture_finish(&f);
  cc_series_set set = cc_fixture_expand(&f);
  const double expected[] = {0, 90, 90, 90, 0};
  for (int y = 0; y < 5; y++) {
    cc_assert_near(cc_line_amount(&set, &line, y), expected[y], CC_TINY);
  }
  cc_fixture_free(&f);
}

static void test_amount_follows_its_parameter(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 3);
  cc_line line = cc_fixture_line(&f, "line", 0, 0, 2);
  line.amount = cc_fixture_yearly(&f, 3, (double[]){10, 20, 30});
  cc_fixture_finish(&f);
  cc_series_set set = cc_fixture_expand(&f);
  for (int y = 0; y < 3; y++) {
    cc_assert_near(cc_line_amount(&set, &line, y), 10 * (y + 1), CC_TINY);
  }
  cc_fixture_free(&f);
}

static void assert_row(const cc_row_list *rows, int row, const char *measure, const char *title) {
  assert_in_range(row, 0, rows->count - 1);
  assert_string_equal(rows->items[row].measure, measure);
  assert_string_equal(rows->items[row].title, title);
  assert_string_equal(rows->items[row].unit, "GBP");
  assert_string_equal(rows->items[row].placement, "");
}

static void test_groups(void **state) {
  (void)state;
  static cc_plan_fixture f;
  cc_fixture_init(&f, 1);
  cc_line a[] = {cc_fixture_line(&f, "x", 4, 0, 0), cc_fixture_line(&f, "y", 3, 0, 0)};
  cc_line b[] = {cc_fixture_line(&f, "z", 2, 0, 0)};
  const cc_line_group groups[] = {{"a", "Group A", 2, a}, {"b", "Group B", 1, b}};
  cc_fixture_finish(&f);
  cc_row_block block = {&f.plan, &f.plan.rows.annual, &f.arena, false};
  int first = cc_block_of_groups(&block, "list", "sum", 2, groups);
  assert_int_equal(cc_block_of_groups(&block, "list", "sum", 0, NULL), CC_ABSENT);
  const cc_row_list *rows = &f.plan.rows.annual;
  assert_int_equal(rows->count, 5);
  assert_row(rows, first, "list.a.x", "x");
  assert_row(rows, first + 1, "list.a.y", "y");
  assert_row(rows, first + 2, "sum.a", "Group A");
  assert_row(rows, first + 3, "list.b.z", "z");
  assert_row(rows, first + 4, "sum.b", "Group B");
  cc_results_free(f.results); /* made again, with room for the rows just added */
  assert_int_equal(cc_results_create(&f.plan, &f.results), CC_OK);
  cc_series_set set = cc_fixture_expand(&f);
  double all = cc_fill_groups(&f.plan, &set, first, 2, groups, cc_line_amount, -1, 0, f.results);
  cc_assert_near(all, -9, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "list.a.x", 0), -4, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "sum.a", 0), -7, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "list.b.z", 0), -2, CC_TINY);
  cc_assert_near(cc_fixture_annual(&f, "sum.b", 0), -2, CC_TINY);
  cc_fixture_free(&f);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_amount_counts_in_its_years),
      cmocka_unit_test(test_amount_follows_its_parameter),
      cmocka_unit_test(test_groups),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
