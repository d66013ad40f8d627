/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The store of draws. Draws come in chunks of rows; a chunk is taken measure by measure.
 *
 * Moments: each chunk leaves its own mean, sum of squares about it and extremes. They are joined in
 * the order of the chunks when all are in, with d the difference of two means,
 *
 *     squares = squares_a + squares_b + d^2 n_a n_b / (n_a + n_b)
 *
 * (Chan, Golub and LeVeque 1983), so that rounding does not depend on who ran when.
 *
 * Quantiles: where memory allows, all values are kept, and sorted once asked about. Otherwise
 * they are counted in bins: 1,022 of equal width below the median of chunk 0, reaching twice as far
 * from it as chunk 0 does, as many above it, and one beyond each end. Inside a bin values are taken
 * to be spread evenly, which puts a quantile off by about a tenth of its Monte Carlo error with
 * 100,000 draws, and by less with fewer. What is not smooth is usually one value that many draws
 * share, such as a gap of 0; the value that comes most often in chunk 0 therefore has a count of
 * its own. Counts are integers, and bins follow from chunk 0, so that the sum over lanes is the
 * same in any order.
 *
 * The errors of draws that come in blocks are what the blocks differ by (block_spread.c), for which
 * values are counted by block in cells of 16 bins. */
#include "numeric/quantiles.h"

#include "numeric/block_spread.h"
#include "numeric/sort.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { HALF = 1022, BINS = 2 * HALF };
enum { BELOW = 0, ABOVE = BINS + 1, SHARED = BINS + 2, COUNTERS = BINS + 3 };

typedef struct {
  double mean, squares, least, most;
} moments;

typedef struct {
  double edges[3];     /* the lowest, the median of chunk 0, the highest */
  double per_width[2]; /* bins by width in either half: HALF / the half's width; 0 without width */
  double shared;       /* a value with a count of its own */
} scale;

struct cc_quantiles {
  int n_draws, n_measures, n_lanes, n_chunks;
  moments *parts;   /* [n_chunks][n_measures] */
  moments *totals;  /* [n_measures], from finish on */
  double *values;   /* [n_measures][n_draws] where all are kept, else NULL */
  double *scratch;  /* [n_draws], likewise */
  bool *sorted;     /* [n_measures], likewise: values were sorted, which happens when asked for */
  scale *scales;    /* [n_measures], where they are counted or draws are in blocks */
  uint32_t *counts; /* [n_lanes][n_measures][COUNTERS] where they are counted, else NULL; from
                       finish on lane 0 has all */
  cc_block_spread *spread; /* NULL where draws are independent */
};

/* What the blocks of the draws differ by. */
static cc_status make_spread(cc_quantiles *q, int n_blocks) {
  return n_blocks == 1
             ? CC_OK
             : cc_block_spread_create(q->n_draws, n_blocks, q->n_measures, q->n_lanes, &q->spread);
}

static cc_status make_store(cc_quantiles *q, int n_blocks, size_t most_kept) {
  size_t draws = (size_t)q->n_draws, measures = (size_t)q->n_measures;
  q->parts = calloc((size_t)q->n_chunks * measures, sizeof *q->parts);
  q->totals = calloc(measures, sizeof *q->totals);
  q->scales = calloc(measures, sizeof *q->scales);
  if (q->parts == NULL || q->totals == NULL || q->scales == NULL) {
    return CC_NO_MEMORY;
  }
  if (draws <= most_kept / measures) {
    q->values = calloc(draws * measures, sizeof *q->values);
    q->scratch = calloc(draws, sizeof *q->scratch);
    q->sorted = calloc(measures, sizeof *q->sorted);
    bool complete = q->values != NULL && q->scratch != NULL && q->sorted != NULL;
    return complete ? make_spread(q, n_blocks) : CC_NO_MEMORY;
  }
  q->counts = calloc((size_t)q->n_lanes * measures, COUNTERS * sizeof *q->counts);
  return q->counts != NULL ? make_spread(q, n_blocks) : CC_NO_MEMORY;
}

cc_status cc_quantiles_create(int n_draws, int n_blocks, int n_measures, int n_lanes,
                              size_t most_kept, cc_quantiles **quantiles) {
  *quantiles = NULL;
  if (n_draws < 1 || n_blocks < 1 || n_measures < 1 || n_lanes < 1) {
    return CC_INVALID;
  }
  cc_quantiles *q = calloc(1, sizeof *q);
  if (q == NULL) {
    return CC_NO_MEMORY;
  }
  q->n_draws = n_draws;
  q->n_measures = n_measures;
  q->n_lanes = n_lanes;
  q->n_chunks = (n_draws - 1) / CC_QUANTILES_CHUNK + 1;
  cc_status status = make_store(q, n_blocks, most_kept);
  if (status != CC_OK) {
    cc_quantiles_free(q);
    return status;
  }
  *quantiles = q;
  return CC_OK;
}

