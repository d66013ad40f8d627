/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_MODEL_MONTH_KERNEL_H
#define CC_MODEL_MONTH_KERNEL_H

#include "model/band_step.h"

/* The arithmetic of a step, for the registers of the machine. */

enum { CC_AGES_AT_ONCE = 8 };

/* What happened to the children in care in a month, by state, children unless it says otherwise. */
typedef struct {
  alignas(64) cc_state_row child_years;
  cc_state_row entries;
  cc_state_row exits[CC_DESTINATIONS];
  cc_state_row turned_18;
  cc_state_row moves_in, moves_out; /* between placements */
  cc_state_row displaced_in, displaced_out;
  double diverted;
  double to_independence[CC_ADULT_AGE - CC_LEAVER_FIRST_AGE]; /* exits by age from 16 on */
} cc_flows;

/* What a step makes of a band as a whole. The first rows are over its live states, and what stands
 * behind the last of them is nothing. */
typedef struct {
  alignas(64) cc_state_row stock; /* at the start */
  cc_state_row entries;           /* a year */
  cc_state_row stayed;            /* who was there before, and is there at the end */
  cc_state_row entered;           /* who entered, and is there at the end */
  cc_state_row child_years;
  cc_state_row moves_in;
  cc_state_row all_child_years; /* over all states, zero where none is live */
  cc_state_row all_moves_in;
} cc_band_totals;

typedef struct {
  const char *name; /* of the instructions it needs */
  /* Works out `length` numbers, a multiple of CC_AGES_AT_ONCE, of every sum, from the rows that
   * begin at `from` into those that begin at `to`, which do not overlap. */
  void (*add_rows)(const cc_row_sums *sums, int length, const double *from, double *to);
  /* Fills the totals' rows over live states from the first two of them. */
  void (*solve_band)(const cc_band_step *step, cc_band_totals *totals);
  /* Adds a band's child-years, entries (a year, over all of n states; a step is `years` long),
   * exits and moves to the flows. */
  void (*count_flows)(int n, const cc_band_step *step, const cc_band_totals *totals,
                      const double *entries, double years, cc_flows *flows);
} cc_month_kernel;

/* The kernels that this machine can run, the fastest first; the last runs everywhere. They differ
 * in rounding only: some multiply and add with one rounding where others have two. Returns how many
 * there are. */
enum { CC_MOST_KERNELS = 3 };
int cc_month_kernels(const cc_month_kernel *kernels[CC_MOST_KERNELS]);

#endif
