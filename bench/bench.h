/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BENCH_H
#define CC_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A harness of one page. These machines are shared and noisy: each figure is the median of many
 * rounds, printed with the fastest and the slowest; with --quick there are few rounds, to see that
 * the program works and no more. */
enum { CC_BENCH_ROUNDS = 31, CC_BENCH_QUICK_ROUNDS = 3 };

static inline int bench_rounds(int argc, char **argv) {
  return argc > 1 && strcmp(argv[1], "--quick") == 0 ? CC_BENCH_QUICK_ROUNDS : CC_BENCH_ROUNDS;
}

static inline double bench_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int bench_by_value(const void *a, const void *b) {
  double x = *(const double *)a;
  double y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Times rounds of `repeats` calls of `work` and prints microseconds or milliseconds for one call.
 * Returns the median in seconds. */
static inline double bench_run(const char *what, int rounds, int repeats, void (*work)(void *),
                               void *context) {
  double times[CC_BENCH_ROUNDS];
  work(context); /* once to warm up */
  for (int r = 0; r < rounds; r++) {
    double start = bench_seconds();
    for (int i = 0; i < repeats; i++) {
      work(context);
    }
    times[r] = (bench_seconds() - start) / repeats;
  }
  qsort(times, (size_t)rounds, sizeof times[0], bench_by_value);
  double scale = times[rounds / 2] < 1e-3 ? 1e6 : 1e3;
  printf("%-52s median %8.1f %s (fastest %.1f, slowest %.1f)\n", what, scale * times[rounds / 2],
         scale == 1e6 ? "us" : "ms", scale * times[0], scale * times[rounds - 1]);
  return times[rounds / 2];
}

/* Prints why and stops: a benchmark that does not do its work must not print figures. */
static inline void bench_require(int holds, const char *what) {
  if (!holds) {
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
  }
}

#endif
