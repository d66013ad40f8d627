/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_WORKSPACE_H
#define CC_MODEL_WORKSPACE_H

#include "model/care_leavers.h"
#include "model/cohorts.h"
#include "model/opening.h"
#include "model/population.h"
#include "model/projection.h"

/* What one projection writes on besides its results; private to the model room. */
struct cc_workspace {
  cc_cohorts cohorts;
  cc_band_step steps[CC_MAX_BANDS];
  cc_band_step_work step_work;
  cc_first_placements first;
  cc_opening_memories opening;
  cc_leavers leavers;

  cc_series_set set;    /* the parameters of the variant in hand */
  double *switches;     /* [n_interventions] */
  cc_account *accounts; /* [n_variants] */
  int n_variants;       /* one more than modelled bids */

  /* Counts the children one by one, with `micro`, which is the caller's; NULL: expected numbers, by
   * cohorts. The latter alone have lanes and copies, so this is not called by name. */
  cc_status (*simulate)(const cc_plan *plan, cc_workspace *workspace, cc_results *results);
  struct cc_microsimulation *micro;
};

#endif
