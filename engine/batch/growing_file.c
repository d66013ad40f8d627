/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Like cc_file_replace, for a file too large to hold: the comparison of a thousand scenarios. */
#include "batch/growing_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

#define ENOUGH ((size_t)1 << 16)

cc_status cc_growing_file_open(cc_growing_file *file, const char *path) {
  *file = (cc_growing_file){.descriptor = -1};
  file->path = strdup(path);
  return file->path == NULL ? CC_NO_MEMORY
                            : cc_file_open_beside(path, &file->temporary, &file->descriptor);
}

static cc_status write_out(cc_growing_file *file) {
  if (file->text.failed) {
    return CC_NO_MEMORY;
  }
  cc_status status = cc_file_write(file->descriptor, file->text.data, file->text.length);
  if (status == CC_OK) {
    cc_text_clear(&file->text);
  }
  return status;
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
