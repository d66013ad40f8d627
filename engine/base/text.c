/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Growing strings, near words, and patterns over paths. How numbers are written is in
 * text_number.c.
 *
 * Distance is optimal string alignment: each edit inserts, deletes or replaces a byte or swaps two
 * neighbours, d[i][j] = min(d[i-1][j] + 1, d[i][j-1] + 1, d[i-1][j-1] + (a_i != b_j), and
 * d[i-2][j-2] + 1 where a_i a_{i-1} = b_{j-1} b_j). Neighbours in the table differ by at most one,
 * so that a whole column is two words of bits and is had from the one before it in a few
 * instructions (Hyyro 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit
 * distances"). */
#include "base/text.h"

#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistr.h>
#include <uniwidth.h>

#define FIRST_CAPACITY ((size_t)256)
#define LONGEST_WORD ((size_t)128)

__extension__ typedef unsigned __int128 wide; /* LONGEST_WORD bits */

/* Makes room for `length` more bytes and a NUL. */
static int reserve(cc_text *text, size_t length) {
  if (text->failed) {
    return 0;
  }
  if (length < text->capacity - text->length) {
    return 1;
  }
  if (length > SIZE_MAX / 2 - text->length - 1) {
    text->failed = 1;
    return 0;
  }
  size_t needed = text->length + length + 1;
  size_t capacity = text->capacity > 0 ? text->capacity : FIRST_CAPACITY;
  while (capacity < needed) {
    capacity *= 2;
  }
  char *data = realloc(text->data, capacity);
  if (data == NULL) {
    text->failed = 1;
    return 0;
  }
  text->data = data;
  text->capacity = capacity;
  return 1;
}

void cc_text_append(cc_text *text, const char *bytes, size_t length) {
  if (!reserve(text, length)) {
    return;
  }
  if (length > 0) {
    memcpy(text->data + text->length, bytes, length);
  }
  text->length += length;
  text->data[text->length] = '\0';
}

void cc_text_add(cc_text *text, const char *string) {
  cc_text_append(text, string, strlen(string));
}

void cc_text_print(cc_text *text, const char *format, ...) {
  va_list list;
  va_start(list, format);
  int length = vsnprintf(NULL, 0, format, list);
  va_end(list);
  if (length < 0) {
    text->failed = 1;
  }
  if (length < 0 || !reserve(text, (size_t)length)) {
    return;
  }
  va_start(list, format);
  vsnprintf(text->data + text->length, (size_t)length + 1, format, list);
  va_end(list);
  text->length += (size_t)length;
}

void cc_text_clear(cc_text *text) {
  text->length = 0;
  if (text->data != NULL) {
    text->data[0] = '\0';
  }
}

void cc_text_free(cc_text *text) {
  free(text->data);
  *text = (cc_text){0};
}

/* One bit for each byte of a word that is this byte. */
typedef struct {
  wide of[UCHAR_MAX + 1];
  size_t length; /* at most LONGEST_WORD */
} word_bits;

static void set_bits(word_bits *bits, const char *word, size_t length) {
  memset(bits, 0, sizeof *bits);
  bits->length = length;
  for (size_t i = 0; i < length; i++) {
    bits->of[(unsigned char)word[i]] |= (wide)1 << i;
  }
}

/* The distance from the word to `text`: the column of the table under each byte of the text in
 * turn, as where it goes up by one (`up`) and down by one (`down`) from row to row; `same` is where
 * it is what stands to its upper left, `last` the lowest row, whose value is followed. */
static size_t distance_to(const word_bits *bits, const char *text, size_t length) {
  wide up = ~(wide)0, down = 0, same = 0, before = 0;
  wide last = bits->length > 0 ? (wide)1 << (bits->length - 1) : 0;
  size_t distance = bits->length > 0 ? bits->length : length;
  for (size_t j = 0; j < length; j++) {
    wide here = bits->of[(unsigned char)text[j]];
    wide swapped = ((~same & here) << 1) & before;
    same = (((here & up) + up) ^ up) | here | down | swapped;
    wide right_up = down | ~(same | up), right_down = same & up;
    distance += (right_up & last) != 0;
    distance -= (right_down & last) != 0;
    right_up = (right_up << 1) | 1;
    up = (right_down << 1) | ~(same | right_up);
    down = right_up & same;
    before = here;
  }
  return distance;
}

size_t cc_text_distance(const char *a, const char *b) {
  while (*a != '\0' && *a == *b) {
    a++;
    b++;
  }
  size_t a_length = strlen(a), b_length = strlen(b);
  while (a_length > 0 && b_length > 0 && a[a_length - 1] == b[b_length - 1]) {
    a_length--;
    b_length--;
  }
  if (a_length > LONGEST_WORD || b_length > LONGEST_WORD) {
    return a_length > b_length ? a_length : b_length;
  }
  word_bits bits;
  set_bits(&bits, a, a_length);
  return distance_to(&bits, b, b_length);
}

/* A word whose length alone puts it too far away is not looked at. */
const char *cc_text_nearest(const char *word, const char *const *candidates, size_t count) {
  const char *nearest = NULL;
  size_t best = SIZE_MAX, length = strlen(word);
  word_bits bits;
  bool fits = length <= LONGEST_WORD;
  set_bits(&bits, word, fits ? length : 0);
  for (size_t i = 0; i < count; i++) {
    size_t other = strlen(candidates[i]);
    size_t longer = length > other ? length : other, shorter = length + other - longer;
    size_t allowed = longer / 3 > 1 ? longer / 3 : 1;
    allowed = allowed < best ? allowed : best - 1;
    if (longer - shorter > allowed) {
      continue;
    }
    size_t distance =
        fits ? distance_to(&bits, candidates[i], other) : cc_text_distance(word, candidates[i]);
    if (distance <= allowed) {
      best = distance;
      nearest = candidates[i];
    }
    if (best == 0) {
      break;
    }
  }
  return nearest;
}

size_t cc_text_characters(const char *utf8) {
  size_t characters = 0;
  for (; *utf8 != '\0'; utf8++) {
    characters += ((unsigned char)*utf8 & 0xc0) != 0x80;
  }
  return characters;
}

/* What is no UTF-8 takes one for each byte that could begin a character. */
size_t cc_text_cells_of(const char *utf8, size_t bytes) {
  if (u8_check((const uint8_t *)utf8, bytes) != NULL) {
    size_t cells = 0;
    for (size_t i = 0; i < bytes; i++) {
      cells += ((unsigned char)utf8[i] & 0xc0) != 0x80;
    }
    return cells;
  }
  int width = u8_width((const uint8_t *)utf8, bytes, "UTF-8");
  return width > 0 ? (size_t)width : 0;
}

size_t cc_text_cells(const char *utf8) {
  return cc_text_cells_of(utf8, strlen(utf8));
}

size_t cc_text_character(const char *utf8, size_t *cells) {
  size_t bytes = *utf8 != '\0';
  while (((unsigned char)utf8[bytes] & 0xc0) == 0x80) {
    bytes++;
  }
  *cells = cc_text_cells_of(utf8, bytes);
  return bytes;
}

static int at_segment_end(const char *text) {
  return *text == '\0' || *text == '.';
}

/* The segment after the one at `text`, or NULL after the last. */
static const char *next_segment(const char *text) {
  const char *dot = strchr(text, '.');
  return dot != NULL ? dot + 1 : NULL;
}

static int is_any_segments(const char *pattern) {
  return pattern[0] == '*' && pattern[1] == '*' && at_segment_end(pattern + 2);
}

/* A mismatch lets the last `*` take one character more; earlier stars never need to move, so the
 * time is at most the product of the two lengths. */
static int segment_matches(const char *pattern, const char *text) {
  const char *star = NULL, *taken = NULL;
  while (!at_segment_end(text)) {
    if (*pattern == '*') {
      star = ++pattern;
      taken = text;
    } else if (*pattern == *text) {
      pattern++;
      text++;
    } else if (star != NULL) {
      pattern = star;
      text = ++taken;
    } else {
      return 0;
    }
  }
  while (*pattern == '*') {
    pattern++;
  }
  return at_segment_end(pattern);
}

/* The same search one level up, with `**` in the place of `*` and segments as the characters. */
int cc_text_matches(const char *pattern, const char *path) {
  const char *after_any = NULL, *taken = NULL;
  while (path != NULL) {
    if (pattern != NULL && is_any_segments(pattern)) {
      pattern = after_any = next_segment(pattern);
      taken = path;
    } else if (pattern != NULL && segment_matches(pattern, path)) {
      pattern = next_segment(pattern);
      path = next_segment(path);
    } else if (taken != NULL) {
      pattern = after_any;
      path = taken = next_segment(taken);
    } else {
      return 0;
    }
  }
  while (pattern != NULL && is_any_segments(pattern)) {
    pattern = next_segment(pattern);
  }
  return pattern == NULL;
}

/* ---- what a terminal acts on ----------------------------------------------------------------- */

/* U+0080 to U+009F are C2 80 to C2 9F, U+061C is D8 9C; U+200E, U+200F, U+202A to U+202E and
 * U+2066 to U+2069 begin with E2 80 and E2 81. */
size_t cc_text_unruly(const char *at) {
  const unsigned char *c = (const unsigned char *)at;
  if (c[0] < 0x20 || c[0] == 0x7f) {
    return c[0] != '\0';
  }
  if (c[0] == 0xc2 || c[0] == 0xd8) {
    bool unruly = c[0] == 0xc2 ? c[1] >= 0x80 && c[1] < 0xa0 : c[1] == 0x9c;
    return unruly ? 2 : 0;
  }
  bool marks = c[0] == 0xe2 && c[1] == 0x80 &&
               (c[2] == 0x8e || c[2] == 0x8f || (c[2] >= 0xaa && c[2] <= 0xae));
  bool isolates = c[0] == 0xe2 && c[1] == 0x81 && c[2] >= 0xa6 && c[2] <= 0xa9;
  return marks || isolates ? 3 : 0;
}

void cc_text_tame(char *text) {
  while (*text != '\0') {
    size_t unruly = cc_text_unruly(text);
    if (unruly == 1 && strchr("\t\n\r", *text) != NULL) {
      *text = ' ';
    } else {
      memset(text, '?', unruly);
    }
    text += unruly > 0 ? unruly : 1;
  }
}
