/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Samples of the unit cube whose draws can be had in any order.
 *
 * Latin hypercube: with N draws, draw i lies in dimension j at
 *
 *     u = (P_j(i) + jitter) / N
 *
 * with P_j a random order of the strata 0..N-1 that belongs to the dimension, and jitter uniform in
 * (0,1) by draw and dimension, both by the dimension's name. What depends on one input alone is
 * averaged over all of its range, so that the error of a mean comes from the interplay of inputs
 * only. Sobol points spread evenly in pairs and more as well (sobol_sequence.c). */
#include "numeric/sampling.h"

#include "numeric/permutation.h"
#include "numeric/random.h"
#include "numeric/sobol_sequence.h"

#include <stdlib.h>
#include <string.h>

#define MOST_DRAWS (1 << CC_SOBOL_BITS)
#define MOST_DIMENSIONS (1 << 24)

struct cc_sample {
  cc_sample_method method;
  int n_draws, n_dimensions;
  int n_sobol; /* dimensions before this are Sobol's, the others latin or plain */
  uint64_t seed;
  uint64_t *names;         /* [n_dimensions] */
  cc_permutations *strata; /* of latin dimensions */
  uint64_t *directions;    /* [bits of n_draws - 1][n_sobol] */
  uint64_t *shifts;        /* [n_sobol] */
};

#define SAMPLE_WORD(method, word) word,
static const char *const words[CC_SAMPLE_METHODS] = {CC_SAMPLE_TABLE(SAMPLE_WORD)};
#undef SAMPLE_WORD

const char *cc_sample_word(cc_sample_method method) {
  return words[method];
}

int cc_sample_find(const char *word, cc_sample_method *method) {
  for (int i = 0; i < CC_SAMPLE_METHODS; i++) {
    if (strcmp(word, words[i]) == 0) {
      *method = (cc_sample_method)i;
      return 1;
    }
  }
  return 0;
}

static cc_status make_sobol(cc_sample *s) {
  int n_bits = 1;
  while (1 << n_bits < s->n_draws) {
    n_bits++;
  }
  s->directions = calloc((size_t)n_bits * (size_t)s->n_sobol, sizeof *s->directions);
  s->shifts = calloc((size_t)s->n_sobol, sizeof *s->shifts);
  if (s->directions == NULL || s->shifts == NULL) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_sobol_directions(s->n_sobol, n_bits, s->directions);
  if (status == CC_OK) {
    cc_sobol_scramble(s->seed, s->n_sobol, n_bits, s->directions, s->shifts);
  }
  return status;
}

static cc_status make_latin(cc_sample *s) {
  return cc_permutations_create((uint32_t)s->n_draws, s->seed, s->n_dimensions - s->n_sobol,
                                s->names + s->n_sobol, &s->strata);
}

static cc_status make_names(cc_sample *s, const uint64_t *names) {
  s->names = calloc((size_t)s->n_dimensions + 1, sizeof *s->names);
  if (s->names == NULL) {
    return CC_NO_MEMORY;
  }
  for (int d = 0; d < s->n_dimensions; d++) {
    s->names[d] = names != NULL ? names[d] : (uint64_t)d;
  }
  return CC_OK;
}

cc_status cc_sample_create(cc_sample_method method, int n_draws, int n_dimensions,
                           const uint64_t *names, uint64_t seed, cc_sample **sample) {
  *sample = NULL;
  if (n_draws < 1 || n_draws > MOST_DRAWS || n_dimensions < 0 || n_dimensions > MOST_DIMENSIONS) {
    return CC_INVALID;
  }
  cc_sample *s = calloc(1, sizeof *s);
  if (s == NULL) {
    return CC_NO_MEMORY;
  }
  *s =
      (cc_sample){.method = method, .n_draws = n_draws, .n_dimensions = n_dimensions, .seed = seed};
  if (method == CC_SAMPLE_SOBOL) {
    s->n_sobol = n_dimensions < CC_SOBOL_DIMENSIONS ? n_dimensions : CC_SOBOL_DIMENSIONS;
  }
  cc_status status = make_names(s, names);
  if (status == CC_OK && s->n_sobol > 0) {
    status = make_sobol(s);
  }
  if (status == CC_OK && method != CC_SAMPLE_PLAIN && s->n_sobol < n_dimensions) {
    status = make_latin(s);
  }
  if (status != CC_OK) {
    cc_sample_free(s);
    return status;
  }
  *sample = s;
  return CC_OK;
}

static void fill_sobol(const cc_sample *s, uint32_t draw, double *u) {
  uint64_t point[CC_SOBOL_DIMENSIONS];
  cc_sobol_point(s->n_sobol, s->directions, s->shifts, draw, point);
  for (int d = 0; d < s->n_sobol; d++) {
    u[d] = cc_random_unit((uint32_t)(point[d] >> 32), (uint32_t)point[d]);
  }
}

void cc_sample_draw(const cc_sample *sample, int draw, double *u) {
  const cc_sample *s = sample;
  const double last = 1.0 - 0x1p-53; /* the greatest double below 1, which rounding could pass */
  uint32_t index = (uint32_t)draw;
  int first = s->n_sobol;
  if (first > 0) {
    fill_sobol(s, index, u);
  }
  cc_random_named(s->seed, index, CC_STREAM_SAMPLE, s->n_dimensions - first, s->names + first,
                  u + first);
  if (s->strata != NULL) {
    cc_permutations_add(s->strata, index, u + first);
  }
  for (int d = first; d < s->n_dimensions && s->strata != NULL; d++) {
    double place = u[d] / s->n_draws;
    u[d] = place < last ? place : last;
  }
}

void cc_sample_free(cc_sample *sample) {
  if (sample != NULL) {
    free(sample->shifts);
    free(sample->directions);
    cc_permutations_free(sample->strata);
    free(sample->names);
    free(sample);
  }
}
