/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sobol indices: how much of the variance V of a result each input is answerable for. With f the
 * model at the rows of the design, and the mean over rows in both,
 *
 *     first_i = mean( f(B) (f(AB_i) - f(A)) ) / V        (Saltelli and others 2010)
 *     total_i = mean( (f(A) - f(AB_i))^2 ) / (2 V)       (Jansen 1999)
 *
 * V is the variance of f(A) and f(B) together. Their common mean is taken off f(B) in the first,
 * which changes nothing on average and much in its error when the mean is large.
 *
 * The intervals come from the bootstrap: rows are drawn again with replacement, each with all its
 * values, which weighs a row by the number of times it was drawn, and the middle of the indices so
 * found is the interval. */
#include "numeric/sobol_indices.h"

#include "numeric/random.h"
#include "numeric/sort.h"

#include <gsl/gsl_statistics_double.h>
#include <stdlib.h>

typedef struct {
  const cc_sobol_values *values;
  double *weights;   /* [n_rows], summing to n_rows */
  double *centred_b; /* [n_rows], f(B) less the mean; times its weight */
  double *found;     /* [2 n_inputs][n_resamples]: first, total of input 0, of input 1, ... */
  double *scratch;   /* [n_resamples] */
} work;

/* The weighted mean of f(A) and f(B) together. */
static double common_mean(const work *w) {
  const cc_sobol_values *v = w->values;
  double sum = 0.0;
  for (int k = 0; k < v->n_rows; k++) {
    sum += w->weights[k] * (v->a[k] + v->b[k]);
  }
  return sum / (2.0 * v->n_rows);
}

/* Their variance; leaves f(B) centred and weighted. */
static double centre(work *w) {
  const cc_sobol_values *v = w->values;
  double mean = common_mean(w), squares = 0.0;
  for (int k = 0; k < v->n_rows; k++) {
    double a = v->a[k] - mean, b = v->b[k] - mean;
    squares += w->weights[k] * (a * a + b * b);
    w->centred_b[k] = w->weights[k] * b;
  }
  return squares / (2.0 * v->n_rows);
}

/* The two sums over rows behind the indices of an input, in four parts that a processor can add to
 * side by side. */
static void sum_rows(const work *w, const double *ab, double *first, double *total) {
  const double *a = w->values->a, *b = w->centred_b, *weights = w->weights;
  double products[4] = {0.0}, squares[4] = {0.0};
  int n_rows = w->values->n_rows, whole = n_rows - n_rows % 4;
  for (int k = 0; k < whole; k += 4) {
    for (int j = 0; j < 4; j++) {
      double change = ab[k + j] - a[k + j];
      products[j] += b[k + j] * change;
      squares[j] += weights[k + j] * change * change;
    }
  }
  for (int k = whole; k < n_rows; k++) {
    double change = ab[k] - a[k];
    products[k - whole] += b[k] * change;
    squares[k - whole] += weights[k] * change * change;
  }
  *first = (products[0] + products[1]) + (products[2] + products[3]);
  *total = (squares[0] + squares[1]) + (squares[2] + squares[3]);
}

/* The indices under the weights, to found[0], found[stride], found[2 stride], ... */
static void estimate(work *w, size_t stride, double *found) {
  const cc_sobol_values *v = w->values;
  double variance = centre(w), first, total;
  double scale = variance > 0.0 ? 1.0 / (variance * v->n_rows) : 0.0;
  for (int i = 0; i < v->n_inputs; i++) {
    sum_rows(w, v->ab + (size_t)i * (size_t)v->n_rows, &first, &total);
    found[(size_t)(2 * i) * stride] = first * scale;
    found[(size_t)(2 * i + 1) * stride] = 0.5 * total * scale;
  }
}

/* Draws n_rows rows with replacement: how often each came. */
static void draw_weights(int n_rows, uint64_t seed, int resample, double *weights) {
  cc_random_stream stream;
  cc_random_start(&stream, seed, (uint32_t)resample, cc_stream_id(CC_STREAM_RESAMPLE, 0));
  for (int k = 0; k < n_rows; k++) {
    weights[k] = 0.0;
  }
  for (int k = 0; k < n_rows; k++) {
    weights[(int)(cc_random_next(&stream) * n_rows)] += 1.0;
  }
}

static cc_status make_work(const cc_sobol_values *values, int n_resamples, work *w) {
  size_t rows = (size_t)values->n_rows, resamples = (size_t)n_resamples;
  *w = (work){.values = values};
  w->weights = calloc(rows, sizeof *w->weights);
  w->centred_b = calloc(rows, sizeof *w->centred_b);
  w->found = calloc(2 * (size_t)values->n_inputs * resamples + 1, sizeof *w->found);
  w->scratch = calloc(resamples, sizeof *w->scratch);
  int complete = w->weights != NULL && w->centred_b != NULL && w->found != NULL;
  return complete && w->scratch != NULL ? CC_OK : CC_NO_MEMORY;
}

static void free_work(work *w) {
  free(w->scratch);
  free(w->found);
  free(w->centred_b);
  free(w->weights);
}

/* The middle `level` of the resampled values. */
static void set_interval(work *w, size_t n, double *found, double level, cc_estimate *estimate_of) {
  cc_sort(n, found, w->scratch);
  double tail = 0.5 * (1.0 - level);
  estimate_of->low = gsl_stats_quantile_from_sorted_data(found, 1, n, tail);
  estimate_of->high = gsl_stats_quantile_from_sorted_data(found, 1, n, 1.0 - tail);
}

cc_status cc_sobol_indices(const cc_sobol_values *values, int n_resamples, double level,
                           uint64_t seed, cc_sobol_index *indices) {
  work w;
  size_t n = (size_t)n_resamples;
  cc_status status = make_work(values, n_resamples, &w);
  if (status != CC_OK) {
    goto out;
  }
  for (int k = 0; k < values->n_rows; k++) {
    w.weights[k] = 1.0;
  }
  estimate(&w, n, w.found);
  for (int i = 0; i < values->n_inputs; i++) {
    indices[i].first.value = w.found[(size_t)(2 * i) * n];
    indices[i].total.value = w.found[(size_t)(2 * i + 1) * n];
  }
  for (int r = 0; r < n_resamples; r++) {
    draw_weights(values->n_rows, seed, r, w.weights);
    estimate(&w, n, w.found + r);
  }
  for (int i = 0; i < values->n_inputs; i++) {
    set_interval(&w, n, w.found + (size_t)(2 * i) * n, level, &indices[i].first);
    set_interval(&w, n, w.found + (size_t)(2 * i + 1) * n, level, &indices[i].total);
  }
out:
  free_work(&w);
  return status;
}