int cc_quantiles_chunks(const cc_quantiles *quantiles) {
  return quantiles->n_chunks;
}

int cc_quantiles_chunk_draws(const cc_quantiles *quantiles, int chunk) {
  int left = quantiles->n_draws - chunk * CC_QUANTILES_CHUNK;
  return left < CC_QUANTILES_CHUNK ? left : CC_QUANTILES_CHUNK;
}

/* ---- adding ---------------------------------------------------------------------------------- */

/* Some neighbouring measures of a chunk, so that a processor has several sums to add to at once.
 * Where fewer are left the last one stands in for those missing. */
enum { GROUP = 4 };
typedef struct {
  int n_draws, n; /* draws; measures that are not stand-ins */
  double values[CC_QUANTILES_CHUNK][GROUP];
} group;

static void load_group(const double *rows, int n_measures, int first, group *g) {
  g->n = n_measures - first < GROUP ? n_measures - first : GROUP;
  for (int i = 0; i < g->n_draws; i++) {
    const double *row = rows + (size_t)i * (size_t)n_measures + first;
    for (int j = 0; j < GROUP; j++) {
      g->values[i][j] = row[j < g->n ? j : g->n - 1];
    }
  }
}

/* Sums are taken about the first draw and put right at the end, which needs one pass only. */
static void find_moments(const group *g, moments *found) {
  double sums[GROUP] = {0.0}, squares[GROUP] = {0.0}, least[GROUP], most[GROUP];
  memcpy(least, g->values[0], sizeof least);
  memcpy(most, g->values[0], sizeof most);
  for (int i = 0; i < g->n_draws; i++) {
    for (int j = 0; j < GROUP; j++) {
      double value = g->values[i][j], distance = value - g->values[0][j];
      sums[j] += distance;
      squares[j] += distance * distance;
      least[j] = value < least[j] ? value : least[j];
      most[j] = value > most[j] ? value : most[j];
    }
  }
  for (int j = 0; j < g->n; j++) {
    double mean = sums[j] / g->n_draws, about_mean = squares[j] - sums[j] * mean;
    found[j] = (moments){g->values[0][j] + mean, fmax(about_mean, 0.0), least[j], most[j]};
  }
}

/* The value that comes most often in a sorted column. */
static double most_frequent(int n, const double *sorted) {
  int best = 0, best_count = 0, begin = 0;
  for (int i = 0; i < n; i++) {
    begin = sorted[i] == sorted[begin] ? begin : i;
    if (i - begin + 1 > best_count) {
      best = begin;
      best_count = i - begin + 1;
    }
  }
  return sorted[best];
}

static scale scale_of(const group *g, int j) {
  double sorted[CC_QUANTILES_CHUNK], scratch[CC_QUANTILES_CHUNK];
  for (int i = 0; i < g->n_draws; i++) {
    sorted[i] = g->values[i][j];
  }
  cc_sort((size_t)g->n_draws, sorted, scratch);
  double median = sorted[g->n_draws / 2];
  scale s = {.shared = most_frequent(g->n_draws, sorted)};
  s.edges[0] = median - 2.0 * (median - sorted[0]);
  s.edges[1] = median;
  s.edges[2] = median + 2.0 * (sorted[g->n_draws - 1] - median);
  for (int half = 0; half < 2; half++) {
    double per_width = HALF / (s.edges[half + 1] - s.edges[half]);
    s.per_width[half] = isfinite(per_width) ? per_width : 0.0;
  }
  return s;
}

/* The bin of a value, shared or not: BELOW, 1..BINS, ABOVE. */
static int bin_of(const scale *s, double value) {
  int half = value >= s->edges[1];
  double place = (value - s->edges[half]) * s->per_width[half];
  int bin = 1 + HALF * half + (place < HALF ? (int)place : HALF - 1);
  bin = value >= s->edges[0] ? bin : BELOW;
  return value >= s->edges[2] ? ABOVE : bin;
}

static void count_values(const group *g, int j, const scale *of_measure, uint32_t *counts) {
  const scale s = *of_measure;
  for (int i = 0; i < g->n_draws; i++) {
    double value = g->values[i][j];
    int bin = bin_of(&s, value);
    counts[value == s.shared ? SHARED : bin]++;
  }
}

