/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_PATH_H
#define CC_SCENARIO_PATH_H

#include <string.h>

/* The dotted path of the node that a walk has reached. Names have at most CC_NAME_BYTES bytes and
 * the schema is some ten levels deep, so the path of anything valid fits; what is longer (and
 * wrong anyway) is cut. */
enum { CC_NAME_BYTES = 64, CC_PATH_BYTES = 1024 };

typedef struct {
  char text[CC_PATH_BYTES];
  size_t length;
} cc_path;

/* Bytes of the longest beginning of `text` that has at most `limit` bytes and whole characters. */
static inline size_t cc_whole_characters(const char *text, size_t limit) {
  size_t length = strlen(text);
  if (length <= limit) {
    return length;
  }
  while (limit > 0 && ((unsigned char)text[limit] & 0xc0) == 0x80) {
    limit--;
  }
  return limit;
}

/* Adds a segment and returns the length to pop back to. */
static inline size_t cc_path_push(cc_path *path, const char *segment) {
  size_t before = path->length, length = cc_whole_characters(segment, CC_NAME_BYTES);
  if (before + length + 2 <= CC_PATH_BYTES) {
    if (before > 0) {
      path->text[path->length++] = '.';
    }
    memcpy(path->text + path->length, segment, length);
    path->length += length;
    path->text[path->length] = '\0';
  }
  return before;
}

static inline void cc_path_pop(cc_path *path, size_t length) {
  path->length = length;
  path->text[length] = '\0';
}

#endif
