/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_INSTRUCTION_SET_H
#define CC_BASE_INSTRUCTION_SET_H

/* What the costly parts of the program are compiled for, each of them once for every set. A machine
 * that runs one of these runs those before it, and the later are faster. No results differ, as
 * nothing is fused. On another processor than x86-64 there is the first alone. */
typedef enum {
  CC_ANY_MACHINE,
#if defined(__x86_64__)
  CC_AVX2,   /* with FMA */
  CC_AVX512, /* with all of F, DQ and VL */
#endif
  CC_INSTRUCTION_SETS
} cc_instruction_set;

/* The last that this machine runs. */
cc_instruction_set cc_best_instruction_set(void);

#endif
