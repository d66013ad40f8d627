/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BATCH_SCENARIO_LIST_H
#define CC_BATCH_SCENARIO_LIST_H

#include "base/arena.h"
#include "base/text.h"
#include "carecast/status.h"

/* The scenario files that a command line names: a file stands for itself, a folder for every
 * *.yaml and *.yml in it (not below it), sorted by name. A zeroed list is empty and valid. */
typedef struct {
  cc_arena arena;
  const char **paths;
  int count, capacity;
} cc_scenario_list;

/* Adds what `path` stands for. CC_IO when a folder cannot be read (errno is kept; a file is not
 * opened here), CC_USAGE when it holds no scenario, CC_NO_MEMORY. */
cc_status cc_scenario_list_add(cc_scenario_list *list, const char *path);
void cc_scenario_list_free(cc_scenario_list *list);

#endif
