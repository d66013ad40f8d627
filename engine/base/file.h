/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_FILE_H
#define CC_BASE_FILE_H

#include <stddef.h>

#include "carecast/status.h"

/* Reads a whole file of at most `limit` bytes into memory that the caller frees; a NUL follows the
 * bytes. CC_IO when it cannot be read (errno is kept), CC_INVALID when larger than `limit`
 * (nothing returned), CC_NO_MEMORY. Refuses what is not a regular file, with CC_IO. */
cc_status cc_file_read(const char *path, size_t limit, char **bytes, size_t *length);

/* Writes `length` bytes beside `path` (same folder, name `.path.tmp-<pid>-<n>`) and renames it into
 * place, so that a reader sees the old file or the whole new one. On any failure (full disk
 * included: write, close and rename are all checked) the temporary file is removed and the old file
 * stays: CC_IO, errno kept. */
cc_status cc_file_replace(const char *path, const char *bytes, size_t length);

/* Opens a new file beside `path` for writing, under a name as above, which the caller frees.
 * CC_NO_MEMORY; CC_IO, errno kept. */
cc_status cc_file_open_beside(const char *path, char **name, int *descriptor);

/* Writes all of the bytes. CC_IO, errno kept, when it stopped before. */
cc_status cc_file_write(int descriptor, const char *bytes, size_t length);

/* mkdir -p. */
cc_status cc_folder_make(const char *path);

/* Keeps a folder for this process until the descriptor is closed, and takes away what writers that
 * were killed left there. CC_IO, errno kept: EBUSY where another process has the folder. Where a
 * file system knows no locks nothing is kept from anybody. */
cc_status cc_folder_hold(const char *path, int *descriptor);

/* What an errno says of writing. */
const char *cc_file_words(int error);

#define CC_HASH_TEXT 65 /* SHA-256 in hexadecimal and a NUL */
void cc_hash(const char *bytes, size_t length, char text[CC_HASH_TEXT]);

#endif
