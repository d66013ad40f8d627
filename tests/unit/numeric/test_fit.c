/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A 2 x 2 table with given margins and odds ratio has a closed form, and one with a zero has no
 * choice; larger ones are known by what they must keep: margins, zeros, and the odds ratios of the
 * pattern. Second methods are iterative proportional fitting, round after round, and a flow of
 * whole children from rows to columns. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
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

static void assert_table(const double *table, const double *expected, int n, double tolerance) {
  for (int i = 0; i < n; i++) {
    cc_assert_near(table[i], expected[i], tolerance);
  }
}

/* ---- tables that exist ----------------------------------------------------------------------- */

/* x (total - r - c + x) = odds (r - x) (c - x) */
static void a_two_by_two_table_has_its_closed_form(void **state) {
  (void)state;
  const double rows[] = {40.0, 60.0}, cols[] = {70.0, 30.0};
  double table[] = {1.0, 2.0, 3.0, 1.0};
  double odds = 1.0 / 6.0, total = 100.0;
  double a = 1.0 - odds, b = total - rows[0] - cols[0] + odds * (rows[0] + cols[0]);
  double c = -odds * rows[0] * cols[0];
  double x = (-b + sqrt(b * b - 4.0 * a * c)) / (2.0 * a);
  cc_assert_near(cc_fit_margins(2, 2, rows, cols, table), 0.0, 1e-12);
  cc_assert_near(table[0], x, 1e-10);
  cc_assert_near(table[1], 40.0 - x, 1e-10);
  cc_assert_near(table[2], 70.0 - x, 1e-10);
  cc_assert_near(table[3], x - 10.0, 1e-10);
}

static void an_even_pattern_makes_margins_independent(void **state) {
  (void)state;
  const double rows[] = {10.0, 30.0, 60.0}, cols[] = {25.0, 75.0};
  double table[] = {7.0, 7.0, 7.0, 7.0, 7.0, 7.0};
  cc_assert_near(cc_fit_margins(3, 2, rows, cols, table), 0.0, 1e-12);
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
  cc_assert_near(cc_fit_margins(4, 4, rows, cols, table), 0.0, 1e-9);
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
  cc_assert_near(cc_fit_margins(3, 3, rows, cols, table), 0.0, 1e-12);
  const double expected[] = {10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 18.0, 0.0};
  for (int i = 0; i < 9; i++) {
    cc_assert_near(table[i], expected[i], 1e-9);
  }
  const double none[] = {0.0, 0.0};
  double empty[] = {1.0, 1.0, 1.0, 1.0};
  cc_assert_near(cc_fit_margins(2, 2, none, none, empty), 0.0, 0.0);
  assert_true(empty[0] == 0.0 && empty[3] == 0.0);
}

/* 40 and 80 for 60 in all are 20 and 40. */
static void rows_are_scaled_to_the_columns(void **state) {
  (void)state;
  const double rows[] = {40.0, 80.0}, cols[] = {45.0, 15.0};
  double table[] = {1.0, 1.0, 1.0, 1.0};
  cc_assert_near(cc_fit_margins(2, 2, rows, cols, table), 0.0, 1e-12);
  assert_table(table, (double[]){15.0, 5.0, 30.0, 10.0}, 4, 1e-12);
}

/* ---- at the border --------------------------------------------------------------------------- */

/* A zero leaves no choice: x01 = r0 - c0, however little that is, and none of it at all. */
static void little_is_fitted_as_well_as_much(void **state) {
  (void)state;
  static const double left[] = {10.0, 1e-3, 1e-6, 1e-8, 0.0};
  for (int i = 0; i < 5; i++) {
    const double rows[] = {50.0, 50.0}, cols[] = {50.0 - left[i], 50.0 + left[i]};
    double table[] = {3.0, 1.0, 0.0, 2.0};
    cc_assert_near(cc_fit_margins(2, 2, rows, cols, table), 0.0, 1e-10);
    assert_table(table, (double[]){50.0 - left[i], left[i], 0.0, 50.0}, 4, 1e-10);
  }
}

/* The first row has only the first column, so that the second row has only the second, ... */
static void one_zero_makes_another(void **state) {
  (void)state;
  const double rows[] = {30.0, 40.0, 25.0, 5.0}, cols[] = {30.0, 40.0, 30.0};
  double table[] = {1.0, 0.0, 0.0, 2.0, 5.0, 0.0, 9.0, 4.0, 1.0, 0.1, 0.1, 0.1};
  const double expected[] = {30.0, 0.0, 0.0, 0.0, 40.0, 0.0, 0.0, 0.0, 25.0, 0.0, 0.0, 5.0};
  cc_assert_near(cc_fit_margins(4, 3, rows, cols, table), 0.0, 1e-12);
  assert_table(table, expected, 12, 1e-12);
}

