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

/* Keeps the larger; not-a-number is larger than anything. */
static double worse(double worst, double imbalance) {
  double size = fabs(imbalance);
  return size > worst || isnan(size) ? size : worst;
}

/* What a month brought to a placement, less what it took. */
static double change_of_placement(const cc_plan *plan, const double *cells, int placement) {
  const cc_rows *rows = &plan->rows;
  cells += placement;
  double change = cells[rows->m_entries] + cells[rows->m_moves_in] - cells[rows->m_moves_out] -
                  cells[rows->m_turned_18] + cells[rows->m_displaced_in] -
                  cells[rows->m_displaced_out];
  for (int d = 0; d < CC_DESTINATIONS; d++) {
    change -= cells[rows->m_exits + d * plan->n_placements];
  }
  return change;
}

static double change_of_leavers(const cc_rows *rows, const double *cells) {
  return cells[rows->m_care_leavers_in] - cells[rows->m_care_leavers_lost] -
         cells[rows->m_care_leavers_aged_out];
}

void cc_identities_check(const cc_plan *plan, cc_results *results) {
  const cc_rows *rows = &plan->rows;
  int n_placements = plan->demand.present ? plan->n_placements : 0;
  const double *stock = results->opening, *leavers = &results->opening_leavers;
  double worst = 0.0;
  for (int t = 0; t < plan->n_months; t++) {
    const double *cells = cc_month_cells(plan, results, 0, t), *next = cells + rows->m_stock;
    for (int p = 0; p < n_placements; p++) {
      worst = worse(worst, next[p] - (stock[p] + change_of_placement(plan, cells, p)));
    }
    stock = next;
    if (plan->care_leavers.present) {
      const double *at_end = cells + rows->m_care_leavers;
      worst = worse(worst, *at_end - (*leavers + change_of_leavers(rows, cells)));
      leavers = at_end;
    }
  }
  results->worst_imbalance = worst;
}
