/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_EXPLAIN_H
#define CC_ANALYSIS_EXPLAIN_H

#include "analysis/bridge.h"

/* Why a measure differs between two years of a run, or between two runs in a year. For placement
 * cost and expenditure: volume, mix, price and other, in pounds, as the contract tells them apart;
 * for amounts of the contract its lines (bridge.h), and for a gap both; for the rest the change
 * alone. Between years of a run the parts are those of each year on the year before, added up, so
 * that they sum over years too. Between runs nothing tells prices from decisions outside
 * placements: there all of that is other. */
typedef struct {
  const char *name, *title;  /* of a placement that either side has */
  double volume, mix, price; /* GBP; those of all placements sum to the whole's */
} cc_explained_placement;

typedef struct {
  const char *measure, *title, *unit;
  double before, after;
  double volume, mix, price, other; /* with the bridge's lines they sum to after - before, to the
                                       penny */
  double price_elsewhere;           /* how much of `price` is not of placements */
  int splits; /* 0: no volume, mix and price; the whole change is in `other`, or in the bridge */
  int n_placements; /* 0 where the measure is not of all placements */
  cc_explained_placement placements[2 * CC_MAX_STATES];
  cc_bridge bridge; /* freed by cc_explanation_free */
} cc_explanation;

/* `run_b` in plan year `year_b` against `run_a` in `year_a` (the earlier, or the base). A placement
 * that one of them lacks has no child-weeks there, and costs nothing. CC_USAGE when one of them has
 * no such measure or year; CC_NO_MEMORY. */
cc_status cc_explain_measure(const cc_run *run_a, int year_a, const cc_run *run_b, int year_b,
                             const char *measure, cc_explanation *explanation);
void cc_explanation_free(cc_explanation *explanation);

#endif