/* Cells are some bins together. */
enum { CELL = (BINS + 2) / CC_SPREAD_CELLS + 1 };

static double width_of(const scale *s) {
  return s->edges[2] - s->edges[0];
}

static void count_blocks(const group *g, int j, int first_draw, int lane, int measure,
                         const cc_quantiles *q) {
  const scale *s = &q->scales[measure];
  double per_width = width_of(s) > 0.0 ? 1.0 / width_of(s) : 0.0;
  for (int i = 0; i < g->n_draws; i++) {
    double value = g->values[i][j];
    cc_block_spread_add(q->spread, lane, measure, first_draw + i, bin_of(s, value) / CELL,
                        (value - s->edges[1]) * per_width);
  }
}

static void keep_values(const group *g, int j, double *kept) {
  for (int i = 0; i < g->n_draws; i++) {
    kept[i] = g->values[i][j];
  }
}

/* Keeps or counts a measure of a chunk. */
static void store(cc_quantiles *q, int lane, int chunk, const group *g, int j, int measure) {
  int draw = chunk * CC_QUANTILES_CHUNK;
  if (chunk == 0 && (q->values == NULL || q->spread != NULL)) {
    q->scales[measure] = scale_of(g, j);
  }
  if (q->spread != NULL) {
    count_blocks(g, j, draw, lane, measure, q);
  }
  if (q->values != NULL) {
    keep_values(g, j, q->values + (size_t)measure * (size_t)q->n_draws + draw);
  } else {
    size_t series = (size_t)lane * (size_t)q->n_measures + (size_t)measure;
    count_values(g, j, &q->scales[measure], q->counts + series * COUNTERS);
  }
}

void cc_quantiles_add(cc_quantiles *quantiles, int lane, int chunk, const double *rows) {
  cc_quantiles *q = quantiles;
  group g = {.n_draws = cc_quantiles_chunk_draws(q, chunk)};
  for (int first = 0; first < q->n_measures; first += GROUP) {
    load_group(rows, q->n_measures, first, &g);
    find_moments(&g, q->parts + (size_t)chunk * (size_t)q->n_measures + first);
    for (int j = 0; j < g.n; j++) {
      store(q, lane, chunk, &g, j, first + j);
    }
  }
}

/* ---- finishing ------------------------------------------------------------------------------- */

/* Joins the moments of n_b more draws to those of n_a. */
static moments join(moments a, double n_a, moments b, double n_b) {
  double share = n_b / (n_a + n_b), distance = b.mean - a.mean;
  a.mean += distance * share;
  a.squares += b.squares + distance * distance * n_a * share;
  a.least = b.least < a.least ? b.least : a.least;
  a.most = b.most > a.most ? b.most : a.most;
  return a;
}

