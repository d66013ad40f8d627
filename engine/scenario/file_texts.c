/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A batch reads its scenarios several times: to check them, to run them, to draw them. Trees and
 * plans of thousands would fill the memory; their texts, a few thousand bytes each, do not. The
 * lock is held while a file is read, which takes some microseconds. */
#include "scenario/file_texts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "scenario/name_hash.h"

struct cc_kept_text {
  cc_kept_text *next;
  const char *path, *bytes;
  size_t length;
};

cc_status cc_file_texts_start(cc_file_texts *texts) {
  return pthread_mutex_init(&texts->lock, NULL) == 0 ? CC_OK : CC_NO_MEMORY;
}

void cc_file_texts_free(cc_file_texts *texts) {
  cc_arena_free(&texts->arena);
  pthread_mutex_destroy(&texts->lock);
}

static cc_kept_text **pile_of(cc_file_texts *texts, const char *path) {
  return &texts->piles[cc_name_hash(path) % CC_TEXT_PILES];
}

static const cc_kept_text *find(cc_file_texts *texts, const char *path) {
  const cc_kept_text *kept = *pile_of(texts, path);
  while (kept != NULL && strcmp(kept->path, path) != 0) {
    kept = kept->next;
  }
  return kept;
}

/* Puts bytes of the arena under a path; NULL when memory is out. */
static const cc_kept_text *put(cc_file_texts *texts, const char *path, const char *bytes,
                               size_t length) {
  cc_kept_text **pile = pile_of(texts, path);
  cc_kept_text *kept = cc_arena_alloc(&texts->arena, sizeof *kept);
  const char *name = cc_arena_copy(&texts->arena, path, strlen(path));
  if (kept == NULL || name == NULL || bytes == NULL) {
    return NULL;
  }
  *kept = (cc_kept_text){*pile, name, bytes, length};
  *pile = kept;
  return kept;
}

static cc_status read_new(cc_file_texts *texts, const char *path, size_t limit,
                          const cc_kept_text **found) {
  char *bytes = NULL;
  size_t length = 0;
  cc_status status = cc_file_read(path, limit, &bytes, &length);
  if (status == CC_OK) {
    *found = put(texts, path, cc_arena_copy(&texts->arena, bytes, length), length);
    status = *found != NULL ? CC_OK : CC_NO_MEMORY;
    free(bytes);
  }
  return status;
}

/* A file that is a scenario and that others extend has one text under every name. */
static cc_status look_up(cc_file_texts *texts, const char *path, size_t limit,
                         const cc_kept_text **found) {
  cc_status status = CC_OK;
  *found = find(texts, path);
  if (*found != NULL) {
    return CC_OK;
  }
  char *real = realpath(path, NULL);
  const char *name = real != NULL ? real : path; /* reading it says why there is none */
  *found = find(texts, name);
  if (*found == NULL) {
    status = read_new(texts, name, limit, found);
  }
  int error = errno;
  if (status == CC_OK && strcmp(name, path) != 0) {
    *found = put(texts, path, (*found)->bytes, (*found)->length);
    status = *found != NULL ? CC_OK : CC_NO_MEMORY;
  }
  free(real);
  errno = error;
  return status;
}

cc_status cc_file_texts_read(cc_file_texts *texts, const char *path, size_t limit,
                             const char **bytes, size_t *length) {
  const cc_kept_text *found = NULL;
  pthread_mutex_lock(&texts->lock);
  cc_status status = look_up(texts, path, limit, &found);
  int error = errno;
  pthread_mutex_unlock(&texts->lock);
  if (status == CC_OK) {
    *bytes = found->bytes;
    *length = found->length;
  }
  errno = error;
  return status;
}
