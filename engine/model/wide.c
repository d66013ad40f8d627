/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which copy of the model eight projections are made by; see project.c. */
#include "model/wide.h"

#include <stdlib.h>

struct cc_wide {
  const cc_wide_functions *copy;
  cc_wide_lanes *lanes;
};

static const cc_wide_functions *const copies[CC_INSTRUCTION_SETS] = {
    [CC_ANY_MACHINE] = &cc_wide_copy_any,
#if defined(__x86_64__)
    [CC_AVX2] = &cc_wide_copy_avx2,
    [CC_AVX512] = &cc_wide_copy_avx512,
#endif
};

cc_status cc_wide_create_with(cc_instruction_set set, const cc_plan *plan, cc_wide **wide) {
  cc_wide *w = calloc(1, sizeof *w);
  *wide = NULL;
  if (w == NULL) {
    return CC_NO_MEMORY;
  }
  w->copy = copies[set];
  cc_status status = w->copy->create(plan, &w->lanes);
  if (status != CC_OK) {
    cc_wide_free(w);
    return status;
  }
  *wide = w;
  return CC_OK;
}

cc_status cc_wide_create(const cc_plan *plan, cc_wide **wide) {
  return cc_wide_create_with(cc_best_instruction_set(), plan, wide);
}

void cc_wide_free(cc_wide *wide) {
  if (wide != NULL) {
    wide->copy->free(wide->lanes);
    free(wide);
  }
}

cc_status cc_wide_project(const double *const vectors[CC_WIDE], cc_wide *wide) {
  return wide->copy->project(vectors, wide->lanes);
}

cc_projected cc_wide_projected(const cc_wide *wide, int lane) {
  return wide->copy->projected(wide->lanes, lane);
}
