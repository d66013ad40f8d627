/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_ANALYSIS_RUN_H
#define CC_ANALYSIS_RUN_H

#include "model/wide.h"
#include "scenario/scenario.h"

/* A scenario projected once at its central values. The scenario must outlive the run. */
typedef struct {
  const cc_scenario *scenario;
  const cc_plan *plan; /* the scenario's */
  cc_workspace *workspace;
  cc_results *results;
} cc_run;

/* A zeroed run is empty and may be freed. CC_NO_MEMORY, CC_NUMERIC. */
cc_status cc_run_start(const cc_scenario *scenario, cc_run *run);
void cc_run_free(cc_run *run);

/* Brings the run's annual money to the prices of its first year by an index of the scenario
 * ("cpi"). Returns 0 when it has no such index, else 1. */
int cc_run_to_real(cc_run *run, const char *index);

/* An annual row in a plan year, or added up over several. */
typedef struct {
  int row, first_year, last_year; /* plan years; the same for one year */
} cc_span;

/* Figures of any projection: of a span, and all children in care at a month's end. */
double cc_span_value(const cc_plan *plan, cc_projected projected, const cc_span *span);
double cc_children_at_end(const cc_plan *plan, cc_projected projected, int month);

/* What a projection by itself left. */
static inline cc_projected cc_alone(const cc_results *results) {
  return (cc_projected){results->annual, results->monthly, 1, results->misplaced};
}

/* Value of an annual measure by name ("children_in_care.total", "contract.funding_gap"), plan year
 * 0-based. Returns 1 and the value, or 0 when the scenario has no such measure. */
int cc_run_measure(const cc_run *run, const char *measure, int year, double *value);

/* One identity checked on a run: what, how far off, how far it may be. */
typedef struct {
  const char *name; /* "stock and flows balance", ... */
  const char *unit; /* "children", "GBP" */
  double difference, tolerance;
  int holds;
} cc_identity;
enum { CC_MAX_IDENTITIES = 16 };
/* Fills `identities` and returns how many. */
int cc_run_identities(const cc_run *run, cc_identity identities[CC_MAX_IDENTITIES]);

/* What is known of a cap after a run. */
typedef struct {
  const char *name, *title;
  double children;       /* at its first month */
  int first_month_above; /* absolute month (calendar.h), or -1 */
  double peak_excess;    /* children */
  int hold;
  double diverted; /* children over the whole projection, of caps that hold */
} cc_cap_report;
int cc_run_cap(const cc_run *run, int cap, cc_cap_report *report);

#endif
