/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_EVERY_MACHINE_H
#define CC_BASE_EVERY_MACHINE_H

/* Compiles a function once for each of these instruction sets; which one runs is decided when the
 * program is loaded. For plain loops from memory to memory, which the compiler makes wide by
 * itself. Nothing is fused, so the results are the same to the last bit. With gcc only: clang 14
 * gives the choice between the clones of a static function an external name. What a projection does
 * is compiled for each instruction set as a whole instead (base/instruction_set.h). */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && defined(__linux__) &&       \
    !defined(__SANITIZE_THREAD__)
#define CC_FOR_EVERY_MACHINE __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#else
#define CC_FOR_EVERY_MACHINE
#endif

#endif
