/* SPDX-License-Identifier: GPL-3.0-or-later */
/* For every placement and month,
 *
 *   opening + entries + moves in - moves out - exits - turned 18 + displaced in - displaced out
 *     = closing,
 *
 * and for care leavers opening + in - lost - aged out = closing. The stock comes from one matrix of
 * the month's solution and the flows from two others, so this is no tautology: it holds only where
 * the three belong together. It reads the rows that are reported, not what made them. */
#include "model/identities.h"

#include <math.h>

#include "base/wide.h"

/* A row of one placement and the sign that it counts with. */
typedef struct {
  const double *months;
  double sign;
} signed_row;

enum { MAX_FLOWS = 6 + CC_DESTINATIONS };

/* Keeps the larger; not-a-number is larger than anything. */
static double worse(double worst, double imbalance) {
  double size = fabs(imbalance);
  return size > worst || isnan(size) ? size : worst;
}

CC_FOR_EVERY_MACHINE
static double check(int n_months, double opening, const double *stock, int n_flows,
                    const signed_row *flows, double worst) {
  double flow[CC_MAX_MONTHS] = {0};
  for (int i = 0; i < n_flows; i++) {
    for (int t = 0; t < n_months; t++) {
      flow[t] += flows[i].sign * flows[i].months[t];
    }
  }
  for (int t = 0; t < n_months; t++) {
    worst = worse(worst, stock[t] - (opening + flow[t]));
    opening = stock[t];
  }
  return worst;
}

static double check_placement(const cc_plan *plan, const cc_results *results, int placement,
                              double worst) {
  const cc_rows *rows = &plan->rows;
  const struct {
    int row;
    double sign;
  } single[] = {
      {rows->m_entries, 1.0},    {rows->m_moves_in, 1.0},     {rows->m_moves_out, -1.0},
      {rows->m_turned_18, -1.0}, {rows->m_displaced_in, 1.0}, {rows->m_displaced_out, -1.0},
  };
  const double *start = results->monthly + placement * plan->n_months;
  signed_row flows[MAX_FLOWS];
  int n = 0;
  for (size_t i = 0; i < sizeof single / sizeof single[0]; i++) {
    flows[n++] = (signed_row){start + single[i].row * plan->n_months, single[i].sign};
  }
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    int row = rows->m_exits + d * plan->n_placements;
    flows[n++] = (signed_row){start + row * plan->n_months, -1.0};
  }
  return check(plan->n_months, results->opening[placement], start + rows->m_stock * plan->n_months,
               n, flows, worst);
}

static double check_leavers(const cc_plan *plan, const cc_results *results, double worst) {
  const cc_rows *rows = &plan->rows;
  const double *start = results->monthly;
  const signed_row flows[] = {
      {start + rows->m_care_leavers_in * plan->n_months, 1.0},
      {start + rows->m_care_leavers_lost * plan->n_months, -1.0},
      {start + rows->m_care_leavers_aged_out * plan->n_months, -1.0},
  };
  return check(plan->n_months, results->opening_leavers,
               start + rows->m_care_leavers * plan->n_months, 3, flows, worst);
}

void cc_identities_check(const cc_plan *plan, cc_results *results) {
  double worst = 0.0;
  for (int p = 0; p < plan->n_placements && plan->demand.present; p++) {
    worst = check_placement(plan, results, p, worst);
  }
  if (plan->care_leavers.present) {
    worst = check_leavers(plan, results, worst);
  }
  results->worst_imbalance = worst;
}
