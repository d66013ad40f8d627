/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_TEXT_H
#define CC_BASE_TEXT_H

#include <stddef.h>

/* A growing string. A zeroed buffer is empty and valid. After a failed allocation `failed` is set,
 * later appends do nothing, and the text so far stays. */
typedef struct {
  char *data; /* NUL-terminated once anything was appended */
  size_t length;
  size_t capacity;
  int failed;
} cc_text;

void cc_text_append(cc_text *text, const char *bytes, size_t length);
void cc_text_add(cc_text *text, const char *string);
__attribute__((format(printf, 2, 3))) void cc_text_print(cc_text *text, const char *format, ...);
static inline const char *cc_text_string(const cc_text *text) { /* "" as long as it is empty */
  return text->data != NULL ? text->data : "";
}
void cc_text_clear(cc_text *text); /* empty again; keeps the memory, and `failed` */
void cc_text_free(cc_text *text);

/* Appends the shortest decimal that reads back as exactly `value` (fast; no locale).
 * Plain notation from 0.00001 to 17 digits before the point, else 1.5e-7 or 1e22; zero of either
 * sign is 0. Not-a-number and infinities are written nan, inf, -inf. */
void cc_text_add_double(cc_text *text, double value);

/* Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`, by bytes. What
 * lies between the common ends of two words counts as wholly different when longer than 128. */
size_t cc_text_distance(const char *a, const char *b);

/* The candidate nearest to `word`, or NULL when none is near enough to suggest (distance at most
 * a third of the longer length, at least 1 allowed). First wins on ties. */
const char *cc_text_nearest(const char *word, const char *const *candidates, size_t count);

/* Cells that UTF-8 text takes on a terminal: two for wide characters, none for those that are marks
 * on the one before. All of a string; its first `bytes`; its first character, whose bytes come
 * back. */
size_t cc_text_cells(const char *utf8);
size_t cc_text_cells_of(const char *utf8, size_t bytes);
size_t cc_text_character(const char *utf8, size_t *cells);

/* Characters (code points) of a UTF-8 string. */
size_t cc_text_characters(const char *utf8);

/* Bytes of a character at `at` that a terminal acts on or that turns the direction of what follows:
 * control characters, and bidirectional marks; 0 where it is none of them. */
size_t cc_text_unruly(const char *at);
/* Makes such characters visible: question marks, and spaces for tabs and line ends. */
void cc_text_tame(char *text);

/* Whether `path` matches `pattern`, both of dot-separated segments: `*` stands for any characters
 * within one segment, `**` as a whole segment for any number of segments. */
int cc_text_matches(const char *pattern, const char *path);

#endif
