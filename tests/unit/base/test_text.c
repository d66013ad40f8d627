/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Distances beside the recursive definition, and patterns beside matches decided by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static void text_grows_by_every_kind_of_append(void **state) {
  (void)state;
  cc_text text = {0};
  cc_text_append(&text, NULL, 0);
  assert_string_equal(text.data, "");
  cc_text_append(&text, "abc", 2);
  cc_text_add(&text, "-");
  cc_text_print(&text, "%d/%02d", 2020, 21);
  assert_string_equal(text.data, "ab-2020/21");
  assert_int_equal(text.length, 10);
  for (int i = 0; i < 10000; i++) {
    cc_text_print(&text, "%d", i % 10);
  }
  assert_int_equal(text.length, 10010);
  assert_int_equal(strlen(text.data), 10010);
  assert_memory_equal(text.data + 10000, "0123456789", 10);
  cc_text_clear(&text);
  assert_string_equal(text.data, "");
  assert_int_equal(text.length, 0);
  assert_string_equal(cc_text_string(&text), "");
  cc_text_add(&text, "a");
  assert_string_equal(cc_text_string(&text), "a");
  cc_text_free(&text);
  assert_null(text.data);
  assert_string_equal(cc_text_string(&text), "");
  cc_text_clear(&text);
}

static void a_failed_append_keeps_what_is_there(void **state) {
  (void)state;
  cc_text text = {0};
  cc_text_add(&text, "kept");
  cc_text_append(&text, "x", SIZE_MAX - 100);
  assert_true(text.failed);
  cc_text_add(&text, "more");
  cc_text_print(&text, "more");
  assert_string_equal(text.data, "kept");
  cc_text_clear(&text);
  cc_text_add(&text, "again"); /* what was lost is not forgotten with the text */
  assert_true(text.failed);
  assert_string_equal(text.data, "");
  cc_text_free(&text);
  cc_text_append(&text, "x", SIZE_MAX / 4); /* more than any machine has */
  assert_true(text.failed);
  assert_null(text.data);
  cc_text_free(&text);
}

static void distances_are_those_counted_by_hand(void **state) {
  (void)state;
  assert_int_equal(cc_text_distance("", ""), 0);
  assert_int_equal(cc_text_distance("exits", "exits"), 0);
  assert_int_equal(cc_text_distance("", "abc"), 3);
  assert_int_equal(cc_text_distance("abc", ""), 3);
  assert_int_equal(cc_text_distance("kitten", "sitting"), 3);
  assert_int_equal(cc_text_distance("weekly_pirce", "weekly_price"), 1);
  assert_int_equal(cc_text_distance("ab", "ba"), 1);
  assert_int_equal(cc_text_distance("aab", "aba"), 1);
  assert_int_equal(cc_text_distance("ca", "abc"), 3); /* no edit between the swapped */
  assert_int_equal(cc_text_distance("flaw", "lawn"), 2);
}

/* The definition, with no table: the last characters are edited, or swapped. */
static size_t distance_by_definition(const char *a, size_t n, const char *b, size_t m) {
  if (n == 0 || m == 0) {
    return n + m;
  }
  size_t best = distance_by_definition(a, n - 1, b, m) + 1;
  size_t other = distance_by_definition(a, n, b, m - 1) + 1;
  best = other < best ? other : best;
  other = distance_by_definition(a, n - 1, b, m - 1) + (a[n - 1] != b[m - 1]);
  best = other < best ? other : best;
  if (n > 1 && m > 1 && a[n - 1] == b[m - 2] && a[n - 2] == b[m - 1]) {
    other = distance_by_definition(a, n - 2, b, m - 2) + 1;
    best = other < best ? other : best;
  }
  return best;
}