/* Within 1e-6 of all: thirds with four decimals, and a band that is all in one placement, of which
 * there are 0.00003 children too few. Columns are met. */
static void rounded_margins_are_margins(void **state) {
  (void)state;
  const double halves[] = {50.0, 50.0}, thirds[] = {33.3333, 33.3333, 33.3333};
  double table[] = {1.0, 1.0, 1.0, 1.0, 1.0, 1.0};
  cc_assert_near(cc_fit_margins(2, 3, halves, thirds, table), 0.0, 1e-12);
  cc_assert_near(table[0], 33.3333 / 2.0, 1e-12);
  const double rows[] = {33.33330, 66.6667}, cols[] = {33.33333, 66.66667};
  double all_in_one[] = {1.0, 1.0, 0.0, 1.0};
  cc_assert_near(cc_fit_margins(2, 2, rows, cols, all_in_one), 0.0, cc_fit_tolerance(100.0));
  assert_int_equal(cc_fit_find_shortage(2, 2, rows, cols, all_in_one).cols, 0);
  assert_table(all_in_one, (double[]){33.33333, 0.0, 0.0, 66.66667}, 4, 1e-12);
}

/* ---- second methods -------------------------------------------------------------------------- */

enum { ROWS = 6, COLS = 5, MANY = 400 };

static unsigned next_random(unsigned *state) {
  *state = *state * 1664525u + 1013904223u;
  return *state >> 16;
}

/* Whole margins with the same sum, and weights of which half are zero; every column has one. */
static void make_case(unsigned *state, double *rows, double *cols, double *pattern) {
  memset(rows, 0, ROWS * sizeof *rows);
  memset(cols, 0, COLS * sizeof *cols);
  for (int child = 0; child < 40; child++) {
    rows[next_random(state) % ROWS] += 1.0;
    cols[next_random(state) % COLS] += 1.0;
  }
  for (int i = 0; i < ROWS * COLS; i++) {
    unsigned number = next_random(state);
    pattern[i] = number % 2 == 0 && i % (COLS + 1) != 0 ? 0.0 : 0.1 + number % 97;
  }
}

/* Finds a way for one more child from a row to a column that has room, by moving others. */
static int find_way(const double *pattern, int row, double *room, double flow[ROWS][COLS],
                    unsigned *seen) {
  for (int j = 0; j < COLS; j++) {
    if (pattern[row * COLS + j] <= 0.0 || (*seen >> j & 1u) != 0) {
      continue;
    }
    *seen |= 1u << j;
    int found = room[j] > 0.0;
    room[j] -= found;
    for (int i = 0; i < ROWS && !found; i++) {
      if (flow[i][j] > 0.0 && find_way(pattern, i, room, flow, seen)) {
        flow[i][j] -= 1.0;
        found = 1;
      }
    }
    if (found) {
      flow[row][j] += 1.0;
      return 1;
    }
  }
  return 0;
}

static double most_that_flow(const double *rows, const double *cols, const double *pattern) {
  double room[COLS], flow[ROWS][COLS] = {{0.0}}, all = 0.0;
  memcpy(room, cols, sizeof room);
  for (int i = 0; i < ROWS; i++) {
    for (int child = 0; child < (int)rows[i]; child++) {
      unsigned seen = 0;
      all += find_way(pattern, i, room, flow, &seen);
    }
  }
  return all;
}

/* And where some do not, no more of them are in other rows than must be. */
static void a_table_exists_where_all_children_flow(void **state) {
  (void)state;
  double rows[ROWS], cols[COLS], pattern[ROWS * COLS], table[ROWS * COLS];
  unsigned random = 1;
  int exist = 0;
  for (int i = 0; i < MANY; i++) {
    make_case(&random, rows, cols, pattern);
    cc_fit_shortage found = cc_fit_find_shortage(ROWS, COLS, rows, cols, pattern);
    cc_assert_near(found.needed - found.there, 40.0 - most_that_flow(rows, cols, pattern), 1e-9);
    memcpy(table, pattern, sizeof table);
    double misplaced = cc_fit_margins(ROWS, COLS, rows, cols, table);
    cc_assert_near(misplaced, found.needed - found.there, 1e-9);
    exist += found.cols == 0;
  }
  assert_in_range(exist, MANY / 5, MANY * 4 / 5);
}

static void scale_plainly(const double *rows, const double *cols, double *table) {
  for (int i = 0; i < ROWS + COLS; i++) {
    int first = i < ROWS ? i * COLS : i - ROWS, step = i < ROWS ? 1 : COLS;
    int n = i < ROWS ? COLS : ROWS;
    double sum = 0.0;
    for (int k = 0; k < n; k++) {
      sum += table[first + k * step];
    }
    for (int k = 0; k < n && sum > 0.0; k++) {
      table[first + k * step] *= (i < ROWS ? rows[i] : cols[i - ROWS]) / sum;
    }
  }
}

