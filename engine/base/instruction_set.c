/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The processor and the operating system both have to know a set: the compiler's library asks both
 * when the program is loaded, so that asking here costs next to nothing. */
#include "base/instruction_set.h"

cc_instruction_set cc_best_instruction_set(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                   __builtin_cpu_supports("avx512vl")
               ? CC_AVX512
               : CC_AVX2;
  }
#endif
  return CC_ANY_MACHINE;
}
