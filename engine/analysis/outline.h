/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_OUTLINE_H
#define CC_ANALYSIS_OUTLINE_H

#include "base/arena.h"
#include "model/plan.h"

/* What scenarios have that a comparison may show: the names of their annual measures, placements
 * and caps, each once, in the order in which they came. It outlives the plans. A zeroed one is
 * empty. */
typedef struct {
  const char *name, *title;
} cc_outlined;

typedef struct {
  int count, room;
  cc_outlined *items;
} cc_outlined_list;

typedef struct {
  cc_arena arena;
  cc_outlined_list measures, placements, caps;
} cc_outline;

/* Adds what a scenario has, of its measures those of which `wanted` (NULL-terminated) gives the
 * names, `%` for the scenario's first placement; or what another outline has. Return false when
 * memory is out. */
bool cc_outline_add(cc_outline *outline, const cc_plan *plan, const char *const *wanted);
bool cc_outline_join(cc_outline *outline, const cc_outline *other);
void cc_outline_free(cc_outline *outline);

bool cc_outline_has(const cc_outlined_list *list, const char *name);

#endif
