/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_OVERLAY_H
#define CC_SCENARIO_OVERLAY_H

#include "carecast/scenario.h"
#include "scenario/yaml_tree.h"

/* Base files that many overlays extend are read and bound once: a cache may be shared by threads
 * (it locks). Only files reached through `extends` are bound, and only those without findings. Of
 * every file it keeps the text, so that loads through one cache agree on what was written, whatever
 * becomes of the files meanwhile. Trees and scenarios read through a cache point into it: it must
 * be freed after them. */
typedef struct cc_file_cache cc_file_cache;
cc_status cc_file_cache_create(cc_file_cache **cache);
void cc_file_cache_free(cc_file_cache *cache);

/* One file that went into a scenario, for the manifest. */
typedef struct {
  const char *path;
  const char *hash; /* SHA-256 of its bytes */
} cc_input;

/* One tree laid over another, on the way to the merged one. */
typedef struct {
  const cc_node *under, *over;
} cc_laid;

typedef struct {
  const cc_node *root; /* the merged tree, NULL when it could not be made */
  int n_inputs;
  const cc_input *inputs; /* the scenario's own file first, then what it extends, in order */
  /* What the file extends, bound by itself, where a cache has it; NULL when it has not, or when
   * that is no whole scenario. */
  const cc_scenario *base;
  int n_laid; /* what was laid by this load: the file over what it extends, then each setting */
  cc_laid *laid;
} cc_layers;

enum { CC_EXTENDS_MAX_DEPTH = 8 };

/* Reads `path`, follows `extends` (relative to the file that says it, inside the scenario root,
 * at most CC_EXTENDS_MAX_DEPTH deep, no cycles) and lays each file over the one it extends, then
 * the --set settings in order. The scenario root is the folder `root`, or, when NULL, the nearest
 * folder above the file that is called "scenarios", or, where there is none, the file's own folder.
 * `cache` may be NULL. Merging: see merge.c.
 *
 * CC_OK also when there are findings. CC_IO when the file itself cannot be read, with a finding;
 * CC_NO_MEMORY. */
cc_status cc_layers_read(const char *path, const char *root, const char *const *settings,
                         int n_settings, cc_file_cache *cache, cc_arena *arena,
                         cc_diagnostics *findings, cc_layers *layers);

/* The same from text in memory, which is copied. It may extend files only when `root` is given,
 * and is then taken to lie in that folder. */
cc_status cc_layers_read_text(const char *name, const char *text, size_t length, const char *root,
                              const char *const *settings, int n_settings, cc_arena *arena,
                              cc_diagnostics *findings, cc_layers *layers);

#endif
