/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A 2 x 2 table with given margins and odds ratio has a closed form; larger ones are known by what
 * they must keep: margins, zeros, and the odds ratios of the pattern. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "numeric/fit.h"

static void cc_assert_near(double value, double expected, double tolerance) {
  if (!(fabs(value - expected) <= tolerance)) {
    fail_msg("%.17g is not %.17g within %g", value, expected, tolerance);
  }
}

/* x (total - r - c + x) = odds (r - x) (c - x) */
static void a_two_by_two_table_has_its_closed_form(void **state) {
  (void)state;
  const double rows[] = {40.0, 60.0}, cols[] = {70.0, 30.0};
  double table[] = {1.0, 2.0, 3.0, 1.0};
  double odds = 1.0 / 6.0, total = 100.0;
  double a = 1.0 - odds, b = total - rows[0] - cols[0] + odds * (rows[0] + cols[0]);
  double c = -odds * rows[0] * cols[0];
  double x = (-b + sqrt(b * b - 4.0 * a * c)) / (2.0 * a);
  assert_true(cc_fit_margins(2, 2, rows, cols, table, 1000, 1e-14) > 0);
  cc_assert_near(table[0], x, 1e-10);
  cc_assert_near(table[1], 40.0 - x, 1e-10);
  cc_assert_near(table[2], 70.0 - x, 1e-10);
  cc_assert_near(table[3], x - 10.0, 1e-10);
}

static void an_even_pattern_is_done_in_one_round(void **state) {
  (void)state;
  const double rows[] = {10.0, 30.0, 60.0}, cols[] = {25.0, 75.0};
  double table[] = {7.0, 7.0, 7.0, 7.0, 7.0, 7.0};
  assert_int_equal(cc_fit_margins(3, 2, rows, cols, table, 10, 1e-12), 1);
  for (int i = 0; i < 6; i++) {
    cc_assert_near(table[i], rows[i / 2] * cols[i % 2] / 100.0, 1e-12);
  }
}

static void margins_and_odds_are_kept(void **state) {
  (void)state;
  const double rows[] = {150.0, 300.0, 400.0, 150.0}, cols[] = {200.0, 300.0, 400.0, 100.0};
  const double pattern[] = {40.0, 30.0, 20.0, 10.0,  35.0, 50.0, 100.0, 75.0,
                            30.0, 80.0, 70.0, 120.0, 20.0, 30.0, 40.0,  50.0};
  double table[16];
  memcpy(table, pattern, sizeof table);
  assert_true(cc_fit_margins(4, 4, rows, cols, table, 1000, 1e-13) > 0);
  for (int i = 0; i < 4; i++) {
    double row = 0.0, col = 0.0;
    for (int j = 0; j < 4; j++) {
      row += table[i * 4 + j];
      col += table[j * 4 + i];
    }
    cc_assert_near(row, rows[i], 1e-9);
    cc_assert_near(col, cols[i], 1e-9);
  }
  for (int i = 1; i < 4; i++) {
    for (int j = 1; j < 4; j++) {
      double odds = table[0] * table[i * 4 + j] / (table[j] * table[i * 4]);
      double before = pattern[0] * pattern[i * 4 + j] / (pattern[j] * pattern[i * 4]);
      cc_assert_near(odds, before, 1e-11 * before);
    }
  }
}

static void zeros_stay_and_zero_totals_are_met(void **state) {
  (void)state;
  const double rows[] = {10.0, 0.0, 20.0}, cols[] = {12.0, 18.0, 0.0};
  double table[] = {1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0};
  assert_true(cc_fit_margins(3, 3, rows, cols, table, 1000, 1e-12) > 0);
  const double expected[] = {10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 18.0, 0.0};
  for (int i = 0; i < 9; i++) {
    cc_assert_near(table[i], expected[i], 1e-9);
  }
  const double none[] = {0.0, 0.0};
  double empty[] = {1.0, 1.0, 1.0, 1.0};
  assert_int_equal(cc_fit_margins(2, 2, none, none, empty, 10, 1e-12), 1);
  assert_true(empty[0] == 0.0 && empty[3] == 0.0);
}

static void what_cannot_be_met_is_refused(void **state) {
  (void)state;
  const double rows[] = {10.0, 20.0}, cols[] = {15.0, 15.0}, more[] = {15.0, 16.0};
  double diagonal[] = {1.0, 0.0, 0.0, 1.0}; /* would need rows and columns alike */
  assert_int_equal(cc_fit_margins(2, 2, rows, cols, diagonal, 100, 1e-9), -1);
  double empty_row[] = {0.0, 0.0, 1.0, 1.0};
  assert_int_equal(cc_fit_margins(2, 2, rows, cols, empty_row, 100, 1e-9), -1);
  double empty_col[] = {0.0, 1.0, 0.0, 1.0};
  assert_int_equal(cc_fit_margins(2, 2, rows, cols, empty_col, 100, 1e-9), -1);
  double full[] = {1.0, 1.0, 1.0, 1.0};
  assert_int_equal(cc_fit_margins(2, 2, rows, more, full, 100, 1e-9), -1);
  double skew[] = {1.0, 2.0, 3.0, 4.0};
  assert_int_equal(cc_fit_margins(2, 2, rows, cols, skew, 1, 1e-12), -1);
}

static void what_is_no_count_is_refused(void **state) {
  (void)state;
  const double good[] = {1.0, 1.0}, negative[] = {3.0, -1.0}, nothing[] = {NAN, 1.0};
  double table[] = {1.0, 1.0, 1.0, 1.0}, bad[] = {1.0, 1.0, 1.0, INFINITY};
  assert_int_equal(cc_fit_margins(2, 2, negative, good, table, 10, 1e-9), -1);
  assert_int_equal(cc_fit_margins(2, 2, good, nothing, table, 10, 1e-9), -1);
  assert_int_equal(cc_fit_margins(2, 2, good, good, bad, 10, 1e-9), -1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_two_by_two_table_has_its_closed_form),
      cmocka_unit_test(an_even_pattern_is_done_in_one_round),
      cmocka_unit_test(margins_and_odds_are_kept),
      cmocka_unit_test(zeros_stay_and_zero_totals_are_met),
      cmocka_unit_test(what_cannot_be_met_is_refused),
      cmocka_unit_test(what_is_no_count_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
