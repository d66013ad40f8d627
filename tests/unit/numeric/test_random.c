/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The generator against its authors' vectors; that streams do not meet; and that what is drawn from
 * a stream has its distribution. Seeds are fixed: a test that passes once always does. Thresholds
 * are five standard deviations or a chance below one in a million, unless said. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "numeric/random.h"

#include "support/near.h"

#include <Random123/philox.h>
#include <gsl/gsl_cdf.h>
#include <stdlib.h>
#include <string.h>

static void assert_block(philox4x32_ctr_t counter, philox4x32_key_t key,
                         const uint32_t expected[4]) {
  philox4x32_ctr_t result = philox4x32(counter, key);
  assert_memory_equal(result.v, expected, sizeof result.v);
}

/* kat_vectors of Random123: counter and key of zeros, of ones, and of the digits of pi. */
static void test_generator_gives_the_published_vectors(void **state) {
  (void)state;
  const uint32_t ones = 0xffffffff;
  assert_block((philox4x32_ctr_t){{0, 0, 0, 0}}, (philox4x32_key_t){{0, 0}},
               (uint32_t[]){0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  assert_block((philox4x32_ctr_t){{ones, ones, ones, ones}}, (philox4x32_key_t){{ones, ones}},
               (uint32_t[]){0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  assert_block((philox4x32_ctr_t){{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}},
               (philox4x32_key_t){{0xa4093822, 0x299f31d0}},
               (uint32_t[]){0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

static void test_block_is_draw_stream_block_zero_under_the_seed(void **state) {
  (void)state;
  uint32_t words[4];
  cc_random_block(0, 0, 0, 0, words);
  assert_memory_equal(words, ((uint32_t[]){0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}),
                      sizeof words);
  cc_random_block(0x299f31d0a4093822, 0x243f6a88, 0x85a308d3, 0x13198a2e, words);
  philox4x32_ctr_t expected =
      philox4x32(((philox4x32_ctr_t){{0x243f6a88, 0x85a308d3, 0x13198a2e, 0}}),
                 ((philox4x32_key_t){{0xa4093822, 0x299f31d0}}));
  assert_memory_equal(words, expected.v, sizeof words);
}

static void test_named_block_holds_the_name(void **state) {
  (void)state;
  uint32_t named[4], expected[4];
  cc_random_named_block(5, 6, CC_STREAM_LATIN, 0xee00000700000008, named);
  cc_random_block(5, 6, cc_stream_id(CC_STREAM_LATIN, 7), 8, expected);
  assert_memory_equal(named, expected, sizeof named);
}

/* Many names at once: the first number of the block of each. */
static void test_named_numbers(void **state) {
  (void)state;
  enum { MOST = 37 };
  uint64_t names[MOST];
  for (uint64_t i = 0; i < MOST; i++) {
    names[i] = i * 0x12345678901234;
  }
  for (int n = 0; n <= MOST; n++) {
    double numbers[MOST + 1];
    numbers[n] = -1;
    cc_random_named(0xdeadbeef01, 77, CC_STREAM_NOISE, n, names, numbers);
    for (int i = 0; i < n; i++) {
      uint32_t words[4];
      cc_random_named_block(0xdeadbeef01, 77, CC_STREAM_NOISE, names[i], words);
      assert_true(numbers[i] == cc_random_unit(words[0], words[1]));
    }
    assert_true(numbers[n] == -1);
  }
}

static int by_value(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

/* 65,536 numbers from streams that are neighbours in every way: two equal ones among so many random
 * words of 64 bits have a chance of 1e-10, and overlapping streams would give thousands. */
static void test_streams_do_not_overlap(void **state) {
  (void)state;
  enum { SIDE = 16, SEEDS = 8, NUMBERS = 2 * SIDE * SIDE * SIDE * SEEDS };
  static uint64_t numbers[NUMBERS];
  int n = 0;
  for (uint32_t i = 0; i < NUMBERS / 2; i++) {
    uint64_t seed = (uint64_t)(i / (SIDE * SIDE * SIDE) % 2) << 32 | i / (SIDE * SIDE * SIDE) / 2;
    uint32_t words[4];
    cc_random_block(seed, i % SIDE, i / SIDE % SIDE, i / SIDE / SIDE % SIDE, words);
    numbers[n++] = (uint64_t)words[0] << 32 | words[1];
    numbers[n++] = (uint64_t)words[2] << 32 | words[3];
  }
  qsort(numbers, NUMBERS, sizeof numbers[0], by_value);
  for (int i = 1; i < NUMBERS; i++) {
    assert_true(numbers[i] != numbers[i - 1]);
  }
}

static void test_purposes_do_not_share_streams(void **state) {
  (void)state;
  assert_int_equal(cc_stream_id(CC_STREAM_SAMPLE, 0xffffff) + 1, cc_stream_id(CC_STREAM_LATIN, 0));
  assert_int_equal(cc_stream_id(CC_STREAM_CHILDREN, 5), 0x04000005);
}

static void test_numbers_are_inside_the_open_interval(void **state) {
  (void)state;
  assert_true(cc_random_unit(0, 0) == 0x1p-53);
  assert_true(cc_random_unit(0xffffffff, 0xffffffff) == 1.0 - 0x1p-53);
  assert_true(cc_random_unit(0x80000000, 0) == 0.5 + 0x1p-53);
  assert_true(cc_random_unit(0, 0xfff) == 0x1p-53);
  assert_true(cc_random_unit(0, 0x1000) == 3 * 0x1p-53);
}

static void test_reader_and_fill_give_the_same_numbers(void **state) {
  (void)state;
  double numbers[7];
  cc_random_stream stream;
  cc_random_fill(42, 3, 9, 7, numbers);
  cc_random_start(&stream, 42, 3, 9);
  for (int i = 0; i < 7; i++) {
    assert_true(cc_random_next(&stream) == numbers[i]);
  }
}

/* Pearson's statistic of counts that should be equal. */
static double chi_square(int cells, const int *counts, int total) {
  double expected = (double)total / cells, sum = 0.0;
  for (int i = 0; i < cells; i++) {
    sum += (counts[i] - expected) * (counts[i] - expected) / expected;
  }
  return sum;
}

static void assert_plausible(double statistic, double freedom) {
  double above = gsl_cdf_chisq_Q(statistic, freedom);
  if (above < 1e-6 || above > 1.0 - 1e-6) {
    fail_msg("chi-square %g with %g degrees of freedom", statistic, freedom);
  }
}

/* Pairs of numbers that are neighbours in a stream, or at the same place of two streams, two draws,
 * or two seeds, fill a 16 x 16 table evenly. */
static void test_neighbours_are_independent(void **state) {
  (void)state;
  enum { PAIRS = 100000, SIDE = 16 };
  for (int neighbour = 0; neighbour < 4; neighbour++) {
    static int counts[SIDE * SIDE];
    memset(counts, 0, sizeof counts);
    for (uint32_t i = 0; i < PAIRS; i++) {
      double u[2], v[2];
      cc_random_fill(1, i, 7, 2, u);
      cc_random_fill(neighbour == 3 ? 2 : 1, neighbour == 1 ? i + 1 : i, neighbour == 2 ? 8 : 7, 2,
                     v);
      double second = neighbour == 0 ? u[1] : v[0];
      counts[(int)(SIDE * u[0]) * SIDE + (int)(SIDE * second)]++;
    }
    assert_plausible(chi_square(SIDE * SIDE, counts, PAIRS), SIDE * SIDE - 1);
  }
}

static void test_waiting_times_are_exponential(void **state) {
  (void)state;
  enum { N = 100000, CELLS = 50 };
  int counts[CELLS] = {0};
  cc_random_stream stream;
  cc_random_start(&stream, 5, 0, 0);
  for (int i = 0; i < N; i++) {
    double time = cc_random_exponential(&stream, 0.36);
    assert_true(time > 0.0);
    counts[(int)(CELLS * exp(-0.36 * time))]++;
  }
  assert_plausible(chi_square(CELLS, counts, N), CELLS - 1);
  assert_true(isinf(cc_random_exponential(&stream, 0.0)));
}

/* Counts against the Poisson probabilities, in cells of at least ten expected. */
static void assert_poisson(double mean) {
  enum { N = 100000, MOST = 3000 };
  static int counts[MOST];
  memset(counts, 0, sizeof counts);
  cc_random_stream stream;
  cc_random_start(&stream, 11, 0, (uint32_t)(1000 * mean));
  for (int i = 0; i < N; i++) {
    int count = cc_random_poisson(&stream, mean);
    assert_in_range(count, 0, MOST - 1);
    counts[count]++;
  }
  double statistic = 0.0, seen = 0.0, expected = 0.0;
  int cells = 0;
  for (int k = 0; k < MOST; k++) {
    double beyond = N * gsl_cdf_poisson_Q((unsigned)k, mean);
    expected += N * (gsl_cdf_poisson_P((unsigned)k, mean) -
                     (k > 0 ? gsl_cdf_poisson_P((unsigned)k - 1, mean) : 0.0));
    seen += counts[k];
    if ((expected >= 10.0 && beyond >= 10.0) || k == MOST - 1) {
      statistic += (seen - expected) * (seen - expected) / expected;
      seen = expected = 0.0;
      cells++;
    }
  }
  assert_plausible(statistic, cells - 1);
}

static void test_counts_are_poisson(void **state) {
  (void)state;
  assert_poisson(0.3);
  assert_poisson(4.0);
  assert_poisson(9.99);
  assert_poisson(63.3);
  assert_poisson(760.0);
  cc_random_stream stream;
  cc_random_start(&stream, 1, 0, 0);
  assert_int_equal(cc_random_poisson(&stream, 0.0), 0);
}

static void test_categories_come_by_weight(void **state) {
  (void)state;
  enum { N = 100000 };
  const double weights[] = {0.0, 3.0, 0.0, 1.0, 6.0, 0.0};
  int counts[6] = {0};
  cc_random_stream stream;
  cc_random_start(&stream, 3, 0, 0);
  for (int i = 0; i < N; i++) {
    counts[cc_random_categorical(&stream, 6, weights)]++;
  }
  for (int c = 0; c < 6; c++) {
    double share = weights[c] / 10.0;
    cc_assert_near(counts[c], N * share, 5.0 * sqrt(N * share * (1.0 - share)));
  }
  assert_int_equal(cc_random_categorical(&stream, 2, (double[]){0.0, 0.0}), -1);
  assert_int_equal(cc_random_categorical(&stream, 0, NULL), -1);
}

/* Threefry4x32 with twenty rounds: the published answers for a counter and key of zeros and for one
 * of ones (Random123, kat_vectors). A lot has all of a block, and its place among others is all
 * one. */
static void test_lots(void **state) {
  (void)state;
  static const uint32_t zeros[4] = {0x9c6ca96a, 0xe17eae66, 0xfc10ecd4, 0x5256a7d8};
  cc_random_address addresses[CC_RANDOM_LOT] = {{0, 0, 0}};
  cc_random_lot lot, other;
  for (uint32_t i = 1; i < CC_RANDOM_LOT; i++) {
    addresses[i] = (cc_random_address){i % 3, i, i / 2};
  }
  cc_random_lot_at(0, 0, CC_RANDOM_LOT, addresses, &lot);
  for (int w = 0; w < 4; w++) {
    assert_int_equal(lot.words[w][0], zeros[w]);
  }
  for (int i = 0; i < CC_RANDOM_LOT; i++) {
    cc_random_lot_at(0, 0, 1, addresses + i, &other);
    for (int w = 0; w < 4; w++) {
      assert_int_equal(other.words[w][0], lot.words[w][i]);
    }
  }
  cc_random_lot_at(0, 1, 1, addresses, &other);
  assert_int_not_equal(other.words[0][0], lot.words[0][0]);
  cc_random_lot_at(1, 0, 1, addresses, &other);
  assert_int_not_equal(other.words[0][0], lot.words[0][0]);
}

/* Against the C library's logarithm, over all sizes: the middle of 2^23 cells. */
static void test_waits(void **state) {
  (void)state;
  for (uint32_t i = 0; i < 400000; i++) {
    uint32_t word = i < 32 ? (i % 2 == 0 ? 0xffffffffu : 0x7fffffffu) >> i : i * 2654435761u;
    float wait;
    cc_random_waits(1, &word, &wait);
    double u = ((double)(word >> 9) + 0.5) / 8388608.0;
    assert_true(fabs(wait + log(u)) <= 2.5e-7 * -log(u));
    assert_true(wait > 0);
  }
}

/* A reader's waits are those of the stream's words, four to a block, and no others. */
static void test_wait_reader(void **state) {
  (void)state;
  cc_wait_reader reader;
  cc_wait_reader_start(&reader, 4, 5, 6, 7);
  for (uint32_t i = 0; i < 1000; i++) {
    cc_random_address address = {6, i / 4, 7};
    cc_random_lot lot;
    float wait;
    cc_random_lot_at(4, 5, 1, &address, &lot);
    cc_random_waits(1, lot.words[i % 4], &wait);
    assert_true(cc_wait_reader_next(&reader) == wait);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_lots),
      cmocka_unit_test(test_waits),
      cmocka_unit_test(test_wait_reader),
      cmocka_unit_test(test_generator_gives_the_published_vectors),
      cmocka_unit_test(test_block_is_draw_stream_block_zero_under_the_seed),
      cmocka_unit_test(test_named_block_holds_the_name),
      cmocka_unit_test(test_named_numbers),
      cmocka_unit_test(test_streams_do_not_overlap),
      cmocka_unit_test(test_purposes_do_not_share_streams),
      cmocka_unit_test(test_numbers_are_inside_the_open_interval),
      cmocka_unit_test(test_reader_and_fill_give_the_same_numbers),
      cmocka_unit_test(test_neighbours_are_independent),
      cmocka_unit_test(test_waiting_times_are_exponential),
      cmocka_unit_test(test_counts_are_poisson),
      cmocka_unit_test(test_categories_come_by_weight),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
