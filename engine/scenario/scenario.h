/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_SCENARIO_SCENARIO_H
#define CC_SCENARIO_SCENARIO_H

#include "base/text.h"
#include "carecast/scenario.h"
#include "model/plan.h"
#include "scenario/overlay.h"
#include "scenario/resolve.h"

/* A figure in print, to be set beside the one computed. */
typedef struct {
  const char *title;
  const char *measure; /* a measure's name, or arithmetic over measures and numbers */
  int year;            /* plan year, or CC_ABSENT where the measure needs none */
  const char *printed; /* as printed: "201.1", "(2.0)", "1,929" */
  double value;        /* of `printed`, in `unit` */
  int decimals;        /* digits after the point in `printed` */
  const char *unit;    /* "gbp_m", "gbp", "children", "percent", "number", ... */
  double scale;        /* computed figure / scale is in the printed unit (1e6 for gbp_m) */
  const char *source;  /* the source's text */
  const char *own_inconsistency; /* the paper disagrees with itself: why; NULL otherwise */
  cc_position at;
} cc_published;

/* Two parameters that move together. */
typedef struct {
  int first, second; /* parameters */
  double coefficient;
} cc_correlation;

struct cc_scenario {
  cc_arena arena;
  const char *file; /* as the user gave it */
  const char *id, *title, *notes;
  cc_layers layers;
  cc_resolution resolution; /* resolution.items[i] is plan.parameters[i] as written */
  cc_plan plan;
  double *vector; /* central values, plan.vector_length numbers */
  int n_published;
  const cc_published *published;
  int n_correlations;
  const cc_correlation *correlations;
};

/* cc_scenario_load with a cache of base files shared between loads (and threads), and a root
 * folder that `extends` may not leave (NULL: see overlay.h). The cache must go after the scenario.
 */
cc_status cc_scenario_load_with(const char *path, const char *root, const char *const *settings,
                                size_t n_settings, cc_file_cache *cache, cc_diagnostics *findings,
                                cc_scenario **scenario);

/* Makes the scenario of a tree that others are laid over; `name` is the file's. *scenario stays
 * NULL when the tree is no whole scenario, and must go before the tree. CC_OK, CC_NO_MEMORY. */
cc_status cc_scenario_bind_base(const char *name, const cc_node *root, cc_scenario **scenario);

/* Makes the plan of a resolution, with the sense checks that need more than one figure: shares
 * that sum, margins that agree, benefits not counted twice, overflow without cycles, effects that
 * reach something. All findings in one pass; with any, the plan must not be used. */
cc_status cc_bind(cc_scenario *scenario, cc_diagnostics *findings);

/* The same for a scenario that has the plan of its base (same_plan.h): takes that over, and looks
 * only at what depends on values. The scenario points into the base. */
cc_status cc_bind_to_plan_of(const cc_scenario *base, cc_scenario *scenario,
                             cc_diagnostics *findings);

/* Findings from `first` on that lie in a tree which has none by itself were caused by what is laid
 * over it: they are moved to the overlay's line, and the place that they had becomes the second. */
cc_status cc_blame_overlays(const cc_layers *layers, size_t first, cc_diagnostics *findings);

/* All findings of a tree by itself; bound too, where it resolves without an error. */
cc_status cc_scenario_findings_of(const cc_node *root, cc_diagnostics *findings);

/* The whole resolved scenario as YAML that loads again to the same numbers, every figure with its
 * source, its basis and where it was written. */
void cc_scenario_print_resolved(const cc_scenario *scenario, cc_text *out);

#endif
