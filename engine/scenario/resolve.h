/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_RESOLVE_H
#define CC_SCENARIO_RESOLVE_H

#include "scenario/quantity.h"
#include "scenario/schema.h"

/* A scenario's numbers, each with its path: what overlays, --set, effects, sweeps and goal-seek
 * address. Filled by walking the merged tree along the schema, in the order of the schema and,
 * within a mapping of the user's own names, in the order written by the base first. */
typedef struct {
  const char *path;
  const cc_schema *schema;
  const cc_node *node;
  cc_quantity quantity;
  int growth;         /* the parameter that is its growth ("<path>.growth"), or -1 */
  const char *source; /* inherited from the section where it says nothing itself; "" when none */
  const char *basis;  /* likewise */
  int from;           /* the month from which its section counts (`from`, `in`); 0 from the start */
} cc_resolved;

/* Where one number of a figure is from: a year may say so itself. */
typedef struct {
  const char *source, *basis; /* "" when none */
  cc_position at;
} cc_origin_of;
cc_origin_of cc_resolved_origin(const cc_resolved *figure, int knot);

typedef struct {
  int count;
  cc_resolved *items;
  int n_slots; /* open-addressing table of paths */
  const int *slots;
  int n_bands;
  const char **band_names; /* from `bands`, or the SSDA903 default */
  const int *band_ages;    /* lower ages in years */
} cc_resolution;

/* Checks the tree against the schema (unknown, duplicate, missing keys; kinds; words; references to
 * placements, indexes, sources; names) and collects the parameters. All findings in one pass.
 * `resolution` is usable only if no error was added. */
cc_status cc_resolve(const cc_node *root, cc_arena *arena, cc_diagnostics *findings,
                     cc_resolution *resolution);

/* The same for a tree laid over a base that was resolved without a finding: only what is not the
 * base's own is walked. The resolution points into the base's. */
cc_status cc_resolve_over(const cc_node *base_root, const cc_resolution *base, const cc_node *root,
                          cc_arena *arena, cc_diagnostics *findings, cc_resolution *resolution);

/* Index of the parameter with this path, or -1. */
int cc_resolution_find(const cc_resolution *resolution, const char *path);

#endif
