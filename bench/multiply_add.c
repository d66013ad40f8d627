/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How fast can this core multiply and add? Twelve sums of the widest registers there are, each
 * x <- x a + b, none of which waits for another: a fused multiply-add takes four cycles and two
 * can start in each, so eight would do; a product and then a sum take eight cycles, two of which
 * can start in each, so eight would do there too. With a and b, twelve fit the sixteen registers
 * of every machine before AVX-512. They stay in registers (seen in the assembly of gcc 12 and
 * clang 14), so this is arithmetic alone, which no real work can reach: it has to load and store.
 * The best of several rounds, as whatever disturbs one only makes it slower. */
#include "multiply_add.h"

#include "bench.h"
#include "model/workspace.h"

enum { SUMS = 12, STEPS = 100000, ROUNDS = 15 };

/* With b = 1 - a every x goes to 1: no overflow, no slow tiny numbers. They start apart, so that no
 * compiler can see that they are the same. */
#define DEFINE_SUMS(name, WIDTH, TARGET)                                                           \
  typedef double name##_wide __attribute__((vector_size(WIDTH * sizeof(double))));                 \
  TARGET static double name(double a, double b) {                                                  \
    name##_wide sum[SUMS], factor = {0}, addend = {0};                                             \
    factor += a;                                                                                   \
    addend += b;                                                                                   \
    for (int i = 0; i < SUMS; i++) {                                                               \
      sum[i] = factor * (double)i;                                                                 \
    }                                                                                              \
    for (int step = 0; step < STEPS; step++) {                                                     \
      for (int i = 0; i < SUMS; i++) {                                                             \
        sum[i] = sum[i] * factor + addend;                                                         \
      }                                                                                            \
    }                                                                                              \
    for (int i = 1; i < SUMS; i++) {                                                               \
      sum[0] += sum[i];                                                                            \
    }                                                                                              \
    return sum[0][0];                                                                              \
  }

typedef struct {
  const char *instructions;
  int width;
  double (*work)(double, double);
} kind;

DEFINE_SUMS(plain, 2, )
#if defined(__x86_64__)
DEFINE_SUMS(avx2, 4, __attribute__((target("avx2,fma"))))
DEFINE_SUMS(avx512, 8, __attribute__((target("avx512f"))))
#endif

static kind widest(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    return (kind){"AVX-512", 8, avx512};
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    return (kind){"AVX2 with FMA", 4, avx2};
  }
#endif
  return (kind){"the plain instructions", 2, plain};
}

double bench_multiply_adds(const char **instructions) {
  kind with = widest();
  double best = 0;
  volatile double factor = 0.999; /* not to be known before it runs */
  for (int r = 0; r < ROUNDS; r++) {
    double start = bench_seconds(bench_cpu);
    double sum = with.work(factor, 1 - factor);
    double rate = (double)with.width * SUMS * STEPS / (bench_seconds(bench_cpu) - start);
    bench_require(sum > 0.999 * SUMS && sum < 1.001 * SUMS, "the multiply-adds went wrong");
    best = rate > best ? rate : best;
  }
  *instructions = with.instructions;
  return best;
}

/* Rows of ages of a band in a month: see model/cohorts.c. */
static int rows_of_ages(const cc_plan *plan, int band, int month) {
  int months = plan->band_first_age[band + 1] - plan->band_first_age[band];
  int oldest = month - (months - 1), last = plan->n_months - months;
  int first = oldest > 0 ? oldest : 0;
  last = last < month ? last : month;
  return (oldest < 0 ? CC_CURVE_TERMS : 0) + (last >= first ? last - first + 1 : 0);
}

double bench_row_products(const cc_plan *plan, const cc_workspace *workspace) {
  enum { TOTALS = 4 };
  double count = 0;
  for (int month = 0; month < plan->n_months; month++) {
    for (int b = 0; b < plan->n_bands; b++) {
      int n = workspace->steps[b].n;
      count += (double)(rows_of_ages(plan, b, month) + TOTALS) * n * (n + 1);
    }
  }
  return count;
}

void bench_print_share(double count, double seconds) {
  const char *instructions = NULL;
  double most = bench_multiply_adds(&instructions);
  printf("  its %.0f thousand multiply-adds of rows with matrices alone would take %.1f us, %.0f%% "
         "of\n"
         "  it, at the %.1f thousand million a second that one core can do with %s\n",
         1e-3 * count, 1e6 * count / most, 100 * count / most / seconds, 1e-9 * most, instructions);
}
