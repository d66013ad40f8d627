/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_TESTS_FAILING_ALLOCATIONS_H
#define CC_TESTS_FAILING_ALLOCATIONS_H

/* Allocations that are counted, and of which one can be made to fail. The linker sends malloc and
 * its like here (--wrap) in the programs that are called test_alloc...; there only the test's own
 * thread may run. */
extern long cc_until_failure; /* which one fails, counted down; 0 when none does */
extern long cc_allocations;   /* how many there were */

#endif
