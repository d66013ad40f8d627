/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Expected values by hand, from the definitions of volume, mix and price; and what must hold for
 * any numbers: the parts sum to the change. */
#include "model/decompose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define PENNY_SMALL 1e-6

static void assert_near(double actual, double expected) {
  assert_true(actual - expected <= PENNY_SMALL && expected - actual <= PENNY_SMALL);
}

static cc_decomposition split(int n, const double *weeks0, const double *price0,
                              const double *weeks1, const double *price1) {
  double net0[4], net1[4];
  for (int p = 0; p < n; p++) {
    net0[p] = weeks0[p] * price0[p];
    net1[p] = weeks1[p] * price1[p];
  }
  cc_decomposition parts = cc_decompose(n, weeks0, net0, price0, weeks1, net1);
  assert_near(parts.volume + parts.mix + parts.price, parts.total);
  assert_near(parts.other, 0);
  return parts;
}

/* 100 weeks at 500 and 100 at 1,500 cost 200,000: 1,000 a week. A year on, 250 weeks: 100 and 150,
 * prices up by 10%.
 *   volume  50 weeks more at 1,000                                      50,000
 *   mix     250 weeks at old prices cost 275,000 instead of 250,000     25,000
 *   price   10% of 275,000                                              27,500 */
static void test_by_hand(void **state) {
  (void)state;
  cc_decomposition parts = split(2, (double[]){100, 100}, (double[]){500, 1500},
                                 (double[]){100, 150}, (double[]){550, 1650});
  assert_near(parts.volume, 50000);
  assert_near(parts.mix, 25000);
  assert_near(parts.price, 27500);
  assert_near(parts.total, 102500);
}

static void test_prices_doubled_are_all_price(void **state) {
  (void)state;
  cc_decomposition parts = split(2, (double[]){100, 40}, (double[]){500, 1500}, (double[]){100, 40},
                                 (double[]){1000, 3000});
  assert_near(parts.volume, 0);
  assert_near(parts.mix, 0);
  assert_near(parts.price, 110000);
}

static void test_children_doubled_are_all_volume(void **state) {
  (void)state;
  cc_decomposition parts = split(2, (double[]){100, 40}, (double[]){500, 1500}, (double[]){200, 80},
                                 (double[]){500, 1500});
  assert_near(parts.volume, 110000);
  assert_near(parts.mix, 0);
  assert_near(parts.price, 0);
}

static void test_children_moved_are_all_mix(void **state) {
  (void)state;
  cc_decomposition parts = split(2, (double[]){100, 40}, (double[]){500, 1500}, (double[]){90, 50},
                                 (double[]){500, 1500});
  assert_near(parts.volume, 0);
  assert_near(parts.mix, 10000);
  assert_near(parts.price, 0);
}

static void test_nobody_before(void **state) {
  (void)state;
  cc_decomposition parts =
      split(2, (double[]){0, 0}, (double[]){500, 1500}, (double[]){10, 20}, (double[]){550, 1650});
  assert_near(parts.volume, 35000);
  assert_near(parts.mix, 0);
  assert_near(parts.price, 3500);
}

static void test_nobody_after(void **state) {
  (void)state;
  cc_decomposition parts =
      split(2, (double[]){10, 20}, (double[]){500, 1500}, (double[]){0, 0}, (double[]){550, 1650});
  assert_near(parts.volume, -35000);
  assert_near(parts.mix, 0);
  assert_near(parts.price, 0);
}

/* A placement that opens: its children are mix and volume at the price it would have had. */
static void test_placement_that_opens(void **state) {
  (void)state;
  cc_decomposition parts = split(2, (double[]){100, 0}, (double[]){500, 1000}, (double[]){80, 20},
                                 (double[]){500, 1100});
  assert_near(parts.volume, 0);
  assert_near(parts.mix, 10000);
  assert_near(parts.price, 2000);
}

/* Parts of any numbers, here from a fixed linear congruence, sum to the change. */
static void test_parts_sum(void **state) {
  (void)state;
  uint32_t seed = 1;
  for (int run = 0; run < 200; run++) {
    double numbers[16];
    for (int i = 0; i < 16; i++) {
      seed = seed * 1664525u + 1013904223u;
      numbers[i] = (double)(seed >> 8) / 1000.0;
    }
    split(4, numbers, numbers + 4, numbers + 8, numbers + 12);
  }
}

/* Backwards, the total changes sign; each part is taken at other prices and may differ. */
static void test_backwards(void **state) {
  (void)state;
  const double w0[] = {100, 100}, p0[] = {500, 1500}, w1[] = {100, 150}, p1[] = {550, 1650};
  cc_decomposition there = split(2, w0, p0, w1, p1);
  cc_decomposition back = split(2, w1, p1, w0, p0);
  assert_near(there.total + back.total, 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_by_hand),
      cmocka_unit_test(test_prices_doubled_are_all_price),
      cmocka_unit_test(test_children_doubled_are_all_volume),
      cmocka_unit_test(test_children_moved_are_all_mix),
      cmocka_unit_test(test_nobody_before),
      cmocka_unit_test(test_nobody_after),
      cmocka_unit_test(test_placement_that_opens),
      cmocka_unit_test(test_parts_sum),
      cmocka_unit_test(test_backwards),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
