/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the values of several figures must be together: children counted two ways give one total,
 * and shares that children are divided by give 100%. */
#include <math.h>

#include "numeric/fit.h"
#include "scenario/bind.h"

#define CIC "children_in_care"

/* Some of `n` names, those whose bits are set: "a, b and c". */
static const char *list_names(cc_arena *arena, int n, const char *const *names, unsigned set) {
  const char *list = "";
  for (int i = 0; i < n; i++) {
    const char *before = *list == '\0' ? "" : set >> i > 1 ? ", " : " and ";
    list = (set >> i & 1u) == 0 ? list : cc_arena_print(arena, "%s%s%s", list, before, names[i]);
    list = list == NULL ? "" : list;
  }
  return list;
}

/* More children of some bands than there are in all placements that take any of them. */
static void complain_of_pattern(cc_binder *binder, const cc_node *opening, const double *table,
                                const cc_fit_shortage *found) {
  const cc_plan *plan = binder->plan;
  const cc_node *pattern = cc_bind_node(opening, "age_pattern", NULL);
  const char *placements[CC_MAX_STATES], *takers = "none";
  unsigned taking = 0;
  for (int p = 0; p < plan->n_placements; p++) {
    placements[p] = plan->placements[p].name;
    for (int b = 0; b < plan->n_bands; b++) {
      bool takes = (found->cols >> b & 1u) != 0 && table[p * plan->n_bands + b] > 0;
      taking |= (unsigned)takes << p;
    }
  }
  if (taking != 0) {
    takers = list_names(binder->arena, plan->n_placements, placements, taking);
  }
  cc_bind_fault(binder, CC_E_SUM, pattern != NULL ? pattern : opening, CIC ".opening.age_pattern",
                "let more placements take these bands, or count fewer children in them",
                "by_band has %.10g children of %s, but by_placement only %.10g in placements that "
                "take any of them: %s",
                found->needed,
                list_names(binder->arena, plan->n_bands, plan->band_names, found->cols),
                found->there, takers);
}

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
  if (fabs(by_placement - by_band) > cc_fit_tolerance(by_band)) {
    cc_bind_fault(binder, CC_E_SUM, opening, CIC ".opening",
                  "the same children, counted by band and by placement, must give one total",
                  "by_band sums to %.10g children and by_placement to %.10g", by_band,
                  by_placement);
    return;
  }
  cc_fit_shortage found =
      cc_fit_find_shortage(plan->n_placements, plan->n_bands, rows, columns, table);
  if (found.cols != 0) {
    complain_of_pattern(binder, opening, table, &found);
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

/* Whether anybody enters care in the youngest band. */
static bool has_youngest(const cc_demand *demand) {
  bool enters = demand->per_10k[0] != CC_ABSENT;
  for (int s = 0; s < demand->n_streams; s++) {
    enters = enters || demand->streams[s].per_year[0] != CC_ABSENT;
  }
  return enters;
}

/* Most who enter before their first birthday come at birth, and stay the longer for it: that nobody
 * does is not taken for granted without a word. */
static void ask_about_newborns(cc_binder *binder, const cc_node *entries) {
  const cc_plan *plan = binder->plan;
  if (entries != NULL && plan->band_first_age[0] == 0 && has_youngest(&plan->demand) &&
      cc_node_get(entries, "newborn_share") == NULL) {
    cc_bind_fault(binder, CC_W_NEWBORNS, entries, CIC ".entries.newborn_share",
                  "write the share of them that come at birth, such as `newborn_share: 50%`, or 0%",
                  "children enter before their first birthday, and nothing is said of newborns: "
                  "it counts as 0%%");
  }
}

static void check_entries(cc_binder *binder, const cc_node *entries) {
  const cc_demand *demand = &binder->plan->demand;
  ask_about_newborns(binder, entries);
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
