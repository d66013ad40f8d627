/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_FILE_TEXTS_H
#define CC_SCENARIO_FILE_TEXTS_H

#include <pthread.h>

#include "base/arena.h"
#include "carecast/status.h"

/* What files held when they were first read, by their paths as opened: whoever reads one again
 * reads the same, whatever became of it meanwhile. Files that could not be read are not kept. May
 * be shared by threads. */
typedef struct cc_kept_text cc_kept_text;
enum { CC_TEXT_PILES = 1024 };
typedef struct {
  pthread_mutex_t lock;
  cc_arena arena;
  cc_kept_text *piles[CC_TEXT_PILES];
} cc_file_texts;

/* Of zeroed memory. CC_NO_MEMORY, and nothing to be freed. */
cc_status cc_file_texts_start(cc_file_texts *texts);
void cc_file_texts_free(cc_file_texts *texts);

/* As cc_file_read of base/file.h, once for each path; *bytes belongs to the texts. */
cc_status cc_file_texts_read(cc_file_texts *texts, const char *path, size_t limit,
                             const char **bytes, size_t *length);

#endif