static double rows_are_off(const double *rows, const double *table) {
  double off = 0.0;
  for (int i = 0; i < ROWS; i++) {
    double sum = 0.0;
    for (int j = 0; j < COLS; j++) {
      sum += table[i * COLS + j];
    }
    off = fmax(off, fabs(sum - rows[i]));
  }
  return off;
}

/* Scaling comes to the same table; where it has not come to one in 3,000 rounds, it is on its way
 * to zeros that it never reaches, and within 0.02 of them. */
static void the_table_is_that_of_scaling(void **state) {
  (void)state;
  double rows[ROWS], cols[COLS], pattern[ROWS * COLS], table[ROWS * COLS];
  unsigned random = 2;
  int inside = 0;
  for (int i = 0; i < MANY; i++) {
    make_case(&random, rows, cols, pattern);
    if (cc_fit_find_shortage(ROWS, COLS, rows, cols, pattern).cols != 0) {
      continue;
    }
    memcpy(table, pattern, sizeof table);
    cc_fit_margins(ROWS, COLS, rows, cols, table);
    for (int round = 0; round < 3000; round++) {
      scale_plainly(rows, cols, pattern);
    }
    bool there = rows_are_off(rows, pattern) < 1e-11;
    assert_table(table, pattern, ROWS * COLS, there ? 1e-8 : 0.02);
    inside += there;
  }
  assert_in_range(inside, MANY / 10, MANY);
}

/* ---- tables that do not exist ---------------------------------------------------------------- */

/* Columns are filled all the same: the second row's five too many go where they are needed. */
static void what_cannot_be_met_is_met_by_columns(void **state) {
  (void)state;
  const double rows[] = {10.0, 20.0}, cols[] = {15.0, 15.0}, none[] = {0.0, 0.0};
  double diagonal[] = {1.0, 0.0, 0.0, 1.0};
  cc_fit_shortage found = cc_fit_find_shortage(2, 2, rows, cols, diagonal);
  assert_int_equal(found.cols, 1);
  cc_assert_near(found.needed, 15.0, 0.0);
  cc_assert_near(found.there, 10.0, 0.0);
  cc_assert_near(cc_fit_margins(2, 2, rows, cols, diagonal), 5.0, 1e-12);
  assert_table(diagonal, (double[]){15.0, 0.0, 0.0, 15.0}, 4, 1e-12);
  double empty_col[] = {0.0, 1.0, 0.0, 1.0};
  assert_int_equal(cc_fit_find_shortage(2, 2, rows, cols, empty_col).cols, 1);
  cc_assert_near(cc_fit_margins(2, 2, rows, cols, empty_col), 0.0, 1e-12);
  assert_table(empty_col, (double[]){5.0, 5.0, 10.0, 10.0}, 4, 1e-12);
  double nobody[] = {1.0, 3.0, 1.0, 1.0};
  cc_assert_near(cc_fit_margins(2, 2, none, cols, nobody), 15.0, 1e-9);
  cc_assert_near(nobody[0] + nobody[2], 15.0, 1e-12);
  cc_assert_near(nobody[1] + nobody[3], 15.0, 1e-12);
}

static void what_is_no_count_is_refused(void **state) {
  (void)state;
  const double good[] = {1.0, 1.0}, negative[] = {3.0, -1.0}, nothing[] = {NAN, 1.0};
  double table[] = {1.0, 1.0, 1.0, 1.0}, bad[] = {1.0, 1.0, 1.0, INFINITY};
  assert_true(isnan(cc_fit_margins(2, 2, negative, good, table)));
  assert_true(isnan(cc_fit_margins(2, 2, good, nothing, table)));
  assert_true(isnan(cc_fit_margins(2, 2, good, good, bad)));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(a_two_by_two_table_has_its_closed_form),
      cmocka_unit_test(an_even_pattern_makes_margins_independent),
      cmocka_unit_test(margins_and_odds_are_kept),
      cmocka_unit_test(zeros_stay_and_zero_totals_are_met),
      cmocka_unit_test(rows_are_scaled_to_the_columns),
      cmocka_unit_test(little_is_fitted_as_well_as_much),
      cmocka_unit_test(one_zero_makes_another),
      cmocka_unit_test(rounded_margins_are_margins),
      cmocka_unit_test(a_table_exists_where_all_children_flow),
      cmocka_unit_test(the_table_is_that_of_scaling),
      cmocka_unit_test(what_cannot_be_met_is_met_by_columns),
      cmocka_unit_test(what_is_no_count_is_refused),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
