/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the words of a command line to scenario files. Names are sorted by their bytes, so that a
 * batch has the same order on every machine and in every locale; hidden files are passed over. */
#include "batch/scenario_list.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FIRST_ROOM 16

static cc_status append(cc_scenario_list *list, const char *path) {
  if (path == NULL) {
    return CC_NO_MEMORY;
  }
  if (list->count == list->capacity) {
    int room = list->capacity > 0 ? list->capacity * 2 : FIRST_ROOM;
    const char **larger = realloc(list->paths, (size_t)room * sizeof *larger);
    if (larger == NULL) {
      return CC_NO_MEMORY;
    }
    list->paths = larger;
    list->capacity = room;
  }
  list->paths[list->count++] = path;
  return CC_OK;
}

static bool is_scenario_name(const char *name) {
  const char *ending = strrchr(name, '.');
  return *name != '.' && ending != NULL &&
         (strcmp(ending, ".yaml") == 0 || strcmp(ending, ".yml") == 0);
}

static int compare_paths(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Adds the scenarios of an open folder, in the order in which the system lists them. */
static cc_status add_entries(cc_scenario_list *list, const char *folder, DIR *open) {
  size_t length = strlen(folder);
  const char *slash = length > 0 && folder[length - 1] == '/' ? "" : "/";
  cc_status status = CC_OK;
  struct dirent *entry = NULL;
  do {
    errno = 0;
    entry = readdir(open);
    if (entry != NULL && is_scenario_name(entry->d_name)) {
      status = append(list, cc_arena_print(&list->arena, "%s%s%s", folder, slash, entry->d_name));
    } else if (entry == NULL && errno != 0) {
      status = CC_IO;
    }
  } while (entry != NULL && status == CC_OK);
  return status;
}

static cc_status add_folder(cc_scenario_list *list, const char *folder) {
  int first = list->count;
  DIR *open = opendir(folder);
  if (open == NULL) {
    return CC_IO;
  }
  cc_status status = add_entries(list, folder, open);
  int error = errno;
  closedir(open);
  errno = error;
  if (list->count > first) {
    qsort(list->paths + first, (size_t)(list->count - first), sizeof *list->paths, compare_paths);
  }
  return status == CC_OK && list->count == first ? CC_USAGE : status;
}

cc_status cc_scenario_list_add(cc_scenario_list *list, const char *path) {
  struct stat information;
  if (stat(path, &information) == 0 && S_ISDIR(information.st_mode)) {
    return add_folder(list, path);
  }
  return append(list, cc_arena_copy(&list->arena, path, strlen(path)));
}

void cc_scenario_list_free(cc_scenario_list *list) {
  cc_arena_free(&list->arena);
  free(list->paths);
  *list = (cc_scenario_list){0};
}
