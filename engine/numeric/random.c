/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counter-based random numbers: Philox4x32 with ten rounds (Salmon, Moraes, Dror and Shaw 2011, in
 * Random123) turns a 128-bit counter under a 64-bit key into 128 random bits. The key is the seed
 * and the counter
 *
 *     (draw, stream, block, 0)
 *
 * so that any number can be had without those before it, and work may be split in any way. Distinct
 * counters under one key give distinct blocks, as the generator is one to one. The last word stays
 * 0: Random123's adapters count in it or carry into it, so that streams which differ there alone
 * would run into each other.
 *
 * Where blocks are wanted by the dozen it is Threefry4x32 with twenty rounds, of the same authors
 * and by the same rules: it needs no product of 64 bits, of which compilers make poor work when
 * several numbers lie side by side, and takes less than half the time there.
 *
 * A block gives two numbers of 52 bits, or four of 32. Waiting times are -log(u) / rate; the
 * logarithm of many is taken here and not by the C library, which takes one number at a time and
 * four times as long (a test holds the two together). Poisson counts are GSL's (products of
 * uniforms up to a mean of 10, above it gamma waiting times and binomial remainders: exact at every
 * mean), drawn from the stream through a generator on the stack. */
#include "numeric/random.h"

#include <Random123/philox.h>
#include <Random123/threefry.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

#include "base/every_machine.h"

static const float log_2 = 0.693147180559945309417f;
static const int32_t root_half = 0x3f3504f3; /* the bits of the float 1 / 2^0.5 */

static inline philox4x32_ctr_t block_at(uint64_t seed, uint32_t draw, uint32_t stream,
                                        uint32_t block) {
  philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
  philox4x32_ctr_t counter = {{draw, stream, block, 0}};
  return philox4x32(counter, key);
}

void cc_random_block(uint64_t seed, uint32_t draw, uint32_t stream, uint32_t block,
                     uint32_t words[4]) {
  philox4x32_ctr_t found = block_at(seed, draw, stream, block);
  for (int i = 0; i < 4; i++) {
    words[i] = found.v[i];
  }
}

CC_FOR_EVERY_MACHINE
void cc_random_lot_at(uint64_t seed, uint32_t draw, int n, const cc_random_address *addresses,
                      cc_random_lot *lot) {
  threefry4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32), draw, 0}};
  for (int i = 0; i < n; i++) {
    threefry4x32_ctr_t counter = {{addresses[i].stream, addresses[i].block, addresses[i].name, 0}};
    threefry4x32_ctr_t found = threefry4x32(counter, key);
    lot->words[0][i] = found.v[0];
    lot->words[1][i] = found.v[1];
    lot->words[2][i] = found.v[2];
    lot->words[3][i] = found.v[3];
  }
}

/* u is m 2^k with m from 1/2^0.5 to 2^0.5, so that -log(u) = -(k log(2) + log(m)), and log(m) is
 * twice the inverse hyperbolic tangent of s = (m - 1) / (m + 1), |s| < 0.172. */
static inline float wait_of(uint32_t word) {
  float u = ((float)(int32_t)(word >> 9) + 0.5f) * 0x1p-23f, m;
  int32_t bits;
  memcpy(&bits, &u, sizeof bits);
  int32_t k = (bits - root_half) >> 23;
  int32_t mantissa = bits - k * (1 << 23);
  memcpy(&m, &mantissa, sizeof m);
  float s = (m - 1.0f) / (m + 1.0f), z = s * s;
  float sum = 2.0f / 9.0f;
  sum = sum * z + 2.0f / 7.0f;
  sum = sum * z + 2.0f / 5.0f;
  sum = sum * z + 2.0f / 3.0f;
  sum = sum * z + 2.0f;
  return -((float)k * log_2 + s * sum);
}

CC_FOR_EVERY_MACHINE
void cc_random_waits(int n, const uint32_t *words, float *waits) {
  for (int i = 0; i < n; i++) {
    waits[i] = wait_of(words[i]);
  }
}

void cc_wait_reader_start(cc_wait_reader *reader, uint64_t seed, uint32_t draw, uint32_t stream,
                          uint32_t name) {
  reader->seed = seed;
  reader->draw = draw;
  reader->stream = stream;
  reader->name = name;
  reader->next = 0;
}

