/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "model/weighted_rows.h"
#include "support/near.h"

enum { CELLS = 1024, MOST_ROWS = 17, MOST_LENGTH = 110 };

/* Rows that begin anywhere, so that no way may count on where they lie. */
static const int rows[MOST_ROWS] = {3,   110, 215, 7,   331, 402, 520, 11, 600,
                                    633, 701, 745, 812, 850, 870, 900, 13};

static void fill(double *cells, double *weights) {
  for (int i = 0; i < CELLS; i++) {
    cells[i] = sin(i + 1);
  }
  for (int r = 0; r < MOST_ROWS; r++) {
    weights[r] = cos(3 * r);
  }
}

static void check(cc_weighted_rows add, int length, int count) {
  double cells[CELLS], weights[MOST_ROWS], out[MOST_LENGTH + 1];
  fill(cells, weights);
  for (int i = 0; i <= MOST_LENGTH; i++) {
    out[i] = 99;
  }
  add(length, count, cells, rows, weights, out);
  for (int i = 0; i < length; i++) {
    double expected = 0;
    for (int r = 0; r < count; r++) {
      expected += weights[r] * cells[rows[r] + i];
    }
    cc_assert_near(out[i], expected, 0); /* the same order, nothing fused: the same bits */
  }
  cc_assert_near(out[length], 99, 0); /* nothing is written behind the end */
}

static void every_length_and_number_of_rows(void **state) {
  (void)state;
  for (int length = 1; length <= MOST_LENGTH; length++) {
    for (int count = 0; count <= MOST_ROWS; count += length % 7 == 0 ? 1 : 4) {
      check(cc_weighted_rows_best(), length, count);
      check(cc_weighted_rows_plain, length, count);
    }
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(every_length_and_number_of_rows),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
