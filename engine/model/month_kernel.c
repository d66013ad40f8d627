/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The children of an age, state by state, a month on: of each state that they may be in, a share of
 * those of each state they were in. For all ages of a band that is a product of two matrices, one
 * small, one long, and together with the solution of the bands as a whole it is what a projection
 * spends its time on. So it is written for registers of any width (month_kernel.inc) and
 * compiled for three. Compilers are not asked to find that out for themselves: those of today do
 * for some sizes, and for others go through memory. */
#include "model/month_kernel.h"

#define INLINED static inline __attribute__((always_inline))
enum { MOST_SUMS = 4, MOST_REGISTERS = 2 };

#define NAME(x) x##_anywhere
#define WIDTH 2
#define TARGET
#include "model/month_kernel.inc"
#undef NAME
#undef WIDTH
#undef TARGET

static const cc_month_kernel anywhere = {"any", add_rows_anywhere, solve_band_anywhere,
                                         count_flows_anywhere};

#if defined(__x86_64__)
#define NAME(x) x##_avx2
#define WIDTH 4
#define TARGET __attribute__((target("avx2,fma")))
#include "model/month_kernel.inc"
#undef NAME
#undef WIDTH
#undef TARGET

#define NAME(x) x##_avx512
#define WIDTH 8
#define TARGET __attribute__((target("avx512f")))
#include "model/month_kernel.inc"

static const cc_month_kernel with_avx2 = {"AVX2", add_rows_avx2, solve_band_avx2, count_flows_avx2};
static const cc_month_kernel with_avx512 = {"AVX-512", add_rows_avx512, solve_band_avx512,
                                            count_flows_avx512};
#endif

int cc_month_kernels(const cc_month_kernel *kernels[CC_MOST_KERNELS]) {
  int count = 0;
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) {
    kernels[count++] = &with_avx512;
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    kernels[count++] = &with_avx2;
  }
#endif
  kernels[count++] = &anywhere;
  return count;
}
