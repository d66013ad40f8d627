/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Gaussian copula: uniform numbers become normal scores, the scores are mixed, and what comes out
 * becomes uniform again,
 *
 *     z = normal quantile(u),   z' = L z,   u' = normal cdf(z'),   L L' = R
 *
 * with R the correlation matrix of the dimensions that are in a pair and L its Cholesky factor,
 * lower triangular. Every row of L has length 1, so that each z' is standard normal too. R is a
 * correlation matrix if and only if the factor exists. The factor is made here and not by GSL,
 * which reports a matrix that has none through the error handler of the whole program, and not
 * which row failed. */
#include "numeric/copula.h"

#include "numeric/normal.h"

#include <math.h>
#include <stdlib.h>

#define LEAST_PIVOT 1e-10 /* of a row's variance that the rows above it must leave */

struct cc_copula {
  int size;
  int *dimensions; /* [size], by their first pair */
  double *factor;  /* size x size, the lower triangle */
};

static cc_status refuse(const char **why, int *wrong, const char *reason, int pair) {
  *why = reason;
  *wrong = pair;
  return CC_INVALID;
}

/* The row of a dimension, which is added when it has none yet. */
static int row_of(cc_copula *c, int dimension) {
  int row = 0;
  while (row < c->size && c->dimensions[row] != dimension) {
    row++;
  }
  if (row == c->size) {
    c->dimensions[c->size++] = dimension;
  }
  return row;
}

static int same_inputs(cc_copula_pair a, cc_copula_pair b) {
  return (a.first == b.first && a.second == b.second) ||
         (a.first == b.second && a.second == b.first);
}

static cc_status check_pairs(int n_pairs, const cc_copula_pair *pairs, const char **why,
                             int *wrong) {
  for (int i = 0; i < n_pairs; i++) {
    if (pairs[i].first == pairs[i].second) {
      return refuse(why, wrong, "an input cannot be correlated with itself", i);
    }
    if (!(fabs(pairs[i].r) < 1.0)) {
      return refuse(why, wrong, "a correlation must lie between -1 and 1", i);
    }
    for (int j = 0; j < i; j++) {
      if (same_inputs(pairs[i], pairs[j])) {
        return refuse(why, wrong, "this correlation is given twice", i);
      }
    }
  }
  return CC_OK;
}

/* The dimensions and their correlation matrix. */
static cc_status make_matrix(cc_copula *c, int n_pairs, const cc_copula_pair *pairs) {
  c->dimensions = calloc(2 * (size_t)n_pairs + 1, sizeof *c->dimensions);
  if (c->dimensions == NULL) {
    return CC_NO_MEMORY;
  }
  for (int i = 0; i < n_pairs; i++) {
    row_of(c, pairs[i].first);
    row_of(c, pairs[i].second);
  }
  int n = c->size;
  c->factor = calloc((size_t)n * (size_t)n + 1, sizeof *c->factor);
  if (c->factor == NULL) {
    return CC_NO_MEMORY;
  }
  for (int row = 0; row < n; row++) {
    c->factor[row * n + row] = 1.0;
  }
  for (int i = 0; i < n_pairs; i++) {
    int a = row_of(c, pairs[i].first), b = row_of(c, pairs[i].second);
    c->factor[a * n + b] = c->factor[b * n + a] = pairs[i].r;
  }
  return CC_OK;
}

/* Turns the lower triangle into the Cholesky factor. Returns the first row that has none, or -1. */
static int factorise(int n, double *matrix) {
  for (int row = 0; row < n; row++) {
    double *mine = matrix + row * n;
    for (int column = 0; column <= row; column++) {
      const double *other = matrix + column * n;
      double left = mine[column];
      for (int k = 0; k < column; k++) {
        left -= mine[k] * other[k];
      }
      if (column == row && !(left > LEAST_PIVOT)) {
        return row;
      }
      mine[column] = column == row ? sqrt(left) : left / other[column];
    }
  }
  return -1;
}

/* The last pair that ties the dimension of a row to a row above it. */
static int last_tie(cc_copula *c, int row, int n_pairs, const cc_copula_pair *pairs) {
  int found = -1;
  for (int i = 0; i < n_pairs; i++) {
    int a = row_of(c, pairs[i].first), b = row_of(c, pairs[i].second);
    found = (a == row && b < row) || (b == row && a < row) ? i : found;
  }
  return found;
}

cc_status cc_copula_create(int n_pairs, const cc_copula_pair *pairs, cc_copula **copula,
                           const char **why, int *wrong) {
  *copula = NULL;
  cc_status status = check_pairs(n_pairs, pairs, why, wrong);
  if (status != CC_OK) {
    return status;
  }
  cc_copula *c = calloc(1, sizeof *c);
  if (c == NULL) {
    return CC_NO_MEMORY;
  }
  status = make_matrix(c, n_pairs, pairs);
  int row = status == CC_OK ? factorise(c->size, c->factor) : -1;
  if (row >= 0) {
    status = refuse(why, wrong, "the correlations contradict each other",
                    last_tie(c, row, n_pairs, pairs));
  }
  if (status != CC_OK) {
    cc_copula_free(c);
    return status;
  }
  *copula = c;
  return CC_OK;
}

/* A row needs the scores of the rows above it only, so that the last one goes first. */
void cc_copula_apply(const cc_copula *copula, double *u) {
  const int n = copula->size, *dimensions = copula->dimensions;
  const double least = 0x1p-53;
  for (int row = 0; row < n; row++) {
    u[dimensions[row]] = cc_normal_quantile(u[dimensions[row]]);
  }
  for (int row = n - 1; row >= 0; row--) {
    double score = 0.0;
    for (int k = 0; k <= row; k++) {
      score += copula->factor[row * n + k] * u[dimensions[k]];
    }
    u[dimensions[row]] = fmin(fmax(cc_normal_cdf(score), least), 1.0 - least);
  }
}

void cc_copula_free(cc_copula *copula) {
  if (copula != NULL) {
    free(copula->factor);
    free(copula->dimensions);
    free(copula);
  }
}
