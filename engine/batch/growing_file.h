/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_GROWING_FILE_H
#define CC_BATCH_GROWING_FILE_H

#include "base/text.h"
#include "carecast/status.h"

/* A file written bit by bit under a name of its own and renamed into place when it is whole: a
 * reader sees the old file or the new one. Append to `text` and call cc_growing_file_flush now and
 * then; it writes when there is enough. A zeroed file is closed and may be abandoned. */
typedef struct {
  cc_text text;
  char *path, *temporary;
  int descriptor;
} cc_growing_file;

/* All return CC_OK, CC_IO (errno is kept) or CC_NO_MEMORY; after a failure abandon the file. */
cc_status cc_growing_file_open(cc_growing_file *file, const char *path);
cc_status cc_growing_file_flush(cc_growing_file *file);
cc_status cc_growing_file_commit(cc_growing_file *file);

/* Closes and removes what is not committed, and frees everything. Keeps errno. */
void cc_growing_file_abandon(cc_growing_file *file);

#endif
