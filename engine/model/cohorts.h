/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_COHORTS_H
#define CC_MODEL_COHORTS_H

#include "model/month_kernel.h"

enum {
  CC_AGE_ROW = 232, /* cells of one state; see cc_cohorts */
  /* rows of cells behind those of the states */
  CC_ENTRY_ROW = CC_MAX_STATES, /* the ages of entries */
  CC_INDEPENDENCE_ROW,          /* who left to independence, by age */
  CC_CELL_ROWS,
  CC_MAX_DISPLACEMENTS = 2 * CC_MAX_STATES
};

/* A share of everybody in a state, whatever their age, who moved to another state. */
typedef struct {
  int from, to;
  double share;
} cc_displacement;

/* Children in care by state and age in completed months: the ages of a state lie side by side, so
 * that a loop over the ages of a band is wide. A row has room for ages 0 to 216 in whole cache
 * lines, and its length is not a divisor of a page, so that a row read and the row written beside
 * it do not compete for the same place in the cache. Behind the age of 216 there is room for the
 * ages that are worked out to fill up the last eight, and not used. */
typedef struct {
  /* the month's start, and what follows; row CC_ENTRY_ROW of both holds the ages of entries, which
   * sum to 1 in every band */
  alignas(64) double cells[2][CC_CELL_ROWS][CC_AGE_ROW];
  double in_band[CC_MAX_BANDS][CC_MAX_STATES]; /* children */
  double entries[CC_MAX_BANDS][CC_MAX_STATES]; /* of the month, children a year */
  int current;                                 /* which of the two has the stock now */
  /* Months still to project, the one in hand included. Cells are only kept up for those who grow
   * out of their band within them, or out of 15: nobody asks for the ages of the others. */
  int months_left;
  /* what has happened to the children of in_band, but not yet to those of the cells, in order */
  int n_displacements;
  cc_displacement displacements[CC_MAX_DISPLACEMENTS];
  const cc_month_kernel *kernel; /* that steps are worked out with */
  double most_negative;          /* lowest cell met, children; 0 when none is */
} cc_cohorts;

static inline double (*cc_cells(cc_cohorts *cohorts))[CC_AGE_ROW] {
  return cohorts->cells[cohorts->current];
}

/* Counts the current cells into in_band. */
void cc_cohorts_count(const cc_plan *plan, cc_cohorts *cohorts);

/* Notes the lowest of the cells that are kept up. `steps` are the last month's. */
void cc_cohorts_note_lowest(const cc_plan *plan, const cc_band_step *steps, cc_cohorts *cohorts);

/* Solves the rates of `month` over `years` of those bands whose rates may have changed, or where
 * children are in states they could not be in before; all bands when `afresh`, as in the first
 * month and where `years` is another. The month's entries are in `cohorts`. `scratch` has
 * CC_BAND_STEP_SCRATCH numbers, `steps` has one for each band. */
void cc_cohorts_solve(const cc_plan *plan, const cc_series_set *set, int month, double years,
                      bool afresh, double *scratch, cc_cohorts *cohorts, cc_band_step *steps);

/* One step: exits, moves and entries, with what happened added to `flows`. With `ages`, the step is
 * the month's last: everybody is a month older at its end, and those who reach 216 months leave as
 * turned_18. `steps` are solved for these cohorts, over `years`. */
void cc_cohorts_advance(const cc_plan *plan, cc_band_step *steps, double years, bool ages,
                        cc_cohorts *cohorts, cc_flows *flows);

/* Moves a share of everybody in a state, of every age, to the state that its placement overflows
 * to; returns how many children that are. At most CC_MAX_DISPLACEMENTS times between two steps. */
double cc_cohorts_displace(const cc_plan *plan, double share, int from, int to,
                           cc_cohorts *cohorts);

/* Children of one age by state, of the states that are live in its band. */
void cc_cohorts_of_age(const cc_plan *plan, const cc_cohorts *cohorts, int age,
                       double by_state[CC_MAX_STATES]);

/* Children in a placement now. */
double cc_cohorts_in_placement(const cc_plan *plan, const cc_cohorts *cohorts, int placement);

#endif
