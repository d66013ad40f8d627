/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory given out piecewise and freed at once. Blocks of 32 KiB are chained from the newest; a
 * request takes the next aligned bytes of the newest block. One too large to share a block gets a
 * block of its own, chained behind the newest so that what is left of that stays in use. Blocks
 * come from calloc, and no byte is given out twice, so everything given out is zero. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_BYTES ((size_t)32 * 1024)
#define LARGE_BYTES (BLOCK_BYTES / 4)
#define ALIGNMENT alignof(max_align_t)

struct cc_arena_block {
  cc_arena_block *next;
  size_t used;
  size_t size;
  alignas(max_align_t) unsigned char bytes[];
};

/* A block with room for `size` bytes, already chained; NULL when memory is out. */
static cc_arena_block *add_block(cc_arena *arena, size_t size, int behind_newest) {
  if (size > SIZE_MAX - sizeof(cc_arena_block)) {
    return NULL;
  }
  cc_arena_block *block = calloc(1, sizeof(cc_arena_block) + size);
  if (block == NULL) {
    return NULL;
  }
  cc_arena_block **link = behind_newest ? &arena->head->next : &arena->head;
  block->size = size;
  block->next = *link;
  *link = block;
  return block;
}

void *cc_arena_alloc(cc_arena *arena, size_t size) {
  if (size > SIZE_MAX - ALIGNMENT) {
    return NULL;
  }
  size_t padded = (size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  cc_arena_block *block = arena->head;
  if (block == NULL || block->size - block->used < padded) {
    int own_block = padded > LARGE_BYTES;
    block = add_block(arena, own_block ? padded : BLOCK_BYTES, own_block && block != NULL);
  }
  if (block == NULL) {
    return NULL;
  }
  void *start = block->bytes + block->used;
  block->used += padded;
  return start;
}

void *cc_arena_array(cc_arena *arena, size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) {
    return NULL;
  }
  return cc_arena_alloc(arena, count * size);
}

char *cc_arena_copy(cc_arena *arena, const char *text, size_t length) {
  char *copy = length < SIZE_MAX ? cc_arena_alloc(arena, length + 1) : NULL;
  if (copy != NULL && length > 0) {
    memcpy(copy, text, length);
  }
  return copy;
}

/* Most texts are short: they are printed once, to where they can be copied from. */
char *cc_arena_print(cc_arena *arena, const char *format, ...) {
  char first[256];
  va_list list, again;
  va_start(list, format);
  va_copy(again, list);
  int length = vsnprintf(first, sizeof first, format, list);
  char *text = length >= 0 ? cc_arena_alloc(arena, (size_t)length + 1) : NULL;
  if (text != NULL && (size_t)length < sizeof first) {
    memcpy(text, first, (size_t)length + 1);
  } else if (text != NULL) {
    vsnprintf(text, (size_t)length + 1, format, again);
  }
  va_end(again);
  va_end(list);
  return text;
}

void cc_arena_free(cc_arena *arena) {
  while (arena->head != NULL) {
    cc_arena_block *next = arena->head->next;
    free(arena->head);
    arena->head = next;
  }
}