static void distances_follow_the_definition(void **state) {
  (void)state;
  unsigned seed = 1;
  for (int i = 0; i < 300; i++) {
    char words[2][6] = {{0}};
    for (int j = 0; j < 10; j++) {
      seed = seed * 1103515245u + 12345u;
      words[j / 5][j % 5] = "abc\0"[(seed >> 16) % 4];
    }
    size_t expected =
        distance_by_definition(words[0], strlen(words[0]), words[1], strlen(words[1]));
    assert_int_equal(cc_text_distance(words[0], words[1]), expected);
    assert_int_equal(cc_text_distance(words[1], words[0]), expected);
  }
}

static void long_words_are_compared_between_their_ends(void **state) {
  (void)state;
  char a[400], b[400];
  memset(a, 'x', 399);
  a[399] = '\0';
  memcpy(b, a, sizeof a);
  b[200] = 'y';
  assert_int_equal(cc_text_distance(a, b), 1);
  memset(b, 'z', 399);
  assert_int_equal(cc_text_distance(a, b), 399);
}

static void the_nearest_word_is_suggested(void **state) {
  (void)state;
  static const char *const keys[] = {"weekly_price", "weekly_places", "exits", "entries", "cap"};
  assert_ptr_equal(cc_text_nearest("weekly_pirce", keys, COUNT(keys)), keys[0]);
  assert_ptr_equal(cc_text_nearest("exit", keys, COUNT(keys)), keys[2]);
  assert_ptr_equal(cc_text_nearest("entrys", keys, COUNT(keys)), keys[3]);
  assert_ptr_equal(cc_text_nearest("cup", keys, COUNT(keys)), keys[4]);
  assert_null(cc_text_nearest("zebra", keys, COUNT(keys)));
  assert_null(cc_text_nearest("exits", keys, 0));
  static const char *const ties[] = {"band_a", "band_b"};
  assert_ptr_equal(cc_text_nearest("band_c", ties, 2), ties[0]);
  assert_ptr_equal(cc_text_nearest("band_b", ties, 2), ties[1]);
}

/* As terminals show them: wide characters of East Asia and emoji take two cells, accents that are
 * written apart none. */
static void cells_on_a_terminal(void **state) {
  (void)state;
  size_t cells = 9;
  assert_int_equal(cc_text_cells(""), 0);
  assert_int_equal(cc_text_cells("abc"), 3);
  assert_int_equal(cc_text_cells("\xc2\xa3"
                                 "820"),
                   4);                                                  /* pound sign: two bytes */
  assert_int_equal(cc_text_cells("\xe2\x80\xa6"), 1);                   /* an ellipsis */
  assert_int_equal(cc_text_cells("\xe9\x87\x8c\xe8\xa6\xaa"), 4);       /* two characters */
  assert_int_equal(cc_text_cells("\xf0\x9f\x8f\xa0"), 2);               /* a house */
  assert_int_equal(cc_text_cells("Cafe\xcc\x81"), 4);                   /* U+0301 on the e */
  assert_int_equal(cc_text_cells_of("\xe9\x87\x8c\xe8\xa6\xaa", 3), 2); /* the first of them */
  assert_int_equal(cc_text_character("\xe9\x87\x8cx", &cells), 3);
  assert_int_equal(cells, 2);
  assert_int_equal(cc_text_character("", &cells), 0);
  assert_int_equal(cc_text_characters("\xe9\x87\x8c\xe8\xa6\xaax"), 3);
}

typedef struct {
  const char *pattern;
  const char *path;
  int expected;
} match;

