/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sorting by where a number lies between the least and the greatest. The range is cut into about as
 * many equal buckets as there are numbers, each number is moved to its bucket in one pass, and what
 * shares a bucket is sorted in the same way, or by insertion where it is a few. Draws of a result
 * are spread evenly enough for a bucket to hold a few, which makes the time proportional to n;
 * where they are not, and after four levels still share a bucket, GSL's heap sort bounds it. */
#include "numeric/sort.h"

#include <gsl/gsl_sort.h>
#include <stdint.h>
#include <string.h>

enum { FEW = 16, BUCKETS = 2048, LEVELS = 4 };

typedef struct {
  double least, per_width; /* buckets by width */
  int last;                /* bucket */
} grid;

static int bucket_of(const grid *g, double value) {
  double place = (value - g->least) * g->per_width;
  return place < g->last ? (int)place : g->last; /* also when it is not a number */
}

static void sort_few(size_t n, double *values) {
  for (size_t i = 1; i < n; i++) {
    double value = values[i];
    size_t place = i;
    while (place > 0 && values[place - 1] > value) {
      values[place] = values[place - 1];
      place--;
    }
    values[place] = value;
  }
}

/* Moves the numbers to their buckets in `sorted`; ends[b] is where bucket b ends. */
static void distribute(const grid *g, size_t n, const double *values, double *sorted,
                       uint32_t *ends) {
  uint32_t begin = 0;
  memset(ends, 0, BUCKETS * sizeof *ends);
  for (size_t i = 0; i < n; i++) {
    ends[bucket_of(g, values[i])]++;
  }
  for (int b = 0; b <= g->last; b++) {
    uint32_t count = ends[b];
    ends[b] = begin;
    begin += count;
  }
  for (size_t i = 0; i < n; i++) {
    sorted[ends[bucket_of(g, values[i])]++] = values[i];
  }
}

static void sort_level(size_t n, double *values, double *scratch, int level) {
  if (n <= FEW) {
    sort_few(n, values);
    return;
  }
  if (level == LEVELS) {
    gsl_sort(values, 1, n);
    return;
  }
  double least = values[0], most = values[0];
  for (size_t i = 1; i < n; i++) {
    least = values[i] < least ? values[i] : least;
    most = values[i] > most ? values[i] : most;
  }
  if (!(least < most)) {
    return;
  }
  int buckets = n < BUCKETS ? (int)n : BUCKETS;
  grid g = {least, buckets / (most - least), buckets - 1};
  uint32_t ends[BUCKETS], begin = 0;
  distribute(&g, n, values, scratch, ends);
  for (int b = 0; b < buckets; b++) {
    sort_level(ends[b] - begin, scratch + begin, values + begin, level + 1);
    begin = ends[b];
  }
  memcpy(values, scratch, n * sizeof *values);
}

void cc_sort(size_t n, double *values, double *scratch) {
  sort_level(n, values, scratch, 0);
}