static void refill(cc_wait_reader *reader) {
  cc_random_address addresses[CC_RANDOM_LOT];
  cc_random_lot lot;
  for (uint32_t i = 0; i < CC_RANDOM_LOT; i++) {
    addresses[i] = (cc_random_address){reader->stream, reader->next / 4 + i, reader->name};
  }
  cc_random_lot_at(reader->seed, reader->draw, CC_RANDOM_LOT, addresses, &lot);
  for (int w = 0; w < 4; w++) {
    cc_random_waits(CC_RANDOM_LOT, lot.words[w], reader->waits[w]);
  }
}

float cc_wait_reader_next(cc_wait_reader *reader) {
  if (reader->next % (4 * CC_RANDOM_LOT) == 0) {
    refill(reader);
  }
  uint32_t number = reader->next++;
  return reader->waits[number % 4][number / 4 % CC_RANDOM_LOT];
}

static inline uint32_t stream_of(cc_stream_purpose purpose, uint64_t name) {
  return cc_stream_id(purpose, (uint32_t)(name >> 32) & 0xffffff);
}

void cc_random_named_block(uint64_t seed, uint32_t draw, cc_stream_purpose purpose, uint64_t name,
                           uint32_t words[4]) {
  cc_random_block(seed, draw, stream_of(purpose, name), (uint32_t)name, words);
}

CC_FOR_EVERY_MACHINE
void cc_random_named(uint64_t seed, uint32_t draw, cc_stream_purpose purpose, int n,
                     const uint64_t *names, double *numbers) {
  for (int i = 0; i < n; i++) {
    philox4x32_ctr_t found = block_at(seed, draw, stream_of(purpose, names[i]), (uint32_t)names[i]);
    numbers[i] = cc_random_unit(found.v[0], found.v[1]);
  }
}

void cc_random_fill(uint64_t seed, uint32_t draw, uint32_t stream, int n, double *numbers) {
  uint32_t words[4];
  for (int i = 0; i < n; i += 2) {
    cc_random_block(seed, draw, stream, (uint32_t)i / 2, words);
    numbers[i] = cc_random_unit(words[0], words[1]);
    if (i + 1 < n) {
      numbers[i + 1] = cc_random_unit(words[2], words[3]);
    }
  }
}

void cc_random_start(cc_random_stream *stream, uint64_t seed, uint32_t draw, uint32_t number) {
  *stream = (cc_random_stream){.seed = seed, .draw = draw, .stream = number};
}

double cc_random_next(cc_random_stream *stream) {
  if (stream->has_spare) {
    stream->has_spare = 0;
    return stream->spare;
  }
  uint32_t words[4];
  cc_random_block(stream->seed, stream->draw, stream->stream, stream->block++, words);
  stream->spare = cc_random_unit(words[2], words[3]);
  stream->has_spare = 1;
  return cc_random_unit(words[0], words[1]);
}

double cc_random_exponential(cc_random_stream *stream, double rate) {
  return rate > 0.0 ? -log(cc_random_next(stream)) / rate : INFINITY;
}

/* A stream as GSL wants to see it. */
static double next_for_gsl(void *state) {
  return cc_random_next(state);
}

static unsigned long word_for_gsl(void *state) {
  return (unsigned long)(cc_random_next(state) * 0x1p32);
}

static const gsl_rng_type stream_type = {
    .name = "stream",
    .max = 0xffffffffUL,
    .size = sizeof(cc_random_stream),
    .get = word_for_gsl,
    .get_double = next_for_gsl,
};

int cc_random_poisson(cc_random_stream *stream, double mean) {
  gsl_rng generator = {&stream_type, stream};
  return mean > 0.0 ? (int)gsl_ran_poisson(&generator, mean) : 0;
}

int cc_random_categorical(cc_random_stream *stream, int n, const double *weights) {
  double total = 0.0;
  for (int i = 0; i < n; i++) {
    total += weights[i];
  }
  double left = cc_random_next(stream) * total;
  int found = -1;
  for (int i = 0; i < n && left >= 0.0; i++) {
    /* Rounding may leave something after the last weight: it counts as the last above 0. */
    found = weights[i] > 0.0 ? i : found;
    left -= weights[i];
  }
  return found;
}
