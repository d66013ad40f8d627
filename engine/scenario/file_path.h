/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_FILE_PATH_H
#define CC_SCENARIO_FILE_PATH_H

#include <stdbool.h>

#include "base/arena.h"

/* Names of files, as text: nothing here looks at the disk. Results are in the arena, NULL when
 * memory is out. */

/* The name `relative` (to the folder that the file `from` lies in), with `.` and `..` worked out as
 * far as the text allows. */
char *cc_path_beside(cc_arena *arena, const char *from, const char *relative);

/* The folder that a file lies in: "a/b.yaml" -> "a", "b.yaml" -> ".", "/b.yaml" -> "/". */
char *cc_path_folder(cc_arena *arena, const char *path);

/* Whether an absolute path lies in the folder `root` or below it. */
bool cc_path_inside(const char *path, const char *root);

/* The nearest folder of an absolute path (itself or above) that is called `name`, or NULL. */
char *cc_path_ancestor(cc_arena *arena, const char *folder, const char *name, bool *out_of_memory);

#endif
