/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One copy of the model with several lanes to a number (see the build): parameter vectors are laid
 * side by side on the way in, as many at a time as there are lanes. */
#include <stdlib.h>

#include "model/wide.h"

enum { GROUPS = CC_WIDE / CC_LANES };
_Static_assert(GROUPS *CC_LANES == CC_WIDE, "the build compiles a copy of another width");

struct cc_wide_lanes {
  const cc_plan *plan;
  cc_num *vector; /* [vector_length] */
  cc_workspace *workspace;
  cc_results *results[GROUPS];
};

static void free_lanes(cc_wide_lanes *lanes) {
  if (lanes != NULL) {
    for (int group = 0; group < GROUPS; group++) {
      cc_results_free(lanes->results[group]);
    }
    cc_workspace_free(lanes->workspace);
    free(lanes->vector);
    free(lanes);
  }
}

static cc_status create_lanes(const cc_plan *plan, cc_wide_lanes **lanes) {
  cc_wide_lanes *l = calloc(1, sizeof *l);
  *lanes = NULL;
  if (l == NULL) {
    return CC_NO_MEMORY;
  }
  l->plan = plan;
  l->vector = aligned_alloc(sizeof(cc_num), ((size_t)plan->vector_length + 1) * sizeof(cc_num));
  cc_status status = l->vector == NULL ? CC_NO_MEMORY : cc_workspace_create(plan, &l->workspace);
  for (int group = 0; group < GROUPS && status == CC_OK; group++) {
    status = cc_results_create(plan, &l->results[group]);
  }
  if (status != CC_OK) {
    free_lanes(l);
    return status;
  }
  *lanes = l;
  return CC_OK;
}

static cc_status project_lanes(const double *const vectors[CC_WIDE], cc_wide_lanes *lanes) {
  cc_status status = CC_OK;
  for (int group = 0; group < GROUPS && status == CC_OK; group++) {
    for (int i = 0; i < lanes->plan->vector_length; i++) {
      for (int lane = 0; lane < CC_LANES; lane++) {
        cc_set_lane(&lanes->vector[i], lane, vectors[group * CC_LANES + lane][i]);
      }
    }
    status =
        cc_project_variants(lanes->plan, lanes->vector, 1, lanes->workspace, lanes->results[group]);
  }
  return status;
}

/* A number with lanes lies in memory as so many doubles. */
static cc_projected projected_lane(const cc_wide_lanes *lanes, int number) {
  const cc_results *results = lanes->results[number / CC_LANES];
  int lane = number % CC_LANES;
  return (cc_projected){.annual = (const double *)results->annual + lane,
                        .monthly = (const double *)results->monthly + lane,
                        .stride = CC_LANES,
                        .misplaced = cc_lane(&results->misplaced, lane)};
}

const cc_wide_functions cc_wide_copy = {
    .create = create_lanes,
    .free = free_lanes,
    .project = project_lanes,
    .projected = projected_lane,
};
