/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples in blocks, and what the blocks say of the error: against the standard deviation of the
 * blocks' means worked out by GSL from the draws themselves. */
#include "numeric/block_spread.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "numeric/block_sample.h"
#include "support/near.h"

static void test_how_many_blocks(void **state) {
  (void)state;
  assert_int_equal(cc_blocks_of(CC_SAMPLE_PLAIN, 10000), 1);
  assert_int_equal(cc_blocks_of(CC_SAMPLE_LATIN, 1), 1);
  assert_int_equal(cc_blocks_of(CC_SAMPLE_LATIN, 31), 1);
  assert_int_equal(cc_blocks_of(CC_SAMPLE_SOBOL, 32), 8);
  assert_int_equal(cc_blocks_of(CC_SAMPLE_LATIN, 10000), 16);
  int draws = 0;
  for (int b = 0; b < 16; b++) {
    draws += cc_draws_in_block(1003, 16, b);
  }
  assert_int_equal(draws, 1003);
  assert_int_equal(cc_draws_in_block(1003, 16, 10), 63);
  assert_int_equal(cc_draws_in_block(1003, 16, 11), 62);
}

/* Every block has one draw in each of its strata, in an order of its own; the first is the sample
 * that the seed makes alone. */
static void test_each_block_is_a_sample(void **state) {
  (void)state;
  enum { N = 1000, BLOCKS = 16 };
  for (int method = 0; method < CC_SAMPLE_PLAIN; method++) {
    cc_block_sample *blocks = NULL;
    cc_sample *first = NULL;
    double before[2] = {0};
    assert_int_equal(cc_block_sample_create((cc_sample_method)method, N, 2, NULL, 5, &blocks),
                     CC_OK);
    assert_int_equal(cc_sample_create((cc_sample_method)method, 63, 2, NULL, 5, &first), CC_OK);
    for (int b = 0; b < BLOCKS; b++) {
      int n = cc_draws_in_block(N, BLOCKS, b), seen[63] = {0};
      for (int i = 0; i < n; i++) {
        double u[2], alone[2];
        cc_block_sample_draw(blocks, i * BLOCKS + b, u);
        cc_sample_draw(first, i, alone);
        assert_true((b == 0) == (memcmp(u, alone, sizeof u) == 0));
        assert_true(i > 0 || u[0] != before[0]);
        memcpy(before, i == 0 ? u : before, sizeof before);
        int stratum = (int)(u[1] * n);
        assert_true(method == CC_SAMPLE_SOBOL || seen[stratum]++ == 0);
      }
    }
    cc_block_sample_free(blocks);
    cc_sample_free(first);
  }
  cc_block_sample *none = NULL;
  assert_int_equal(cc_block_sample_create(CC_SAMPLE_LATIN, 0, 2, NULL, 5, &none), CC_INVALID);
  assert_null(none);
}

enum { DRAWS = 960, BLOCKS = 16, IN_BLOCK = DRAWS / BLOCKS, LANES = 3 };

static double value_of(int draw) {
  return 0.5 + 0.5 * sin(0.37 * draw) * cos(0.011 * draw * draw);
}

/* Two measures: a value from 0 to 1, and three times as much; one part of a cell of 128. */
static void test_errors_are_those_of_the_blocks_means(void **state) {
  (void)state;
  cc_block_spread *spread = NULL;
  double means[BLOCKS] = {0}, shares[BLOCKS] = {0};
  assert_int_equal(cc_block_spread_create(DRAWS, BLOCKS, 2, LANES, &spread), CC_OK);
  for (int i = 0; i < DRAWS; i++) {
    int cell = (int)(value_of(i) * CC_SPREAD_CELLS);
    cell = cell < CC_SPREAD_CELLS ? cell : CC_SPREAD_CELLS - 1;
    cc_block_spread_add(spread, i / 100 % LANES, 0, i, cell, value_of(i));
    cc_block_spread_add(spread, i / 100 % LANES, 1, i, cell, 3 * value_of(i));
    means[i % BLOCKS] += value_of(i) / IN_BLOCK;
    shares[i % BLOCKS] += (cell < 80 ? 1 : cell == 80 ? 0.25 : 0) / IN_BLOCK;
  }
  cc_block_spread_finish(spread);
  double of_mean = gsl_stats_sd(means, 1, BLOCKS) / sqrt(BLOCKS);
  double of_share = gsl_stats_sd(shares, 1, BLOCKS) / sqrt(BLOCKS);
  assert_true(of_mean > 0.001 && of_share > 0.001);
  cc_assert_near(cc_block_spread_of_mean(spread, 0), of_mean, 1e-6);
  cc_assert_near(cc_block_spread_of_mean(spread, 1), 3 * of_mean, 3e-6);
  cc_assert_near(cc_block_spread_of_share(spread, 0, 80, 0.25), of_share, 1e-12);
  cc_assert_near(cc_block_spread_of_share(spread, 1, 80, 0.25), of_share, 1e-12);
  cc_block_spread_free(spread);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_how_many_blocks),
      cmocka_unit_test(test_each_block_is_a_sample),
      cmocka_unit_test(test_errors_are_those_of_the_blocks_means),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
