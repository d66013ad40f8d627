/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_WIDE_H
#define CC_MODEL_WIDE_H

#include "base/instruction_set.h"
#include "model/projection.h"

/* Projections of one plan eight at a time: the model's own source compiled once more, with several
 * lanes to a number (numeric/lanes.h), which takes little longer than one of them. Each comes out
 * as cc_project makes it, to the last bit, whatever the other seven are; what is reported of the
 * projection itself (identities) is left out. */
enum { CC_WIDE = 8 };

typedef struct cc_wide cc_wide;

/* What eight projections need to write on and leave behind, for one thread at a time. CC_NO_MEMORY
 * with *wide NULL. */
cc_status cc_wide_create(const cc_plan *plan, cc_wide **wide);
void cc_wide_free(cc_wide *wide); /* NULL is allowed */

/* Projects the parameter vectors (plan->vector_length numbers each). CC_NUMERIC when one of them
 * cannot be projected. Allocates nothing. */
cc_status cc_wide_project(const double *const vectors[CC_WIDE], cc_wide *wide);

/* What a projection left. Its numbers may stand among those of others, `stride` apart, in the order
 * of cc_results: of a table's number i, [i * stride]. */
typedef struct {
  const double *annual, *monthly;
  int stride;
  double misplaced; /* of cc_results */
} cc_projected;

/* One of the eight, until the next are projected. */
cc_projected cc_wide_projected(const cc_wide *wide, int lane);

/* Reads them, as cc_annual and cc_monthly do. */
static inline double cc_projected_annual(const cc_plan *plan, cc_projected projected, int row,
                                         int year) {
  return projected.annual[(row * plan->n_years + year) * projected.stride];
}
static inline double cc_projected_monthly(const cc_plan *plan, cc_projected projected, int row,
                                          int month) {
  return projected.monthly[(month * plan->rows.monthly.count + row) * projected.stride];
}

/* ---- which copy ------------------------------------------------------------------------------ */

/* cc_wide_create with the copy of the model for one of the sets that this machine runs. */
cc_status cc_wide_create_with(cc_instruction_set set, const cc_plan *plan, cc_wide **wide);

/* A copy of the model (wide_lanes.c); what its functions do is said of their namesakes above. */
typedef struct cc_wide_lanes cc_wide_lanes;
typedef struct {
  cc_status (*create)(const cc_plan *plan, cc_wide_lanes **lanes);
  void (*free)(cc_wide_lanes *lanes);
  cc_status (*project)(const double *const vectors[CC_WIDE], cc_wide_lanes *lanes);
  cc_projected (*projected)(const cc_wide_lanes *lanes, int lane);
} cc_wide_functions;
extern const cc_wide_functions cc_wide_copy_any;
#if defined(__x86_64__)
extern const cc_wide_functions cc_wide_copy_avx2, cc_wide_copy_avx512;
#endif

#endif
