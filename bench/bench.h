/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BENCH_H
#define CC_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A harness of one page. These machines are shared and noisy: each figure is the median of many
 * rounds, printed with the fastest and the slowest; with --quick there are few rounds, to see that
 * the program works and no more. Work of one thread is measured in processor time, which does not
 * count what others compute meanwhile (though they still take cache and clock); whole commands and
 * batches in wall time, which is what their user waits for. */
enum { CC_BENCH_ROUNDS = 31, CC_BENCH_QUICK_ROUNDS = 3 };

static inline int bench_rounds(int argc, char **argv) {
  return argc > 1 && strcmp(argv[1], "--quick") == 0 ? CC_BENCH_QUICK_ROUNDS : CC_BENCH_ROUNDS;
}

typedef struct {
  clockid_t id;
  const char *name;
} bench_clock;
static const bench_clock bench_cpu = {CLOCK_PROCESS_CPUTIME_ID, "processor time"};
static const bench_clock bench_wall = {CLOCK_MONOTONIC, "wall time"};

static inline double bench_seconds(bench_clock clock) {
  struct timespec now;
  clock_gettime(clock.id, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static int bench_by_value(const void *a, const void *b) {
  double x = *(const double *)a;
  double y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Times rounds of `repeats` calls of `work` and prints microseconds or milliseconds for one call.
 * Returns the median in seconds. */
static inline double bench_run(bench_clock clock, const char *what, int rounds, int repeats,
                               void (*work)(void *), void *context) {
  double times[CC_BENCH_ROUNDS];
  work(context); /* once to warm up */
  for (int r = 0; r < rounds; r++) {
    double start = bench_seconds(clock);
    for (int i = 0; i < repeats; i++) {
      work(context);
    }
    times[r] = (bench_seconds(clock) - start) / repeats;
  }
  qsort(times, (size_t)rounds, sizeof times[0], bench_by_value);
  double scale = times[rounds / 2] < 1e-3 ? 1e6 : 1e3;
  printf("%-52s median %8.1f %s (fastest %.1f, slowest %.1f; %s)\n", what,
         scale * times[rounds / 2], scale == 1e6 ? "us" : "ms", scale * times[0],
         scale * times[rounds - 1], clock.name);
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
