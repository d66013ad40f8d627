/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_SOBOL_SEQUENCE_H
#define CC_NUMERIC_SOBOL_SEQUENCE_H

#include "carecast/status.h"

#include <stdint.h>

enum {
  CC_SOBOL_DIMENSIONS = 40, /* most */
  CC_SOBOL_BITS = 30        /* most, of an index */
};

/* The direction numbers of Sobol's sequence: `directions` is n_bits x n_dimensions, for each bit of
 * the index a fraction of 2^64. Its first 2^n_bits points can be had from them; making them takes
 * 2^(n_bits - 1) steps. Returns CC_NO_MEMORY, or CC_INVALID beyond the limits above. */
cc_status cc_sobol_directions(int n_dimensions, int n_bits, uint64_t *directions);

/* Scrambles direction numbers in place and fills `shifts`, one for each dimension: by seed, and
 * independently in each dimension. Any point is then uniform, and the points of an interval of
 * indices are spread as evenly as before. */
void cc_sobol_scramble(uint64_t seed, int n_dimensions, int n_bits, uint64_t *directions,
                       uint64_t *shifts);

/* Point `index` < 2^n_bits of the sequence, as fractions of 2^64. */
void cc_sobol_point(int n_dimensions, const uint64_t *directions, const uint64_t *shifts,
                    uint32_t index, uint64_t *point);

#endif
