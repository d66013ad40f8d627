/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every kernel that this machine can run against plain loops, for every size. Numbers are below 1
 * and sums have at most 17 terms, so that rounding stays below 1e-14. What must not be read is not
 * a number, and what must not be written has a mark. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "model/month_kernel.h"
#include "support/near.h"

enum {
  MOST_LENGTH = 224,
  IN_CELLS = 1500,
  OUT_ROW = MOST_LENGTH + 9, /* with a gap behind it */
  OUT_CELLS = CC_MOST_ROWS * OUT_ROW + CC_MOST_ROWS,
  BEGIN = 3 /* the numbers that come first are not to be written either */
};

static const double tolerance = 1e-14, mark = 99.0;

/* Figures without a pattern, between 0 and 1. */
static double scatter(int i) {
  double x = sin(12.9898 * (i + 1)) * 43758.5453;
  return x - floor(x);
}

/* ---- sums of rows ---------------------------------------------------------------------------- */

/* Rows that begin anywhere: read ones overlap, and the last ends with the last cell; written ones
 * lie in another order than they are asked for, and an odd number of cells apart. */
static void place_rows(cc_row_sums *sums) {
  for (int i = 0; i < CC_MOST_ROWS; i++) {
    sums->in[i] = (int)(scatter(i) * (IN_CELLS - MOST_LENGTH));
    sums->out[i] = BEGIN + i * 7 % CC_MOST_ROWS * OUT_ROW;
  }
  sums->in[CC_MOST_ROWS - 1] = IN_CELLS - MOST_LENGTH;
}

/* Weights of the size asked for; the others must not be read. */
static void weigh(int n_in, int n_out, double lowest, cc_row_sums *sums) {
  sums->n_in = n_in;
  sums->n_out = n_out;
  for (int i = 0; i < CC_MOST_ROWS; i++) {
    for (int j = 0; j < CC_MOST_ROWS; j++) {
      double weight = lowest + (1.0 - lowest) * scatter(500 + 17 * i + j);
      sums->weights[i][j] = i < n_in && j < n_out ? weight : NAN;
    }
  }
}

static void fill_cells(double lowest, double *cells) {
  for (int i = 0; i < IN_CELLS; i++) {
    cells[i] = lowest + (1.0 - lowest) * scatter(1000 + i);
  }
}

/* The plain way: what should stand in every cell after the sums. */
static void add_plainly(const cc_row_sums *sums, int length, const double *from, double *to) {
  for (int i = 0; i < OUT_CELLS; i++) {
    to[i] = mark;
  }
  for (int j = 0; j < sums->n_out; j++) {
    for (int a = 0; a < length; a++) {
      double sum = 0.0;
      for (int i = 0; i < sums->n_in; i++) {
        sum += sums->weights[i][j] * from[sums->in[i] + a];
      }
      to[sums->out[j] + a] = sum;
    }
  }
}

static void add_with(const cc_month_kernel *kernel, const cc_row_sums *sums, int length,
                     const double *from, double *to) {
  for (int i = 0; i < OUT_CELLS; i++) {
    to[i] = mark;
  }
  kernel->add_rows(sums, length, from, to);
}

static void assert_cells(const double *actual, const double *expected) {
  for (int i = 0; i < OUT_CELLS; i++) {
    cc_assert_near(actual[i], expected[i], expected[i] == mark ? 0.0 : tolerance);
  }
}

static void every_size_of_sums(const cc_month_kernel *kernel) {
  static double from[IN_CELLS], to[OUT_CELLS], expected[OUT_CELLS];
  static cc_row_sums sums;
  place_rows(&sums);
  fill_cells(-1.0, from);
  for (int n_in = 0; n_in <= CC_MOST_ROWS; n_in++) {
    for (int n_out = 0; n_out <= CC_MOST_ROWS; n_out++) {
      weigh(n_in, n_out, -1.0, &sums);
      for (int length = CC_AGES_AT_ONCE; length <= MOST_LENGTH; length += CC_AGES_AT_ONCE) {
        add_plainly(&sums, length, from, expected);
        add_with(kernel, &sums, length, from, to);
        assert_cells(to, expected);
      }
    }
  }
}

