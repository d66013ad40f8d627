/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row times a matrix against plain loops, which add in the same order: to the last bit, for every
 * size. What must not be read is not a number, and what must not be written has a mark. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "numeric/row_product.h"

enum { MOST = 16 };
static const double mark = 99.0;

typedef struct {
  int n, width;
  double row[MOST], start[MOST], result[MOST + 1], expected[MOST];
  double matrix[MOST * MOST];
} product;

/* Figures without a pattern, between -1 and 1. */
static double scatter(int i) {
  double x = sin(12.9898 * (i + 1)) * 43758.5453;
  return 2.0 * (x - floor(x)) - 1.0;
}

/* Zeros behind n columns, but nothing behind n rows. */
static void fill(int n, double factor, product *p) {
  p->n = n;
  p->width = CC_PRODUCT_WIDTH(n);
  for (int i = 0; i < MOST; i++) {
    p->row[i] = i < n ? scatter(40 * n + i) : NAN;
    p->start[i] = i < n ? scatter(40 * n + 20 + i) : i < p->width ? 0.0 : NAN;
    p->result[i] = mark;
  }
  p->result[MOST] = mark;
  for (int i = 0; i < MOST * p->width; i++) {
    int k = i / p->width, q = i % p->width;
    p->matrix[i] = k >= n ? NAN : q < n ? scatter(1000 + n + i) : 0.0;
  }
  for (int q = 0; q < n; q++) {
    double sum = factor * p->start[q];
    for (int k = 0; k < n; k++) {
      sum += p->row[k] * p->matrix[k * p->width + q];
    }
    p->expected[q] = sum;
  }
}

/* In whole registers, with zeros behind what was asked for and nothing further on. */
static void assert_product(const product *p, const double *result) {
  for (int q = 0; q < p->n; q++) {
    assert_true(result[q] == p->expected[q]);
  }
  for (int q = p->n; q < p->width; q++) {
    assert_true(result[q] == 0.0);
  }
}

static void widths_are_whole_registers(void **state) {
  (void)state;
  for (int n = 0; n <= MOST; n++) {
    int width = CC_PRODUCT_WIDTH(n);
    assert_int_equal(width, n == 0 ? 0 : n <= 8 ? 8 : 16);
  }
}

static void products_are_those_of_plain_loops(void **state) {
  (void)state;
  static const double factors[] = {0.0, 1.0, -0.375};
  product p;
  for (int i = 0; i < 3; i++) {
    for (int n = 1; n <= MOST; n++) {
      fill(n, factors[i], &p);
      cc_row_product(n, factors[i], p.start, p.row, p.matrix, p.result);
      assert_product(&p, p.result);
      for (int q = p.width; q <= MOST; q++) {
        assert_true(p.result[q] == mark);
      }
    }
  }
}

/* As a sum goes on. */
static void a_result_may_stand_where_the_start_does(void **state) {
  (void)state;
  product p;
  for (int n = 1; n <= MOST; n++) {
    fill(n, 1.0, &p);
    cc_row_product(n, 1.0, p.start, p.row, p.matrix, p.start);
    assert_product(&p, p.start);
  }
}

/* As rows of cohorts do. */
static void a_result_may_stand_where_the_row_does(void **state) {
  (void)state;
  product p;
  for (int n = 1; n <= MOST; n++) {
    fill(n, 0.25, &p);
    cc_row_product(n, 0.25, p.start, p.row, p.matrix, p.row);
    assert_product(&p, p.row);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(widths_are_whole_registers),
      cmocka_unit_test(products_are_those_of_plain_loops),
      cmocka_unit_test(a_result_may_stand_where_the_start_does),
      cmocka_unit_test(a_result_may_stand_where_the_row_does),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
