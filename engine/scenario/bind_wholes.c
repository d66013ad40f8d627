/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of one whole come to, month by month, with growth and effects: what others pay for
 * a placement is no more than its price, what stands under other headings no more than the line,
 * and shares of first placements that effects reach leave no less than nothing for the others. */
#include "base/calendar.h"
#include "model/placement_cost.h"
#include "model/population.h"
#include "scenario/bind.h"

#define ROUNDING 1e-9

static void check_contributions(cc_binder *binder, const cc_series_set *set, int p) {
  const cc_placement *placement = &binder->plan->placements[p];
  const cc_node *section =
      cc_bind_node(binder->root, "placements", placement->name, "contributions", NULL);
  for (int t = 0; t < binder->plan->n_months; t++) {
    double price = cc_value(set, placement->weekly_price, t, 0.0);
    double received = cc_contributions_per_week(placement, set, price, t);
    if (received > price * (1.0 + ROUNDING)) {
      char month[CC_MONTH_TEXT];
      cc_bind_fault(binder, CC_E_SUM, section,
                    cc_arena_print(binder->arena, "placements.%s.contributions", placement->name),
                    "others cannot pay more for a child-week than it costs",
                    "contributions come to %.2f pounds a week in %s, of a price of %.2f", received,
                    cc_print_month(binder->first_month + t, month), price);
      return;
    }
  }
}

/* What is split off a line to other headings is no more than the line. */
static void check_split(cc_binder *binder, const cc_series_set *set, int n_split,
                        const cc_heading_share *split) {
  for (int t = 0; t < binder->plan->n_months; t++) {
    double sum = 0.0;
    for (int i = 0; i < n_split; i++) {
      sum += cc_value(set, split[i].share, t, 0.0);
    }
    if (sum > 1.0 + ROUNDING) {
      char month[CC_MONTH_TEXT];
      const cc_resolved *last = &binder->resolution->items[split[n_split - 1].share];
      cc_bind_fault(binder, CC_E_SUM, last->node, last->path,
                    "what no other heading has stands under the line's own",
                    "headings take %.6g%% of the line together in %s", 100.0 * sum,
                    cc_print_month(binder->first_month + t, month));
      return;
    }
  }
}

/* Of a source's shares, those that effects reach. Returns false where they are too many. */
static bool check_reached(cc_binder *binder, const cc_series_set *set, const int *shares) {
  const cc_plan *plan = binder->plan;
  for (int t = 0; t < plan->n_months; t++) {
    double sum = 0.0;
    int last = CC_ABSENT;
    for (int p = 0; p < plan->n_placements; p++) {
      bool reached = cc_is_reached(plan, shares[p]);
      sum += reached ? cc_value(set, shares[p], t, 0.0) : 0.0;
      last = reached ? shares[p] : last;
    }
    if (sum > 1.0 + ROUNDING) {
      char month[CC_MONTH_TEXT];
      cc_bind_fault(binder, CC_E_SUM, binder->resolution->items[last].node,
                    binder->resolution->items[last].path,
                    "shares of first placements are parts of 100%",
                    "effects take shares of one whole to %.6g%% together in %s", 100.0 * sum,
                    cc_print_month(binder->first_month + t, month));
      return false;
    }
  }
  return true;
}

void cc_bind_wholes(cc_binder *binder, const cc_series_set *set) {
  const cc_demand *demand = &binder->plan->demand;
  for (int i = 0; i < binder->plan->n_services; i++) {
    check_split(binder, set, binder->plan->services[i].n_split, binder->plan->services[i].split);
  }
  for (int i = 0; i < binder->plan->n_interventions; i++) {
    check_split(binder, set, binder->plan->interventions[i].n_split,
                binder->plan->interventions[i].split);
  }
  for (int p = 0; p < binder->plan->n_placements && demand->present; p++) {
    if (binder->plan->placements[p].n_contributions > 0) {
      check_contributions(binder, set, p);
    }
  }
  /* one effect may reach many shares, and is wrong once */
  bool right = demand->present;
  for (int b = 0; b < binder->plan->n_bands && right; b++) {
    right = check_reached(binder, set, demand->first_placement[b]);
    for (int s = 0; s < demand->n_streams && right; s++) {
      right = check_reached(binder, set, demand->streams[s].first_placement[b]);
    }
  }
}
