/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two thresholds that a council asks to be told about. A cap counts whatever its policy: one
 * that holds can still be passed when there are not enough entries to divert. */
#include "batch/threshold.h"

#include "base/money.h"

unsigned cc_run_breaches(const cc_run *run) {
  unsigned breaches = 0;
  cc_cap_report report;
  for (int cap = 0; cap < run->plan->n_caps; cap++) {
    if (cc_run_cap(run, cap, &report) && report.first_month_above >= 0) {
      breaches |= CC_BREACH_CAP;
    }
  }
  for (int year = 0; year < run->plan->n_years; year++) {
    double gap = 0;
    if (cc_run_measure(run, "contract.funding_gap", year, &gap) && gap > CC_HALF_A_PENNY) {
      breaches |= CC_BREACH_GAP;
    }
  }
  return breaches;
}
