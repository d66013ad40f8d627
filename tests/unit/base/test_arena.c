/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Zeroed, aligned, apart from each other, and refused when impossible. */
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static int all_bytes_are(const unsigned char *bytes, size_t size, unsigned char value) {
  for (size_t i = 0; i < size; i++) {
    if (bytes[i] != value) {
      return 0;
    }
  }
  return 1;
}

/* Sizes around the block size (32 KiB) and its quarter, where a request gets a block of its own. */
static const size_t sizes[] = {0,    1,    15,   16,   17,    1000,  8192,
                               8193, 9000, 3000, 3000, 32768, 32769, 200000};
#define SIZES (sizeof sizes / sizeof sizes[0])

static void pieces_are_zeroed_aligned_and_apart(void **state) {
  (void)state;
  cc_arena arena = {0};
  unsigned char *pieces[3 * SIZES];
  for (size_t i = 0; i < 3 * SIZES; i++) {
    pieces[i] = cc_arena_alloc(&arena, sizes[i % SIZES]);
    assert_non_null(pieces[i]);
    assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
    assert_true(all_bytes_are(pieces[i], sizes[i % SIZES], 0));
    memset(pieces[i], (int)i + 1, sizes[i % SIZES]);
  }
  for (size_t i = 0; i < 3 * SIZES; i++) {
    assert_true(all_bytes_are(pieces[i], sizes[i % SIZES], (unsigned char)(i + 1)));
  }
  cc_arena_free(&arena);
  assert_null(arena.head);
}

static void a_large_piece_leaves_the_shared_block_in_use(void **state) {
  (void)state;
  cc_arena arena = {0};
  char *first = cc_arena_alloc(&arena, 16);
  assert_non_null(cc_arena_alloc(&arena, 100000));
  char *second = cc_arena_alloc(&arena, 16);
  assert_ptr_equal(second, first + 16);
  cc_arena_free(&arena);
}

static void impossible_sizes_are_refused(void **state) {
  (void)state;
  cc_arena arena = {0};
  assert_null(cc_arena_alloc(&arena, SIZE_MAX));
  assert_null(cc_arena_alloc(&arena, SIZE_MAX - alignof(max_align_t)));
  assert_null(cc_arena_array(&arena, SIZE_MAX / 2, 3));
  assert_null(cc_arena_copy(&arena, "", SIZE_MAX));
  assert_non_null(cc_arena_array(&arena, 0, 8));
  assert_non_null(cc_arena_array(&arena, 8, 0));
  assert_non_null(cc_arena_alloc(&arena, 8));
  cc_arena_free(&arena);
}

static void copies_and_prints_end_in_nul(void **state) {
  (void)state;
  cc_arena arena = {0};
  assert_string_equal(cc_arena_copy(&arena, "placement", 5), "place");
  assert_string_equal(cc_arena_copy(&arena, NULL, 0), "");
  assert_string_equal(cc_arena_print(&arena, "%s.%d", "band", 17), "band.17");
  assert_string_equal(cc_arena_print(&arena, "%s", ""), "");
  cc_arena_free(&arena);
}

static void freeing_twice_or_empty_is_allowed(void **state) {
  (void)state;
  cc_arena arena = {0};
  cc_arena_free(&arena);
  assert_non_null(cc_arena_alloc(&arena, 1));
  cc_arena_free(&arena);
  cc_arena_free(&arena);
  assert_non_null(cc_arena_alloc(&arena, 1));
  cc_arena_free(&arena);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
      cmocka_unit_test(a_large_piece_leaves_the_shared_block_in_use),
      cmocka_unit_test(impossible_sizes_are_refused),
      cmocka_unit_test(copies_and_prints_end_in_nul),
      cmocka_unit_test(freeing_twice_or_empty_is_allowed),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
