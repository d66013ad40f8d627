/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_ARENA_H
#define CC_BASE_ARENA_H

#include <stddef.h>

/* Memory that is given out piecewise and freed at once: a scenario owns one arena. A zeroed arena
 * is empty and valid. Not safe to share between threads. */
typedef struct cc_arena_block cc_arena_block;
typedef struct {
  cc_arena_block *head;
} cc_arena;

/* `size` zeroed bytes aligned for any type, or NULL when memory is out (the arena stays valid). */
void *cc_arena_alloc(cc_arena *arena, size_t size);

/* `count` zeroed elements of `size` bytes; NULL also when the product overflows. */
void *cc_arena_array(cc_arena *arena, size_t count, size_t size);

/* A copy of `length` bytes of `text` with a closing NUL, or NULL. */
char *cc_arena_copy(cc_arena *arena, const char *text, size_t length);

/* printf into the arena, or NULL. */
__attribute__((format(printf, 2, 3))) char *cc_arena_print(cc_arena *arena, const char *format,
                                                           ...);

void cc_arena_free(cc_arena *arena);

#endif
