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
  double scratch[CC_BAND_STEP_SCRATCH];
  cc_first_placements first;
  cc_age_spread_work *age_spread;
  cc_opening_memory opening;
  cc_leavers leavers;

  cc_series_set set;                /* the parameters of the variant in hand */
  double *switches;                 /* [n_interventions] */
  cc_account *accounts;             /* [n_variants] */
  int n_variants;                   /* one more than modelled bids */
  struct cc_microsimulation *micro; /* NULL: expected numbers, by cohorts; owned by the caller */
};

#endif