static void sums_of_rows_are_those_of_plain_loops(void **state) {
  (void)state;
  const cc_month_kernel *kernels[CC_MOST_KERNELS];
  int count = cc_month_kernels(kernels);
  for (int k = 0; k < count; k++) {
    every_size_of_sums(kernels[k]);
  }
}

/* ---- a band as a whole ----------------------------------------------------------------------- */

/* n states; rows behind them must not be read, columns behind them are zero. */
static void fill_matrix(int n, int seed, cc_state_matrix matrix) {
  for (int p = 0; p < CC_MAX_STATES; p++) {
    for (int q = 0; q < CC_MAX_STATES; q++) {
      matrix[p][q] = p >= n ? NAN : q >= n ? 0.0 : scatter(seed + 16 * p + q);
    }
  }
}

static void fill_band(int n, cc_band_step *step, cc_band_totals *totals) {
  memset(step, 0, sizeof *step);
  step->n = n;
  fill_matrix(n, 3000 + 50 * n, step->s0);
  fill_matrix(n, 6000 + 50 * n, step->s1);
  fill_matrix(n, 9000 + 50 * n, step->s2);
  fill_matrix(n, 12000 + 50 * n, step->moves);
  for (int p = 0; p < CC_MAX_STATES; p++) {
    totals->stock[p] = p < n ? scatter(20 * n + p) : NAN;
    totals->entries[p] = p < n ? scatter(20 * n + p + 400) : NAN;
    totals->stayed[p] = totals->entered[p] = totals->child_years[p] = totals->moves_in[p] = mark;
  }
}

static double row_times_column(int n, const double *row, const cc_state_matrix matrix, int q) {
  double sum = 0.0;
  for (int p = 0; p < n; p++) {
    sum += row[p] * matrix[p][q];
  }
  return sum;
}

static void a_band_is_solved_as_by_plain_loops(void **state) {
  (void)state;
  static cc_band_step step;
  struct {
    cc_band_totals totals;
    double behind[CC_MAX_STATES];
  } memory;
  cc_band_totals *totals = &memory.totals;
  const cc_month_kernel *kernels[CC_MOST_KERNELS];
  for (int k = cc_month_kernels(kernels) - 1; k >= 0; k--) {
    for (int n = 1; n <= CC_MAX_STATES; n++) {
      double child_years[CC_MAX_STATES];
      fill_band(n, &step, totals);
      memory.behind[0] = mark;
      kernels[k]->solve_band(&step, totals);
      for (int q = 0; q < n; q++) {
        cc_assert_near(totals->stock[q], scatter(20 * n + q), 0.0);
        cc_assert_near(totals->entries[q], scatter(20 * n + q + 400), 0.0);
        child_years[q] = row_times_column(n, totals->stock, step.s1, q) +
                         row_times_column(n, totals->entries, step.s2, q);
        cc_assert_near(totals->stayed[q], row_times_column(n, totals->stock, step.s0, q),
                       tolerance);
        cc_assert_near(totals->entered[q], row_times_column(n, totals->entries, step.s1, q),
                       tolerance);
        cc_assert_near(totals->child_years[q], child_years[q], tolerance);
      }
      for (int q = 0; q < n; q++) {
        cc_assert_near(totals->moves_in[q], row_times_column(n, child_years, step.moves, q), 1e-13);
      }
      cc_assert_near(memory.behind[0], mark, 0.0);
    }
  }
}

/* Zero behind n states, as the rows of rates and child-years are. */
static void fill_row(int n, int seed, double *row) {
  for (int s = 0; s < CC_MAX_STATES; s++) {
    row[s] = s < n ? scatter(seed + s) : 0.0;
  }
}

static void fill_flows(int n, cc_band_step *step, cc_band_totals *totals, double *entries,
                       cc_flows *flows) {
  double *all = (double *)flows;
  for (size_t i = 0; i < sizeof *flows / sizeof *all; i++) {
    all[i] = mark;
  }
  fill_band(n, step, totals);
  fill_row(n, 100 * n, totals->all_child_years);
  fill_row(n, 100 * n + 20, totals->all_moves_in);
  fill_row(n, 100 * n + 40, step->moves_out);
  fill_row(n, 100 * n + 60, entries);
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    fill_row(n, 100 * n + 2000 + 20 * d, step->exits[d]);
  }
}