static void patterns_match_by_segments(void **state) {
  (void)state;
  static const match matches[] = {{"a.b.c", "a.b.c", 1},
                                  {"a.b.c", "a.b", 0},
                                  {"a.b", "a.b.c", 0},
                                  {"a.*", "a.b", 1},
                                  {"a.*", "a.b.c", 0},
                                  {"a.*", "a", 0},
                                  {"*.b", "a.b", 1},
                                  {"*", "a.b", 0},
                                  {"a.*.c", "a.b.c", 1},
                                  {"a.*.c", "a.b.d", 0},
                                  {"a.b*", "a.bcd", 1},
                                  {"a.*d", "a.bcd", 1},
                                  {"a.b*d", "a.bcd", 1},
                                  {"a.b*d", "a.bcde", 0},
                                  {"a.*b*c*", "a.xbxcx", 1},
                                  {"a.*b*c", "a.xbxcx", 0},
                                  {"a.*", "a.", 1},
                                  {"a**b", "axyb", 1},
                                  {"**", "a.b.c", 1},
                                  {"**", "", 1},
                                  {"a.**", "a", 1},
                                  {"a.**", "a.b.c", 1},
                                  {"a.**", "b.a", 0},
                                  {"**.c", "c", 1},
                                  {"**.c", "a.b.c", 1},
                                  {"**.c", "a.c.b", 0},
                                  {"a.**.c", "a.c", 1},
                                  {"a.**.c", "a.b.b.c", 1},
                                  {"a.**.c", "a.b.b", 0},
                                  {"a.**.b.**.c", "a.x.b.y.z.c", 1},
                                  {"a.**.b.**.c", "a.x.c", 0},
                                  {"**.b.c", "b.b.b.c", 1},
                                  {"**.*.**", "a", 1},
                                  {"**.*.**", "a.b", 1},
                                  {"", "", 1},
                                  {"", "a", 0},
                                  {"a", "", 0},
                                  {"a.b", "a.", 0},
                                  {"*", "", 1},
                                  {"entries.per_10k.*", "entries.per_10k.16-17", 1}};
  for (size_t i = 0; i < COUNT(matches); i++) {
    if (cc_text_matches(matches[i].pattern, matches[i].path) != matches[i].expected) {
      fail_msg("pattern %s path %s", matches[i].pattern, matches[i].path);
    }
  }
}

/* A search that tries every place for every star would take 10^20 steps here. */
static void many_stars_take_no_long_time(void **state) {
  (void)state;
  char path[401], pattern[201];
  for (size_t i = 0; i < 400; i += 2) {
    memcpy(path + i, "a.", 2);
  }
  path[399] = '\0';
  for (size_t i = 0; i < 200; i += 5) {
    memcpy(pattern + i, "**.a.", 5);
  }
  memcpy(pattern + 195, "**.b", 5);
  assert_int_equal(cc_text_matches(pattern, path), 0);
  memset(path, 'a', 400);
  path[400] = '\0';
  for (size_t i = 0; i < 200; i += 2) {
    memcpy(pattern + i, "*a", 2);
  }
  memcpy(pattern + 198, "*b", 3);
  assert_int_equal(cc_text_matches(pattern, path), 0);
}

/* Escape, the C1 controls and what turns the direction of a line are made visible; an Arabic letter
 * (D8 A7) and an ellipsis (E2 80 A6) are neighbours of such and are left alone. */
static void test_unruly_characters(void **state) {
  (void)state;
  char text[] = "a\x1b[31m\tb\xc2\x9b"
                "c\xe2\x80\xae"
                "d\xe2\x81\xa6\xd8\x9c\xd8\xa7\xe2\x80\xa6\xc2\xa3";
  cc_text_tame(text);
  assert_string_equal(text, "a?[31m b??c???d?????\xd8\xa7\xe2\x80\xa6\xc2\xa3");
  assert_int_equal(cc_text_unruly(""), 0);
  assert_int_equal(cc_text_unruly("\xe2\x80"), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_unruly_characters),
      cmocka_unit_test(text_grows_by_every_kind_of_append),
      cmocka_unit_test(a_failed_append_keeps_what_is_there),
      cmocka_unit_test(distances_are_those_counted_by_hand),
      cmocka_unit_test(distances_follow_the_definition),
      cmocka_unit_test(long_words_are_compared_between_their_ends),
      cmocka_unit_test(the_nearest_word_is_suggested),
      cmocka_unit_test(cells_on_a_terminal),
      cmocka_unit_test(patterns_match_by_segments),
      cmocka_unit_test(many_stars_take_no_long_time),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
