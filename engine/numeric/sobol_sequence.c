/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sobol's sequence at any index. In each dimension the point of index i is the exclusive or of the
 * direction numbers of the bits that are set in the Gray code i ^ (i >> 1). GSL has the direction
 * numbers (30 bits, up to 40 dimensions) but gives the points in order only, from index 1 on. From
 * index 2^k - 1 to 2^k just bit k of the Gray code changes, so that the two points differ by
 * direction number k, which is how the numbers are taken out of GSL's generator.
 *
 * Scrambling (Matousek 1998): the digits of each dimension are multiplied by a random matrix of
 * bits that is lower triangular with ones on the diagonal, and shifted by a random fraction,
 *
 *     digit r  ->  digit r + sum of random bits x digits before r + random bit     (modulo 2)
 *
 * The first m digits keep telling the same 2^m cells apart, so that evenness is kept. As it is
 * linear it is applied to the direction numbers once. Digits past the 30th are combinations of all
 * 30, which makes the fraction as fine as a double. */
#include "numeric/sobol_sequence.h"

#include "numeric/random.h"

#include <gsl/gsl_qrng.h>

/* What changed in each dimension from GSL's last point to its next, as fractions of 2^64. */
static void next_change(gsl_qrng *generator, int n_dimensions, uint64_t *last, uint64_t *change) {
  double coordinates[CC_SOBOL_DIMENSIONS];
  gsl_qrng_get(generator, coordinates);
  for (int d = 0; d < n_dimensions; d++) {
    uint64_t point = (uint64_t)(coordinates[d] * 0x1p30) << 34;
    change[d] = point ^ last[d];
    last[d] = point;
  }
}

cc_status cc_sobol_directions(int n_dimensions, int n_bits, uint64_t *directions) {
  if (n_dimensions < 1 || n_dimensions > CC_SOBOL_DIMENSIONS || n_bits > CC_SOBOL_BITS) {
    return CC_INVALID; /* GSL would give zeros without a word */
  }
  gsl_qrng *generator = gsl_qrng_alloc(gsl_qrng_sobol, (unsigned)n_dimensions);
  if (generator == NULL) {
    return CC_NO_MEMORY;
  }
  uint64_t last[CC_SOBOL_DIMENSIONS] = {0}, change[CC_SOBOL_DIMENSIONS] = {0};
  uint32_t index = 0;
  for (int bit = 0; bit < n_bits; bit++) {
    while (index < (uint32_t)1 << bit) {
      next_change(generator, n_dimensions, last, change);
      index++;
    }
    for (int d = 0; d < n_dimensions; d++) {
      directions[bit * n_dimensions + d] = change[d];
    }
  }
  gsl_qrng_free(generator);
  return CC_OK;
}

/* Row r of the matrix of a dimension: which digits of 64 make the new digit r, first digit on top;
 * GSL's numbers have 30. */
static uint64_t matrix_row(uint64_t seed, uint32_t stream, uint32_t r) {
  uint32_t words[4];
  cc_random_block(seed, 0, stream, r, words);
  uint64_t bits = (uint64_t)words[0] << 32 | words[1];
  uint64_t diagonal = (uint64_t)1 << 63 >> r;
  uint64_t before = ~(diagonal | (diagonal - 1));
  return (bits & before) | diagonal;
}

void cc_sobol_scramble(uint64_t seed, int n_dimensions, int n_bits, uint64_t *directions,
                       uint64_t *shifts) {
  for (int d = 0; d < n_dimensions; d++) {
    uint32_t stream = cc_stream_id(CC_STREAM_SCRAMBLE, (uint32_t)d), words[4];
    uint64_t rows[64];
    for (uint32_t r = 0; r < 64; r++) {
      rows[r] = matrix_row(seed, stream, r);
    }
    for (int bit = 0; bit < n_bits; bit++) {
      uint64_t old = directions[bit * n_dimensions + d], scrambled = 0;
      for (int r = 0; r < 64; r++) {
        scrambled = scrambled << 1 | (uint64_t)__builtin_parityll(rows[r] & old);
      }
      directions[bit * n_dimensions + d] = scrambled;
    }
    cc_random_block(seed, 0, stream, 64, words);
    shifts[d] = (uint64_t)words[0] << 32 | words[1];
  }
}

void cc_sobol_point(int n_dimensions, const uint64_t *directions, const uint64_t *shifts,
                    uint32_t index, uint64_t *point) {
  for (int d = 0; d < n_dimensions; d++) {
    point[d] = shifts[d];
  }
  const uint64_t *direction = directions;
  for (uint32_t gray = index ^ index >> 1; gray != 0; gray >>= 1) {
    for (int d = 0; gray & 1 && d < n_dimensions; d++) {
      point[d] ^= direction[d];
    }
    direction += n_dimensions;
  }
}
