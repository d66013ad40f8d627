/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_BATCH_MANIFEST_H
#define CC_BATCH_BATCH_MANIFEST_H

#include "batch/run_folder.h"

/* What a batch leaves beside its run folders: comparison.csv, with draws comparison_ranges.csv, and
 * last manifest.json, which says of which batch they are, and how large. Without it they are of
 * none that ended. */

/* Removes what an earlier batch has left, the manifest first. CC_IO (errno is kept), CC_NO_MEMORY.
 */
cc_status cc_batch_remove_earlier(const char *out);

/* Writes the manifest, of `n_run` scenarios compared with `base`; `path` is its path, for messages.
 * CC_IO (errno is kept), CC_NO_MEMORY. */
cc_status cc_batch_manifest_write(const cc_origin *origin, const char *base, int n_run,
                                  cc_text *path);

#endif
