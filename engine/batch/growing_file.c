/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Like cc_file_replace, for a file too large to hold: the comparison of a thousand scenarios. */
#include "batch/growing_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ENOUGH ((size_t)1 << 16)
#define SUFFIX_ROOM 32
#define PERMISSIONS 0666 /* less the umask */

cc_status cc_growing_file_open(cc_growing_file *file, const char *path) {
  *file = (cc_growing_file){.descriptor = -1};
  size_t room = strlen(path) + SUFFIX_ROOM;
  file->path = strdup(path);
  file->temporary = malloc(room);
  if (file->path == NULL || file->temporary == NULL) {
    return CC_NO_MEMORY;
  }
  const char *slash = strrchr(path, '/');
  int folder = slash != NULL ? (int)(slash + 1 - path) : 0;
  snprintf(file->temporary, room, "%.*s.%s.tmp-%ld", folder, path, path + folder, (long)getpid());
  file->descriptor =
      open(file->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, PERMISSIONS);
  return file->descriptor >= 0 ? CC_OK : CC_IO;
}

static cc_status write_out(cc_growing_file *file) {
  const char *bytes = file->text.data;
  size_t left = file->text.length;
  if (file->text.failed) {
    return CC_NO_MEMORY;
  }
  while (left > 0) {
    ssize_t written = write(file->descriptor, bytes, left);
    if (written < 0 && errno != EINTR) {
      return CC_IO;
    }
    bytes += written > 0 ? written : 0;
    left -= written > 0 ? (size_t)written : 0;
  }
  cc_text_clear(&file->text);
  return CC_OK;
}

cc_status cc_growing_file_flush(cc_growing_file *file) {
  return file->text.length >= ENOUGH || file->text.failed ? write_out(file) : CC_OK;
}

cc_status cc_growing_file_commit(cc_growing_file *file) {
  cc_status status = write_out(file);
  if (status != CC_OK) {
    return status;
  }
  int closed = close(file->descriptor);
  file->descriptor = -1;
  if (closed != 0 || rename(file->temporary, file->path) != 0) {
    return CC_IO;
  }
  free(file->temporary);
  file->temporary = NULL;
  cc_growing_file_abandon(file);
  return CC_OK;
}

void cc_growing_file_abandon(cc_growing_file *file) {
  int error = errno;
  if (file->path != NULL && file->descriptor >= 0) {
    close(file->descriptor);
  }
  if (file->temporary != NULL) {
    unlink(file->temporary);
  }
  free(file->temporary);
  free(file->path);
  cc_text_free(&file->text);
  *file = (cc_growing_file){.descriptor = -1};
  errno = error;
}