void cc_quantiles_finish(cc_quantiles *quantiles) {
  cc_quantiles *q = quantiles;
  size_t measures = (size_t)q->n_measures;
  memcpy(q->totals, q->parts, measures * sizeof *q->totals);
  for (int chunk = 1; chunk < q->n_chunks; chunk++) {
    const moments *parts = q->parts + (size_t)chunk * measures;
    for (size_t m = 0; m < measures; m++) {
      q->totals[m] = join(q->totals[m], (double)chunk * CC_QUANTILES_CHUNK, parts[m],
                          cc_quantiles_chunk_draws(q, chunk));
    }
  }
  size_t size = measures * COUNTERS;
  for (int lane = 1; q->counts != NULL && lane < q->n_lanes; lane++) {
    for (size_t i = 0; i < size; i++) {
      q->counts[i] += q->counts[(size_t)lane * size + i];
    }
  }
  if (q->spread != NULL) {
    cc_block_spread_finish(q->spread);
  }
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* An error as the blocks show it; where there are none, or all agree, as of independent draws. */
static double shown(double by_blocks, double independent) {
  return by_blocks > 0.0 ? by_blocks : independent;
}

static double error_of_mean(const cc_quantiles *q, int measure, double sd) {
  double by_blocks = q->spread == NULL ? 0.0
                                       : cc_block_spread_of_mean(q->spread, measure) *
                                             width_of(&q->scales[measure]);
  return shown(by_blocks, sd / sqrt(q->n_draws));
}

/* Of the share p of the draws that lie below `value`. */
static double error_of_share(const cc_quantiles *q, int measure, double p, double value) {
  double independent = sqrt(p * (1.0 - p) / q->n_draws);
  if (q->spread == NULL) {
    return independent;
  }
  int bin = bin_of(&q->scales[measure], value);
  double part = (bin % CELL + 0.5) / CELL;
  return shown(cc_block_spread_of_share(q->spread, measure, bin / CELL, part), independent);
}

cc_summary cc_quantiles_summary(const cc_quantiles *quantiles, int measure) {
  const moments *m = &quantiles->totals[measure];
  double n = quantiles->n_draws;
  double sd = n > 1.0 ? sqrt(m->squares / (n - 1.0)) : (double)NAN;
  double error = m->least < m->most ? error_of_mean(quantiles, measure, sd) : (double)NAN;
  return (cc_summary){m->mean, sd, error, m->least, m->most};
}

/* Values spread evenly from one place to another. */
typedef struct {
  double from, to, count;
} piece;

/* The values of a bin but for the shared one; from..to is kept within the extremes. */
static piece piece_of(const cc_quantiles *q, int measure, int bin, double count) {
  const scale *s = &q->scales[measure];
  const moments *m = &q->totals[measure];
  int half = bin > HALF, first = 1 + HALF * half;
  double width = (s->edges[half + 1] - s->edges[half]) / HALF;
  double from = s->edges[half] + (bin - first) * width;
  double to = bin == ABOVE ? m->most : from + width;
  from = bin == BELOW ? m->least : from;
  return (piece){fmax(from, m->least), fmin(to, m->most), count};
}

/* The value at a rank 0..count of a piece. */
static double value_in(piece p, double rank) {
  return p.count > 0.0 ? p.from + (p.to - p.from) * (rank / p.count) : p.from;
}

/* The same where some more values, n_shared of them, are all `shared`: they stand between the
 * values of the piece that are below and above it. */
static double value_beside(piece p, double shared, double n_shared, double rank) {
  double share = p.to > p.from ? (shared - p.from) / (p.to - p.from) : 0.0;
  double n_below = p.count * fmin(fmax(share, 0.0), 1.0);
  if (rank < n_below) {
    return value_in(p, rank);
  }
  return rank <= n_below + n_shared ? shared : value_in(p, rank - n_shared);
}

/* The value with `rank` values below it, a value itself counting as half below itself. */
static double value_at_rank(const cc_quantiles *q, int measure, double rank) {
  const uint32_t *counts = q->counts + (size_t)measure * COUNTERS;
  const scale *s = &q->scales[measure];
  uint32_t n_shared = counts[SHARED], before = 0;
  int shared_bin = bin_of(s, s->shared), bin = BELOW;
  uint32_t here = counts[bin] + (bin == shared_bin ? n_shared : 0);
  while (bin < ABOVE && rank > before + here) {
    before += here;
    bin++;
    here = counts[bin] + (bin == shared_bin ? n_shared : 0);
  }
  piece p = piece_of(q, measure, bin, counts[bin]);
  rank -= before;
  return bin == shared_bin ? value_beside(p, s->shared, n_shared, rank) : value_in(p, rank);
}

static double quantile(cc_quantiles *q, int measure, double p) {
  size_t draws = (size_t)q->n_draws;
  if (q->values == NULL) {
    return value_at_rank(q, measure, p * (q->n_draws - 1) + 0.5);
  }
  double *values = q->values + (size_t)measure * draws;
  if (!q->sorted[measure]) {
    cc_sort(draws, values, q->scratch);
    q->sorted[measure] = true;
  }
  return cc_sorted_quantile(draws, values, p);
}

double cc_quantiles_at(cc_quantiles *quantiles, int measure, double p, double *error) {
  double value = quantile(quantiles, measure, p);
  if (error != NULL) {
    double step = error_of_share(quantiles, measure, p, value);
    double above = quantile(quantiles, measure, fmin(p + step, 1.0));
    double below = quantile(quantiles, measure, fmax(p - step, 0.0));
    const moments *m = &quantiles->totals[measure];
    *error = m->least < m->most ? 0.5 * (above - below) : (double)NAN;
  }
  return value;
}

double cc_sorted_quantile(size_t n, const double *sorted, double p) {
  return gsl_stats_quantile_from_sorted_data(sorted, 1, n, p);
}

void cc_quantiles_free(cc_quantiles *quantiles) {
  if (quantiles != NULL) {
    cc_block_spread_free(quantiles->spread);
    free(quantiles->counts);
    free(quantiles->scales);
    free(quantiles->sorted);
    free(quantiles->scratch);
    free(quantiles->values);
    free(quantiles->totals);
    free(quantiles->parts);
    free(quantiles);
  }
}
