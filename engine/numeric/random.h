/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_NUMERIC_RANDOM_H
#define CC_NUMERIC_RANDOM_H

#include <stdint.h>

/* Random numbers by address: seed, draw, stream and place in the stream name a number, and nothing
 * else does; neither the thread, nor the scenario, nor what was asked before. */

/* What a stream is for. No two purposes meet: the purpose is the top byte of the stream. */
typedef enum {
  CC_STREAM_SAMPLE,   /* where a draw lies in a dimension; named blocks */
  CC_STREAM_LATIN,    /* the order of a dimension's strata; named blocks */
  CC_STREAM_SCRAMBLE, /* of the Sobol sequence; index: dimension */
  CC_STREAM_RESAMPLE, /* bootstrap; the draw is the replicate */
  CC_STREAM_CHILDREN, /* who comes, moves and goes in a draw; index: as the simulation likes */
  CC_STREAM_NOISE,    /* what chance adds to a draw's figure, in closed form; named blocks */
  CC_STREAM_BLOCKS,   /* the seeds of a sample's blocks */
} cc_stream_purpose;

/* The stream of a purpose and an index below 2^24. */
static inline uint32_t cc_stream_id(cc_stream_purpose purpose, uint32_t index) {
  return (uint32_t)purpose << 24 | index;
}

/* The number in (0,1) that 64 random bits stand for: the middle of one of 2^52 equal cells, an odd
 * multiple of 2^-53. Neither 0 nor 1 is reached, and 1 minus it is such a number too. */
static inline double cc_random_unit(uint32_t high, uint32_t low) {
  uint64_t cell = ((uint64_t)high << 32 | low) >> 12;
  return ((double)cell + 0.5) * 0x1p-52;
}

/* Block `block` of a stream: 128 random bits. */
void cc_random_block(uint64_t seed, uint32_t draw, uint32_t stream, uint32_t block,
                     uint32_t words[4]);

/* The number in (0,1) that 32 random bits stand for: the middle of one of 2^32 equal cells. */
static inline double cc_random_unit_32(uint32_t word) {
  return ((double)word + 0.5) * 0x1p-32;
}

/* Where a block is of those that are made by the dozen (another generator's; see random.c): a
 * stream, a block of it, and a name, which is any number. */
typedef struct {
  uint32_t stream, block, name;
} cc_random_address;

/* The blocks of a draw at addresses[0..n-1], n up to CC_RANDOM_LOT: each word of theirs side by
 * side. */
enum { CC_RANDOM_LOT = 64 };
typedef struct {
  uint32_t words[4][CC_RANDOM_LOT];
} cc_random_lot;
void cc_random_lot_at(uint64_t seed, uint32_t draw, int n, const cc_random_address *addresses,
                      cc_random_lot *lot);

/* The unit exponentials, -log(u), of n random words, to 23 bits: u is the middle of one of 2^23
 * equal cells. They are from 6e-8 to 16.6, and right to 2e-7 of themselves. */
void cc_random_waits(int n, const uint32_t *words, float *waits);

/* Unit exponentials of a stream and name, one after another, of one word each. */
typedef struct {
  uint64_t seed;
  uint32_t draw, stream, name, next;
  float waits[4][CC_RANDOM_LOT];
} cc_wait_reader;
void cc_wait_reader_start(cc_wait_reader *reader, uint64_t seed, uint32_t draw, uint32_t stream,
                          uint32_t name);
float cc_wait_reader_next(cc_wait_reader *reader);

/* The block of a draw that belongs to a name, for what is known by its name rather than its place
 * in a list (a parameter, by a hash of its path): stream and block hold the lower 56 bits of
 * `name`. */
void cc_random_named_block(uint64_t seed, uint32_t draw, cc_stream_purpose purpose, uint64_t name,
                           uint32_t words[4]);

/* The first number of the block of each of n names, uniform in (0,1). */
void cc_random_named(uint64_t seed, uint32_t draw, cc_stream_purpose purpose, int n,
                     const uint64_t *names, double *numbers);

/* The first n numbers of a stream, uniform in (0,1). */
void cc_random_fill(uint64_t seed, uint32_t draw, uint32_t stream, int n, double *numbers);

/* Reads a stream number by number, up to 2^33 of them: what a simulation takes its chances from.
 * Private but for the functions below. */
typedef struct {
  uint64_t seed;
  uint32_t draw, stream, block;
  int has_spare;
  double spare;
} cc_random_stream;

void cc_random_start(cc_random_stream *stream, uint64_t seed, uint32_t draw, uint32_t number);

/* Uniform in (0,1). */
double cc_random_next(cc_random_stream *stream);

/* A waiting time at `rate` >= 0 a unit of time; infinite at rate 0. */
double cc_random_exponential(cc_random_stream *stream, double rate);

/* A Poisson count of 0 <= mean <= 1e9, exact at every mean. */
int cc_random_poisson(cc_random_stream *stream, double mean);

/* An index 0..n-1 with a chance in proportion to its weight >= 0; -1 when no weight is above 0. */
int cc_random_categorical(cc_random_stream *stream, int n, const double *weights);

#endif