/* Adds to what is there already, and to nothing else. */
static void flows_are_counted_as_by_plain_loops(void **state) {
  (void)state;
  static cc_band_step step;
  static cc_band_totals totals;
  static cc_flows flows, expected;
  const cc_month_kernel *kernels[CC_MOST_KERNELS];
  cc_state_row entries;
  for (int k = cc_month_kernels(kernels) - 1; k >= 0; k--) {
    for (int n = 1; n <= CC_MAX_STATES; n++) {
      fill_flows(n, &step, &totals, entries, &flows);
      expected = flows;
      for (int s = 0; s < n; s++) {
        expected.child_years[s] += totals.all_child_years[s];
        expected.entries[s] += 0.125 * entries[s];
        expected.moves_in[s] += totals.all_moves_in[s];
        expected.moves_out[s] += totals.all_child_years[s] * step.moves_out[s];
        for (int d = 0; d < CC_DESTINATIONS; d++) {
          expected.exits[d][s] += totals.all_child_years[s] * step.exits[d][s];
        }
      }
      kernels[k]->count_flows(n, &step, &totals, entries, 0.125, &flows);
      const double *all = (const double *)&flows, *all_expected = (const double *)&expected;
      for (size_t i = 0; i < sizeof flows / sizeof *all; i++) {
        cc_assert_near(all[i], all_expected[i], 4e-14); /* rounding of 100 */
      }
    }
  }
}

/* ---- between kernels ------------------------------------------------------------------------- */

static void the_last_runs_everywhere(void **state) {
  (void)state;
  const cc_month_kernel *kernels[CC_MOST_KERNELS];
  int count = cc_month_kernels(kernels);
  assert_in_range(count, 1, CC_MOST_KERNELS);
  assert_string_equal(kernels[count - 1]->name, "any");
  for (int k = 0; k + 1 < count; k++) {
    assert_string_not_equal(kernels[k]->name, kernels[k + 1]->name);
  }
}

static void assert_same(const double *a, const double *b, size_t n) {
  for (size_t i = 0; i < n; i++) {
    cc_assert_near(a[i], b[i], 1e-12 * fabs(b[i]));
  }
}

/* Nothing is below zero here, so that nothing cancels and the difference is one of rounding. */
static void kernels_differ_in_rounding_only(void **state) {
  (void)state;
  static double from[IN_CELLS], first[OUT_CELLS], other[OUT_CELLS];
  static cc_row_sums sums;
  static cc_band_step step;
  cc_band_totals one, two;
  cc_flows of_one, of_two;
  cc_state_row entries;
  const cc_month_kernel *kernels[CC_MOST_KERNELS];
  place_rows(&sums);
  fill_cells(0.0, from);
  weigh(CC_MOST_ROWS, CC_MOST_ROWS, 0.0, &sums);
  for (int k = cc_month_kernels(kernels) - 1; k > 0; k--) {
    add_with(kernels[0], &sums, MOST_LENGTH, from, first);
    add_with(kernels[k], &sums, MOST_LENGTH, from, other);
    assert_same(other, first, OUT_CELLS);
    fill_band(CC_MAX_STATES, &step, &one);
    fill_band(CC_MAX_STATES, &step, &two);
    kernels[0]->solve_band(&step, &one);
    kernels[k]->solve_band(&step, &two);
    assert_same(two.stayed, one.stayed, CC_MAX_STATES);
    assert_same(two.entered, one.entered, CC_MAX_STATES);
    assert_same(two.child_years, one.child_years, CC_MAX_STATES);
    assert_same(two.moves_in, one.moves_in, CC_MAX_STATES);
    fill_flows(CC_MAX_STATES, &step, &one, entries, &of_one);
    of_two = of_one;
    kernels[0]->count_flows(CC_MAX_STATES, &step, &one, entries, 0.125, &of_one);
    kernels[k]->count_flows(CC_MAX_STATES, &step, &one, entries, 0.125, &of_two);
    assert_same((const double *)&of_two, (const double *)&of_one, sizeof of_one / sizeof(double));
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(sums_of_rows_are_those_of_plain_loops),
      cmocka_unit_test(a_band_is_solved_as_by_plain_loops),
      cmocka_unit_test(flows_are_counted_as_by_plain_loops),
      cmocka_unit_test(the_last_runs_everywhere),
      cmocka_unit_test(kernels_differ_in_rounding_only),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
