/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of files as text. `..` is worked out against the segment before it, which is right unless
 * that is a symbolic link; what is opened in the end has been resolved by the system (overlay.c).
 */
#include "scenario/file_path.h"

#include <string.h>

/* Drops the last segment of a path in the making; false when there is none that could be dropped.
 */
static bool drop_segment(char *path, size_t *length, size_t root) {
  size_t start = *length;
  while (start > root && path[start - 1] != '/') {
    start--;
  }
  if (*length == root || strcmp(path + start, "..") == 0) {
    return false;
  }
  *length = start > root ? start - 1 : root;
  path[*length] = '\0';
  return true;
}

/* Works out the segments of `text` in place. */
static void normalise(char *text) {
  size_t root = text[0] == '/' ? 1 : 0, length = root;
  const char *segment = text + root;
  while (*segment != '\0') {
    size_t size = strcspn(segment, "/");
    const char *next = segment + size + (segment[size] == '/');
    bool up = size == 2 && strncmp(segment, "..", 2) == 0;
    bool nothing = size == 0 || (size == 1 && segment[0] == '.');
    bool dropped = up && drop_segment(text, &length, root);
    if (!nothing && !dropped && !(up && root == 1)) {
      if (length > root) {
        text[length++] = '/';
      }
      memmove(text + length, segment, size);
      length += size;
    }
    text[length] = '\0'; /* at or before `next`: a segment and its slash were read */
    segment = next;
  }
}

static size_t folder_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

char *cc_path_beside(cc_arena *arena, const char *from, const char *relative) {
  char *joined = cc_arena_print(arena, "%.*s%s", (int)folder_length(from), from, relative);
  if (joined != NULL) {
    normalise(joined);
  }
  return joined;
}

char *cc_path_folder(cc_arena *arena, const char *path) {
  size_t length = folder_length(path);
  if (length == 0) {
    return cc_arena_copy(arena, ".", 1);
  }
  return cc_arena_copy(arena, path, length > 1 ? length - 1 : 1);
}

bool cc_path_inside(const char *path, const char *root) {
  size_t length = strlen(root);
  if (strncmp(path, root, length) != 0) {
    return false;
  }
  return root[length - 1] == '/' || path[length] == '/' || path[length] == '\0';
}

char *cc_path_ancestor(cc_arena *arena, const char *folder, const char *name, bool *out_of_memory) {
  size_t end = strlen(folder), size = strlen(name);
  *out_of_memory = false;
  while (end > 0) {
    size_t start = end;
    while (start > 0 && folder[start - 1] != '/') {
      start--;
    }
    if (end - start == size && strncmp(folder + start, name, size) == 0) {
      char *found = cc_arena_copy(arena, folder, end);
      *out_of_memory = found == NULL;
      return found;
    }
    end = start > 0 ? start - 1 : 0;
  }
  return NULL;
}
