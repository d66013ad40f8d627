/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is chosen, against what the kernel says of the processor. */
#include "base/instruction_set.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* The first processor's line of flags, " avx2 " and so on; empty where there is none. */
static void read_flags(char *flags, int size) {
  FILE *info = fopen("/proc/cpuinfo", "r");
  flags[0] = '\0';
  while (info != NULL && strncmp(flags, "flags", 5) != 0) {
    if (fgets(flags, size, info) == NULL) {
      flags[0] = '\0';
      break;
    }
  }
  if (info != NULL) {
    fclose(info);
  }
  flags[strcspn(flags, "\n")] = ' ';
}

static void the_best_set_is_one_that_the_machine_has(void **state) {
  (void)state;
  cc_instruction_set best = cc_best_instruction_set();
  assert_in_range(best, CC_ANY_MACHINE, CC_INSTRUCTION_SETS - 1);
#if defined(__x86_64__)
  static char flags[1 << 14];
  read_flags(flags, (int)sizeof flags - 1);
  if (flags[0] == 'f') {
    bool avx2 = strstr(flags, " avx2 ") != NULL;
    bool avx512 = strstr(flags, " avx512f ") != NULL && strstr(flags, " avx512dq ") != NULL &&
                  strstr(flags, " avx512vl ") != NULL;
    assert_int_equal(best, avx2 && avx512 ? CC_AVX512 : avx2 ? CC_AVX2 : CC_ANY_MACHINE);
  }
#endif
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(the_best_set_is_one_that_the_machine_has),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
