/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the values of several figures must be together: children counted two ways give one total,
 * and shares that children are divided by give 100%. */
#include <math.h>

#include "numeric/fit.h"
#include "scenario/bind.h"

#define CIC "children_in_care"

/* The two margins must be of the same children, and the pattern must be able to meet both. */
static void check_opening(cc_binder *binder, const cc_node *opening) {
  const cc_plan *plan = binder->plan;
  double rows[CC_MAX_STATES];
  double columns[CC_MAX_BANDS];
  double table[CC_MAX_STATES * CC_MAX_BANDS];
  double by_placement = 0;
  double by_band = 0;
  for (int p = 0; p < plan->n_placements; p++) {
    by_placement += rows[p] = cc_bind_central(binder, plan->demand.opening_by_placement[p]);
    for (int b = 0; b < plan->n_bands; b++) {
      int weight = plan->demand.age_pattern[p][b];
      table[p * plan->n_bands + b] = weight == CC_ABSENT ? 1 : cc_bind_central(binder, weight);
    }
  }
  for (int b = 0; b < plan->n_bands; b++) {
    by_band += columns[b] = cc_bind_central(binder, plan->demand.opening_by_band[b]);
  }
  if (fabs(by_placement - by_band) > 1e-6 * (1 + by_band)) {
    cc_bind_fault(binder, CC_E_SUM, opening, CIC ".opening",
                  "the same children, counted by band and by placement, must give one total",
                  "by_band sums to %.10g children and by_placement to %.10g", by_band,
                  by_placement);
  } else if (cc_fit_margins(plan->n_placements, plan->n_bands, rows, columns, table, 2000, 1e-10) <
             0) {
    const cc_node *pattern = cc_bind_node(opening, "age_pattern", NULL);
    cc_bind_fault(binder, CC_E_SUM, pattern != NULL ? pattern : opening, CIC ".opening.age_pattern",
                  "let more placements take the bands that are left over",
                  "no spread of children over placements and bands fits this pattern");
  }
}

/* Shares must make a whole, to the last digit that people print. `before` and `after` are what
 * stands in their path around a name. */
static void check_shares(cc_binder *binder, const cc_node *node, const int *shares,
                         const char *before, const char *name, const char *after) {
  double sum = 0;
  for (int p = 0; p < binder->plan->n_placements; p++) {
    sum += cc_bind_central(binder, shares[p]);
  }
  if (fabs(sum - 1) > 0.0005) {
    cc_bind_fault(binder, CC_E_SUM, node,
                  cc_arena_print(binder->arena, CIC ".entries.%s%s%s", before, name, after),
                  "shares of first placements must sum to 100%", "the shares sum to %.4g%%",
                  100 * sum);
  }
}

static void check_entries(cc_binder *binder, const cc_node *entries) {
  const cc_demand *demand = &binder->plan->demand;
  for (int s = 0; s < demand->n_streams; s++) {
    const cc_stream *stream = &demand->streams[s];
    const cc_node *own = cc_bind_node(entries, "streams", stream->name, "first_placement", NULL);
    if (own != NULL) {
      check_shares(binder, own, stream->first_placement[0], "streams.", stream->name,
                   ".first_placement");
    }
  }
  for (int b = 0; b < binder->plan->n_bands; b++) {
    const char *name = binder->plan->band_names[b];
    const cc_node *shares = cc_bind_node(entries, "first_placement", name, NULL);
    if (shares != NULL && cc_bind_is_entered(binder->plan, b)) {
      check_shares(binder, shares, demand->first_placement[b], "first_placement.", name, "");
    }
  }
}

void cc_bind_sums(cc_binder *binder) {
  const cc_node *section = cc_bind_node(binder->root, CIC, NULL);
  const cc_node *opening = cc_bind_node(section, "opening", NULL);
  if (opening != NULL) {
    check_opening(binder, opening);
  }
  check_entries(binder, cc_bind_node(section, "entries", NULL));
}
